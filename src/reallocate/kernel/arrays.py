"""Arrays and their labels: types, exact alignment, quantiles of draws, the interval of a share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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


def share_interval(times: float | Array, count: float) -> tuple[Array, Array]:
    """10% and 90% of a share of cases: what so few of them leave open.

    times, count : cases in which something holds, and all of them
    Quantiles of the beta distribution with times + 1/2 and count − times + 1/2, the share itself within.
    Source: Brown, Cai, DasGupta 2001, Statistical Science 16(2), section 3.1.2 (Jeffreys),
    doi:10.1214/ss/1009213286.
    """
    from scipy.special import betaincinv

    low, high = (np.asarray(betaincinv(times + 0.5, count - times + 0.5, end)) for end in (LOW, HIGH))
    share = times / count
    return np.minimum(low, share), np.maximum(high, share)
