"""The tables of a fitted market."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.calibrate import FITTED, HELD, Fit
from reallocate.economy.fitted import SYMBOLS
from reallocate.economy.gate import Check
from reallocate.economy.hindcast import Window
from reallocate.economy.observed import SERIES

Array = npt.NDArray[np.float64]


def fit_table(best: Fit) -> pd.DataFrame:
    """One row a series: means, deviations, correlation, error [share].

    best : fit
    """
    return best.summary()


def parameter_table(best: Fit, free: Fit) -> pd.DataFrame:
    """One row a fitted value: symbol, value, standard error, whether held, value where γ is fitted too.

    best : fit
    free : with γ fitted too
    """
    rows = []
    for place, name in enumerate(FITTED):
        symbol, unit, says = SYMBOLS[name]
        rows.append(
            (name, symbol, best.values[place], best.standard_errors[place], name in HELD,
             free.values[place], free.standard_errors[place], unit, says)
        )  # fmt: skip
    columns = [
        *("parameter", "symbol", "value", "standard_error", "held"),
        *("value_speed_fitted", "standard_error_speed_fitted", "unit", "says"),
    ]
    return pd.DataFrame(rows, columns=columns)


def gate_table(checks: Sequence[Check]) -> pd.DataFrame:
    """One row a check: found, low, high, unit, whether it holds.

    checks : of the gate
    """
    rows = [(one.name, one.found, one.low, one.high, one.unit, one.holds) for one in checks]
    return pd.DataFrame(rows, columns=["check", "found", "low", "high", "unit", "holds"])


def speed_table(held: pd.DataFrame, free: Fit, best: Fit) -> pd.DataFrame:
    """The fit at several speeds of adjustment, in their order, with the one where γ is fitted too.

    held : as from `speeds`
    free : with γ fitted too
    best : with γ as published
    """
    last = {**dict(zip(FITTED, free.values, strict=True)), "error": free.error}
    last["worse"] = free.error / best.error - 1.0
    both = pd.concat([held.assign(fitted=False), pd.DataFrame([last]).assign(fitted=True)])
    return both.sort_values("adjustment", kind="stable").reset_index(drop=True)


def path_table(best: Fit) -> pd.DataFrame:
    """Months by series, observed and fitted [share].

    best : fit
    """
    parts = [
        pd.DataFrame(
            {
                "month": best.months,
                "series": name,
                "observed": best.observed[:, place],
                "fitted": best.modelled[:, place],
            }
        )
        for place, name in enumerate(SERIES)
    ]
    return pd.concat(parts, ignore_index=True)


def hindcast_table(window: Window, errors: pd.DataFrame) -> pd.DataFrame:
    """Errors of a window's forecasts, the window named.

    window : forecast
    errors : as from `hindcast`
    """
    return errors.assign(window=window.name)[["window", *errors.columns]]


def paths_table(window: Window, months: Sequence[str], paths: Mapping[str, Array]) -> pd.DataFrame:
    """The forecasts of a window, and what came; window, month, forecast, series, value [share].

    window : forecast
    months : all of them
    paths : as from `hindcast`
    """
    within = [month for month in months if window.first <= month <= window.last]
    parts = [
        pd.DataFrame(
            {
                "window": window.name,
                "month": within,
                "forecast": name,
                "series": series,
                "value": path[:, place],
            }
        )
        for name, path in paths.items()
        for place, series in enumerate(SERIES)
    ]
    return pd.concat(parts, ignore_index=True)
