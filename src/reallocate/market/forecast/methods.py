"""Methods of a forecast: no change, autoregression, own growth, Minnesota prior; and their scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from scipy.optimize import nnls

from reallocate.kernel.arrays import Array, Integers
from reallocate.kernel.units import MONTHS_A_YEAR

_LAGS, _TIGHTNESS = 6, 0.2
"""Months; standard deviation of the prior of a series' own first lag."""
_LOOSE = 1e3
"""Standard deviation of the prior of a constant."""


def minnesota(values: Array, usable: Array, lags: int = _LAGS, tightness: float = _TIGHTNESS) -> Array:
    """Coefficients of a Bayesian vector autoregression by dummy observations; (1 + lag × series, series).

    values : (month, series) [any unit], each close to a random walk
    usable : (month) 1 where a month may be learnt from, else 0
    lags : months
    tightness : λ, standard deviation of the prior of a series' own first lag
    B = (X′X + X_d′X_d)⁻¹ (X′Y + X_d′Y_d). For lag l of series i the dummies hold σ_i·l/λ in X_d, and in Y_d
    σ_i/λ for a series' own first lag, else 0: the coefficient is 1 or 0 beforehand, with standard deviation
    λ·σ_j/(l·σ_i); σ are those of monthly changes. The constant is nearly free.
    Source: Litterman 1986, Journal of Business & Economic Statistics 4:25, DOI
    10.1080/07350015.1986.10509491 (prior); Bańbura, Giannone, Reichlin 2010, Journal of Applied Econometrics
    25:71, section 2, DOI 10.1002/jae.1137 (dummy observations).
    """
    months, series = values.shape
    before = [values[lags - lag : months - lag] for lag in range(1, lags + 1)]
    x = np.hstack([np.ones((months - lags, 1)), *before])
    kept = np.array([usable[at - lags : at + 1].all() for at in range(lags, months)])
    whole = usable[1:].astype(bool) & usable[:-1].astype(bool)
    spread = np.diff(values, axis=0)[whole].std(axis=0)
    size = np.concatenate([lag * spread for lag in range(1, lags + 1)]) / tightness
    dummies = np.hstack([np.zeros((lags * series, 1)), np.diag(size)])
    wanted = np.zeros((lags * series, series))
    wanted[:series] = np.diag(spread / tightness)
    free = np.zeros((1, x.shape[1]))
    free[0, 0] = 1.0 / _LOOSE
    left = np.vstack([x[kept], dummies, free])
    right = np.vstack([values[lags:][kept], wanted, np.zeros((1, series))])
    found: Array = np.linalg.lstsq(left, right, rcond=None)[0]
    return found


def carried_on(coefficients: Array, values: Array, ahead: int) -> Array:
    """The autoregression followed from the last months; (month ahead, series).

    coefficients : as from `minnesota`
    values : (month, series) up to the origin
    ahead : months
    """
    lags = (len(coefficients) - 1) // values.shape[1]
    path = list(values[-lags:])
    for _ in range(ahead):
        path.append(np.concatenate([[1.0], *path[: -lags - 1 : -1]]) @ coefficients)
    return np.array(path[lags:])


def differences_carried_on(values: Array, usable: Array, lags: int, ahead: int) -> Array:
    """A series whose monthly changes follow their own past by least squares; (month ahead).

    values : (month) of one series
    usable : (month) 1 where a month may be learnt from, else 0
    lags, ahead : months
    Δy_t = Σ_l b_l·Δy_{t−l}
    Source: Box, Jenkins 1970, Time Series Analysis, chapter 4, the model ARIMA(p, 1, 0).
    """
    change = np.diff(values)
    x = np.column_stack([change[lags - lag : len(change) - lag] for lag in range(1, lags + 1)])
    kept = np.array([usable[at - lags : at + 2].all() for at in range(lags, len(change))])
    b = np.linalg.lstsq(x[kept], change[lags:][kept], rcond=None)[0]
    path = list(change[-lags:])
    for _ in range(ahead):
        path.append(float(b @ np.array(path[: -lags - 1 : -1])))
    found: Array = values[-1] + np.cumsum(path[lags:])
    return found


