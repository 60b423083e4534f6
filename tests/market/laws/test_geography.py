"""Areas add up to the nation, what was not released is filled, and jobs change everywhere alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reallocate.market.laws.areas import filled_cells, jobs_by_area

MISSING = np.nan


def test_what_is_missing_is_filled_by_hand() -> None:
    """Of 100, 60 are known in an area of 600; the other 40 may be in two areas of 300 and 100."""
    released = np.array([[540.0, 300.0, 100.0], [60.0, MISSING, MISSING]])
    people, filled = filled_cells(released, np.array([940.0, 100.0]))
    np.testing.assert_allclose(people[1], [60.0 * 100 / 100, 30.0, 10.0])
    np.testing.assert_allclose(filled, [0.0, 30 / 330, 10 / 110])
    # The nation has 90 more than is known; an area with a hundredth of all people takes a hundredth of 100.
    released = np.array([[980.0, 10.0], [10.0, MISSING]])
    people, _ = filled_cells(released, np.array([990.0, 100.0]))
    assert people[1, 1] / people[1, 0] == pytest.approx(1.0 / 10.0)
    assert people[1].sum() == pytest.approx(100.0)
    released = np.array([[300.0, 100.0], [MISSING, MISSING]])
    people, _ = filled_cells(released, np.array([400.0, 40.0]))
    np.testing.assert_allclose(people[1], [30.0, 10.0])


@given(
    st.lists(st.one_of(st.just(MISSING), st.floats(0, 1e4)), min_size=12, max_size=12),
    st.lists(st.floats(1, 1e5), min_size=3, max_size=3),
)
def test_every_occupation_adds_up_to_the_nation(cells: list[float], national: list[float]) -> None:
    released = np.array([[5.0, 10.0, 20.0, 40.0], *np.reshape(cells, (3, 4))])
    total = np.array([75.0, *national])
    people, filled = filled_cells(released, total)
    np.testing.assert_allclose(people.sum(axis=1), total, rtol=1e-12)
    assert (people >= 0).all()
    assert ((filled >= 0) & (filled <= 1 + 1e-12)).all()


def test_jobs_change_everywhere_alike() -> None:
    people = np.array([[10.0, 30.0], [20.0, 0.0]])
    np.testing.assert_allclose(jobs_by_area(people, np.array([0.5, 1.1])), [[5.0, 15.0], [22.0, 0.0]])
