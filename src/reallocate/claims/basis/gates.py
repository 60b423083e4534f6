"""Whether a closure holds on past decades, how slowly gaps close, and what a test could show."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from reallocate.claims.basis.claim import Measured, Reading, Verdict, by_share
from reallocate.claims.basis.context import (
    MARKET_QUARTERS,
    ClaimContext,
    accounts_of,
    assumed_by,
    economy_of,
    ensemble,
    nation,
    once,
)
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.closures import HEADLINE, Closure
from reallocate.market.nation.batches import simulate_in_batches, without_ai
from reallocate.market.nation.demand import demand_at, demands_at, net_jobs
from reallocate.market.nation.gate import HistoryTest, history_test, history_tests
from reallocate.market.nation.run import RunAssumptions
from reallocate.work.history import correlation
from reallocate.work.panel import AFTER, comparable

_FAILS = "the labour-market equations behind it fail on past decades"
INSTEAD = "cannot be told where the equations behind jobs and openings fail on past decades"


@dataclass(frozen=True)
class HistoryGate:
    """A closure's test on past decades, and what follows from it for a verdict."""

    test: HistoryTest

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


@once
def history_gate(context: ClaimContext, parameters: Parameters, closure: Closure = HEADLINE) -> HistoryGate:
    """The test of a closure at the parameters in force.

    context : the nation's accounts and the record since 1980
    Most assumptions leave it as it is: it reads what closes the accounts, and nothing of adoption.
    """
    return _gate_of(context, parameters, assumed_by(context, parameters, 1), closure)


