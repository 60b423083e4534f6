"""How the market forecasts months that it has not seen, beside forecasts that know no market."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.at_rest import Normal, follow, monthly
from reallocate.economy.calibrate import Fit, rates_of
from reallocate.economy.market import Market
from reallocate.economy.observed import SERIES, STEPS_PER_MONTH, Observed

Array = npt.NDArray[np.float64]
Forecast = Callable[[Array, int], Array]
"""From past months (month, series) [share] and a number of months to their forecast."""

FADES = 0.5 ** (1.0 / (12.0 * STEPS_PER_MONTH))
"""Without news, half of the cycle is gone in a year, step by step."""


@dataclass(frozen=True)
class Window:
    """Months to forecast and what is known when it is done.

    name : in words
    first, last : months forecast
    """

    name: str
    first: str
    last: str


WINDOWS = (
    Window("2015 to 2019", "2015-01", "2019-12"),
    Window("2020 to April 2024", "2020-01", "2024-04"),
)


def hindcast(
    market: Market,
    normal: Normal,
    fitted: Fit,
    seen: Observed,
    window: Window,
    others: Mapping[str, Forecast],
) -> tuple[pd.DataFrame, dict[str, Array]]:
    """Forecasts of a window by everybody, and their errors.

    market, normal, fitted : as fitted to months before the window
    seen : all months, the cycle told by what was known when the market was fitted
    window : what to forecast, from the month before it
    others : (name) forecasts that know the past of the series alone
    Returns forecast, series, error [root-mean-square, share], mean_error [share]; and (name) the forecasts
    themselves, (month, series) [share].
    Two forecasts by the market: one is told what output did, as a stress test is; the other lets the cycle
    fade by half a year, from what was known. Only the second is a forecast, and so are the others.
    """
    begin = seen.until(window.first) - 1
    end = seen.until(window.last)
    actual = seen.values[begin:end]
    forecasts = {
        "market, told output": _market(market, normal, fitted, seen.cycle, begin, end),
        "market": _market(market, normal, fitted, _faded(seen.cycle, begin, end), begin, end),
        **{name: forecast(seen.values[:begin], end - begin) for name, forecast in others.items()},
    }
    rows = [
        (
            name,
            series,
            float(np.sqrt(np.mean((path[:, k] - actual[:, k]) ** 2))),
            float(np.mean(path[:, k] - actual[:, k])),
        )
        for name, path in forecasts.items()
        for k, series in enumerate(SERIES)
    ]
    table = pd.DataFrame(rows, columns=["forecast", "series", "error", "mean_error"])
    return table, {"observed": actual, **forecasts}


def no_change(past: Array, months: int) -> Array:
    """Every series stays as in the last month; (month, series) [share].

    past : (month, series) [share]
    months : how many
    """
    found: Array = np.repeat(past[-1:], months, axis=0)
    return found


def _market(market: Market, normal: Normal, fitted: Fit, cycle: Array, begin: int, end: int) -> Array:
    scale = np.maximum(1.0 + fitted.amplitude * cycle[: end * STEPS_PER_MONTH, None], 0.0)
    flows = follow(market, normal, [rates_of(fitted.values, normal.outside)], scale)
    found: Array = monthly(flows)[begin:end, :, 0]
    return found


def _faded(cycle: Array, begin: int, end: int) -> Array:
    """The cycle as known at a month and fading from there; (step) [ratio]."""
    known = cycle[: begin * STEPS_PER_MONTH]
    ahead = np.arange(1, (end - begin) * STEPS_PER_MONTH + 1)
    faded: Array = np.concatenate([known, known[-1] * FADES**ahead])
    return faded
