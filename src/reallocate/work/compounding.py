"""Compounding over years: present values, and growth as a rate a year."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

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


def yearly_growth(ratio: Ratio, years: float) -> Ratio:
    """Growth as a rate a year, so that spans of different length can stand side by side [share/year].

    ratio : of the end to the start
    years : between them
    ratio^(1/years) − 1
    """
    growth: Ratio = ratio ** (1 / years) - 1
    return growth
