"""A network with which employment as it is stays at rest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reallocate.kernel.errors import DataError
from reallocate.market.state.market import LEAST_STAYING, balanced_network

PEOPLE = pd.Series([100.0, 300.0, 50.0, 200.0], index=["a", "b", "c", "d"])
MOVES = np.array([[0.0, 0.2, 0.02, 0.0], [0.01, 0.0, 0.0, 0.05], [0.0, 0.0, 0.0, 0.1], [0.0, 0.0, 0.0, 0.0]])
HIRES = 0.035


def flows(moves: np.ndarray = MOVES) -> np.ndarray:
    """Applications where openings are alike in proportion to employment; (origin, target) [persons/month]."""
    weights = balanced_network(moves, PEOPLE, HIRES).dense()
    people = PEOPLE.to_numpy()
    chosen = weights * people[None, :]
    chosen /= chosen.sum(axis=1, keepdims=True)
    return HIRES * people[:, None] * chosen


def test_flows_are_the_mean_of_both_ways_and_an_occupation_without_is_said() -> None:
    found = flows()
    assert found == pytest.approx(found.T)
    found = flows()
    moved = 12.0 * (found.sum() - np.trace(found))
    assert moved == pytest.approx((PEOPLE.to_numpy() @ MOVES).sum())
    found = flows()
    assert 12.0 * found[0, 1] == pytest.approx(0.5 * (100.0 * 0.2 + 300.0 * 0.01))
    assert 12.0 * found[1, 3] == pytest.approx(0.5 * 300.0 * 0.05)
    found = flows(20.0 * MOVES)
    assert (np.diag(found) / found.sum(axis=1)).min() >= LEAST_STAYING - 1e-12
    alone = pd.concat([PEOPLE, pd.Series([10.0], index=["e"])])
    with pytest.raises(DataError, match="1 occupations have no move in or out: e"):
        balanced_network(np.pad(MOVES, (0, 1)), alone, HIRES)
