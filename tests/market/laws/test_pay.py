"""Laws of pay by hand, off and in their direction: the wage curve, pay that resists falling, tenure, shared rents."""

from __future__ import annotations

import numpy as np
import pytest
from tests.market.nation import assumed, off, runs

from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.new_tasks import renewed_share, who_does_new_tasks
from reallocate.market.laws.separations import separation_by_tenure
from reallocate.market.laws.tenure import Tenure, tenure_pay
from reallocate.market.laws.wages import _LEAST, shared_rent, sticky_pay, wages_after

ADOPTED = np.array([0.0, 0.1, 0.2, 0.4])


def test_new_tasks_come_after_a_lag_where_people_work_with_ai_and_off_none_do() -> None:
    assert renewed_share(ADOPTED, 1, 0.5, 2) == 0.0
    assert renewed_share(ADOPTED, 3, 0.5, 2) == pytest.approx(0.5 * 0.1 / 0.4)
    assert renewed_share(ADOPTED, 3, 0.5, 0) == pytest.approx(0.5)
    assert renewed_share(ADOPTED, 3, 0.0, 1) == 0.0
    assert renewed_share(np.zeros(4), 3, 0.5, 1) == 0.0
    np.testing.assert_allclose(who_does_new_tasks(np.array([10.0, 30.0]), np.array([0.3, 0.1])), [0.5, 0.5])


def test_pay_follows_slack_part_of_the_way_within_bounds_and_off_it_stays() -> None:
    found = wages_after(np.ones((1, 1)), np.full((1, 1), 0.08), np.full((1, 1), 0.04), -0.1, 0.25)
    assert found[0, 0] == pytest.approx(2.0 ** (-0.1 * 0.25))
    now, normal = np.full((1, 1), 0.9), np.full((1, 1), 0.05)
    assert wages_after(np.ones((1, 1)), now, normal, 0.0, 0.25)[0, 0] == 1.0
    assert wages_after(np.ones((1, 1)), now, normal, -0.1, 1.0)[0, 0] == pytest.approx(_LEAST**0.1)
    assert wages_after(np.ones((1, 1)), 0.0 * now, normal, -0.1, 1.0)[0, 0] == pytest.approx(_LEAST**-0.1)


def test_part_of_a_fall_of_pay_does_not_happen_and_a_rise_does_by_hand_and_in_a_run() -> None:
    before, after = np.array([1.0, 1.0, 0.9]), np.array([0.9, 1.1, 0.9])
    np.testing.assert_allclose(sticky_pay(before, after, 0.25), [0.925, 1.1, 0.9])
    np.testing.assert_array_equal(sticky_pay(before, after, 0.0), after)
    on = off(sticky_pay=True)
    shipped, sticky, none, still = runs(
        assumed(), assumed(laws=on), assumed(laws=on, cuts_prevented=0.0),
        assumed(laws=off(sticky_pay=True, adoption=False)), quarters=16,
    ).wages[-1].T  # fmt: skip
    falls = shipped < 1.0
    assert falls.any() and (sticky[falls] > shipped[falls]).all()
    np.testing.assert_array_equal(none, shipped)
    np.testing.assert_allclose(still, 1.0, atol=1e-3)


YEARS = np.array([0.0, 1.0, 5.0, 10.0, 30.0])


def test_pay_and_safety_by_tenure_by_hand_as_published_and_off() -> None:
    law = Tenure(0.2, 4.0, 3.0, 0.5, 2.0)
    assert tenure_pay(np.array(4.0), law) == pytest.approx(np.exp(0.2 * (1 - np.exp(-1))))
    assert separation_by_tenure(np.array(2.0), law) == pytest.approx(0.5 + 2.5 * np.exp(-1))
    # Topel 1991: log pay is .18 higher after five years and .25 after ten.
    log_pay = np.log(tenure_pay(YEARS, Tenure.of(Parameters.default())))
    assert log_pay[0] == 0.0
    assert log_pay[2] == pytest.approx(0.179, abs=0.005)
    assert log_pay[3] == pytest.approx(0.246, abs=0.005)
    np.testing.assert_array_equal(tenure_pay(YEARS, Tenure()), 1.0)
    np.testing.assert_array_equal(separation_by_tenure(YEARS, Tenure()), 1.0)


WORK, SAVED, COMPUTE = np.array([0.0, 0.5, 0.5]), np.array([0.4, 0.4, 0.1]), np.array([0.1, 0.1, 0.1])


def test_rent_sharing_by_hand_off_and_in_its_direction() -> None:
    """A tenth of half of .3, all kept: .015; what only pays for its compute gives nothing."""
    np.testing.assert_allclose(shared_rent(0.1, 1.0, WORK, SAVED, COMPUTE), [0.0, 0.015, 0.0], atol=1e-15)
    assert not shared_rent(0.0, 1.0, WORK, SAVED, COMPUTE).any()
    assert not shared_rent(0.1, 0.0, WORK, SAVED, COMPUTE).any()
    less, more = (shared_rent(0.1, kept, WORK, SAVED, COMPUTE)[1] for kept in (0.1, 0.4))
    assert 0 < less < more
