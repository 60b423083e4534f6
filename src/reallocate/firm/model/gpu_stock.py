"""GPUs that the firm owns, for its own work or its products: arrival, life, wear, value (P11, P13, P14)."""

from __future__ import annotations

import numpy as np

from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import (
    Quantity,
    Sum,
    Term,
    lag,
)
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MILLION, QUARTERS_A_YEAR
from reallocate.work.compute import discount_factor


def arrivals(ordered: Quantity, i: Inputs) -> Sum:
    """GPUs that come into use less those that go out of it (P11, P13); (period) [GPUs].

    ordered : (…, period) [GPUs]
    ordered[t − lead time] − ordered[t − lead time − life]
    """
    delay, life = i.prices.lead_time, int(i.prices.life)
    return [Term(1, lag(ordered, delay)), Term(-1, lag(ordered, delay + life))]


def wear(i: Inputs) -> float:
    """Depreciation of a GPU in accounts, in equal parts and without interest [USD million/GPU/quarter].

    K ÷ life
    """
    return i.prices.capex / MILLION / i.prices.life


def value_at_end(i: Inputs) -> Array:
    """Value at the end of the plan of a GPU ordered in each quarter (P14); (period) [USD million/GPU].

    V_t = k·Σ_u δ_u ÷ δ_T over the quarters u after the plan in which it is in use, T the end of the plan
    So a quarter of use costs k however long the plan is, and nothing is left once the GPU is out of use.
    """
    quarters, rate = len(i.periods), i.options.parameters["discount_rate"]
    each = np.arange(int(i.prices.life)) + i.prices.lead_time
    used = np.arange(quarters)[:, None] + each[None, :] - quarters
    left = np.where(used >= 0, discount_factor(rate, (used + 0.5) / QUARTERS_A_YEAR), 0.0)
    value: Array = capital_charge(i) * left.sum(axis=1)
    return value


def in_use(i: Inputs, order: int) -> slice:
    """Quarters of the plan in which a GPU is in use.

    order : quarter in which it is ordered
    """
    start = order + i.prices.lead_time
    return slice(start, min(start + int(i.prices.life), len(i.periods)))


def gpu_cost(i: Inputs, order: int) -> float:
    """Present cost of a GPU within the plan, capital, power and upkeep (P14) [USD million/GPU].

    order : quarter in which it is ordered
    δ_t·K + Σ_u δ_u·running over the quarters u in use
    """
    running = float(i.discount[in_use(i, order)].sum()) * i.prices.running
    return float(i.discount[order] * i.prices.capex + running) / MILLION


def capital_charge(i: Inputs) -> float:
    """What the capital of a GPU costs in each quarter of use (P14) [USD million/GPU/quarter].

    k = K ÷ Σ_{u = lead time}^{lead time + life − 1} δ^u, δ the discount factor of a quarter: paid in every
    quarter of use it is worth what was paid when the GPU was ordered, interest included.
    Source: Jorgenson 1963, American Economic Review 53:247 (user cost of capital).
    """
    first, life = i.prices.lead_time, int(i.prices.life)
    years = np.arange(first, first + life) / QUARTERS_A_YEAR
    paid = discount_factor(i.options.parameters["discount_rate"], years)
    return i.prices.capex / MILLION / float(paid.sum())
