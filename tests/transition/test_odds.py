"""Chances: a band, tries that explain the flows, and years in which those who failed fail again."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.kernel.parameters import Parameters
from reallocate.moves.odds import OddsInputs, odds, two_steps, within
from reallocate.moves.ways import WaysContext, ways_context
from reallocate.work.world import World


@pytest.fixture(scope="module")
def ways(world: World) -> WaysContext:
    return ways_context(world)


def two_jobs() -> OddsInputs:
    flow = np.array([[0.0, 10.0], [20.0, 0.0]])
    return OddsInputs(flow, np.zeros((2, 2)), np.array([[0.0, np.log(2)], [0.0, 0.0]]), 1_000.0, 0.3)


def test_those_who_try_are_as_many_as_those_who_look_and_more_leave_each_a_smaller_chance() -> None:
    inputs = two_jobs()
    chance = odds(inputs, 0.17, 0.25, 0.8, 0.6)
    tries = inputs.flow[0, 1] / chance[0, 1] + inputs.flow[1, 0] / chance[1, 0]
    assert tries == pytest.approx(170, rel=1e-3)
    assert chance[0, 1] < chance[1, 0] < 0.6, "a job that pays twice as much has more applicants"
    few, many = (odds(two_jobs(), share, 0.25, 0.8, 0.6)[0, 1] for share in (0.1, 0.25))
    assert few > many


def test_where_too_few_look_every_chance_is_the_ceiling() -> None:
    """30 moves need 75 who try at a chance of 0.4; 50 look. A level that nothing explains overflows nowhere."""
    plain = two_jobs()
    single = (one.astype(np.float32) for one in (plain.flow, plain.near, plain.raised))
    for inputs in (plain, OddsInputs(*single, 1_000.0, 0.3)):
        np.testing.assert_allclose(odds(inputs, 0.05, 0.25, 0.8, 0.4), 0.4)


def test_the_band_is_wide_and_holds_the_middle(ways: WaysContext) -> None:
    assert (ways.odds_low <= ways.odds).all() and (ways.odds <= ways.odds_high).all()
    assert ways.odds_high.max() <= 0.6
    assert np.median((ways.odds_high - ways.odds_low)[ways.moved.seen >= 3]) > 0.2


def test_ones_own_numbers_narrow_the_band(world: World, ways: WaysContext) -> None:
    own = Parameters({"move_searching_share": 0.17, "move_odds_similarity": 0.25, "move_odds_pay": 0.8})
    narrow = ways_context(world, own)
    np.testing.assert_allclose(narrow.odds_low, narrow.odds_high)
    np.testing.assert_allclose(narrow.odds, ways.odds, rtol=1e-3)


@pytest.mark.parametrize("chance", [0.05, 0.2, 0.35, 0.5])
def test_ten_tries_are_less_than_ten_independent_ones(chance: float) -> None:
    """Held to 9."""
    assert chance < within(chance, 10, 1.5) < 1 - (1 - chance) ** 10
    assert within(chance, 1, 1.5) == pytest.approx(chance)


def test_ten_years_by_hand_and_two_steps_into_management() -> None:
    """Held to 9: at p = .35, M = 1.5 the product of (1.5·.65 + t)/(1.5 + t) over ten years."""
    missed = np.prod([(1.5 * 0.65 + year) / (1.5 + year) for year in range(10)])
    assert within(0.35, 10, 1.5) == pytest.approx(1 - missed) and within(0.35, 10, 1.5) <= 0.80
    assert within(0.35, 10, 1e9) == pytest.approx(1 - 0.65**10)
    # Held to 9: chances of .42 and .38.
    low, high = two_steps(0.42, 0.38, 10, 1.5)
    assert 0.5 < low < high <= 0.65
