"""What a page is made of: sections, and in them paragraphs, tables, charts, cards and a dial."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

STACKED = 80
"""Cells of the largest table that a phone shows as lists."""


@dataclass(frozen=True)
class Prose:
    """Sentences, one paragraph each; `tone` is plain, lead, note or absent."""

    sentences: tuple[str, ...]
    tone: str = "plain"
    kind: str = field(default="prose", init=False)


@dataclass(frozen=True)
class Bullets:
    """Statements that stand side by side."""

    items: tuple[str, ...]
    kind: str = field(default="bullets", init=False)


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Card:
    """One of the figures that a reader takes away.

    label : what it is
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
class Cards:
    """The figures that a reader takes away, side by side."""

    cards: tuple[Card, ...]
    kind: str = field(default="cards", init=False)


@dataclass(frozen=True)
class Head:
    """The heading of a column: words, unit, and whether numbers stand under it."""

    label: str
    unit: str = ""
    number: bool = False


@dataclass(frozen=True)
class Grid:
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
    kind: str = field(default="grid", init=False)

    @property
    def stacks(self) -> bool:
        """Whether a phone shows each row as a list; a large table would grow too long and scrolls instead."""
        return not self.fold and len(self.rows) * len(self.heads) <= STACKED

    @property
    def groups(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Rows in runs that share the first cell; each row its own run where nothing is merged."""
        runs = (
            groupby(self.rows, key=lambda row: row[0]) if self.merged else ((row, [row]) for row in self.rows)
        )
        return tuple(tuple(run) for _, run in runs)


@dataclass(frozen=True)
class Facts:
    """Pairs of what and which."""

    pairs: tuple[tuple[str, str], ...]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True)
class Picture:
    """A chart in its three forms: live, still, and as a table.

    name : the chart's name, unique on the page
    title, reading : what is drawn, and how to read it
    svg : the still form, safe to put into a page
    spec : the live form as JSON, safe to put into a script element
    grid : the figures drawn
    """

    name: str
    title: str
    reading: str
    svg: str
    spec: str
    grid: Grid
    kind: str = field(default="picture", init=False)


@dataclass(frozen=True)
class Dial:
    """A slider over results that were computed beforehand.

    positions : what the slider stands at, as text
    speeds : the other choice
    figures : what is shown
    first : the figures shown before the slider is touched
    data : JSON of speeds × positions × figures as text, safe to put into a script element
    start : place of the position and of the speed shown at first
    grid : all of it as a table
    """

    positions: tuple[str, ...]
    speeds: tuple[str, ...]
    figures: tuple[str, ...]
    first: tuple[str, ...]
    data: str
    start: tuple[int, int]
    grid: Grid
    kind: str = field(default="dial", init=False)


Block = Prose | Bullets | Heading | Cards | Grid | Facts | Picture | Dial


@dataclass(frozen=True)
class Section:
    """One numbered part of the page."""

    name: str
    title: str
    blocks: tuple[Block, ...]
