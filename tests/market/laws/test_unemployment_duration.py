"""How long people are without work, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.market.laws.unemployment_duration import (
    expected_months_without,
    survivor_function,
    weeks_without,
)
from reallocate.market.state.market import LONG_TERM, STEP_WEEKS, in_a_month


def test_how_long_people_are_without_work_by_hand() -> None:
    np.testing.assert_allclose(survivor_function(np.array([[0.5], [0.5], [0.5]]))[:, 0], [1.0, 0.5, 0.25])
    steady = np.full((600, 1), 0.2)
    assert survivor_function(steady).sum() == pytest.approx(5.0)
    assert expected_months_without([np.array([0.2])]) == pytest.approx(5.0)
    assert expected_months_without([np.array([0.2])] * 4) == pytest.approx(5.0)
    assert np.isinf(expected_months_without([np.array([0.0])])).all()
    assert weeks_without(100.0, 520.0) == pytest.approx(10.0)
    assert in_a_month(np.array([0.5])) == pytest.approx(0.75)
    assert LONG_TERM == 13
    assert (LONG_TERM - 1) * STEP_WEEKS < 27.0 < LONG_TERM * STEP_WEEKS
