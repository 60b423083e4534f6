"""A plan's page: the order of its sections, those on people, money and work, and the reader's words."""

from __future__ import annotations

import pandas as pd

from reallocate.firm.alternatives.assumptions import assumptions, repeat, rests_on
from reallocate.firm.alternatives.page import doubts, limits_section, tipping_points_section
from reallocate.firm.alternatives.promises import promises_section
from reallocate.firm.beliefs.page import implied_section
from reallocate.firm.council.page import council
from reallocate.firm.cut.text import cut_or_wait
from reallocate.firm.finance.page import finance_section
from reallocate.firm.outlooks.page import outlooks_section
from reallocate.firm.own_plan.page import own_plan_section
from reallocate.firm.plan.operating import operating_models_section
from reallocate.firm.plan.parts import (
    any_positive,
    headed,
    noted,
    over_sources,
    prose,
    text_of,
)
from reallocate.firm.plan.roles import informative_ranges
from reallocate.firm.report.answer import answer, card, first, rest
from reallocate.kernel.blocks import Block, Grid, Head, Prose, Section
from reallocate.kernel.glossary import GLOSSARY, GRADES, terms
from reallocate.kernel.number import sentence
from reallocate.kernel.table import Range
from reallocate.render.result import Result
from reallocate.work.firm import DIMENSIONS
from reallocate.work.reach import SOURCES_OF_REACH

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
    """Who is affected; in a first answer without ranges."""
    kinds = result.grid(
        "kinds", "kind", "positions_baseline", "positions_plan", "delta", *_near(result, "kinds"),
        caption="By kind of work",
        note="Positions by the hours that go into each kind of work. Directing AI includes hours of "
        "people in other roles.",
    )  # fmt: skip
    return Section("people", "Who is affected", [
        *prose(result, "people"),
        *(_pictures(result) if result.is_whole else []),
        *_by_place(result),
        kinds,
        *prose(result, "grouping", "note"),
        *([_groups(result)] if result.is_whole else []),
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
    """The range over near-optimal plans, where it is computed."""
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


SHARES = (
    Range("Share of capital spending", "share_of_capex_low", "share_of_capex_high"),
    Range("Share of its increase", "share_of_increase_low", "share_of_increase_high"),
    Range("Severance, once", "severance_low_bn", "severance_high_bn"),
    Range("Severance / freed pay", "severance_low_months", "severance_high_months"),
)


def money(result: Result) -> Section:
    """Cash against the baseline by month and quarter."""
    return Section("money", "Money", [
        result.picture("payback"),
        *[Prose((line,)) for line in text_of(result, "headline")[1:2]],
        result.picture("money"),
        result.grid(
            "cash", "period", "case", "payroll", "compute", "capex", "exits", "training", "change", "total",
            caption="Cash by quarter", fold="Cash by quarter, baseline and plan",
        ),
        result.grid(
            "profit_and_loss", "period", "case", "payroll", "compute_opex", "depreciation", "restructuring",
            "training", "change", "total",
            caption="Profit and loss by quarter: bought compute depreciated over its life",
            fold="Profit and loss by quarter, baseline and plan",
        ),
    ])  # fmt: skip


def reasons(result: Result) -> Section:
    """Why positions end, the alternatives by case, and what a cut would pay for."""
    return Section("reasons", "Why positions end, and what a cut would pay for", [
        *prose(result, "money"),
        result.picture("payroll_against_compute"),
        result.grid("channels", "channel", "positions", "note", caption="Positions by reason"),
        noted(
            result, "cases", "case", "positions", "layoffs", "quits", "hires", "saving", "one_off",
            "break_even_month", "largest_outlay", "net_present_value", "work_dropped",
            caption="The plan and its alternatives",
            note="Plan without the cut: the cheapest plan, with no cut imposed. Undone, last quarter: "
            "work left undone then; the note gives the worst quarter.",
        ),
        *_funding(result),
        *_products(result),
    ], folded=True)  # fmt: skip


def _funding(result: Result) -> list[Block]:
    if not result.has("funding"):
        return []
    return headed(
        "What the cut would pay for",
        result.grid(
            "funding", "setting", "pay_per_head", "jobs", "freed_bn", *SHARES, "gpu_years",
            caption="Freed pay against capital spending",
        ),
    )  # fmt: skip


def _products(result: Result) -> list[Block]:
    if not result.has("products"):
        return []
    return headed(
        "Positions or GPUs for products",
        noted(
            result, "products", "cash_share", "cash", "gpus", "payroll", "positions", "layoffs",
            "work_dropped",
            caption="Positions and announced GPUs for products, by cash available",
            note="The value of GPUs falls as more are bought. It just covers their cost at the announced "
            "number. Payroll and positions are changes from the first row. Positions: the quarter with the "
            "largest change.",
        ),
    )  # fmt: skip


NEAR_AUTOMATED = Range("Automated, near-optimal plans", "automated_low", "automated_high")
WITH_RANGE = ", with the range over near-optimal plans"
SYSTEMS = ("systems", "put_up", "hours_to_cover")
"""Columns about systems, of interest where putting one up costs something."""


def work(result: Result) -> Section:
    """Which work moves, and the walk from today's headcount to the end."""
    activities = result.table("activities")
    ranged = "automated_low" in activities
    costly = any_positive(activities, "hours_to_cover")
    return Section(
        "work",
        "How: which work moves, and how headcount follows",
        (
            *prose(result, "work"),
            result.picture("which_work_moves"),
            *prose(result, "headcount"),
            *[Prose((line,)) for line in text_of(result, "headline")[2:]],
            result.picture("headcount_walk"),
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
                *((NEAR_AUTOMATED,) if ranged else ()), *(SYSTEMS if costly else ()),
                caption="Work by activity",
                fold=f"Hours by activity{WITH_RANGE if ranged else ''}",
            ),
        ),
    )  # fmt: skip


def _moves(result: Result) -> Block:
    return result.grid(
        "moves", "origin_title", "target_title", "positions", "training_weeks", "training_cost", "basis",
        note="Redeployment leaves the total headcount unchanged.", fold="Moves between roles",
    )  # fmt: skip


PLACED = {
    "own_plan", "cut_or_wait", "headline", "operating_models", "caveats", "headcount", "people", "work",
    "money", "response", "finance", "switches", "council", "consultation", "refused", "limits",
    "alternatives", "tipping_points", "outlooks", "implied", "grouping", "assumptions", "repeat",
}  # fmt: skip
"""Parts of the text that have a place of their own on the page."""

WORDS = {
    "Word": tuple(GLOSSARY.items()),
    "Grade of evidence": tuple((sentence(grade), means) for grade, means in GRADES.items()),
    "Source of reach": tuple(
        (f"{source.words} ({code})", source.measures) for code, source in SOURCES_OF_REACH.items()
    ),
}
"""The last sheet of the workbook."""


def words(result: Result) -> Section:
    """Every word of the reader once, and the sources of reach."""
    further = [line for part in result.text if part not in PLACED for line in text_of(result, part)]
    heads = (Head("Source of reach"), Head("Name in a scenario"), Head("What it measures"))
    rows = tuple((source.words, code, source.measures) for code, source in SOURCES_OF_REACH.items())
    blocks: list[Block] = headed("Further remarks", Prose(tuple(further))) if further else []
    blocks += [terms(*GLOSSARY), Grid("The sources of reach", heads, rows)]
    return Section("words", "Words used here", blocks, folded=True)


ORDER = (
    answer, cut_or_wait, rests_on, money, people, work, promises_section, doubts, own_plan_section,
    council, finance_section, reasons, limits_section, tipping_points_section, outlooks_section,
    implied_section, operating_models_section, history, assumptions, repeat, words,
)  # fmt: skip
FIRST = (
    answer, cut_or_wait, rests_on, money, people, work, promises_section, doubts, own_plan_section,
    outlooks_section, operating_models_section, assumptions, repeat, words,
)  # fmt: skip
"""The same of a first answer."""
OPTIONAL = {own_plan_section: "own_plan", implied_section: "implied"}
"""Parts of the page -> the table without which they are left out."""

__all__ = ["ORDER", "card", "first", "page", "rest"]


def page(result: Result) -> list[Section]:
    """Every part of the page.

    An own plan and what a cut implies are there only where they were requested.
    """
    parts = ORDER if result.is_whole else FIRST
    return [part(result) for part in parts if part not in OPTIONAL or result.has(OPTIONAL[part])]
