"""Targets of the ledger: which figure of which month, and each forecaster's distribution of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.economy.forecasting.combined import FARTHEST, history
from reallocate.economy.forecasting.drift import drift_path, error_of_drift
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.tech_workforce.staffing import DECADE, staffing
from reallocate.measure.arrays import Array
from reallocate.problem.nation.monthly import NATIONAL, monthly_jobs, monthly_panel
from reallocate.work.world import World

OURS, NO_CHANGE, BLS, CROWD = "ours", "no_change", "bls", "crowd"
TECH = ("5415", "518", "519")
JOBS = "employment"
LAST_YEAR, FAR_YEAR = 2030, 2035
CROWD_CHANGES = {2027: 0.01, 2030: -0.005, 2035: -0.04}
"""Employment against 2025 [share]. Source: Metaculus, Labor Automation Forecasting Hub, median forecasts,
page read on 2026-11-27. It names no year of comparison; 2025, the year before it began, is a reading."""
CROWD_BASE = 2025


@dataclass(frozen=True, eq=False)
class Target:
    """A figure that will be published, as one forecaster sees it.

    series, month : which figure
    forecaster : `OURS`, or a rival
    origin, last : the last month that was at hand, and its figure
    quantiles : (level) of the forecast; of one number where the forecaster gives no distribution
    """

    series: str
    month: str
    forecaster: str
    origin: str
    last: float
    quantiles: Array


def month_after(month: str, ahead: int) -> str:
    """The month so many months later, as YYYY-MM."""
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + ahead
    return f"{count // 12}-{count % 12 + 1:02d}"


def monthly_targets(world: World) -> Iterator[Target]:
    """The national series, 1 to 12 months after the last month at hand of each."""
    for name in NATIONAL:
        panel = monthly_panel(world, name)
        made, origin = history(panel), len(panel.months) - 1
        last = float(panel.level(panel.values[-1:, 0])[0])
        for ahead in range(1, FARTHEST + 1):
            month = month_after(panel.months[-1], ahead)
            for forecaster, of in ((OURS, made.paths), (NO_CHANGE, made.still)):
                found = made.quantiles(origin, ahead, of)
                yield Target(name, month, forecaster, panel.months[-1], last, found)


def yearly_targets(world: World, accounts: Accounts) -> Iterator[Target]:
    """Jobs in three technology industries and in the nation, each year in the month of the last figure.

    accounts : of the nation, for the industries' staff
    """
    rates = projected_rates(world, accounts)
    tech = {name: monthly_jobs(world, name) for name in TECH}
    pool = [logs for _, logs in tech.values()]
    of_tech = [rates[name] for name in TECH]
    for name, (months, logs) in tech.items():
        yield from _yearly(name, months, logs, rates[name], (pool, of_tech), (LAST_YEAR,))
    months, logs = monthly_jobs(world, JOBS)
    yield from _yearly(JOBS, months, logs, rates[JOBS], ([logs], [rates[JOBS]]), (LAST_YEAR, FAR_YEAR))


def projected_rates(world: World, accounts: Accounts) -> dict[str, float]:
    """Growth a year that BLS projects for 2024 to 2034, by series [log/year].

    Of an industry: that of its occupations, each as projected for the nation.
    """
    projected = world.table("projections")
    total = projected[["employment_2024", "employment_2034"]].sum()
    people = staffing(world.tables, world.occupations.index, accounts)
    decade = np.log(people.grown(DECADE).sum(axis=1) / people.jobs.sum(axis=1)) / DECADE
    by_code = dict(zip(people.naics, decade.tolist(), strict=True))
    nation = float(np.log(total["employment_2034"] / total["employment_2024"]) / DECADE)
    return {JOBS: nation, **{name: by_code[name] for name in TECH}}


def _yearly(
    name: str,
    months: tuple[str, ...],
    logs: Array,
    rate: float,
    pool: tuple[list[Array], list[float]],
    until: tuple[int, ...],
) -> Iterator[Target]:
    """A series each year until one, and in the years named after it."""
    series, rates = pool
    origins = [len(one) - 1 for one in series]
    errors = {
        OURS: error_of_drift(series, origins, rates), NO_CHANGE: error_of_drift(series, origins, rates, 0)
    }  # fmt: skip
    start, last = months[-1], float(logs[-1])
    origin = len(logs) - 1
    for year in [*range(int(start[:4]) + 1, until[0] + 1), *until[1:]]:
        ahead = year - int(start[:4])
        month = f"{year}{start[4:]}"
        middles = {OURS: drift_path(logs, origin, rate, 12 * ahead), NO_CHANGE: last}
        for forecaster, middle in middles.items():
            error = errors[forecaster]
            assert error is not None
            found = error.quantiles(middle, ahead)
            yield Target(name, month, forecaster, start, float(np.exp(last)), found)
        bls = np.array([np.exp(last + rate * ahead)])
        yield Target(name, month, BLS, start, float(np.exp(last)), bls)
        if name == JOBS and year in CROWD_CHANGES:
            base = float(np.exp(logs[[one.startswith(str(CROWD_BASE)) for one in months]]).mean())
            crowd = np.array([base * (1.0 + CROWD_CHANGES[year])])
            yield Target(name, month, CROWD, start, float(np.exp(last)), crowd)


def figures_since(world: World) -> pd.DataFrame:
    """Every figure of the targets' series at hand: series, month, value."""
    parts = []
    for name in NATIONAL:
        panel = monthly_panel(world, name)
        values = panel.level(panel.values[:, 0])
        parts.append(pd.DataFrame({"series": name, "month": panel.months, "value": values}))
    for name in (*TECH, JOBS):
        months, logs = monthly_jobs(world, name)
        parts.append(pd.DataFrame({"series": name, "month": months, "value": np.exp(logs)}))
    return pd.concat(parts, ignore_index=True)
