"""Row 12: a leaner, more exclusive labour market."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.claims.basis.claim import Claim, Measured, Reading, Rule
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.economy_context import nation
from reallocate.claims.basis.economy_ensemble import QUARTERS, TOGETHER, ensemble, one_run
from reallocate.claims.basis.history_gate import CHANGE_OF_RULE, INSTEAD, history_gate
from reallocate.claims.basis.verdicts import LIKELY, Verdict
from reallocate.economy.exclusive import entry_share, openings_within_reach
from reallocate.economy.laws.closures import HEADLINE, Closure
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import interval
from reallocate.measure.share_interval import share_interval
from reallocate.problem.nation.ensemble import EconomyEnsemble
from reallocate.work.parameters import Parameters

ONE = 1.0
"""Opening within reach for each who looks for one there [ratio]."""


class ExclusiveMarket(Claim):
    """Whether beginners find fewer doors, and the displaced fewer openings than people."""

    id = "exclusive-market"
    row = "12"
    statement = "The labour market becomes leaner and more exclusive"
    reading = (
        "in ten years, against the same market without AI: the share of open positions that ask for no "
        "experience in a related occupation falls (a degree may be asked for), and where displaced people "
        "can move there is less than one opening for each who looks for one there; both must hold in the "
        "same draw"
    )
    unit = "% of draws in which both hold"
    rule = Rule(
        "both hold in at least 80% of the draws",
        "neither holds in at least 80%",
        Verdict.MIXED,
        (100.0 * LIKELY,),
        CHANGE_OF_RULE,
        INSTEAD,
    )
    drivers = (
        "industry_adoption_ceiling",
        "industry_adoption_imitation",
        "economy_hours_renewed",
        "capture_augmented",
        "capture_automated",
    )
    together = TOGETHER
    centre_unit = "share by which the half that holds less misses; below 0 both hold"
    sources = (
        "the nation's market as fitted (X)",
        "BLS Employment Projections 2024-34, experience typically needed (A)",
        "moves of CPS, balanced (X)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """By how much the one that holds less misses in one run, as a share; below 0 both hold.

        context : the nation's market
        """
        entry, reach, before = self._figures(context, one_run(context, parameters))
        return float(max(entry[0] / before[0][0] - 1.0, reach[0] - ONE))

    def verdict_at(self, figure: float) -> Verdict:
        """Below 0 both halves hold; above, the figure does not say whether one of them does.

        figure : as of `centre`
        """
        return Verdict.SUPPORTED if figure < 0.0 else Verdict.MIXED

    def point(self, context: ClaimContext, parameters: Parameters) -> Verdict:
        """Both halves in one run.

        context, parameters : as `centre`
        """
        entry, reach, before = self._figures(context, one_run(context, parameters))
        return _judged(entry < before[0], reach < ONE)

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """Both over draws, sources in turn.

        context : the nation's market, how many draws
        """
        entry, reach, before = self._figures(context, ensemble(context, parameters))
        falls, short = entry < before[0], reach < ONE
        both, times = float((falls & short).mean()), int((falls & short).sum())
        e = interval(100.0 * entry)
        finding = (
            "Vacancies open to people without related experience go from "
            f"{100 * np.median(before[0]):.1f}% to {e[0]:.1f}% ({e[1]:.1f} to {e[2]:.1f}%) of all; "
            f"{_within_reach(reach, float(np.median(before[1])))} Both hold in {both:.0%} of the "
            f"draws: the share falls in {falls.mean():.0%}, and there are too few within reach in "
            f"{short.mean():.0%}."
        )
        low, high = (100.0 * float(end) for end in share_interval(times, len(entry)))
        figures = {
            "draws in which the share of openings without experience falls [share]": float(falls.mean()),
            "draws with less than one opening within reach [share]": float(short.mean()),
        }
        gate = history_gate(context, parameters)
        held = self._halves(context, parameters, Closure.MONEY_HELD)
        by_rule, first = _judged(falls, short), _judged(*held)
        return gate.measured(100.0 * both, low, high, by_rule, finding, figures, first)

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """As `measure`, without the rule as first written.

        context, parameters : as `measure`
        """
        falls, short = self._halves(context, parameters)
        both = 100.0 * float((falls & short).mean())
        return both, history_gate(context, parameters).judged(_judged(falls, short))

    def _halves(
        self, context: ClaimContext, parameters: Parameters, closure: Closure = HEADLINE
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """In which draws each half holds; (run)."""
        entry, reach, before = self._figures(context, ensemble(context, parameters, closure))
        return entry < before[0], reach < ONE

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Fewer openings within reach than without AI, instead of fewer than one.

        context, parameters : as `measure`
        """
        entry, reach, before = self._figures(context, ensemble(context, parameters))
        falls, short = entry < before[0], reach < before[1]
        words = "fewer openings within reach than without AI, whether or not they are fewer than one"
        verdict = history_gate(context, parameters).judged(_judged(falls, short))
        return (Reading(words, f"both hold in {(falls & short).mean():.0%} of the draws", verdict),)

    def _figures(
        self, context: ClaimContext, made: EconomyEnsemble
    ) -> tuple[Array, Array, tuple[Array, Array]]:
        """Openings without experience [share] and openings within reach [ratio], by run; both without AI."""
        market = nation(context).national.market
        needs = context.world.table("projections").set_index("occupation")["experience"]
        entry = needs.reindex(market.occupations).eq("None").to_numpy().astype(np.float64)
        gone = np.maximum(-made.extended.parts[QUARTERS, 0], 0.0)

        def figures(side: Trajectory) -> tuple[Array, Array]:
            _, seeking, vacant, _ = side.people[QUARTERS]
            runs = zip(vacant.T, seeking.T, gone.T, strict=True)
            ratios = [openings_within_reach(market.network, *one) for one in runs]
            return np.array([entry_share(one, entry) for one in vacant.T]), np.array(ratios)

        return *figures(made.extended), figures(made.without)


def _judged(falls: npt.NDArray[np.bool_], short: npt.NDArray[np.bool_]) -> Verdict:
    """The verdict on the draws in which each half holds."""
    return Verdict.of((falls & short).mean() >= LIKELY, (~falls & ~short).mean() >= LIKELY)


def _within_reach(reach: Array, before: float) -> str:
    """Openings within reach of the displaced, in words."""
    if np.isnan(reach).any():
        return "there are draws in which nobody is displaced."
    r = interval(reach)
    return (
        f"for each displaced job seeker {r[0]:.2f} openings are within reach ({r[1]:.2f} to {r[2]:.2f}), "
        f"against {before:.2f} without AI."
    )


CLAIM = ExclusiveMarket()
