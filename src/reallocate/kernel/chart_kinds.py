"""Kinds of charts: walks, bars, dots, lines, curves, bars through time, strips and maps, over any columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.chart import ChartKind, Drawn, Figures, alt
from reallocate.kernel.number import YEAR, cell, digits_of, signed

_BAND = 22
"""Height of one category along a vertical axis [pixels]."""
_THIN, _THICK = 1.5, 4.0
"""Widths of the lines of ranges on a bar [pixels]."""


def _level(channel: str, level: float, *dash: int) -> alt.Chart:
    """A line across the drawing.

    channel : x or y
    """
    rule = alt.Chart(pd.DataFrame({"level": [level]})).mark_rule(strokeDash=list(dash) or alt.Undefined)
    drawn: alt.Chart = rule.encode(**{channel: "level:Q"})
    return drawn


def _category(rows: pd.DataFrame, name: str, wrapped: bool = False) -> alt.Y:
    """A vertical axis of categories in their order; words after a colon or semicolon take their own line.

    wrapped : long labels too take several lines
    """
    label = "replace(datum.label, regexp('(.{40}[^ ]*) ', 'g'), '$1; ')" if wrapped else "datum.label"
    lines = f"split({label}, regexp('[:;] '))"
    axis = alt.Axis(labelExpr=lines, labelLimit=340, ticks=False, domain=False, labelPadding=6)
    return alt.Y(f"{name}:N", title=None, sort=rows[name].unique().tolist(), axis=axis)


def _colour(meanings: list[str], name: str = "meaning", title: str | None = None, **legend: Any) -> alt.Color:
    """A colour by meaning, of which the theme says which it is; meanings in the order of the legend."""
    shown = {"symbolType": "square", "columns": 3, **legend}
    above = alt.Legend(title=title, orient="top", labelLimit=240, symbolOpacity=1, **shown)
    return alt.Color(f"{name}:N", scale=alt.Scale(domain=meanings), sort=meanings, legend=above)


@dataclass(frozen=True)
class Walk(ChartKind):
    """Steps from a first figure to a last, their sum: each bar begins where the one above ends.

    label, value : columns
    title : of the axis, where it is not that of the value
    against : column whose last figure stands below that of `value`
    """

    label: str
    value: str
    title: str = ""
    against: str = ""

    def draw(self, of: Figures) -> Drawn:
        """Bars with their values beside them; changes carry their sign."""
        value, last = of.frame[self.value], len(of.frame) - 1
        end = value.cumsum().where(value.index < last, value)
        rows = pd.DataFrame({"step": of.frame[self.label], "value": value, "begin": end - value, "end": end})
        rows["meaning"] = np.where(value < 0, "decrease", "increase")
        rows.loc[[0, last], "meaning"] = "total"
        if self.against:
            step, other = str(rows["step"].iloc[last]), float(of.frame[self.against].iloc[last])
            rows.loc[last, "step"] = f"{step}, {self.value}"
            below = [f"{step}, {self.against}", other, 0.0, other, "baseline"]
            rows.loc[last + 1] = pd.Series(below, rows.columns)
        unit, change = of.columns[self.value].unit, rows["meaning"].isin(["increase", "decrease"])
        digits = digits_of(value, unit)
        pairs = zip(rows["value"], change, strict=True)
        rows["text"] = [cell(number, unit, sign, digits, exact=True) for number, sign in pairs]
        rows["edge"] = rows[["begin", "end"]].max(axis=1)
        low, high = min(rows["end"].min(), 0.0), max(rows["edge"].max(), 0.0)
        # The numbers stand to the right of the bars and need room there.
        room = alt.Scale(domain=[low, high + 0.35 * (high - low)], nice=False)
        meanings = alt.Scale(domain=rows["meaning"].unique().tolist())
        base = alt.Chart(rows).encode(y=_category(rows, "step"))
        bars = base.mark_bar(height=_BAND - 4).encode(
            x=of.amounts(alt.X, self.value, self.title, "begin", scale=room), x2="end:Q",
            color=alt.Color("meaning:N", scale=meanings, legend=None), tooltip=["step:N", "text:N"],
        )  # fmt: skip
        texts = base.mark_text(align="left", dx=6).encode(x="edge:Q", text="text:N")
        return alt.layer(bars, texts).properties(height=(_BAND + 10) * len(rows))


@dataclass(frozen=True)
class Bars(ChartKind):
    """One bar a row from zero, with its ranges as lines on it; several values are stacked.

    label, values : columns
    title : of the axis, where it is not that of the first value
    colour : column of the meaning that colours a bar
    thin, thick : columns of the ends of ranges, where the rows have them
    """

    label: str
    values: tuple[str, ...]
    title: str = ""
    colour: str = ""
    thin: tuple[str, str] | None = None
    thick: tuple[str, str] | None = None

    def draw(self, of: Figures) -> Drawn:
        """Bars that end at zero, with a line there."""
        first = self.values[0]
        rows = of.tall(of.headings(*self.values))
        y, tips = _category(rows, self.label), of.tips()
        bars = alt.Chart(rows).mark_bar(height=_BAND - 8).encode(
            y=y, x=of.amounts(alt.X, first, self.title, "amount"), order="place:Q", tooltip=tips
        )  # fmt: skip
        if len(self.values) > 1:
            stacked = ["meaning:N", *of.tips(self.label, amount=first)]
            bars = bars.encode(color=_colour(rows["meaning"].unique().tolist()), tooltip=stacked)
        elif self.colour:
            heading = of.columns[self.colour].heading
            bars = bars.encode(color=_colour(of.meanings(self.colour), self.colour, heading))
        lines = [
            alt.Chart(of.frame).mark_rule(strokeWidth=width).encode(y=y, x=f"{ends[0]}:Q", x2=ends[1])
            for width, ends in ((_THIN, self.thin), (_THICK, self.thick))
            if ends and ends[0] in of.frame
        ]
        return alt.layer(bars, *lines, _level("x", 0.0)).properties(height=_BAND * len(of.frame))


@dataclass(frozen=True)
class Dots(ChartKind):
    """One line a row, with a dot for each of its values.

    label : column
    dots : column of each dot -> its meaning in the legend
    span : columns of the ends of the line, where there is one
    title : of the axis, where it is not that of the first dot
    texts : columns of what is written beside each dot, in the unit of the row
    levels : drawn dashed, where the dots come near
    zero : the axis begins at zero
    """

    label: str
    dots: Mapping[str, str]
    span: tuple[str, str] | None = None
    title: str = ""
    texts: tuple[str, ...] = ()
    levels: tuple[float, ...] = ()
    zero: bool = True

    def draw(self, of: Figures) -> Drawn:
        """A thick pale line, and on it dots of other colour and form; rows without figures are left out."""
        of = replace(of, frame=of.frame.dropna(subset=list(self.dots), how="all"))
        rows, meanings = of.tall(self.dots), list(self.dots.values())
        written = (pair for name in self.texts for pair in zip(of.frame[name], of.frame["unit"], strict=True))
        low, high = rows["amount"].min(), rows["amount"].max()
        far = 0.6 * ((high - low) or 1.0)
        near = [level for level in self.levels if low - far <= level <= high + far]
        scale = alt.Scale(zero=self.zero, padding=(20 if low < 0.0 else 0) if self.zero else 40)
        y = _category(rows, self.label, wrapped=True)
        x = of.amounts(alt.X, next(iter(self.dots)), self.title, "amount", scale=scale)
        layers = [_level("x", 0.0)] if self.zero or low <= 0.0 <= high else []
        if self.span:
            line = alt.Chart(of.frame.dropna(subset=list(self.span))).mark_rule(strokeWidth=6, opacity=0.25)
            layers.append(line.encode(y=y, x=f"{self.span[0]}:Q", x2=self.span[1]))
        base = alt.Chart(rows).encode(y=y, x=x)
        dots = base.mark_point(filled=True, size=90, opacity=1).encode(tooltip=of.tips())
        if len(meanings) > 1:
            shapes = alt.Scale(domain=meanings, range=["circle", "diamond"])
            shape = alt.Shape("meaning:N", scale=shapes)
            dots = dots.encode(color=_colour(meanings, symbolType=alt.Undefined), shape=shape)
        layers += [*(_level("x", level, 4, 3) for level in near), dots]
        if self.texts:
            # Outward, away from the other end of the line.
            rows["right"] = rows["amount"] >= rows.groupby(self.label)["amount"].transform("mean")
            rows["text"] = [cell(number, unit, figures=3) for number, unit in written]
            align, dx = alt.expr("datum.right ? 'left' : 'right'"), alt.expr("datum.right ? 9 : -9")
            layers.append(base.mark_text(align=align, dx=dx).encode(text="text:N"))
        return alt.layer(*layers).properties(height=(_BAND + 14) * len(of.frame))


def tornado(label: str, low: str, high: str, title: str = "", **options: Any) -> Dots:
    """One line a row between the results of an input at either end of its range.

    label, low, high : columns
    options : further fields of `Dots`
    """
    ends = {low: "input at its lowest", high: "input at its highest"}
    return Dots(label, ends, (low, high), title, **options)


@dataclass(frozen=True)
class Line:
    """A line through time; a band where the rows have the ends of its value's range, as _low and _high.

    value : column
    meaning : in the legend; decides the colour
    broken : drawn with dashes
    """

    value: str
    meaning: str
    broken: bool = False


@dataclass(frozen=True)
class Lines(ChartKind):
    """Lines through time, with a band where draws spread.

    across : column of the moment: a month, a year, or time since the start
    lines : each a column; those that the rows lack are left out, those named first lie on top
    by, value : instead, the column that says to which line a row belongs, and the column of its figure
    title : of the vertical axis, where it is not that of the first line
    level : of a horizontal line, in the unit of the vertical axis
    panels : columns that say in which panel a row is drawn, each with its own axes
    only : of the last of them, what is drawn; all where empty
    """

    across: str
    lines: tuple[Line, ...] = ()
    by: str = ""
    value: str = ""
    title: str = ""
    level: float | None = None
    panels: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def draw(self, of: Figures) -> Drawn:
        """Lines, and pale areas below them."""
        lines = [line for line in self.lines if line.value in of.frame]
        bands = [line for line in lines if f"{line.value}_low" in of.frame]
        order = [line.meaning for line in lines] or of.meanings(self.by)
        if self.by:
            rows = of.frame.rename(columns={self.by: "meaning", self.value: "amount"})
        else:
            rows = of.tall({line.value: line.meaning for line in reversed(lines)})
        value, x = self.value or lines[0].value, self._moments(of)
        symbol, width = ("square", 0) if bands else ("stroke", 3)
        hue = _colour(order, symbolType=symbol, symbolStrokeWidth=width)
        strokes = alt.Chart(rows).mark_line(strokeWidth=2, point=rows[self.across].nunique() < 8).encode(
            x=x, y=of.amounts(alt.Y, value, self.title, "amount", scale=alt.Scale(zero=False)), color=hue,
            tooltip=["meaning:N", *of.tips(self.across, amount=value)],
        )  # fmt: skip
        if any(line.broken for line in lines):
            dash = alt.Scale(domain=order, range=[[5, 3] if line.broken else [1, 0] for line in lines])
            strokes = strokes.encode(strokeDash=alt.StrokeDash("meaning:N", scale=dash, legend=None))
        if self.panels:
            return self._panelled(strokes, rows)
        areas = [
            alt.Chart(of.frame.assign(meaning=line.meaning)).mark_area(opacity=0.2).encode(
                x=x, y=f"{line.value}_low:Q", y2=f"{line.value}_high", color=hue
            )
            for line in bands
        ]  # fmt: skip
        levels = [] if self.level is None else [_level("y", self.level)]
        return alt.layer(*levels, *areas, strokes).properties(height=300)

    def _panelled(self, strokes: alt.Chart, rows: pd.DataFrame) -> alt.FacetChart:
        if self.only:
            rows = rows[rows[self.panels[-1]].isin(self.only)]
        rows = rows.assign(panel=rows[list(self.panels)].agg(": ".join, axis=1))
        order, header = rows["panel"].unique().tolist(), alt.Header(labelAnchor="start")
        panels = strokes.encode(y=strokes.encoding.y.title(None)).properties(data=rows, width=330, height=150)
        each = panels.facet(alt.Facet("panel:N", title=None, sort=order, header=header), columns=2)
        drawn: alt.FacetChart = each.resolve_scale(x="independent", y="independent")
        return drawn

    def _moments(self, of: Figures) -> alt.X:
        """The axis of time: of months, of calendar years, or of years since the start."""
        moments, calendar = of.frame[self.across], of.columns[self.across].unit == YEAR
        if not pd.api.types.is_numeric_dtype(moments.dtype):
            axis = alt.Axis(format="%Y", tickCount="year")
            return alt.X(f"{self.across}:T", title=None, axis=axis)
        years = list(range(int(np.ceil(moments.min())), int(moments.max()) + 1))
        axis = alt.Axis(format="d", values=years)
        title = None if calendar else of.title(self.across)
        return alt.X(f"{self.across}:Q", title=title, scale=alt.Scale(nice=False), axis=axis)


@dataclass(frozen=True)
class Curve(ChartKind):
    """Points in the order of the rows, joined by a line.

    across, up : columns; neither axis begins at 0
    label : column of what is written at each point
    marks : points that are marked, equally far apart as they are drawn, the early ones light; all where 0
    logarithmic : the axis that is, x or y
    zero : the vertical axis begins at 0
    """

    across: str
    up: str
    label: str = ""
    marks: int = 0
    logarithmic: str = ""
    zero: bool = False

    def draw(self, of: Figures) -> Drawn:
        """A thin line with dots; the numbers at them say where it goes."""
        near, scales = alt.Scale(zero=False, padding=20), {self.logarithmic: alt.Scale(type="log")}
        base = alt.Chart(of.frame.assign(place=range(len(of.frame)))).encode(
            x=of.amounts(alt.X, self.across, scale=scales.get("x", near)),
            y=of.amounts(alt.Y, self.up, scale=alt.Scale() if self.zero else scales.get("y", near)),
        )
        line = base.mark_line(strokeWidth=1.5).encode(order="place:Q")
        marked = base.properties(data=base.data.iloc[self._evenly(of.frame)]) if self.marks else base
        points = marked.mark_point(filled=True, size=60, opacity=1).encode(tooltip=of.tips())
        if self.marks:
            early = alt.Scale(scheme="viridis", reverse=True)
            points = points.encode(color=alt.Color("place:Q", scale=early, legend=None))
        if not self.label:
            return alt.layer(line, points).properties(height=240)
        text = alt.Text(f"{self.label}:Q", format=of.form(self.label))
        words = marked.mark_text(dx=9, dy=-9, align="left").encode(text=text)
        return alt.layer(line, points, words).properties(height=360)

    def _evenly(self, rows: pd.DataFrame) -> list[int]:
        points = rows[[self.across, self.up]].to_numpy(dtype=float)
        width = np.ptp(points, axis=0)
        lengths = np.hypot(*(np.diff(points, axis=0) / np.where(width > 0, width, 1.0)).T)
        covered = np.insert(np.cumsum(lengths), 0, 0.0)
        places = np.searchsorted(covered, np.linspace(0.0, covered[-1], self.marks + 1))
        return sorted(set(places.clip(0, len(rows) - 1).tolist()))


@dataclass(frozen=True)
class BarsByTime(ChartKind):
    """Stacked bars through the periods.

    across : column of the period
    parts : columns that are stacked
    by, value : instead, the column that says which part a row is, and the column of its figure
    title : of the vertical axis, where it is not that of the first part
    beside : column of the two that stand side by side; the first pale
    lines : columns of what is added up since the start, as lines over the bars, the second dashed
    panel : column of what has its own panel
    every : length of a period as pandas writes it, where some have no row
    labelled : one in so many periods has its label; all where 0
    """

    across: str
    parts: tuple[str, ...] = ()
    by: str = ""
    value: str = ""
    title: str = ""
    beside: str = ""
    lines: tuple[str, ...] = ()
    panel: str = ""
    every: str = ""
    labelled: int = 0

    def draw(self, of: Figures) -> Drawn:
        """Bars, and over them lines and a line at zero."""
        value, title = self.value or self.parts[0], "In the quarter" if self.lines else None
        if self.by:
            rows = of.frame.rename(columns={self.by: "meaning", self.value: "amount"}).assign(place=0)
            meanings, title = of.meanings(self.by), of.columns[self.by].heading
        else:
            rows = of.tall(of.headings(*self.parts))
            meanings = rows["meaning"].unique().tolist()
        base = alt.Chart(rows).encode(
            x=self._periods(of), y=of.amounts(alt.Y, value, self.title, "amount"), detail="meaning:N",
            order="place:Q",
        )  # fmt: skip
        width = alt.RelativeBandSize(0.55) if self.lines else alt.Undefined
        tips = ["meaning:N", *of.tips(self.across, *filter(None, [self.beside]), amount=value)]
        bars = base.mark_bar(width=width).encode(color=_colour(meanings, title=title), tooltip=tips)
        if self.panel:
            row = alt.Row(f"{self.panel}:N", title=None, sort=of.meanings(self.panel))
            panels: alt.Chart = bars.encode(row=row).properties(width=620, height=110)
            return panels
        layers: list[alt.Chart] = [bars]
        if self.beside:
            pale = of.meanings(self.beside)[0]
            full = alt.condition(alt.datum[self.beside] == pale, alt.value(0.5), alt.value(1.0))
            # Pale bars stand on white ones, or else the grid would show through them.
            both = (base.mark_bar(color="white"), bars.encode(opacity=full))
            layers = [bar.encode(xOffset=alt.XOffset(f"{self.beside}:N")) for bar in both]
        if self.lines:
            layers += [_level("y", 0.0), self._added(of)]
        return alt.layer(*layers).properties(height=320)

    def _periods(self, of: Figures) -> alt.X:
        periods, title = of.frame[self.across].unique().tolist(), of.columns[self.across].heading
        if self.every:
            periods = pd.period_range(min(periods), max(periods), freq=self.every).astype(str).tolist()
        if self.beside:
            title += "; left bar {}, right bar {}".format(*of.meanings(self.beside))
        axis = alt.Axis(labelAngle=-40 if len(periods) > 8 else 0)
        if self.labelled:
            axis = alt.Axis(labelAngle=0, values=periods[:: self.labelled])
        return alt.X(f"{self.across}:O", title=title, scale=alt.Scale(domain=periods), axis=axis)

    def _added(self, of: Figures) -> alt.Chart:
        words = of.headings(*self.lines)
        dashes = alt.Scale(domain=list(words.values()), range=[[1, 0], [5, 4]])
        legend = alt.Legend(
            title="Since the start", orient="top", columns=1, symbolType="stroke", symbolSize=300
        )
        drawn: alt.Chart = (
            alt.Chart(of.tall(words))
            .mark_line(strokeWidth=2)
            .encode(
                x=f"{self.across}:O",
                y="amount:Q",
                strokeDash=alt.StrokeDash("meaning:N", scale=dashes, legend=legend),
                tooltip=["meaning:N", *of.tips(self.across, amount=self.lines[0])],
            )
        )
        return drawn


@dataclass(frozen=True)
class Strips(ChartKind):
    """Dots side by side in groups, with a bar at the median of each.

    across : column of the groups
    beside : column of each dot -> its meaning in the legend
    title : of the vertical axis
    """

    across: str
    beside: Mapping[str, str]
    title: str

    def draw(self, of: Figures) -> Drawn:
        """Pale dots, full bars, and a line at zero."""
        rows, first = of.tall(self.beside).dropna(subset="amount"), next(iter(self.beside))
        base = alt.Chart(rows).encode(
            x=alt.X(f"{self.across}:O", title=of.title(self.across), axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("meaning:N", sort=list(self.beside.values())),
            color=_colour(list(self.beside.values())),
        )
        dots = base.mark_point(filled=True, size=34, opacity=0.5).encode(
            y=of.amounts(alt.Y, first, self.title, "amount"), tooltip=["meaning:N", *of.tips()]
        )
        ticks = base.mark_tick(thickness=3, size=34).encode(y="median(amount):Q")
        return alt.layer(_level("y", 0.0), dots, ticks).properties(height=300)


@dataclass(frozen=True)
class HeatMap(ChartKind):
    """Tiles coloured around zero, each with its number as a percentage.

    across, row, value : columns; the first row below
    """

    across: str
    row: str
    value: str

    def draw(self, of: Figures) -> Drawn:
        """Red below zero, blue above."""
        rows = of.frame[::-1].assign(text=[signed(100.0 * each, 1) for each in of.frame[self.value][::-1]])
        widest = max(float(rows[self.value].abs().max()), 0.001)
        axis = alt.Axis(labelAngle=0, ticks=False, domain=False)
        x = alt.X(f"{self.across}:O", title=of.title(self.across), axis=axis)
        base = alt.Chart(rows).encode(x=x, y=_category(rows, self.row))
        scale = alt.Scale(scheme="redblue", domainMin=-widest, domainMax=widest, domainMid=0)
        colour = alt.Color(f"{self.value}:Q", scale=scale, legend=None)
        strong = abs(alt.datum[self.value]) > 0.6 * widest
        words = base.mark_text().encode(
            text="text:N", color=alt.condition(strong, alt.value("white"), alt.value("black"))
        )
        tiles = base.mark_rect().encode(color=colour, tooltip=of.tips())
        return alt.layer(tiles, words).properties(height=34 * rows[self.row].nunique())
