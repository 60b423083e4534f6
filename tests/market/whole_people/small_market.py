"""A market of a hundred people on which every law is at work."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.market.flow.engine import Path
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import Network
from reallocate.market.whole_people.counts import Cells

Array = npt.NDArray[np.float64]

SEED = 20260101
WEEKS = 6.75
EVERY_LAW = Rates(
    separation=0.05, opening=0.06, close_surplus=0.3, close_shortage=0.4, effort=0.7, on_the_job=0.2,
    replaced=0.8, leaving=1.0, outside=0.5,
)  # fmt: skip
EMPLOYMENT = np.array([40.0, 25.0, 30.0, 3.0])
WEIGHTS = np.array([[0.6, 0.3, 0.1, 0.0], [0.2, 0.5, 0.2, 0.1], [0.0, 0.5, 0.5, 0.0], [0.3, 0.3, 0.3, 0.1]])
SHIFT = np.array([0.7, 1.3, 1.1, 2.0])


def market(employment: Sequence[float] | Array, weights: Array, exit_rate: float = 0.3) -> Market:
    rows, targets = np.nonzero(weights)
    start = np.concatenate([[0], np.cumsum(np.bincount(rows))])
    labels = pd.Index([f"job {place}" for place in range(len(weights))])
    network = Network(start, targets, weights[rows, targets])
    return Market(labels, np.array(employment, float), network, exit_rate=np.full(len(weights), exit_rate))


def towards(start: Cells, steps: int, shift: Array) -> Path:
    """Demand that moves from the jobs at the start to so many times as many."""
    jobs = start.people[0] + start.people[2].astype(float)
    runs = jobs.shape[-1]
    mix = np.linspace(0.0, 1.0, steps)[:, None] * np.ones(runs)
    return Path(np.stack([jobs, jobs * shift[:, None]]), mix, np.ones((steps, runs)))
