"""Distances: what holds of each, and what anybody would expect of a few occupations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reallocate.moves.distance import DOMAINS, Distances, distances, hellinger, profile_distance
from reallocate.work.world import World

ACCOUNTANT, BOOKKEEPER, NURSE, WELDER = "13-2011", "43-3031", "29-1141", "51-4121"
DEVELOPER, PROGRAMMER = "15-1252", "15-1251"


@pytest.fixture(scope="module")
def found(world: World) -> Distances:
    return distances(world)


@pytest.mark.parametrize("domain", DOMAINS)
def test_it_is_symmetric_and_like_occupations_are_nearer(found: Distances, domain: str) -> None:
    table = found.of(domain)
    assert table.shape == (830, 830) and np.isfinite(table).all()
    np.testing.assert_allclose(table, table.T, atol=1e-12)
    assert (np.diag(table) == 0).all() and table.min() >= 0
    assert table.max() <= (1 if domain == "content" else 2)
    # Only knowledge puts accountants nearer to bookkeepers than to nurses: the other two are broad.
    table, place = found.of(domain), found.occupations.get_loc
    assert table[place(DEVELOPER), place(PROGRAMMER)] < table[place(DEVELOPER), place(WELDER)]
    nearer = table[place(ACCOUNTANT), place(BOOKKEEPER)] < table[place(ACCOUNTANT), place(NURSE)]
    assert nearer == (domain == "knowledge")


@given(st.integers(0, 10_000))
def test_hellinger_is_a_metric(seed: int) -> None:
    rows = np.random.default_rng(seed).dirichlet(np.full(6, 0.4), size=5)
    table = hellinger(rows)
    for middle in range(len(rows)):
        assert (table <= table[:, [middle]] + table[[middle], :] + 1e-9).all()


def test_no_overlap_is_as_far_as_can_be_and_no_spread_tells_nobody_apart() -> None:
    assert hellinger(np.eye(3))[0, 1] == pytest.approx(1.0)
    rows = np.random.default_rng(3).normal(size=(6, 4))
    more = np.column_stack([rows, np.full(6, 2.5)])
    np.testing.assert_allclose(profile_distance(more), profile_distance(rows), atol=1e-12)
