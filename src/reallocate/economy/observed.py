"""The national labour market as it was observed, month by month, beside what moved demand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.economy.business_cycle import AHEAD, by_step, left_after, output_cycle
from reallocate.economy.market.time_steps import STEPS_PER_MONTH
from reallocate.errors import DataError, Problem
from reallocate.measure.arrays import Array

SERIES = ("unemployment", "openings", "hires", "quits")
"""What is fitted: of the labour force; of openings and employment; of employment a month, twice."""
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
    quarters = output["quarter"].str
    starts = (quarters[:4].astype(int) + (quarters[-1:].astype(int) - 1) / 4.0).to_numpy(dtype=float)
    learnt = int((starts + 0.25 <= _year(known) + 1.0 / 12.0 + 1e-9).sum())
    cycle = output_cycle(output["output"].to_numpy(dtype=float), learnt, ahead)
    moments = np.array([_year(month) for month in rows.index])
    within = (np.arange(STEPS_PER_MONTH) + 0.5) / (12.0 * STEPS_PER_MONTH)
    times = (moments[:, None] + within[None, :]).ravel()
    return Observed(
        tuple(str(month) for month in rows.index),
        rows[list(COLUMNS)].to_numpy(dtype=float),
        by_step(cycle, float(starts[0]), times),
        left_after(cycle, learnt) ** (1.0 / (3 * STEPS_PER_MONTH)),
    )


def _year(month: str) -> float:
    return int(month[:4]) + (int(month[5:7]) - 1) / 12.0
