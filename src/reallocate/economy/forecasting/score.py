"""Scores of a forecast once the figure is known: one rule for distributions and for single numbers."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np

from reallocate.measure.arrays import Array

LEVELS: tuple[float, ...] = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Quantiles that are kept of a forecast."""
INSIDE = (LEVELS.index(0.1), LEVELS.index(0.9))
"""Places of the ends of the 80% interval."""
WIDTH = 0.8
"""Share of figures that the interval is made to hold."""
TERMS = 400
"""Of a series that falls by at least a twelfth each."""


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


def coverage_by_chance(origins: int, ahead: int) -> tuple[float, float]:
    """Between which shares the coverage of a right 80% interval lies, 19 times in 20.

    origins : of forecasts, a month apart
    ahead : months
    0.8 ± 1.96·√(0.8·0.2·s/n), within 0 to 1; s = 1 + 2·Σ_k r(1 − k/h) forecasts count as one, k below h.
    Errors k months apart share h − k months, so they correlate by 1 − k/h; r is `_both_inside` of that.
    Source: Hansen, Hodrick 1980, Journal of Political Economy 88:829, DOI 10.1086/260910 (forecasts that
    overlap).
    """
    shared = 1.0 - np.arange(1, ahead) / ahead
    as_one = 1.0 + 2.0 * float(sum(_both_inside(float(one)) for one in shared))
    within = 1.96 * float(np.sqrt(WIDTH * (1.0 - WIDTH) * as_one / origins))
    return max(WIDTH - within, 0.0), min(WIDTH + within, 1.0)


def _both_inside(rho: float) -> float:
    """How far two normal errors that correlate by rho agree on whether they lie in the 80% interval.

    r = Σ_n ρ^n·(2·He_{n−1}(z)·φ(z))²/n! / (0.8·0.2), n even, z the 90th percentile
    Source: Mehler 1866, Journal für die reine und angewandte Mathematik 66:161, DOI 10.1515/crll.1866.66.161.
    """
    normal = NormalDist()
    z = normal.inv_cdf(0.5 + WIDTH / 2.0)
    before, here, agreed = 1.0, z, 0.0  # He_0 and He_1, each over the root of its factorial
    for degree in range(2, TERMS):
        if degree % 2 == 0:
            agreed += rho**degree * (2.0 * here * normal.pdf(z)) ** 2 / degree
        before, here = here, (z * here - sqrt(degree - 1) * before) / sqrt(degree)
    return agreed / (WIDTH * (1.0 - WIDTH))
