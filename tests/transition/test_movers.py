"""Shares of movers: what was seen, held up where little was; and flows that openings can hold."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import gamma

from reallocate.kernel.errors import InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.moves.survey import yearly_flows
from reallocate.moves.ways import WaysContext, ways_context
from reallocate.work.world import World


@pytest.fixture(scope="module")
def ways(world: World) -> WaysContext:
    return ways_context(world)


def place(ways: WaysContext, *codes: str) -> tuple[int, ...]:
    return tuple(ways.facts.place(code) for code in codes)


def test_rows_are_shares_of_movers_with_their_interval_and_a_ratio_by_hand(ways: WaysContext) -> None:
    moved = ways.moved
    np.testing.assert_allclose(moved.share.sum(axis=1), 1.0)
    assert (np.diag(moved.share) == 0).all() and (np.diag(moved.seen) == 0).all()
    assert (moved.low <= moved.share).all() and (moved.share <= moved.high).all()
    assert (moved.high > moved.low)[moved.share > 0].all(), "every share has an interval"
    # From customer service to retail selling, both codes of their own.
    counts, moved = ways.counts, ways.moved
    one, other = place(ways, "43-4051", "41-2031")
    unit, target = counts.belongs[one].argmax(), counts.belongs[other].argmax()
    assert counts.belongs[one, unit] == counts.belongs[other, target] == 1
    ratio = moved.share[one, other] / moved.expected[one, other]
    seen = counts.moves[unit, target]
    for end, at in ((moved.low, 0.1), (moved.high, 0.9)):
        assert end[one, other] / moved.expected[one, other] / ratio == pytest.approx(
            gamma.ppf(at, seen + 1.0) / (seen + 1.0), rel=1e-6
        )


def test_a_prior_without_end_leaves_the_expectation(world: World, ways: WaysContext) -> None:
    strong = ways_context(world, Parameters({"move_prior": 1e9})).moved
    one = place(ways, "13-2011", "11-3031")
    assert strong.share[one] == pytest.approx(strong.expected[one], rel=1e-3) and strong.share[one] < ways.moved.share[one]


def test_leaving_lies_between_seen_and_projected_and_flows_keep_rows_within_openings(
    ways: WaysContext
) -> None:
    assert (ways.moved.leaving > 0).all() and ways.moved.leaving.max() < 0.4
    (one,) = place(ways, "43-4051")
    seen = float(ways.counts.belongs[one] @ ways.counts.movers)
    years = float(ways.counts.belongs[one] @ ways.counts.person_years)
    assert ways.moved.leaving[one] == pytest.approx(seen / years, rel=0.05)
    # Held to 3, for all occupations.
    facts = ways.facts
    assert (ways.flow.sum(axis=0) <= 0.9 * facts.openings * (1 + 1e-6)).all()
    rows = facts.employment * ways.moved.leaving
    total = float((facts.transfer_rate * facts.employment).sum())
    np.testing.assert_allclose(ways.flow.sum(axis=1), rows * total / rows.sum(), rtol=1e-6)


def test_flows_by_hand() -> None:
    """The third job takes 10 at most of the 30 that come; the others take what it cannot."""
    people, leaving = np.array([100.0, 100.0, 100.0]), np.array([0.3, 0.3, 0.0001])
    share = np.array([[0.0, 0.5, 0.5], [0.5, 0.0, 0.5], [0.5, 0.5, 0.0]])
    flow = yearly_flows(people, leaving, share, 60.01, np.array([100.0, 100.0, 10.0]))
    np.testing.assert_allclose(flow.sum(axis=1), [30, 30, 0.01])
    assert flow[:, 2].sum() == pytest.approx(10) and flow[0, 1] == pytest.approx(25)
    share = np.array([[0.0, 1.0], [1.0, 0.0]])
    with pytest.raises(InvariantError, match="60 people leave and 20 are taken"):
        yearly_flows(np.full(2, 100.0), np.full(2, 0.3), share, 60.0, np.full(2, 10.0))
