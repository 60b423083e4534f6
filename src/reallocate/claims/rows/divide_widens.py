"""Row 7: the augmented and the displaced divide."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.claims.basis.claim import Claim, Measured, Reading, Rule
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.economy_context import nation
from reallocate.claims.basis.economy_ensemble import TOGETHER, ensemble, one_run
from reallocate.claims.basis.history_gate import CHANGE_OF_RULE, INSTEAD, history_gate
from reallocate.claims.basis.verdicts import Verdict
from reallocate.economy.cohorts import demanded
from reallocate.economy.laws.closures import HEADLINE, Closure
from reallocate.economy.laws.pay_by_tenure import Tenure
from reallocate.economy.pay_by_exposure import pay_by_quintile, pay_gap
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import interval
from reallocate.problem.nation.context import exposure
from reallocate.problem.nation.ensemble import EconomyEnsemble
from reallocate.work.parameters import Parameters

FIVE_YEARS = 20
APART = 0.02


class DivideWidens(Claim):
    """How far pay of the most exposed moves from that of the least exposed."""

    id = "divide-widens"
    row = "7"
    statement = "The augmented and the displaced divide"
    reading = (
        "pay of the quintile of workers most exposed to AI against the least exposed quintile, five "
        "years on, less the same without AI, in log points (+0.02 is 2% more, −0.02 is 2% less); who "
        "belongs to which quintile is fixed at the start, and people without a job count with no "
        "pay"
    )
    unit = "log points"
    rule = Rule(
        "the low end of the interval is above +0.02",
        "its high end is below +0.02",
        Verdict.MIXED,
        (APART,),
        CHANGE_OF_RULE,
        INSTEAD,
    )
    drivers = (
        "industry_adoption_ceiling",
        "industry_adoption_imitation",
        "economy_wage_elasticity",
        "economy_hours_renewed",
        "tenure_premium",
        "capture_augmented",
        "capture_automated",
    )
    together = TOGETHER
    sources = (
        "the nation's market as fitted (X)",
        "eight sources of reach (A)",
        "BLS OEWS May 2025 (pay, A)",
        "pay by tenure (B)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The gap in one run.

        context : the nation's market
        """
        return float(_gaps(context, parameters, one_run(context, parameters))[0])

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The gap over draws, sources in turn.

        context : the nation's market, how many draws
        """
        values = _of_draws(context, parameters)
        middle, low, high = interval(values)
        held = _of_draws(context, parameters, Closure.MONEY_HELD)
        side = "falls behind" if middle < 0 else "moves ahead"
        finding = (
            f"After five years the pay of the most exposed quintile {side} that of the least exposed by "
            f"{100 * abs(middle):.1f}% ({_ends(low, high, middle)}), compared with the same years without "
            "AI. People without a job count with no pay, so the law behind jobs decides much of it."
        )
        gate = history_gate(context, parameters)
        first = _judged(*interval(held)[1:])
        return gate.measured(middle, low, high, _judged(low, high), finding, first=first)

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """As `measure`, without the rule as first written.

        context, parameters : as `measure`
        """
        values = _of_draws(context, parameters)
        middle, low, high = interval(values)
        return middle, history_gate(context, parameters).judged(_judged(low, high))

    def verdict_at(self, figure: float) -> Verdict:
        """The most exposed ahead by more than the threshold support the statement.

        figure : the gap [log points]
        """
        return _judged(figure, figure)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Whichever way the gap opens.

        context, parameters : as `measure`
        """
        values = np.abs(_of_draws(context, parameters))
        middle, low, high = interval(values)
        verdict = history_gate(context, parameters).judged(_judged(low, high))
        finding = f"{100 * middle:.1f}% ({100 * low:.1f} to {100 * high:.1f}%)"
        return (Reading("a gap that opens either way, also against the most exposed", finding, verdict),)


@once
def _of_draws(context: ClaimContext, parameters: Parameters, closure: Closure = HEADLINE) -> Array:
    """The gap by draw [log points]."""
    return _gaps(context, parameters, ensemble(context, parameters, closure))


def _gaps(context: ClaimContext, parameters: Parameters, made: EconomyEnsemble) -> Array:
    """The gap by run [log points]."""
    market, normal = nation(context).national.market, nation(context).national.normal
    exposed = exposure(context.world)
    tenure = Tenure(parameters["tenure_premium"], parameters["tenure_years"])
    before = parameters["tenure_of_employed"]
    with_ai, without = (_first(each, FIVE_YEARS) for each in (made.extended, made.without))

    def pay(run: int, side: Trajectory) -> pd.DataFrame:
        people = demanded(market, normal, made.runs[run].rates, side, run)
        return pay_by_quintile(market, people, side.wages[:, :, run], exposed, tenure, before)

    return np.array([pay_gap(pay(run, with_ai), pay(run, without)) for run in range(len(made.runs))])


def _judged(low: float, high: float) -> Verdict:
    """The verdict by the thresholds alone."""
    return Verdict.of(low > APART, high < APART)


def _ends(low: float, high: float, middle: float) -> str:
    """The interval in the direction that the sentence has named; with signs where it goes both ways."""
    if low * high < 0:
        return f"from {100 * low:+.1f}% to {100 * high:+.1f}%"
    small, large = sorted((abs(low), abs(high)))
    return f"{100 * small:.1f} to {100 * large:.1f}%"


def _first(extended: Trajectory, quarters: int) -> Trajectory:
    """The first quarters of the runs."""
    names = [name for name in Trajectory.__dataclass_fields__ if name != "totals"]
    return replace(extended, **{name: getattr(extended, name)[: quarters + 1] for name in names})


CLAIM = DivideWidens()
