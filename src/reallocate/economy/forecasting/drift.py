"""Jobs years ahead: own growth halved towards a projected rate, or no change if better; errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from scipy.optimize import nnls

from reallocate.economy.forecasting.score import LEVELS
from reallocate.measure.arrays import Array, Integers

MONTHS = 12
WINDOW, LEAST_PAST = 36, 24
"""Months over which own growth is measured, and the fewest of them."""
WEIGHT = 0.5
"""Of own growth; the rest is the projected rate."""
YEARS = (1, 2, 3, 5, 10)
"""Years ahead at which errors are measured, where the past is long enough; others follow from these."""
FEWEST = 12
"""Errors without which a number of years is left out, and nothing is said against the drift."""


def shrunk_drift(logs: Array, origin: Integers | int, projected: float) -> Array:
    """Growth a year that is expected from a month [log/year].

    logs : (month) logarithm of jobs
    origin : place of the last month that is known, or of several
    projected : growth a year that is projected [log/year]
    d = ½·(y_t − y_{t−36})/3 + ½·projected
    Source: James, Stein 1961, Proceedings of the Fourth Berkeley Symposium 1:361 (shrinkage); the weight is
    a judgement; docs/forecast-ledger.md has the errors.
    """
    at: Integers = np.asarray(origin, dtype=np.int64)
    past = np.minimum(WINDOW, at)
    own = (logs[at] - logs[at - past]) * MONTHS / past
    shrunk: Array = WEIGHT * own + (1.0 - WEIGHT) * projected
    return shrunk


def no_change_was_better(logs: Array, origin: int, projected: float) -> bool:
    """Whether no change had smaller errors than `shrunk_drift` by a month.

    logs : (month) logarithm of jobs
    origin : place of the last month that is known; nothing after it is looked at
    projected : growth a year that is projected [log/year]
    Mean squared errors one year ahead, of every earlier forecast that had come due; false with fewer than
    `FEWEST` of them.
    """
    made = np.arange(LEAST_PAST, origin - MONTHS + 1, dtype=np.int64)
    if made.size < FEWEST:
        return False
    came = logs[made + MONTHS] - logs[made]
    missed = came - shrunk_drift(logs, made, projected)
    return bool(np.mean(came**2) < np.mean(missed**2))


def drift_path(logs: Array, origin: int, projected: float, ahead: float) -> float:
    """The central forecast of a month [log]: `shrunk_drift`, or no change where that was better so far.

    logs : (month) logarithm of jobs
    origin : place of the last month that is known
    projected : growth a year that is projected [log/year]
    ahead : months
    """
    if no_change_was_better(logs, origin, projected):
        return float(logs[origin])
    return float(logs[origin] + shrunk_drift(logs, origin, projected) * ahead / MONTHS)


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
    for ahead in YEARS:
        errors = [
            one[at + MONTHS * ahead] - (one[at] if weight == 0 else drift_path(one, at, rate, MONTHS * ahead))
            for one, last, rate in zip(series, origins, projected, strict=True)
            for at in range(LEAST_PAST, last - MONTHS * ahead + 1)
        ]
        if len(errors) >= FEWEST:
            years.append(float(ahead))
            variances.append(float(np.mean(np.square(errors))))
    if not years:
        return None
    h, size = np.array(years), np.array(variances)
    (wander, drift), _ = nnls(np.column_stack([h, h**2]) / size[:, None], np.ones(len(h)))
    return ErrorOfDrift(float(wander), float(drift))
