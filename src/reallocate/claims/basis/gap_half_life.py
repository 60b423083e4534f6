"""Net jobs where gaps of jobs close more slowly than after slumps, or never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reallocate.claims.basis.claim import Reading
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, economy_of, nation
from reallocate.claims.basis.economy_ensemble import QUARTERS, ensemble
from reallocate.claims.basis.history_gate import HistoryGate, gate_of
from reallocate.claims.basis.verdicts import Verdict, by_share
from reallocate.economy.batches import simulate_in_batches, without_ai
from reallocate.economy.industry_adoption import demands_at
from reallocate.economy.job_effects import net_jobs
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import interval
from reallocate.work.parameters import Parameters

HALF_LIFE = "economy_gap_half_life"
SLOW, NEVER = 10.0, float("inf")
"""Half-lives of a gap [years]. Source: Yagan 2019, Journal of Political Economy 127:2505, DOI 10.1086/701809:
areas hit harder in 2007 to 2009 had fewer people in work in 2015 (abstract); Hershbein, Stuart 2020, Upjohn
20-325, DOI 10.17848/wp20-325: employment falls for good (abstract)."""
HALVINGS = 4
"""Where the verdict turns is narrowed to a sixteenth of the way, in ratios."""


@dataclass(frozen=True, eq=False)
class SlowGaps:
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
def slow_gaps(context: ClaimContext, parameters: Parameters, half_life: float) -> SlowGaps:
    """The ensemble's draws with one half-life.

    half_life : of what is missing since people were displaced, and of what pay has not given way to [years]
    Without further AI there is next to no gap, so that the runs without it are taken as they are: that moves
    jobs by less than a ten-thousandth of a percent.
    """
    drawn, one = ensemble(context, parameters), assumed_by(context, parameters, 1)
    extended = simulate_in_batches(economy_of(context, parameters), _with(drawn.runs, half_life), QUARTERS)
    (past,) = _with([one], half_life)
    net = 100.0 * net_jobs(extended, drawn.without)[-1]
    return SlowGaps(net, gate_of(context, parameters, past))


@once
def turning_half_life(context: ClaimContext, parameters: Parameters, mark: float) -> float:
    """The shortest half-life, from the longest that is drawn up to `SLOW`, at which the verdict is the one at
    `SLOW` [years]; not a number where it is that one already.

    mark : below which jobs are fewer [% of jobs]
    By halving, at the pay of the start: without the flows of people, which move jobs wanted by thousandths of
    a percent.
    """
    near, far = parameters.about(HALF_LIFE).high, SLOW

    def verdict(half_life: float) -> Verdict:
        return by_share(float((_quick(context, parameters, half_life) < mark).mean()))

    there = verdict(far)
    if verdict(near) is there:
        return float("nan")
    for _ in range(HALVINGS):
        middle = (near * far) ** 0.5
        near, far = (near, middle) if verdict(middle) is there else (middle, far)
    return far


def healing_slowly(context: ClaimContext, parameters: Parameters, mark: float) -> tuple[Reading, ...]:
    """Where half of a gap takes ten years to close, and where none closes.

    mark : below which jobs are fewer [% of jobs]
    """
    words = {
        SLOW: f"if half of a gap of jobs takes {SLOW:g} years to close, as after shocks that last; the gap "
        "that opens drawn as before (areas hit harder in 2007 to 2009 had fewer people in work in 2015: "
        "Yagan 2019; areas compared bound the nation from above)",
        NEVER: "if no gap of jobs ever closes; the gap that opens drawn as before (Hershbein, Stuart 2020)",
    }
    return tuple(_reading(words[one], slow_gaps(context, parameters, one), mark) for one in words)


def rests_on_healing(context: ClaimContext, parameters: Parameters, mark: float) -> str:
    """What becomes of the row where gaps close slowly, and the half-life at which the verdict changes.

    mark : below which jobs are fewer [% of jobs]
    """
    slow, never = (slow_gaps(context, parameters, one) for one in (SLOW, NEVER))
    about, turn = parameters.about(HALF_LIFE), turning_half_life(context, parameters, mark)
    changes = (
        f"the verdict is the same at {about.high:g} years"
        if np.isnan(turn)
        else f"the verdict changes at about {turn:.0f} years"
    )
    excluded = "" if never.gate.test.passes else ", under a law that past decades exclude"
    verdict = slow.gate.judged(by_share(slow.fewer(mark), Verdict.CANNOT_BE_TOLD))
    return (
        f"The verdict rests on gaps that close: half of one in {about.low:g} to {about.high:g} years, "
        f"as after slumps. If half takes {SLOW:g} years, {slow.fewer(mark):.0%} of the draws have more than "
        f"{-mark:g}% fewer jobs ({verdict}); if no gap ever closes, {never.fewer(mark):.0%}{excluded}; "
        f"{changes}."
    )


def _reading(words: str, found: SlowGaps, mark: float) -> Reading:
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
    found = demands_at(runs, accounts, QUARTERS, nation(context).unemployment)
    change: Array = found.parts.sum(axis=(1, 2)) / accounts.jobs.sum()
    return change


def _with(runs: Sequence[RunAssumptions], half_life: float) -> list[RunAssumptions]:
    return [replace(run, adjustment=replace(run.adjustment, gap_half_life=half_life)) for run in runs]
