"""What a page is made of: sections of paragraphs, tables, charts and cards; and the brief of a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from reallocate.kernel.money import shown_money
from reallocate.kernel.number import (
    ABSENT,
    bare_span,
    cell,
    digits_of,
    heading_unit,
    is_number,
    rounded,
    say,
    span,
)
from reallocate.kernel.table import BY_ROW, Column, Range, Table, Tables, factors_of

if TYPE_CHECKING:
    import pandas as pd

    from reallocate.kernel.chart import Chart

_STACKED = 80
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
    """Statements that stand side by side; numbered where people will speak of them by number."""

    items: Sequence[str]
    numbered: bool = False


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
        return not self.fold and len(self.rows) * len(self.heads) <= _STACKED

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
class Beside(Named):
    """Blocks in two columns, under each other on a phone."""

    left: Sequence[Block]
    right: Sequence[Block]


Block = Prose | Bullets | Heading | Cards | Grid | Facts | Picture | Bars | Beside


@dataclass(frozen=True)
class Section:
    """One part of the page.

    folded : opens on demand, and is not printed
    inside : what a fold holds, in a line beside its title
    """

    name: str
    title: str
    blocks: Sequence[Block]
    folded: bool = False
    inside: str = ""


@dataclass(frozen=True)
class Sheet:
    """Two printed pages for one reader.

    reader : for whom, in words
    firm : of which
    about : how exact its figures are
    finding, lead : what it says, above everything
    pages : the sections of each page
    foot : what it does not say
    """

    reader: str
    firm: str
    about: str
    finding: str
    lead: str
    pages: tuple[Sequence[Section], ...]
    foot: str


BY_FIVES = 5
"""[people] Smaller groups are in no brief."""
_NARROW = 4
"""Columns of a table that stands beside a chart."""


@dataclass(frozen=True)
class Plot:
    """A chart simple enough for office programs to draw it themselves.

    title : what is drawn, with its unit
    kind : a line or a column for each category along the page, or a bar for each down the page
    categories : such as quarters
    series : name -> its amounts, one a category
    digits : decimals of its amounts
    """

    title: str
    kind: Literal["line", "column", "bar"]
    categories: tuple[str, ...]
    series: Mapping[str, tuple[float, ...]]
    digits: int = 0


@dataclass(frozen=True)
class Part:
    """One part of a brief, or one slide.

    name : unique in the brief
    heading : what it is about, in a few words
    finding : what it says, in a sentence
    lines : further sentences
    points : statements side by side, such as decisions, under `asked`
    source : where its figures come from
    """

    name: str
    heading: str
    finding: str
    source: str
    lines: tuple[str, ...] = ()
    asked: str = ""
    points: tuple[str, ...] = ()
    cards: Cards | None = None
    grid: Grid | None = None
    plot: Plot | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether its table has few enough columns to stand beside its chart."""
        return self.grid is not None and self.plot is not None and len(self.grid.heads) <= _NARROW


@dataclass(frozen=True)
class Brief:
    """What those who decide take away.

    made : pairs of what and which: scenario, version, sources, how it was computed
    head : how private it is, above everything; "" where no table of people is behind it
    """

    parts: tuple[Part, ...]
    made: tuple[tuple[str, str], ...] = field(default=())
    head: str = ""

    @property
    def made_line(self) -> str:
        """Scenario, version and sources in one line."""
        return " · ".join(f"{name}: {value}" for name, value in self.made)


_MOST_ROWS = 400
"""Rows of one table that a page shows; the workbook holds them all."""


def grid(
    tables: Tables,
    declared: Table[Any],
    *columns: str | Column | Range,
    rows: pd.DataFrame | None = None,
    caption: str = "",
    note: str = "",
    fold: str = "",
    merged: bool = False,
    most: int = _MOST_ROWS,
) -> Grid | Prose:
    """A table as it is read, or the sentence that it is empty or was not requested.

    tables : of the result
    columns : shown, in order: declared ones by name, ranges, or columns that `rows` adds; where none are
        named those of its place, or all
    rows : those shown, where not all of them are; may hold columns made for showing
    caption : its title where it is left out
    note : what must be known to read it
    fold : words on the handle where it opens on demand
    merged : rows that share the first cell stand under it together
    most : rows shown
    """
    words = shown_money().words(caption or declared.title)
    frame = tables.get(declared.name) if rows is None else rows
    if frame is None:
        return Prose((f"{words}: not requested.",), "absent")
    if frame.empty:
        return Prose((f"{words}: none.",), "absent")
    shown = columns or declared.shown_in(frame)
    pieces = [_piece(declared, frame, one) for one in shown]
    cells = tuple(zip(*(texts for _, texts in pieces), strict=True))
    notes = [note] if note else []
    if len(cells) > most:
        notes.append(f"The first {most:,} of {len(cells):,} rows; the workbook holds all of them.")
    if any(ABSENT in row for row in cells):
        notes.append(f"{ABSENT} = not available.")
    return Grid(words, tuple(head for head, _ in pieces), cells[:most], " ".join(notes), fold, merged)


