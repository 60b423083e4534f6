"""Present value: what money at a later time is worth at the start."""

from __future__ import annotations

from typing import overload

import numpy as np
import numpy.typing as npt

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
