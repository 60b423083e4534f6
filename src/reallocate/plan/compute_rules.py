"""What every plan must keep about compute and cash: P11, P12, P14."""

from __future__ import annotations

import linopy
import numpy as np

from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import before_period, by_period, on_period
from reallocate.plan.statistics import CASH
from reallocate.plan.variables import Variables

THOUSAND = 1e3


def tokens_needed(v: Variables, i: Inputs) -> linopy.LinearExpression:
    """Tokens for all hours with AI; (period) [billion tokens = thousand hours × million tokens]."""
    p = i.options.parameters
    augmented = p["tokens_per_augmented_hour"]
    more = p["tokens_per_automated_hour"] - augmented
    return v.with_ai.sum("cell") * augmented + v.automated.sum("target") * more


def compute_is_had(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P11: tokens needed ≤ API + tokens of rented and owned GPUs, which last for their life.

    owned[t] = owned[t−1] + ordered[t − lead time] − ordered[t − lead time − life]
    """
    prices = i.prices
    tokens = tokens_needed(v, i)
    per_gpu = prices.tokens_per_gpu / THOUSAND
    supply = v.api + per_gpu * v.rented + per_gpu * on_period(v.owned, i)
    m.add_constraints(supply - tokens >= 0, name="compute_is_had")
    m.add_constraints(v.owned.isel(date=0, drop=True) == 0, name="no_gpu_at_the_start")
    change = on_period(v.owned, i) - before_period(v.owned, i)
    delay, life = prices.lead_time, int(prices.life)
    come, go = _ordered_before(v, i, delay), _ordered_before(v, i, delay + life)
    m.add_constraints(change - come + go == 0, name="gpus_come_and_go")
    useless = v.ordered.isel(period=slice(max(len(i.periods) - delay, 0), None))
    if useless.size:
        m.add_constraints(useless <= 0, name="no_order_that_never_arrives")


def _ordered_before(v: Variables, i: Inputs, quarters: int) -> linopy.LinearExpression:
    """GPUs ordered so many quarters before each quarter; none before the first."""
    then = np.arange(len(i.periods)) - quarters
    ordered = v.ordered.isel(period=np.maximum(then, 0)).assign_coords(period=i.periods)
    known: linopy.LinearExpression = ordered * by_period(i, (then >= 0).astype(float))
    return known


def power_is_limited(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P12: Σ GPUs owned · MW per GPU ≤ megawatts."""
    megawatts = i.options.limits.megawatts
    if megawatts is not None:
        m.add_constraints(
            i.prices.power * on_period(v.owned, i) <= by_period(i, np.full(len(i.periods), megawatts)),
            name="power_is_limited",
        )


def cash_is_limited(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P14: cash costs of each year of the plan ≤ the budget; capital counts when ordered."""
    budget = i.options.limits.cash_per_year
    if budget is None:
        return
    year = np.arange(len(i.periods)) // 4
    for number in range(int(year[-1]) + 1):
        quarters = np.flatnonzero(year == number)
        spent = v.cost.sel(statistic=list(CASH)).isel(period=quarters).sum()
        m.add_constraints(spent <= budget * len(quarters) / 4, name=f"cash_in_year_{number + 1}")
