"""Draws of uncertain parameters that fill their ranges evenly: one sampler for all who need one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import qmc

from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]

WIDE = 20.0
"""A range of so many times its low end is drawn on the scale of ratios: on its own scale nearly every draw
would lie far above the value in force."""


def draw(parameters: Parameters, names: Sequence[str], count: int, seed: int = 0) -> pd.DataFrame:
    """Draws of several parameters at once.

    parameters : the numbers in force, with their ranges
    names : which to draw
    count : how many draws; a power of 2 fills the ranges evenly
    seed : of the scrambling
    Returns (draw, name) [each parameter's own unit]: scrambled Sobol points, mapped to a triangular law
    between low and high with its peak at the value in force, of logarithms where the range is wide.
    Source: Owen 1998, J. Complexity 14:466, DOI 10.1006/jcom.1998.0487.
    """
    chances = points(len(names), count, seed)
    columns = {}
    for place, name in enumerate(names):
        about = parameters.about(name)
        low, high = min(about.low, about.value), max(about.high, about.value)
        if low > 0 and high >= WIDE * low:
            logs = triangular(chances[:, place], np.log(low), np.log(about.value), np.log(high))
            columns[name] = np.exp(logs)
        else:
            columns[name] = triangular(chances[:, place], low, about.value, high)
    return pd.DataFrame(columns)


def points(axes: int, count: int, seed: int = 0) -> Array:
    """Chances that fill the unit cube evenly; (draw, axis) [probability].

    axes : how many numbers a draw has
    count : of draws; a power of 2 fills the cube evenly
    seed : of the scrambling
    """
    found: Array = qmc.Sobol(axes, scramble=True, rng=np.random.default_rng(seed)).random(count)
    return found


def triangular(chance: Array, low: float, peak: float, high: float) -> Array:
    """The value below which a triangular law has a given chance.

    chance : [probability]
    low, peak, high : of the law, in its own unit; all equal give that value
    low + √(c·(high − low)·(peak − low)) below the peak, high − √((1 − c)·(high − low)·(high − peak)) above
    """
    if high == low:
        return np.full(chance.shape, low)
    turn = (peak - low) / (high - low)
    below = low + np.sqrt(chance * (high - low) * (peak - low))
    above = high - np.sqrt((1.0 - chance) * (high - low) * (high - peak))
    value: Array = np.where(chance < turn, below, above)
    return value
