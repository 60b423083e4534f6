"""Adoption follows Bass's law and stays where nothing moves it."""

from __future__ import annotations

import numpy as np
from tests.market.nation import assumed, runs

from reallocate.market.laws.diffusion import Diffusion, adopt

EVEN = np.ones(3)


def test_adoption_by_hand_rises_to_the_ceiling_and_a_higher_one_ends_more_jobs() -> None:
    """(p + q·(½·A_k + ½·Ā)/m)·(m − A_k)/4 with p = .02, q = .4, m = .5."""
    now = np.array([0.0, 0.1, 0.2])
    after = adopt(now, EVEN, Diffusion(0.5, 0.02, 0.4, 0.5), 0.25)
    speed = 0.02 + 0.4 * (0.5 * now + 0.5 * 0.1) / 0.5
    np.testing.assert_allclose(after, now + speed * (0.5 - now) / 4.0, rtol=1e-12)
    now = np.array([0.1, 0.2, 0.3])
    np.testing.assert_array_equal(adopt(now, EVEN, Diffusion(0.5, 0.0, 0.0), 1.0), now)
    after = adopt(np.array([0.0, 0.0, 0.4]), EVEN, Diffusion(0.5, 0.0, 0.5, peers=1.0), 5.0)
    np.testing.assert_array_equal(after[:2], 0.0)
    assert (adopt(np.array([0.0, 0.0, 0.4]), EVEN, Diffusion(0.5, 0.0, 0.5, peers=0.0), 5.0)[:2] > 0.01).all()
    now, before = np.array([0.01, 0.1, 0.6]), np.zeros(3)
    for _ in range(400):
        before, now = now, adopt(now, EVEN, Diffusion(0.5, 0.02, 0.5, 0.5), 0.25)
        assert (now <= 0.5).all()
    np.testing.assert_allclose(now, 0.5, atol=1e-3)
    assert (now >= before).all()
    found = runs(assumed(diffusion=Diffusion(0.3, 0.02, 0.5)), assumed(diffusion=Diffusion(0.9, 0.02, 0.5)))
    ended = found.parts[-1, 0].sum(axis=0)
    assert ended[1] < ended[0] < 0
