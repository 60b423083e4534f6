"""Movers: thin rows are held up by what distance expects, and what was seen often stays."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.transition.distance import distances
from reallocate.transition.movers import Movers, movers
from reallocate.work.parameters import Parameters
from reallocate.work.world import World


@pytest.fixture(scope="module")
def found(world: World) -> Movers:
    return movers(world, distances(world), Parameters.default())


def place(found: Movers, origin: str, target: str) -> tuple[int, int]:
    return found.occupations.get_loc(origin), found.occupations.get_loc(target)


def test_rows_are_shares_of_movers(found: Movers) -> None:
    np.testing.assert_allclose(found.weighed.sum(axis=1), 1.0)
    np.testing.assert_allclose(found.share.sum(axis=1), 1.0)
    assert (np.diag(found.weighed) == 0).all() and (np.diag(found.share) == 0).all()


def test_a_prior_without_end_leaves_what_distance_expects(world: World) -> None:
    near = distances(world)
    strong = movers(world, near, Parameters({"move_prior": 1e9}))
    weak = movers(world, near, Parameters({"move_prior": 1e-6}))
    usual = movers(world, near, Parameters.default())
    one = place(usual, "13-2011", "11-3031")
    assert strong.weighed[one] < usual.weighed[one] < weak.weighed[one]
    assert weak.weighed[one] == pytest.approx(usual.share[one], rel=0.15)


def test_one_mover_into_a_small_occupation_is_no_law(found: Movers) -> None:
    """Accountants were seen to become restaurant hosts; openings and distance say that it is rare."""
    one = place(found, "13-2011", "35-9031")
    assert found.observed[one] and found.weighed[one] < found.share[one] / 2
