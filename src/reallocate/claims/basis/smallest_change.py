"""The smallest change that counts as one: what the published figures do by themselves, without any AI."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.economy.forecasting.combined import PANDEMIC

QUARTERS = 4


def change_of_mix(history: pd.DataFrame, chosen: pd.Series) -> float:
    """How far the mix of occupations moves a share of jobs in a usual year [share].

    history : occupation, year, employment, the shipped table
    chosen : by occupation, how far it belongs to the share [share]
    mean |s[t] − s[t−1]|, s[t] = Σ_o chosen·jobs[t] ÷ Σ_o jobs[t]
    Source: BLS OEWS 2017 to 2025, bridged to one frame; the survey is not made for comparing years, so part
    of each change is its own noise.
    """
    jobs = history.pivot(index="year", columns="occupation", values="employment").sort_index()
    weight = chosen.astype(float).reindex(jobs.columns).fillna(0.0)
    share = (jobs * weight).sum(axis=1) / jobs.sum(axis=1)
    return float(share.diff().abs().mean())


def change_of_a_year(values: pd.Series) -> float:
    """How far a published series moves from one year to the next, the pandemic's years left out.

    values : by quarter, such as 2025-Q3; logs, or growth over a year
    mean |v[t] − v[t−4]|
    """
    change = values.diff(QUARTERS)
    year = values.index.astype(str).str[:4]
    first, last = (one[:4] for one in PANDEMIC)
    touched = pd.Series((year >= first) & (year <= last), values.index)
    return float(change[~(touched | touched.shift(QUARTERS, fill_value=False))].abs().mean())


def noise_of_a_month(values: pd.Series) -> float:
    """How far a published series moves from one month to the next, the pandemic left out [log points].

    values : by month, such as 2025-10
    √ mean (ln v[t] − ln v[t−1])²
    """
    logs = pd.Series(np.log(values.to_numpy(dtype=float)), index=values.index.astype(str))
    change = logs.diff()[(logs.index < PANDEMIC[0]) | (logs.index > PANDEMIC[1])].dropna()
    return float(np.sqrt((change**2).mean()))


def openings_per_job_seeker(market_series: pd.DataFrame) -> pd.Series:
    """Published openings for each person without a job, up to a constant; (month).

    market_series : month, openings, unemployment, employment, the shipped table
    """
    rows = market_series.set_index("month")[["openings", "unemployment", "employment"]].dropna()
    idle = rows["employment"] * rows["unemployment"] / (1.0 - rows["unemployment"])
    return rows["openings"] / idle

