"""Row 10: more jobs are destroyed than made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from reallocate.claims.basis.claim import AFTER_THE_RESULT, Change, Claim, Measured, Reading, Rule
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, nation
from reallocate.claims.basis.economy_ensemble import (
    QUARTERS,
    TASK_BY_TASK,
    TOGETHER,
    ensemble,
    outcomes_of,
)
from reallocate.claims.basis.gap_half_life import healing_slowly, rests_on_healing
from reallocate.claims.basis.history_gate import INSTEAD, draws_that_hold, history_gate
from reallocate.claims.basis.net_jobs_readings import (
    as_with_robots,
    direct_channels,
    in_a_slump,
    jobs_ended_so_far,
    what_is_left_out,
)
from reallocate.claims.basis.verdicts import Verdict, by_share
from reallocate.economy.assumptions import DRAWN
from reallocate.economy.demand_corners import effects_at
from reallocate.economy.laws.closures import Closure
from reallocate.economy.past_decades import decades
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import interval
from reallocate.work.parameters import Parameters

FEWER = -0.5
"""What counts as fewer jobs [% of jobs] (J): the size of a large yearly revision of payrolls."""
OTHER_MARKS = (-0.25, -0.1, 0.0)
"""Other marks of it, told beside the verdict [% of jobs]."""


class NetJobs(Claim):
    """Whether more jobs end than are made in ten years."""

    id = "more-jobs-destroyed"
    row = "10"
    effort = 25.0
    statement = "AI destroys more jobs than it creates"
    reading = (
        "jobs wanted in ten years against the same economy without further AI, in the draws that "
        "`reallocate simulate` shows, where pay clears: everything that may decide it is drawn, and the "
        f"sources of reach take turns; the verdict goes by the share of draws with at least {-FEWER:g}% "
        f"fewer jobs. {TASK_BY_TASK}"
    )
    unit = "% of jobs"
    rule = Rule(
        f"at least 80% of the draws end with more than {-FEWER:g}% fewer jobs",
        "at most 20% do",
        Verdict.CANNOT_BE_TOLD,
        (FEWER,),
        Change(
            "at least 80% of the draws end with fewer jobs, however few, where spending and real pay are "
            "held; at most 20% do",
            "spending held decided the sign before any draw and fails on past decades, so that the verdict "
            "had become cannot be told. Pay that clears is not excluded there, and had been named the "
            f"headline law before it was run. {-FEWER:g}% is a large revision of payrolls (0.3% in the "
            "mean of ten years to 2016). Either change alone gives cannot be told: see the readings",
            AFTER_THE_RESULT,
            "2026-11-27",
        ),
        INSTEAD,
    )
    drivers = DRAWN
    together = TOGETHER
    sources = (
        "BEA accounts and output (A)",
        "BLS jobs, unemployment, projections (A)",
        "eight sources of reach (A)",
        "new tasks, pay and jobs: four studies (B)",
        "what owners keep, how fast gaps close, jobs missing for each displaced (J)",
        "studies named in the readings (C)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The change of jobs at one set of parameters.

        context : the nation's accounts
        """
        (figure,) = self.centres(context, [parameters])
        return figure

    def centres(self, context: ClaimContext, points: Sequence[Parameters]) -> list[float]:
        """As of `Claim`, with the runs side by side.

        context, points : as there
        """
        unemployment, figures = nation(context).unemployment, [0.0] * len(points)
        groups: dict[int, list[int]] = defaultdict(list)
        for place, point in enumerate(points):
            groups[id(accounts_of(context, point))].append(place)
        for places in groups.values():
            accounts = accounts_of(context, points[places[0]])
            runs = [assumed_by(context, points[place], QUARTERS) for place in places]
            effects = effects_at(runs, accounts, QUARTERS, unemployment)
            for place, effect in zip(places, effects, strict=True):
                figures[place] = 100.0 * float(effect.sum() / accounts.jobs.sum())
        return figures

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The change over draws, sources in turn.

        context : the nation's accounts, how many draws
        """
        under = outcomes_of(context, parameters)
        found, held = under[Closure.PAY_CLEARS], under[Closure.MONEY_HELD]["jobs"]
        middle, low, high = interval(found["jobs"])
        fewer = _fewer(found["jobs"])
        gate = history_gate(context, parameters)
        otherwise = self._otherwise(context, parameters, under[Closure.INCOME_ON_PATH]["jobs"])
        share, pay, rise = (
            float(np.median(found[name])) for name in ("labour_share", "real_pay", "unemployment_peak")
        )
        finding = (
            f"In ten years the number of jobs differs by {middle:+.2f}% ({low:+.2f} to {high:+.2f}%) from "
            f"the same economy without further AI. More than {-FEWER:g}% fewer jobs come in {fewer:.0%} of "
            f"the draws{otherwise}. AI shows in pay instead: labour's share changes by {share:+.1f} "
            f"percentage points, real pay by {pay:+.1f}%, and unemployment peaks {rise:.2f} points higher."
        )
        figures = {
            f"share of draws with more than {-FEWER:g}% fewer jobs": fewer,
            "law on a normal decade: jobs [share]": gate.test.jobs,
            "law on a normal decade: slope of jobs to output per job": gate.test.slope,
        }
        rests_on = (
            rests_on_healing(context, parameters, FEWER),
            jobs_ended_so_far(context, parameters),
            what_is_left_out(context),
        )
        by_rule = by_share(fewer, self.rule.otherwise)
        first = by_share(float((held < 0).mean()), self.rule.otherwise)
        return gate.measured(middle, low, high, by_rule, finding, figures, first, " ".join(rests_on))

    def _otherwise(self, context: ClaimContext, parameters: Parameters, values: Array) -> str:
        """How many draws have fewer jobs if pay does not give way, where past decades do not rule that out.

        values : the change of jobs then, by draw [% of jobs]
        """
        gate = history_gate(context, parameters, Closure.INCOME_ON_PATH)
        verdict = by_share(_fewer(values), self.rule.otherwise)
        if not gate.test.passes or verdict is by_share(_fewer(ensemble(context, parameters).net)):
            return ""
        return (
            f" if pay gives way, and in {_fewer(values):.0%} if it does not ({verdict}); past decades rule "
            "out neither"
        )

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """As `measure`, without the other closures.

        context, parameters : as `measure`
        """
        values = ensemble(context, parameters).net
        verdict = by_share(_fewer(values), self.rule.otherwise)
        return float(np.median(values)), history_gate(context, parameters).judged(verdict)

    def verdict_at(self, figure: float) -> Verdict:
        """Fewer jobs support the statement.

        figure : the change of jobs [% of jobs]
        """
        return by_share(float(figure < FEWER))

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Under the other closures; with half of the change; without draws that fail on past decades by
        themselves; where gaps close slowly or never; without what prices and incomes bring; from a slump; as
        with robots; and as rising output per job went before.

        context, parameters : as `measure`
        """
        others = (Closure.INCOME_ON_PATH, Closure.MONEY_HELD)
        under = (self._under(one, context, parameters) for one in others)
        marks = (self._where_less_counts(mark, context, parameters) for mark in OTHER_MARKS)
        own = (self._of_both_laws(context, parameters), self._of_those_that_hold(context, parameters))
        beyond = (
            *healing_slowly(context, parameters, FEWER),
            direct_channels(context, parameters, FEWER),
            in_a_slump(context, parameters, FEWER),
            as_with_robots(context, parameters, FEWER),
        )
        return (*under, *marks, *own, *beyond, _as_before(context))

    def _where_less_counts(self, mark: float, context: ClaimContext, parameters: Parameters) -> Reading:
        """Where a smaller change counts already.

        mark : below which jobs are fewer [% of jobs]
        """
        fewer = float((ensemble(context, parameters).net < mark).mean())
        counted = f"{-mark:g}% fewer jobs count already" if mark else "any fall counts, however small"
        return Reading(
            f"where {counted}",
            f"so it is in {fewer:.0%} of the draws",
            history_gate(context, parameters).judged(by_share(fewer, self.rule.otherwise)),
        )

    def _of_both_laws(self, context: ClaimContext, parameters: Parameters) -> Reading:
        """Where the law is drawn as well, of those that past decades do not exclude."""
        under = outcomes_of(context, parameters)
        laws = [one for one in Closure if history_gate(context, parameters, one).test.passes]
        words = "where the law is drawn as well, each that past decades do not exclude as often as another"
        if not laws:
            return Reading(words, "none is left", Verdict.CANNOT_BE_TOLD)
        fewer = float(np.mean([_fewer(under[one]["jobs"]) for one in laws]))
        names = " and ".join(one.value for one in laws)
        return Reading(
            f"{words} ({names})",
            f"more than {-FEWER:g}% fewer jobs in {fewer:.0%} of the draws",
            by_share(fewer, self.rule.otherwise),
        )

    def _of_those_that_hold(self, context: ClaimContext, parameters: Parameters) -> Reading:
        """With those draws alone that would hold on past decades by themselves."""
        values, holds = ensemble(context, parameters).net, draws_that_hold(context, parameters)
        words = (
            f"with the draws alone that hold on past decades by themselves ({holds.sum()} of {len(holds)})"
        )
        if not holds.any():
            return Reading(words, "no draw is left", Verdict.CANNOT_BE_TOLD)
        middle, low, high = interval(values[holds])
        fewer = _fewer(values[holds])
        return Reading(
            words,
            f"{middle:+.2f}% jobs ({low:+.2f} to {high:+.2f}%), more than {-FEWER:g}% fewer in {fewer:.0%} "
            "of them",
            history_gate(context, parameters).judged(by_share(fewer, self.rule.otherwise)),
        )

    def _under(self, closure: Closure, context: ClaimContext, parameters: Parameters) -> Reading:
        values = outcomes_of(context, parameters)[closure]["jobs"]
        middle, low, high = interval(values)
        gate = history_gate(context, parameters, closure)
        return Reading(
            f"if {gate.words}",
            f"{middle:+.2f}% jobs ({low:+.2f} to {high:+.2f}%), more than {-FEWER:g}% fewer in "
            f"{_fewer(values):.0%} of the draws",
            gate.judged(by_share(_fewer(values), self.rule.otherwise)),
        )


def _fewer(values: Array) -> float:
    """Draws with fewer jobs [share]."""
    return float((values < FEWER).mean())


def _as_before(context: ClaimContext) -> Reading:
    """As rising output per job went before: spans that ended with a smaller share of people in work."""
    spans = decades(context.world.table("output_series"))
    ended, least, most = interval(spans.ended)
    change, low, high = interval(100.0 * spans.in_work)
    fewer = float((spans.in_work < 0).mean())
    return Reading(
        f"what followed before when output per job rose: {len(spans.ended)} spans of ten years, "
        f"{spans.first} to {spans.last}",
        f"output per job rose in {(spans.output_per_job > 0).mean():.0%} of them; at unchanged spending "
        f"{ended:.0%} of the jobs would have ended ({least:.0%} to {most:.0%}), but spending grew, and the "
        f"share of people of 16 and over in work moved by {change:+.1f} percentage points ({low:+.1f} to "
        f"{high:+.1f}); it fell in {fewer:.0%} of the spans, only four of which do not overlap",
        by_share(fewer, Verdict.CANNOT_BE_TOLD),
    )


CLAIM = NetJobs()
