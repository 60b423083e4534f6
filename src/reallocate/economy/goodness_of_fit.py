"""How well modelled series fit observed ones: mean squared distance and root-mean-square error."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array


def distances(modelled: Array, observed: Array, spread: Array) -> Array:
    """Distances in standard deviations of each series; (month, series) [standard deviations].

    modelled, observed : (month, series) [share]
    spread : (series) standard deviation of the observed [share]
    (model − observed)/σ
    """
    result: Array = (modelled - observed) / spread
    return result


def mean_squared(distance: Array) -> float:
    """Mean squared distance, which a fit makes least [variances of each series].

    distance : any shape, as from `distances`
    Σ_months Σ_series ((model − observed)/σ)²/(months·series)
    """
    return float(np.mean(distance**2))


def root_mean_square_error(modelled: Array, observed: Array) -> float:
    """Root-mean-square error of one series, in its own unit.

    modelled, observed : (month)
    √(Σ_months (model − observed)²/months)
    """
    return float(np.sqrt(np.mean((modelled - observed) ** 2)))
