"""Columns through time: stacked, in pairs, in panels, with lines over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from reallocate.kernel.draw.axis import Axis, Written, along, linear, upright, widest
from reallocate.kernel.draw.marks import (
    LEADING,
    NARROW,
    Draw,
    box,
    folded,
    is_dense,
    keys,
    letters,
    line,
    path,
    text,
)
from reallocate.kernel.draw.tones import Tone

_HIGH, _PANEL = 300.0, 110.0
"""Heights of a frame and of one of several panels [pixels]."""


@dataclass(frozen=True)
class Stack:
    """Amounts in one column, in the order of the meanings; a pale one is what another is held against."""

    amounts: tuple[float, ...]
    pale: bool = False


@dataclass(frozen=True)
class Columns:
    """Columns of all periods.

    periods : words of each
    stacks : of each period, side by side
    meanings : of the amounts, with their tones
    over : lines, (words, values, tone)
    written : a tick in words
    said : amount -> words at the lowest and the last column; none where empty
    sides : words of the columns of a period, where there are two
    """

    periods: tuple[str, ...]
    stacks: tuple[tuple[Stack, ...], ...]
    meanings: tuple[tuple[str, Tone], ...]
    written: Written
    over: tuple[tuple[str, tuple[float, ...], Tone], ...] = ()
    said: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()

    @property
    def entries(self) -> list[tuple[str, str, str]]:
        """What its colours mean."""
        parts = [(words, tone.words, tone.swatch) for words, tone in self.meanings if len(self.meanings) > 1]
        return parts + [(words, tone.words, tone.sign) for words, _, tone in self.over]

    def draw(self, width: float) -> tuple[str, float]:
        """Marks and height at a width."""
        marks, top = keys(self.entries, width)
        if self.sides:
            marks += [text(0.0, top + 12.0, "; ".join(self.sides))]
            top += LEADING
        inner, height = self.frame(top, width, _PANEL + 40.0 if is_dense(width) else _HIGH)
        return "".join([*marks, *inner]), height

    def frame(self, top: float, width: float, high: float) -> tuple[list[str], float]:
        """Axis, columns and lines, and where they end.

        top, high : where the frame begins and its height [pixels]
        """
        room = LEADING if self.said else 0.0
        upward = linear(
            self._ends(), top + high - room, top + 8.0 + room, 5 if high == _HIGH else 3, zero=True
        )
        left = widest(upward, self.written)
        marks = upright(upward, self.written, left, width)
        step = (width - left) / max(len(self.periods), 1)
        middles = [left + step * (place + 0.5) for place in range(len(self.periods))]
        for middle, stacks in zip(middles, self.stacks, strict=True):
            wide = min(step * (0.55 if self.over else 0.78), 90.0) / max(len(stacks), 1)
            for at, stack in enumerate(stacks):
                marks += self._stack(stack, middle + (at - len(stacks) / 2.0) * wide, wide, upward)
        for _, values, tone in self.over:
            marks.append(path([(x, upward(y)) for x, y in zip(middles, values, strict=True)], tone.stroke))
        marks += [line(left, upward(0.0), width, upward(0.0), "axis")]
        marks += self._words(middles, upward, left, width)
        marks += along(list(zip(middles, self.periods, strict=True)), top + high + 24.0, 0.0, width)
        return marks, top + high + 32.0

    def _ends(self) -> list[float]:
        ends = [value for _, values, _ in self.over for value in values]
        for stack in (one for each in self.stacks for one in each):
            known = [one for one in stack.amounts if isfinite(one)]
            ends += [sum(one for one in known if one > 0), sum(one for one in known if one < 0)]
        return ends

    def _stack(self, stack: Stack, x: float, wide: float, upward: Axis) -> list[str]:
        marks, above, below = list[str](), 0.0, 0.0
        for amount, (_, tone) in zip(stack.amounts, self.meanings, strict=True):
            if not isfinite(amount) or not amount:
                continue
            begin = above if amount > 0 else below
            above, below = above + max(amount, 0.0), below + min(amount, 0.0)
            high, low = sorted((upward(begin), upward(begin + amount)))
            look = f"{tone.fill} pale" if stack.pale else tone.fill
            marks.append(box(x, high, max(wide - 1.0, 1.0), low - high, look, tone.hatch))
        return marks

    def _words(self, middles: Sequence[float], upward: Axis, left: float, width: float) -> list[str]:
        """Words of the lowest and the last column, where a column is one figure."""
        if not self.said:
            return []
        totals = [sum(stacks[0].amounts) for stacks in self.stacks]
        last, lowest = len(totals) - 1, min(range(len(totals)), key=lambda one: totals[one])
        shown = [last] + ([lowest] if totals[lowest] < 0.0 else [])
        marks, ends = list[str](), list[tuple[float, float]]()
        for one in dict.fromkeys(shown):
            wide = letters(self.said[one], "k")
            start = min(max(middles[one] - wide / 2.0, left + 2.0), width - wide)
            if any(start < b + 8.0 and a - 8.0 < start + wide for a, b in ends):
                continue
            ends.append((start, start + wide))
            y = upward(totals[one]) + (-7.0 if totals[one] >= 0.0 else 17.0)
            marks.append(text(start, y, self.said[one], "k halo"))
        return marks


def panels(each: Mapping[str, Columns]) -> Draw:
    """Frames below each other under one row of words, each with its own axis."""

    def draw(width: float) -> tuple[str, float]:
        marks, y = keys(next(iter(each.values())).entries if each else [], width)
        for title, columns in each.items():
            head = folded(title, width, "k")
            marks += [text(0.0, y + 15.0 + LEADING * at, one, "k") for at, one in enumerate(head)]
            inner, y = columns.frame(
                y + LEADING * len(head) + 4.0, width, _PANEL if width > NARROW else _PANEL + 30.0
            )
            marks += inner
            y += 14.0
        return "".join(marks), y - 14.0

    return draw
