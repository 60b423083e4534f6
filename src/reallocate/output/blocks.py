"""What a page is made of: sections, and in them paragraphs, tables, charts, cards and a dial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from reallocate.output.chart import Chart

STACKED = 80
"""Cells of the largest table that a phone shows as lists."""


class Named:
    """A block is called by its class in lower case, where a template or a saved object asks for its kind."""

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return type(self).__name__.lower()


@dataclass(frozen=True)
class Prose(Named):
    """Sentences, one paragraph each; `tone` is plain, answer, lead, note or absent."""

    sentences: Sequence[str]
    tone: str = "plain"


@dataclass(frozen=True)
class Bullets(Named):
    """Statements that stand side by side."""

    items: Sequence[str]


@dataclass(frozen=True)
class Heading(Named):
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Card:
    """One of the figures that a reader takes away.

    value : the figure with its unit
    against : baseline and plan it comes from
    range : its range over sources
    over : how many sources that is
    """

    label: str
    value: str
    against: str = ""
    range: str = ""
    over: str = ""


@dataclass(frozen=True)
class Cards(Named):
    """The figures that a reader takes away, side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Head:
    """The heading of a column: words, unit, and whether numbers stand under it."""

    label: str
    unit: str = ""
    number: bool = False


@dataclass(frozen=True)
class Grid(Named):
    """A table, every cell already written for people.

    caption : what it holds
    heads : one a column; the first column names the rows
    rows : cells as text
    note : what must be known to read it
    fold : words on the handle where the table opens on demand; empty where it is always open
    merged : rows that share the first cell stand under it together
    """

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    fold: str = ""
    merged: bool = False

    @property
    def stacks(self) -> bool:
        """Whether a phone shows each row as a list; a large table would grow too long and scrolls instead."""
        return not self.fold and len(self.rows) * len(self.heads) <= STACKED

    @property
    def shared(self) -> str:
        """The unit of every column of numbers, where they have one in common: it stands in the caption."""
        units = [head.unit for head in self.heads if head.number]
        return units[0] if len(units) > 1 and len(set(units)) == 1 else ""

    @property
    def groups(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Rows in runs that share the first cell; each row its own run where nothing is merged."""
        if not self.merged:
            return tuple((row,) for row in self.rows)
        return tuple(tuple(run) for _, run in groupby(self.rows, key=lambda row: row[0]))


@dataclass(frozen=True)
class Facts(Named):
    """Pairs of what and which."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Picture(Named):
    """A chart and the figures that it draws; a page shows it live, still and as a table."""

    chart: Chart
    frame: pd.DataFrame


@dataclass(frozen=True)
class Span:
    """One line of a bar: a range from `low` to `high` and a mark at `middle`, all 0 to 100.

    text : its figures in words
    tone : automatable, augmentable, year or plain
    """

    label: str
    text: str
    low: float
    middle: float
    high: float
    tone: str = "plain"


@dataclass(frozen=True)
class Bar:
    """A row of a chart of bars, with a figure beside its name."""

    label: str
    beside: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Bars(Named):
    """A chart made of the page's own elements; each bar carries its figures in words.

    caption : what is drawn, with its unit
    note : how to read it
    """

    caption: str
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True)
class Dial(Named):
    """A slider over results that were computed beforehand.

    positions : what the slider stands at, as text
    speeds : the other choice
    first : the figures shown before the slider is touched
    cells : speeds × positions × figures as text
    start : place of the position and of the speed shown at first
    grid : all of it as a table
    """

    positions: tuple[str, ...]
    speeds: tuple[str, ...]
    figures: tuple[str, ...]
    first: tuple[str, ...]
    cells: tuple[tuple[tuple[str, ...], ...], ...]
    start: tuple[int, int]
    grid: Grid


Block = Prose | Bullets | Heading | Cards | Grid | Facts | Picture | Bars | Dial


@dataclass(frozen=True)
class Section:
    """One numbered part of the page.

    folded : opens on demand, and is not printed
    """

    name: str
    title: str
    blocks: Sequence[Block]
    folded: bool = False
