"""Every start of the hindcast: six by themselves and 28 on average, and what their errors say of another."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import HIGH, LOW, Array
from reallocate.kernel.executor import Say
from reallocate.kernel.units import MONTHS_A_YEAR, PERCENT
from reallocate.market.forecast.started import (
    MARKET,
    MEASURES,
    NO_CHANGE,
    TOLD,
    VAR,
    Start,
    started,
)
from reallocate.market.state.market import SERIES
from reallocate.work.world import World

SHOWN = ("2006-01", "2008-01", "2012-01", "2016-01", "2018-01", "2022-01")
"""Starts that are told one by one."""
AVERAGED = tuple(f"{year}-{month}" for year in range(2006, 2020) for month in ("01", "07"))
"""Starts that are averaged over."""
YEARS = 5
RIVALS = (MARKET, TOLD, NO_CHANGE, VAR)
AHEAD = tuple(range(MONTHS_A_YEAR, MONTHS_A_YEAR * YEARS + 1, MONTHS_A_YEAR))
STARTS_FILE = "starts.csv"
"""Errors by start, made by `python -m scripts.pages.starts`."""
_KEPT_EVERY = 3
_FEWEST_ERRORS = 8
"""Errors without which no interval is drawn."""


def by_month(start: Start) -> pd.DataFrame:
    """One row a month and measure: start, month, ahead [months], measure, each of `RIVALS`, came [%]."""
    parts = []
    for place, name in enumerate(MEASURES):
        columns = {one: PERCENT * start.paths[one][:, place] for one in RIVALS}
        parts.append(
            pd.DataFrame(
                {
                    "start": start.month, "month": start.calendar,
                    "ahead": np.arange(1, start.months + 1), "measure": name,
                    **columns, "came": PERCENT * start.came[:, place],
                }
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def every_start(world: World, say: Say | None = None) -> pd.DataFrame:
    """Rows of `by_month` for every start, those that are told and those that are averaged over.

    world : with all tables of moves
    say : is told which start is under way
    """
    tell = say or (lambda _: None)
    months = sorted({*SHOWN, *AVERAGED})
    parts = []
    for place, month in enumerate(months, start=1):
        tell(f"Start {place} of {len(months)}: {month}")
        parts.append(by_month(started(world, month, YEARS)))
    return pd.concat(parts, ignore_index=True)


def root_mean_square(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a start and measure: months with a figure, and the error of each path [points].

    rows : as from `by_month`
    """
    found = []
    for (start, name), part in rows.groupby(["start", "measure"], sort=False):
        came = part.dropna(subset=["came"])
        errors = {one: _root(came[one] - came["came"]) for one in RIVALS}
        found.append({"start": start, "measure": name, "figures": len(came), **errors})
    return pd.DataFrame(found)


def _root(errors: pd.Series) -> float:
    known = errors.dropna()
    return float(np.sqrt(np.mean(known**2))) if len(known) else float("nan")


def mean_absolute(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a measure and `AHEAD`: starts with a figure, and the mean error of each path [points].

    rows : as from `by_month`, over several starts
    """
    found = []
    for name in MEASURES:
        for ahead in AHEAD:
            part = rows[rows["measure"].eq(name) & rows["ahead"].eq(ahead)].dropna(subset=["came"])
            errors = {one: float((part[one] - part["came"]).abs().mean()) for one in RIVALS}
            found.append({"measure": name, "ahead": ahead, "starts": len(part), **errors})
    return pd.DataFrame(found)


def kept_errors(rows: pd.DataFrame) -> pd.DataFrame:
    """What ships of every start: start, month, ahead, measure, error [points]: what came less the market."""
    part = rows[rows["measure"].isin(SERIES) & rows["ahead"].mod(_KEPT_EVERY).eq(0)]
    part = part[part["start"].isin(AVERAGED)].dropna(subset=["came"])
    return part.assign(error=part["came"] - part[MARKET])[["start", "month", "ahead", "measure", "error"]]


@cache
def shipped_errors() -> pd.DataFrame:
    """Errors of every start, as they ship."""
    with files("reallocate.market.forecast").joinpath(STARTS_FILE).open("rb") as file:
        return pd.read_csv(file)


def interval_of_errors(measure: str, month: str, months: int) -> tuple[Array, Array, Array]:
    """Where eight in ten errors of earlier starts lay; (month) low and high [points], and how many there are.

    measure : of `SERIES`
    month : the first of a run; only errors of months before it count
    months : of the run
    Of months between those that ship: on a straight line from 0 at the start. Missing where fewer than
    `_FEWEST_ERRORS` are known.
    """
    rows = shipped_errors()
    rows = rows[rows["measure"].eq(measure) & rows["month"].lt(month)]
    ends = {0: (0.0, 0.0)}
    counts = {0: 0}
    for ahead, part in rows.groupby("ahead"):
        if len(part) >= _FEWEST_ERRORS:
            low, high = np.quantile(part["error"], [LOW, HIGH])
            ends[int(str(ahead))] = (float(low), float(high))
            counts[int(str(ahead))] = len(part)
    at, known = np.arange(1, months + 1), np.array(list(ends))
    inside = at <= known.max()
    drawn = [np.interp(at, known, [one[end] for one in ends.values()]) for end in (0, 1)]
    count = np.interp(at, known, list(counts.values()))
    low, high, many = (np.where(inside, one, np.nan) for one in (*drawn, count))
    return low, high, many
