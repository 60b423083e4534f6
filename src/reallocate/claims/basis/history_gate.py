"""Whether the law behind jobs and openings holds on past decades: a law that fails there decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.claims.basis.claim import AFTER_THE_RESULT, Change, Verdict
from reallocate.claims.basis.context import ClaimContext, decided_by
from reallocate.claims.basis.economy_context import accounts_of, assumed_by
from reallocate.economy.laws.closed_demand import Use, closed_demand
from reallocate.economy.laws.new_work import renewed_share
from reallocate.economy.past_decades import QUARTERS, decades
from reallocate.measure.quantiles import HIGH, LOW
from reallocate.work.parameters import Parameters

SLOPE = (-0.30, 0.10)
"""Where the change of jobs for a change of output per job has to lie [log change ÷ log change]. A judgement
(J) around −0.08 over 126 decades of 21 countries to 2019, standard error 0.03 as if decades were independent.
Source: Penn World Table 10.01; Feenstra, Inklaar, Timmer 2015, American Economic Review 105:3150, DOI
10.1257/aer.20130954."""
SPANS = 0.9
"""Share of the past spans for which the law has to give a change within the band that was seen (J)."""
FAILS = "the labour-market equations behind it fail on past decades"
INSTEAD = "cannot be told where the equations behind jobs and openings fail on past decades"


@dataclass(frozen=True)
class HistoryGate:
    """The law behind jobs and openings beside every span of ten years since 1980.

    rise : of output per job in the middle span [log change]
    jobs : what the law makes of that rise, new tasks as assumed [share of jobs]
    without_new_tasks : the same without new tasks [share of jobs]
    slope : of jobs to output per job, by the law [log change ÷ log change]
    inside : spans for which the law gives a change within the band that was seen [share of spans]
    low, high : that band, 10% and 90% of the changes of people in work [share of them]
    first, last : quarters that the record begins and ends with
    """

    rise: float
    jobs: float
    without_new_tasks: float
    slope: float
    inside: float
    low: float
    high: float
    first: str
    last: str

    @property
    def passes(self) -> bool:
        """Whether slope and band both hold."""
        return SLOPE[0] <= self.slope <= SLOPE[1] and self.inside >= SPANS

    @property
    def reason(self) -> str:
        """Why nothing can be told; empty where the law passes."""
        return "" if self.passes else FAILS

    @property
    def sentence(self) -> str:
        """The test with its figures."""
        opening = "The law behind it holds" if self.passes else "The law behind it fails"
        return (
            f"{opening} on past decades. For the rise of output per job of a normal decade "
            f"({np.expm1(self.rise):.0%}) it gives {self.jobs:+.1%} jobs, or {self.without_new_tasks:+.1%} "
            f"without new tasks. The share of people in work changed by {self.low:+.1%} to {self.high:+.1%} "
            f"(10th–90th percentile of such spans, {self.first[:4]} to {self.last[:4]})."
        )

    def judged(self, by_rule: Verdict) -> Verdict:
        """The verdict by the thresholds where the law passes; else nothing can be told.

        by_rule : verdict by the thresholds alone
        """
        return by_rule if self.passes else Verdict.CANNOT_BE_TOLD


def change_of_rule() -> Change:
    """How the rules of claims that rest on this law were changed."""
    return Change(
        "the same thresholds, whatever the law makes of past decades",
        "a law that fails on past decades decides nothing",
        AFTER_THE_RESULT,
        "2026-11-26",
    )


def history_gate(context: ClaimContext, parameters: Parameters) -> HistoryGate:
    """The test of the law at the parameters in force, made once.

    context : the nation's accounts and the record since 1980
    """
    key = ("history gate", decided_by(parameters))
    found: HistoryGate = context.once(key, lambda: _tested(context, parameters))
    return found


def _tested(context: ClaimContext, parameters: Parameters) -> HistoryGate:
    table = context.world.table("output_series")
    seen = decades(table)
    moved = _relative(table)
    rise = float(np.median(seen.output_per_job))
    jobs, alone = (_jobs(context, parameters, rise, new_tasks) for new_tasks in (True, False))
    slope = float(np.log1p(jobs)) / rise
    low, high = (float(one) for one in np.quantile(moved, [LOW, HIGH]))
    given = np.expm1(slope * seen.output_per_job)
    inside = float(((given >= low) & (given <= high)).mean())
    return HistoryGate(rise, jobs, alone, slope, inside, low, high, seen.first, seen.last)


def _relative(table: pd.DataFrame) -> np.ndarray:
    """Change of the share of people in work over each span; (span) [share of it]."""
    level = table.dropna(subset=["output", "employment", "in_work"])["in_work"].to_numpy(dtype=float)
    found: np.ndarray = level[QUARTERS:] / level[:-QUARTERS] - 1.0
    return found


def _jobs(context: ClaimContext, parameters: Parameters, rise: float, new_tasks: bool) -> float:
    """What the law makes of hours saved alike everywhere, as much as output per job rises [share of jobs].

    Hours saved s = 1 − exp(−rise), spread evenly over the ten years, at no cost of compute.
    """
    accounts, run = accounts_of(context, parameters), assumed_by(context, parameters, 1)
    path = np.linspace(0.0, 1.0, QUARTERS + 1)
    renewed = renewed_share(path, QUARTERS, run.renewed, run.renewal_lag) if new_tasks else 0.0
    occupations = len(run.new_tasks)
    use = Use(
        np.ones(len(accounts.output)),
        np.full(occupations, -np.expm1(-rise)),
        np.zeros(occupations),
        renewed,
        run.new_tasks,
    )
    found = closed_demand(accounts, use, np.ones(occupations), run.closure)
    return float(found.parts.sum() / accounts.jobs.sum())
