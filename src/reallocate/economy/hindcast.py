"""How the market forecasts months that it has not seen, beside forecasts that know no market."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.economy.business_cycle import demand_scale
from reallocate.economy.calibrate import Fit, rates_of
from reallocate.economy.engines.flow import State
from reallocate.economy.goodness_of_fit import root_mean_square_error
from reallocate.economy.market.market import Market
from reallocate.economy.market.time_steps import STEPS_PER_MONTH
from reallocate.economy.monthly_rates import survey_series
from reallocate.economy.observed import SERIES, Observed
from reallocate.economy.steady_state import NormalSlack, continue_from, follow
from reallocate.measure.arrays import Array

Forecast = Callable[[Observed, int, int], Array]
"""From the months and the first and last of those forecast, counted from 0, to (month, series) [share]; it
reads the series before the first only, and the cycle after it only where its name says so."""

WITH_OUTPUT = ", told output"
MARKET = "market"
MARKET_WITH_OUTPUT = f"{MARKET}{WITH_OUTPUT}"


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
            WITH_OUTPUT in name,
            series,
            root_mean_square_error(path[:, k], actual[:, k]),
            float(np.mean(path[:, k] - actual[:, k])),
        )
        for name, path in forecasts.items()
        for k, series in enumerate(SERIES)
    ]
    table = pd.DataFrame(rows, columns=["forecast", "output_known", "series", "error", "mean_error"])
    return table, {"observed": actual, **forecasts}


def no_change(seen: Observed, begin: int, end: int) -> Array:
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
