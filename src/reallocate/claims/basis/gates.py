"""Whether a closure holds on past decades, and what a test could show."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.claims.basis.claim import Measured, Verdict
from reallocate.claims.basis.context import (
    ClaimContext,
    accounts_of,
    assumed_by,
    once,
)
from reallocate.claims.estimates.regression import least_detectable
from reallocate.kernel.number import listed, sentence
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.closures import HEADLINE, Closure
from reallocate.market.nation.demand import demand_at
from reallocate.market.nation.gate import PAY, SHARE, SLOPE, HistoryTest, history_test
from reallocate.market.nation.jobs_law import DISPLACING
from reallocate.work.history import correlation
from reallocate.work.panel import AFTER, comparable

_FAILS = "the labour-market equations behind it fail on past decades"
INSTEAD = "cannot be told where the equations behind jobs and openings fail on past decades"


@dataclass(frozen=True)
class HistoryGate:
    """A closure's test on past decades, and what follows from it for a verdict.

    test : with the part of growth that displaces as in force
    all_displaced : with all of it
    displacing : that part [share]; 1 where the closure does not read it
    """

    test: HistoryTest
    all_displaced: HistoryTest
    displacing: float

    @property
    def which_share_decides(self) -> str:
        """The test as it is in force, and as it would be if all of a decade's growth had displaced people."""
        one, other = self.test, self.all_displaced
        return (
            f"With {self.displacing:.0%} of a decade's rise of output per job displacing people, the law "
            f"gives {one.slope:+.2f} jobs per output per job and {_passes(one)} ({SLOPE[0]:+.2f} to "
            f"{SLOPE[1]:+.2f} is asked); with all of it, {other.slope:+.2f}, and {_passes(other)}. That "
            "share decides, is not observed, and is the median of draws weighed by the same record."
        )

    @property
    def reason(self) -> str:
        """Why nothing can be told; empty where the closure passes."""
        return "" if self.test.passes else _FAILS

    @property
    def words(self) -> str:
        """The closure, as after "if", and whether it fails."""
        closure, fails = self.test.closure, "" if self.test.passes else "; fails on past decades"
        return f"{closure.words} (closure {closure.value}{fails})"

    @property
    def sentence(self) -> str:
        """The test with its figures."""
        test = self.test
        missed = f"{sentence(listed(test.missed))} not" if test.missed else "All three are"
        missed = missed.replace(" not", " is not" if len(test.missed) == 1 else " are not")
        return (
            f"The law behind it (closure {test.closure.value}, {test.closure.words}) "
            f"{'is not excluded by' if test.passes else 'fails on'} past decades. For the rise of output "
            f"per job of a normal decade ({np.expm1(test.rise):.0%}) it gives {test.jobs:+.1%} jobs. The "
            f"share of people of 16 and over in work, not adjusted for age, changed by {test.low:+.1%} to "
            f"{test.high:+.1%} (10th–90th percentile of such spans, {test.first[:4]} to {test.last[:4]}). "
            f"Pay is asked to follow by {PAY[0]:g} to {PAY[1]:g} ({test.pay:.2f}), labour's share to change "
            f"by {SHARE[0]:+g} to {SHARE[1]:+g} points ({test.labour_share:+.1f}). These limits are "
            f"judgements. {missed} within two standard errors of the record (scorecard, feenstra_2015)."
        )

    def judged(self, by_rule: Verdict) -> Verdict:
        """The verdict by the thresholds where the closure passes; else nothing can be told.

        by_rule : verdict by the thresholds alone
        """
        return by_rule if self.test.passes else Verdict.CANNOT_BE_TOLD

    def measured(
        self,
        middle: float,
        low: float,
        high: float,
        by_rule: Verdict,
        finding: str,
        figures: dict[str, float] | None = None,
        first: Verdict | None = None,
        rests_on: str = "",
    ) -> Measured:
        """A finding with this test beside it, judged by both.

        middle, low, high, finding, figures, rests_on : as in `Measured`; the test is told where it rests on
            other things too, else with the finding
        by_rule : verdict by the thresholds alone
        first : by the rule as first written; `by_rule` where the thresholds are the same
        """
        if rests_on:
            rests_on = f"{rests_on} {self.sentence}"
        else:
            finding = f"{finding} {self.sentence}"
        verdict, first = self.judged(by_rule), by_rule if first is None else first
        return Measured(middle, low, high, verdict, finding, figures or {}, self.reason, first, rests_on)


