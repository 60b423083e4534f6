"""Types of arrays: figures, whole numbers, and yes or no; and runs laid out for sums."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def by_run(values: Array) -> Array:
    """Each run's values in one piece; (run, …).

    values : (…, run)
    numpy adds in an order that depends on how values lie. Like this, a run's sum over its last axis is the
    same to the last digit, however many runs stand beside it.
    """
    return np.ascontiguousarray(np.moveaxis(values, -1, 0))
