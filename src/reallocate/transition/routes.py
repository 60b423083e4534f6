"""Routes of one worker: which job to go for first and what then, by exact dynamic programming."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from reallocate.errors import InputError, Problem, UnknownName, nearest
from reallocate.transition.route_graph import Array, MoveGraph, MoveNumbers
from reallocate.transition.route_induction import (
    SETTLED,
    TENURES,
    Choices,
    choices_in_parts,
    tried_odds,
    yearly_pay,
)
from reallocate.transition.route_steps import (
    Job,
    OwnJob,
    Step,
    arrivals_if_best,
    arrivals_if_kept_up,
    expected_year,
    gain_alone,
    job_values,
)
from reallocate.work.exchange import MarketPath

TIE = 0.001
"""Ways that differ by less than this share of the best value are not told apart."""

MOST_STEPS = 4
LEAST_CHANCE = 0.01
"""A later step that fewer than one in a hundred would get to is not shown as part of a route."""

OWN = "own"


@dataclass(frozen=True, eq=False)
class RouteValues:
    """What every job is worth until the horizon, to somebody who always does what is best.

    graph : occupations and moves
    pay_ratio, job_finding : (year, occupation) [ratio to today]
    work : (year, tenure, occupation) [USD] expected discounted earnings less costs, from the year's start
        to the horizon, in money of that year; the year after the last is all 0
    discount_rate : [share/year]
    own : a worker's own job, where one was added
    """

    graph: MoveGraph
    pay_ratio: Array
    job_finding: Array
    work: Array
    discount_rate: float
    own: OwnJob | None = None

    @property
    def horizon(self) -> int:
        """Years looked at."""
        return len(self.pay_ratio)

    @property
    def value(self) -> xr.DataArray:
        """(occupation, tenure, year) [USD] of each state, discounted to that year; tenure 3 is settled."""
        axes = {
            "occupation": self.graph.occupations.rename("occupation"),
            "tenure": np.arange(TENURES),
            "year": np.arange(self.horizon),
        }
        return xr.DataArray(self.work[:-1].transpose(2, 1, 0), dims=tuple(axes), coords=axes)

    def for_worker(
        self,
        occupation: str,
        pay: float,
        moves: pd.DataFrame | MoveNumbers | None = None,
        label: str = OWN,
    ) -> RouteValues:
        """The same values with a worker's own job beside them; no move leads to it, so none changes.

        occupation : where the worker is now
        pay : [USD/year] today
        moves : (move) target, odds, weeks, prepare_cost, search_cost of this worker, as a table, or as
            numbers sorted by target that are known to hold; the occupation's own where none are given
        label : what the job is called when asked about
        Raises `UnknownName` for another occupation, `InputError` for pay not above 0 or a label that is
        taken, `ValueError` for moves that do not hold.
        """
        place = self._place(occupation)
        problems = []
        if not (np.isfinite(pay) and pay > 0):
            problems.append(Problem(f"pay of {pay} USD a year is not above 0", where="own job"))
        if label in self.graph.occupations:
            problems.append(Problem(f"the label {label!r} is an occupation's", where="own job"))
        if problems:
            raise InputError(problems)
        if isinstance(moves, MoveNumbers):
            numbers = moves
        else:
            numbers = self.graph.numbers_of(place) if moves is None else self.graph.numbers_from(moves)
        return replace(self, own=OwnJob(label, occupation, float(pay), numbers))

    def stay_value(self, start: str) -> float:
        """What never moving is worth [USD].

        start : an occupation's label, or the own job's; the worker is settled in it
        """
        return self._job(start).stay_value(self._discount)

    def best_value(self, start: str) -> float:
        """What the best is worth [USD], moving or not.

        start : as in `stay_value`
        """
        return self._job(start).best_value

    def wait_value(self, start: str) -> float:
        """What staying this year and the best from next year on is worth [USD].

        start : as in `stay_value`
        """
        return self._job(start).wait_value

    def first_moves(self, start: str) -> pd.DataFrame:
        """What each move is worth as the first thing to go for, best first.

        start : as in `stay_value`
        Returns (move) target; value [USD], expected discounted earnings less costs if one goes for it now,
        takes it when it comes, and does the best otherwise, giving up for another included;
        gain_alone [USD], what the move by itself gains over never moving, as in `route_steps.gain_alone`;
        gain_over_staying [USD] over never moving; gain_over_waiting [USD] over staying this year and
        the best from next year on; gain_over_best [USD], at most 0; odds_by_horizon [probability] of
        getting there if one keeps trying; years_to_arrival [years] expected of those who get there;
        is_best, where no other way is worth more and waiting is worth less (of equals the first by code);
        tied, where it and another way, waiting included, are within 0.1% of the best.
        """
        job = self._job(start)
        value, best, wait = job.go_values, job.best_value, job.wait_value
        arrived = arrivals_if_kept_up(job.choices, job.odds)
        least = best - TIE * abs(best)
        near = value >= least
        table = pd.DataFrame(
            {
                "target": self._labels(job),
                "value": value,
                "gain_alone": self._gain_alone(job, arrived),
                "gain_over_staying": value - job.stay_value(self._discount),
                "gain_over_waiting": value - wait,
                "gain_over_best": value - best,
                "odds_by_horizon": arrived.sum(axis=0),
                "years_to_arrival": expected_year(arrived),
                "is_best": _best_place(value, wait),
                "tied": near & (near.sum() + (wait >= least) > 1),
            }
        )
        return table.sort_values(["value", "target"], ascending=[False, True], ignore_index=True)

    def gains(self, start: str) -> tuple[Array, npt.NDArray[np.bool_]]:
        """What each move gains alone [USD], and which is the best; (move), in the order of targets.

        start : as in `stay_value`
        The columns gain_alone and is_best of `first_moves`, without a table.
        """
        job = self._job(start)
        alone = self._gain_alone(job, arrivals_if_kept_up(job.choices, job.odds))
        return alone, _best_place(job.go_values, job.wait_value)

    def _gain_alone(self, job: Job, arrived: Array) -> Array:
        target = job.choices.numbers.target
        entry, later = (
            np.asarray(pay, dtype=np.float64)[target] for pay in (self.graph.entry_pay, self.graph.later_pay)
        )
        pay = yearly_pay(entry, later, self.pay_ratio[:, target])
        return gain_alone(job.choices, arrived, pay, job.pay[:, SETTLED], self._discount)

    def route(self, start: str, first: str) -> list[Step]:
        """The jobs one comes through: the first, tried until one is in it, then what is best from there.

        start : as in `stay_value`
        first : the target to go for first
        Returns at most four steps. Each later one is where most of those who arrived go on to; it is left
        out, with what follows, where the chance of getting there is below one in a hundred.
        Raises `UnknownName` where no move leads from start to first.
        """
        job = self._job(start)
        targets = self._labels(job)
        if first not in targets:
            close = nearest(first, targets)
            raise UnknownName(Problem(f"no move leads from {start!r} to {first!r}", nearest=close))
        label, entered = first, arrivals_if_kept_up(job.choices, job.odds)[:, targets.index(first)]
        steps: list[Step] = []
        while len(steps) < MOST_STEPS and (not steps or entered.sum() >= LEAST_CHANCE):
            steps.append(Step(label, float(expected_year(entered)), float(entered.sum())))
            job = self._job(label)
            arrived = arrivals_if_best(job, entered)
            if not arrived.size:
                break
            most = int(arrived.sum(axis=0).argmax())
            label, entered = self._labels(job)[most], arrived[:, most]
        return steps

    @property
    def _discount(self) -> float:
        return 1 / (1 + self.discount_rate)

    @cached_property
    def _jobs(self) -> dict[str, Job]:
        """Jobs looked at so far: each is asked about several times."""
        return {}

    def _job(self, label: str) -> Job:
        """One job's choices and values, from those of the jobs it leads to."""
        if label not in self._jobs:
            if self.own is not None and label == self.own.label:
                place, numbers = self._place(self.own.occupation), self.own.numbers
                entry = later = np.array([self.own.pay])
            else:
                place = self._place(label)
                numbers = self.graph.numbers_of(place)
                entry, later = (pay[[place]] for pay in self.graph.pays)
            self._jobs[label] = job_values(
                Choices.of_one(numbers),
                tried_odds(numbers.odds, self.job_finding[:, numbers.target]),
                self.work[1:, 0, numbers.target],
                yearly_pay(entry, later, self.pay_ratio[:, [place]])[:, :, 0],
                self._discount,
            )
        return self._jobs[label]

    def _labels(self, job: Job) -> list[str]:
        return [str(label) for label in self.graph.occupations.take(job.choices.numbers.target).to_list()]

    def _place(self, occupation: str) -> int:
        if occupation not in self.graph.occupations:
            known = [str(label) for label in self.graph.occupations] + ([self.own.label] if self.own else [])
            close = nearest(occupation, known)
            raise UnknownName(Problem(f"there is no occupation {occupation!r} here", nearest=close))
        return int(np.asarray(self.graph.occupations.get_loc(occupation)))

    def __repr__(self) -> str:
        own = f"; own job in {self.own.occupation}" if self.own else ""
        return (
            f"RouteValues: {len(self.graph.occupations)} occupations, {len(self.graph.moves)} moves, "
            f"{self.horizon} years at {self.discount_rate:.1%}{own}"
        )


