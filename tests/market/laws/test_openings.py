"""E3 by hand: openings at random, and for a shortage."""

from __future__ import annotations

import pytest

from reallocate.market.laws.openings import openings


@pytest.mark.parametrize(("surplus", "opened"), [(0.0, 1.2), (10.0, 1.2), (-10.0, 1.2 + 0.988 * 1.6)])
def test_openings_by_hand(surplus: float, opened: float) -> None:
    assert openings(100.0, surplus, 0.012, 0.16) == pytest.approx(opened, rel=1e-15)
