"""People: who is affected, where people in these jobs went, and whether exposure predicted decline."""

from __future__ import annotations

import pandas as pd

from reallocate.output.blocks import Block, Prose, Section
from reallocate.output.table import Range
from reallocate.plan.role_tables import informative_ranges
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import computed_part, headed, over_sources, prose
from reallocate.work.dimensions import DIMENSIONS

NEAR = Range("Near-optimal plans", "delta_low", "delta_high")
OVER = Range("Over sources", "sources_low", "sources_high")
LAYOFFS = Range("Layoffs, near-optimal plans", "layoffs_low", "layoffs_high")
MOVERS = Range("Share of movers", "share_low", "share_high")
WAYS = (
    "Share of movers: share of the people who changed occupation in a household survey and made this move "
    "(80% interval). It is not a chance of getting the job. Pay is national: medians, and between the 25th "
    "percentile and the median on entry. More on an occupation: reallocate job."
)
CELLS = (
    "The rows of each dimension add up to the firm. “other”: people whose group is too small to be planned "
    "by itself. Moves inside a department, site or country count as moved out and moved in. Moves between "
    "sites cost training and time to become productive, and nothing for relocation."
)
KIND_OF_ROLE = "Kind: the kind of work of most of a role's hours, whatever its title."
IDLE = (
    "No range is shown for a role that near-optimal plans could at least double against the baseline; the "
    "workbook has it."
)


def people(result: Result) -> Section:
    """Who is affected; of a first answer without its ranges."""
    kinds = result.grid(
        "kinds", "kind", "positions_baseline", "positions_plan", "delta", *_near(result, "kinds"),
        caption="By kind of work",
        note="Positions by the hours that go into each kind of work. Directing AI includes hours of "
        "people in other roles.",
    )  # fmt: skip
    return Section("people", "Who is affected", [
        *prose(result, "people"),
        *computed_part(lambda: _pictures(result)),
        *_by_place(result),
        kinds,
        *prose(result, "grouping", "note"),
        *computed_part(lambda: [_groups(result)]),
        _roles(result),
    ])  # fmt: skip


def _by_place(result: Result) -> list[Block]:
    """Departments, sites and countries, where the plan keeps roles apart by them."""
    if not result.has("places"):
        return []
    blocks: list[Block] = [
        result.picture("by_place"),
        result.grid(
            "places", "dimension", "name", "headcount", "baseline_end", "plan_end", "delta", "layoffs",
            "quits", "moves_out", "moves_in", "hires",
            caption="By department, site and country", note=CELLS, merged=True,
        ),
    ]  # fmt: skip
    for name in (f"{one}_quarters" for one in DIMENSIONS if result.has(f"{one}_quarters")):
        table = result.table(name)
        blocks.append(
            result.grid(
                name, "name", "period", "begin", "hires", "quits", "voluntary", "layoffs", "moves_in",
                "moves_out", "end",
                rows=table[table["case"] == "plan"], fold=f"{result.kind.table(name).title}, in the plan",
                merged=True,
            )
        )  # fmt: skip
    return blocks


def _pictures(result: Result) -> list[Block]:
    ranged = result.table("groups")["layoffs_low"].notna().any()
    return [
        result.picture("who_is_affected"), *([result.picture("near_optimal_roles")] if ranged else [])
    ]  # fmt: skip


def _near(result: Result, name: str) -> tuple[Range, ...]:
    """The range over near-optimal plans, once it is computed."""
    return (NEAR,) if NEAR.low in result.table(name) else ()


def history(result: Result) -> Section:
    """Where people in these jobs can go, and whether exposure predicted losses."""
    return Section("history", "Where people in these jobs can go, and who lost jobs before", [
        result.grid(
            "ways", "title", "target_title", "in_firm", MOVERS, "people_seen", "pay_now", "median_pay",
            "entry_pay", "asks",
            caption="From the roles that lose most positions: three moves, those that keep pay first",
            note=WAYS, merged=True,
        ),
        *_history(result),
    ], folded=True)  # fmt: skip


def _telling(result: Result, name: str) -> tuple[pd.DataFrame, str]:
    """Roles without the ranges that tell nothing, and the notes on kinds of work and on those."""
    whole = result.table(name)
    rows = informative_ranges(whole) if NEAR.low in whole else whole
    return rows, " ".join((KIND_OF_ROLE, *((IDLE,) if not rows.equals(whole) else ())))


def _groups(result: Result) -> Block:
    rows, note = _telling(result, "groups")
    return result.grid(
        "groups", "title", "kind", "roles", "headcount", "baseline_end", "plan_end", "delta", NEAR,
        *over_sources(result, OVER), "layoffs", LAYOFFS, "quits", "moves_out", "moves_in", "hires",
        note=note, rows=rows, fold="Roles with exits by route and every range",
    )  # fmt: skip


def _roles(result: Result) -> Block:
    table = result.table("roles")
    grouped = "group" in table and table["group"].fillna("").ne("").any()
    rows, note = _telling(result, "roles")
    of_group = "A role planned in a group has no range of its own. The group's range is in the table above."
    return result.grid(
        "roles", "title", "kind", "headcount", "baseline_end", "plan_end", "delta", *_near(result, "roles"),
        *over_sources(result, OVER), *(("group",) if grouped else ()), "layoffs", "quits", "moves_out",
        "moves_in", "hires", "automated_share", "augmented_share",
        caption="Every role", note=" ".join(line for line in (of_group if grouped else "", note) if line),
        rows=rows, fold="Every role, with exits by route",
    )  # fmt: skip


def _history(result: Result) -> list[Block]:
    summary = result.table("history_summary")
    lines = dict.fromkeys(line for line in summary["sentence"].dropna().astype(str) if line.strip())
    # The column before names the source already.
    finding = summary["finding"].astype(str).str.replace(r"^[\w-]+: ", "", regex=True)
    return headed(
        "Did exposure predict job losses?",
        *([Prose(tuple(lines))] if lines else []),
        result.picture("history_fifths"),
        result.grid(
            "history_summary", "source", "rank_correlation_before", "rank_correlation_after", "difference",
            Range("Range of the difference", "low", "high"),
            caption="Rank correlation of exposure with growth of employment",
            note="After minus before: below zero, exposed occupations fell further behind after 2022 than "
            "before the AI.",
        ),
        result.grid(
            "history_summary", "source", "finding", caption="In words", fold="The finding for each source",
            rows=summary.assign(finding=finding),
        ),
    )  # fmt: skip
