"""What it costs to hire somebody (P7): finding them, and their pay until they are fully productive."""

from __future__ import annotations

from typing import TypeVar

from reallocate.measure.arrays import Array
from reallocate.work.parameters import Parameters

Pay = TypeVar("Pay", float, Array)

LOST_WHILE_LEARNING = 0.5
"""Of the pay over a ramp-up, of people hired or moved: productivity rises in a straight line."""
DOLLARS = 1e6
"""In a USD million."""


def ramp_up_pay(pay: Pay) -> Pay:
    """Pay for what new people do not yet produce, by a straight learning curve (P7); in the unit of pay.

    pay : over the whole ramp-up, until they are fully productive
    ½·pay
    Source: P7 of this project's model; a learning curve that rises in a straight line from nothing to full.
    """
    lost: Pay = LOST_WHILE_LEARNING * pay
    return lost


def hiring_cost(p: Parameters, cost: Array) -> Array:
    """Cost of one hire (P7); (role) [USD million/hire].

    p : hire_cost [USD/hire], ramp_up_months
    cost : (role) [USD million/FTE/quarter] loaded cost
    cost of finding somebody + ½·(months ÷ 12)·(4·cost)
    """
    both: Array = p["hire_cost"] / DOLLARS + ramp_up_pay(p["ramp_up_months"] / 12 * (cost * 4))
    return both
