"""How far the nation's output is from where its own past would put it: what moves demand for work."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.errors import InputError, Problem

Array = npt.NDArray[np.float64]

AHEAD = 8
"""Quarters between what is told and what it is told from."""
LAGS = 4


def output_cycle(output: Array, known: int) -> Array:
    """Output against what it was two years before, in logarithms; (quarter) [ratio, 0 is as told].

    output : (quarter) real gross domestic product [any unit]
    known : quarters, from the first, from which the rule is learnt; later ones are only told by it
    c_t = y_t − b_0 − Σ_{k<4} b_{k+1}·y_{t−8−k}, y = ln(output), b by least squares over the known
    quarters. It looks only backward, so that a forecast made at `known` uses nothing later.
    The first 11 quarters are missing. Raises `InputError` where too few quarters are known.
    Source: Hamilton 2018, Review of Economics and Statistics 100:831, equation 20, DOI
    10.1162/rest_a_00706.
    """
    first = AHEAD + LAGS - 1
    if known < first + 2 * (LAGS + 1):
        raise InputError(
            Problem(
                f"{known} quarters of output are known and {first + 2 * (LAGS + 1)} are needed",
                "output_series",
                why="The rule that tells output from its past would be learnt from too little.",
            )
        )
    levels = np.log(output)
    count = len(levels) - first
    past = np.column_stack([levels[LAGS - 1 - k : LAGS - 1 - k + count] for k in range(LAGS)])
    told_from = np.column_stack([np.ones(count), past])
    learnt = known - first
    rule = np.linalg.lstsq(told_from[:learnt], levels[first:][:learnt], rcond=None)[0]
    found = np.full(len(levels), np.nan)
    found[first:] = levels[first:] - told_from @ rule
    return found


def by_step(cycle: Array, first_quarter: float, times: Array) -> Array:
    """The cycle at moments within quarters, on straight lines between the quarters' middles; (step) [ratio].

    cycle : (quarter)
    first_quarter : when the first of them begins [year]
    times : (step) [year]; before the first and after the last middle it stays as there
    """
    middles = first_quarter + 0.25 * np.arange(len(cycle)) + 0.125
    seen = np.isfinite(cycle)
    found: Array = np.interp(times, middles[seen], cycle[seen])
    return found
