"""The report in a terminal: the sentence, five figures, the roles most affected, the limits that decide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reallocate.errors import visible
from reallocate.measure.number import NOT_AVAILABLE, bare_span, cell, say, sentence
from reallocate.output.blocks import Block, Cards, Grid, Prose
from reallocate.plan.role_tables import informative_ranges
from reallocate.report.reading import Reading, Study, Units
from reallocate.report.sections.headline import cards, cut_or_wait, standing
from reallocate.report.tables import grid

MOST_AFFECTED = 8
DECIDING = 5


def summary(study: Study, units: Units, page: Path | None = None) -> RenderableType:
    """What a person reads after a plan was made; it fits any width.

    study : what is reported
    page : where the report lies, if it was written
    units : (table, column) -> unit
    """
    reading = Reading(study, units)
    said = reading.sentences("headline")
    parts: list[RenderableType] = [
        Text(str(reading.fact("title") or reading.fact("name", "A plan")), style="bold"),
        *_compared(reading),
    ]
    if said:
        parts.append(Text(said[0]))
    facts = [reading.status, _own(reading)]
    parts.append(Text(" · ".join(fact for fact in facts if fact), style="dim"))
    parts += [Text(note) for note in reading.fact("pay_notes", ())]
    parts += [_five(cards(reading)), _affected(reading), _limits(reading)]
    parts += [Text(line) for line in (*standing(reading), *said[1:], *reading.sentences("implied")[:1])]
    if page is not None:
        parts.append(Text.assemble("The report, to open in a browser: ", (visible(str(page)), "bold")))
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def print_summary(study: Study, console: Console, units: Units, page: Path | None = None) -> None:
    """Write the summary to a terminal.

    study : what is reported
    console : where to; its width is kept
    page : where the report lies, if it was written
    units : (table, column) -> unit
    """
    console.print(summary(study, units, page))


def _own(reading: Reading) -> str:
    share = say(reading.fact("own_share", None), "share")
    return "" if share == NOT_AVAILABLE else f"{share} of payroll by own figures"


def _compared(reading: Reading) -> Iterator[RenderableType]:
    """The cut beside attrition, the answer first."""
    for block in cut_or_wait(reading):
        if isinstance(block, Grid):
            yield _grid(block, block.caption)
        elif isinstance(block, Prose):
            yield Text("\n".join(block.sentences))


def _grid(block: Grid, title: str) -> Table:
    """A table of the page in a terminal."""
    shown = _table(title)
    for head in block.heads:
        unit = f" [{head.unit}]" if head.unit else ""
        shown.add_column(Text(head.label + unit), justify="right" if head.number else "left", overflow="fold")
    for row in block.rows:
        shown.add_row(*(Text(words) for words in (sentence(row[0]), *row[1:])))
    return shown


def _table(title: str) -> Table:
    return Table(
        title=Text(title),
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
    )


def _five(block: Block) -> RenderableType:
    if not isinstance(block, Cards):
        return Text(f"Headline figures: {NOT_AVAILABLE}.", style="dim")
    table = _table("Five figures, against baseline")
    table.add_column("Figure", overflow="fold")
    table.add_column("Plan", justify="right", overflow="fold")
    over = next((card.over for card in block.cards if card.over), "")
    if over:
        table.add_column(f"Range {over}", overflow="fold")
    for card in block.cards:
        cells = (Text(card.label), Text(card.value, style="bold"), Text(card.range))
        table.add_row(*(cells if over else cells[:2]))
    return table


def _affected(reading: Reading) -> RenderableType:
    name = "groups" if reading.has("groups", "title", "delta") else "roles"
    if not reading.has(name, "title", "delta"):
        return Text(f"Roles: {NOT_AVAILABLE}.", style="dim")
    roles = informative_ranges(reading.table(name))
    first = roles.loc[roles["delta"].abs().sort_values(ascending=False, kind="stable").index].head(
        MOST_AFFECTED
    )
    unit = reading.unit(name, "delta") or "FTE"
    table = _table(f"Roles that change most [{unit}]")
    table.add_column("Role", overflow="fold")
    for heading in ("Today", "Change", "Equally good plans", "Layoffs"):
        table.add_column(heading, justify="right")
    for _, row in first.iterrows():
        table.add_row(*(Text(words) for words in _role(row, unit)))
    return table


def _role(row: pd.Series, unit: str) -> tuple[str, ...]:
    return (
        str(row["title"]),
        cell(row.get("headcount"), unit),
        cell(row["delta"], unit, signed=True),
        bare_span(row.get("delta_low"), row.get("delta_high"), unit, 0),
        cell(row.get("layoffs"), unit),
    )


def _limits(reading: Reading) -> RenderableType:
    if not reading.has("limits", "limit", "decides"):
        return Text(f"Limits: {NOT_AVAILABLE}.", style="dim")
    table = reading.table("limits")
    deciding = table[table["decides"].astype(bool)]
    if deciding.empty:
        return Text("No limit decides: loosening any of them leaves the plan as it is.")
    block = grid(reading, "limits", ("limit", "level", "up", "down"), rows=deciding.head(DECIDING))
    if not isinstance(block, Grid):
        return Text(f"Limits: {NOT_AVAILABLE}.", style="dim")
    return _grid(block, "The limits that decide")
