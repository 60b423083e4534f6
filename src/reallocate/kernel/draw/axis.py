"""An axis: its ends, round ticks, and how a value is written beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10, nan
from typing import TypeAlias

from reallocate.kernel.draw.marks import LEADING, folded, letters, line, text, ticks

Written: TypeAlias = Callable[[float, float], str]
"""A tick and the step between ticks -> words."""
_LARGE, _MILLION = 100_000.0, 1e6
_UP, _MOST_DECADES = (1.0, 2.0, 5.0), 3


@dataclass(frozen=True)
class Axis:
    """From values to places.

    low, high : ends [unit]
    first, last : places of the ends [pixels]
    at : ticks [unit]
    logarithmic : equal ratios are equally far apart
    """

    low: float
    high: float
    first: float
    last: float
    at: tuple[float, ...]
    logarithmic: bool = False

    def __call__(self, value: float) -> float:
        """The place of a value."""
        if not isfinite(value) or (self.logarithmic and value <= 0.0):
            return nan
        low, high = (log10(one) if self.logarithmic else one for one in (self.low, self.high))
        shown = log10(value) if self.logarithmic else value
        return self.first + (self.last - self.first) * (shown - low) / (high - low)

    @property
    def step(self) -> float:
        """Between two ticks; a logarithmic axis has no such step."""
        return min(self.at) if self.logarithmic else self.at[1] - self.at[0]


def linear(values: Iterable[float], first: float, last: float, most: int, *, zero: bool = False) -> Axis:
    """An axis whose ends are ticks.

    values : that it must hold
    most : ticks, about
    zero : it holds zero too
    """
    known = [value for value in values if isfinite(value)] + ([0.0] if zero else [])
    at = ticks(min(known, default=0.0), max(known, default=1.0), most)
    return Axis(at[0], at[-1], first, last, tuple(at))


def ratios(values: Iterable[float], first: float, last: float) -> Axis:
    """A logarithmic axis; what is not above zero has no place on it."""
    known = [value for value in values if isfinite(value) and value > 0.0] or [1.0]
    powers = range(floor(log10(min(known))) - 1, ceil(log10(max(known))) + 2)
    each = _UP if len(powers) <= _MOST_DECADES + 3 else _UP[:1]
    at = [one * 10.0**power for power in powers for one in each]
    low = max(one for one in at if one <= min(known))
    high = min(one for one in at if one >= max(known) and one > low)
    return Axis(low, high, first, last, tuple(one for one in at if low <= one <= high), logarithmic=True)


def writer(percent: bool = False, signed: bool = False) -> Written:
    """How ticks are written; millions short.

    percent : shares, written as percentages
    signed : a plus is written where the number is a change
    """
    size, after = (100.0, "%") if percent else (1.0, "")

    def written(value: float, step: float) -> str:
        shown, gap, rest = value * size, step * size, after
        if gap >= _LARGE and not after:
            shown, gap, rest = shown / _MILLION, gap / _MILLION, " m"
        digits = next((one for one in range(7) if abs(round(gap, one) - gap) < 1e-3 * gap), 6)
        rounded = round(shown, digits) + 0.0
        sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
        return f"{sign}{abs(rounded):,.{digits}f}{rest}"

    return written


def upright(axis: Axis, written: Written, left: float, right: float) -> list[str]:
    """A vertical axis: a line across for each tick, and its words."""
    marks = list[str]()
    for tick in axis.at:
        place = axis(tick)
        marks += [
            line(left, place, right, place, "axis" if tick == 0 else "grid"),
            text(left - 10.0, place + 5.0, written(tick, axis.step), "", "end"),
        ]
    return marks


def widest(axis: Axis, written: Written) -> float:
    """Room that the words of a vertical axis need."""
    return max(letters(written(tick, axis.step)) for tick in axis.at) + 14.0


def titled(words: str, x: float, y: float, room: float, anchor: str = "start") -> tuple[list[str], float]:
    """What is along an axis, in as many lines as it needs, and how high they are.

    x, y : where the first line stands
    """
    lines = folded(words, room) if words else []
    return [text(x, y + LEADING * at, one, "", anchor) for at, one in enumerate(lines)], LEADING * len(lines)


def along(places: Sequence[tuple[float, str]], y: float, low: float, high: float) -> list[str]:
    """Words under an axis, within two ends, as many as have room.

    places : (place, words) in order
    y : foot of the words
    """
    marks, gap = list[str](), 14.0
    wide = [letters(words) for _, words in places]
    between = (places[-1][0] - places[0][0]) / max(len(places) - 1, 1) if places else 1.0
    every = max(ceil((max(wide, default=0.0) + gap) / max(between, 1e-9)), 1)
    end = -1e9
    for (place, words), room in list(zip(places, wide, strict=True))[::every]:
        start = min(max(place - room / 2.0, low), high - room)
        if start >= end + gap / 2.0:
            marks.append(text(start, y, words))
            end = start + room
    return marks
