"""Kinds of charts: walks, bars, dots, lines, curves, bars through time, strips and maps, over any columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.chart import ChartKind, Figures
from reallocate.kernel.draw.columns import Columns, Stack
from reallocate.kernel.draw.columns import panels as column_panels
from reallocate.kernel.draw.marks import Draw
from reallocate.kernel.draw.plane import Frame, Group, Stroke, Tiles, Trace, evenly, lines, panels, strips
from reallocate.kernel.draw.rows import Point, Row, Span, bar, ranged, rows, stacked
from reallocate.kernel.draw.tones import (
    ADDED,
    COMPUTE,
    GHOST,
    PEOPLE,
    SOME_COMPUTE,
    SOME_PEOPLE,
    TAKEN,
    Tone,
    tones,
)
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import YEAR, cell, signed


@dataclass(frozen=True)
class Walk(ChartKind):
    """Steps from a first figure to a last, their sum: each bar begins where the one above ends.

    label, value : columns
    against : column whose last figure stands below that of `value`
    """

    label: str
    value: str
    against: str = ""

    def draw(self, of: Figures) -> Draw:
        """Bars with their values beside them; changes carry their sign, and what is taken away is hatched."""
        values, labels, last = of.values(self.value), of.words(self.label), len(of.frame) - 1
        plain = of.written(self.value, values)
        sized = replace(of, columns={**of.columns, self.value: replace(of.columns[self.value], signed=True)})
        changes, each, at = sized.written(self.value, values), list[Row](), 0.0
        for place, (label, value) in enumerate(zip(labels, values, strict=True)):
            if place in (0, last):
                at = value if isfinite(value) else 0.0
                name = f"{label}, {self.value}" if self.against and place == last else label
                tone = TAKEN if value < 0 else PEOPLE
                each.append(replace(bar(name, value, plain[place], tone), to=at if place < last else None))
                continue
            tone, spans = TAKEN if value < 0 else ADDED, (Span(at, at, "fi"),)
            if value and isfinite(value):
                spans = (Span(at, at + value, tone.fill, tone.hatch),)
                at += value
            look = tone.words if value else "k"
            each.append(Row(label, spans, ends=("", changes[place]), look=look, quiet=True, to=at))
        if self.against:
            other = of.values(self.against)[-1]
            words = of.written(self.value, [*values, other])[-1]
            each.append(bar(f"{labels[-1]}, {self.against}", other, words, GHOST))
        return rows(each)


_SMALL_PART = 0.001
"""[share of the sum] Parts below stand in the table alone."""


@dataclass(frozen=True)
class Parts(ChartKind):
    """Parts of a cost, each from where the one before ends, and what they come to.

    label, value : columns
    quiet : labels of parts that are no cash
    whole : what the sum is called
    written : how an amount is written, with {} for the figure
    """

    label: str
    value: str
    quiet: tuple[str, ...] = ()
    whole: str = "Together"
    written: str = "{}"

    def draw(self, of: Figures) -> Draw:
        """What costs is orange, what saves is blue, what is no cash is grey."""
        values, labels = of.values(self.value), of.words(self.label)
        whole = sum(value for value in values if isfinite(value))
        words, each, at = self._words(of, [*values, whole]), list[Row](), 0.0
        for label, value, said in zip(labels, values, words, strict=False):
            if not isfinite(value):
                continue
            look = GHOST if label in self.quiet else SOME_COMPUTE
            look = look if value >= 0 else SOME_PEOPLE
            if abs(value) >= _SMALL_PART * abs(whole):
                name, spans = f"{label[:1].upper()}{label[1:]}", (Span(at, at + value, look.fill),)
                each.append(Row(name, spans, ends=("", said), quiet=bool(each), to=at + value))
            at += value
        each.append(Row(self.whole, (Span(0.0, at, COMPUTE.fill),), ends=("", words[-1])))
        return rows(each)

    def _words(self, of: Figures, values: list[float]) -> list[str]:
        """Amounts with their signs before what stands around them."""
        plain = of.written(self.value, [abs(value) for value in values])
        written = self.written.replace("$", shown_money().sign)
        figures = [written.format(one.lstrip("+")) for one in plain]
        signs = ["−" if value < 0 else "+" for value in values]
        return [f"{sign}{figure}" for sign, figure in zip(signs, figures, strict=True)]


@dataclass(frozen=True)
class Bars(ChartKind):
    """One bar a row from zero, with its ranges as lines on it; several values are stacked.

    label, values : columns
    thin, thick : columns of the ends of ranges, where the rows have them
    """

    label: str
    values: tuple[str, ...]
    thin: tuple[str, str] | None = None
    thick: tuple[str, str] | None = None

    def draw(self, of: Figures) -> Draw:
        """Bars over a line at zero, to the left hatched; a value with a range is a dot on it."""
        if len(self.values) > 1:
            return self._stacked(of)
        values = of.values(self.values[0])
        words, labels = of.written(self.values[0], values), of.words(self.label)
        ranges = [
            (of.values(ends[0]), of.values(ends[1])) for ends in (self.thin, self.thick)
            if ends and ends[0] in of.frame
        ]  # fmt: skip
        if not ranges:
            return rows([bar(*each) for each in zip(labels, values, words, strict=True)])
        ends, each = _paired(of, self.values[0], *ranges[-1]), list[Row]()
        for place, (label, value, said) in enumerate(zip(labels, values, words, strict=True)):
            here = [(low[place], high[place]) for low, high in ranges]
            each.append(ranged(label, value, said, here, (ends[0][place], ends[1][place])))
        return rows(each, ticks=of.ticks(self.values[0]))

    def _stacked(self, of: Figures) -> Draw:
        parts = of.headings(*self.values)
        looks, columns = tones(list(parts.values())), [of.values(name) for name in parts]
        amounts = list(zip(*columns, strict=True))
        totals = [sum(value for value in each if isfinite(value)) for each in amounts]
        words = of.written(next(iter(parts)), totals)
        each = [
            stacked(label, values, looks, said)
            for label, values, said in zip(of.words(self.label), amounts, words, strict=True)
        ]
        entries = [(name, tone.words, tone.swatch) for name, tone in zip(parts.values(), looks, strict=True)]
        return rows(each, entries=entries if len(parts) > 1 else ())


def _paired(of: Figures, name: str, low: list[float], high: list[float]) -> tuple[list[str], list[str]]:
    """Ends of ranges in words, all with the same digits.

    name : column whose unit they have
    """
    words = of.written(name, [*low, *high])
    return words[: len(low)], words[len(low) :]


@dataclass(frozen=True)
class Dots(ChartKind):
    """One line a row, with a dot for each of its values.

    label : column
    dots : column of each dot -> its meaning
    span : columns of the ends of the line, where there is one
    texts : columns of what is written beside each dot, in the unit of the row
    levels : drawn dashed, where the dots come near
    zero : the axis begins at zero
    """

    label: str
    dots: Mapping[str, str]
    span: tuple[str, str] | None = None
    texts: tuple[str, ...] = ()
    levels: tuple[float, ...] = ()
    zero: bool = True

    def draw(self, of: Figures) -> Draw:
        """A pale line, and on it dots of other colour and form; rows without figures are left out."""
        of = replace(of, frame=of.frame.dropna(subset=list(self.dots), how="all"))
        meanings, first = list(self.dots.values()), next(iter(self.dots))
        looks = tones(meanings) if len(meanings) > 1 else [PEOPLE]
        values = {name: of.values(name) for name in self.dots}
        ends = [of.values(name) for name in self.span] if self.span else []
        if self.span and set(self.span) != set(self.dots):
            each = self._on_ranges(of, values, looks, ends)
        else:
            each = self._between(of, values, looks, ends)
        known = [value for every in values.values() for value in every if isfinite(value)]
        far = 0.6 * ((max(known) - min(known)) or 1.0) if known else 0.0
        near = [one for one in self.levels if known and min(known) - far <= one <= max(known) + far]
        entries = [
            (words, tone.words, tone.point(_FORMS[at % 2]))
            for at, (words, tone) in enumerate(zip(meanings, looks, strict=True))
        ]
        return rows(
            each,
            ticks=of.ticks(first),
            zero=self.zero,
            levels=near,
            entries=entries if len(looks) > 1 else (),
        )

    def _on_ranges(
        self, of: Figures, values: Mapping[str, list[float]], looks: Sequence[Tone], ends: list[list[float]]
    ) -> list[Row]:
        """Dots on a range whose ends are written; the first figure stands beside the name."""
        first, *others = values
        said, reach, each = of.written(first, values[first]), _paired(of, first, *ends), list[Row]()
        for place, label in enumerate(of.words(self.label)):
            words, span = (reach[0][place], reach[1][place]), (ends[0][place], ends[1][place])
            row = ranged(label, values[first][place], said[place], [span], words)
            more = tuple(
                Point(values[name][place], tone.dot, _FORMS[1])
                for name, tone in zip(others, looks[1:], strict=True)
            )
            each.append(replace(row, points=(*row.points, *more)))
        return each

    def _between(
        self, of: Figures, values: Mapping[str, list[float]], looks: Sequence[Tone], ends: list[list[float]]
    ) -> list[Row]:
        """Dots, each with its figure or its text, and a line between them."""
        whole = of.written(next(iter(values)), [value for every in values.values() for value in every])
        rows_of = len(of.frame)
        said = {name: whole[at * rows_of : (at + 1) * rows_of] for at, name in enumerate(values)}
        for name, text in zip(values, self.texts, strict=False):
            pairs = zip(of.frame[text], of.frame["unit"], strict=True)
            said[name] = [cell(number, unit, figures=3) for number, unit in pairs]
        each = list[Row]()
        for place, label in enumerate(of.words(self.label)):
            points = tuple(
                Point(values[name][place], tone.dot, _FORMS[at % 2], said[name][place])
                for at, (name, tone) in enumerate(zip(values, looks, strict=True))
            )
            reach = [one[place] for one in ends]
            known = bool(reach) and all(map(isfinite, reach))
            spans = (Span(reach[0], reach[1], "fpm", high=14.0),) if known else ()
            each.append(Row(label, spans, points, look=""))
        return each


_FORMS = ("dot", "diamond")


def tornado(label: str, low: str, high: str, **options: Any) -> Dots:
    """One line a row between the results of an input at either end of its range.

    label, low, high : columns
    options : further fields of `Dots`
    """
    ends = {low: "input at its lowest", high: "input at its highest"}
    return Dots(label, ends, (low, high), **options)


@dataclass(frozen=True)
class Line:
    """A line through time; a band where the rows have the ends of its value's range, as _low and _high.

    value : column
    meaning : the words at its end; decides the colour
    broken : drawn with dashes
    """

    value: str
    meaning: str
    broken: bool = False


@dataclass(frozen=True)
class Lines(ChartKind):
    """Lines through time, with a band where runs spread.

    across : column of the moment: a month, a year, or time since the start
    lines : each a column; those that the rows lack are left out, those named first lie on top
    by, value : instead, the column that says to which line a row belongs, and the column of its figure
    level : of a horizontal line, in the unit of the vertical axis
    panels : columns that say in which panel a row is drawn, each with its own axes
    only : of the last of them, what is drawn; all where empty
    """

    across: str
    lines: tuple[Line, ...] = ()
    by: str = ""
    value: str = ""
    level: float | None = None
    panels: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def draw(self, of: Figures) -> Draw:
        """Lines with their last values, and pale areas below them."""
        order = [line.meaning for line in self.lines if line.value in of.frame] or of.meanings(self.by)
        looks = dict(zip(order, tones(order), strict=True))
        if not self.panels:
            return lines(self._strokes(of, looks), self._frame(of))
        frame = of.frame
        if self.only:
            frame = frame[frame[self.panels[-1]].isin(self.only)]
        named = frame[list(self.panels)].agg(": ".join, axis=1)
        each = {}
        for title in named.unique().tolist():
            part = replace(of, frame=frame[named == title])
            each[title] = (self._strokes(part, looks), self._frame(part))
        return panels(each)

    def _strokes(self, of: Figures, looks: Mapping[str, Tone]) -> list[Stroke]:
        moments = _moments(of, self.across)
        if self.by:
            each = list[Stroke]()
            for meaning in (one for one in looks if (of.frame[self.by] == one).any()):
                mine = (of.frame[self.by] == meaning).to_numpy()
                values = np.array(of.values(self.value))[mine].tolist()
                each.append(_stroke(of, self.value, meaning, looks[meaning], moments[mine].tolist(), values))
            return each
        each = []
        for line in (one for one in self.lines if one.value in of.frame):
            tone = looks[line.meaning]
            if line.broken and "dash" not in tone.stroke and tone is not GHOST:
                tone = replace(tone, stroke=f"{tone.stroke} dash")
            stroke = _stroke(of, line.value, line.meaning, tone, moments.tolist(), of.values(line.value))
            if f"{line.value}_low" in of.frame:
                low, high = (tuple(of.values(f"{line.value}_{end}")) for end in ("low", "high"))
                stroke = replace(stroke, low=low, high=high)
            each.append(stroke)
        return each

    def _frame(self, of: Figures) -> Frame:
        value = self.value or next(line.value for line in self.lines if line.value in of.frame)
        moments, column = _moments(of, self.across), of.columns[self.across]
        numbers = pd.api.types.is_numeric_dtype(of.frame[self.across].dtype)
        calendar = not numbers or column.unit == YEAR
        years = range(int(np.ceil(moments.min())), int(moments.max()) + 1) if len(moments) else range(0)
        few = len(set(moments.tolist())) < 8
        return Frame(
            of.ticks(value), tuple((float(year), str(year)) for year in years) if len(years) > 1 else (),
            foot="" if calendar else of.title(self.across), dotted=few,
            levels=() if self.level is None else (self.level,),
        )  # fmt: skip


def _stroke(of: Figures, name: str, meaning: str, tone: Tone, at: list[float], values: list[float]) -> Stroke:
    points = tuple(zip(at, values, strict=True))
    last = next((value for value in reversed(values) if isfinite(value)), None)
    end = of.written(name, [*values, last])[-1] if last is not None else ""
    return Stroke(meaning, points, tone, end)


def _moments(of: Figures, across: str) -> Any:
    """Moments as numbers: years with their part, or the time since the start."""
    column = of.frame[across]
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.to_numpy(dtype=float)
    days = pd.to_datetime(column)
    return (days.dt.year + (days.dt.month - 1 + (days.dt.day - 1) / 31.0) / 12.0).to_numpy(dtype=float)


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

    def draw(self, of: Figures) -> Draw:
        """Lines with dots, and dashed verticals with their words above."""
        order, each = of.meanings(self.by), list[Stroke]()
        for meaning, tone in zip(order, tones(order), strict=True):
            mine = replace(of, frame=of.frame[of.frame[self.by] == meaning])
            each.append(_stroke(mine, self.up, meaning, tone, mine.values(self.across), mine.values(self.up)))
        marks = tuple((at, words) for words, at in self.marks.items())
        frame = Frame(
            of.ticks(self.up),
            across=of.ticks(self.across),
            foot=of.title(self.across),
            marks=marks,
            dotted=True,
        )
        return lines(each, frame)


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

    def draw(self, of: Figures) -> Draw:
        """A thin line with dots; the numbers at them say where it goes."""
        points = tuple(zip(of.values(self.across), of.values(self.up), strict=True))
        known = [one for one in points if all(map(isfinite, one))]
        marked = evenly(known, self.marks) if len(known) == len(points) else tuple(range(len(points)))
        words = tuple(of.words(self.label)) if self.label else ("",) * len(points)
        frame = Frame(
            of.ticks(self.up), across=of.ticks(self.across), foot=of.title(self.across),
            head=of.title(self.up), zero=self.zero,
        )  # fmt: skip
        return Trace(points, marked, words, frame, self.logarithmic, fades=self.marks > 0).draw


@dataclass(frozen=True)
class BarsByTime(ChartKind):
    """Stacked bars through the periods.

    across : column of the period
    parts : columns that are stacked
    by, value : instead, the column that says which part a row is, and the column of its figure
    beside : column of the two that stand side by side; the first pale
    lines : columns of what is added up since the start, as lines over the bars, the second dashed
    panel : column of what has its own panel
    every : length of a period as pandas writes it, where some have no row
    """

    across: str
    parts: tuple[str, ...] = ()
    by: str = ""
    value: str = ""
    beside: str = ""
    lines: tuple[str, ...] = ()
    panel: str = ""
    every: str = ""

    def draw(self, of: Figures) -> Draw:
        """Bars over a line at zero, and lines over them."""
        if not self.panel:
            return self._columns(of, of).draw
        return column_panels({
            title: self._columns(replace(of, frame=of.frame[of.frame[self.panel] == title]), of)
            for title in of.meanings(self.panel)
        })  # fmt: skip

    def _columns(self, of: Figures, whole: Figures) -> Columns:
        """The columns of one panel, periods and meanings those of the whole chart."""
        periods = whole.frame[self.across].unique().tolist()
        if self.every:
            periods = pd.period_range(min(periods), max(periods), freq=self.every).astype(str).tolist()
        parts = {} if self.by else whole.headings(*self.parts)
        meanings = whole.meanings(self.by) if self.by else list(parts.values())
        sides = whole.meanings(self.beside) if self.beside else [""]
        stacks = tuple(
            tuple(self._stack(of, period, side, side == sides[0] != "", meanings, parts) for side in sides)
            for period in periods
        )
        value, single = self.value or next(iter(parts)), not (self.beside or self.lines or self.panel)
        added = of.headings(*self.lines) if self.lines else {}
        over = tuple(
            (words, tuple(of.values(name)), tone)
            for (name, words), tone in zip(added.items(), (_ADDED_UP, _CHARGED), strict=False)
        )
        said: tuple[str, ...] = ()
        if single and (self.by or len(parts) == 1):
            said = tuple(of.written(value, [sum(stack[0].amounts) for stack in stacks]))
        pair = (f"left, pale bar: {sides[0]}", f"right bar: {sides[-1]}") if self.beside else ()
        looks = tuple(zip(meanings, tones(meanings), strict=True))
        return Columns(tuple(map(str, periods)), stacks, looks, of.ticks(value), over, said, pair)

    def _stack(
        self, of: Figures, period: Any, side: str, pale: bool, meanings: list[str], parts: Mapping[str, str]
    ) -> Stack:
        mine = of.frame[self.across].astype(str) == str(period)
        here = of.frame[mine & (of.frame[self.beside] == side) if self.beside else mine]
        if parts:
            amounts = tuple(float(here[name].sum()) for name in parts)
        else:
            amounts = tuple(float(here.loc[here[self.by] == one, self.value].sum()) for one in meanings)
        return Stack(amounts, pale)


_ADDED_UP = Tone("fi", "lk", "doti", "k")
_CHARGED = Tone("fi", "lk dash", "doti", "k")


@dataclass(frozen=True)
class Strips(ChartKind):
    """Dots side by side in groups, with a bar at the median of each.

    across : column of the groups
    beside : column of each dot -> its meaning
    """

    across: str
    beside: Mapping[str, str]

    def draw(self, of: Figures) -> Draw:
        """Pale dots, full bars, and a line at zero."""
        order = sorted(of.frame[self.across].unique().tolist())
        groups = []
        for name in order:
            mine = replace(of, frame=of.frame[of.frame[self.across] == name])
            groups.append(Group(str(name), tuple(tuple(mine.values(one)) for one in self.beside)))
        meanings = list(self.beside.values())
        frame = Frame(of.ticks(next(iter(self.beside))), foot=of.title(self.across))
        return strips(groups, list(zip(meanings, tones(meanings), strict=True)), frame)


@dataclass(frozen=True)
class HeatMap(ChartKind):
    """Tiles coloured around zero, each with its number as a percentage.

    across, row, value : columns; the first row below
    """

    across: str
    row: str
    value: str

    def draw(self, of: Figures) -> Draw:
        """Orange below zero, blue above."""
        names, columns = of.frame[self.row].unique().tolist()[::-1], of.frame[self.across].unique().tolist()
        wide = of.frame.drop_duplicates([self.row, self.across]).pivot(
            index=self.row, columns=self.across, values=self.value
        )
        values = tuple(tuple(float(wide.loc[name, one]) for one in columns) for name in names)
        words = tuple(tuple(signed(100.0 * one, 1) if isfinite(one) else "" for one in row) for row in values)
        return Tiles(
            tuple(map(str, names)),
            tuple(f"{one:g}" if isinstance(one, float) else str(one) for one in columns),
            values, words, of.title(self.across),
        ).draw  # fmt: skip
