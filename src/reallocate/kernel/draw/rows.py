"""Rows with a name and what lies on one axis: bars, walks, ranges with dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from reallocate.kernel.draw.axis import Axis, Written, along, linear
from reallocate.kernel.draw.marks import (
    LEADING,
    NARROW,
    Draw,
    box,
    diamond,
    dot,
    folded,
    is_dense,
    keys,
    letters,
    line,
    text,
)
from reallocate.kernel.draw.tones import PEOPLE, TAKEN, Tone

_BAR, _GAP, _BESIDE = 22.0, 9.0, 8.0
"""Height of a bar, and room below a row and beside a mark [pixels]."""
_THIN, _THICK = 2.0, 14.0
"""Heights of ranges [pixels]."""
_LABELS = 0.38
"""Of the width, names of rows at most."""


@dataclass(frozen=True)
class Span:
    """From one value to another: a bar or a range, by its height."""

    begin: float
    end: float
    look: str
    hatch: str = ""
    high: float = _BAR


@dataclass(frozen=True)
class Point:
    """A value with its words beside it; the side is the one away from the middle of the row."""

    value: float
    look: str
    form: str = "dot"
    words: str = ""


@dataclass(frozen=True)
class Row:
    """What lies in a row, and words beyond its end.

    ends : words on its left and on its right, where they are not those of its points
    look : of the words beyond its ends
    quiet : its name is not in bold
    to : where the next row of a walk begins
    """

    label: str
    spans: tuple[Span, ...] = ()
    points: tuple[Point, ...] = ()
    ends: tuple[str, str] = ("", "")
    look: str = "k"
    quiet: bool = False
    to: float | None = None

    @property
    def values(self) -> list[float]:
        """Every value that it shows."""
        ends = [end for one in self.spans for end in (one.begin, one.end)]
        return [one for one in (*ends, *(point.value for point in self.points)) if isfinite(one)] or [0.0]

    @property
    def sides(self) -> tuple[str, str]:
        """Words on its left and on its right."""
        known = [one for one in self.points if isfinite(one.value) and one.words]
        if not known:
            return self.ends
        middle = sum(one.value for one in known) / len(known)
        left = [one for one in known if one.value < middle]
        return (left[0].words if left else ""), next((one.words for one in known if one not in left), "")


def bar(label: str, value: float, words: str, tone: Tone | None = None) -> Row:
    """A bar from zero: blue to the right, hatched to the left.

    tone : where it is another
    """
    shown = tone or (TAKEN if value < 0 else PEOPLE)
    spans = (Span(0.0, value, shown.fill, shown.hatch),)
    return Row(label, spans, ends=_outward(value, words), look="k" if tone else shown.words)


def stacked(label: str, amounts: Sequence[float], tones: Sequence[Tone], words: str) -> Row:
    """Parts of a bar one after the other, those below zero to the left."""
    above, below, spans = 0.0, 0.0, list[Span]()
    for value, tone in zip(amounts, tones, strict=True):
        if not isfinite(value) or not value:
            continue
        begin = above if value > 0 else below
        above, below = above + max(value, 0.0), below + min(value, 0.0)
        spans.append(Span(begin, begin + value, tone.fill, tone.hatch))
    return Row(label, tuple(spans), ends=_outward(above + below, words))


def ranged(
    label: str, value: float, words: str, ranges: Sequence[tuple[float, float]], ends: tuple[str, str]
) -> Row:
    """A figure beside its name, and a dot on its range; a second range is a thin line.

    ranges : low and high of each, the thick one last
    ends : of the thick one in words
    """
    looks = (("fi", _THIN), ("fpm", _THICK))[-len(ranges) :]
    known = [
        Span(low, high, look, high=tall)
        for (low, high), (look, tall) in zip(ranges, looks, strict=True) if isfinite(low) and isfinite(high)
    ]  # fmt: skip
    low, high = ranges[-1]
    points = (Point(value, PEOPLE.dot),)
    return Row(f"{label} {words}", tuple(known), points, ends if high > low else ("", ""), look="")


def _outward(value: float, words: str) -> tuple[str, str]:
    """Words of a bar from zero: on its left where it is below."""
    return (words, "") if value < 0 else ("", words)


def rows(
    each: Sequence[Row], *, ticks: Written | None = None, zero: bool = True,
    levels: Sequence[float] = (), entries: Sequence[tuple[str, str, str]] = (),
) -> Draw:  # fmt: skip
    """Rows on one axis; on a phone the name stands above its row.

    ticks : how those of an axis below are written; none where every row has its words
    zero : the axis holds zero
    levels : drawn dashed
    entries : what the colours mean, as for `keys`
    """

    def draw(width: float) -> tuple[str, float]:
        above, top = keys(entries, width)
        narrow = width <= NARROW
        named = [_lines(row, width if narrow else width * _LABELS) for row in each]
        wide = max((letters(one, "k") for lines in named for one in lines), default=0.0)
        axis = _axis(each, 0.0 if narrow else wide + 16.0, width, ticks, zero)
        heads = [LEADING * len(lines) + 2.0 if narrow else 0.0 for lines in named]
        tall = [max(_BAR, 0.0 if narrow else LEADING * len(lines)) for lines in named]
        gap = _GAP / 2.0 if is_dense(width) else _GAP
        marks, y, middles = list[str](), top, list[float]()
        for row, lines, head, high in zip(each, named, heads, tall, strict=True):
            middle = y + head + high / 2.0
            first = y + 15.0 if narrow else middle - LEADING * (len(lines) - 1) / 2.0 + 5.5
            look = "halo" if row.quiet else "k halo"
            marks += [text(0.0, first + LEADING * at, one, look) for at, one in enumerate(lines)]
            marks += _row(row, axis, middle)
            middles.append(middle)
            y += head + high + gap
        bottom = y - gap + 4.0
        marks += [
            line(axis(row.to), here + _BAR / 2.0 + 2.0, axis(row.to), there - _BAR / 2.0 - 2.0, "lead-line")
            for row, (here, there) in zip(each, pairwise(middles), strict=False)
            if row.to is not None and not narrow
        ]  # fmt: skip
        behind, foot = _behind(axis, top, bottom, ticks, levels, width)
        return "".join([*above, *behind, *marks]), foot

    return draw


def _lines(row: Row, room: float) -> list[str]:
    """The name of a row in lines; what stands after a colon or semicolon may begin one."""
    return folded(row.label, room, "k")


def _axis(each: Sequence[Row], left: float, width: float, ticks: Written | None, zero: bool) -> Axis:
    """The axis, with room for the words of every row on either side."""
    values = [value for row in each for value in row.values]
    most = 3 if width <= NARROW else 5
    first, last = left, width
    rounded = linear(values, first, last, most, zero=zero)
    low, high = (rounded.low, rounded.high) if ticks else _ends(values)
    for _ in range(8):
        axis = Axis(low, high, first, last, rounded.at)
        lacks = [0.0, 0.0]
        for row in each:
            before, after = row.sides
            edge = 9.0 if row.points else 0.0
            if before:
                lacks[0] = max(lacks[0], left + letters(before, "k") + _BESIDE + edge - axis(min(row.values)))
            if after:
                lacks[1] = max(lacks[1], axis(max(row.values)) + _BESIDE + edge + letters(after, "k") - width)
        first, last = first + lacks[0], last - lacks[1]
        if last - first < 40.0:
            first, last = min(first, width / 2.0 - 20.0), max(last, width / 2.0 + 20.0)
    return Axis(low, high, first, last, rounded.at)


def _ends(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    return (low, high) if high > low else (0.0, 1.0)


def _row(row: Row, axis: Axis, middle: float) -> list[str]:
    """Marks and words of one row."""
    marks = list[str]()
    for span in row.spans:
        if isfinite(span.begin) and isfinite(span.end):
            left, right = sorted((axis(span.begin), axis(span.end)))
            wide = max(right - left, 2.0)
            marks.append(box(left, middle - span.high / 2.0, wide, span.high, span.look, span.hatch))
    for point in row.points:
        if isfinite(point.value):
            form = diamond if point.form == "diamond" else dot
            marks.append(form(axis(point.value), middle, point.look))
    before, after = row.sides
    edge, ends = (9.0 if row.points else 0.0), [axis(value) for value in row.values]
    look = f"{row.look} halo".strip()
    if before:
        marks.append(text(min(ends) - _BESIDE - edge, middle + 5.5, before, look, "end"))
    if after:
        marks.append(text(max(ends) + _BESIDE + edge, middle + 5.5, after, look))
    return marks


def _behind(
    axis: Axis, top: float, bottom: float, ticks: Written | None, levels: Sequence[float], width: float
) -> tuple[list[str], float]:
    """Lines behind the rows, words of the ticks, and the height."""
    marks = [
        line(axis(level), top, axis(level), bottom, "lead-line dash")
        for level in levels if axis.low <= level <= axis.high
    ]  # fmt: skip
    if axis.low <= 0.0 <= axis.high:
        marks.append(line(axis(0.0), top, axis(0.0), bottom, "axis"))
    if ticks is None:
        return marks, bottom
    marks = [line(axis(one), top, axis(one), bottom, "grid") for one in axis.at if one] + marks
    words = [(axis(one), ticks(one, axis.step)) for one in axis.at]
    return marks + along(words, bottom + 20.0, 0.0, width), bottom + 28.0
