"""E8 by hand: demand after the shock, its course, and the business cycle."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.market.laws.demand_shock import cycle, demand_after, progress


def test_the_shock_moves_demand_and_not_its_sum() -> None:
    after = demand_after(np.array([100.0, 100.0, 200.0]), np.array([0.0, 0.5, 0.25]))
    np.testing.assert_allclose(after, np.array([100.0, 50.0, 150.0]) * 4 / 3, rtol=1e-15)
    share = progress(11, 2.0, 8.0)
    assert share[:2].tolist() == [0.0, 0.0] and share[6] == 0.5
    assert share[2] == pytest.approx(1e-4) and share[10] == pytest.approx(0.9999)


def test_the_cycle_starts_at_its_average() -> None:
    np.testing.assert_allclose(cycle(5, 0.1, 4.0), [1.0, 1.1, 1.0, 0.9, 1.0], rtol=1e-15)
