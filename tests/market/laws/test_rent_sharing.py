"""Rent sharing: a case by hand, its limits, and a direction."""

from __future__ import annotations

import numpy as np

from reallocate.market.laws.wages import shared_rent

ADOPTED, SAVED, COMPUTE = np.array([0.0, 0.5, 0.5]), np.array([0.4, 0.4, 0.1]), np.array([0.1, 0.1, 0.1])


def test_rent_sharing_by_hand_off_and_in_its_direction() -> None:
    """A tenth of half of .3, all kept: .015; what only pays for its compute gives nothing."""
    np.testing.assert_allclose(shared_rent(0.1, 1.0, ADOPTED, SAVED, COMPUTE), [0.0, 0.015, 0.0], atol=1e-15)
    assert not shared_rent(0.0, 1.0, ADOPTED, SAVED, COMPUTE).any()
    assert not shared_rent(0.1, 0.0, ADOPTED, SAVED, COMPUTE).any()
    less, more = (shared_rent(0.1, kept, ADOPTED, SAVED, COMPUTE)[1] for kept in (0.1, 0.4))
    assert 0 < less < more
