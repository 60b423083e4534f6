"""A network with which employment as it is stays at rest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reallocate.economy.symmetric_moves import LEAST_STAYING, balanced_network
from reallocate.errors import DataError

PEOPLE = pd.Series([100.0, 300.0, 50.0, 200.0], index=["a", "b", "c", "d"])
MOVES = pd.DataFrame(
    [("a", "b", 0.2), ("b", "a", 0.01), ("b", "d", 0.05), ("c", "d", 0.1), ("d", "d", 0.9), ("a", "c", 0.02)],
    columns=["source", "target", "weight"],
)
MOBILITY, HIRES = 0.08, 0.035


def flows(mobility: float = MOBILITY) -> np.ndarray:
    """Applications where openings are alike in proportion to employment; (origin, target) [persons/month]."""
    weights = balanced_network(MOVES, PEOPLE, mobility, HIRES).dense()
    people = PEOPLE.to_numpy()
    chosen = weights * people[None, :]
    chosen /= chosen.sum(axis=1, keepdims=True)
    return HIRES * people[:, None] * chosen


def test_as_many_come_as_go_along_each_pair() -> None:
    found = flows()
    assert found == pytest.approx(found.T)


def test_so_many_change_occupation_in_a_year() -> None:
    found = flows()
    moved = 12.0 * (found.sum() - np.trace(found))
    assert moved / PEOPLE.sum() == pytest.approx(MOBILITY)


def test_flows_are_the_mean_of_both_ways() -> None:
    found = flows()
    both = 0.5 * (100.0 * 0.2 + 300.0 * 0.01)
    other = 0.5 * 300.0 * 0.05
    assert found[0, 1] / found[1, 3] == pytest.approx(both / other)


def test_nobody_leaves_more_than_they_can() -> None:
    found = flows(5.0)
    assert (np.diag(found) / found.sum(axis=1)).min() >= LEAST_STAYING - 1e-12


def test_an_occupation_without_moves_is_said() -> None:
    alone = pd.concat([PEOPLE, pd.Series([10.0], index=["e"])])
    with pytest.raises(DataError, match="1 occupations have no move in or out: e"):
        balanced_network(MOVES, alone, MOBILITY, HIRES)
