"""The monthly series that are forecast, each beside what was known when its month came out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from reallocate.economy.forecasting.combined import AUTOREGRESSION, DIFFERENCES, Panel
from reallocate.measure.arrays import Array
from reallocate.work.world import World

NATIONAL = ("unemployment", "openings", "quits", "hires")
"""In the order in which they are told."""
UNTIL = {"unemployment": 12, "openings": 12, "quits": 6, "hires": 3}
"""Months ahead up to which a rule does better than no change on past months; docs/forecast-ledger.md."""
PERCENT = 100.0
"""Shares are forecast in percent, counts in logarithms times this."""
EARLIEST = "1980-01"


def monthly_panel(world: World, name: str) -> Panel:
    """A national series with what is known beside it.

    name : of `NATIONAL`
    Unemployment comes with claims per job and jobs, of the same month, from 1980. Openings and quits come
    out a month later, so the three of the month after are known with them. Hires stand alone. A single
    month that was not surveyed lies between its neighbours.
    Source: BLS CPS, CES and JOLTS; ETA, initial claims.
    """
    wide = _wide(world)
    beside = pd.DataFrame(
        {
            "unemployment": PERCENT * wide["unemployment"].interpolate(limit=1, limit_area="inside"),
            "claims": PERCENT * np.log(wide["initial_claims"] / wide["employment"]),
            "jobs": PERCENT * np.log(wide["employment"]),
        }
    )
    if name == "unemployment":
        return _panel(beside, _shares, UNTIL[name])
    if name == "hires":
        return _panel((PERCENT * wide[["hires"]]).dropna(), _shares, UNTIL[name], DIFFERENCES)
    market = world.table("market_series").set_index("month")
    own = PERCENT * (np.log(market["openings"]) if name == "openings" else market["quits"])
    later = beside.shift(-1).reindex(own.index)
    level = _counts if name == "openings" else _shares
    return _panel(pd.concat([own.rename(name), later], axis=1), level, UNTIL[name])


def monthly_jobs(world: World, name: str) -> tuple[tuple[str, ...], Array]:
    """Months and the logarithm of jobs of a series: an industry, or employment."""
    rows = _wide(world)[name].dropna()
    return tuple(str(month) for month in rows.index), np.log(rows.to_numpy(dtype=float))


def _wide(world: World) -> pd.DataFrame:
    rows = world.table("national_months")
    wide = rows.pivot(index="month", columns="series", values="value")
    return wide[wide.index >= EARLIEST]


def _panel(
    frame: pd.DataFrame, level: Callable[[Array], Array], until: int, method: str = AUTOREGRESSION
) -> Panel:
    whole = frame.dropna()
    months = tuple(str(month) for month in whole.index)
    return Panel(months, whole.to_numpy(dtype=float), level, method, until)


def _shares(values: Array) -> Array:
    return np.maximum(values, 0.0) / PERCENT


def _counts(values: Array) -> Array:
    found: Array = np.exp(values / PERCENT)
    return found
