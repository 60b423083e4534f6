"""Compounding over years: present values, and growth as a rate a year."""

from __future__ import annotations

from typing import overload

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]


@overload
def discount_factor(rate: float, years: float) -> float: ...
@overload
def discount_factor(rate: float, years: Array) -> Array: ...
def discount_factor(rate: float, years: float | Array) -> float | Array:
    """Present value of a dollar [ratio].

    rate : [share/year]
    years : until it is paid
    (1 + i)^(−years)
    """
    return (1 + rate) ** -years


def annuity(rate: float, years: float) -> float:
    """Present value of a dollar a year over so many years, each paid at its end [years].

    rate : [share/year]
    (1 − (1 + i)^(−years))/i
    """
    return float((1 - discount_factor(rate, years)) / rate) if rate else years


@overload
def yearly_growth(ratio: float, years: float) -> float: ...
@overload
def yearly_growth(ratio: pd.Series[float], years: float) -> pd.Series[float]: ...
def yearly_growth(ratio: float | pd.Series[float], years: float) -> float | pd.Series[float]:
    """Growth as a rate a year, so that spans of different length can stand side by side [share/year].

    ratio : of the end to the start
    years : between them
    ratio^(1/years) − 1
    """
    return ratio ** (1 / years) - 1
