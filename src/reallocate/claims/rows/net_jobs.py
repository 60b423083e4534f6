"""Row 10: more jobs are destroyed than made."""

from __future__ import annotations

import numpy as np

from reallocate.claims.basis.claim import Claim, Measured, Reading, Rule
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.economy_context import accounts_of, assumed_by
from reallocate.claims.basis.economy_ensemble import QUARTERS, TOGETHER, ensemble
from reallocate.claims.basis.history_gate import CHANGE_OF_RULE, INSTEAD, history_gate
from reallocate.claims.basis.verdicts import Verdict, by_share
from reallocate.economy.assumptions import DRAWN
from reallocate.economy.demand_corners import effect_at
from reallocate.economy.past_decades import decades
from reallocate.measure.quantiles import interval
from reallocate.work.parameters import Parameters


class NetJobs(Claim):
    """Whether more jobs end than are made in ten years."""

    id = "more-jobs-destroyed"
    row = "10"
    statement = "AI destroys more jobs than it creates"
    reading = (
        "jobs wanted in ten years against the same economy without further AI, in the draws that "
        "`reallocate simulate` shows: everything that may decide it is drawn, and the sources of reach take "
        "turns; the verdict goes by the share of draws in which there are fewer jobs"
    )
    unit = "% of jobs"
    rule = Rule(
        "at least 80% of the draws end with fewer jobs",
        "at most 20% do",
        Verdict.CANNOT_BE_TOLD,
        (0.0,),
        CHANGE_OF_RULE,
        INSTEAD,
    )
    drivers = DRAWN
    together = TOGETHER
    sources = (
        "BEA input-output accounts 2023 (A)",
        "BLS OEWS May 2025 (A)",
        "eight sources of reach (A)",
        "Acemoglu, Restrepo 2019 (new tasks, B)",
        "BEA real output, BLS payrolls, participation and unemployment, 1980 to 2025 (A)",
        "elasticity, pass-through, spending: judgements (J)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The change of jobs at one set of parameters.

        context : the nation's accounts
        """
        accounts = accounts_of(context, parameters)
        effect = effect_at(assumed_by(context, parameters, QUARTERS), accounts, QUARTERS)
        return 100.0 * float(effect.sum() / accounts.jobs.sum())

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The change over draws, sources in turn.

        context : the nation's accounts, how many draws
        """
        values = ensemble(context, parameters).net
        middle, low, high = interval(values)
        fewer = float((values < 0).mean())
        gate = history_gate(context, parameters)
        finding = (
            f"In ten years the number of jobs differs by {middle:+.1f}% ({low:+.1f} to {high:+.1f}%) from "
            f"the same economy without further AI, with fewer jobs in {fewer:.0%} of the draws, if spending "
            "does not rise to compensate."
        )
        figures = {
            "share of draws with fewer jobs": fewer,
            "law on a normal decade: jobs [share]": gate.jobs,
            "law on a normal decade: slope of jobs to output per job": gate.slope,
        }
        by_rule = by_share(fewer, self.rule.otherwise)
        return gate.measured(middle, low, high, by_rule, finding, figures)

    def verdict_at(self, figure: float) -> Verdict:
        """Fewer jobs support the statement.

        figure : the change of jobs [% of jobs]
        """
        return by_share(float(figure < 0.0))

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """With all spending made good; and with jobs aimed at.

        context, parameters : as `measure`
        """
        values = ensemble(context, parameters.replace(economy_demand_made_good=1.0)).net
        fewer = float((values < 0).mean())
        lacking = -float(np.median(ensemble(context, parameters).net))
        gate = history_gate(context, parameters)
        return (
            Reading(
                "with all money that is no longer spent made good by budgets and central banks",
                f"{float(np.median(values)):+.1f}% jobs, fewer in {fewer:.0%} of the draws",
                gate.judged(by_share(fewer, Verdict.CANNOT_BE_TOLD)),
            ),
            Reading(
                "with spending that budgets and central banks let grow until as many jobs are wanted as "
                "before",
                "no change, since that is what they aim at: money spent at home would have to be about "
                f"{lacking:.1f}% higher, and labour's share of it stays lower",
                Verdict.CANNOT_BE_TOLD,
            ),
            _as_before(context),
        )


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
