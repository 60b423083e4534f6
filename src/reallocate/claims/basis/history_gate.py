"""Whether the law behind jobs and openings holds on past decades: a law that fails there decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.claims.basis.claim import AFTER_THE_RESULT, Change, Measured
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.economy_context import accounts_of, assumed_by
from reallocate.claims.basis.verdicts import Verdict
from reallocate.economy.laws.closed_demand import Use, closed_demand
from reallocate.economy.laws.new_tasks import renewed_share
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
        return (
            f"The law behind it {'holds' if self.passes else 'fails'} on past decades. For the rise of "
            f"output per job of a normal decade ({np.expm1(self.rise):.0%}) it gives {self.jobs:+.1%} "
            f"jobs, or {self.without_new_tasks:+.1%} without new tasks. The share of people in work changed "
            f"by {self.low:+.1%} to {self.high:+.1%} (10th–90th percentile of such spans, "
            f"{self.first[:4]} to {self.last[:4]})."
        )

    def judged(self, by_rule: Verdict) -> Verdict:
        """The verdict by the thresholds where the law passes; else nothing can be told.

        by_rule : verdict by the thresholds alone
        """
        return by_rule if self.passes else Verdict.CANNOT_BE_TOLD

    def measured(
        self,
        middle: float,
        low: float,
        high: float,
        by_rule: Verdict,
        finding: str,
        figures: dict[str, float] | None = None,
    ) -> Measured:
        """A finding with this test beside it, judged by both.

        middle, low, high, finding, figures : as in `Measured`
        by_rule : verdict by the thresholds alone, which was that of the rule as first written
        """
        whole, verdict = f"{finding} {self.sentence}", self.judged(by_rule)
        return Measured(middle, low, high, verdict, whole, figures or {}, self.reason, by_rule)


CHANGE_OF_RULE = Change(
    "the same thresholds, whatever the law makes of past decades",
    "a law that fails on past decades decides nothing",
    AFTER_THE_RESULT,
    "2026-11-26",
)
"""How the rules of claims that rest on this law were changed."""


@once
def history_gate(context: ClaimContext, parameters: Parameters) -> HistoryGate:
    """The test of the law at the parameters in force.

    context : the nation's accounts and the record since 1980
    """
    table = context.world.table("output_series")
    seen = decades(table)
    level = table.dropna(subset=["output", "employment", "in_work"])["in_work"].to_numpy(dtype=float)
    low, high = (float(one) for one in np.quantile(level[QUARTERS:] / level[:-QUARTERS] - 1.0, [LOW, HIGH]))
    rise = float(np.median(seen.output_per_job))
    jobs, alone = (_jobs(context, parameters, rise, new_tasks) for new_tasks in (True, False))
    slope = float(np.log1p(jobs)) / rise
    given = np.expm1(slope * seen.output_per_job)
    inside = float(((given >= low) & (given <= high)).mean())
    return HistoryGate(rise, jobs, alone, slope, inside, low, high, seen.first, seen.last)


def _jobs(context: ClaimContext, parameters: Parameters, rise: float, new_tasks: bool) -> float:
    """What the law makes of hours saved alike everywhere, as much as output per job rises [share of jobs].

    Hours saved s = 1 − exp(−rise), spread evenly over the ten years, at no cost of compute.
    """
    accounts, run = accounts_of(context, parameters), assumed_by(context, parameters, 1)
    path = np.linspace(0.0, 1.0, QUARTERS + 1)
    renewed = renewed_share(path, QUARTERS, run.renewed, run.renewal_lag) if new_tasks else 0.0
    adopted, each = np.ones(len(accounts.output)), np.ones(len(run.new_tasks))
    use = Use(adopted, -np.expm1(-rise) * each, 0.0 * each, renewed, run.new_tasks)
    parts = closed_demand(accounts, use, each, run.spending).parts
    return float(parts.sum() / accounts.jobs.sum())
