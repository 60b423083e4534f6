"""Shares of a whole, and means weighted by shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array


def rows_to_one(table: Array) -> Array:
    """The same with every row brought to a sum of 1, or 0 throughout where there is nothing to divide.

    table : (row, column) 0 or more
    """
    total = table.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(table, total, out=np.zeros_like(table), where=total > 0))


def weighted_means(
    table: pd.DataFrame, weights: pd.Series, by: pd.Series | Sequence[pd.Series]
) -> pd.DataFrame:
    """The mean of every column within each group.

    table : (row) any columns
    weights : (row) 0 or more
    by : (row) what names the group, one or several
    Returns (group) the same columns.
    x̄[g] = Σ_r w[r]·x[r] / Σ_r w[r], over the rows r of g
    """
    keys = [by] if isinstance(by, pd.Series) else list(by)
    return table.mul(weights, axis=0).groupby(keys).sum().div(weights.groupby(keys).sum(), axis=0)
