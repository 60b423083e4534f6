"""Kinds of charts: bars against zero, bands through time, curves, tornadoes and maps, over any columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from reallocate.measure.number import signed
from reallocate.output.chart import BAND, Drawn, category, colour, tips

Draw = Callable[[pd.DataFrame], Drawn]
Tip = tuple[str, str] | tuple[str, str, str]
"""Column, its words, and for a number its format, as for `tips`."""

INPUT_ENDS = ["input at its lowest", "input at its highest"]
MAP_ROW = 34
"""Height of a row of a map [pixels]."""


@dataclass(frozen=True)
class Line:
    """A line through time.

    meaning : in the legend; decides the colour
    value : column
    low, high : columns of its band, where it has one
    broken : drawn with dashes
    """

    meaning: str
    value: str
    low: str = ""
    high: str = ""
    broken: bool = False


def bars_against_zero(
    label: str, value: str, title: str, details: Sequence[Tip], low: str, high: str
) -> Draw:
    """One bar a row from zero, with its range as a line on it.

    label : column of the rows, in their order
    value, low, high : columns
    title : of the axis, with its unit
    """

    def draw(frame: pd.DataFrame) -> Drawn:
        axis = category(label, None, frame[label].tolist())
        bars = (
            alt.Chart(frame)
            .mark_bar(height=BAND - 8)
            .encode(y=axis, x=alt.X(f"{value}:Q", title=title), tooltip=tips(*details))
        )
        ranges = alt.Chart(frame).mark_rule(strokeWidth=1.5).encode(y=axis, x=f"{low}:Q", x2=f"{high}:Q")
        drawn: Drawn = alt.layer(bars, ranges).properties(height=BAND * len(frame))
        return drawn

    return draw


def bands(across: str, lines: Sequence[Line], title: str, details: Sequence[Tip]) -> Draw:
    """Lines through the years, with a band where draws spread.

    across : column of the year
    lines : those drawn last lie on top
    title : of the vertical axis, with its unit
    details : of the columns line, rate and those of the frame
    """

    def draw(frame: pd.DataFrame) -> Drawn:
        years = alt.Axis(format="d", tickMinStep=1)
        x = alt.X(f"{across}:Q", title=None, scale=alt.Scale(nice=False), axis=years)
        y = alt.Y("rate:Q", title=title, scale=alt.Scale(zero=False))
        order = [line.meaning for line in reversed(lines)]
        legend = alt.Legend(title=None, orient="top", symbolType="square", symbolOpacity=1)
        hue = alt.Color("line:N", scale=alt.Scale(domain=order), sort=order, legend=legend)
        areas, strokes = [], []
        for line in lines:
            rows = frame.assign(line=line.meaning, rate=frame[line.value])
            chart = alt.Chart(rows)
            if line.low:
                ends = {"y": alt.Y(f"{line.low}:Q"), "y2": f"{line.high}:Q"}
                areas.append(chart.mark_area(opacity=0.2).encode(x=x, color=hue, **ends))
            dash = [5, 3] if line.broken else [1, 0]
            marked = chart.mark_line(strokeWidth=2, strokeDash=dash)
            strokes.append(marked.encode(x=x, y=y, color=hue, tooltip=tips(*details)))
        drawn: Drawn = alt.layer(*areas, *strokes).properties(height=300)
        return drawn

    return draw


def curve(
    across: tuple[str, str], up: tuple[str, str], order: str, label: str, details: Sequence[Tip]
) -> Draw:
    """Points in order, joined by a line, each with its label.

    across, up : column and axis title of either axis; neither begins at 0
    order : column that says which point follows which
    label : column with the words at each point
    """

    def draw(frame: pd.DataFrame) -> Drawn:
        near = alt.Scale(zero=False, padding=30)
        x = alt.X(f"{across[0]}:Q", title=across[1], scale=near)
        y = alt.Y(f"{up[0]}:Q", title=up[1], scale=near)
        chart = alt.Chart(frame)
        line = chart.mark_line(strokeWidth=1.5).encode(x=x, y=y, order=f"{order}:Q")
        points = chart.mark_point(filled=True, size=60, opacity=1).encode(x=x, y=y, tooltip=tips(*details))
        words = chart.mark_text(dx=9, dy=-9, align="left").encode(x=x, y=y, text=f"{label}:N")
        drawn: Drawn = alt.layer(line, points, words).properties(height=360)
        return drawn

    return draw


def tornado(label: str, low: str, high: str, title: str, details: Sequence[Tip]) -> Draw:
    """One line a row between the results of an input at either end of its range.

    label : column of the rows, in their order; words after ": " take a line of their own
    low, high : columns of the result with the input at its lowest and at its highest
    title : of the axis, with its unit
    details : of the columns end, net and those of the frame
    """

    def draw(frame: pd.DataFrame) -> Drawn:
        axis = category(label, None, frame[label].tolist(), split_at=": ")
        both = zip(INPUT_ENDS, (low, high), strict=True)
        ends = pd.concat([frame.assign(end=end, net=frame[column]) for end, column in both])
        rule = (
            alt.Chart(frame)
            .mark_rule(strokeWidth=5, opacity=0.25)
            .encode(y=axis, x=f"{low}:Q", x2=f"{high}:Q")
        )
        points = (
            alt.Chart(ends)
            .mark_point(filled=True, size=90, opacity=1)
            .encode(
                y=axis,
                x=alt.X("net:Q", title=title, scale=alt.Scale(zero=True)),
                color=colour("end", INPUT_ENDS),
                tooltip=tips(*details),
            )
        )
        drawn: Drawn = alt.layer(rule, points).properties(height=(BAND + 14) * len(frame))
        return drawn

    return draw


def heat_map(across: tuple[str, str], row: str, value: str, details: Sequence[Tip]) -> Draw:
    """Tiles coloured around zero, each with its number.

    across : column and axis title of the columns of tiles
    row : column of the rows, the last on top; words after ": " take a line of their own
    value : column
    """

    def draw(frame: pd.DataFrame) -> Drawn:
        order = list(dict.fromkeys(frame[row]))[::-1]
        x = alt.X(f"{across[0]}:O", title=across[1], axis=alt.Axis(labelAngle=0, ticks=False, domain=False))
        y = category(row, None, order, split_at=": ")
        widest = max(float(frame[value].abs().max()), 0.1)
        scale = alt.Scale(scheme="redblue", domainMin=-widest, domainMax=widest, domainMid=0)
        tiles = (
            alt.Chart(frame)
            .mark_rect()
            .encode(x=x, y=y, color=alt.Color(f"{value}:Q", scale=scale, legend=None), tooltip=tips(*details))
        )
        strong = alt.condition(abs(alt.datum[value]) > 0.6 * widest, alt.value("white"), alt.value("black"))
        labelled = frame.assign(label=[signed(number, 1) for number in frame[value]])
        words = alt.Chart(labelled).mark_text().encode(x=x, y=y, text="label:N", color=strong)
        drawn: Drawn = alt.layer(tiles, words).properties(height=MAP_ROW * len(order))
        return drawn

    return draw
