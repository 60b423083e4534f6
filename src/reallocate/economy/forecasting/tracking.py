"""Widths of intervals that follow their own coverage: wider after a miss, narrower after a hit."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array

COVERAGES = np.round(np.arange(0.1, 0.95, 0.1), 1)
"""Of the intervals between two of `score.LEVELS` that lie alike around the median."""
STEP, WINDOW = 0.1, 100
"""Of the largest known error, by which a miss may widen; errors among which it is the largest. Both are those
of the authors, for all of their series."""


def half_widths(errors: Array, ahead: int, fewest: int) -> Array:
    """Half-widths of the intervals, as given in each month; (origin, coverage) [as the errors].

    errors : (origin) size of the error of the forecast made then; no number where it is not counted
    ahead : months, after which an error is known
    fewest : errors that are known before the first interval, whose quantiles it takes; earlier rows have no
        number
    q_{t+h|t} = q_{t+h−1|t−1} + η_t·(1{e_t > q_{t|t−h}} − (1 − coverage)), η_t = 0.1·max of the last 100
    known errors. Where errors are bounded, coverage tends to the one wanted, in whatever order they come.
    Source: Angelopoulos, Candès, Tibshirani 2023, section 2.1, DOI 10.48550/arXiv.2307.16895 (tracking and
    its step); Wang, Hyndman 2024, DOI 10.48550/arXiv.2410.13115 (several steps ahead).
    """
    given = np.full((len(errors), len(COVERAGES)), np.nan)
    width = None
    for origin in range(len(errors)):
        due = max(origin - ahead, -1)
        known = errors[: due + 1]
        known = known[np.isfinite(known)]
        if width is None:
            if len(known) < fewest:
                continue
            width = np.quantile(known, COVERAGES)
        elif np.isfinite(errors[due]) and np.isfinite(given[due, 0]):
            missed = (errors[due] > given[due]).astype(float)
            width = width + STEP * known[-WINDOW:].max() * (missed - (1.0 - COVERAGES))
        given[origin] = width
    in_order: Array = np.sort(np.maximum(given, 0.0), axis=1)
    return in_order
