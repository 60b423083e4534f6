"""Blocks in a terminal: paragraphs, figures and tables without frames, at 80 columns or more."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Sequence
from typing import Literal

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reallocate.kernel.blocks import (
    Block,
    Bullets,
    Cards,
    Facts,
    Grid,
    Head,
    Heading,
    Picture,
    Prose,
    chart_grid,
)
from reallocate.kernel.number import sentence, without_signed_zero

_WIDTH = 80
"""Of the text that a saved result keeps [columns]."""
_FIRST, _WIDE, _TEXT = 22, 30, 16
"""Columns that the names of rows have at least; where columns stand two spaces apart; of other text."""
_HEADING_LINES = (3, 4, 6, 8)
"""Lines that a heading may take: as few as let the table fit."""


def summary(title: str, blocks: Sequence[Block]) -> RenderableType:
    """A title and blocks, one below the other; a chart as its figures."""
    parts = [Text(_clean(title), style="bold"), *map(_block, blocks)]
    spaced = [
        part if isinstance(part, Text) and part.style == "bold" and place else Padding(part, (0, 0, 1, 0))
        for place, part in enumerate(parts)
    ]
    return Group(*spaced)


def summary_text(title: str, blocks: Sequence[Block]) -> str:
    """The same as plain text, 80 columns wide."""
    text = io.StringIO()
    console = Console(file=text, width=_WIDTH, highlight=False, color_system=None)
    console.print(summary(title, blocks))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()).rstrip() + "\n"


def _block(block: Block) -> RenderableType:
    if isinstance(block, Prose):
        return _lines(block.sentences, "dim" if block.tone in ("note", "absent") else "")
    if isinstance(block, Bullets):
        return _lines(f"- {item}" for item in block.items)
    if isinstance(block, Heading):
        return Text(_clean(block.text), style="bold")
    if isinstance(block, Cards):
        return _cards(block)
    if isinstance(block, Facts):
        return _facts(block)
    if isinstance(block, Picture):
        return _Grid(chart_grid(block.chart, block.frame))
    if isinstance(block, Grid):
        return _Grid(block)
    return Text("")


def _lines(lines: Iterable[str], style: str = "") -> RenderableType:
    return Group(*(Text(_clean(line), style=style) for line in lines))


def _cards(block: Cards) -> RenderableType:
    over = next((card.over for card in block.cards if card.over), "")
    ranges = any(card.range for card in block.cards)
    table = _frameless("")
    table.add_column("Figure", overflow="fold")
    table.add_column("Value", justify="right", overflow="fold")
    if ranges:
        table.add_column(_clean(f"Range {over}".strip()), overflow="fold")
    for card in block.cards:
        cells = [Text(card.label), Text(_clean(card.value), style="bold"), Text(_clean(card.range))]
        table.add_row(*(cells if ranges else cells[:2]))
    return table


def _facts(block: Facts) -> RenderableType:
    table = _frameless("")
    table.show_header = False
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", ratio=1)
    for name, value in block.pairs:
        table.add_row(Text(name, style="dim"), Text(_clean(value)))
    return table


class _Grid:
    """A table as wide as the terminal: names of rows fold before numbers do."""

    def __init__(self, block: Grid) -> None:
        self._block = block

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        block = self._block
        rows = [[_clean(words) for words in (sentence(row[0]), *row[1:])] for row in block.rows]
        columns = [[row[place] for row in rows] for place in range(len(block.heads))]
        units = ["" if block.shared and head.number else head.unit for head in block.heads]
        for lines in _HEADING_LINES:
            heads = [
                _heading(head, unit, cells, lines)
                for head, unit, cells in zip(block.heads, units, columns, strict=True)
            ]
            gap, widths = _widths(block.heads, heads, columns, options.max_width)
            if widths is not None:
                break
        table = _frameless(_clean(f"{block.caption} [{block.shared}]" if block.shared else block.caption))
        table.padding = (0, gap, 0, 0)
        for place, head in enumerate(block.heads):
            side: Literal["left", "right"] = "right" if head.number else "left"
            width = None if widths is None else widths[place]
            table.add_column(Text(heads[place]), justify=side, overflow="fold", width=width)
        for row in rows:
            table.add_row(*(Text(words) for words in row))
        yield table
        if block.note:
            yield Text(_clean(block.note), style="dim")


def _widths(
    heads: Sequence[Head], texts: Sequence[str], columns: Sequence[Sequence[str]], room: int
) -> tuple[int, list[int] | None]:
    """Columns between columns, and of each; nothing where no number would stay whole.

    texts : headings, broken into lines
    columns : cells of each
    room : columns of the terminal
    Numbers and headings stay whole; names of rows fold first, then other text, at its spaces.
    """
    needed = [_needed(text, cells) for text, cells in zip(texts, columns, strict=True)]
    least = [need if head.number else _folded(text, cells, need) for head, text, cells, need in
             zip(heads, texts, columns, needed, strict=True)]  # fmt: skip
    least[0] = min(needed[0], _FIRST)
    gap = 2 if room - sum(needed[1:]) - 2 * len(needed) >= min(needed[0], _WIDE) else 1
    left = room - gap * len(needed) - sum(least)
    if left < 0:
        return gap, None
    widths = list(least)
    for place in (*range(1, len(needed)), 0):
        more = min(needed[place] - widths[place], left)
        widths[place] += more
        left -= more
    return gap, widths


def _folded(head: str, cells: Sequence[str], needed: int) -> int:
    """Columns that text needs where it may fold at its spaces."""
    words = [word for text in (head, *cells) for word in text.split()]
    return min(needed, max(_TEXT, *(cell_len(word) for word in words), 0))


def _heading(head: Head, unit: str, cells: Sequence[str], most: int) -> str:
    """The heading over a column, the unit below the words.

    cells : below it; the heading is broken to their width, as far as so many lines allow
    most : lines
    """
    below = f"[{unit}]" if unit else ""
    whole = f"{head.label} {below}".strip()
    for width in range(_needed("", cells), cell_len(whole)):
        lines = [line for words in (head.label, below) for line in textwrap.wrap(words, max(width, 1))]
        if len(lines) <= most and " ".join(lines) == whole:
            return "\n".join(lines)
    return whole


def _needed(head: str, cells: Sequence[str]) -> int:
    """Columns that keep every line of heading and cells whole."""
    return max((cell_len(line) for text in (head, *cells) for line in text.split("\n")), default=0)


def _frameless(title: str) -> Table:
    """A table without a frame, its title on the left; columns are the caller's."""
    return Table(
        title=Text(title) if title else None, title_justify="left", title_style="bold", box=None,
        pad_edge=False, padding=(0, 2, 0, 0),
    )  # fmt: skip


def _clean(text: str) -> str:
    return without_signed_zero(str(text))
