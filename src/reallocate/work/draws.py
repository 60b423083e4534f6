"""Draws of uncertain parameters that fill their ranges evenly: one sampler for all who need one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.work.parameters import Parameters

WIDE = 20.0
"""A range of so many times its low end is drawn on the scale of ratios: on its own scale nearly every draw
would lie far above the value in force."""


def draw(parameters: Parameters, names: Sequence[str], count: int, seed: int = 0) -> pd.DataFrame:
    """Draws of several parameters at once.

    parameters : the numbers in force, with their ranges
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
    # Loaded only here: it takes a third of a second, and few runs ask for it.
    from scipy.stats import qmc

    return np.asarray(qmc.Sobol(axes, scramble=True, rng=np.random.default_rng(seed)).random(count))


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
    return np.where(chance < turn, below, above)


@dataclass(frozen=True, eq=False)
class Design:
    """Draws of which the first are laid out so that it can be told what each number contributes.

    points : (draw, axis) chances [probability]
    base : n; draws 0 to n are A, n to 2n are B, then for each axis A with that axis from B; 0 where there
        are too few draws for two of each
    """

    points: Array
    base: int

    def parts(self, values: Array) -> tuple[Array, Array, Array]:
        """Results of the draws of A, of B, and of A with each axis from B: (n), (n), (axis, n).

        values : (draw)
        """
        count, axes = self.base, self.points.shape[1]
        mixed = values[2 * count : (axes + 2) * count].reshape(axes, count)
        return values[:count], values[count : 2 * count], mixed


def design(axes: int, count: int, seed: int = 0) -> Design:
    """Chances for medians and intervals, and, among them, those that indices of Sobol' need.

    axes : how many numbers a draw has
    count : of draws
    seed : of the scrambling
    n is the largest power of 2 with n·(axes + 2) ≤ count; what is left is filled with further points, so
    that every draw follows the same law.
    Source: Saltelli et al. 2010, Comput. Phys. Commun. 181:259, section 2, DOI 10.1016/j.cpc.2009.09.018.
    """
    room = count // (axes + 2)
    base = 2 ** (room.bit_length() - 1) if room > 1 else 0
    left = count - base * (axes + 2)
    both = points(2 * axes, 2 ** max(base + left - 1, 0).bit_length(), seed)
    first, second = both[:base, :axes], both[:base, axes:]
    mixed = [np.where(np.arange(axes) == axis, second, first) for axis in range(axes)]
    return Design(np.concatenate([first, second, *mixed, both[base : base + left, :axes]]), base)
