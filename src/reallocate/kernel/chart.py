"""What a chart is: the tables and columns that it draws, its kind, and how to read it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reallocate.kernel.draw.axis import Written, writer
from reallocate.kernel.draw.marks import Draw
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import SHARES, YEAR, cell, digits_of, heading_unit
from reallocate.kernel.table import Column, Table, Tables, columns_in_money

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Figures:
    """Rows of a chart, and by name the columns that describe them."""

    frame: pd.DataFrame
    columns: Mapping[str, Column]

    def title(self, name: str, heading: str = "") -> str:
        """The title of an axis: heading and unit of a column.

        heading : where it is not the column's own
        """
        words, unit = heading or self.columns[name].heading, heading_unit(self.columns[name].unit)
        return words if not unit else f"[{unit}]" if words.lower() == unit else f"{words} [{unit}]"

    def values(self, name: str) -> list[float]:
        """The numbers of a column; what is missing is not a number."""
        return [float(value) for value in self.frame[name].astype(float)]

    def words(self, name: str) -> list[str]:
        """What stands in a column, as it is read."""
        from pandas.api.types import is_numeric_dtype

        column = self.columns.get(name)
        if column is not None and is_numeric_dtype(self.frame[name].dtype):
            return self.written(name, self.frame[name].tolist())
        return [str(value) for value in self.frame[name]]

    def written(self, name: str, values: list[Any], digits: int | None = None) -> list[str]:
        """Numbers as those of a column are written beside a mark: all with the same digits.

        values : [unit of the column]
        digits : decimals, where they are not those of the largest number
        """
        column = self.columns[name]
        digits = column.digits if digits is None else digits
        digits = digits_of(values, column.unit) if digits is None else digits
        if column.unit == YEAR:
            return [f"{value:g}" for value in values]
        return [cell(value, column.unit, column.signed, digits, exact=digits is not None) for value in values]

    def ticks(self, name: str) -> Written:
        """How the ticks of an axis of a column are written."""
        column = self.columns[name]
        return writer(bool(SHARES.match(column.unit)), column.signed)

    def meanings(self, name: str) -> list[str]:
        """What stands in a column of words: in the order of its declared words, else of appearance."""
        found = self.frame[name].unique().tolist()
        known = [words for words in self.columns[name].words.values() if words in found]
        return known + [words for words in found if words not in known]

    def headings(self, *names: str) -> dict[str, str]:
        """Columns that are not 0 throughout, with their headings; the first where all are."""
        shown = [name for name in names if self.frame[name].abs().max() > 0] or names[:1]
        return {name: self.columns[name].heading for name in shown}


def distinct_titles(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    """Rows of the same title have their code in it.

    code : column of the code
    """
    twice = rows["title"].duplicated(keep=False)
    return rows.assign(title=rows["title"].where(~twice, rows["title"] + " (" + rows[code] + ")"))


class ChartKind(ABC):
    """One way to draw figures, whatever they are of; a kind names the columns that it draws."""

    @abstractmethod
    def draw(self, of: Figures) -> Draw:
        """How the figures are drawn at any width."""


@dataclass(frozen=True)
class Chart:
    """A chart, declared once.

    name : key under which it is requested
    title : what is drawn, with its unit
    reading : how to read it, in a sentence or two; also what a screen reader says
    tables : those whose rows it draws
    columns : of its rows, as they are read; those of the first table by name
    kind : how they are drawn
    rows : tables -> the rows that are drawn, with the columns and perhaps others
    empty : what to say where it leaves no row
    notes : column -> what else is to be known where the rows have it
    finding : rows that are drawn -> what they show, in a sentence; empty where they show nothing of the kind
    section, after : where it stands on the page of its question, as for a table
    """

    name: str
    title: str
    reading: str
    tables: tuple[Table[Any], ...]
    columns: tuple[str | Column, ...]
    kind: ChartKind
    rows: Callable[..., pd.DataFrame] = field(default=lambda table: table, repr=False)
    empty: str = "There is nothing to draw."
    notes: Mapping[str, str] = field(default_factory=dict)
    finding: Callable[[pd.DataFrame], str] = field(default=lambda frame: "", repr=False)
    section: str = ""
    after: str = ""

    @property
    def described(self) -> dict[str, Column]:
        """Its columns by name."""
        declared = (self.tables[0].column(one) if isinstance(one, str) else one for one in self.columns)
        return {column.name: column for column in declared}

    def figures(self, tables: Tables) -> pd.DataFrame:
        """The rows that are drawn, codes in the reader's words; columns that a result lacks are left out."""
        frame = self.rows(*(tables[table.name] for table in self.tables))
        shown = {name: column.words for name, column in self.described.items() if name in frame}
        worded = {name: frame[name].replace(words) for name, words in shown.items() if words}
        return frame[list(shown)].assign(**worded).reset_index(drop=True)

    def how_to_read(self, frame: pd.DataFrame) -> str:
        """How to read these rows.

        frame : what `figures` made
        """
        return " ".join([self.reading, *(note for name, note in self.notes.items() if name in frame)])

    def headed(self, frame: pd.DataFrame) -> tuple[str, str]:
        """The title over these rows and what stands below it: the finding and what is drawn, or only that.

        frame : what `figures` made
        """
        found = self.finding(frame)
        title = shown_money().words(self.title)
        return (found, title) if found else (title, "")

    def spoken(self, frame: pd.DataFrame) -> str:
        """What a screen reader says of these rows: the finding, and how to read the drawing.

        frame : what `figures` made
        """
        title, below = self.headed(frame)
        return " ".join([f"{title}." if below else "", self.how_to_read(frame)]).strip()

    def drawing(self, frame: pd.DataFrame) -> Draw:
        """How these rows are drawn at any width.

        frame : what `figures` made
        """
        # A minus before a zero is what rounding leaves.
        floats = {str(name): frame[name] + 0.0 for name in frame.select_dtypes("float")}
        shown = {name: column for name, column in self.described.items() if name in frame}
        amounts = columns_in_money(shown.values(), frame)
        columns = {name: column.in_money() for name, column in self.described.items()}
        return self.kind.draw(Figures(frame.assign(**{**floats, **amounts}), columns))
