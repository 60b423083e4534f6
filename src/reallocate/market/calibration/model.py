"""The nation's market fitted anew: what stays free, and what it would have forecast."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.executor import Say
from reallocate.market.flow.engine import State, survey_series
from reallocate.market.nation.economy import FIRST, National, observed_months
from reallocate.market.nation.fit import (
    FITTED,
    HELD,
    HIGH,
    LOW,
    Check,
    Fit,
    Series,
    Task,
    fit,
    modelled,
    rates_of,
    root_mean_square_error,
    together,
)
from reallocate.market.nation.observed import Observed, demand_scale
from reallocate.market.nation.rest import NormalSlack, continue_from, follow, occupation_mobility
from reallocate.market.simulate.runs import market_of_months
from reallocate.market.state.market import SERIES, STEPS_PER_MONTH, Market
from reallocate.work.world import World

_PROFILE = (0.8, 1.25)
"""Values at which a parameter is held while all others are fitted anew, of its best."""
FREE = 0.01
"""A fit that is worse by less than this, of its own error, cannot tell two values apart."""
_MOVED = 0.1
"""A value held nearer to its best, since its range ends there, says nothing."""
_ROUGH = 1e-4
"""Precision of a fit that is only compared: a hundredth of what counts as worse."""
_SPEEDS = (0.02, 0.04, 0.08, 0.16, 0.32, 0.64)
"""γ at which all else is fitted anew [share of the gap/6.75 weeks]."""


def profiles(
    series: Series,
    seen: Observed,
    best: Fit,
    names: Sequence[str] = FITTED,
    say: Say | None = None,
) -> pd.DataFrame:
    """How much worse the fit becomes when one parameter is held beside its best value.

    series, seen, best : of the fit
    names : parameters to hold, one at a time
    say : told each value
    Returns parameter, ratio, value, error [mean squared distance], worse [share of the best error]; without
    what lies outside a parameter's range.
    """
    asked = []
    for name in names:
        place = FITTED.index(name)
        for ratio in _PROFILE:
            value = float(np.clip(best.values[place] * ratio, LOW[place], HIGH[place]))
            moved = value / best.values[place] if best.values[place] else np.nan
            if abs(moved - 1.0) >= _MOVED:
                asked.append((name, float(moved), value))
    tasks = [_search(seen, {**HELD, name: value}, best.values, say) for name, _, value in asked]
    rows = [
        (*one, other.error, other.error / best.error - 1.0)
        for one, other in zip(asked, together(series, tasks), strict=True)
    ]
    return pd.DataFrame(rows, columns=["parameter", "ratio", "value", "error", "worse"])


def _search(seen: Observed, fixed: dict[str, float], guess: Array, say: Say | None) -> Task:
    """A search with some values held."""
    words = ", ".join(f"{name} at {value:.4g}" for name, value in fixed.items()) or "nothing"

    def tell(said: str) -> None:
        if say is not None:
            say(f"{words} held, {said}")

    return lambda series: fit(series, seen, fixed, guess, tell, _ROUGH)


def speeds(
    series: Series, seen: Observed, best: Fit, at: Sequence[float] = _SPEEDS, say: Say | None = None
) -> tuple[pd.DataFrame, Fit]:
    """The fit at other speeds of adjustment γ, and with γ fitted too.

    series, seen, best : of the fit, γ held
    at : γ [share of the gap/6.75 weeks]
    say : told each value
    Returns one row a speed, with every parameter, error and worse; and the fit with γ free.
    Demand that swings further and is followed more slowly gives nearly the same cycle.
    """
    tasks = [_search(seen, {"adjustment": one}, best.values, say) for one in at]
    *result, free = together(series, [*tasks, _search(seen, {}, best.values, say)])
    rows = [
        {
            **dict(zip(FITTED, one.values, strict=True)),
            "error": one.error,
            "worse": one.error / best.error - 1.0,
        }
        for one in result
    ]
    return pd.DataFrame(rows), free


def stays_free(profile: pd.DataFrame) -> tuple[str, ...]:
    """Parameters that the series do not tell: moved by a fifth or more, the fit is as good.

    profile : as from `profiles`
    """
    far = profile[(profile["ratio"] - 1.0).abs() >= 0.2 - 1e-9]
    least = far.groupby("parameter", sort=False)["worse"].min()
    return tuple(str(name) for name in least.index[least < FREE])


Forecast = Callable[[Observed, int, int], Array]
"""From the months and the first and last of those forecast, counted from 0, to (month, series) [share]; it
reads the series before the first only, and the cycle after it only where its name says so."""

_WITH_OUTPUT = ", told output"
MARKET = "market"
MARKET_WITH_OUTPUT = f"{MARKET}{_WITH_OUTPUT}"


@dataclass(frozen=True)
class Window:
    """Months to forecast and what is known when it is done.

    name : in words
    first, last : months forecast
    """

    name: str
    first: str
    last: str


WINDOWS = (Window("2015 to 2019", "2015-01", "2019-12"), Window("2020 to April 2024", "2020-01", "2024-04"))


def hindcast(
    market: Market,
    normal: NormalSlack,
    fitted: Fit,
    seen: Observed,
    window: Window,
    others: Mapping[str, Forecast],
) -> tuple[pd.DataFrame, dict[str, Array]]:
    """Forecasts of a window by everybody, and their errors.

    market, normal, fitted : as fitted to months before the window
    seen : all months, the cycle told by what was known when the market was fitted
    window : what to forecast, from the month before it
    others : (name) forecasts that are told no more than the name says
    Returns forecast, output_known [whether it knows what output did], series, error [root-mean-square,
    share], mean_error [share]; and (name) the forecasts themselves, (month, series) [share].
    The market begins at the unemployment and openings of the last month known, as other forecasts do, and
    forecasts twice: told what output did, as a stress test is, and with a cycle that fades as it used to.
    Only what is not told output is a forecast.
    """
    begin, end = seen.until(window.first) - 1, seen.until(window.last)
    actual = seen.values[begin:end]
    with_output, faded = seen.cycle[: end * STEPS_PER_MONTH], _faded(seen, begin, end)
    last = seen.values[begin - 1]
    forecasts = {
        MARKET: _market(market, normal, fitted, faded, last, begin),
        MARKET_WITH_OUTPUT: _market(market, normal, fitted, with_output, last, begin),
        **{name: forecast(seen, begin, end) for name, forecast in others.items()},
    }
    rows = [
        (
            name,
            _WITH_OUTPUT in name,
            series,
            root_mean_square_error(path[:, k], actual[:, k]),
            float(np.mean(path[:, k] - actual[:, k])),
        )
        for name, path in forecasts.items()
        for k, series in enumerate(SERIES)
    ]
    table = pd.DataFrame(rows, columns=["forecast", "output_known", "series", "error", "mean_error"])
    return table, {"observed": actual, **forecasts}


def _no_change(seen: Observed, begin: int, end: int) -> Array:
    """Every series stays as in the last month known; (month, series) [share].

    seen : months
    begin, end : the months forecast, counted from 0
    """
    return np.repeat(seen.values[begin - 1 : begin], end - begin, axis=0)


def _market(market: Market, normal: NormalSlack, fitted: Fit, cycle: Array, last: Array, begin: int) -> Array:
    """The months from one on, begun at what was seen in the last month."""
    scale = demand_scale(fitted.amplitude, cycle)
    rates = [rates_of(fitted.values, normal.outside)]
    known = begin * STEPS_PER_MONTH
    past, at_rest = follow(market, normal, rates, scale[:known])
    begun = begun_at(past.end, float(last[0]), float(last[1]))
    return survey_series(continue_from(market, at_rest, begun, rates, scale[known:]))[:, :, 0]


def begun_at(state: State, unemployment: float, openings: float) -> State:
    """The same people with as much slack as was seen, occupations in proportion.

    state : of one run
    unemployment : [share of the labour force]
    openings : [share of openings and employment]
    u′ = u·k, e′ = e + u − u′, v′ in proportion to v; nobody comes or goes.
    """
    employed, without, vacant, outside = state.people
    force = employed.sum() + without.sum()
    more = unemployment * force / without.sum()
    people = np.stack([employed + without * (1.0 - more), without * more, vacant, outside])
    people[2] *= openings / (1.0 - openings) * people[0].sum() / vacant.sum()
    return State(people, state.spells * more)


def _faded(seen: Observed, begin: int, end: int) -> Array:
    """The cycle as known at a month and fading from there; (step) [ratio]."""
    known = seen.cycle[: begin * STEPS_PER_MONTH]
    ahead = np.arange(1, (end - begin) * STEPS_PER_MONTH + 1)
    return np.concatenate([known, known[-1] * seen.left**ahead])


KNOWN, END = "2014-12", "2024-04"
"""Of the hindcast: the last month fitted to, and the last one published of every series."""
NO_CHANGE: Mapping[str, Forecast] = MappingProxyType({"no change": _no_change})


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


def _paths_by_month(window: Window, months: Sequence[str], paths: Mapping[str, Array]) -> pd.DataFrame:
    """The forecasts of a window, and what came; window, month, forecast, series, value [share].

    months : all of them
    paths : as from `reallocate.market.calibration.model.hindcast`
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
        paths.append(_paths_by_month(window, whole.months, made))
    return {
        "hindcast": pd.concat(errors, ignore_index=True),
        "hindcast_path": pd.concat(paths, ignore_index=True),
    }


def prefixed(words: str, say: Say) -> Say:
    """The same messages, each after the same words."""
    return lambda stage: say(f"{words}: {stage}")
