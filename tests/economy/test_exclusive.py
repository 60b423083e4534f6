"""How exclusive a market is, on markets small enough to be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.market.nation.pay import entry_share, openings_within_reach
from reallocate.market.state.network import Network, complete


def apart() -> Network:
    """Two pairs of occupations, with moves inside each pair alone."""
    half = np.full(8, 0.5)
    return Network(np.array([0, 2, 4, 6, 8]), np.array([0, 1, 0, 1, 2, 3, 2, 3]), half)


def test_openings_within_reach_by_hand() -> None:
    assert entry_share(np.array([30.0, 10.0, 60.0]), np.array([1.0, 1.0, 0.0])) == pytest.approx(0.4)
    openings, idle = np.array([10.0, 30.0, 60.0]), np.array([50.0, 100.0, 50.0])
    for displaced in ([1.0, 0.0, 0.0], [5.0, 2.0, 9.0]):
        found = openings_within_reach(complete(3), openings, idle, np.array(displaced))
        assert found == pytest.approx(100.0 / 200.0)
    openings, idle = np.array([10.0, 10.0, 90.0, 90.0]), np.array([20.0, 20.0, 20.0, 20.0])
    first, last = np.array([1.0, 0.0, 0.0, 0.0]), np.array([0.0, 0.0, 0.0, 1.0])
    assert openings_within_reach(apart(), openings, idle, first) == pytest.approx(0.5)
    assert openings_within_reach(apart(), openings, idle, last) == pytest.approx(4.5)
    more = openings_within_reach(apart(), openings * [1, 1, 7, 7], idle, first)
    assert more == pytest.approx(0.5)
    openings, displaced = np.array([10.0, 10.0, 90.0, 90.0]), np.array([1.0, 0.0, 0.0, 0.0])
    crowded = openings_within_reach(apart(), openings, np.array([20.0, 180.0, 20.0, 20.0]), displaced)
    assert crowded == pytest.approx(0.1)
    assert np.isnan(openings_within_reach(complete(2), np.ones(2), np.ones(2), np.zeros(2)))
