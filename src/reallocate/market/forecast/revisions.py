"""Revisions of published figures: how large they were, and intervals that allow for them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameter
from reallocate.kernel.table import BY_ROW, Column, table
from reallocate.market.forecast.methods import LEVELS

_FILE = "revisions.toml"
_BENCHMARK_MONTH, _PUBLISHED_AFTER = 3, 2
"""Month in which the benchmark of openings comes out; months from a month to its first print."""
_REVISED = "openings"
_IN_INTERVALS = tuple(f"{_REVISED}_{name}" for name in ("first_to_final", "benchmark"))
"""The series whose intervals allow for revisions; of the others no size is known well enough."""
_PLACES = 400
"""Points at which the forecast's distribution is read."""
_NODES = 41


@cache
def revision_parameters() -> Mapping[str, Parameter]:
    """How large revisions are, by name; each with unit, range, grade and source."""
    raw = tomllib.loads(files("reallocate.market.forecast").joinpath(_FILE).read_text(encoding="utf-8"))
    return MappingProxyType({name: Parameter(name=name, **fields) for name, fields in raw.items()})


def benchmarks_between(origin: str, target: str) -> int:
    """Yearly benchmarks that come out after a month's first print and not after another's.

    origin, target : months, as YYYY-MM
    """
    start, end = (pd.Period(one, "M") + _PUBLISHED_AFTER for one in (origin, target))
    return sum(month.month == _BENCHMARK_MONTH for month in pd.period_range(start + 1, end, freq="M"))


def revision_error(series: str, origin: str, target: str) -> float:
    """Standard deviation of what revisions add to a forecast's error [log]; 0 where it is not known.

    series : whose figure is forecast
    origin, target : months, as YYYY-MM
    σ² = 2·first_to_final² + n·benchmark², n benchmarks between the two first prints
    """
    if series != _REVISED:
        return 0.0
    declared = revision_parameters()
    first, benchmark = (declared[name].value for name in _IN_INTERVALS)
    return float(np.sqrt(2.0 * first**2 + benchmarks_between(origin, target) * benchmark**2))


def with_revisions(quantiles: Array, error: float) -> Array:
    """A forecast's quantiles with independent normal noise of revisions; (level) [as the forecast].

    quantiles : (level) of a positive figure
    error : standard deviation of the noise [log]
    The forecast is read at 400 places, its ends carried on straight; the noise at 41 nodes of
    Gauss-Hermite.
    """
    if error == 0.0:
        return quantiles
    levels, logs = np.array(LEVELS), np.log(quantiles)
    places = (np.arange(_PLACES) + 0.5) / _PLACES
    low = np.minimum(places - levels[0], 0.0) / (levels[1] - levels[0]) * (logs[1] - logs[0])
    high = np.maximum(places - levels[-1], 0.0) / (levels[-1] - levels[-2]) * (logs[-1] - logs[-2])
    read = np.interp(places, levels, logs) + low + high
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    values = (read[:, None] + error * nodes).ravel()
    weight = np.tile(weights / weights.sum(), _PLACES) / _PLACES
    order = np.argsort(values)
    reached = np.cumsum(weight[order]) - 0.5 * weight[order]
    found: Array = np.exp(np.interp(levels, reached, values[order]))
    return found


@table("revisions", "How far figures are revised", Column("what", "What"),
       Column("value", "Standard deviation", BY_ROW), Column("low", "Least", BY_ROW),
       Column("high", "Most", BY_ROW), Column("unit", "Unit"), Column("grade", "Grade"),
       Column("vintage", "Vintage"), Column("in_interval", "In the intervals"), Column("source", "Source"),
       source="A size that rests on one benchmark, or on two copies, is rough.")  # fmt: skip
def revisions(_: object = None) -> pd.DataFrame:
    """One row a declared size of revisions."""
    return pd.DataFrame(
        {
            "what": one.says, "value": one.value, "low": one.low, "high": one.high, "unit": one.unit,
            "grade": str(one.grade.value), "vintage": one.vintage, "in_interval": name in _IN_INTERVALS,
            "source": one.source,
        }
        for name, one in revision_parameters().items()
    )  # fmt: skip
