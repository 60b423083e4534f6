"""E4 and E5 by hand: applications to each opening, and hires."""

from __future__ import annotations

import math

import pytest

from reallocate.market.laws.matching import applications_per_opening, hire_probability


def test_search_and_matching_by_hand() -> None:
    assert applications_per_opening(6.0, 0.5 * 4.0 + 0.5 * 2.0) == 2.0
    assert applications_per_opening(6.0, 0.0) == 0.0
    assert hire_probability(4.0, 8.0) == pytest.approx(0.5 * (1 - math.exp(-2.0)), rel=1e-15)
    assert hire_probability(0.0, 8.0) == 0.0
