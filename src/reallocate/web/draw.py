"""Charts as SVG made on the server: in both themes, on paper, and without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from reallocate.kernel.draw.marks import NARROW, box, dot
from reallocate.kernel.draw.marks import line as mark_line
from reallocate.kernel.draw.marks import text as mark_text
from reallocate.kernel.draw.marks import ticks as nice_ticks
from reallocate.render.drawing import alone, both

__all__ = [
    "DIGIT", "NARROW", "Bar", "Part", "Series", "alone", "bars", "both", "dots", "interval", "lines",
    "mark_line", "mark_text", "nice_ticks", "reached_parts",
]  # fmt: skip

DIGIT, _LARGE = 8.6, 12.5
"""Widths of a letter of chart text, and of a figure [pixels]."""


def dots(
    shares: Sequence[float], middle: float, middle_words: str, count_words: str
) -> Callable[[float], tuple[str, float]]:
    """One dot a source on a line from 0 to 100%, those that would cover each other stacked.

    shares : [0–1]
    middle : [0–1] where the dashed line stands
    """

    def draw(width: float) -> tuple[str, float]:
        left, right, radius = 10.0, width - 10.0, 8.0
        at = [left + share * (right - left) for share in sorted(shares)]
        levels = _stacked(at, 2 * radius)
        top = 46 + 17 * max(levels)
        base = top + 20
        marks = [box(at[0], base - 9, at[-1] - at[0], 9, "bc"), mark_line(left, base, right, base, "axis")]
        for share in (0, 25, 50, 75, 100) if width > NARROW else (0, 50, 100):
            x = left + share / 100 * (right - left)
            anchor = "start" if share == 0 else "end" if share == 100 else "middle"
            marks += [
                mark_line(x, base, x, base + 5, "axis"),
                mark_text(x + (share == 100) * 10 - (share == 0) * 10, base + 24, f"{share}%", "", anchor),
            ]
        x = left + middle * (right - left)
        marks += [mark_line(x, 28, x, base, "lead-line dash")]
        marks += [dot(a, base - 10 - 17 * level, "dotc", radius) for a, level in zip(at, levels, strict=True)]
        half = len(middle_words) * DIGIT / 2
        marks.append(mark_text(min(max(x, half), width - half), 20, middle_words, "k halo", "middle"))
        if abs(x - left) > 2 * half + len(count_words) * DIGIT / 2:
            marks.append(mark_text(0, 20, count_words))
        return "".join(marks), base + 32

    return draw


def _stacked(places: Sequence[float], apart: float) -> list[int]:
    """For places in order, the level at which each has room."""
    ends: list[float] = []
    levels = []
    for place in places:
        level = next((at for at, end in enumerate(ends) if place - end >= apart), len(ends))
        ends[level : level + 1] = [place]
        levels.append(level)
    return levels


@dataclass(frozen=True)
class Part:
    """A part of a whole: its size [0–1], and the share of it that is reached [0–1], each with its words."""

    label: str
    size: float
    size_text: str
    reached: float
    reached_text: str


def reached_parts(parts: Sequence[Part]) -> Callable[[float], tuple[str, float]]:
    """Parts of a whole by width, and from below how much of each is reached; on a phone as bars."""

    def draw(width: float) -> tuple[str, float]:
        return _columns(parts, width) if width > NARROW else _rows(parts, width)

    return draw


def _columns(parts: Sequence[Part], width: float) -> tuple[str, float]:
    height, gap, marks, x = 190.0, 3.0, list[str](), 0.0
    room = width - gap * (len(parts) - 1)
    narrow = []
    for part in parts:
        wide, high = room * part.size, height * part.reached
        marks += [box(x, 14, wide, height, "bp"), box(x, 14 + height - high, wide, high, "fc")]
        inside = high > 34
        if wide > 52:
            look, y = ("w f", 14 + height - high + 26) if inside else ("kc f", 14 + height - high - 10)
            marks.append(mark_text(x + 8, y, part.reached_text, look))
        if wide > len(part.label) * DIGIT + 8:
            marks += [
                mark_text(x, 14 + height + 24, part.label, "k"),
                mark_text(x, 14 + height + 44, f"{part.size_text} of hours"),
            ]
        else:
            narrow.append((x + wide / 2, part))
        x += wide + gap
    y = 14 + height + 72
    for place, part in reversed(narrow):
        words = f"{part.label}: {part.size_text} of hours, {part.reached_text} alone"
        marks += [
            mark_line(place, 14 + height + 4, place, y - 5, "lead-line"),
            mark_line(place - 6, y - 5, place, y - 5, "lead-line"),
        ]
        marks.append(mark_text(place - 12, y, words, "k", "end"))
        y += 24
    return "".join(marks), y - (0 if narrow else 20)


def _rows(parts: Sequence[Part], width: float) -> tuple[str, float]:
    marks, y = list[str](), 16.0
    longest = width - 52
    most = max(part.size for part in parts)
    for part in parts:
        wide = longest * part.size / most
        marks += [
            mark_text(0, y, f"{part.label}, {part.size_text} of hours", "k"),
            box(0, y + 8, wide, 20, "bp"),
            box(0, y + 8, wide * part.reached, 20, "fc"),
        ]
        marks.append(mark_text(wide + 8, y + 24, part.reached_text, "kc"))
        y += 56
    return "".join(marks), y - 20


@dataclass(frozen=True)
class Series:
    """A line: its values, the look of its stroke and end, and the words at its end."""

    values: Sequence[float]
    look: str
    dot: str
    words: str
    words_look: str


def lines(
    labels: Sequence[str], series: Sequence[Series], written: Callable[[float], str], *,
    shown_labels: Sequence[int], from_zero: bool = False, estimated: Sequence[bool] = (),
    shade: tuple[int, int, str] | None = None, meets: tuple[int, str] | None = None,
) -> Callable[[float], tuple[str, float]]:  # fmt: skip
    """Lines over quarters or years, each named at its end.

    labels : one a place; shown_labels : places that are labelled
    written : a value in words, for the axis
    from_zero : the axis begins at zero
    estimated : places whose figure is an estimate, drawn dotted
    shade : first and last place of a shaded stretch, and its words
    meets : a place with a dashed line, and its words
    """

    def draw(width: float) -> tuple[str, float]:
        every = [value for one in series for value in one.values]
        ticks = nice_ticks(min(0.0, *every) if from_zero else min(every), max(every), 4)
        low, high = min(ticks[0], min(every)), max(ticks[-1], max(every))
        ends = max(len(one.words) for one in series) * _LARGE + 18 if width > NARROW else 8
        left, right, top, bottom = (
            max(len(written(one)) for one in ticks) * DIGIT + 12,
            width - ends,
            36.0,
            280.0,
        )

        def x(place: int) -> float:
            return left + (right - left) * place / max(len(labels) - 1, 1)

        def y(value: float) -> float:
            return bottom - (bottom - top) * (value - low) / (high - low)

        marks = []
        if shade is not None:
            first, last, words = shade
            marks += [
                box(x(first), top, x(last) - x(first), bottom - top, "bp"),
                mark_text((x(first) + x(last)) / 2, bottom - 10, words, "", "middle"),
            ]
        for tick in ticks:
            marks += [
                mark_line(left, y(tick), right, y(tick), "axis" if tick == 0 else "grid"),
                mark_text(left - 10, y(tick) + 5, written(tick), "", "end"),
            ]
        if meets is not None:
            place, words = meets
            marks += [
                mark_line(x(place), top, x(place), bottom, "lead-line dash"),
                mark_text(
                    x(place),
                    top - 12,
                    words,
                    "k",
                    "middle"
                    if left + 80 < x(place) < right - 80
                    else "end"
                    if x(place) > right - 80
                    else "start",
                ),
            ]
        for place in shown_labels:
            marks.append(mark_text(x(place), bottom + 28, labels[place], "", _anchor(place, len(labels))))
        for one in series:
            marks += _stroke(one, x, y, estimated)
        marks += _ends(series, x(len(labels) - 1), y, width > NARROW)
        return "".join(marks), bottom + 40

    return draw


def _anchor(place: int, of: int) -> str:
    return "start" if place == 0 else "end" if place == of - 1 else "middle"


def _stroke(
    one: Series, x: Callable[[int], float], y: Callable[[float], float], estimated: Sequence[bool]
) -> Iterator[str]:
    """The line in pieces: dotted where one of its two ends is an estimate."""
    guessed = list(estimated) or [False] * len(one.values)
    for place in range(len(one.values) - 1):
        dotted = " guessed" if guessed[place] or guessed[place + 1] else ""
        yield mark_line(
            x(place), y(one.values[place]), x(place + 1), y(one.values[place + 1]), one.look + dotted
        )


def _ends(series: Sequence[Series], x: float, y: Callable[[float], float], beside: bool) -> Iterator[str]:
    """Dot and name at the end of each line; names that would cover each other move apart."""
    placed: list[float] = []
    below: list[float] = []
    for place, one in enumerate(sorted(series, key=lambda one: -one.values[-1])):
        end = y(one.values[-1])
        level = max([end, *(other + 24 for other in placed)])
        placed.append(level)
        yield dot(x, end, one.dot)
        if beside:
            yield mark_text(x + 14, level + 6, one.words, one.words_look)
            continue
        falls = len(series) == 1 and one.values[-2:][0] > one.values[-1]
        at = end + 30 if falls else end - 14
        if place:
            at = max([end + 30, *(other + 24 for other in below)])
            below.append(at)
        yield mark_text(x, at, one.words, f"{one.words_look} halo", "end")


def interval(
    low: float, middle: float, high: float, written: Callable[[float], str]
) -> Callable[[float], tuple[str, float]]:
    """A range with its middle, on an axis with zero.

    written : a value in words
    """

    def draw(width: float) -> tuple[str, float]:
        ticks = nice_ticks(min(low, 0.0), max(high, 0.0), 3)
        left, right = 24.0, width - 24.0

        def x(value: float) -> float:
            return left + (right - left) * (value - ticks[0]) / (ticks[-1] - ticks[0])

        marks = [
            box(x(low), 44, x(high) - x(low), 16, "bd"),
            mark_line(left, 78, right, 78, "axis"),
            mark_line(x(0), 30, x(0), 78, "lead-line dash"),
        ]
        marks += [
            mark
            for tick in ticks
            for mark in (
                mark_line(x(tick), 78, x(tick), 83, "axis"),
                mark_text(x(tick), 103, written(tick), "", "middle"),
            )
        ]
        marks += [
            dot(x(middle), 52, "fi", 7.0),
            mark_text(x(middle), 32, written(middle), "k halo", "middle"),
        ]
        return "".join(marks), 112

    return draw


@dataclass(frozen=True)
class Bar:
    """A bar: its name, the value at which it ends, words beside it, look, and where it begins."""

    label: str
    value: float
    words: str
    look: str = "fcm"
    begin: float = 0.0


def bars(rows: Sequence[Bar]) -> Callable[[float], tuple[str, float]]:
    """Bars on one axis, each with its name above it; a value below zero lies to the left."""

    def draw(width: float) -> tuple[str, float]:
        ends = [end for one in rows for end in (one.begin, one.value)]
        low, high = min(0.0, *ends), max(0.0, *ends)
        room = width - max(len(one.words) for one in rows) * DIGIT - 16
        letters, marks, y = int(width / DIGIT), list[str](), 16.0
        for one in rows:
            for words in wrap(one.label, letters):
                marks.append(mark_text(0, y, words, "k"))
                y += 20
            left, right = (
                room * (end - low) / ((high - low) or 1.0) for end in sorted((one.begin, one.value))
            )
            marks.append(box(left, y - 12, max(right - left, 2.0), 18, one.look))
            marks.append(mark_text(max(right, left + 2) + 10, y + 3, one.words, "k"))
            y += 34
        return "".join(marks), y - 14

    return draw
