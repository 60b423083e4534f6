"""What every peer runs: a market read from a file, openings, the way to search, and the telling of results.

A step: each with a job loses it with one chance; each without, at the start of the step, applies to one
opening, reached by the weight of the mobility network times the openings there; each opening asked for takes
one of those who asked; new openings are binomial in the jobs. Reads only what `benchmarks/agents.py` wrote.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass
class Market:
    """Occupations, how people move between them, and how many there are."""

    start: Integers
    target: Integers
    weight: Array
    employed: Integers
    unemployed: Integers
    vacant: Integers
    separation: float
    opening: float

    @classmethod
    def read(cls, path: str) -> Market:
        """A market from the file that was written for all."""
        with np.load(path) as held:
            return cls(**{name: held[name] for name in held.files})

    def people(self) -> tuple[Integers, npt.NDArray[np.bool_]]:
        """Occupation of each worker, and whether they have a job."""
        places = np.arange(len(self.employed))
        occupation = np.concatenate([np.repeat(places, self.employed), np.repeat(places, self.unemployed)])
        return occupation, np.arange(len(occupation)) < self.employed.sum()

    def reach(self) -> Array:
        """Openings within reach, added up edge by edge over all rows."""
        return np.cumsum(np.concatenate([[0.0], self.weight * self.vacant[self.target]]))

    def hired(self, searching: Integers, random: np.random.Generator) -> tuple[Integers, Integers]:
        """Which of the searchers, given by occupation, are hired, and where to; openings are used up."""
        summed = self.reach()
        low, high = summed[self.start[searching]], summed[self.start[searching + 1]]
        able = np.flatnonzero(high > low)
        able = random.permutation(able)
        asked = low[able] + random.random(len(able)) * (high - low)[able]
        edge = np.searchsorted(summed, asked, side="right") - 1
        target = self.target[edge]
        first = np.cumsum(self.vacant) - self.vacant
        post = first[target] + (random.random(len(able)) * self.vacant[target]).astype(np.int64)
        _, taken = np.unique(post, return_index=True)
        self.vacant -= np.bincount(target[taken], minlength=len(self.vacant))
        return able[taken], target[taken]

    def open(self, employed: Integers, random: np.random.Generator) -> None:
        """New openings, from the jobs at the start of the step."""
        self.vacant += random.binomial(employed, self.opening)


def tell(run: Callable[[Market, int], Callable[[], int]], version: str) -> None:
    """Build, warm up by a step, run, and print seconds and what came out.

    run : from a market and a seed gives a function of one step, which returns how many are unemployed
    version : of the system
    """
    market, steps = Market.read(sys.argv[1]), int(sys.argv[2])
    people = int(market.employed.sum() + market.unemployed.sum())
    step = run(market, int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    step()
    wall, processor = time.perf_counter(), time.process_time()
    for _ in range(steps):
        unemployed = step()
    print(
        json.dumps(
            {
                "version": version,
                "wall": time.perf_counter() - wall,
                "processor": time.process_time() - processor,
                "workers": people,
                "steps": steps,
                "unemployed": unemployed / people,
                "openings": int(market.vacant.sum()) / people,
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0**2,
            }
        )
    )
