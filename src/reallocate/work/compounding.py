"""Compounding over years: present values, and growth as a rate a year."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

QUARTERS = 4
"""In a year."""

Array = npt.NDArray[np.float64]
Years = TypeVar("Years", float, Array)
Ratio = TypeVar("Ratio", float, "pd.Series[float]")


def discount_factor(rate: float, years: Years) -> Years:
    """Present value of a dollar [ratio].

    rate : [share/year]
    years : until it is paid
    (1 + i)^(−years)
    """
    factor: Years = (1 + rate) ** -years
    return factor


def annuity(rate: float, years: float) -> float:
    """Present value of a dollar a year over so many years, each paid at its end [years].

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


def yearly_growth(ratio: Ratio, years: float) -> Ratio:
    """Growth as a rate a year, so that spans of different length can stand side by side [share/year].

    ratio : of the end to the start
    years : between them
    ratio^(1/years) − 1
    """
    growth: Ratio = ratio ** (1 / years) - 1
    return growth
