"""What a plan's costs are worth at its start, years after the plan included (P14): each equation once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.plan.inputs import MILLION, Inputs

Array = npt.NDArray[np.float64]

QUARTERS = 4


def quarters_after(i: Inputs) -> float:
    """Quarters of running cost that count after the plan, at its end (P14) [quarters].

    A·4, A the annuity in years
    """
    return i.annuity * QUARTERS


def weight_after(i: Inputs) -> float:
    """Present value of a dollar a quarter that is paid after the plan (P14) [quarters].

    δ_T·A·4
    """
    return i.end_discount * i.annuity * QUARTERS


def present_weights(i: Inputs) -> Array:
    """Present value of a dollar a quarter that runs on after the plan (P14); (period) [ratio].

    δ_t, and δ_T·A·4 more in the last quarter
    """
    weights = i.discount.copy()
    weights[-1] += weight_after(i)
    return weights


def wear(i: Inputs) -> float:
    """Capital of a GPU that is used up in a quarter (P14) [USD million/GPU/quarter].

    K ÷ life
    """
    return i.prices.capex / MILLION / i.prices.life


def book_value(i: Inputs) -> Array:
    """Book value at the end of the plan of a GPU ordered in each quarter (P14).

    (period) [USD million/GPU]; straight line over its life from arrival, nothing once it is out of use.
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
