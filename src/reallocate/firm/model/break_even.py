"""The break-even month: cash of a plan against its baseline's, and its net present value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.firm.model.costs import end_of_plan
from reallocate.firm.model.inputs import LOST, RUNNING
from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MONTHS_A_QUARTER

NEVER = "not within the plan"
"""What stands for the break-even month of a plan whose cash ends worse than the baseline's."""
_NOISE = 1e-8
"""[share of the cash added up] Cash of two plans that differs by less is the same: a solver's tolerance."""


@dataclass(frozen=True)
class CashAgainstBaseline:
    """What a plan's cash does against its baseline.

    break_even_month : [months] from the start until cash is better than the baseline's for good; 0 where it
        is never worse, none where it is worse at the end of the plan
    largest_outlay : [USD million] the most by which cash falls behind the baseline's
    outlay_quarter : [quarter, counted from 0] at whose end it does; none where cash is never behind
    net_present_value : [USD million] of the cash within the plan
    net_present_value_after : [USD million] the same with running cost and worth of GPUs after the plan
    """

    break_even_month: float
    largest_outlay: float
    outlay_quarter: int | None
    net_present_value: float
    net_present_value_after: float


def cash_against_baseline(plan: Outcome, base: Outcome) -> CashAgainstBaseline:
    """What a plan's cash does against its baseline, at the plan's own discount rate.

    net present value = Σ_t δ_t·(cash of the baseline − cash of the plan)
    """
    spent = [one.cash["total"].to_numpy(float) for one in (plan, base)]
    saved = spent[1] - spent[0]
    gained = without_noise(saved.cumsum(), spent[1].cumsum())
    worst = int(np.argmin(gained))
    value = float(plan.inputs.discount @ saved)
    return CashAgainstBaseline(
        break_even_month=_break_even_month(gained),
        largest_outlay=float(max(-gained[worst], 0.0)),
        outlay_quarter=worst if gained[worst] < 0 else None,
        net_present_value=value,
        net_present_value_after=value + _cost_after(base) - _cost_after(plan),
    )


def without_noise(gained: Array, spent: Array) -> Array:
    """Cash gained, with what a solver's tolerance leaves of zero set to zero.

    gained, spent : (quarter) [USD million] added up since the start
    """
    return np.where(np.abs(gained) < _NOISE * np.abs(spent), 0.0, gained)


def _break_even_month(gained: Array) -> float:
    """The month from which cash stays better than the baseline's; none where it ends worse.

    gained : (quarter) [USD million] cash of the baseline less that of the plan, added up since the start
    month = 3·(t + |gained_t| ÷ (gained_{t+1} − gained_t)), t the last quarter's end that is below zero
    """
    behind = np.flatnonzero(gained < 0)
    if not len(behind):
        return 0.0
    last = int(behind[-1])
    if last == len(gained) - 1:
        return float("nan")
    part = -gained[last] / (gained[last + 1] - gained[last])
    return float(MONTHS_A_QUARTER * (last + 1 + part))


def _cost_after(outcome: Outcome) -> float:
    """Present cash cost of the years that count after a plan, less the value of GPUs then [USD million].

    The last two summands of `costs.objective`, without the value of work that is lost.
    """
    i = outcome.inputs
    paid = [name for name in RUNNING if name not in LOST]
    running = float(costs_by_period(outcome)[paid].iloc[-1].sum())
    after, book = end_of_plan(i, running, outcome.owned, outcome.ordered, i.weight_after)
    return after - i.end_discount * book
