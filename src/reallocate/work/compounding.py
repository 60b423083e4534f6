"""Compound growth as a rate a year."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

QUARTERS = 4
"""In a year."""

Ratio = TypeVar("Ratio", float, "pd.Series[float]")


def yearly_growth(ratio: Ratio, years: float) -> Ratio:
    """Growth as a rate a year, so that spans of different length can stand side by side [share/year].

    ratio : of the end to the start
    years : between them
    ratio^(1/years) − 1
    """
    growth: Ratio = ratio ** (1 / years) - 1
    return growth
