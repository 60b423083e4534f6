"""Kinds of charts: walks, bars, bands through time, curves, tornadoes and maps, over any columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from reallocate.measure.number import cell, signed
from reallocate.output.chart import BAND, Drawn, category, colour, tips, zero

Draw = Callable[[pd.DataFrame], Drawn]
Tip = tuple[str, str] | tuple[str, str, str]
"""Column, its words, and for a number its format, as for `tips`."""

STEPS = ["the sum", "adds to it", "takes from it"]
"""How a bar of a walk is coloured."""
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


def steps_of(label: str, labels: Sequence[str], values: Sequence[float]) -> pd.DataFrame:
    """Steps of a walk, each from the end of the one above; the last is their sum, from zero.

    label : column of the words
    values : of each step, the last that of the sum
    Returns label, value, begin, end, kind.
    """
    ends = pd.Series(values[:-1]).cumsum()
    kinds = [STEPS[0] if not place else STEPS[1 if value >= 0 else 2] for place, value in enumerate(values)]
    return pd.DataFrame(
        {
            label: labels,
            "value": values,
            "begin": [*ends.shift(fill_value=0.0), 0.0],
            "end": [*ends, values[-1]],
            "kind": [*kinds[:-1], STEPS[0]],
        }
    )


def walk(label: str, title: str, unit: str) -> Draw:
    """One bar a step, from where the one above ends, with its value; of figures as from `steps_of`.

    label : column of the steps
    title : of the axis, with its unit
    unit : in the words that are shown where a bar is pointed at
    """

    def draw(frame: pd.DataFrame) -> Drawn:
        axis = category(label, None, frame[label].tolist())
        ends = frame[["begin", "end"]]
        high, low = max(float(ends.to_numpy().max()), 0.0), min(float(ends.to_numpy().min()), 0.0)
        scale = alt.Scale(domain=[low, high + 0.2 * (high - low)])
        ticks = alt.Axis(tickCount=8, labelOverlap=True)
        x = alt.X("begin:Q", title=title, scale=scale, axis=ticks)
        bars = (
            alt.Chart(frame)
            .mark_bar(height=BAND - 6)
            .encode(
                y=axis, x=x, x2="end:Q", color=colour("kind", STEPS),
                tooltip=tips((label, "step"), ("value", unit, "+,.2f")),
            )
        )  # fmt: skip
        changes = zip(frame["value"], frame["kind"] != STEPS[0], strict=True)
        texts = [cell(value, "", change, 1, exact=True) for value, change in changes]
        edge = frame.assign(most=ends.max(axis=1), text=texts)
        words = alt.Chart(edge).mark_text(align="left", dx=5).encode(y=axis, x="most:Q", text="text:N")
        drawn: Drawn = alt.layer(bars, words).properties(height=(BAND + 8) * len(frame))
        return drawn

    return draw


def stacked_bars(label: str, parts: Mapping[str, str], title: str, unit: str) -> Draw:
    """One bar a row, made of its parts.

    label : column of the rows, in their order
    parts : column -> words in the legend
    title : of the axis, with its unit
    unit : in the words that are shown where a bar is pointed at
    """

    def draw(frame: pd.DataFrame) -> Drawn:
        order = list(parts.values())
        tall = frame.rename(columns=dict(parts)).melt(label, order, var_name="part", value_name="value")
        tall["place"] = tall["part"].map(order.index)
        drawn: Drawn = (
            alt.Chart(tall)
            .mark_bar(height=BAND - 6)
            .encode(
                y=category(label, None, frame[label].tolist()),
                x=alt.X("value:Q", title=title, stack="zero"),
                color=colour("part", order),
                order=alt.Order("place:Q"),
                tooltip=tips((label, "group"), ("part", "part"), ("value", unit, ",.2f")),
            )
            .properties(height=(BAND + 4) * len(frame))
        )
        return drawn

    return draw


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


def bands(
    across: str, lines: Sequence[Line], title: str, details: Sequence[Tip], against_zero: bool = False
) -> Draw:
    """Lines through the years, with a band where draws spread.

    across : column of the year
    lines : those drawn last lie on top
    title : of the vertical axis, with its unit
    details : of the columns line, rate and those of the frame
    against_zero : with a line at zero
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
        level = [zero("y")] if against_zero else []
        drawn: Drawn = alt.layer(*level, *areas, *strokes).properties(height=300)
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
