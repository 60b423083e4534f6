"""Which speeds of the market fit what was observed, how sharply, and what stays free."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import least_squares

from reallocate.economy.at_rest import Normal, follow, monthly, per_step
from reallocate.economy.market import Market
from reallocate.economy.observed import SERIES, Observed
from reallocate.economy.rates import Rates
from reallocate.errors import DataError, Problem

Array = npt.NDArray[np.float64]
Series = Callable[[Array], Array]

FITTED = ("separation", "opening", "effort", "on_the_job", "replaced", "adjustment", "amplitude")
"""δ_u, δ_v, a, λ, κ, γ = γ_u = γ_v per published step, and how far demand moves with output."""
HELD = {"adjustment": 0.16}
"""γ as published: half of it with twice the amplitude gives nearly the same cycle, so that one is chosen."""
GUESS = np.array([0.0067, 0.0086, 0.215, 0.07, 0.8, 0.16, 1.0])
LOW = np.array([0.0005, 0.0005, 0.02, 0.005, 0.0, 0.02, 0.0])
HIGH = np.array([0.03, 0.03, 1.0, 0.6, 1.0, 0.98, 8.0])
NUDGE = 1e-4
"""Of a parameter, to see what it moves."""
PROFILE = (0.8, 1.25)
"""Values at which a parameter is held while all others are fitted anew, of its best."""
FREE = 0.01
"""A fit that is worse by less than this, of its own error, cannot tell two values apart."""


@dataclass(frozen=True, eq=False)
class Fit:
    """The fitted market and how well it is fitted.

    values : (parameter) as `FITTED`
    standard_errors : (parameter), from the curvature, months taken as independent
    error : mean squared distance from the series, each in its own standard deviations
    modelled, observed : (month, series) [share]
    months : (month)
    """

    values: Array
    standard_errors: Array
    error: float
    modelled: Array
    observed: Array
    months: tuple[str, ...]

    @property
    def rates(self) -> Rates:
        """The same as the engines read them, without the slack outside the labour force."""
        return rates_of(self.values)

    @property
    def amplitude(self) -> float:
        """How far demand moves with output [ratio]."""
        return float(self.values[FITTED.index("amplitude")])

    def summary(self) -> pd.DataFrame:
        """One row a series: means, standard deviations, correlation, root-mean-square error [share]."""
        rows = []
        for place, name in enumerate(SERIES):
            model, data = self.modelled[:, place], self.observed[:, place]
            rows.append(
                {
                    "series": name,
                    "mean_observed": data.mean(),
                    "mean_modelled": model.mean(),
                    "deviation_observed": data.std(),
                    "deviation_modelled": model.std(),
                    "correlation": float(np.corrcoef(model, data)[0, 1]),
                    "error": float(np.sqrt(np.mean((model - data) ** 2))),
                }
            )
        return pd.DataFrame(rows)


def rates_of(values: Array, outside: float = 0.0) -> Rates:
    """Fitted values as the engines read them.

    values : (parameter) as `FITTED`
    outside : people outside the labour force, for each in it [ratio]
    """
    given = dict(zip(FITTED, (float(value) for value in values), strict=True))
    closed = per_step(given.pop("adjustment"))
    given.pop("amplitude")
    return Rates(close_surplus=closed, close_shortage=closed, leaving=1.0, outside=outside, **given)


def modelled(market: Market, normal: Normal, seen: Observed) -> Series:
    """The series as the market gives them for any fitted values.

    market : of the nation
    normal : slack
    seen : for the cycle of demand
    Returns a function of (run, parameter) to (month, series, run) [share].
    """

    def series(values: Array) -> Array:
        rates = [rates_of(row, normal.outside) for row in values]
        amplitude = values[:, FITTED.index("amplitude")]
        scale = 1.0 + amplitude[None, :] * seen.cycle[:, None]
        return monthly(follow(market, normal, rates, np.maximum(scale, 0.0)))

    return series


def fit(series: Series, seen: Observed, held: dict[str, float] | None = None, guess: Array = GUESS) -> Fit:
    """The values nearest to what was observed, by least squares.

    series : as from `modelled`
    seen : months and values
    held : (parameter) values that are not fitted; γ as published where nothing is said
    guess : (parameter) to begin with
    min Σ_months Σ_series ((model − observed)/standard deviation)²; trust-region reflective.
    Raises `DataError` where the search ends without a minimum.
    Source: Branch, Coleman, Li 1999, SIAM J. Sci. Comput. 21:1, DOI 10.1137/S1064827595289108.
    """
    held = HELD if held is None else held
    free = np.array([name not in held for name in FITTED])
    whole = guess.copy()
    whole[~free] = [held[name] for name in FITTED if name in held]
    spread = seen.spread()

    def filled(part: Array) -> Array:
        row = whole.copy()
        row[free] = part
        return row

    def distance(part: Array) -> Array:
        away: Array = (series(filled(part)[None, :])[:, :, 0] - seen.values) / spread
        return away.ravel()

    def slope(part: Array) -> Array:
        steps = np.maximum(np.abs(part), 1e-3) * NUDGE
        steps = np.where(part + steps > HIGH[free], -steps, steps)
        rows = np.array([filled(part)] + [filled(part + np.diag(steps)[k]) for k in range(len(part))])
        found = (series(rows) - seen.values[:, :, None]) / spread[None, :, None]
        flat = found.reshape(-1, len(rows))
        change: Array = (flat[:, 1:] - flat[:, :1]) / steps[None, :]
        return change

    found = least_squares(
        distance, whole[free], slope, bounds=(LOW[free], HIGH[free]), x_scale=np.abs(whole[free]), xtol=1e-7
    )
    if not found.success:
        raise DataError(Problem("the fit of the market ended without a minimum", "calibration"))
    values = filled(found.x)
    errors = np.full(len(FITTED), np.nan)
    errors[free] = _standard_errors(found.jac, found.fun)
    model = series(values[None, :])[:, :, 0]
    return Fit(values, errors, float(np.mean(found.fun**2)), model, seen.values, seen.months)


def _standard_errors(slopes: Array, distances: Array) -> Array:
    spare = max(1, len(distances) - slopes.shape[1])
    curvature = slopes.T @ slopes
    covariance = np.linalg.pinv(curvature) * float(distances @ distances) / spare
    errors: Array = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return errors


def profiles(
    series: Series, seen: Observed, best: Fit, names: Sequence[str] = FITTED, at: Sequence[float] = PROFILE
) -> pd.DataFrame:
    """How much worse the fit becomes when one parameter is held beside its best value.

    series, seen, best : of the fit
    names : parameters to hold, one at a time
    at : [ratio to the best value]
    Returns parameter, ratio, value, error [mean squared distance], worse [share of the best error].
    """
    rows = []
    for name in names:
        place = FITTED.index(name)
        for ratio in at:
            value = float(np.clip(best.values[place] * ratio, LOW[place], HIGH[place]))
            held = {name: value} if name in HELD else {**HELD, name: value}
            other = fit(series, seen, held, best.values)
            rows.append((name, ratio, value, other.error, other.error / best.error - 1.0))
    return pd.DataFrame(rows, columns=["parameter", "ratio", "value", "error", "worse"])


def stays_free(profile: pd.DataFrame) -> tuple[str, ...]:
    """Parameters that the series do not tell: moved by a fifth or more, the fit is as good.

    profile : as from `profiles`
    """
    far = profile[(profile["ratio"] - 1.0).abs() >= 0.2 - 1e-9]
    least = far.groupby("parameter")["worse"].min()
    return tuple(str(name) for name in least.index[least < FREE])
