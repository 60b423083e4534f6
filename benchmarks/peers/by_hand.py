"""The market vectorised by hand: two arrays, every worker looked at in every step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from market import Market, tell


def run(market: Market, seed: int) -> Callable[[], int]:
    """One step of the market."""
    random = np.random.default_rng(seed)
    occupation, employed = market.people()
    count = len(market.employed)

    def step() -> int:
        jobs = np.bincount(occupation[employed], minlength=count)
        searching = np.flatnonzero(~employed)
        lost = employed & (random.random(len(employed)) < market.separation)
        winners, target = market.hired(occupation[searching], random)
        employed[lost] = False
        employed[searching[winners]] = True
        occupation[searching[winners]] = target
        market.open(jobs, random)
        return int(len(employed) - employed.sum())

    return step


if __name__ == "__main__":
    tell(run, f"numpy {np.__version__}")