def _written(column: Column, frame: pd.DataFrame) -> tuple[list[str], bool]:
    """The cells of one column as text, and whether they are numbers.

    frame : holds the column, and `unit` where each row has its own
    """
    from pandas.api.types import is_numeric_dtype

    values = frame[column.name]
    items = [column.words.get(item, item) for item in values] if column.words else list(values)
    if column.unit != BY_ROW and (factors := factors_of(column, frame)) is not None:
        column = column.in_money()
        pairs = zip(items, factors, strict=True)
        items = [item * factor if is_number(item) else item for item, factor in pairs]
    if column.name == "unit":
        items = [shown_money().words(item) if isinstance(item, str) else item for item in items]
    if column.figures:
        items = [rounded(item, column.figures) for item in items]
    number = any(is_number(item) for item in items) or is_numeric_dtype(values.dtype)
    number = number and values.dtype != bool
    if number and column.unit == BY_ROW:
        pairs = zip(items, frame["unit"], strict=True)
        texts = [
            say(one, str(own), column.signed, column.digits) if is_number(one) else cell(one)
            for one, own in pairs
        ]
    elif column.unit and not number:
        texts = [say(item, column.unit) if is_number(item) else cell(item) for item in items]
    elif column.digits is not None:
        texts = [cell(item, column.unit, column.signed, column.digits, exact=True) for item in items]
    else:
        digits = digits_of(items, column.unit) if number else None
        texts = [cell(item, column.unit, column.signed, digits) for item in items]
    return [column.absent if column.absent and text == ABSENT else text for text in texts], number


def _times(value: object, factor: float) -> object:
    return value * factor if is_number(value) else value


def _head(column: Column, number: bool) -> Head:
    """The heading of a column.

    number : whether numbers stand under it
    """
    column = column.in_money()
    unit = "" if column.unit == BY_ROW else heading_unit(column.unit) if number else column.unit
    same = unit.lower() == column.heading.lower()
    return Head(column.heading, "" if same else unit, number)


def _piece(
    declared: Table[Any], frame: pd.DataFrame, one: str | Column | Range
) -> tuple[Head, list[str]]:
    if isinstance(one, Range):
        return _range(declared, frame, one)
    column = declared.column(one) if isinstance(one, str) else one
    texts, number = _written(column, frame)
    return _head(column, number), texts


def _range(declared: Table[Any], frame: pd.DataFrame, one: Range) -> tuple[Head, list[str]]:
    column = declared.column(one.low)
    pairs: Sequence[tuple[object, object]] = list(zip(frame[one.low], frame[one.high], strict=True))
    if column.unit == BY_ROW:
        units = frame["unit"].astype(str)
        texts = [
            span(*pair, unit, column.signed, column.digits) or ABSENT
            for pair, unit in zip(pairs, units, strict=True)
        ]
        return Head(one.label, number=True), texts
    if not column.unit and (factors := factors_of(column, frame)) is not None:
        pairs = [(_times(low, by), _times(high, by)) for (low, high), by in zip(pairs, factors, strict=True)]
    digits = column.digits
    if digits is None and not one.middle:
        digits = digits_of([end for pair in pairs for end in pair], column.unit)
    exact = column.digits is not None
    texts = [bare_span(*pair, column.unit, digits, column.signed, exact) for pair in pairs]
    if column.absent:
        ends = [_written(declared.column(end), frame)[0] for end in (one.low, one.high)]
        texts = [
            text if text != ABSENT else low if low == high else f"{low} to {high}"
            for text, low, high in zip(texts, *ends, strict=True)
        ]
    if one.middle:
        middles, _ = _written(declared.column(one.middle), frame)
        texts = [f"{middle} ({text})" for middle, text in zip(middles, texts, strict=True)]
    return Head(one.label, heading_unit(column.unit), number=True), texts


def chart_grid(chart: Chart, frame: pd.DataFrame) -> Grid:
    """The figures of a chart as a table."""
    columns = [column for name, column in chart.described.items() if name in frame]
    by_row = any(column.unit == BY_ROW for column in columns)
    shown = [column for column in columns if not (by_row and column.name == "unit")]
    texts = [_written(column, frame) for column in shown]
    heads = tuple(_head(column, number) for column, (_, number) in zip(shown, texts, strict=True))
    cells = tuple(zip(*(one for one, _ in texts), strict=True))
    title = shown_money().words(chart.title).split(" [")[0]
    return Grid(title, heads, cells, fold="The figures of this chart as a table")


def picture(chart: Chart, tables: Tables) -> Picture | Prose:
    """A chart of a result, or the sentence that says why it is not drawn.

    tables : of the result
    """
    lacking = [one.name for one in chart.tables if one.name not in tables or tables[one.name].empty]
    if lacking:
        title = chart.title.split(" [")[0]
        return Prose((f"{title}: not drawn; not available: {', '.join(lacking)}.",), "absent")
    frame = chart.figures(tables)
    return Picture(chart, frame) if not frame.empty else Prose((chart.empty,), "absent")
