"""The nation's market fitted anew, what stays free, and what it would have forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from reallocate.economy.business_cycle import demand_scale
from reallocate.economy.calibrate import Fit, fit, modelled, rates_of
from reallocate.economy.calibration_pass_marks import Check
from reallocate.economy.hindcast import WINDOWS, Forecast, Window, hindcast, no_change
from reallocate.economy.nation import FIRST, National, observed_months
from reallocate.economy.observed import SERIES, Observed
from reallocate.economy.steady_state import follow, occupation_mobility
from reallocate.executor import Say
from reallocate.measure.arrays import Array
from reallocate.problem.nation.market import market_of_months
from reallocate.work.world import World

KNOWN, END = "2014-12", "2024-04"
"""Of the hindcast: the last month fitted to, and the last one published of every series."""
NO_CHANGE: Mapping[str, Forecast] = MappingProxyType({"no change": no_change})


@dataclass(frozen=True, eq=False)
class FittedMarket:
    """The market fitted to what was observed.

    best : fit with γ as published
    free : fit with γ fitted too
    checks : criteria that it has to meet
    profiles, speeds : the fit with one value moved, and at other speeds of adjustment
    errors, paths : of forecasts of months that were not fitted to
    """

    best: Fit
    free: Fit
    checks: Sequence[Check]
    profiles: pd.DataFrame
    speeds: pd.DataFrame
    errors: pd.DataFrame
    paths: pd.DataFrame


def paths_by_month(window: Window, months: Sequence[str], paths: Mapping[str, Array]) -> pd.DataFrame:
    """The forecasts of a window, and what came; window, month, forecast, series, value [share].

    months : all of them
    paths : as from `reallocate.economy.hindcast.hindcast`
    """
    within = [month for month in months if window.first <= month <= window.last]
    each = [
        pd.DataFrame(
            {"window": window.name, "month": within, "forecast": name, "series": series, "value": values}
        )
        for name, path in paths.items()
        for series, values in zip(SERIES, path.T, strict=True)
    ]
    return pd.concat(each, ignore_index=True)


def occupation_changes(nation: National, best: Fit, seen: Observed) -> float:
    """Moves to another occupation, as the fitted market gives them [share of the employed/year].

    nation : market
    seen : the months
    """
    rates = [rates_of(best.values, nation.normal.outside)]
    flows, _ = follow(nation.market, nation.normal, rates, demand_scale(best.amplitude, seen.cycle))
    return float(occupation_mobility(flows)[0])


def hindcasts(world: World, others: Mapping[str, Forecast], say: Say) -> dict[str, pd.DataFrame]:
    """Forecasts of months unseen, by the market fitted to those before, and by others.

    world : with all tables of moves
    others : (name) forecasts
    say : is told what is under way
    Both windows are forecast with what was known at the end of 2014; only the slack from which they begin
    is that of the month before each.
    """
    early = observed_months(world.tables, FIRST, KNOWN, KNOWN)
    whole = observed_months(world.tables, FIRST, END, KNOWN)
    nation = market_of_months(world, early)
    say("Fitting the market to 2001 to 2014, for the hindcast")
    best = fit(
        modelled(nation.market, nation.normal, early), early, say=prefixed("Fitting to 2001 to 2014", say)
    )
    errors, paths = [], []
    for window in WINDOWS:
        say(f"Forecasting {window.name}")
        table, made = hindcast(nation.market, nation.normal, best, whole, window, others)
        errors.append(table.assign(window=window.name)[["window", *table.columns]])
        paths.append(paths_by_month(window, whole.months, made))
    return {
        "hindcast": pd.concat(errors, ignore_index=True),
        "hindcast_path": pd.concat(paths, ignore_index=True),
    }


def prefixed(words: str, say: Say) -> Say:
    """The same messages, each after the same words."""
    return lambda stage: say(f"{words}: {stage}")
