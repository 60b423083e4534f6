"""AI in use today follows from the hours that it assists, and never passes what will be adopted in the end."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.market.nation.run import _MOST, use_today

USING = np.array([0.1, 0.2, 0.0])
REACH, WORK = np.array([50.0, 100.0, 30.0]), np.array([100.0, 200.0, 100.0])


def given(assisted: float, ceiling: float) -> dict[str, float]:
    return {"assisted_today": assisted, "industry_adoption_ceiling": ceiling}


def test_use_today_by_hand_at_the_ceiling_and_off() -> None:
    """c·(.1·50 + .2·100) = .05·400 gives c = .8."""
    found = use_today(given(0.05, 1.0), USING, REACH, WORK)
    np.testing.assert_allclose(found, [0.08, 0.16, 0.0], rtol=1e-10)
    assert found @ REACH == pytest.approx(0.05 * WORK.sum())
    found = use_today(given(0.05, 0.15), USING, REACH, WORK)
    assert found[1] == pytest.approx(_MOST * 0.15) and found[0] > 0.08
    assert found @ REACH == pytest.approx(0.05 * WORK.sum())
    np.testing.assert_allclose(use_today(given(0.5, 0.2), USING, REACH, WORK), [0.19, 0.19, 0.0])
    assert not use_today(given(0.0, 0.5), USING, REACH, WORK).any()
