"""Forecasts as they would have been made in past months, beside what came: rolling origins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reallocate.economy.forecasting.combined import LEARN, History, history
from reallocate.economy.forecasting.drift import MONTHS, drift_path, error_of_drift, shrunk_drift
from reallocate.economy.forecasting.score import coverage_by_chance, crps, is_inside
from reallocate.problem.nation.monthly import NATIONAL, monthly_jobs, monthly_panel
from reallocate.work.world import World

SINCE, LEFT_OUT = "2008-01", ("2020-01", "2021-12")
"""First origin; months that are neither origin nor target."""
AHEAD, AHEAD_YEARS = (1, 3, 6, 12), (1, 2, 3)
LONGEST = "5415"
"""The technology industry with a monthly series since 2009; the others begin in 2020."""
FIRST_ORIGIN = 48
"""Months of it before the first origin, so that errors are known."""


def rolling_months(world: World) -> pd.DataFrame:
    """Errors and scores of the national series; one row a series and months ahead.

    Returns series, ahead [months], origins, rmse and rmse_no_change [unit of the series], crps_ratio,
    coverage, coverage_no_change [share], coverage_low and coverage_high [share; `coverage_by_chance`].
    Every origin uses earlier months alone, as revised since.
    """
    rows = []
    for name in NATIONAL:
        made = history(monthly_panel(world, name))
        rows += [{"series": name, **_scored(made, ahead)} for ahead in AHEAD]
    return pd.DataFrame(rows)


def _scored(made: History, ahead: int) -> dict[str, float]:
    panel = made.panel
    actual = panel.level(panel.values[:, 0])
    found = []
    for origin in range(LEARN, len(panel.months) - ahead):
        ends = panel.months[origin], panel.months[origin + ahead]
        if ends[0] < SINCE or any(LEFT_OUT[0] <= one <= LEFT_OUT[1] for one in ends):
            continue
        if not made.has_interval(origin, ahead):
            continue
        ours, still = (made.quantiles(origin, ahead, of) for of in (made.paths, made.still))
        came = float(actual[origin + ahead])
        central = float(panel.level(made.paths[origin, ahead - 1 : ahead])[0])
        found.append(
            (
                came - central, came - float(actual[origin]), crps(ours, came), crps(still, came),
                is_inside(ours, came), is_inside(still, came),
            )
        )  # fmt: skip
    table = np.array(found, dtype=float)
    low, high = coverage_by_chance(len(table), ahead)
    return {
        "ahead": ahead, "origins": len(table),
        "rmse": float(np.sqrt(np.mean(table[:, 0] ** 2))),
        "rmse_no_change": float(np.sqrt(np.mean(table[:, 1] ** 2))),
        "crps_ratio": float(table[:, 2].mean() / table[:, 3].mean()),
        "coverage": float(table[:, 4].mean()), "coverage_no_change": float(table[:, 5].mean()),
        "coverage_low": low, "coverage_high": high,
    }  # fmt: skip


def rolling_years(world: World, rates: dict[str, float], names: Sequence[str]) -> pd.DataFrame:
    """Errors of jobs in technology years ahead; one row an industry and years ahead.

    rates : growth that BLS projects today, by industry [log/year]; earlier projections are not at hand
    Returns series, ahead [years], origins, rmse, rmse_no_change, rmse_own_growth [log], coverage
    [share; of the longest series].
    """
    rows = []
    for name in names:
        _, logs = monthly_jobs(world, name)
        for years in AHEAD_YEARS:
            ahead, inside, errors = MONTHS * years, [], []
            for origin in range(24, len(logs) - ahead):
                central = drift_path(logs, origin, rates[name], ahead)
                own = logs[origin] + 2.0 * shrunk_drift(logs, origin, 0.0) * years
                came = logs[origin + ahead]
                errors.append((came - central, came - logs[origin], came - own))
                known = error_of_drift([logs], [origin], [rates[name]])
                if name == LONGEST and origin >= FIRST_ORIGIN and known is not None:
                    inside.append(is_inside(known.quantiles(central, years), float(np.exp(came))))
            ours, still, own_growth = np.sqrt(np.mean(np.square(errors), axis=0))
            rows.append(
                {
                    "series": name, "ahead": years, "origins": len(errors), "rmse": ours,
                    "rmse_no_change": still, "rmse_own_growth": own_growth,
                    "coverage": float(np.mean(inside)) if inside else np.nan,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)
