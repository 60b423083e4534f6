"""P7: what it costs to hire, to train and to let people go."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION


def severance(p: Parameters, cost: Array, by_law: Array | None = None) -> Array:
    """Severance of one layoff (P7); (role) [USD million/exit].

    p : severance_per_exit [USD/exit], which decides where it is above 0, or severance_over_law, which
        decides where it is above 0, or severance_share
    cost : (role) [USD million/FTE/quarter] loaded cost
    by_law : (role) [USD/exit] the statutory minimum, where a law is known
    amount per exit, or multiple·statutory minimum, or share·(4·cost)
    Source: P7 of this project's model; the amounts and their sources are in `kernel/parameters.toml`.
    """
    if p["severance_per_exit"] > 0:
        return np.full(cost.shape, p["severance_per_exit"] / MILLION)
    if by_law is not None and (multiple := p["severance_over_law"]) > 0:
        statutory: Array = multiple * by_law / MILLION
        return statutory
    by_pay: Array = p["severance_share"] * cost * 4
    return by_pay


def days_of_notice(p: Parameters, roles: int, by_law: Array | None = None) -> Array:
    """Notice of one layoff; (role) [days].

    roles : how many
    p : notice_days; the law's (`firm/law.py`) where a scenario's promises name a jurisdiction and neither
        they nor its parameters give a number; else the number given, or the default, whatever law says when
        notice is due
    by_law : (role) [days] of people's service and age, where nothing else is given
    """
    if by_law is None or p.about("notice_days").is_own:
        return np.full(roles, p["notice_days"])
    return by_law


def notice_pay(p: Parameters, cost: Array, days: Array) -> Array:
    """Pay of one person in the part of notice that is not worked (P7); (role) [USD million/exit].

    p : notice_worked [share]
    cost : (role) [USD million/FTE/quarter] loaded cost
    days : (role) [days] of notice
    (1 − worked)·days ÷ 365.25·(4·cost); who works until the last day is paid for work, as anybody is
    Source: P7 of this project's model; the default is in `kernel/parameters.toml`.
    """
    pay: Array = (1 - p["notice_worked"]) * days / 365.25 * cost * 4
    return pay


def voluntary_pay(p: Parameters, cost: Array) -> Array:
    """Pay of one person who accepts an offer to leave (P7); (role) [USD million/exit].

    p : voluntary_pay [share of a year's loaded cost]
    cost : (role) [USD million/FTE/quarter] loaded cost
    share·(4·cost)
    """
    pay: Array = p["voluntary_pay"] * cost * 4
    return pay


_Pay = TypeVar("_Pay", float, Array)

_LOST_WHILE_LEARNING = 0.5
"""Of the pay over a ramp-up: the area between full productivity and a straight line that rises to it."""


def ramp_up_pay(pay: _Pay) -> _Pay:
    """Pay for what new people do not yet produce, by a straight learning curve (P7); in the unit of pay.

    pay : over the whole ramp-up, until they are fully productive
    Productivity rises in a straight line, from 0 at the start of the ramp-up to 1 at its end:
    productivity(s) = s, s the part of the ramp-up that is over, so that ∫₀¹ (1 − s) ds = ½ of the pay
    brings nothing: ½·pay
    Source: P7 of this project's model.
    """
    lost: _Pay = _LOST_WHILE_LEARNING * pay
    return lost


def hiring_cost(p: Parameters, cost: Array) -> Array:
    """Cost of one hire (P7); (role) [USD million/hire].

    p : hire_cost [USD/hire], ramp_up_months
    cost : (role) [USD million/FTE/quarter] loaded cost
    cost of finding somebody + ½·(months ÷ 12)·(4·cost)
    """
    both: Array = p["hire_cost"] / MILLION + ramp_up_pay(p["ramp_up_months"] / 12 * (cost * 4))
    return both
