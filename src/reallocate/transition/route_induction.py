"""Backward induction over the years: what each state is worth when the best is done from there on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reallocate.transition.route_checks import WEEKS_PER_YEAR
from reallocate.transition.route_graph import Array, Codes, MoveGraph, MoveNumbers

TENURES = 4
"""Years since entry that are told apart: 0, 1, 2, and 3 or more, when pay has settled."""

SETTLED = TENURES - 1
OLDER = np.array([1, 2, SETTLED, SETTLED])
"""The tenure a year later, by tenure."""

EARLIEST = 2
"""Years in a job before one goes for the next: the odds are of people who are like others in their job."""

ROWS_AT_ONCE = 128
"""How many occupations are worked out together: at 128 a solve takes a fifth less time than all at once."""


class Year(NamedTuple):
    """One year's values, each including what follows [USD, of that year].

    start : (tenure, move) going for a move, without the year's pay
    again : (tenure, move) trying once more when prepared, without the year's pay
    stay : (tenure, row) doing nothing, without the year's pay
    work : (tenure, row) the best of staying and going
    ready : (tenure, move) the best when prepared for a move
    halfway : (tenure, move) in the second year of preparation, where it is that long
    """

    start: Array
    again: Array
    stay: Array
    work: Array
    ready: Array
    halfway: Array


@dataclass(frozen=True, eq=False)
class Choices:
    """What may be done each year, and what it is worth: the moves out of one occupation or of many.

    numbers : (move)
    origin : (move) the row of pay and value that a move starts from, not decreasing
    movers, first : (row with moves) the row, and the place of its first move
    long : (move) whether training goes on into a second year
    fresh : (move) [share] of a full year's search in the year one starts, 1 − weeks/52 and at least 0
    rest : (move) [share] of a full year's search in the second year, 2 − weeks/52 and at most 1
    With τ years in the job, τ' = min(τ + 1, 3), p = odds, f = fresh, s = rest, j = target, ' for next year:
    start[m] = −prepare + β·(f·p·V'[j, 0] + (1 − f·p)·ready'[m, τ'])   where weeks ≤ 52
    start[m] = −prepare + β·halfway'[m, τ']                             where weeks > 52
    halfway[m] = pay − search + β·(s·p·V'[j, 0] + (1 − s·p)·ready'[m, τ'])
    again[m] = −search + β·(p·V'[j, 0] + (1 − p)·ready'[m, τ'])
    V[o] = pay + max(β·V'[o, τ'], max over m of start[m] once τ ≥ 2);  ready[m] = max(V[o], pay + again[m])
    Source: this project's decision problem; the principle of optimality, Bellman 1957, Dynamic Programming.
    """

    numbers: MoveNumbers
    origin: Codes
    movers: Codes
    first: Codes
    long: npt.NDArray[np.bool_]
    fresh: Array
    rest: Array

    @classmethod
    def of(cls, numbers: MoveNumbers, origin: Codes) -> Choices:
        """The choices among moves.

        numbers, origin : as in the class
        """
        years = numbers.weeks / WEEKS_PER_YEAR
        movers, first = np.unique(origin, return_index=True)
        return cls(
            numbers, origin, movers, first, years > 1, np.maximum(1 - years, 0.0), np.minimum(2 - years, 1.0)
        )

    @classmethod
    def of_one(cls, numbers: MoveNumbers) -> Choices:
        """The choices of one occupation, the only row.

        numbers : (move)
        """
        return cls.of(numbers, np.zeros(len(numbers.target), dtype=np.intp))

    def year(self, odds: Array, arrival: Array, pay: Array, later: Year, discount: float) -> Year:
        """One year's values from those of the next.

        odds : (move) [probability] of being hired in this year after a full year's search
        arrival : (move) [USD] what a new entrant to the target is worth next year
        pay : (tenure, row) [USD]
        later : next year's values
        discount : [ratio] of a year
        The equations stand in the class.
        """
        many = self.numbers
        # np.take and sums in place: these arrays are the whole cost, and there is one for each tenure.
        own_pay = np.take(pay, self.origin, axis=1)
        failed = later.ready[OLDER]
        failed *= discount
        hired = discount * arrival - failed
        hired *= odds
        start = hired * self.fresh
        start += failed
        halfway = later.halfway
        if self.long.any():
            np.copyto(start, discount * later.halfway[OLDER], where=self.long)
            halfway = hired * self.rest
            for part in (failed, own_pay, -many.search_cost):
                halfway += part
        start -= many.prepare_cost
        start[:EARLIEST] = -np.inf
        again = hired
        again += failed
        again -= many.search_cost
        stay = discount * later.work[OLDER]
        work = stay.copy()
        if len(self.movers):
            best = np.maximum.reduceat(start, self.first, axis=1)
            work[:, self.movers] = np.maximum(work[:, self.movers], best)
        ready = np.take(work, self.origin, axis=1)
        np.maximum(ready, again, out=ready)
        ready += own_pay
        work += pay
        return Year(start, again, stay, work, ready, halfway)

    def after_the_end(self, rows: int) -> Year:
        """The year after the last: nothing is earned any more.

        rows : how many occupations
        """
        by_move, by_row = np.zeros((TENURES, len(self.origin))), np.zeros((TENURES, rows))
        return Year(by_move, by_move, by_row, by_row, by_move, by_move)


def choices_in_parts(graph: MoveGraph) -> list[tuple[slice, Choices]]:
    """The choices of all occupations, cut so that the arrays of a part stay in the processor's cache.

    graph : occupations and moves
    Returns the rows of each part and its choices.
    """
    rows = np.arange(0, len(graph.occupations) + ROWS_AT_ONCE, ROWS_AT_ONCE).clip(max=len(graph.occupations))
    edges, every = np.searchsorted(graph.layout.origin, rows), graph.numbers
    parts = []
    for row, end, first, last in zip(rows[:-1], rows[1:], edges[:-1], edges[1:], strict=True):
        origin = graph.layout.origin[first:last] - row
        parts.append((slice(int(row), int(end)), Choices.of(every.part(first, last), origin)))
    return parts


def tried_odds(odds: Array, job_finding: Array) -> Array:
    """The yearly odds of being hired when those who look are hired faster or slower than today.

    odds : (move) [probability/year] today
    job_finding : (move) [ratio to today]
    1 − (1 − odds)^job_finding: the ratio scales the rate (hazard) at which a search succeeds.
    Source: proportional hazards, Cox 1972, J. R. Stat. Soc. B 34:187, DOI 10.1111/j.2517-6161.1972.tb00899.x.
    """
    scaled: Array = 1 - (1 - odds) ** job_finding
    return scaled


def yearly_pay(entry: Array, later: Array, ratio: Array) -> Array:
    """Pay by tenure and year, rising in a straight line from entry to the third year.

    entry, later : (row) [USD/year]
    ratio : (year, row) [ratio to today]
    Returns (year, tenure, row) [USD/year].
    pay[τ, t] = (entry + (later − entry)·τ/3)·ratio[t], τ = 0 … 3
    Source: the straight line is this project's; three years as a judgement.
    """
    share = (np.arange(TENURES) / SETTLED)[:, None]
    return ratio[:, None, :] * (entry + (later - entry) * share)
