"""How well series fit, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.market.nation.fit import distances, mean_squared, root_mean_square_error


def test_distances_and_errors_by_hand() -> None:
    model, seen, spread = np.array([[1.0, 10.0], [3.0, 10.0]]), np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([1.0, 5.0])
    assert distances(model, seen, spread).tolist() == [[1.0, 2.0], [3.0, 2.0]]
    assert mean_squared(distances(model, seen, spread)) == pytest.approx((1 + 4 + 9 + 4) / 4)
    assert root_mean_square_error(np.array([3.0, 4.0]), np.zeros(2)) == pytest.approx(np.sqrt(12.5))
