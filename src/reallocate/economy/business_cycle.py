"""How far the nation's output is from where its own past would put it: what moves demand for work."""

from __future__ import annotations

import numpy as np

from reallocate.errors import InputError, Problem
from reallocate.measure.arrays import Array

AHEAD = 12
"""Quarters between what is told and what it is told from: of two to five years those that fit the market of
2001 to 2014 best where gaps close at the published speed; docs/market-fit.md shows the others."""
LAGS = 4
LATER = 4
"""Quarters over which it is learnt how much of a cycle is left."""


def output_cycle(output: Array, known: int, ahead: int = AHEAD) -> Array:
    """Output against what its past told years before, in logarithms; (quarter) [ratio, 0 is as told].

    output : (quarter) real gross domestic product [any unit]
    known : quarters, from the first, from which the rule is learnt; later ones are only told by it
    ahead : h, between what is told and what it is told from [quarters]
    c_t = y_t − b_0 − Σ_{k<4} b_{k+1}·y_{t−h−k}, y = ln(output), b by least squares over the known
    quarters. It looks only backward, so that a forecast made at `known` uses nothing later.
    The first h + 3 quarters are missing. Raises `InputError` where too few quarters are known.
    Put precisely: the source proposes h = 8 for the business cycle, and what is still missing of output
    after h quarters no longer counts as a slump.
    Source: Hamilton 2018, Review of Economics and Statistics 100:831, equation 20, DOI
    10.1162/rest_a_00706.
    """
    first = ahead + LAGS - 1
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
    result = np.full(len(levels), np.nan)
    result[first:] = levels[first:] - told_from @ rule
    return result


def left_after(cycle: Array, known: int) -> float:
    """How much of a cycle is left a quarter later, without news [share/quarter].

    cycle : (quarter) as from `output_cycle`
    known : quarters, from the first, from which it is learnt
    φ^(1/4), φ the least-squares slope of c_{t+4} on c_t over the known quarters, within 0 and 1
    """
    seen = cycle[:known][np.isfinite(cycle[:known])]
    now, later = seen[:-LATER], seen[LATER:]
    slope = float((now @ later) / (now @ now))
    left: float = float(np.clip(slope, 0.0, 1.0)) ** (1.0 / LATER)
    return left


def demand_scale(amplitude: float | Array, cycle: Array) -> Array:
    """All demand beside that of normal times; (step, …) [ratio].

    amplitude : b, how far demand moves with output [ratio]; (run) or one number
    cycle : (step) as from `by_step`
    max(1 + b·c_t, 0)
    """
    return np.maximum(1.0 + amplitude * cycle[:, None], 0.0)


def by_step(cycle: Array, first_quarter: float, times: Array) -> Array:
    """The cycle at moments within quarters, on straight lines between the quarters' middles; (step) [ratio].

    cycle : (quarter)
    first_quarter : when the first of them begins [year]
    times : (step) [year]; before the first and after the last middle it stays as there
    """
    middles = first_quarter + 0.25 * np.arange(len(cycle)) + 0.125
    seen = np.isfinite(cycle)
    return np.interp(times, middles[seen], cycle[seen])
