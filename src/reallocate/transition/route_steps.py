"""Where a worker gets to, and when: chances of arrival, year by year, under a way of choosing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from reallocate.transition.route_graph import Array, MoveNumbers
from reallocate.transition.route_induction import OLDER, SETTLED, TENURES, Choices


class Step(NamedTuple):
    """One job on a route.

    occupation : label
    year : [years from now] of arrival, expected of those who arrive
    probability : of having arrived within the horizon, seen from today
    """

    occupation: str
    year: float
    probability: float


@dataclass(frozen=True, eq=False)
class OwnJob:
    """A worker's own job: an occupation with pay and moves of its own.

    label : what the job is called
    occupation : whose market it follows
    pay : [USD/year] today, settled
    numbers : its moves
    """

    label: str
    occupation: str
    pay: float
    numbers: MoveNumbers


@dataclass(frozen=True, eq=False)
class Job:
    """One occupation's choices, with what each is worth year by year.

    choices : its moves
    odds : (year, move) [probability]
    pay : (year, tenure) [USD]
    start, again : (year, tenure, move) [USD] going for a move, and trying once more when prepared, each
        with what follows and without the year's pay
    stay : (year, tenure) [USD] doing nothing, likewise
    """

    choices: Choices
    odds: Array
    pay: Array
    start: Array
    again: Array
    stay: Array

    @property
    def best_value(self) -> float:
        """What the best is worth now to somebody settled [USD], moving or not."""
        return float(max([self.wait_value, *self.go_values.tolist()]))

    @property
    def wait_value(self) -> float:
        """What staying this year and the best afterwards is worth to somebody settled [USD]."""
        return float(self.pay[0, SETTLED] + self.stay[0, SETTLED])

    @property
    def go_values(self) -> Array:
        """(move) What going for it now and the best afterwards is worth to somebody settled [USD]."""
        values: Array = self.pay[0, SETTLED] + self.start[0, SETTLED]
        return values

    def stay_value(self, discount: float) -> float:
        """What never moving is worth to somebody settled [USD].

        discount : [ratio] of a year
        """
        return float(discount ** np.arange(len(self.pay)) @ self.pay[:, SETTLED])


def job_values(choices: Choices, odds: Array, arrivals: Array, pay: Array, discount: float) -> Job:
    """One occupation's values, from those of the occupations that its moves lead to.

    choices : its moves
    odds : (year, move) [probability]
    arrivals : (year, move) [USD] what a new entrant to the target is worth in the year after each
    pay : (year, tenure) [USD]
    discount : [ratio] of a year
    """
    later = choices.after_the_end(1)
    start, again = (np.empty((len(odds), TENURES, len(choices.origin))) for _ in range(2))
    stay = np.empty((len(odds), TENURES))
    for year in reversed(range(len(odds))):
        later = choices.year(odds[year], arrivals[year], pay[year][:, None], later, discount)
        start[year], again[year], stay[year] = later.start, later.again, later.stay[:, 0]
    return Job(choices, odds, pay, start, again, stay)


def arrivals_if_kept_up(choices: Choices, odds: Array) -> Array:
    """The chance of arriving in each year if one starts now, tries every year and never gives up.

    choices : moves
    odds : (year, move) [probability]
    Returns (year, move) [probability]; in year 0 nobody has arrived.
    arrive[t + 1] = p[t]·Π over s < t of (1 − p[s]), p in the first two years being reduced by training
    """
    tried = odds[:-1].copy()
    tried[:1] *= choices.fresh
    tried[1:2] *= np.where(choices.long, choices.rest, 1.0)
    looking = np.cumprod(1 - tried, axis=0)
    arrived = np.zeros_like(odds)
    arrived[1:] = tried
    arrived[2:] *= looking[:-1]
    return arrived


def arrivals_if_best(job: Job, entered: Array) -> Array:
    """The chance of arriving at each target in each year if one always does what is best.

    job : choices and values
    entered : (year) [probability] of entering this occupation
    Returns (year, move) [probability], seen from today. Where two ways are worth the same one stays, or
    goes for the target that comes first by code.
    """
    choices, moves = job.choices, len(job.choices.origin)
    arrived = np.zeros_like(job.odds)
    working, ready, halfway = np.zeros(TENURES), np.zeros((TENURES, moves)), np.zeros((TENURES, moves))
    for year in range(len(job.odds) - 1 if moves else 0):
        start, stay, odds = job.start[year], job.stay[year], job.odds[year]
        working[0] += entered[year]
        targets, best = start.argmax(axis=1), start.max(axis=1)
        tries = job.again[year] > np.maximum(stay, best)[:, None]
        free = working + np.where(tries, 0.0, ready).sum(axis=1)
        trying = np.where(tries, ready, 0.0)
        second = choices.rest * halfway
        arrived[year + 1] = (odds * (trying + second)).sum(axis=0)
        failed = trying - odds * trying + halfway - odds * second
        working, ready, halfway = np.zeros(TENURES), np.zeros_like(ready), np.zeros_like(halfway)
        for tenure, older in enumerate(OLDER):
            ready[older] += failed[tenure]
            target = targets[tenure]
            if best[tenure] <= stay[tenure]:
                working[older] += free[tenure]
            elif choices.long[target]:
                halfway[older, target] += free[tenure]
            else:
                hired = free[tenure] * odds[target] * choices.fresh[target]
                arrived[year + 1, target] += hired
                ready[older, target] += free[tenure] - hired
    return arrived


def gain_alone(choices: Choices, arrived: Array, target_pay: Array, own_pay: Array, discount: float) -> Array:
    """What a move gains by itself over staying: tried every year, and once made, kept for good; (move) [USD].

    choices : moves
    arrived : (year, move) [probability], as from `arrivals_if_kept_up`
    target_pay : (year, tenure, move) [USD]
    own_pay : (year) [USD] of staying
    discount : [ratio] of a year
    −prepare + Σ_a arrive[a]·Σ_{t ≥ a} β^t·(pay[j, t − a, t] − own[t])
    − Σ_{0 < t < H − 1} β^t·search·P(not yet arrived by t)
    """
    numbers, years = choices.numbers, len(arrived)
    powers = discount ** np.arange(years, dtype=float)
    total = -numbers.prepare_cost.copy()
    for year in range(1, years):
        later = np.arange(year, years)
        more = target_pay[later, np.minimum(later - year, SETTLED)] - own_pay[later][:, None]
        total += arrived[year] * (powers[later] @ more)
    searching = 1.0 - np.cumsum(arrived, axis=0)
    gain: Array = total - (powers[1:-1] @ searching[1:-1]) * numbers.search_cost
    return gain


def expected_year(arrived: Array) -> Array:
    """The year of arrival expected of those who arrive; missing where nobody does.

    arrived : (year, …) [probability]
    """
    total = arrived.sum(axis=0)
    weighted = np.tensordot(np.arange(len(arrived), dtype=float), arrived, axes=1)
    mean: Array = np.divide(weighted, total, out=np.full_like(total, np.nan), where=total > 0)
    return mean
