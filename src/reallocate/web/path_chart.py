"""The chart of a path through the years, with its worst point and its end written on the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reallocate.web.draw import DIGIT, NARROW, mark_line, mark_text, nice_ticks

_ROOM = 0.14
"""Of the height, beyond a line that is named there."""
_WITHIN = (0.5, 0.75, 0.9)
"""Ways from the line to the edge of the band at which its name may stand."""
_Room = tuple[float, float, float, float]
"""Left, top, right and bottom of words."""


@dataclass(frozen=True)
class PathChart:
    """What a chart shows, each by quarter; a script draws the same when an assumption moves.

    years : [year]
    values : the line
    worst : where the line is worst, and its words; none where it never moves
    ghost : the same run as shipped; none where that is the line
    band : ends of the range of other runs; none beside a run of the reader's
    against : a thin line that the line is held against, with its words; none where that is zero
    written : a value in words, to so many digits
    name : by which a script finds the chart
    digits : of the figure at its end
    """

    years: Sequence[float]
    values: Sequence[float]
    worst: tuple[int, str] | None
    ghost: Sequence[float] | None
    band: tuple[Sequence[float], Sequence[float]] | None
    against: tuple[Sequence[float], str] | None
    written: Callable[[float, int], str]
    name: str
    digits: int

    def draw(self, width: float) -> tuple[str, float]:
        """Marks and height at a width."""
        return _Frame(self, width).marks()


class _Frame:
    """One chart at one width: where a year and a value lie, and where words stand."""

    def __init__(self, chart: PathChart, width: float) -> None:
        self._chart = chart
        low, high = self._ends()
        self._ticks = nice_ticks(low, high, 5)
        self._low, self._high = self._ticks[0], self._ticks[-1]
        self._digits = _digits(self._ticks)
        self._left = max(len(chart.written(one, self._digits)) for one in self._ticks) * DIGIT + 14
        self._right, self._top = width - 64.0, 14.0
        self._bottom = 216.0 if width <= NARROW else 250.0
        self._taken: list[_Room] = []

    def _ends(self) -> tuple[float, float]:
        """The least and the largest value in sight, with room for words below the one or above the other."""
        chart = self._chart
        other = (*(chart.band or ()), *([chart.ghost] if chart.ghost else ()))
        shown = [*chart.values, *(one for each in other for one in each)]
        if not chart.against:
            low, high = min(shown), max(*shown, 0.0)
            return low - _ROOM * (high - low), high
        low, high = min(chart.against[0]), max(shown)
        return low - _ROOM * (high - low), high + _ROOM * (high - low)

    def x(self, place: float) -> float:
        return self._left + (self._right - self._left) * place / (len(self._chart.years) - 1)

    def y(self, value: float) -> float:
        return self._bottom - (self._bottom - self._top) * (value - self._low) / (self._high - self._low)

    def marks(self) -> tuple[str, float]:
        chart, last = self._chart, len(self._chart.years) - 1
        marks = [f'<g data-chart="{chart.name}">']
        if chart.band:
            low, high = chart.band
            back = [f"{self.x(at):.1f},{self.y(v):.1f}" for at, v in reversed(list(enumerate(high)))]
            marks.append(f'<path d="{self._path(low)} L{" L".join(back)}Z" class="bp"/>')
        for tick in self._ticks:
            look = "axis" if tick == (self._ticks[0] if chart.against else 0.0) else "grid"
            marks.append(mark_line(self._left, self.y(tick), self._right, self.y(tick), look))
            words = chart.written(tick, self._digits)
            marks.append(mark_text(self._left - 10, self.y(tick) + 5, words, "", "end"))
        for place, anchor in ((0, "start"), (last, "end")):
            year = f"{int(chart.years[place])}"
            marks.append(mark_text(self.x(place), self._bottom + 28, year, "", anchor))
        if chart.against:
            marks.append(f'<path d="{self._path(chart.against[0])}" class="lk thin dash"/>')
        if chart.ghost:
            marks.append(f'<path d="{self._path(chart.ghost)}" class="lg"/>')
        marks.append(f'<path d="{self._path(chart.values)}" class="lp"/>')
        return "".join([*marks, *self._words(last), "</g>"]), self._bottom + 40

    def _words(self, last: int) -> list[str]:
        """The end of the line and its figure, its worst point, and the names of the other lines."""
        chart, end = self._chart, self._chart.values[-1]
        marks = [f'<circle cx="{self.x(last):.1f}" cy="{self.y(end):.1f}" r="6" class="dotp"/>']
        marks.append(mark_text(self._right + 11, self.y(end) + 6, chart.written(end, chart.digits), "kp"))
        if chart.worst:
            place, words = chart.worst
            below = 26 if not chart.against else -14
            marks.append(self._named(words, self.x(place), self.y(chart.values[place]) + below, "kp halo"))
        if chart.against:
            values, words = chart.against
            marks.append(self._named(words, self._right, self.y(values[-1]) + 22, "halo"))
        if chart.ghost:
            line = [self.y(one) for one in chart.ghost]
            near = [[one - 10 for one in line], [one + 22 for one in line]]
            marks += self._label_on_path("as shipped", near)
        if chart.band:
            far = chart.band[1 if chart.against else 0]
            both = [*zip(chart.values, far, strict=True)]
            paths = [[self.y(one + part * (edge - one)) + 5 for one, edge in both] for part in _WITHIN]
            marks += self._label_on_path("8 of 10 runs", paths)
        return marks

    def _named(self, words: str, x: float, y: float, look: str) -> str:
        """Words about a place, kept within the frame."""
        half = len(words) * DIGIT / 2
        x = min(max(x, self._left + half), self._right - half)
        self._taken.append((x - half, y - 14, x + half, y + 4))
        return mark_text(x, y, words, look, "middle")

    def _label_on_path(self, words: str, paths: Sequence[Sequence[float]]) -> list[str]:
        """Words on one of several paths where they cover no others, as far from the drawn line as can be."""
        best: tuple[float, float, float] | None = None
        half, values = len(words) * DIGIT / 2, self._chart.values
        for path in paths:
            for place, y in enumerate(path):
                x = self.x(place)
                free = all(
                    x + half < left or x - half > right or y + 4 < top or y - 14 > bottom
                    for left, top, right, bottom in self._taken
                )
                inside = self._left + 4 <= x - half and x + half <= self._right
                if not (free and inside and self._top + 14 <= y <= self._bottom - 4):
                    continue
                away = min(
                    abs(self.y(value) - y + 5)
                    for at, value in enumerate(values)
                    if abs(self.x(at) - x) <= half + 2
                )
                if best is None or min(away, 24) > best[0]:
                    best = (min(away, 24), x, y)
        return [] if best is None else [self._named(words, best[1], best[2], "halo")]

    def _path(self, values: Sequence[float]) -> str:
        return "M" + " L".join(f"{self.x(at):.1f},{self.y(value):.1f}" for at, value in enumerate(values))


def _digits(ticks: Sequence[float]) -> int:
    """The fewest decimals that tell the ticks of an axis apart."""
    step = ticks[1] - ticks[0]
    return next(digits for digits in range(1, 7) if abs(round(step, digits) - step) < 1e-3 * step)
