"""The market told to plans and to workers: pay, the odds of being hired, and how long hiring takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from reallocate.economy.job_finding import Tightness, tightness
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.market import Market
from reallocate.economy.market.unemployment_rate import ratio
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array
from reallocate.work.exchange import PATH_AXES, MarketPath

QUARTERS = 4
PATH_TABLE = "worker_path"
"""Name of the table of a saved run that a worker's market path is read from."""


def worker_path(extended: Trajectory, market: Market, rates: Rates) -> pd.DataFrame:
    """Pay and job finding by occupation and year since the start, the middle of the runs.

    extended : the runs
    market : they were run on
    rates : of flows, with the laws that are off set to nothing
    Returns occupation, year [years since the start], pay, job_finding [ratio to the start]; pay is real.
    """
    quarters = range(0, len(extended.wages), QUARTERS)
    start = _finding(extended, market, rates, 0)
    finding = np.array(
        [np.median(_ratio(_finding(extended, market, rates, at), start), axis=0) for at in quarters]
    )
    pay = np.array([np.median(extended.real_pay(at), axis=1) for at in quarters])
    years, size = len(pay), market.size
    return pd.DataFrame(
        {
            "occupation": np.tile(market.occupations.to_numpy(), years),
            "year": np.repeat(np.arange(years), size),
            "pay": pay.ravel(),
            "job_finding": finding.ravel(),
        }
    )


def _finding(extended: Trajectory, market: Market, rates: Rates, quarter: int) -> Array:
    """The chance to be hired; (run, occupation)."""
    people = extended.people[quarter, :3]
    runs = range(people.shape[-1])
    return np.array([_tightness(market, rates, people[:, :, run]).success for run in runs])


def market_path(table: pd.DataFrame) -> MarketPath:
    """The path that a worker looks ahead on.

    table : as from `worker_path`
    """
    arrays = []
    for name in ("pay", "job_finding"):
        wide = table.pivot(index="occupation", columns="year", values=name)
        axes = {"occupation": pd.Index(wide.index), "year": wide.columns.to_numpy()}
        arrays.append(xr.DataArray(wide.to_numpy(), dims=PATH_AXES, coords=axes))
    return MarketPath(*arrays)


@dataclass(frozen=True, eq=False)
class Returned:
    """What a market gives back to a plan: with those who follow it beside without, over the plan's quarters.

    pay : (occupation) real pay [ratio]
    hiring : (occupation) time until an opening is filled [ratio]
    quits : (occupation) chance to find another job, which those who quit need [ratio]
    """

    pay: pd.Series
    hiring: pd.Series
    quits: pd.Series


def returned(extended: Trajectory, market: Market, rates: Rates, quarters: int) -> Returned:
    """What a market gives back.

    extended : two runs, with those who follow the plan and without
    market : they were run on
    rates : of flows
    quarters : of the plan, over which each ratio is averaged
    """
    each = []
    for at in range(1, quarters + 1):
        pay = extended.real_pay(at)
        with_it, without = (_tightness(market, rates, extended.people[at, :3, :, run]) for run in (0, 1))
        each.append(
            (
                pay[:, 0] / pay[:, 1],
                _ratio(without.filled, with_it.filled),
                _ratio(with_it.finding, without.finding),
            )
        )
    mean = np.mean(np.array(each), axis=0)
    return Returned(*(pd.Series(values, index=market.occupations) for values in mean))


def _tightness(market: Market, rates: Rates, people: Array) -> Tightness:
    """How hard it is to be hired and to hire, with (employed–unemployed–vacancies, occupation) [persons]."""
    employed, unemployed, vacant = people
    return tightness(market.network, rates.searchers(employed, unemployed), vacant)


def _ratio(above: Array, below: Array) -> Array:
    """One over the other; 1 where there is nothing to compare."""
    return ratio(above, np.broadcast_to(below, above.shape), 1.0)
