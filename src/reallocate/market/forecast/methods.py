"""Methods of a forecast: no change, autoregression, own growth, Minnesota prior; and their scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def _carried_on(coefficients: Array, values: Array, ahead: int) -> Array:
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


FARTHEST = 12
"""Months ahead."""
AUTOREGRESSION, DIFFERENCES = "autoregression", "differences"
_LAGS_OF_CHANGES = 2
"""Of an autoregression in differences."""
LEARN, _FEWEST = 60, 24
"""Months before the first forecast that errors are learnt from; errors without which there is no interval."""
PANDEMIC = ("2020-03", "2021-06")
"""Months that no rule is learnt from, and no error is counted in: no rule foresaw them.
Source: Schorfheide, Song 2021, NBER working paper 29535, section 4, DOI 10.3386/w29535."""


@dataclass(frozen=True, eq=False)
class Panel:
    """A series and what was known with it, month by month.

    months : (month) such as 2025-10, of the series
    values : (month, series) the series first [log or share]; the others as known when its month came out
    level : from the first column back to the unit of the figure
    method : `AUTOREGRESSION` or `DIFFERENCES`
    until : months ahead up to which it is used; from then on nothing changes
    """

    months: tuple[str, ...]
    values: Array
    level: Callable[[Array], Array]
    method: str = AUTOREGRESSION
    until: int = FARTHEST

    @property
    def usable(self) -> Array:
        """1 for months that are learnt from; (month)."""
        return np.array([not PANDEMIC[0] <= month <= PANDEMIC[1] for month in self.months], dtype=float)


def combined_path(panel: Panel, origin: int) -> Array:
    """The central forecast from one month; (month ahead) [as `values`].

    origin : place of the last month that is known; nothing after it is looked at
    The mean of no change and an autoregression, or the autoregression in differences by itself.
    Source: Bates, Granger 1969, Operational Research Quarterly 20:451, DOI 10.1057/jors.1969.103 (means of
    forecasts).
    """
    known, usable = panel.values[: origin + 1], panel.usable[: origin + 1]
    last = known[-1, 0]
    if panel.method == DIFFERENCES:
        path = differences_carried_on(known[:, 0], usable, _LAGS_OF_CHANGES, FARTHEST)
    else:
        path = 0.5 * (_carried_on(minnesota(known, usable), known, FARTHEST)[:, 0] + last)
    middle: Array = np.where(np.arange(1, FARTHEST + 1) <= panel.until, path, last)
    return middle


@dataclass(frozen=True, eq=False)
class History:
    """Forecasts of a series from every month of its past, each made from what was known then.

    paths : (origin, month ahead) central forecasts, rows before the first left at no number
    still : (origin, month ahead) the same of no change
    """

    panel: Panel
    paths: Array
    still: Array

    def quantiles(self, origin: int, ahead: int, of: Array) -> Array:
        """The forecast of a month as quantiles; (level) [unit of the figure].

        origin : place of the month that it is made in
        ahead : months, from 1
        of : `paths` or `still`
        The central forecast plus and minus each error that earlier forecasts as far ahead had made by then,
        those in the pandemic left out; so its median is the central forecast.
        """
        errors = self._errors(origin, ahead, of)
        found: Array = np.quantile(self.panel.level(of[origin, ahead - 1] + errors), LEVELS)
        return found

    def has_interval(self, origin: int, ahead: int) -> bool:
        """Whether enough errors are known in a month.

        origin : place of the month
        ahead : months, from 1
        """
        return self._errors(origin, ahead, self.paths).size >= 2 * _FEWEST

    def _errors(self, origin: int, ahead: int, of: Array) -> Array:
        y, usable = self.panel.values[:, 0], self.panel.usable
        made = np.arange(LEARN, origin - ahead + 1)
        made = made[[bool(usable[at : at + ahead + 1].all()) for at in made]] if made.size else made
        errors: Array = y[made + ahead] - of[made, ahead - 1]
        return np.concatenate([errors, -errors])


def history(panel: Panel, until: int | None = None) -> History:
    """Forecasts from every month once five years are known.

    until : place of the last origin; the panel's last month where it is left out
    """
    last = len(panel.months) - 1 if until is None else until
    paths = np.full((len(panel.months), FARTHEST), np.nan)
    for origin in range(LEARN, last + 1):
        paths[origin] = combined_path(panel, origin)
    return History(panel, paths, np.repeat(panel.values[:, :1], FARTHEST, axis=1))


def no_change(panel: Panel, ahead: int) -> History:
    """Forecasts of no change, as far ahead as one likes.

    ahead : months
    """
    still = np.repeat(panel.values[:, :1], ahead, axis=1)
    return History(panel, still, still)


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
