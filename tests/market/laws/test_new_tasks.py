"""New tasks come later than the hours that made room for them, and go where people work with AI."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.market.laws.new_tasks import renewed_share, who_does_new_tasks
from reallocate.market.laws.wages import _LEAST, wages_after

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
