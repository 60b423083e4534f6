"""What a chart is: the tables and columns that it draws, its kind, and how to read it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import pandas as pd

from reallocate.kernel.number import SHARES, YEAR, digits_of, heading_unit
from reallocate.kernel.table import BY_ROW, Column, Table, Tables

__all__ = ["alt"]

if TYPE_CHECKING:
    import altair as alt
else:

    class _AtFirstUse:
        def __getattr__(self, name: str) -> Any:
            return getattr(import_module("altair"), name)

    alt = _AtFirstUse()


_Axis = TypeVar("_Axis", "alt.X", "alt.Y")
Drawn: TypeAlias = "alt.Chart | alt.LayerChart | alt.FacetChart"


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

    def form(self, name: str, more: int = 0) -> str:
        """How Vega writes the numbers of a column: with the digits of the table.

        more : further digits of numbers that are not whole
        """
        column = self.columns[name]
        if column.unit == YEAR:
            return ".6~r"
        digits = digits_of(self.frame[name], column.unit) or 0
        kind = "%" if SHARES.match(column.unit) else "f"
        return f"{'+' if column.signed else ''},.{digits + more if digits else 0}{kind}"

    def amounts(
        self, channel: type[_Axis], name: str, title: str = "", drawn: str = "", **options: Any
    ) -> _Axis:
        """An axis for the numbers of a column; shares are written as percentages.

        channel : horizontal or vertical
        title : heading, where it is not the column's own
        drawn : column that is drawn, where it only holds such numbers
        options : such as its scale
        """
        values = self.frame[name]
        form: dict[str, Any] = {}
        if pd.api.types.is_integer_dtype(values.dtype):
            form = {"format": "d", "values": values.unique().tolist()}
        elif SHARES.match(self.columns[name].unit):
            form = {"format": ".3~%"}
        axis = alt.Axis(**form)
        return channel(f"{drawn or name}:Q", title=self.title(name, title), axis=axis, **options)

    def tips(self, *names: str, amount: str = "") -> list[alt.Tooltip]:
        """What is shown where a mark is pointed at.

        names : columns; all where none are named
        amount : column that says what the drawn column `amount` holds
        """
        shown = [name for name in names or self.columns if name in self.frame and name != "unit"]
        drawn = {name: name for name in shown if self.columns[name].unit != BY_ROW}
        return [self._tip(*pair) for pair in (drawn | ({"amount": amount} if amount else {})).items()]

    def _tip(self, drawn: str, name: str) -> alt.Tooltip:
        if pd.api.types.is_numeric_dtype(self.frame[name].dtype):
            return alt.Tooltip(f"{drawn}:Q", title=self.title(name), format=self.form(name, more=1))
        return alt.Tooltip(f"{drawn}:N", title=self.columns[name].heading)

    def meanings(self, name: str) -> list[str]:
        """What stands in a column of words: in the order of its declared words, else of appearance."""
        found = self.frame[name].unique().tolist()
        known = [words for words in self.columns[name].words.values() if words in found]
        return known + [words for words in found if words not in known]

    def headings(self, *names: str) -> dict[str, str]:
        """Columns that are not 0 throughout, with their headings; the first where all are."""
        shown = [name for name in names if self.frame[name].abs().max() > 0] or names[:1]
        return {name: self.columns[name].heading for name in shown}

    def tall(self, parts: Mapping[str, str]) -> pd.DataFrame:
        """The rows once for each part, with its `meaning`, its figure as `amount`, and its `place`.

        parts : column -> meaning
        """
        each = [self.frame.assign(meaning=parts[name], amount=self.frame[name]) for name in parts]
        return pd.concat(each, keys=range(len(each)), names=["place"]).reset_index("place")


def distinct_titles(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    """Rows of the same title have their code in it.

    code : column of the code
    """
    twice = rows["title"].duplicated(keep=False)
    return rows.assign(title=rows["title"].where(~twice, rows["title"] + " (" + rows[code] + ")"))


class ChartKind(ABC):
    """One way to draw figures, whatever they are of; a kind names the columns that it draws."""

    @abstractmethod
    def draw(self, of: Figures) -> Drawn:
        """An Altair chart with axis titles and units, without colours or fonts."""


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
        return (found, self.title) if found else (self.title, "")

    def spec(self, frame: pd.DataFrame) -> dict[str, Any]:
        """The Vega-Lite specification, self-contained, with title and description.

        frame : what `figures` made
        """
        # A minus before a zero is what rounding leaves; tooltips would show it.
        floats = {str(name): frame[name] + 0.0 for name in frame.select_dtypes("float")}
        drawn = self.kind.draw(Figures(frame.assign(**floats), self.described))
        title, below = self.headed(frame)
        heading = alt.TitleParams(title, subtitle=below) if below else title
        description = " ".join([f"{title}." if below else "", self.how_to_read(frame)]).strip()
        # Whoever draws it checks it against the schema; here that would take a quarter of a page's time.
        spec: dict[str, Any] = drawn.properties(title=heading, description=description).to_dict(
            validate=False
        )
        return spec


@dataclass(frozen=True)
class MarkedLines(ChartKind):
    """Lines over an amount, one for each meaning, and marks on the horizontal axis.

    across, up : columns of the axes
    by : column that says to which line a row belongs
    marks : (what is measured, where) on the horizontal axis, in its unit
    """

    across: str
    up: str
    by: str
    marks: Mapping[str, float]

    def draw(self, of: Figures) -> Drawn:
        """Lines with dots, over dashed verticals with their words at the foot."""
        order = of.meanings(self.by)
        rows = of.frame.rename(columns={self.by: "meaning"})
        legend = alt.Legend(title=None, orient="top", labelLimit=240, columns=4)
        hue = alt.Color("meaning:N", scale=alt.Scale(domain=order), sort=order, legend=legend)
        lines = alt.Chart(rows).mark_line(strokeWidth=2, point=True).encode(
            x=of.amounts(alt.X, self.across, scale=alt.Scale(zero=True)),
            y=of.amounts(alt.Y, self.up, scale=alt.Scale(zero=False)),
            color=hue,
            tooltip=["meaning:N", *of.tips(self.across, self.up)],
        )  # fmt: skip
        marks = pd.DataFrame({"at": list(self.marks.values()), "words": list(self.marks)})
        rules = alt.Chart(marks).mark_rule(strokeDash=[4, 3]).encode(x="at:Q")
        words = alt.Chart(marks).mark_text(align="left", angle=270, dx=4, dy=8, baseline="top").encode(
            x="at:Q", y=alt.value(290), text="words:N"
        )  # fmt: skip
        return alt.layer(rules, words, lines).properties(height=300)
