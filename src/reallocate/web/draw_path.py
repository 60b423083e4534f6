"""A line through time with a band, a ghost and what it is held against; a script may move the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reallocate.web.draw import DIGIT, LARGE, NARROW, line, nice_ticks, text

ROOM = 0.12
"""Of the height, below a line that is named there."""


@dataclass(frozen=True)
class PathChart:
    """What a chart shows, each by quarter.

    years : [year]
    values : the line
    ghost : the same run as shipped
    is_moved : whether the line differs from as shipped; until then the ghost is hidden
    low, high : ends of the band
    against : a thin line that the line is held against, with its words; none where that is zero
    written : a value in words, to so many digits
    name : by which a script finds the line
    digits : of the figure at its end; a script writes the same
    """

    years: Sequence[float]
    values: Sequence[float]
    ghost: Sequence[float]
    is_moved: bool
    low: Sequence[float]
    high: Sequence[float]
    against: tuple[Sequence[float], str] | None
    written: Callable[[float, int], str]
    name: str
    digits: int

    def draw(self, width: float) -> tuple[str, float]:
        """Marks and height at a width."""
        return _Frame(self, width).marks()


class _Frame:
    """One chart at one width: where a year and a value lie."""

    def __init__(self, chart: PathChart, width: float) -> None:
        self._chart = chart
        shown = [*chart.low, *chart.high, *chart.values, *chart.ghost]
        if chart.against:
            below = min(chart.against[0])
            shown.append(below - ROOM * (max(shown) - below))
        else:
            shown.append(0.0)
        self._ticks = nice_ticks(min(shown), max(shown), 5)
        self._low, self._high = self._ticks[0], self._ticks[-1]
        self._digits = _digits(self._ticks)
        self._left = max(len(chart.written(one, self._digits)) for one in self._ticks) * DIGIT + 14
        self._right, self._top = width - 6 * LARGE, 14.0
        self._bottom = 216.0 if width <= NARROW else 250.0

    def x(self, place: float) -> float:
        return self._left + (self._right - self._left) * place / (len(self._chart.years) - 1)

    def y(self, value: float) -> float:
        return self._bottom - (self._bottom - self._top) * (value - self._low) / (self._high - self._low)

    def marks(self) -> tuple[str, float]:
        chart, marks = self._chart, list[str]()
        back = [f"{self.x(at):.1f},{self.y(v):.1f}" for at, v in reversed(list(enumerate(chart.high)))]
        marks.append(f'<path d="{self._path(chart.low)} L{" L".join(back)}Z" class="bp"/>')
        for tick in self._ticks:
            is_axis = tick == (self._ticks[0] if chart.against else 0.0)
            look = "axis" if is_axis else "grid"
            marks.append(line(self._left, self.y(tick), self._right, self.y(tick), look))
            words = chart.written(tick, self._digits)
            marks.append(text(self._left - 10, self.y(tick) + 5, words, "", "end"))
        last = len(chart.years) - 1
        for place, anchor in ((0, "start"), (last, "middle")):
            marks.append(text(self.x(place), self._bottom + 28, f"{int(chart.years[place])}", "", anchor))
        if chart.against:
            values, words = chart.against
            marks.append(f'<path d="{self._path(values)}" class="lk thin dash"/>')
            marks.append(text(self.x(last), self.y(values[-1]) + 22, words, "halo", "end"))
        hidden = "" if chart.is_moved else " hidden"
        marks.append(f'<path d="{self._path(chart.ghost)}" class="lg" data-when="moved"{hidden}/>')
        marks += self._live(last)
        return "".join(marks), self._bottom + 40

    def _live(self, last: int) -> list[str]:
        """The line, its end and its figure, with the scale by which a script moves them."""
        chart, end = self._chart, self._chart.values[-1]
        ends = (self.x(0), self.x(last), self._bottom, self._top, self._low, self._high)
        scale = " ".join(f"{one:.4f}" for one in ends)
        marks = [
            f'<g data-line="{chart.name}" data-scale="{scale}">',
            f'<path d="{self._path(chart.values)}" class="lp"/>',
        ]
        marks.append(f'<circle cx="{self.x(last):.1f}" cy="{self.y(end):.1f}" r="7" class="dotp"/>')
        marks.append(text(self.x(last) + 13, self.y(end) + 7, chart.written(end, chart.digits), "kp f"))
        return [*marks, "</g>"]

    def _path(self, values: Sequence[float]) -> str:
        return "M" + " L".join(f"{self.x(at):.1f},{self.y(value):.1f}" for at, value in enumerate(values))


def _digits(ticks: Sequence[float]) -> int:
    """The fewest decimals that tell the ticks of an axis apart."""
    step = ticks[1] - ticks[0]
    return next(digits for digits in range(1, 7) if abs(round(step, digits) - step) < 1e-3 * step)
