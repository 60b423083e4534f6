"""E1 and E2 by hand: jobs above demand, who is separated at random, who as part of a surplus, and how a job's length counts."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.market.laws.separations import gap as gap_of
from reallocate.market.laws.separations import separation_by_tenure, separation_in_a_month, separations
from reallocate.market.laws.tenure import Tenure

LAW = Tenure(when_new=3.0, when_settled=0.5, settles=2.0)


def test_gap_by_hand() -> None:
    assert gap_of(100.0, 5.0, 110.0) == -5.0


@pytest.mark.parametrize(
    ("surplus", "lost"),
    [(0.0, 1.6), (-50.0, 1.6), (10.0, 1.6 + 0.984 * 1.6), (1000.0, 1.6 + 0.984 * 100.0)],
)
def test_separations_by_hand(surplus: float, lost: float) -> None:
    assert separations(100.0, surplus, 0.016, 0.16) == pytest.approx(lost, rel=1e-15)


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (-20.0, 0.1 * 100),  # a shortage closes nothing
        (0.0, 0.1 * 100),
        (20.0, 0.1 * 100 + 0.9 * 0.5 * 20),  # half of a surplus of 20, of those who are not separated anyway
        (400.0, 0.1 * 100 + 0.9 * 100),  # no more than there are
    ],
)
def test_people_are_separated_at_random_and_where_there_are_too_many(gap: float, expected: float) -> None:
    assert separations(100.0, gap, 0.1, 0.5) == pytest.approx(expected)
    assert separations.py_func(100.0, gap, 0.1, 0.5) == pytest.approx(expected)


def test_without_a_law_only_chance_separates_and_a_new_job_is_less_sure() -> None:
    assert separations(100.0, 50.0, 0.1, 0.0) == pytest.approx(10.0)
    assert separations(100.0, 50.0, 0.0, 1.0) == pytest.approx(50.0)
    ratio = separation_by_tenure(np.array([0.0, 2.0, 1e9]), LAW)
    assert ratio == pytest.approx([3.0, 0.5 + 2.5 / np.e, 0.5])
    month = separation_in_a_month(0.05, np.array([0.0, 1e9]), LAW)
    assert month == pytest.approx([min(1.0, 2 * 0.05 * 3.0), 2 * 0.05 * 0.5])
    assert separation_in_a_month(0.4, np.array([0.0]), LAW)[0] == 1.0
