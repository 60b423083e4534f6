"""AI in use today follows from the hours that it assists, and never passes what will be adopted in the end."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.market.nation.run import MOST, use_today

USING = np.array([0.1, 0.2, 0.0])
REACH, WORK = np.array([50.0, 100.0, 30.0]), np.array([100.0, 200.0, 100.0])


def given(assisted: float, ceiling: float) -> dict[str, float]:
    return {"assisted_today": assisted, "industry_adoption_ceiling": ceiling}


def test_use_by_hand() -> None:
    """c·(.1·50 + .2·100) = .05·400 gives c = .8."""
    found = use_today(given(0.05, 1.0), USING, REACH, WORK)
    np.testing.assert_allclose(found, [0.08, 0.16, 0.0], rtol=1e-10)
    assert found @ REACH == pytest.approx(0.05 * WORK.sum())


def test_a_sector_at_the_ceiling_leaves_the_rest_to_the_others() -> None:
    found = use_today(given(0.05, 0.15), USING, REACH, WORK)
    assert found[1] == pytest.approx(MOST * 0.15) and found[0] > 0.08
    assert found @ REACH == pytest.approx(0.05 * WORK.sum())


def test_more_than_the_ceiling_allows_is_the_ceiling() -> None:
    np.testing.assert_allclose(use_today(given(0.5, 0.2), USING, REACH, WORK), [0.19, 0.19, 0.0])


def test_no_hours_assisted_is_no_use() -> None:
    assert not use_today(given(0.0, 0.5), USING, REACH, WORK).any()
