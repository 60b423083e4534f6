"""The national labour market as it was observed, its cycle, and what past decades did to jobs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import DataError, InputError, Problem
from reallocate.market.state.market import STEPS_PER_MONTH

AHEAD = 12
"""Quarters between what is told and what it is told from: of two to five years those that fit the market of
2001 to 2014 best where gaps close at the published speed; docs/reference/market-fit.md shows the others."""
_LAGS = 4
_LATER = 4
"""Quarters over which it is learnt how much of a cycle is left."""


def output_cycle(output: Array, known: int, ahead: int = AHEAD) -> Array:
    """Output against what its past told years before, in logarithms; (quarter) [ratio, 0 is as told].

    output : (quarter) real gross domestic product [any unit]
    known : quarters, from the first, from which the rule is learnt; later ones are only told by it
    ahead : h, between what is told and what it is told from [quarters]
    c_t = y_t − b_0 − Σ_{k<4} b_{k+1}·y_{t−h−k}, y = ln(output), b by least squares over the known
    quarters. It looks only backward, so that a forecast made at `known` uses nothing later.
    The first h + 3 quarters are missing. Raises `InputError` where too few quarters are known.
    Put precisely: the source proposes h = 8 for the business cycle, and what is still missing of output
    after h quarters no longer counts as a slump.
    Source: Hamilton 2018, Review of Economics and Statistics 100:831, equation 20, DOI
    10.1162/rest_a_00706.
    """
    first = ahead + _LAGS - 1
    if known < first + 2 * (_LAGS + 1):
        raise InputError(
            Problem(
                f"{known} quarters of output are known and {first + 2 * (_LAGS + 1)} are needed",
                "output_series",
                why="The rule that tells output from its past would be learnt from too little.",
            )
        )
    levels = np.log(output)
    count = len(levels) - first
    past = np.column_stack([levels[_LAGS - 1 - k : _LAGS - 1 - k + count] for k in range(_LAGS)])
    told_from = np.column_stack([np.ones(count), past])
    learnt = known - first
    rule = np.linalg.lstsq(told_from[:learnt], levels[first:][:learnt], rcond=None)[0]
    result = np.full(len(levels), np.nan)
    result[first:] = levels[first:] - told_from @ rule
    return result


def _left_after(cycle: Array, known: int) -> float:
    """How much of a cycle is left a quarter later, without news [share/quarter].

    cycle : (quarter) as from `output_cycle`
    known : quarters, from the first, from which it is learnt
    φ^(1/4), φ the least-squares slope of c_{t+4} on c_t over the known quarters, within 0 and 1
    """
    seen = cycle[:known][np.isfinite(cycle[:known])]
    now, later = seen[:-_LATER], seen[_LATER:]
    slope = float((now @ later) / (now @ now))
    left: float = float(np.clip(slope, 0.0, 1.0)) ** (1.0 / _LATER)
    return left


def demand_scale(amplitude: float | Array, cycle: Array) -> Array:
    """All demand beside that of normal times; (step, …) [ratio].

    amplitude : b, how far demand moves with output [ratio]; (run) or one number
    cycle : (step) as from `_by_step`
    max(1 + b·c_t, 0)
    """
    return np.maximum(1.0 + amplitude * cycle[:, None], 0.0)


def _by_step(cycle: Array, first_quarter: float, times: Array) -> Array:
    """The cycle at moments within quarters, on straight lines between the quarters' middles; (step) [ratio].

    cycle : (quarter)
    first_quarter : when the first of them begins [year]
    times : (step) [year]; before the first and after the last middle it stays as there
    """
    middles = first_quarter + 0.25 * np.arange(len(cycle)) + 0.125
    seen = np.isfinite(cycle)
    return np.interp(times, middles[seen], cycle[seen])


UNITS = {
    "unemployment": "% of the labour force",
    "openings": "% of openings and employment",
    "hires": "% of employment a month",
    "quits": "% of employment a month",
}
COLUMNS = ("unemployment", "openings_rate", "hires", "quits")


@dataclass(frozen=True, eq=False)
class Observed:
    """Months of the market and the steps of demand within them.

    months : (month) such as 2004-03
    values : (month, series) [share], series as `SERIES`
    cycle : (step) [ratio] output against what its past tells; two steps a month
    left : of a cycle, after a step without news, as learnt from the known quarters [share/step]
    """

    months: tuple[str, ...]
    values: Array
    cycle: Array
    left: float

    def until(self, month: str) -> int:
        """How many months there are up to and with one.

        month : such as 2014-12
        """
        return sum(one <= month for one in self.months)

    def spread(self) -> Array:
        """Standard deviation of every series; (series) [share]."""
        result: Array = self.values.std(axis=0)
        return result


def observe(
    market: pd.DataFrame, output: pd.DataFrame, first: str, last: str, known: str, ahead: int = AHEAD
) -> Observed:
    """What was observed between two months, with demand moved by output.

    market : (month) the shipped table market_series
    output : (quarter) the shipped table output_series
    first, last : months, such as 2001-01
    known : the month until which the rule that tells output is learnt
    ahead : between what is told of output and what it is told from [quarters]
    Raises `DataError` where a month between them lacks a series.
    Source: BLS CPS and JOLTS, BEA national accounts, as `reallocate data` lists them.
    """
    rows = market.set_index("month").loc[first:last]
    missing = rows.index[rows[list(COLUMNS)].isna().any(axis=1)]
    if len(missing) or not len(rows):
        raise DataError(
            Problem(
                f"{len(missing)} months lack a series, the first {missing[0] if len(missing) else first}",
                "market_series",
                why="A missing month is not taken from its neighbours.",
                remedy="Choose months between 2000-12 and 2024-04.",
            )
        )
    moments = np.array([year_of(month) for month in rows.index])
    cycle, left = cycle_of(output, known, moments, ahead)
    return Observed(
        tuple(str(month) for month in rows.index),
        rows[list(COLUMNS)].to_numpy(dtype=float),
        cycle,
        left,
    )


def cycle_of(output: pd.DataFrame, known: str, moments: Array, ahead: int = AHEAD) -> tuple[Array, float]:
    """The cycle within some months, and how much of it is left after a step without news [share/step].

    output : (quarter) the shipped table output_series
    known : the month until which the rule that tells output is learnt
    moments : (month) when each begins [year]
    ahead : between what is told of output and what it is told from [quarters]
    Returns (step) the cycle [ratio], two steps a month.
    """
    quarters = output["quarter"].str
    starts = (quarters[:4].astype(int) + (quarters[-1:].astype(int) - 1) / 4.0).to_numpy(dtype=float)
    learnt = int((starts + 0.25 <= year_of(known) + 1.0 / 12.0 + 1e-9).sum())
    cycle = output_cycle(output["output"].to_numpy(dtype=float), learnt, ahead)
    within = (np.arange(STEPS_PER_MONTH) + 0.5) / (12.0 * STEPS_PER_MONTH)
    times = (moments[:, None] + within[None, :]).ravel()
    left = _left_after(cycle, learnt) ** (1.0 / (3 * STEPS_PER_MONTH))
    return _by_step(cycle, float(starts[0]), times), left


def year_of(month: str) -> float:
    """When a month begins [year].

    month : such as 2008-01
    """
    return int(month[:4]) + (int(month[5:7]) - 1) / 12.0


QUARTERS = 40


@dataclass(frozen=True, eq=False)
class Decades:
    """Spans of ten years, one beginning every quarter, so that neighbours overlap.

    output_per_job : (span) [log change]
    ended : (span) jobs that no longer would be wanted at unchanged spending [share of jobs]
    jobs : (span) [log change]
    in_work : (span) change of the share of the population of 16 and over that is in work [share]
    first, last : quarters that the first span begins with and the last ends with
    """

    output_per_job: Array
    ended: Array
    jobs: Array
    in_work: Array
    first: str
    last: str


def decades(series: pd.DataFrame, quarters: int = QUARTERS) -> Decades:
    """Every span of so many quarters in the record.

    series : (quarter) the shipped table output_series: output, employment, in_work
    quarters : length of a span
    ended = 1 − exp(−Δln(output ÷ employment)): the same output with more of it made by each job. It is what
    the closed demand law begins with where AI saves hours, before anything comes back.
    """
    seen = series.dropna(subset=["output", "employment", "in_work"]).reset_index(drop=True)
    each = np.log((seen["output"] / seen["employment"]).to_numpy(dtype=float))
    jobs = np.log(seen["employment"].to_numpy(dtype=float))
    in_work = seen["in_work"].to_numpy(dtype=float)
    grown = each[quarters:] - each[:-quarters]
    return Decades(
        grown,
        1.0 - np.exp(-grown),
        jobs[quarters:] - jobs[:-quarters],
        in_work[quarters:] - in_work[:-quarters],
        str(seen["quarter"].iloc[0]),
        str(seen["quarter"].iloc[-1]),
    )
