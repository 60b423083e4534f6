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
    words : code -> words of the reader, which are drawn instead
    """

    label: str
    unit: str = ""
    words: Mapping[Any, str] = field(default_factory=dict)


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

    def figures(self, tables: Tables) -> pd.DataFrame:
        """What is drawn, codes in the reader's words.

        tables : gives a table by name
        """
        frame = self.frame(tables)
        coded = {name: one.words for name, one in self.columns.items() if one.words and name in frame}
        worded = {name: frame[name].map(words).fillna(frame[name]) for name, words in coded.items()}
        return frame.assign(**worded)

    def how_to_read(self, frame: pd.DataFrame) -> str:
        """How to read these figures.

        frame : what `figures` made
        """
        return self.reading if self.reads is None else self.reads(frame)

    def spec(self, frame: pd.DataFrame) -> dict[str, Any]:
        """The Vega-Lite specification, self-contained, with title and description.

        frame : what `figures` made
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


def tips(*named: tuple[str, str] | tuple[str, str, str]) -> list[alt.Tooltip]:
    """What is shown where a mark is pointed at.

    named : column with its words, for a number also its format
    """
    return [
        alt.Tooltip(f"{tip[0]}:Q", title=tip[1], format=tip[2])
        if len(tip) == 3
        else alt.Tooltip(f"{tip[0]}:N", title=tip[1])
        for tip in named
    ]


def across(column: str, title: str, scale: alt.Scale | None = None) -> alt.X:
    """A horizontal axis of amounts.

    title : with its unit
    scale : where it is not the usual one
    """
    axis = alt.Axis(format=",.0f", tickCount=7)
    return alt.X(f"{column}:Q", title=title, axis=axis, scale=alt.Undefined if scale is None else scale)


def zero(channel: str) -> alt.Chart:
    """The line at zero.

    channel : x or y
    """
    rule = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(strokeWidth=1)
    drawn: alt.Chart = rule.encode(**{channel: "zero:Q"})
    return drawn


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
