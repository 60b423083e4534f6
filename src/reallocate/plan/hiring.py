"""What it costs to hire somebody (P7): finding them, and their pay until they are fully productive."""

from __future__ import annotations

from reallocate.measure.arrays import Array
from reallocate.plan.learning_curve import ramp_up_pay
from reallocate.work.parameters import Parameters

DOLLARS = 1e6
"""In a USD million."""


def hiring_cost(p: Parameters, cost: Array) -> Array:
    """Cost of one hire (P7); (role) [USD million/hire].

    p : hire_cost [USD/hire], ramp_up_months
    cost : (role) [USD million/FTE/quarter] loaded cost
    cost of finding somebody + ½·(months ÷ 12)·(4·cost)
    """
    both: Array = p["hire_cost"] / DOLLARS + ramp_up_pay(p["ramp_up_months"] / 12 * (cost * 4))
    return both