LEVELS: tuple[float, ...] = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Quantiles that are kept of a forecast."""
_INSIDE = (LEVELS.index(0.1), LEVELS.index(0.9))
"""Places of the ends of the 80% interval."""


def crps(quantiles: Array, actual: float) -> float:
    """Continuous ranked probability score, from quantiles at `LEVELS` [unit of the figure].

    quantiles : (level); a single number for a forecast without a distribution
    actual : figure that came out
    CRPS = ∫ 2·(1{x ≤ q_τ} − τ)·(q_τ − x) dτ, here the mean over the levels; of a single number it is the
    absolute error. Less is better.
    Source: Gneiting, Raftery 2007, Journal of the American Statistical Association 102:359, sections 4.2 and
    6.1, DOI 10.1198/016214506000001437.
    """
    if quantiles.size == 1:
        return float(abs(quantiles.flat[0] - actual))
    below = (actual <= quantiles).astype(float) - np.array(LEVELS)
    return float(np.mean(2.0 * below * (quantiles - actual)))


def is_inside(quantiles: Array, actual: float) -> bool:
    """Whether the figure lies in the 80% interval of a distribution.

    quantiles : (level) of the forecast
    actual : figure that came out
    """
    low, high = (float(quantiles[place]) for place in _INSIDE)
    return low <= actual <= high


_WINDOW, _LEAST_PAST = 36, 24
"""Months over which own growth is measured, and the fewest of them."""
_WEIGHT = 0.5
"""Of own growth; the rest is the projected rate."""
_YEARS = (1, 2, 3, 5, 10)
"""Years ahead at which errors are measured, where the past is long enough; others follow from these."""
_FEWEST_MONTHS = 12
"""Errors without which a number of years is left out, and nothing is said against the drift."""


def shrunk_drift(logs: Array, origin: Integers | int, projected: float) -> Array:
    """Growth a year that is expected from a month [log/year].

    logs : (month) logarithm of jobs
    origin : place of the last month that is known, or of several
    projected : growth a year that is projected [log/year]
    d = ½·(y_t − y_{t−36})/3 + ½·projected
    Source: James, Stein 1961, Proceedings of the Fourth Berkeley Symposium 1:361 (shrinkage); the weight is
    a judgement; docs/reference/forecast-ledger.md has the errors.
    """
    at: Integers = np.asarray(origin, dtype=np.int64)
    past = np.minimum(_WINDOW, at)
    own = (logs[at] - logs[at - past]) * MONTHS_A_YEAR / past
    shrunk: Array = _WEIGHT * own + (1.0 - _WEIGHT) * projected
    return shrunk


def _no_change_was_better(logs: Array, origin: int, projected: float) -> bool:
    """Whether no change had smaller errors than `shrunk_drift` by a month.

    logs : (month) logarithm of jobs
    origin : place of the last month that is known; nothing after it is looked at
    projected : growth a year that is projected [log/year]
    Mean squared errors one year ahead, of every earlier forecast that had come due; false with fewer than
    `_FEWEST` of them.
    """
    made = np.arange(_LEAST_PAST, origin - MONTHS_A_YEAR + 1, dtype=np.int64)
    if made.size < _FEWEST_MONTHS:
        return False
    came = logs[made + MONTHS_A_YEAR] - logs[made]
    missed = came - shrunk_drift(logs, made, projected)
    return bool(np.mean(came**2) < np.mean(missed**2))


def drift_path(logs: Array, origin: int, projected: float, ahead: float) -> float:
    """The central forecast of a month [log]: `shrunk_drift`, or no change where that was better so far.

    logs : (month) logarithm of jobs
    origin : place of the last month that is known
    projected : growth a year that is projected [log/year]
    ahead : months
    """
    if _no_change_was_better(logs, origin, projected):
        return float(logs[origin])
    return float(logs[origin] + shrunk_drift(logs, origin, projected) * ahead / MONTHS_A_YEAR)


@dataclass(frozen=True)
class ErrorOfDrift:
    """How the variance of the error grows: variance = wander·h + drift·h², h years ahead.

    wander : of growth from year to year [log²/year]
    drift : of a lasting error of the drift [log²/year²]
    """

    wander: float
    drift: float

    def quantiles(self, middle: float, years: float) -> Array:
        """The forecast as quantiles; (level) [as exp(middle)].

        middle : central forecast [log]
        years : ahead [years]
        """
        spread = float(np.sqrt(self.wander * years + self.drift * years**2))
        normal = NormalDist(middle, max(spread, 1e-9))
        return np.exp([normal.inv_cdf(level) for level in LEVELS])


def error_of_drift(
    series: Sequence[Array], origins: Sequence[int], projected: Sequence[float], weight: float | None = None
) -> ErrorOfDrift | None:
    """The errors that earlier forecasts had made by a month, over one or several series; none if too few.

    series : of logarithms of jobs
    origins : place of the last known month of each
    projected : growth a year that is projected for each [log/year]
    weight : 0 for errors of no change
    Mean squared errors at 1 to 10 years, fitted with non-negative weights relative to their size.
    """
    years, variances = [], []
    for ahead in _YEARS:
        months = MONTHS_A_YEAR * ahead
        errors = [
            one[at + months] - (one[at] if weight == 0 else drift_path(one, at, rate, months))
            for one, last, rate in zip(series, origins, projected, strict=True)
            for at in range(_LEAST_PAST, last - months + 1)
        ]
        if len(errors) >= _FEWEST_MONTHS:
            years.append(float(ahead))
            variances.append(float(np.mean(np.square(errors))))
    if not years:
        return None
    h, size = np.array(years), np.array(variances)
    (wander, drift), _ = nnls(np.column_stack([h, h**2]) / size[:, None], np.ones(len(h)))
    return ErrorOfDrift(float(wander), float(drift))
