"""What rising output per job did to jobs before: every span of ten years since 1980."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array

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
