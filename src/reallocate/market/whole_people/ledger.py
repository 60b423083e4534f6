"""Who was displaced, for how long, and what it cost them: workers of a run, grouped as they were before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.arrays import Array, Flags
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.units import MONTHS_A_YEAR
from reallocate.market.laws.tenure import Tenure, tenure_pay
from reallocate.market.state.market import WEEKS
from reallocate.market.whole_people.records import RANKS, WITHOUT, WORKING, Workers

_Groups = npt.NDArray[np.integer]

_AT_ONCE = 4_000_000
"""Workers that are looked at in one go, so that a nation's fit in memory."""

COLUMNS = {
    "people": "persons with a job at the start",
    "displaced": "share of them separated at least once",
    "cut": "share separated because there were more jobs than demanded",
    "augmented": "share never displaced whose occupation works with AI",
    "untouched": "the rest [share]",
    "without_now": "share unemployed at the end",
    "months_without": "months unemployed per displaced person, completed and running",
    "pay_before": "USD/year at the start, of the displaced who work at the end",
    "pay_after": "USD/year at the end, of the same",
    "pay_loss": "share of it lost",
    "earnings_loss": "share lost by all displaced, those without work included",
    "pay_change_others": "change of the others who work at the end [share]",
}


@dataclass(frozen=True, eq=False)
class PayTable:
    """Pay in each occupation by rank.

    points : (point) rank in the pay of the occupation [share], rising
    pay : (occupation, point) [USD/year]
    Between points pay is on a straight line, outside it is that of the nearest.
    Raises `InvariantError` where axes differ or pay is missing or not above 0.
    """

    points: Array
    pay: Array

    def __post_init__(self) -> None:
        if self.pay.ndim != 2 or self.pay.shape[1] != len(self.points) or (np.diff(self.points) <= 0).any():
            raise InvariantError(
                Problem(f"pay is of shape {self.pay.shape} for {len(self.points)} points", "pay table")
            )
        if not (self.pay > 0).all():
            rows = np.flatnonzero(~(self.pay > 0).all(axis=1))
            raise InvariantError(
                Problem(
                    f"pay is missing or not above 0 in {len(rows)} occupations, the first number {rows[0]}",
                    "pay table",
                    why="Missing is not 0: whoever moved there would lose all pay.",
                )
            )

    def at(self, occupation: _Groups, rank: npt.NDArray[np.uint16]) -> Array:
        """Pay of workers; (worker) [USD/year].

        occupation : (worker)
        rank : (worker) of `RANKS`
        """
        share = (rank.astype(np.float64) + 0.5) / RANKS
        upper = np.clip(np.searchsorted(self.points, share), 1, max(1, len(self.points) - 1))
        if len(self.points) == 1:
            return np.asarray(self.pay[occupation, 0])
        low, high = self.points[upper - 1], self.points[upper]
        part = np.clip((share - low) / (high - low), 0.0, 1.0)
        return self.pay[occupation, upper - 1] * (1 - part) + self.pay[occupation, upper] * part


def _months_without(workers: Workers) -> Array:
    """Unemployment since the start, completed and running; (worker) [months].

    workers : at the end
    Spells of the start count from when they began.
    """
    records = workers.records
    running = np.where(workers.status == WITHOUT, workers.steps - 1 - records["spell_start"].astype(int), 0)
    return (records["steps_without"] + running) * (workers.step_weeks * MONTHS_A_YEAR / WEEKS)


def _pay_before(workers: Workers, pay: PayTable, law: Tenure) -> Array:
    """Pay at the start; (worker) [USD/year], for those who had a job.

    workers : at the end
    pay : by occupation and rank, of a new job
    law : what tenure adds
    """
    before = workers.before
    years = -before["spell_start"].astype(float) * (workers.step_weeks / WEEKS)
    return pay.at(before["occupation"], before["pay_rank"]) * tenure_pay(years, law)


