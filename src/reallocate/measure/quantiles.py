"""The quantiles of draws that results are reported with: median, 10th and 90th percentile."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from reallocate.measure.arrays import Array

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
QUANTILES: Mapping[str, float] = MappingProxyType({"p10": LOW, "p50": MIDDLE, "p90": HIGH})
SUFFIXES: Mapping[str, float] = MappingProxyType({"_low": LOW, "": MIDDLE, "_high": HIGH})
"""The same where they follow the name of a figure."""
INTERVAL: Mapping[str, float] = MappingProxyType({"low": LOW, "middle": MIDDLE, "high": HIGH})
"""The same where they are the name of a figure."""


def quantile(values: Array, share: float) -> Array:
    """A quantile over runs or draws, the last axis.

    values : (…, run) [any unit]
    share : of the runs that lie below
    """
    return np.quantile(values, share, axis=-1)


def median(values: Array) -> Array:
    """The median over runs or draws, the last axis.

    values : (…, run) [any unit]
    """
    return quantile(values, MIDDLE)


def by_quantile(name: str, values: Array) -> dict[str, Array]:
    """The 10th percentile, median and 90th percentile over runs or draws, as columns of a table.

    name : of the column of the median
    values : (…, run) [any unit]
    """
    return {f"{name}{end}": quantile(values, share) for end, share in SUFFIXES.items()}


def quantiles(values: Array) -> dict[str, Array]:
    """`QUANTILES` over runs or draws, the last axis, by name.

    values : (…, run) [any unit]
    """
    return {name: quantile(values, share) for name, share in QUANTILES.items()}


def interval(values: Array) -> tuple[float, float, float]:
    """Median, 10% and 90% of all values.

    values : (draw), or any shape
    """
    low, middle, high = np.quantile(np.asarray(values, dtype=float), [LOW, MIDDLE, HIGH])
    return float(middle), float(low), float(high)
