"""The drawing of a job's people: counted by year, and as the government projects them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reallocate.kernel.draw.marks import dot, letters, path, ticks
from reallocate.kernel.number import cell, rounded, short_count
from reallocate.web.draw import NARROW, mark_line, mark_text

__all__ = ["Outlook", "outlook"]
_TOP, _BOTTOM = 34.0, 236.0
"""Of the frame [pixels]."""


@dataclass(frozen=True)
class Outlook:
    """People in a job.

    years, people, estimated : that were counted, and which of them are estimates
    begin, end : first and last year of the projection, with the people then
    change : what is expected in all, in words
    """

    years: Sequence[int]
    people: Sequence[float]
    estimated: Sequence[bool]
    begin: tuple[int, float]
    end: tuple[int, float] | None
    change: str


def outlook(it: Outlook) -> Callable[[float], tuple[str, float]]:
    """A line of the years that were counted, a dashed one to the last year projected, if any; from zero."""
    last = it.end or ((it.years[-1], it.people[-1]) if it.years else it.begin)

    def draw(width: float) -> tuple[str, float]:
        steps = ticks(0.0, max(*it.people, it.begin[1], last[1]), 4)
        is_wide = width > NARROW
        words = _written(last[1])
        left = max(letters(short_count(one)) for one in steps) + 12.0
        right = width - (letters(words, "kp") + 18.0 if is_wide else letters(words, "kp") / 2 + 2.0)
        first = min(it.years[0], it.begin[0]) if it.years else it.begin[0]

        def x(year: float) -> float:
            return left + (right - left) * (year - first) / max(last[0] - first, 1)

        def y(people: float) -> float:
            return _BOTTOM - (_BOTTOM - _TOP) * people / steps[-1]

        marks = []
        for one in steps:
            marks.append(mark_line(left, y(one), right, y(one), "grid" if one else "axis"))
            marks.append(mark_text(left - 10.0, y(one) + 5.0, short_count(one), "", "end"))
        for place in range(len(it.years) - 1):
            look = "lp guessed" if it.estimated[place] or it.estimated[place + 1] else "lp"
            ends = [(x(it.years[at]), y(it.people[at])) for at in (place, place + 1)]
            marks.append(path(ends, look))
        begin, end = ((x(year), y(people)) for year, people in (it.begin, last))
        if it.end is None:
            anchor = "start" if is_wide else "middle"
            beside = end[0] + 12.0 * is_wide
            marks += [dot(*end, "dotp"), mark_text(beside, end[1] - 14.0, words, "kp halo", anchor)]
        else:
            marks += [path((begin, end), "lp dash"), dot(*end, "dotp")]
            marks += _named(it, last, begin, end, x, y, is_wide)
        labelled = dict.fromkeys([it.years[0], it.years[-1], last[0]] if it.years else [it.begin[0], last[0]])
        for year in labelled:
            anchor = "start" if year == first else "end" if year == last[0] and not is_wide else "middle"
            marks.append(mark_text(x(year), _BOTTOM + 24.0, str(year), "", anchor))
        return "".join(marks), _BOTTOM + 32.0

    return draw


def _named(
    it: Outlook, last: tuple[int, float], begin: tuple[float, float], end: tuple[float, float],
    x: Callable[[float], float], y: Callable[[float], float], is_wide: bool,
) -> list[str]:  # fmt: skip
    """The values at both ends of the projection, and the names of the two lines."""
    value, change = _written(last[1]), it.change
    near = [people for year, people in zip(it.years, it.people, strict=True) if year >= it.begin[0] - 2]
    above = min([begin[1], *map(y, near)]) - 14.0
    marks = [mark_text(begin[0], max(above, 16.0), _written(it.begin[1]), "kp halo", "middle")]
    if is_wide:
        marks += [
            mark_text(end[0] + 12.0, end[1] + 6.0, value, "kp halo"),
            mark_text(end[0] + 12.0, end[1] + 28.0, change, "kp halo"),
        ]
    else:
        marks += [
            mark_text(end[0], end[1] - 14.0, value, "kp halo", "middle"),
            mark_text(end[0], end[1] + 30.0, change, "kp halo", "middle"),
        ]
    middle = (begin[0] + end[0]) / 2 - (0.0 if is_wide else 14.0)
    marks.append(mark_text(middle, (begin[1] + end[1]) / 2 + 30.0, "projected", "halo", "middle"))
    if it.years:
        half = it.years[: max(2, len(it.years) // 2 + 1)]
        low = max(y(people) for people in it.people[: len(half)])
        at = max(x((half[0] + half[-1]) / 2), x(half[0]) + letters("counted") / 2 + 4.0)
        marks.append(mark_text(at, low + 26.0, "counted", "halo", "middle"))
    return marks


def _written(people: float) -> str:
    return str(cell(rounded(people, 4), "persons"))
