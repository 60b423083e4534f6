"""Scores of a forecast once the figure is known: one rule for distributions and for single numbers."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array

LEVELS: tuple[float, ...] = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Quantiles that are kept of a forecast."""
INSIDE = (LEVELS.index(0.1), LEVELS.index(0.9))
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
    low, high = (float(quantiles[place]) for place in INSIDE)
    return low <= actual <= high
