"""Whether the closure behind jobs and openings holds on past decades; one that fails decides nothing."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reallocate.claims.basis.claim import AFTER_THE_RESULT, Change, Measured
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, nation
from reallocate.claims.basis.economy_ensemble import ensemble
from reallocate.claims.basis.verdicts import Verdict
from reallocate.economy.history_gate import HistoryTest, history_test, history_tests
from reallocate.economy.laws.closures import HEADLINE, Closure
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.work.parameters import Parameters

FAILS = "the labour-market equations behind it fail on past decades"
INSTEAD = "cannot be told where the equations behind jobs and openings fail on past decades"


@dataclass(frozen=True)
class HistoryGate:
    """A closure's test on past decades, and what follows from it for a verdict."""

    test: HistoryTest

    @property
    def reason(self) -> str:
        """Why nothing can be told; empty where the closure passes."""
        return "" if self.test.passes else FAILS

    @property
    def words(self) -> str:
        """The closure, as after "if", and whether it fails."""
        closure, fails = self.test.closure, "" if self.test.passes else "; fails on past decades"
        return f"{closure.words} (closure {closure.value}{fails})"

    @property
    def sentence(self) -> str:
        """The test with its figures."""
        test = self.test
        return (
            f"The law behind it (closure {test.closure.value}, {test.closure.words}) "
            f"{'is not excluded by' if test.passes else 'fails on'} past decades. For the rise of output "
            f"per job of a normal decade ({np.expm1(test.rise):.0%}) it gives {test.jobs:+.1%} jobs. The "
            f"share of people of 16 and over in work, not adjusted for age, changed by {test.low:+.1%} to "
            f"{test.high:+.1%} (10th–90th percentile of such spans, {test.first[:4]} to {test.last[:4]})."
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


CHANGE_OF_RULE = Change(
    "the same thresholds where spending and real pay are held, whatever that makes of past decades",
    "spending held fails on past decades; pay that clears holds, and a law that fails decides nothing",
    AFTER_THE_RESULT,
    "2026-11-27",
)
"""How the rules of claims that rest on this law were changed."""


@once
def history_gate(context: ClaimContext, parameters: Parameters, closure: Closure = HEADLINE) -> HistoryGate:
    """The test of a closure at the parameters in force.

    context : the nation's accounts and the record since 1980
    Most assumptions leave it as it is: it reads what closes the accounts, and nothing of adoption.
    """
    return gate_of(context, parameters, assumed_by(context, parameters, 1), closure)


def gate_of(
    context: ClaimContext, parameters: Parameters, run: RunAssumptions, closure: Closure = HEADLINE
) -> HistoryGate:
    """The test of a closure as one run assumes it.

    run : elasticities, adjustment, new tasks
    """
    accounts = accounts_of(context, parameters)
    reads = (run.spending, run.adjustment, run.renewed, run.renewal_lag, run.wage_curve, run.laws)
    key = (accounts, closure, *reads, run.new_tasks.tobytes())
    tests = _tests(context)
    if key not in tests:
        table, start = context.world.table("output_series"), nation(context).unemployment
        tests[key] = HistoryGate(history_test(table, accounts, run, closure, start))
    return tests[key]


@once
def _tests(context: ClaimContext) -> dict[Hashable, HistoryGate]:
    """The tests that were made, by what they read."""
    return {}


@once
def draws_that_hold(
    context: ClaimContext, parameters: Parameters, closure: Closure = HEADLINE
) -> npt.NDArray[np.bool_]:
    """Whether each draw of the ensemble would hold on past decades by itself; (draw).

    context : the nation's accounts and the record since 1980
    The gate is on the closure at the values in force: what past decades set. A draw says what AI may do
    differently, such as that owners keep more, and counts in any case; this is for the verdict without them.
    """
    accounts, runs = accounts_of(context, parameters), ensemble(context, parameters).plain
    table, start = context.world.table("output_series"), nation(context).unemployment
    tests = history_tests(table, accounts, runs, closure, start)
    return np.array([one.passes for one in tests])
