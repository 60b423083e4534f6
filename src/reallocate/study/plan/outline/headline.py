"""The first page and the card: the answer, five figures against the baseline, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.measure.number import NOT_AVAILABLE, is_number, say, sentence, span
from reallocate.output.blocks import Block, Bullets, Card, Cards, Facts, Heading, Prose, Section
from reallocate.output.table import Range
from reallocate.plan.break_even import NEVER
from reallocate.plan.role_tables import informative_ranges
from reallocate.problem.firm.cut import cut_grid
from reallocate.result.result import QUICK, STATUS, Result
from reallocate.study.plan.outline.own_plan import own_plan_first
from reallocate.study.plan.outline.rows import (
    bullets,
    headed,
    over_sources,
    source_count,
    source_words,
    text,
    without_sources,
)

BREAK_EVEN = "break-even month"
FIVE = (
    ("positions", "Positions against baseline"),
    ("run-rate saving", "Run-rate saving"),
    ("one-off cost", "One-off cost"),
    (BREAK_EVEN, "Break-even month"),
    ("compute", "Compute"),
)

ROUTES = (
    "layoffs", "voluntary exits", "quits", "redeployment", "cancelled open positions", "deferred openings",
    "hires",
)  # fmt: skip
SAME = 0.5
"""Sources that differ by less than half a position agree [FTE]."""
GRADES_SHORT = (
    "Grades of evidence: A primary source, B press or second hand, C secondary source, X computed from "
    "these, J judgement of this project."
)
RANGES = "The five figures, with their range"
GROW = "Would AI make this firm grow?"
MOST_AFFECTED, DECIDING = 8, 5
"""Roles and limits that a card shows."""


def headline(result: Result) -> Section:
    """The first part of the page, made to fill one printed page."""
    lines = text(result, "headline")
    blocks: list[Block] = [Prose((result.status.text,), "note")] if result.waiting else []
    blocks += [*own_plan_first(result), *_cut_or_wait(result)]
    blocks += [Prose(tuple(lines[:1]), "lead")] if lines else []
    change = Range("Change over sources", "low", "high")
    blocks += [
        _cards(result),
        result.grid(
            "headline", "figure", "baseline", "plan", "delta", *over_sources(result, change),
            caption="All headline figures, with positions by route",
        ),
    ]  # fmt: skip
    further = (*_standing(result), *lines[1:])
    blocks += [*([Prose(further)] if further else []), *_growth(result)]
    return Section("headline", "In short", (*blocks, *_inputs_that_decide(result), Facts(_rests_on(result))))


def card(result: Result) -> list[Block]:
    """What a person reads in a terminal or a notebook after a plan was made."""
    if result.waiting:
        return [*first(result), Prose((result.status.text,), "note")]
    return [*_answer(result), *_growth(result), *_after(result), *_further(result), *_implied(result)]


def first(result: Result) -> list[Block]:
    """The first answer: what a person reads while the rest is being computed."""
    return [*_answer(result), *_further(result)]


def _further(result: Result) -> list[Block]:
    """What the single figures rest on, and cash and people in sentences."""
    lines = (*_standing(result), *text(result, "headline")[1:])
    return [Prose((line,)) for line in lines]


def rest(result: Result) -> list[Block]:
    """What a whole plan adds to its first answer: ranges of the five figures, roles, limits, sources."""
    ranges: list[Block] = [] if without_sources(result) else [Heading(RANGES), _cards(result)]
    return [*ranges, *_growth(result), *_after(result), Prose(_standing(result)), *_implied(result)]


def _answer(result: Result) -> list[Block]:
    """The answer and the five figures."""
    lines = text(result, "headline")
    own = say(result.facts.get("own_share"), "share")
    begin = [STATUS[QUICK]] if result.waiting else []
    status = [*begin, STATUS["optimal"], *([] if own == NOT_AVAILABLE else [_pay(own)])]
    return [
        *own_plan_first(result),
        *_cut_or_wait(result),
        *([Prose(tuple(lines[:1]), "lead")] if lines else []),
        Prose((" · ".join(status),), "note"),
        *(Prose(tuple(told)) for name in ("pay_notes", "title_notes") if (told := result.facts.get(name))),
        _cards(result),
    ]


def _after(result: Result) -> list[Block]:
    return [_most_affected(result), *_limits(result)]


def _growth(result: Result) -> list[Block]:
    """Substitution and scale apart, and whether AI would make the firm grow."""
    lines = text(result, "response")
    return headed(GROW, Prose(tuple(lines))) if lines else []


def _implied(result: Result) -> list[Block]:
    return [Prose((line,)) for line in text(result, "implied")[:1]]


def _pay(own: str) -> str:
    """How much of the pay by role is the firm's own figure.

    own : share of payroll, as text
    """
    if own == "0%":
        return "pay by role: public data, none of it the firm's own"
    return f"pay by role: {own} of payroll is the firm's own figures, the rest public data"


def _cut_or_wait(result: Result) -> Iterator[Block]:
    """The cut beside attrition: the answer, its figures, and how to read them; or that there is no cut."""
    lines = text(result, "cut_or_wait")
    if lines:
        yield Prose(tuple(lines[:1]), "lead")
    if result.has("cut_or_wait"):
        yield cut_grid(result)
    yield from (Prose((line,)) for line in lines[1:])


def _cards(result: Result) -> Block:
    """The five figures that a reader takes away."""
    table = result.table("headline")
    names = table["figure"].str.lower()
    five = []
    for start, label in FIVE:
        rows = table[names.str.startswith(start)]
        one = _card(result, label, rows.iloc[0]) if len(rows) else Card(label, NOT_AVAILABLE)
        if start == BREAK_EVEN and len(rows):
            one = replace(one, **_break_even(rows.iloc[0], without_sources(result)))
        if start == "positions":
            routes = _by_route(table[names.isin(ROUTES)])
            one = replace(one, against=". ".join(part for part in (one.against, routes) if part))
        five.append(one)
    return Cards(tuple(five))


def _card(result: Result, label: str, row: pd.Series) -> Card:
    unit, change, baseline = str(row["unit"]), row["delta"], row["baseline"]
    signed = is_number(change) and is_number(baseline)
    value = say(change if is_number(change) else row["plan"], unit, signed)
    against = f"from {say(baseline, unit)} in the baseline to {say(row['plan'], unit)}" if signed else ""
    if without_sources(result):
        return Card(label, value, against)
    count = source_count(result)
    between = span(row["low"], row["high"], unit, signed)
    over = f"over {count} sources of reach" if count else "over the sources of reach"
    return Card(label, value, against, between or f"range {NOT_AVAILABLE}", over)


def _break_even(row: pd.Series, without_range: bool) -> dict[str, str]:
    """The break-even month and its range; a plan that does not break even has no number."""
    changed = {} if is_number(row["plan"]) else {"value": NEVER}
    if row["plan"] == 0:
        changed = {"value": "from the start"}
    if without_range:
        return changed
    low, high = row["low"], row["high"]
    if not is_number(low):
        return {**changed, "range": NEVER}
    return changed if is_number(high) else {**changed, "range": f"{say(low, 'months')} to {NEVER}"}


def _by_route(rows: pd.DataFrame) -> str:
    routes = [f"{row['figure']} {say(row['plan'], str(row['unit']))}" for _, row in rows.iterrows()]
    return f"By route, in the plan: {', '.join(routes)}" if routes else ""


def _standing(result: Result) -> tuple[str, ...]:
    """Where the source that the single figures come from stands among all sources of reach."""
    code = str(result.facts["headline_source"])
    start = f"Single figures use one source of AI's reach, “{source_words(code)}”"
    if "sources" in result.waiting:
        return (f"{start}. Their range over the other sources is not computed yet.",)
    table = result.table("sources").dropna(subset=["positions"])
    here = table.loc[table["source"] == code, "positions"]
    others = table.loc[table["source"] != code, "positions"]
    if here.empty:
        return ()
    if others.empty:
        return (f"{start}, the only one requested. Other sources give other figures.",)
    unit = result.kind.table("sources").column("positions").unit
    fewer, more = others[others < here.iloc[0] - SAME], others[others > here.iloc[0] + SAME]
    same = len(others) - len(fewer) - len(more)
    sides = [_side(fewer, "fewer positions", fewer.min(), unit), _side(more, "more", more.max(), unit)]
    sides += [f"{same} as many"] if same else []
    rest = f"Of the other {len(others)} published sources, {', '.join(sides[:-1])} and {sides[-1]}"
    if len(others) == 1:
        word = "fewer positions" if len(fewer) else "more positions" if len(more) else "as many positions"
        far = "" if same else f" ({say(others.iloc[0], unit, signed=True)})"
        rest = f"The one other source requested gives {word}{far}"
    return (f"{start} ({say(here.iloc[0], unit, signed=True)}). {rest}.",)


def _side(sources: pd.Series, word: str, end: float, unit: str) -> str:
    if sources.empty:
        return f"none gives {word}"
    verb = "gives" if len(sources) == 1 else "give"
    way = "down" if word.startswith("fewer") else "up"
    return f"{len(sources)} {verb} {word} ({way} to {say(end, unit, signed=True)})"


def _inputs_that_decide(result: Result) -> list[Block]:
    if not result.has("tipping_points"):
        return []
    tested = result.table("tipping_points")
    swing = (tested["positions_at_high"] - tested["positions_at_low"]).abs().fillna(np.inf)
    first = tested.loc[swing.sort_values(ascending=False, kind="stable").index].head(4)
    items = [
        f"{sentence(row['input'])}: {say(row['now'], str(row['unit']))}{_grade(row['grade'])}"
        for _, row in first.iterrows()
    ]
    return [
        Heading("The inputs tested that move positions most"),
        Bullets(tuple(items)),
        Prose((GRADES_SHORT,), "note"),
    ]


def _grade(grade: object) -> str:
    words = {"J": "a judgement, grade J", "own": "set in the scenario"}
    return f" ({words.get(str(grade), f'grade {grade}')})" if isinstance(grade, str) and grade else ""


def _rests_on(result: Result) -> tuple[tuple[str, str], ...]:
    facts = result.facts
    periods, source = facts["periods"], source_words(str(facts["headline_source"]))
    one = without_sources(result)
    return (
        ("Status", result.status.text),
        ("Version", f"reallocate {facts['version']}"),
        ("Length of the plan", f"{periods[0]} to {periods[-1]}, {len(periods)} quarters"),
        ("Industries of the firm", str(facts["industry_text"])),
        ("Source of AI's reach", source if one else f"{source}; also computed under the other sources"),
        ("Own pay figures", f"{say(facts['own_share'], 'share')} of payroll; the rest is public pay data"),
        ("Tasks taken from related jobs", f"{say(facts['filled_share'], 'share')} of headcount"),
    )


def _most_affected(result: Result) -> Block:
    """The roles that change most, small ones in groups."""
    roles = informative_ranges(result.table("groups"))
    order = roles["delta"].abs().sort_values(ascending=False, kind="stable").index
    return result.grid(
        "groups", "title", "headcount", "baseline_end", "plan_end", "delta",
        Range("Near-optimal plans", "delta_low", "delta_high"),
        caption="Roles that change most",
        note="Change: plan less baseline, at the end. Near-optimal plans cost at most 0.5% more than the "
        "cheapest plan; the model cannot rank them.",
        rows=roles.loc[order].head(MOST_AFFECTED),
    )  # fmt: skip


def _limits(result: Result) -> list[Block]:
    """The binding limits: what one unit more and one unit less would cost or save."""
    limits = result.table("limits")
    deciding = limits[limits["decides"].astype(bool)]
    if deciding.empty:
        return [Prose(("No limit is binding: loosening any of them leaves the plan as it is.",))]
    return headed("Binding limits", *bullets(deciding["sentence"].head(DECIDING).tolist()))
