"""A market of five occupations beside a series that it made itself, so that the answer is known."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.market.nation.fit import Series, modelled
from reallocate.market.nation.observed import Observed
from reallocate.market.nation.rest import NormalSlack
from reallocate.market.state.market import STEPS_PER_MONTH, Market, balanced_network

Array = npt.NDArray[np.float64]

TRUE = np.array([0.0060, 0.0100, 0.25, 0.06, 0.6, 0.16, 1.2])
"""As `FITTED`."""
MONTHS = 72
NORMAL = NormalSlack(0.06, 0.03, 0.5)
CODES = pd.Index(["a", "b", "c", "d", "e"])
PEOPLE = np.array([400.0, 300.0, 200.0, 500.0, 250.0])


def five_occupations() -> Market:
    """Five occupations, each reached from all others, nearer ones more often."""
    apart = np.abs(np.subtract.outer(range(5), range(5)))
    nearer = np.divide(1.0, apart, out=np.zeros(apart.shape), where=apart > 0)
    moves = nearer * (0.09 * PEOPLE.sum() / (PEOPLE @ nearer.sum(axis=1)))
    network = balanced_network(moves, pd.Series(PEOPLE, index=CODES), 0.036)
    return Market(CODES, PEOPLE, network, exit_rate=np.full(5, 0.045))


def months() -> tuple[str, ...]:
    """Six years."""
    return tuple(f"{2001 + place // 12}-{place % 12 + 1:02d}" for place in range(MONTHS))


def cycle() -> Array:
    """Two slumps of different depth; (step) [ratio]."""
    time = np.arange(MONTHS * STEPS_PER_MONTH) / (12.0 * STEPS_PER_MONTH)
    found: Array = 0.03 * np.sin(2.0 * np.pi * time / 2.7) + 0.015 * np.sin(2.0 * np.pi * time / 5.1 + 1.0)
    return found


def series() -> Series:
    """Of the market, under the cycle."""
    nothing = np.zeros((MONTHS, 4))
    return modelled(five_occupations(), NORMAL, Observed(months(), nothing, cycle(), 0.97))


@cache
def made() -> Observed:
    """What would have been observed, had the values been true."""
    return Observed(months(), series()(TRUE[None, :])[:, :, 0], cycle(), 0.97)


def with_noise(size: float, seed: int = 3) -> Observed:
    """The same with an error in every month.

    size : [standard deviations of the series]
    """
    seen = made()
    noise = np.random.default_rng(seed).standard_normal(seen.values.shape) * size * seen.spread()
    return Observed(seen.months, seen.values + noise, seen.cycle, seen.left)
