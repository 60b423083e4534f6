"""A vector autoregression whose coefficients are pulled towards a random walk (Minnesota prior)."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array

LAGS, TIGHTNESS = 6, 0.2
"""Months; standard deviation of the prior of a series' own first lag."""
LOOSE = 1e3
"""Standard deviation of the prior of a constant."""


def minnesota(values: Array, usable: Array, lags: int = LAGS, tightness: float = TIGHTNESS) -> Array:
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
    free[0, 0] = 1.0 / LOOSE
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
