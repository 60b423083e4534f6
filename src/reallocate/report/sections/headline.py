"""The first page: one sentence, five figures against baseline with their range, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from reallocate.measure.number import NOT_AVAILABLE, is_number, say, sentence, span
from reallocate.output.blocks import Block, Bullets, Card, Cards, Facts, Heading, Prose, Section
from reallocate.report.headings import NEVER
from reallocate.report.reading import Reading
from reallocate.report.tables import absent, grid

BREAK_EVEN = "break-even month"
FIVE = (
    ("positions", "Positions against baseline"),
    ("run-rate saving", "Run-rate saving"),
    ("one-off cost", "One-off cost"),
    (BREAK_EVEN, "Break-even month"),
    ("compute", "Compute"),
)

COMPARED = (
    "present cost", "of it cash", "of it work undone or wrong", "present cost per exit", "one-off cost",
    "break-even month", "positions at the end", "same headcount after",
    "exits whose positions are filled again", "exits of people who would have quit anyway",
    "exits that save a position at the end",
)  # fmt: skip
"""Figures of the cut beside attrition on the page and in a terminal; the workbook holds all of them."""

SAME = 0.5
"""Sources that differ by less than half a position agree [FTE]."""

ROUTES = (
    "layoffs", "voluntary exits", "quits", "redeployment", "cancelled open positions", "deferred openings",
    "hires",
)  # fmt: skip


def headline(reading: Reading) -> Section:
    """The first part of the page, made to fill one printed page."""
    said = reading.sentences("headline")
    blocks: list[Block] = list(cut_or_wait(reading))
    blocks += [Prose(tuple(said[:1]), "lead")] if said else []
    blocks += [cards(reading), _routes(reading)]
    further = (*standing(reading), *said[1:])
    if further:
        blocks.append(Prose(further))
    blocks += [*_deciding(reading), Facts(_rests_on(reading))]
    return Section("headline", "In short", tuple(blocks))


def cut_or_wait(reading: Reading) -> Iterator[Block]:
    """The cut beside attrition: the answer, its figures, and how to read them; or that there is no cut."""
    said = reading.sentences("cut_or_wait")
    if said:
        yield Prose(tuple(said[:1]), "lead")
    if reading.has("cut_or_wait", "figure", "cut", "wait", "extra"):
        table = reading.table("cut_or_wait")
        yield grid(
            reading,
            "cut_or_wait",
            ("figure", "cut", "wait", "extra"),
            caption="The cut beside attrition",
            note="Attrition: the best plan without the cut. Every figure: the workbook.",
            rows=table[table["figure"].isin(COMPARED)],
        )
    if said[1:]:
        yield Prose(tuple(said[1:]))


def cards(reading: Reading) -> Block:
    """The five figures that a reader takes away, or the sentence that they are not available."""
    if not reading.has("headline", "figure", "plan", "delta"):
        return absent("headline")
    table = reading.table("headline")
    five = []
    for start, label in FIVE:
        rows = table[table["figure"].astype(str).str.lower().str.startswith(start)]
        card = _card(reading, label, rows.iloc[0]) if len(rows) else Card(label, NOT_AVAILABLE)
        if start == BREAK_EVEN and len(rows):
            card = replace(card, **_break_even(rows.iloc[0], reading.source_count == 1))
        if start == "positions":
            card = replace(card, against=". ".join(part for part in (card.against, _by_route(table)) if part))
        five.append(card)
    return Cards(tuple(five))


def standing(reading: Reading) -> tuple[str, ...]:
    """Where the source that the single figures come from stands among all sources of reach."""
    if not reading.has("sources", "source", "positions"):
        return ()
    table = reading.table("sources").dropna(subset=["positions"])
    own = reading.source_words(str(reading.fact("headline_source")))
    here = table.loc[table["source"] == own, "positions"]
    others = table.loc[table["source"] != own, "positions"]
    if here.empty:
        return ()
    start = f"Single figures are by the source “{own}”"
    if others.empty:
        return (f"{start}, the only one that was asked for; other sources of reach give other figures.",)
    unit = reading.unit("sources", "positions")
    fewer, more = others[others < here.iloc[0] - SAME], others[others > here.iloc[0] + SAME]
    same = len(others) - len(fewer) - len(more)
    sides = [_side(fewer, "fewer positions", fewer.min(), unit), _side(more, "more", more.max(), unit)]
    sides += [f"{same} as many"] if same else []
    rest = f"of the other {len(others)} sources of reach, {', '.join(sides[:-1])} and {sides[-1]}"
    if len(others) == 1:
        word = "fewer positions" if len(fewer) else "more positions" if len(more) else "as many positions"
        rest = f"the one other source of reach that was asked gives {word}" + (
            "" if same else f" ({say(others.iloc[0], unit, signed=True)})"
        )
    return (f"{start} ({say(here.iloc[0], unit, signed=True)}); {rest}.",)


def _side(found: pd.Series, word: str, end: float, unit: str) -> str:
    if found.empty:
        return f"none gives {word}"
    verb = "gives" if len(found) == 1 else "give"
    return f"{len(found)} {verb} {word} (as far as {say(end, unit, signed=True)})"


def _break_even(row: pd.Series, one_source: bool) -> dict[str, str]:
    """The break-even month and its range; a plan that does not break even has no number."""
    low, high = row.get("low"), row.get("high")
    found = {} if is_number(row["plan"]) else {"value": NEVER}
    if row["plan"] == 0:
        found = {"value": "from the start"}
    if one_source:
        return found
    if not is_number(low):
        return {**found, "range": NEVER}
    return found if is_number(high) else {**found, "range": f"{say(low, 'months')} to {NEVER}"}


def _card(reading: Reading, label: str, row: pd.Series) -> Card:
    unit = str(row.get("unit", ""))
    change, baseline = row["delta"], row.get("baseline")
    signed = is_number(change) and is_number(baseline)
    value = say(change if is_number(change) else row["plan"], unit, signed)
    against = f"from {say(baseline, unit)} in the baseline to {say(row['plan'], unit)}" if signed else ""
    between = span(row.get("low"), row.get("high"), unit, signed)
    count = reading.source_count
    if count == 1:
        return Card(label, value, against)
    over = f"over {count} sources of reach" if count else "over the sources of reach"
    return Card(label, value, against, between or f"range {NOT_AVAILABLE}", over)


def _by_route(table: pd.DataFrame) -> str:
    names = table["figure"].astype(str).str.lower()
    rows = table[names.isin(ROUTES)]
    said = [f"{row['figure']} {say(row['plan'], str(row.get('unit', '')))}" for _, row in rows.iterrows()]
    return f"By route, in the plan: {', '.join(said)}" if said else ""


def _routes(reading: Reading) -> Block:
    between = "Range of the change, over sources"
    one = reading.source_count == 1
    return grid(
        reading,
        "headline",
        ("figure", "baseline", "plan", "delta", *(() if one else (between,))),
        caption="The same in figures, positions by route",
        ranges={between: ("low", "high")},
    )


def _deciding(reading: Reading) -> list[Block]:
    if not reading.has("flips", "input", "now", "unit"):
        return []
    first = reading.table("flips").head(4)
    items = [
        f"{sentence(row['input'])}: {say(row['now'], str(row['unit']))}{_grade(row.get('grade'))}"
        for _, row in first.iterrows()
    ]
    return [Heading("The inputs that decide it"), Bullets(tuple(items))]


def _grade(grade: object) -> str:
    words = {"J": "a judgement, grade J", "own": "your own figure"}
    return f" ({words.get(str(grade), f'grade {grade}')})" if isinstance(grade, str) and grade else ""


def _rests_on(reading: Reading) -> tuple[tuple[str, str], ...]:
    periods = reading.fact("periods", "")
    window = f"{periods[0]} to {periods[-1]}, {len(periods)} quarters" if periods else NOT_AVAILABLE
    source = reading.source_words(str(reading.fact("headline_source", NOT_AVAILABLE)))
    one = reading.source_count == 1
    return (
        ("Status", reading.status or NOT_AVAILABLE),
        ("Made by", f"reallocate {reading.fact('version', NOT_AVAILABLE)}"),
        ("Plans", window),
        ("Firm", str(reading.fact("industry_text", NOT_AVAILABLE))),
        ("Headline by", source if one else f"{source}; also computed under the other sources of reach"),
        ("Pay by own figures", f"{say(reading.fact('own_share', None), 'share')} of payroll"),
        ("Filled from related jobs", f"{say(reading.fact('filled_share', None), 'share')} of headcount"),
    )
