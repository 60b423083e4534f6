"""For a works council: jobs by route, workload, training, consultation, what was not chosen."""

from __future__ import annotations

from reallocate.output.blocks import Block, Prose, Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import any_positive, bullets, headed, prose, text

GROUPS = "Groups by age, service or part-time in the roles hit hardest"
OPENINGS = ("open_cancelled", "open_deferred")


def council(result: Result) -> Section:
    """The works council's part of the page."""
    families, workload = result.table("families"), result.table("workload")
    return Section("council", "For a works council", [
        *prose(result, "council"),
        result.grid(
            "families", "title", "begin", "open_filled", "other_hires", "moves_in", "quits", "voluntary",
            "moves_out", "layoffs", "end", "baseline_end",
            *(name for name in OPENINGS if families[name].any()),
            caption="Jobs by route and role family, over the plan",
            note="At the start + open positions filled + other hires + moved in − quits − voluntary exits − "
            "moved out − layoffs = at the end. The workbook has every quarter.",
        ),
        *headed(
            "The workload of those who stay",
            result.grid(
                "workload", "title", "positions", "intensity_baseline", "intensity", "intensity_if_less",
                "delivered_baseline", "delivered", "review", "redo", "directing", "spare",
                caption="Hours a quarter and position, in the last quarter",
                note="Load: hours of work as a share of the hours of the positions. Low capture: the load if "
                "only the lowest plausible share of freed hours becomes usable. Work delivered: work by "
                "people alone, by people with AI, and by AI. Hours that AI frees beyond those that "
                "the plan counts on are slack, quality or growth.",
                rows=workload[workload["period"] == workload["period"].max()],
            ),
            _groups(result),
        ),
        *headed(
            "Training",
            result.grid(
                "training", "target_title", "people", "weeks_each", "person_weeks", "courses", "cost",
                caption="People who train for another role, by the role they move into",
            ),
        ),
        *headed(
            "Consultation: notice and deadlines", *bullets(text(result, "consultation")), *_calendar(result)
        ),
        *headed(
            "What was not chosen, and why",
            *bullets(text(result, "refused")),
            result.grid(
                "refused", "alternative", "extra_cost", "extra_share", "kept", "layoffs_spared",
                caption="Alternatives that were not chosen",
                note="Extra cost in present value, computed on grouped roles.",
            ),
        ),
    ], folded=True)  # fmt: skip


def _groups(result: Result) -> Block:
    """Groups by age, service and part-time; without a roster they are not known."""
    if not result.has("people_groups"):
        return Prose((f"{GROUPS}: not known (needs a roster).",), "absent")
    return result.grid(
        "people_groups", "about", "band", "size", "share_losing",
        caption=GROUPS,
        note="Hit hardest: roles that lose a larger share of positions than the firm does. Shares are "
        "rounded to 5%. Groups under fifty people have none. A plan never says who leaves.",
    )  # fmt: skip


def _calendar(result: Result) -> list[Block]:
    """The calendar, where somebody is laid off."""
    if not any_positive(result.table("calendar"), "layoffs"):
        return []
    return [
        result.grid(
            "calendar", "step", "law", "period", "layoffs", "threshold", "notice_days", "tell_for_first_day",
            "tell_for_last_day", "note",
            caption="Calendar",
            note="A quarter's layoffs count as if on one site and within 30 days, the strictest reading. "
            "The firm's lawyers must say which law applies.",
        )
    ]  # fmt: skip
