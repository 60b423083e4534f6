"""Lines over time or over an amount, named at their ends; panels of them; curves; dots in groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, hypot, isfinite

from reallocate.kernel.draw.axis import Axis, Written, along, linear, ratios, titled, upright, widest, writer
from reallocate.kernel.draw.marks import (
    LEADING,
    NARROW,
    Draw,
    apart,
    area,
    box,
    dot,
    folded,
    is_dense,
    keys,
    letters,
    line,
    path,
    text,
)
from reallocate.kernel.draw.tones import Tone

_HIGH, _LOW = 280.0, 150.0
"""Heights of a frame and of one of several panels [pixels]."""
_MOST = 1.6
"""Times its height, a frame whose lines have long names at their ends."""
_NAMES = 0.3
"""Of the width, names of lines at their ends at most."""
_BAND = {"lp": "bp", "lc": "bc"}
_GREY_BAND = "bd"


@dataclass(frozen=True)
class Stroke:
    """A line through points, its name, the words of its last value, and the two ends of its band."""

    name: str
    points: tuple[tuple[float, float], ...]
    tone: Tone
    end: str = ""
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    @property
    def known(self) -> list[tuple[float, float]]:
        """Points that are numbers."""
        return [point for point in self.points if all(map(isfinite, point))]

    @property
    def label(self) -> str:
        """Its name and its last value."""
        return f"{self.name} {self.end}".strip()


@dataclass(frozen=True)
class Frame:
    """What a chart of lines has besides its lines.

    written : a tick of the vertical axis in words
    along : (place, words) of the horizontal axis; its own ticks where there are none
    across : how its own ticks are written
    foot, head : what is along the axes, in words
    levels : lines across
    marks : (place, words) of dashed verticals
    dotted : each point has a dot
    zero : the vertical axis holds zero
    """

    written: Written
    along: tuple[tuple[float, str], ...] = ()
    across: Written = writer()
    foot: str = ""
    head: str = ""
    levels: tuple[float, ...] = ()
    marks: tuple[tuple[float, str], ...] = ()
    dotted: bool = False
    zero: bool = False


def lines(strokes: Sequence[Stroke], frame: Frame) -> Draw:
    """Lines in one frame; names stand at their ends, on a phone above the frame."""

    def draw(width: float) -> tuple[str, float]:
        tall = sum(_names(strokes, width)) if width > NARROW else 0.0
        beside = 0.0 < tall <= _MOST * _HIGH and all(one.known for one in strokes)
        tall = tall if beside else 0.0
        entries = [] if beside else [(one.label, one.tone.words, one.tone.sign) for one in strokes]
        above, top = keys(entries if beside or len(strokes) > 1 or strokes[0].label else [], width)
        room = (
            min(max((letters(one.label, "k") for one in strokes), default=0.0), width * _NAMES)
            if beside
            else 0.0
        )
        ends, high = (0.0, width - room - (18.0 if beside else 10.0)), _LOW if is_dense(width) else _HIGH
        marks, height = _framed(strokes, frame, ends, top, width, beside, max(high, tall))
        return "".join([*above, *marks]), height

    return draw


def panels(each: Mapping[str, tuple[Sequence[Stroke], Frame]]) -> Draw:
    """Frames side by side, each with its own axes, under one row of names."""

    def draw(width: float) -> tuple[str, float]:
        columns = 1 if width <= NARROW or len(each) == 1 else 2
        named = {
            one.name: (one.name, one.tone.words, one.tone.sign)
            for strokes, _ in each.values()
            for one in strokes
        }
        marks, top = keys(list(named.values()), width)
        room = (width - 36.0 * (columns - 1)) / columns
        y, below = top, top
        for place, (title, (strokes, frame)) in enumerate(each.items()):
            left = (room + 36.0) * (place % columns)
            y = below if place % columns == 0 else y
            head = folded(title, room, "k")
            marks += [text(left, y + 16.0 + LEADING * at, one, "k") for at, one in enumerate(head)]
            inner, height = _framed(
                strokes,
                frame,
                (left, left + room - 10.0),
                y + LEADING * len(head) + 4.0,
                left + room,
                False,
                _LOW,
            )
            marks += inner
            below = max(below if place % columns else 0.0, height + 18.0)
        return "".join(marks), below - 18.0

    return draw


def _framed(
    strokes: Sequence[Stroke], frame: Frame, ends: tuple[float, float], top: float, width: float,
    beside: bool, high: float = _HIGH,
) -> tuple[list[str], float]:  # fmt: skip
    """One frame: axes, bands, lines and their names; and where it ends."""
    marks = list[str]()
    if frame.head:
        marks, tall = titled(frame.head, ends[0], top + 14.0, ends[1] - ends[0])
        top += tall + 6.0
    verticals, top = _verticals(frame, top)
    values = [y for one in strokes for _, y in one.known] + list(frame.levels)
    values += [y for one in strokes for y in (*one.low, *one.high)]
    upward = linear(values, top + high, top + 8.0, 3 if high == _LOW else 5, zero=frame.zero)
    left = ends[0] + widest(upward, frame.written)
    places = [x for one in strokes for x, _ in one.known] + [x for x, _ in frame.marks]
    over = _across(places, frame, left, ends[1])
    marks += upright(upward, frame.written, left, ends[1])
    marks += [line(left, upward(one), ends[1], upward(one), "axis") for one in frame.levels]
    shown = frame.along or tuple((at, frame.across(at, over.step)) for at in over.at)
    marks += along([(over(at), words) for at, words in shown], top + high + 24.0, ends[0], ends[1] + 4.0)
    marks += _marked(verticals, over, top, top + high, ends[1])
    for one in strokes:
        if one.low:
            below = [(over(x), upward(y)) for (x, _), y in zip(one.points, one.low, strict=True)]
            upper = [(over(x), upward(y)) for (x, _), y in zip(one.points, one.high, strict=True)]
            marks.append(area(below, upper, _BAND.get(one.tone.stroke, _GREY_BAND)))
    for one in reversed(strokes):
        at = [(over(x), upward(y)) for x, y in one.points]
        marks.append(path(at, one.tone.stroke))
        if one.known:
            dots = one.known if frame.dotted else one.known[-1:]
            marks += [dot(over(x), upward(y), one.tone.dot, 4.0 if frame.dotted else 5.0) for x, y in dots]
    if beside:
        marks += _ends(strokes, over, upward, ends[1] + 14.0, width, (top, top + high))
    foot, tall = titled(frame.foot, ends[1], top + high + 46.0, ends[1] - ends[0], "end")
    return marks + foot, top + high + 30.0 + tall


def _across(places: Sequence[float], frame: Frame, left: float, right: float) -> Axis:
    """The horizontal axis: to its ticks where it has its own, else from the first point to the last."""
    if not frame.along:
        return linear(places, left, right, 5)
    low, high = min(places, default=0.0), max(places, default=1.0)
    return Axis(low, high if high > low else low + 1.0, left + 6.0, right, (low, high))


def _verticals(frame: Frame, top: float) -> tuple[list[tuple[float, str, float]], float]:
    """Dashed verticals with the foot of their words, each in its own line, and where the frame begins."""
    placed = [(at, words, top + 14.0 + LEADING * row) for row, (at, words) in enumerate(frame.marks)]
    return placed, top + LEADING * len(placed) + (4.0 if placed else 0.0)


def _marked(
    verticals: Sequence[tuple[float, str, float]], over: Axis, top: float, bottom: float, right: float
) -> list[str]:
    marks = list[str]()
    for at, words, height in verticals:
        place, wide = over(at), letters(words)
        marks.append(line(place, height + 5.0, place, bottom, "lead-line dash"))
        start = min(max(place - wide / 2.0, 0.0), max(right - wide, 0.0))
        marks.append(text(start, height, words))
    return marks


def _ends(
    strokes: Sequence[Stroke], over: Axis, upward: Axis, x: float, width: float, ends: tuple[float, float]
) -> list[str]:
    """Names at the ends of lines, moved apart where they would cover each other."""
    named = [folded(one.label, width - x, "k") for one in strokes]
    tall = max(map(len, named)) * LEADING + 2.0
    wanted = [upward(one.known[-1][1]) for one in strokes]
    placed = apart(wanted, tall, ends[0] + tall / 2.0, max(ends[1] - tall / 2.0, ends[0] + tall / 2.0))
    marks = list[str]()
    for one, folds, y in zip(strokes, named, placed, strict=True):
        first = y + 5.5 - LEADING * (len(folds) - 1) / 2.0
        marks += [text(x, first + LEADING * at, words, one.tone.words) for at, words in enumerate(folds)]
    return marks


def _names(strokes: Sequence[Stroke], width: float) -> list[float]:
    """Heights that the names at the ends of lines need, each as much as the longest."""
    lines = [len(folded(one.label, width * _NAMES, "k")) for one in strokes]
    return [max(lines) * LEADING + 2.0] * len(lines) if lines else []


@dataclass(frozen=True)
class Trace:
    """Points in their order, joined by a line, some with a dot and words.

    marked : places of those with a dot
    words : of each point; empty where it has none
    """

    points: tuple[tuple[float, float], ...]
    marked: tuple[int, ...]
    words: tuple[str, ...]
    frame: Frame
    logarithmic: str = ""
    fades: bool = False

    def draw(self, width: float) -> tuple[str, float]:
        """Marks and height at a width."""
        frame = self.frame
        marks, head = titled(frame.head, 0.0, 14.0, width)
        top = head + 10.0
        bottom = top + (260.0 if width <= NARROW else 320.0)
        known = [point for point in self.points if all(map(isfinite, point))]
        upward = self._axis([y for _, y in known], "y", bottom, top)
        left = widest(upward, frame.written)
        over = self._axis([x for x, _ in known], "x", left + 8.0, width - 24.0)
        marks += upright(upward, frame.written, left, width - 8.0)
        at = [(over(x), upward(y)) for x, y in self.points]
        marks.append(path(at, "lk thin"))
        tones = ("dotl", "dotm", "dotp") if self.fades else ("dotp",)
        shown = [one for one in self.marked if all(map(isfinite, at[one]))]
        for order, one in enumerate(shown):
            marks.append(dot(*at[one], tones[order * len(tones) // len(shown)], 5.0))
        marks += _beside(
            [at[one] for one in shown], [self.words[one] for one in shown], at, (left, width, top, bottom)
        )
        marks += along([(over(x), frame.across(x, over.step)) for x in over.at], bottom + 24.0, 0.0, width)
        foot, tall = titled(frame.foot, width, bottom + 46.0, width, "end")
        return "".join(marks + foot), bottom + 32.0 + tall

    def _axis(self, values: Sequence[float], name: str, first: float, last: float) -> Axis:
        if self.logarithmic == name:
            return ratios(values, first, last)
        return linear(values, first, last, 5, zero=self.frame.zero and name == "y")


def _beside(
    places: Sequence[tuple[float, float]], words: Sequence[str], line_at: Sequence[tuple[float, float]],
    ends: tuple[float, float, float, float],
) -> list[str]:  # fmt: skip
    """Words beside points where there is room; the first and the last before all others."""
    left, right, top, bottom = ends
    taken, marks = list[tuple[float, float, float, float]](), list[str]()
    order = [*dict.fromkeys([len(words) - 1, 0, *range(1, len(words) - 1)])] if words else []
    for one in (each for each in order if words[each]):
        (x, y), wide = places[one], letters(words[one], "k")
        before, half = -9.0 - wide, -wide / 2.0
        sides = ((9.0, -8.0), (before, -8.0), (9.0, 20.0), (before, 20.0), (half, -13.0), (half, 24.0))
        tries = [(x + dx, y + dy) for dx, dy in sides]

        def crossed(at: tuple[float, float], wide: float = wide) -> float:
            x0, x1, y0, y1 = at[0] - 2, at[0] + wide + 2, at[1] - 14, at[1] + 4
            if x0 < left or x1 > right or y0 < top - 6 or y1 > bottom:
                return 1e9
            if any(x0 < b and a < x1 and y0 < d and c < y1 for a, b, c, d in taken):
                return 1e9
            return float(sum(x0 < x < x1 and y0 < y < y1 for x, y in (*line_at, *places)))

        best = min(tries, key=crossed)
        if crossed(best) < 1e9:
            taken.append((best[0] - 4, best[0] + wide + 4, best[1] - 15, best[1] + 5))
            marks.append(text(*best, words[one], "k halo"))
    return marks


def evenly(points: Sequence[tuple[float, float]], most: int) -> tuple[int, ...]:
    """Places of points that lie equally far apart as they are drawn; all where `most` is 0.

    most : gaps between them
    """
    if not most or len(points) < 2:
        return tuple(range(len(points)))
    ends = [(min(one), max(one)) for one in zip(*points, strict=True)]
    wide = [(high - low) or 1.0 for low, high in ends]
    covered = [0.0]
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        covered.append(covered[-1] + hypot((x1 - x0) / wide[0], (y1 - y0) / wide[1]))
    places = [
        next(
            (at for at, one in enumerate(covered) if one >= covered[-1] * part / most - 1e-12),
            len(points) - 1,
        )
        for part in range(most + 1)
    ]
    return tuple(sorted(set(places)))


@dataclass(frozen=True)
class Group:
    """Values side by side under one name; each set has a bar at its middle."""

    name: str
    sets: tuple[tuple[float, ...], ...]


def strips(groups: Sequence[Group], meanings: Sequence[tuple[str, Tone]], frame: Frame) -> Draw:
    """Pale dots and full bars at their medians, in groups along the page, over a line at zero."""

    def draw(width: float) -> tuple[str, float]:
        marks, top = keys([(words, tone.words, tone.point("dot")) for words, tone in meanings], width)
        values = [value for group in groups for each in group.sets for value in each]
        upward = linear(values, top + _HIGH, top + 8.0, 5, zero=True)
        left = widest(upward, frame.written)
        marks += upright(upward, frame.written, left, width)
        room = (width - left) / max(len(groups), 1)
        for place, group in enumerate(groups):
            middle = left + room * (place + 0.5)
            for at, each in enumerate(group.sets):
                x = middle + (at - (len(group.sets) - 1) / 2.0) * room * 0.36
                known, tone = sorted(value for value in each if isfinite(value)), meanings[at][1]
                marks += [dot(x, upward(value), f"{tone.dot} pale", 5.0) for value in known]
                if known:
                    half = len(known) // 2
                    level = upward(known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2.0)
                    marks.append(line(x - 14.0, level, x + 14.0, level, f"{tone.stroke.split()[0]} thick"))
        middles = [(left + room * (place + 0.5), group.name) for place, group in enumerate(groups)]
        marks += along(middles, top + _HIGH + 24.0, 0.0, width)
        foot, tall = titled(frame.foot, width, top + _HIGH + 46.0, width, "end")
        return "".join(marks + foot), top + _HIGH + 32.0 + tall

    return draw


@dataclass(frozen=True)
class Tiles:
    """Figures in rows and columns, coloured around zero, each written in its tile."""

    names: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    words: tuple[tuple[str, ...], ...]
    foot: str = ""

    def draw(self, width: float) -> tuple[str, float]:
        """Orange below zero, blue above; on a phone the name of a row stands above it."""
        narrow = width <= NARROW
        named = [folded(one, width if narrow else width * 0.3, "k") for one in self.names]
        left = 0.0 if narrow else max(letters(one, "k") for lines in named for one in lines) + 16.0
        room, y, marks = (width - left) / max(len(self.columns), 1), 0.0, list[str]()
        most = max((abs(one) for row in self.values for one in row if isfinite(one)), default=0.0) or 1.0
        for lines, values, words in zip(named, self.values, self.words, strict=True):
            high = 36.0 if narrow else max(36.0, LEADING * len(lines) + 6.0)
            first = y + 15.0 if narrow else y + high / 2.0 + 5.5 - LEADING * (len(lines) - 1) / 2.0
            marks += [text(0.0, first + LEADING * at, one, "k") for at, one in enumerate(lines)]
            y += LEADING * len(lines) + 2.0 if narrow else 0.0
            for place, (value, label) in enumerate(zip(values, words, strict=True)):
                strength = ceil(3.0 * abs(value) / most) if isfinite(value) else 0
                side = "p" if value > 0 else "c"
                fill = ("bd", f"b{side}", f"f{side}m", f"f{side}")[strength]
                x = left + room * place
                marks.append(box(x + 1.0, y, room - 2.0, high, fill))
                if letters(label, "k") <= room:
                    look = "w" if strength == 3 else "k"
                    marks.append(text(x + room / 2.0, y + high / 2.0 + 5.5, label, look, "middle"))
            y += high + (10.0 if narrow else 2.0)
        middles = [(left + room * (place + 0.5), one) for place, one in enumerate(self.columns)]
        marks += along(middles, y + 20.0, 0.0, width)
        foot, tall = titled(self.foot, width, y + 42.0, width, "end")
        return "".join(marks + foot), y + 28.0 + tall
