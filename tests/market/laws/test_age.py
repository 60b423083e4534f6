"""The ages of the labour force stay as they are when nothing happens."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.labour_force import Ages, share_of_hires, who_leaves_and_enters

LEAVING = 0.047


@pytest.fixture
def ages() -> Ages:
    return Ages.of(Parameters.default())


def test_hires_follow_applications() -> None:
    assert share_of_hires(2.0, 8.0) == 0.25
    assert share_of_hires(0.0, 0.0) == 0.0


def test_the_ages_of_the_labour_force_stay_as_they_are(ages: Ages) -> None:
    weight, come = who_leaves_and_enters(ages, LEAVING)
    leave = LEAVING * weight * ages.share
    older = ages.share / ages.years
    grown = older - np.concatenate([[0.0], older[:-1]])
    np.testing.assert_allclose(LEAVING * come - leave - grown, 0.0, atol=1e-12)
    assert leave.sum() == pytest.approx(LEAVING)
    assert come.sum() == pytest.approx(1.0)
    assert come[0] / ages.share[0] > come[1] / ages.share[1] > come[2] / ages.share[2] > come[3]
    assert come[3] == pytest.approx(0.0, abs=1e-12)
    assert weight[3] > weight[0] == weight[1] == weight[2]
    assert ages.share.sum() == pytest.approx(1.0)
    assert ages.share[2] > 0.5
