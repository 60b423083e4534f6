"""Whether a closure holds on past decades: a uniform saving as large as output per job rose there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import HIGH, LOW, Array
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.money_held import Demand, Use
from reallocate.market.laws.new_tasks import renewed_share
from reallocate.market.nation.jobs_law import RECORD
from reallocate.market.nation.observed import QUARTERS, decades
from reallocate.market.nation.run import RunAssumptions
from reallocate.market.nation.trajectory import ClosedDemand
from reallocate.market.state.accounts import Accounts

SLOPE = (-0.30, 0.10)
"""Where the change of jobs for a change of output per job has to lie [log change ÷ log change]. A judgement
(J) around −0.07 over 122 decades of 21 countries to 2019, standard error 0.06.
Source: Penn World Table 10.01; Feenstra, Inklaar, Timmer 2015, American Economic Review 105:3150, DOI
10.1257/aer.20130954."""
SPANS = 0.9
"""Share of the past spans for which the closure has to give a change within the band that was seen (J)."""
PAY = (0.75, 1.15)
"""Where the rise of real pay for that of output per job has to lie [log change ÷ log change]. A judgement (J)
around 0.97 over the same decades, standard error 0.04."""
SHARE = (-3.5, 1.1)
"""Where the change of labour's share in a decade has to lie [percentage points]. A judgement (J) around −1.2,
the mean over the same decades; their standard deviation is 3.2, so that this band is narrow."""
_RECORD = {"jobs": RECORD, "pay": (0.97, 0.04), "labour's share": (-1.2, 1.92)}
"""Slopes of the record on output per job, and their standard errors [log change, or points, ÷ log change].
Source: as of `SLOPE`; `feenstra_2015` of the scorecard computes them."""


@dataclass(frozen=True)
class HistoryTest:
    """A closure beside every span of ten years since 1980.

    rise : of output per job in the middle span [log change]
    jobs : what the closure makes of that rise; the rise is net of the new tasks of its time [share of jobs]
    with_new_tasks : the same where new tasks come on top, as assumed of AI [share of jobs]
    slope : of jobs to output per job [log change ÷ log change]
    pay : rise of real pay for that of output per job [log change ÷ log change]
    labour_share : change over the decade [percentage points]
    inside : spans for which the closure gives a change within the band that was seen [share of spans]
    low, high : that band, 10% and 90% of the changes of people in work [share of them]
    first, last : quarters that the record begins and ends with
    """

    closure: Closure
    rise: float
    jobs: float
    with_new_tasks: float
    slope: float
    pay: float
    labour_share: float
    inside: float
    low: float
    high: float
    first: str
    last: str

    @property
    def passes(self) -> bool:
        """Whether slope, spans, pay and labour's share all hold."""
        return (
            SLOPE[0] <= self.slope <= SLOPE[1]
            and self.inside >= SPANS
            and PAY[0] <= self.pay <= PAY[1]
            and SHARE[0] <= self.labour_share <= SHARE[1]
        )

    @property
    def missed(self) -> tuple[str, ...]:
        """What lies more than two standard errors from the record, narrower limits than those of the test."""
        slopes = (self.slope, self.pay, self.labour_share / self.rise)
        each = zip(slopes, _RECORD.items(), strict=True)
        return tuple(name for slope, (name, (at, error)) in each if abs(slope - at) > 2.0 * error)


def history_test(
    table: pd.DataFrame, accounts: Accounts, run: RunAssumptions, closure: Closure, displacing: float
) -> HistoryTest:
    """The test of a closure.

    table : the shipped table output_series
    run : elasticities, adjustment, new tasks
    displacing : s, part of the rise of output per job that displaces, net of new tasks [share]; read where
        pay clears, in which jobs are missing for that part alone
    """
    seen, (low, high) = decades(table), _band(table)
    rises = np.quantile(seen.output_per_job, [0.0, 0.5, 1.0])
    rise, gap = float(rises[1]), displacing * run.adjustment.displaced_gap
    own = replace(run, closure=closure, adjustment=replace(run.adjustment, displaced_gap=gap))
    found = _after(accounts, own, np.append(rises, rise))
    *jobs, renewed = _jobs(found, accounts)
    logs = np.log(jobs)
    given = np.expm1(np.interp(seen.output_per_job, rises, logs))
    base, income = accounts.income, np.array([found.pay[1], found.profits[1], found.taxes[1]])
    return HistoryTest(
        closure,
        rise,
        float(np.expm1(logs[1])),
        renewed - 1.0,
        float(logs[1]) / rise,
        float(np.log(found.pay_level[1] / found.price_level[1])) / rise,
        100.0 * float(income[0] / income.sum() - base[0] / base.sum()),
        float(((given >= low) & (given <= high)).mean()),
        low,
        high,
        seen.first,
        seen.last,
    )


def _band(table: pd.DataFrame) -> tuple[float, float]:
    """10% and 90% of the relative changes of people in work over ten years [share]."""
    level = table.dropna(subset=["output", "employment", "in_work"])["in_work"].to_numpy(dtype=float)
    low, high = np.quantile(level[QUARTERS:] / level[:-QUARTERS] - 1.0, [LOW, HIGH])
    return float(low), float(high)


def _jobs(found: Demand, accounts: Accounts) -> list[float]:
    return [float(1.0 + parts.sum() / accounts.jobs.sum()) for parts in found.parts]


def _after(accounts: Accounts, run: RunAssumptions, rises: Array) -> Demand:
    """What the closure makes of hours saved alike everywhere, as much as output per job rises; new tasks come
    on top in the last.

    rises : (case) of output per job [log change]
    Hours saved s = 1 − exp(−rise·t/T), evenly over the ten years T, at no cost of compute.
    """
    runs = [run] * len(rises)
    closed = ClosedDemand(accounts, runs)
    everywhere, each = np.ones(len(accounts.output)), np.ones(len(run.new_tasks))
    path = np.linspace(0.0, 1.0, QUARTERS + 1)
    first = 0 if run.closure is Closure.PAY_CLEARS else QUARTERS
    for quarter in range(first, QUARTERS + 1):
        renewed = np.zeros(len(rises))
        renewed[-1] = renewed_share(path[: quarter + 1], quarter, run.renewed, run.renewal_lag)
        saved = -np.expm1(-rises * path[quarter])
        uses = [
            Use(everywhere, one * each, 0.0 * each, float(new), run.new_tasks)
            for one, new in zip(saved, renewed, strict=True)
        ]
        found = closed.at(uses, np.ones((len(rises), len(each))))
    return found
