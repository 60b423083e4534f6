"""Shares of a whole, row by row."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def rows_to_one(table: Array) -> Array:
    """The same with every row brought to a sum of 1, or 0 throughout where there is nothing to divide.

    table : (row, column) 0 or more
    """
    total = table.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(table, total, out=np.zeros_like(table), where=total > 0))
