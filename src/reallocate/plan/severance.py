"""What it costs to let people go (P7): severance, pay in the notice period, and offers to leave."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.work.parameters import Parameters

DOLLARS = 1e6
"""In a USD million."""


def severance(p: Parameters, cost: Array) -> Array:
    """Severance of one layoff (P7); (role) [USD million/exit].

    p : severance_per_exit [USD/exit], which decides where it is above 0, or severance_share
    cost : (role) [USD million/FTE/quarter] loaded cost
    amount per exit, or share·(4·cost)
    Source: P7 of this project's model; the amounts and their sources are in `work/parameters.toml`.
    """
    if p["severance_per_exit"] > 0:
        return np.full(cost.shape, p["severance_per_exit"] / DOLLARS)
    by_pay: Array = p["severance_share"] * cost * 4
    return by_pay


def notice_pay(p: Parameters, cost: Array) -> Array:
    """Pay of one person in the notice period of a layoff (P7); (role) [USD million/exit].

    p : notice_days [days]; the law's (`scenario/firm/notice_laws.py`) where a scenario's promises name a
        jurisdiction and neither they nor its parameters give a number; else the number given, or the default,
        whatever law says when notice is due
    cost : (role) [USD million/FTE/quarter] loaded cost
    days ÷ 365.25·(4·cost)
    Source: P7 of this project's model; the default is in `work/parameters.toml`.
    """
    pay: Array = p["notice_days"] / 365.25 * cost * 4
    return pay


def voluntary_pay(p: Parameters, cost: Array) -> Array:
    """Pay of one person who accepts an offer to leave (P7); (role) [USD million/exit].

    p : voluntary_pay [share of a year's loaded cost]
    cost : (role) [USD million/FTE/quarter] loaded cost
    share·(4·cost)
    """
    pay: Array = p["voluntary_pay"] * cost * 4
    return pay