def pay_after(workers: Workers, pay: PayTable, law: Tenure) -> Array:
    """Pay at the end, 0 without work; (worker) [USD/year].

    workers : at the end
    pay : by occupation and rank, of a new job; a worker keeps the rank
    law : what tenure adds; a move from job to job keeps it, since nobody need move for less
    """
    records, working = workers.records, workers.status == WORKING
    steps = np.where(working, workers.steps - records["spell_start"].astype(float), 0.0)
    paid = pay.at(records["occupation"], workers.before["pay_rank"])
    return np.where(working, paid * tenure_pay(steps * (workers.step_weeks / WEEKS), law), 0.0)


def _of_new_jobs(workers: Workers, pay: PayTable, law: Tenure) -> PayTable:
    """Pay of new jobs, such that those with a job at the start earn the table's on average.

    workers : at the end
    law : what tenure adds
    """
    began = -workers.before["spell_start"][workers.at_work_first].astype(int)
    count = np.bincount(began)
    years = np.arange(len(count), dtype=float) * (workers.step_weeks / WEEKS)
    return PayTable(pay.points, pay.pay / (tenure_pay(years, law) @ count / count.sum()))


def ledger(
    workers: Workers, group: _Groups, labels: pd.Index, pay: PayTable, law: Tenure, augmented: Flags
) -> pd.DataFrame:
    """What became of those who had a job at the start, by groups; (group) with `COLUMNS`.

    workers : at the end
    group : (worker) number of the label, by what was so before: `quintiles` of exposure of the first
        occupation, age, area
    labels : (group)
    pay : of all jobs at the start, by occupation and rank; it stays the same
    law : what tenure adds to pay, lost with the job
    augmented : (occupation) whether its work is done with AI
    Raises `InvariantError` where groups are not of all workers.
    Displaced, augmented and untouched add up to 1. A share of nobody is missing.
    """
    if len(group) != len(workers):
        raise InvariantError(Problem(f"{len(group):,} groups for {len(workers):,} workers", "ledger"))
    new, sums = _of_new_jobs(workers, pay, law), np.zeros((len(_SUMS), len(labels)))
    for low in range(0, len(workers), _AT_ONCE):
        some = workers.part(low, low + _AT_ONCE)
        sums += _sums(some, group[low : low + _AT_ONCE], len(labels), new, law, augmented)
    return _table(dict(zip(_SUMS, sums, strict=True)), labels)


_SUMS = (
    "people", "displaced", "cut", "augmented", "without", "months", "back", "before", "after", "before_all",
    "before_others", "after_others",
)  # fmt: skip


def _sums(
    workers: Workers, group: _Groups, count: int, pay: PayTable, law: Tenure, augmented: Flags
) -> Array:
    """Sums over the workers of each group; (sum, group)."""
    counted, displaced, working = workers.at_work_first, workers.displaced, workers.status == WORKING
    before, after = _pay_before(workers, pay, law), pay_after(workers, pay, law)
    helped = augmented[workers.records["occupation"]] & ~displaced
    parts = (
        np.ones(len(workers)), displaced, workers.cut, helped, workers.status == WITHOUT,
        _months_without(workers) * displaced, displaced & working, before * (displaced & working),
        after * displaced,
        before * displaced, before * (~displaced & working), after * ~displaced,
    )  # fmt: skip
    return np.stack([np.bincount(group, weights=part * counted, minlength=count) for part in parts])


def _table(sums: dict[str, Array], labels: pd.Index) -> pd.DataFrame:
    """Shares and means from sums."""
    with np.errstate(invalid="ignore", divide="ignore"):
        people, displaced = sums["people"], sums["displaced"]
        columns = {
            "people": people,
            "displaced": displaced / people,
            "cut": sums["cut"] / people,
            "augmented": sums["augmented"] / people,
            "untouched": 1.0 - (displaced + sums["augmented"]) / people,
            "without_now": sums["without"] / people,
            "months_without": sums["months"] / displaced,
            "pay_before": sums["before"] / sums["back"],
            "pay_after": sums["after"] / sums["back"],
            "pay_loss": 1.0 - sums["after"] / sums["before"],
            "earnings_loss": 1.0 - sums["after"] / sums["before_all"],
            "pay_change_others": sums["after_others"] / sums["before_others"] - 1.0,
        }
    return pd.DataFrame(columns, index=labels)[list(COLUMNS)]
