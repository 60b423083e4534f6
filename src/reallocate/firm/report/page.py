"""A plan's page: the order of its sections, those on people, money and work, and the reader's words."""

from __future__ import annotations

import pandas as pd

from reallocate.firm.alternatives import assumptions, promises
from reallocate.firm.alternatives import page as alternatives
from reallocate.firm.alternatives.assumptions import repeat
from reallocate.firm.beliefs import page as beliefs
from reallocate.firm.council import page as council
from reallocate.firm.cut.text import IN_A_PLAN
from reallocate.firm.finance import page as finance
from reallocate.firm.outlooks import page as outlooks
from reallocate.firm.own_plan import page as own_plan
from reallocate.firm.plan import operating
from reallocate.firm.plan.parts import any_positive, noted, over_sources
from reallocate.firm.plan.roles import informative_ranges
from reallocate.firm.report import answer
from reallocate.firm.report.text import TEXT, WHOLE
from reallocate.kernel.blocks import Block, Grid, Head, Prose, Section
from reallocate.kernel.glossary import GLOSSARY, GRADES, terms
from reallocate.kernel.number import sentence
from reallocate.kernel.table import Range
from reallocate.kernel.text import Text
from reallocate.render.outline import sections
from reallocate.render.result import Result
from reallocate.work.firm import DIMENSIONS
from reallocate.work.reach import SOURCES_OF_REACH

_TEXT = Text()
"""People, money, reasons and work."""
_NEAR = Range("Near-optimal plans", "delta_low", "delta_high")
_OVER = Range("Over sources", "sources_low", "sources_high")
_LAYOFFS = Range("Layoffs, near-optimal plans", "layoffs_low", "layoffs_high")
_CELLS = (
    "The rows of each dimension add up to the firm. “other”: people whose group is too small to be planned "
    "by itself. Moves inside a department, site or country count as moved out and moved in. Moves between "
    "sites cost training and time to become productive, and nothing for relocation."
)
_KIND_OF_ROLE = "Kind: the kind of work of most of a role's hours, whatever its title."
_IDLE = (
    "No range is shown for a role that near-optimal plans could at least double against the baseline; the "
    "workbook has it."
)


@_TEXT.block("people")
def people(result: Result) -> list[Block]:
    """Who is affected; in a first answer without ranges."""
    kinds = result.grid(
        "kinds", "kind", "positions_baseline", "positions_plan", "delta", *_near(result, "kinds"),
        caption="By kind of work",
        note="Positions by the hours that go into each kind of work. Directing AI includes hours of "
        "people in other roles.",
    )  # fmt: skip
    return [*(_pictures(result) if result.is_whole else []), *_by_place(result), kinds]


@_TEXT.block("people", after="grouped_roles")
def roles(result: Result) -> list[Block]:
    """Roles in groups, where ranges are computed, and each by itself."""
    return [*([_groups(result)] if result.is_whole else []), _roles(result)]


