"""Laws of flows by hand: who is separated, what is opened, who finds work, who leaves and who comes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.demand_shock import cycle, demand_after, progress
from reallocate.market.laws.labour_force import Ages, share_of_hires, who_leaves_and_enters
from reallocate.market.laws.matching import applications_per_opening, hire_probability
from reallocate.market.laws.openings import openings
from reallocate.market.laws.retention import retention
from reallocate.market.laws.separations import gap as gap_of
from reallocate.market.laws.separations import separation_by_tenure, separation_in_a_month, separations
from reallocate.market.laws.tenure import Tenure
from reallocate.market.laws.unemployment_duration import (
    expected_months_without,
    survivor_function,
    weeks_without,
)
from reallocate.market.state.market import LONG_TERM, STEP_WEEKS, in_a_month

LAW = Tenure(when_new=3.0, when_settled=0.5, settles=2.0)


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
    assert gap_of(100.0, 5.0, 110.0) == -5.0
    ratio = separation_by_tenure(np.array([0.0, 2.0, 1e9]), LAW)
    assert ratio == pytest.approx([3.0, 0.5 + 2.5 / np.e, 0.5])
    month = separation_in_a_month(0.05, np.array([0.0, 1e9]), LAW)
    assert month == pytest.approx([min(1.0, 2 * 0.05 * 3.0), 2 * 0.05 * 0.5])
    assert separation_in_a_month(0.4, np.array([0.0]), LAW)[0] == 1.0


@pytest.mark.parametrize(("surplus", "opened"), [(0.0, 1.2), (10.0, 1.2), (-10.0, 1.2 + 0.988 * 1.6)])
def test_openings_by_hand(surplus: float, opened: float) -> None:
    assert openings(100.0, surplus, 0.012, 0.16) == pytest.approx(opened, rel=1e-15)


def test_search_and_matching_by_hand() -> None:
    assert applications_per_opening(6.0, 0.5 * 4.0 + 0.5 * 2.0) == 2.0
    assert applications_per_opening(6.0, 0.0) == 0.0
    assert hire_probability(4.0, 8.0) == pytest.approx(0.5 * (1 - math.exp(-2.0)), rel=1e-15)
    assert hire_probability(0.0, 8.0) == 0.0


def test_retention_is_the_published_figure() -> None:
    assert retention(6.75) == pytest.approx(0.5502916755953751, abs=1e-15)
    assert retention(15.0) > 0.0
    with pytest.raises(InputError, match="too long"):
        retention(16.0)


def test_how_long_people_are_without_work_by_hand() -> None:
    np.testing.assert_allclose(survivor_function(np.array([[0.5], [0.5], [0.5]]))[:, 0], [1.0, 0.5, 0.25])
    steady = np.full((600, 1), 0.2)
    assert survivor_function(steady).sum() == pytest.approx(5.0)
    assert expected_months_without([np.array([0.2])]) == pytest.approx(5.0)
    # Three months at a half, and then an eighth looks for four months more.
    assert expected_months_without([np.array([0.5]), np.array([0.25])]) == pytest.approx(1.75 + 4 / 8)
    assert np.isinf(expected_months_without([np.array([0.0])])).all()
    assert weeks_without(100.0, 520.0) == pytest.approx(10.0)
    assert in_a_month(np.array([0.5])) == pytest.approx(0.75)
    assert LONG_TERM == 13
    assert (LONG_TERM - 1) * STEP_WEEKS < 27.0 < LONG_TERM * STEP_WEEKS


def test_the_ages_of_the_labour_force_stay_as_they_are() -> None:
    ages, leaving = Ages.of(Parameters.default()), 0.047
    weight, come = who_leaves_and_enters(ages, leaving)
    leave = leaving * weight * ages.share
    older = ages.share / ages.years
    grown = older - np.concatenate([[0.0], older[:-1]])
    np.testing.assert_allclose(leaving * come - leave - grown, 0.0, atol=1e-12)
    assert leave.sum() == pytest.approx(leaving)
    assert come.sum() == pytest.approx(1.0)
    assert come[0] / ages.share[0] > come[1] / ages.share[1] > come[2] / ages.share[2] > come[3]
    assert come[3] == pytest.approx(0.0, abs=1e-12)
    assert weight[3] > weight[0] == weight[1] == weight[2]
    assert ages.share.sum() == pytest.approx(1.0)
    assert (share_of_hires(2.0, 8.0), share_of_hires(0.0, 0.0)) == (0.25, 0.0)


def test_the_shock_moves_demand_and_not_its_sum_and_the_cycle_starts_at_its_average() -> None:
    after = demand_after(np.array([100.0, 100.0, 200.0]), np.array([0.0, 0.5, 0.25]))
    np.testing.assert_allclose(after, np.array([100.0, 50.0, 150.0]) * 4 / 3, rtol=1e-15)
    share = progress(11, 2.0, 8.0)
    assert share[:2].tolist() == [0.0, 0.0] and share[6] == 0.5
    assert share[2] == pytest.approx(1e-4) and share[10] == pytest.approx(0.9999)
    np.testing.assert_allclose(cycle(5, 0.1, 4.0), [1.0, 1.1, 1.0, 0.9, 1.0], rtol=1e-15)