def _best_place(value: Array, wait: float) -> npt.NDArray[np.bool_]:
    """The first of the best moves, where one is worth more than waiting."""
    best = np.zeros(len(value), dtype=bool)
    if len(value) and value.max() > wait:
        best[value.argmax()] = True
    return best


def solve_routes(graph: MoveGraph, market: MarketPath, horizon: int, discount_rate: float) -> RouteValues:
    """What each job is worth to somebody who always does what is best, exactly.

    graph : occupations and moves
    market : pay and job finding from now on, for every occupation of the graph
    horizon : H [years]
    discount_rate : d [share/year], real
    V[o, τ, t] = pay[o, τ, t] + max(β·V[o, τ', t + 1], max over m of start[m, τ, t]), V[o, τ, H] = 0,
    β = 1/(1 + d), τ' = min(τ + 1, 3); start as in `Choices`, odds as in `tried_odds`, pay as in `yearly_pay`
    Raises `InputError` for a horizon or rate that is none, and what `MarketPath.ratios` raises.
    Source: Bellman 1957, Dynamic Programming; Puterman 1994, Markov Decision Processes, chapter 4 (finite
    horizon, backward induction), DOI 10.1002/9780470316887.
    """
    problems = []
    if horizon != int(horizon) or horizon < 1:
        problems.append(Problem(f"a horizon of {horizon} years", remedy="Give whole years, at least 1."))
    if not 0 <= discount_rate < 1:
        remedy = "Give a share a year from 0 to below 1, such as 0.03."
        problems.append(Problem(f"a discount rate of {discount_rate}", remedy=remedy))
    if problems:
        raise InputError(problems)
    pay_ratio, job_finding = market.ratios(graph.occupations, horizon)
    pay = yearly_pay(*graph.pays, pay_ratio)
    work = np.zeros((horizon + 1, TENURES, len(graph.occupations)))
    parts = choices_in_parts(graph)
    values = [choices.after_the_end(rows.stop - rows.start) for rows, choices in parts]
    for year in reversed(range(horizon)):
        for part, (rows, choices) in enumerate(parts):
            target = choices.numbers.target
            odds = tried_odds(choices.numbers.odds, job_finding[year, target])
            values[part] = choices.year(
                odds, work[year + 1, 0, target], pay[year][:, rows], values[part], 1 / (1 + discount_rate)
            )
            work[year][:, rows] = values[part].work
    return RouteValues(graph, pay_ratio, job_finding, work, discount_rate)