def _by_place(result: Result) -> list[Block]:
    """Departments, sites and countries, where the plan keeps roles apart by them."""
    if not result.has("places"):
        return []
    blocks: list[Block] = [
        result.picture("by_place"),
        result.grid(
            "places", "dimension", "name", "headcount", "baseline_end", "plan_end", "delta", "layoffs",
            "quits", "moves_out", "moves_in", "hires",
            caption="By department, site and country", note=_CELLS, merged=True,
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
    """The range over near-optimal plans, where it is computed."""
    return (_NEAR,) if _NEAR.low in result.table(name) else ()


def _telling(result: Result, name: str) -> tuple[pd.DataFrame, str]:
    """Roles without the ranges that tell nothing, and the notes on kinds of work and on those."""
    whole = result.table(name)
    rows = informative_ranges(whole) if _NEAR.low in whole else whole
    return rows, " ".join((_KIND_OF_ROLE, *((_IDLE,) if not rows.equals(whole) else ())))


def _groups(result: Result) -> Block:
    rows, note = _telling(result, "groups")
    return result.grid(
        "groups", "title", "kind", "roles", "headcount", "baseline_end", "plan_end", "delta", _NEAR,
        *over_sources(result, _OVER), "layoffs", _LAYOFFS, "quits", "moves_out", "moves_in", "hires",
        note=note, rows=rows, fold="Roles with exits by route and every range",
    )  # fmt: skip


def _roles(result: Result) -> Block:
    table = result.table("roles")
    grouped = "group" in table and table["group"].fillna("").ne("").any()
    rows, note = _telling(result, "roles")
    of_group = "A role planned in a group has no range of its own. The group's range is in the table above."
    return result.grid(
        "roles", "title", "kind", "headcount", "baseline_end", "plan_end", "delta", *_near(result, "roles"),
        *over_sources(result, _OVER), *(("group",) if grouped else ()), "layoffs", "quits", "moves_out",
        "moves_in", "hires", "automated_share", "augmented_share",
        caption="Every role", note=" ".join(line for line in (of_group if grouped else "", note) if line),
        rows=rows, fold="Every role, with exits by route",
    )  # fmt: skip


@_TEXT.block("history/predicted")
def predicted(result: Result) -> list[Block]:
    """Whether exposure predicted losses."""
    summary = result.table("history_summary")
    lines = dict.fromkeys(line for line in summary["sentence"].dropna().astype(str) if line.strip())
    # The column before names the source already.
    finding = summary["finding"].astype(str).str.replace(r"^[\w-]+: ", "", regex=True)
    return [
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
    ]  # fmt: skip


@_TEXT.block("reasons")
def reasons(result: Result) -> list[Block]:
    """Why positions end, and the alternatives by case."""
    return [
        result.picture("payroll_against_compute"),
        result.grid("channels", "channel", "positions", "note", caption="Positions by reason"),
        noted(
            result, "cases", "case", "positions", "layoffs", "quits", "hires", "saving", "one_off",
            "break_even_month", "largest_outlay", "net_present_value", "work_dropped",
            caption="The plan and its alternatives",
            note="Plan without the cut: the cheapest plan, with no cut imposed. Undone, last quarter: "
            "work left undone then; the note gives the worst quarter.",
        ),
    ]  # fmt: skip


@_TEXT.block("reasons/funding")
def funding(result: Result) -> list[Block]:
    """What the cut would pay for."""
    return [result.grid("funding")] if result.has("funding") else []


@_TEXT.block("reasons/products")
def products(result: Result) -> list[Block]:
    """Positions or GPUs for products."""
    if not result.has("products"):
        return []
    return [
        noted(
            result, "products", "cash_share", "cash", "gpus", "payroll", "positions", "layoffs",
            "work_dropped",
            caption="Positions and announced GPUs for products, by cash available",
            note="The value of GPUs falls as more are bought. It just covers their cost at the announced "
            "number. Payroll and positions are changes from the first row. Positions: the quarter with the "
            "largest change.",
        ),
    ]  # fmt: skip


_NEAR_AUTOMATED = Range("Automated, near-optimal plans", "automated_low", "automated_high")
_WITH_RANGE = ", with the range over near-optimal plans"
_SYSTEMS = ("systems", "put_up", "hours_to_cover")
"""Columns about systems, of interest where putting one up costs something."""


@_TEXT.block("work")
def work(result: Result) -> list[Block]:
    """Moves, the walk from reach to positions, and work by kind and activity."""
    activities = result.table("activities")
    ranged = "automated_low" in activities
    costly = any_positive(activities, "hours_to_cover")
    return [
        _moves(result),
        result.grid(
            "bridge", "step", "positions", "note",
            note="Only part of the freed hours reduces positions. Each row is one step.",
            fold="From reach to whole positions, step by step",
        ),
        result.grid(
            "kinds", "kind", "hours", "human", "augmented", "automated", "dropped",
            caption="Work by kind and by who does it", fold="Hours by kind of work",
        ),
        result.grid(
            "activities", "title", "kind", "hours", "augmented", "automated",
            *((_NEAR_AUTOMATED,) if ranged else ()), *(_SYSTEMS if costly else ()),
            caption="Work by activity",
            fold=f"Hours by activity{_WITH_RANGE if ranged else ''}",
        ),
    ]  # fmt: skip


def _moves(result: Result) -> Block:
    return result.grid(
        "moves", "origin_title", "target_title", "positions", "training_weeks", "training_cost", "basis",
        note="Redeployment leaves the total headcount unchanged.", fold="Moves between roles",
    )  # fmt: skip


WORDS = {
    "Word": tuple(GLOSSARY.items()),
    "Grade of evidence": tuple((sentence(grade), means) for grade, means in GRADES.items()),
    "Source of reach": tuple(
        (f"{source.words} ({code})", source.measures) for code, source in SOURCES_OF_REACH.items()
    ),
}
"""The last sheet of the workbook."""


def _words(result: Result) -> Section:
    """Every word of the reader once, and the sources of reach."""
    heads = (Head("Source of reach"), Head("Name in a scenario"), Head("What it measures"))
    rows = tuple((source.words, code, source.measures) for code, source in SOURCES_OF_REACH.items())
    reach = Grid("The sources of reach", heads, rows)
    return Section("words", "Words used here", (terms(*GLOSSARY), reach), folded=True)


_SECTIONS = {
    "headline": "The answer",
    "cut-or-wait": "Cut or wait?",
    "rests-on": "What it rests on",
    "money": "Money",
    "people": "Who is affected",
    "work": "How: which work moves, and how headcount follows",
    "promises": "Promises and their price",
    "promises/further": "What further promises would cost",
    "not-said": "What this does not say",
    "not-said/limits": "",
    "own-plan": "Your plan",
    "council": "For a works council",
    "council/workload": "The workload of those who stay",
    "council/training": "Training",
    "council/consultation": "Consultation: notice and deadlines",
    "council/refused": "What was not chosen, and why",
    "finance": "For finance",
    "finance/routes": "Own, rent or API",
    "reasons": "Why positions end, and what a cut would pay for",
    "reasons/funding": "What the cut would pay for",
    "reasons/products": "Positions or GPUs for products",
    "limits": "Limits: the cost of one unit more or less",
    "limits/alternatives": "Alternatives at little extra cost",
    "tipping-points": "What would change it",
    "outlooks": "Decisions under uncertainty: several outlooks",
    "implied": "Assumptions under which the cut is best",
    "implied/together": "Assumptions that favour the cut together",
    "implied/one": "One assumption at a time",
    "operating-models": "Two operating models",
    "history": "Where people in these jobs can go, and who lost jobs before",
    "history/predicted": "Did exposure predict job losses?",
    "assumptions": "Assumptions",
}
_ONLY_WHOLE = {"council", "finance", "reasons", "limits", "tipping-points", "implied", "history"}
"""Sections that a first answer does not have yet."""
_FOLDED = {*_ONLY_WHOLE, "own-plan", "outlooks", "operating-models", "assumptions"}
TEXTS = (
    answer.TEXT, IN_A_PLAN, TEXT, WHOLE, assumptions.TEXT, _TEXT, promises.TEXT, alternatives.TEXT,
    own_plan.TEXT, council.TEXT, finance.TEXT, outlooks.TEXT, beliefs.TEXT, operating.TEXT,
)  # fmt: skip


def page(result: Result) -> list[Section]:
    """Every part of the page, in its order."""
    left_out = () if result.is_whole else _ONLY_WHOLE
    return [*sections(result, TEXTS, _SECTIONS, _FOLDED, left_out), repeat(result), _words(result)]