def _gate_of(
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


_HALF_LIFE = "economy_gap_half_life"
_SLOW, _NEVER = 10.0, float("inf")
"""Half-lives of a gap [years]. Source: Yagan 2019, Journal of Political Economy 127:2505, DOI 10.1086/701809:
areas hit harder in 2007 to 2009 had fewer people in work in 2015 (abstract); Hershbein, Stuart 2020, Upjohn
20-325, DOI 10.17848/wp20-325: employment falls for good (abstract)."""
_HALVINGS = 4
"""Where the verdict turns is narrowed to a sixteenth of the way, in ratios."""


@dataclass(frozen=True, eq=False)
class _SlowGaps:
    """Net jobs with one half-life in all draws, the gap drawn as before.

    net : (draw) against no further AI [% of jobs]
    gate : the law with this half-life on past decades
    """

    net: Array
    gate: HistoryGate

    def fewer(self, mark: float) -> float:
        """Draws with fewer jobs [share].

        mark : below which jobs are fewer [% of jobs]
        """
        return float((self.net < mark).mean())


@once
def _slow_gaps(context: ClaimContext, parameters: Parameters, half_life: float) -> _SlowGaps:
    """The ensemble's draws with one half-life.

    half_life : of what is missing since people were displaced, and of what pay has not given way to [years]
    Without further AI there is next to no gap, so that the runs without it are taken as they are: that moves
    jobs by less than a ten-thousandth of a percent.
    """
    drawn, one = ensemble(context, parameters), assumed_by(context, parameters, 1)
    extended = simulate_in_batches(
        economy_of(context, parameters), _with(drawn.runs, half_life), MARKET_QUARTERS
    )
    (past,) = _with([one], half_life)
    net = 100.0 * net_jobs(extended, drawn.without)[-1]
    return _SlowGaps(net, _gate_of(context, parameters, past))


@once
def _turning_half_life(context: ClaimContext, parameters: Parameters, mark: float) -> float:
    """The shortest half-life, from the longest that is drawn up to `_SLOW`, at which the verdict is the one
    at
    `_SLOW` [years]; not a number where it is that one already.

    mark : below which jobs are fewer [% of jobs]
    By halving, at the pay of the start: without the flows of people, which move jobs wanted by thousandths of
    a percent.
    """
    near, far = parameters.about(_HALF_LIFE).high, _SLOW

    def verdict(half_life: float) -> Verdict:
        return by_share(float((_quick(context, parameters, half_life) < mark).mean()))

    there = verdict(far)
    if verdict(near) is there:
        return float("nan")
    for _ in range(_HALVINGS):
        middle = (near * far) ** 0.5
        near, far = (near, middle) if verdict(middle) is there else (middle, far)
    return far


def healing_slowly(context: ClaimContext, parameters: Parameters, mark: float) -> tuple[Reading, ...]:
    """Where half of a gap takes ten years to close, and where none closes.

    mark : below which jobs are fewer [% of jobs]
    """
    words = {
        _SLOW: f"if half of a gap of jobs takes {_SLOW:g} years to close, as after shocks that last; the gap "
        "that opens drawn as before (areas hit harder in 2007 to 2009 had fewer people in work in 2015: "
        "Yagan 2019; areas compared bound the nation from above)",
        _NEVER: "if no gap of jobs ever closes; the gap that opens drawn as before (Hershbein, Stuart 2020)",
    }
    return tuple(_reading(words[one], _slow_gaps(context, parameters, one), mark) for one in words)


def rests_on_healing(context: ClaimContext, parameters: Parameters, mark: float) -> str:
    """What becomes of the row where gaps close slowly, and the half-life at which the verdict changes.

    mark : below which jobs are fewer [% of jobs]
    """
    slow, never = (_slow_gaps(context, parameters, one) for one in (_SLOW, _NEVER))
    about, turn = parameters.about(_HALF_LIFE), _turning_half_life(context, parameters, mark)
    changes = (
        f"the verdict is the same at {about.high:g} years"
        if np.isnan(turn)
        else f"the verdict changes at about {turn:.0f} years"
    )
    excluded = "" if never.gate.test.passes else ", under a law that past decades exclude"
    verdict = slow.gate.judged(by_share(slow.fewer(mark), Verdict.CANNOT_BE_TOLD))
    return (
        f"The verdict rests on gaps that close: half of one in {about.low:g} to {about.high:g} years, "
        f"as after slumps. If half takes {_SLOW:g} years, {slow.fewer(mark):.0%} of the draws have more than "
        f"{-mark:g}% fewer jobs ({verdict}); if no gap ever closes, {never.fewer(mark):.0%}{excluded}; "
        f"{changes}."
    )


def _reading(words: str, found: _SlowGaps, mark: float) -> Reading:
    middle, low, high = interval(found.net)
    gate, fewer = found.gate, found.fewer(mark)
    return Reading(
        words,
        f"{middle:+.2f}% jobs ({low:+.2f} to {high:+.2f}%), more than {-mark:g}% fewer in {fewer:.0%} of the "
        f"draws; for a normal decade the law then gives {gate.test.jobs:+.1%} jobs, which past decades "
        f"{'do not exclude' if gate.test.passes else 'exclude'}",
        gate.judged(by_share(fewer, Verdict.CANNOT_BE_TOLD)),
    )


def _quick(context: ClaimContext, parameters: Parameters, half_life: float) -> Array:
    """Net jobs at the pay of the start; (draw) [% of jobs]."""
    with_ai = _jobs_wanted(context, parameters, _with(ensemble(context, parameters).runs, half_life))
    return 100.0 * (with_ai - _quick_without_ai(context, parameters))


@once
def _quick_without_ai(context: ClaimContext, parameters: Parameters) -> Array:
    """Change of jobs at the pay of the start without further AI, where there is no gap that could close;
    (draw) [share of jobs]."""
    return _jobs_wanted(context, parameters, list(map(without_ai, ensemble(context, parameters).runs)))


def _jobs_wanted(context: ClaimContext, parameters: Parameters, runs: Sequence[RunAssumptions]) -> Array:
    """Change of jobs at the end, at the pay of the start; (run) [share of jobs]."""
    accounts = accounts_of(context, parameters)
    found = demands_at(runs, accounts, MARKET_QUARTERS, nation(context).unemployment)
    change: Array = found.parts.sum(axis=(1, 2)) / accounts.jobs.sum()
    return change


def _with(runs: Sequence[RunAssumptions], half_life: float) -> list[RunAssumptions]:
    return [replace(run, adjustment=replace(run.adjustment, gap_half_life=half_life)) for run in runs]


_POWER_QUARTERS = 12
"""Three years, as many as the test looks at."""
TEST, POWER = 0.9, 0.8
"""The interval that must exclude 0 has a tenth on either side; it should show in four of five cases."""


@dataclass(frozen=True)
class _Power:
    """What the test can show beside what the model expects [difference of rank correlations].

    detectable : smallest effect that shows in four of five cases
    own : what the model's own change of jobs over three years does to the rank correlation, middle source
    least, most : the same over the sources
    occupations : that are compared
    """

    detectable: float
    own: float
    least: float
    most: float
    occupations: int

    @property
    def is_enough(self) -> bool:
        """Whether the model's own effect would show."""
        return abs(self.own) >= self.detectable


def detectable(occupations: int) -> float:
    """Smallest difference of two rank correlations that shows in four of five cases.

    occupations : as many in both windows
    (z_0.9 + z_0.8)·√(2 ÷ (n − 1)): each rank correlation has the standard error 1 ÷ √(n − 1) where nothing
    links the two orders, and the windows are taken as independent.
    Source: Kendall, Gibbons 1990, Rank Correlation Methods, 5th ed., ch. 4.
    """
    return float((ndtri(TEST) + ndtri(POWER)) * np.sqrt(2.0 / (occupations - 1)))


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
    own = []
    for source in world.sources:
        run = assumed_by(context, parameters, _POWER_QUARTERS, source)
        demand = demand_at(run, accounts, _POWER_QUARTERS, nation(context).unemployment)
        change = pd.Series(demand.parts.sum(axis=0) / jobs, index=world.occupations.index)
        moved = growth * (1.0 + change.reindex(people.index).fillna(0.0).to_numpy())
        score = wide.loc[people.index, source].to_numpy(dtype=float)
        before, after = (float(correlation(score, one, np.ones(len(growth)))) for one in (growth, moved))
        own.append(after - before)
    return _Power(detectable(len(growth)), float(np.median(own)), min(own), max(own), len(growth))
