"""What trying each move takes: odds, weeks of training and costs, as a graph for the routes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.transition.local_pay import LocalPay
from reallocate.transition.odds import Ground, lacking, yearly
from reallocate.transition.requirements import coverage_between, schooled
from reallocate.transition.route_checks import LONGEST_WEEKS, WEEKS_PER_YEAR
from reallocate.transition.route_graph import MoveGraph
from reallocate.transition.worker import Worker
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]


def move_graph(known: Ground, pay: LocalPay, p: Parameters, rank: float = 0.5) -> MoveGraph:
    """The moves of people who are as usual for their occupation.

    known : what the odds rest on
    pay : in the place
    p : the numbers in force
    rank : [0–1] at which somebody's pay settles in a new occupation
    Moves that take more than two years of training are left out.
    """
    needs = known.needs
    origin, target = np.nonzero(known.open_to)
    fit = schooled(needs, needs.education)[origin, target]
    covered = coverage_between(needs, origin, target)
    weeks = p["training_share"] * (1.0 - covered) * needs.preparation[target]
    odds = yearly(known.hired[target] * fit, known.moved.lift[origin, target], known.half)
    later = np.maximum(pay.at(rank), pay.entry())
    table = pd.DataFrame(
        {"origin": known.occupations[origin], "target": known.occupations[target], "odds": odds}
    )
    table = _with_costs(table, weeks, later[origin], p)
    return MoveGraph(
        known.occupations,
        pd.Series(pay.entry(), index=known.occupations),
        pd.Series(later, index=known.occupations),
        table[table["weeks"] <= LONGEST_WEEKS],
    )


def own_moves(known: Ground, worker: Worker, pay: float, p: Parameters) -> pd.DataFrame:
    """The moves that a worker may try first, with her or his own schooling and skills.

    known : what the odds rest on
    worker : in an occupation of `known`
    pay : [USD/year] the worker's
    p : the numbers in force
    Returns (move) target, odds [probability/year], weeks [weeks], prepare_cost, search_cost [USD];
    none for moves that take more than two years of training.
    odds as in `odds.yearly`, speed = hired[j]·chance that the schooling is enough;
    prepare_cost = weeks·(fee + lost share of pay ÷ 52) + search_cost
    """
    place = known.occupations.get_loc(worker.occupation)
    target = np.flatnonzero(known.open_to[place])
    fit = schooled(known.needs, worker.schooling(known.needs))[target]
    weeks = lacking(known.needs, worker.levels(known.needs), p)[target]
    odds = yearly(known.hired[target] * fit, known.moved.lift[place, target], known.half)
    table = pd.DataFrame({"target": known.occupations[target], "odds": odds})
    table = _with_costs(table, weeks, np.full(len(target), pay), p)
    return table[table["weeks"] <= LONGEST_WEEKS].reset_index(drop=True)


def _with_costs(table: pd.DataFrame, weeks: Array, pay: Array, p: Parameters) -> pd.DataFrame:
    search = p["search_cost"] * pay
    fee = weeks * p["training_fee"]
    lost = weeks / WEEKS_PER_YEAR * p["training_pay_lost"] * pay
    return table.assign(weeks=weeks, prepare_cost=fee + lost + search, search_cost=search)
