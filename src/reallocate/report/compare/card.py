"""A comparison in a terminal: the sentences, what differs, what it comes from, who is affected."""

from __future__ import annotations

import re
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reallocate.errors import visible
from reallocate.measure.number import ABSENT, NOT_AVAILABLE, sentence
from reallocate.output.blocks import Grid
from reallocate.report.compare.grids import change_grid, input_grid, limit_grid, result_grid, why_grid
from reallocate.report.printed import text_lines
from reallocate.study.compare.run import Comparison

MOST_INPUTS = 20
MOST_ROLES = 8
NOTHING = re.compile(rf"(USD )?0(?![.\d])|{ABSENT}|{NOT_AVAILABLE}")


def card(found: Comparison, page: Path | None = None) -> RenderableType:
    """What a person reads of a comparison; made for 80 columns or more.

    found : what is reported
    page : where the page lies, if it was written
    """
    said = found.explain()
    parts: list[RenderableType] = [_names(found), text_lines(said["headline"])]
    parts += [] if found.nothing_differs else _details(found)
    if page is not None:
        parts.append(Text.assemble("The page, to open in a browser: ", (visible(str(page)), "bold")))
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def print_comparison(found: Comparison, console: Console, page: Path | None = None) -> None:
    """Write the comparison to a terminal.

    found : what is reported
    console : where to; its width is kept
    page : where the page lies, if it was written
    """
    console.print(card(found, page))


def _details(found: Comparison) -> list[RenderableType]:
    said = found.explain()
    parts: list[RenderableType] = []
    grids = (
        _first(input_grid(found, ("input", "follows"), "Inputs that differ and may move the plan")),
        _changed(result_grid(found, ranges=False)),
        why_grid(found),
        change_grid(found, "roles", "Roles that change most [FTE]", MOST_ROLES),
        change_grid(found, "kinds", "Positions at the end by kind of work [FTE]"),
        limit_grid(found),
    )
    words: tuple[list[str], ...] = (
        said["inputs"],
        [],
        said["why"],
        said["results"][:1],
        [],
        said["results"][1:],
    )
    for grid, lines in zip(grids, words, strict=True):
        shown = [_table(grid)] if grid.rows else []
        if shown or lines:
            parts.append(Group(*shown, text_lines(lines, "dim")))
    return [*parts, text_lines(found.notes, "dim")] if found.notes else parts


def _names(found: Comparison) -> RenderableType:
    lines = []
    for letter in "AB":
        about = found.meta[letter.lower()]
        named = "" if about["named"] in (letter, about["title"]) else f" ({about['named']})"
        lines.append(Text(f"{letter}: {sentence(about['title'])}{named}", style="bold"))
    return Group(*lines)


def _first(grid: Grid) -> Grid:
    left = len(grid.rows) - MOST_INPUTS
    note = f"{left} more; --json and --out hold all of them." if left > 0 else ""
    return Grid(grid.caption, grid.heads, grid.rows[:MOST_INPUTS], note)


def _changed(grid: Grid) -> Grid:
    """Figures that are not nothing in both plans."""
    rows = tuple(row for row in grid.rows if not all(NOTHING.match(text) for text in row[1:3]))
    return Grid(grid.caption, grid.heads, rows)


def _table(grid: Grid) -> RenderableType:
    table = Table(
        title=Text(grid.caption),
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        caption=Text(grid.note) if grid.note else None,
        caption_justify="left",
    )
    for head in grid.heads:
        unit = f" [{head.unit}]" if head.unit and f"[{head.unit}]" not in grid.caption else ""
        table.add_column(Text(head.label + unit), justify="right" if head.number else "left", overflow="fold")
    for row in grid.rows:
        table.add_row(*(Text(text) for text in row))
    return table
