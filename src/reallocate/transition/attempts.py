"""What trying each move takes: odds, weeks of training and costs, as a graph for the routes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.transition.ground import Ground
from reallocate.transition.local_pay import LocalPay
from reallocate.transition.odds import Hiring, yearly
from reallocate.transition.requirements import coverage, coverage_between, schooled
from reallocate.transition.route_checks import LONGEST_WEEKS, NUMBERS, WEEKS_PER_YEAR
from reallocate.transition.route_graph import MoveGraph, MoveNumbers
from reallocate.transition.worker import Worker
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]
MIDDLE = 0.5


@dataclass(frozen=True, eq=False)
class Attempts:
    """Moves that may be tried, with what no assumption changes.

    origin, target : (move) places among the occupations
    fit : (move) [probability] that schooling is enough
    lift : (move) [ratio] how much more often than by size alone the move is made
    lacking : (move) [weeks] usual preparation for the target that somebody does not bring
    """

    origin: Codes
    target: Codes
    fit: Array
    lift: Array
    lacking: Array

    def only(self, chosen: npt.NDArray[np.bool_]) -> Attempts:
        """Some of the moves.

        chosen : (move)
        """
        return Attempts(
            self.origin[chosen],
            self.target[chosen],
            self.fit[chosen],
            self.lift[chosen],
            self.lacking[chosen],
        )


def usual_attempts(known: Ground) -> Attempts:
    """The moves of people who are as usual for their occupation.

    known : what the odds rest on
    """
    origin, target = np.nonzero(known.open_to)
    covered = coverage_between(known.needs, origin, target)
    return Attempts(
        origin=origin,
        target=target,
        fit=known.fit[origin, target],
        lift=known.moved.lift[origin, target],
        lacking=(1.0 - covered) * known.needs.preparation[target],
    )


def own_attempts(known: Ground, worker: Worker) -> Attempts:
    """The moves that a worker may try first, with her or his own schooling and skills.

    known : what the odds rest on
    worker : in an occupation of `known`
    lacking[j] = (1 − coverage[j])·preparation[j]
    """
    place = list(known.occupations).index(worker.occupation)
    target = np.flatnonzero(known.open_to[place])
    covered = coverage(known.needs, worker.levels(known.needs))
    return Attempts(
        origin=np.full(len(target), place),
        target=target,
        fit=schooled(known.needs, worker.schooling(known.needs))[target],
        lift=known.moved.lift[place, target],
        lacking=(1.0 - covered[target]) * known.needs.preparation[target],
    )


def numbers(tried: Attempts, hired: Hiring, pay: Array, p: Parameters) -> dict[str, Array]:
    """The four numbers of each move, as the routes need them.

    tried : moves
    hired : how fast people are hired
    pay : (move) [USD/year] before
    p : the numbers in force
    Returns odds [probability/year] as in `odds.yearly` at speed[j]·fit; weeks = training_share·lacking;
    prepare_cost = weeks·(fee + lost share of pay ÷ 52) + search_cost; search_cost = share·pay [USD].
    """
    weeks = p["training_share"] * tried.lacking
    search = p["search_cost"] * pay
    lost = p["training_pay_lost"] * pay / WEEKS_PER_YEAR
    return {
        "odds": yearly(hired.speed[tried.target] * tried.fit, tried.lift, hired.half),
        "weeks": weeks,
        "prepare_cost": weeks * (p["training_fee"] + lost) + search,
        "search_cost": search,
    }


def followed(tried: Attempts, most: float) -> Attempts:
    """The moves whose training is not too long to be followed: two years at most.

    tried : moves
    most : [share] of what is lacking that may have to be taught
    """
    return tried.only(most * tried.lacking <= LONGEST_WEEKS)


def move_graph(
    known: Ground, tried: Attempts, hired: Hiring, pay: LocalPay, p: Parameters, rank: float = MIDDLE
) -> MoveGraph:
    """Occupations with their pay and the moves between them, for the routes.

    known, tried, hired : ground, moves, how fast people are hired
    pay : in the place
    p : the numbers in force
    rank : [0–1] at which somebody's pay settles in a new occupation
    """
    entry, later = settled_pay(pay, rank)
    moves = pd.DataFrame(
        {"origin": known.occupations[tried.origin], "target": known.occupations[tried.target]}
        | numbers(tried, hired, later[tried.origin], p)
    )
    labels = known.occupations
    return MoveGraph(labels, pd.Series(entry, index=labels), pd.Series(later, index=labels), moves)


def own_moves(tried: Attempts, hired: Hiring, pay: float, p: Parameters) -> MoveNumbers:
    """A worker's first moves, for the routes.

    tried, hired : the worker's moves, how fast people are hired
    pay : [USD/year] the worker's
    p : the numbers in force
    """
    found = numbers(tried, hired, np.full(len(tried.target), pay), p)
    return MoveNumbers(tried.target, *(found[name] for name in NUMBERS))


def settled_pay(pay: LocalPay, rank: float) -> tuple[Array, Array]:
    """Pay on entry and once settled; (occupation) [USD/year] each. Settled pay is never the lower.

    pay : in the place
    rank : [0–1] at which pay settles
    """
    entry = pay.entry()
    return entry, np.maximum(pay.at(rank), entry)
