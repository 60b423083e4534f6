"""Spread of pay, on groups small enough to be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.market.nation.pay import gini, pay_spread, percentile_ratio


def test_the_spread_of_pay_by_hand_and_at_its_limits() -> None:
    pay = np.array([[20.0, 50.0], [100.0, 300.0]])
    assert percentile_ratio(pay, np.array([[20.0, 60.0], [15.0, 5.0]])) == pytest.approx(100.0 / 20.0)
    assert percentile_ratio(pay, np.array([[5.0, 80.0], [4.0, 11.0]])) == pytest.approx(300.0 / 50.0)
    assert percentile_ratio(3.0 * pay, np.array([[20.0, 60.0], [15.0, 5.0]])) == pytest.approx(5.0)
    assert gini(np.array([7.0, 7.0]), np.array([1.0, 3.0])) == pytest.approx(0.0)
    assert gini(np.array([30.0, 10.0]), np.array([1.0, 1.0])) == pytest.approx(0.25)
    assert gini(np.array([1e9, 0.0]), np.array([1.0, 999.0])) == pytest.approx(0.999)
    low, middle, high, ratio, even = pay_spread(np.array([10.0, 20.0, 40.0]), np.array([20.0, 60.0, 20.0]))
    assert (low, middle, high, ratio) == (10.0, 20.0, 40.0, 4.0)
    assert even == pytest.approx(gini(np.array([40.0, 10.0, 20.0]), np.array([20.0, 20.0, 60.0])))
