"""Forecasts as they would have been made in past months, beside what came: rolling origins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from reallocate.economy.forecasting.combined import LEARN, History, history
from reallocate.economy.forecasting.drift import MONTHS, drift_path, error_of_drift, shrunk_drift
from reallocate.economy.forecasting.score import crps, is_inside
from reallocate.problem.nation.monthly import NATIONAL, monthly_jobs, monthly_panel
from reallocate.work.world import World

SINCE, PANDEMIC_ERA = "2008-01", ("2020-01", "2021-12")
"""First origin; months of the pandemic's era."""
ERAS = {"2008–12": "2012-12", "2013–19": "2019-12", "2020–21": "2021-12", "since 2022": "9999-12"}
"""Eras, each with the last month of its origins."""
FEWEST_ORIGINS = 12
"""Forecasts without which an era says nothing."""
AHEAD, AHEAD_YEARS = (1, 3, 6, 12), (1, 2, 3)
LONGEST = "5415"
"""The technology industry with a monthly series since 2009; the others begin in 2020."""
FIRST_ORIGIN = 48
"""Months of it before the first origin, so that errors are known."""


def rolling_months(world: World) -> pd.DataFrame:
    """Skill of the national series on past months; one row a series, months ahead and era.

    Returns series, ahead [months], era, origins, spans, crps_ratio and mae_ratio [of no change; below 1 is
    better], coverage [share of figures in the 80% interval].
    Every origin uses earlier months alone, as revised since. spans: so many forecasts fit into the era one
    after the other. Cells with fewer than `FEWEST_ORIGINS` are left out.
    """
    rows = []
    for name in NATIONAL:
        made = history(monthly_panel(world, name))
        rows += [{"series": name, "ahead": ahead, **row} for ahead in AHEAD for row in _by_era(made, ahead)]
    return pd.DataFrame(rows)


def _by_era(made: History, ahead: int) -> Iterator[dict[str, object]]:
    """Scores of forecasts so many months ahead, by era."""
    scores = _scores(made, ahead)
    for era in ERAS:
        part = scores[scores["era"] == era]
        if len(part) < FEWEST_ORIGINS:
            continue
        means = part.drop(columns="era").mean()
        yield {
            "era": era, "origins": len(part), "spans": (len(part) - 1) // ahead + 1,
            "crps_ratio": means["crps"] / means["crps_no_change"],
            "mae_ratio": means["error"] / means["error_no_change"],
            "coverage": means["inside"],
        }  # fmt: skip


def era_of(origin: str, target: str) -> str:
    """The era that a forecast belongs to: the pandemic's where it touches its months, else the origin's.

    origin, target : months, as YYYY-MM
    """
    if origin <= PANDEMIC_ERA[1] and target >= PANDEMIC_ERA[0]:
        return "2020–21"
    return next(era for era, last in ERAS.items() if origin <= last)


def _scores(made: History, ahead: int) -> pd.DataFrame:
    """One row an origin: era, and scores of the rule and of no change."""
    panel = made.panel
    actual = panel.level(panel.values[:, 0])
    rows: list[tuple[object, ...]] = []
    for origin in range(LEARN, len(panel.months) - ahead):
        if panel.months[origin] < SINCE or not made.has_interval(origin, ahead):
            continue
        ours, still = (made.quantiles(origin, ahead, of) for of in (made.paths, made.still))
        came = float(actual[origin + ahead])
        central = float(panel.level(made.paths[origin, ahead - 1 : ahead])[0])
        rows.append(
            (
                era_of(panel.months[origin], panel.months[origin + ahead]),
                abs(came - central), abs(came - float(actual[origin])), crps(ours, came), crps(still, came),
                is_inside(ours, came),
            )
        )  # fmt: skip
    names = ["era", "error", "error_no_change", "crps", "crps_no_change", "inside"]
    return pd.DataFrame(rows, columns=names)


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
