"""GPUs that the firm owns, for its own work or its products: arrival, life, wear, value (P11, P13, P14)."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.plan.inputs import MILLION, Inputs
from reallocate.plan.labelled import Quantity, Sum, Term, lag
from reallocate.work.compounding import QUARTERS


def arrivals(ordered: Quantity, i: Inputs) -> Sum:
    """GPUs that come into use less those that go out of it (P11, P13); (period) [GPUs].

    ordered : (…, period) [GPUs]
    ordered[t − lead time] − ordered[t − lead time − life]
    """
    delay, life = i.prices.lead_time, int(i.prices.life)
    return [Term(1, lag(ordered, delay)), Term(-1, lag(ordered, delay + life))]


def announced(i: Inputs) -> float:
    """GPUs for products that the announced spending buys [GPUs/quarter].

    Raises `AssertionError` where none are wanted.
    """
    wanted = i.options.products
    assert wanted is not None
    return wanted.capex_per_year * MILLION / i.prices.capex / QUARTERS


def wear(i: Inputs) -> float:
    """Capital of a GPU that is used up in a quarter (P14) [USD million/GPU/quarter].

    K ÷ life
    """
    return i.prices.capex / MILLION / i.prices.life


def book_value(i: Inputs) -> Array:
    """Book value at the end of the plan of a GPU ordered in each quarter (P14).

    (period) [USD million/GPU]; straight line over its life from arrival, nothing once it is out of use.
    B_t = K·clip(1 − (T − t − lead time)₊ ÷ life, 0, 1), t the quarter of ordering, T the length of the plan
    """
    used = np.maximum(len(i.periods) - (np.arange(len(i.periods)) + i.prices.lead_time), 0)
    left = np.clip(1 - used / i.prices.life, 0.0, 1.0)
    value: Array = left * i.prices.capex / MILLION
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