@once
def history_gate(context: ClaimContext, parameters: Parameters, closure: Closure = HEADLINE) -> HistoryGate:
    """The test of a closure at the parameters in force.

    context : the nation's accounts and the record since 1980
    Most assumptions leave it as it is: it reads what closes the accounts, and nothing of adoption.
    """
    accounts, run = accounts_of(context, parameters), assumed_by(context, parameters, 1)
    displacing = parameters[DISPLACING] if closure is Closure.PAY_CLEARS else 1.0
    reads = (run.spending, run.adjustment, run.renewed, run.renewal_lag, run.laws, displacing)
    key = (accounts, closure, *reads, run.new_tasks.tobytes())
    tests, table = _tests(context), context.world.table("output_series")
    if key not in tests:
        in_force, whole = (history_test(table, accounts, run, closure, one) for one in (displacing, 1.0))
        tests[key] = HistoryGate(in_force, whole, displacing)
    return tests[key]


@once
def _tests(context: ClaimContext) -> dict[Hashable, HistoryGate]:
    """The tests that were made, by what they read."""
    return {}


def _passes(test: HistoryTest) -> str:
    return "passes" if test.passes else "fails"


_POWER_QUARTERS = 12
"""Three years, as many as the test looks at."""


@dataclass(frozen=True)
class _Power:
    """What the test can show beside what the model expects [difference of rank correlations].

    detectable : smallest effect that shows in four of five cases
    own : what the model's own change of jobs over three years does to the rank correlation, middle source
    least, most : the same over the sources
    occupations : that are compared
    each : (source) the same
    """

    detectable: float
    own: float
    least: float
    most: float
    occupations: int
    each: Mapping[str, float]

    @property
    def is_enough(self) -> bool:
        """Whether the model's own effect would show."""
        return abs(self.own) >= self.detectable


def detectable(occupations: int) -> float:
    """Smallest difference of two rank correlations that shows in four of five cases.

    occupations : as many in both windows
    2.8·√(2 ÷ (n − 1)), as `least_detectable`: each rank correlation has the standard error 1 ÷ √(n − 1) where
    nothing links the two orders, and the windows are taken as independent.
    Source: Kendall, Gibbons 1990, Rank Correlation Methods, 5th ed., ch. 4.
    """
    return least_detectable(float(np.sqrt(2.0 / (occupations - 1))))


@once
def power(context: ClaimContext, parameters: Parameters) -> _Power:
    """The power of the test of exposure against growth.

    context : history, scores and the nation's accounts
    """
    world = context.world
    people = comparable(world.table("history")).employment
    growth = (people[AFTER[1]] / people[AFTER[0]]).to_numpy()
    wide = world.table("scores").pivot(index="occupation", columns="source", values="score")
    accounts = accounts_of(context, parameters)
    jobs = np.where(accounts.jobs > 0.0, accounts.jobs, np.nan)
    each = {}
    for source in world.sources:
        run = assumed_by(context, parameters, _POWER_QUARTERS, source)
        demand = demand_at(run, accounts, _POWER_QUARTERS)
        change = pd.Series(demand.parts.sum(axis=0) / jobs, index=world.occupations.index)
        moved = growth * (1.0 + change.reindex(people.index).fillna(0.0).to_numpy())
        score = wide.loc[people.index, source].to_numpy(dtype=float)
        before, after = (float(correlation(score, one, np.ones(len(growth)))) for one in (growth, moved))
        each[source] = after - before
    own = list(each.values())
    middle = float(np.median(own))
    return _Power(detectable(len(growth)), middle, min(own), max(own), len(growth), each)
