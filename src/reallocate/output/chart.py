"""What a chart of any lens is: the tables it needs, the figures it draws, and how it draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import pandas as pd

Tables = Callable[[str], pd.DataFrame]
Drawn = alt.Chart | alt.LayerChart | alt.FacetChart

BAND = 22
"""Height of one category along a vertical axis [pixels]."""


@dataclass(frozen=True)
class Column:
    """A column of a chart's figures in the reader's words.

    label : heading
    unit : unit of its numbers; empty for words
    """

    label: str
    unit: str = ""


@dataclass(frozen=True)
class Chart:
    """One chart: a pure step from tables to figures, and one from figures to a specification.

    name : key under which it is asked for
    title : what is drawn, with its unit
    reading : how to read it, in a sentence or two; also what a screen reader says
    empty : what to say where there is nothing to draw
    needs : table -> the columns it must have
    columns : column of `frame` -> heading and unit
    frame : tables -> the figures that are drawn, one row a mark or group
    draw : figures -> an Altair chart with axis titles and units, without colours or fonts
    reads : figures -> how to read them, where that depends on what is drawn
    """

    name: str
    title: str
    reading: str
    empty: str
    needs: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, Column]
    frame: Callable[[Tables], pd.DataFrame] = field(repr=False)
    draw: Callable[[pd.DataFrame], Drawn] = field(repr=False)
    reads: Callable[[pd.DataFrame], str] | None = field(default=None, repr=False)

    def how_to_read(self, frame: pd.DataFrame) -> str:
        """How to read these figures.

        frame : the figures that `frame` made
        """
        return self.reading if self.reads is None else self.reads(frame)

    def spec(self, frame: pd.DataFrame) -> dict[str, Any]:
        """The Vega-Lite specification, self-contained, with title and description.

        frame : the figures that `frame` made
        """
        # A minus before a zero is what rounding leaves; tooltips would show it.
        floats = {str(name): frame[name] + 0.0 for name in frame.select_dtypes("float")}
        words = {"title": self.title, "description": self.how_to_read(frame)}
        drawn = self.draw(frame.assign(**floats)).properties(**words)
        spec: dict[str, Any] = drawn.to_dict()
        return spec

    def lacking(self, tables: Tables) -> dict[str, tuple[str, ...]]:
        """What is not available for this chart: table -> missing columns, none where the table itself is.

        tables : gives a table by name; a table that is not there has no columns
        """
        found = {}
        for name, columns in self.needs.items():
            table = tables(name)
            absent = tuple(column for column in columns if column not in table.columns)
            if absent or table.empty:
                found[name] = absent if len(table.columns) else ()
        return found


def category(field_name: str, title: str | None, order: list[str], split_at: str = "") -> alt.Y:
    """A vertical axis of categories in a stated order.

    field_name : column with the categories
    title : axis title
    order : categories from top to bottom
    split_at : words after it take a line of their own
    """
    lines = f"split(datum.label, '{split_at}')" if split_at else alt.Undefined
    axis = alt.Axis(labelExpr=lines, labelLimit=340, ticks=False, domain=False, labelPadding=6)
    return alt.Y(f"{field_name}:N", title=title, sort=order, axis=axis)


def colour(field_name: str, order: list[str], title: str | None = None) -> alt.Color:
    """A colour by meaning; which colour a meaning has is the theme's to say.

    field_name : column with the meanings
    order : meanings in the order of the legend
    title : legend title
    """
    legend = alt.Legend(title=title, orient="top", columns=3, symbolType="square", labelLimit=240)
    return alt.Color(f"{field_name}:N", scale=alt.Scale(domain=order), legend=legend, sort=order)
