"""Discounting: the discount factor, annuities, and what runs on after a plan ends."""

from __future__ import annotations

from typing import TypeVar

from reallocate.measure.arrays import Array
from reallocate.work.compounding import QUARTERS

Years = TypeVar("Years", float, Array)


def discount_factor(rate: float, years: Years) -> Years:
    """The discount factor (P14): present value of a dollar [ratio].

    rate : [share/year]
    years : until it is paid
    (1 + i)^(−years)
    Source: Fisher 1930, The Theory of Interest, ch. 13 (present value).
    """
    factor: Years = (1 + rate) ** -years
    return factor


def annuity(rate: float, years: float) -> float:
    """Present value (P14) of a dollar a year over so many years, each paid at its end [years].

    rate : [share/year]
    years : how many
    (1 − (1 + i)^(−years))/i
    """
    return float((1 - discount_factor(rate, years)) / rate) if rate else years


def weight_after(end_discount: float, years: float) -> float:
    """Present value of a dollar a quarter that is paid after the plan (P14) [quarters].

    end_discount : δ_T, of the end of the plan [ratio]
    years : A, the annuity [years]
    δ_T·A·4
    """
    return end_discount * years * QUARTERS


def with_years_after(discount: Array, after: float) -> Array:
    """Present value of a dollar a quarter that runs on after the plan (P14); (period) [ratio].

    discount : δ_t, (period) [ratio]
    after : as from `weight_after` [quarters]
    δ_t, and δ_T·A·4 more in the last quarter
    """
    weights = discount.copy()
    weights[-1] += after
    return weights
