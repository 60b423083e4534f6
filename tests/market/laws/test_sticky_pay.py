"""Pay that resists falling: by hand, off, and in the direction that it should work."""

from __future__ import annotations

import numpy as np
from tests.market.nation import assumed, off, runs

from reallocate.market.laws.wages import sticky_pay


def test_part_of_a_fall_does_not_happen_and_a_rise_does() -> None:
    before, after = np.array([1.0, 1.0, 0.9]), np.array([0.9, 1.1, 0.9])
    np.testing.assert_allclose(sticky_pay(before, after, 0.25), [0.925, 1.1, 0.9])
    np.testing.assert_array_equal(sticky_pay(before, after, 0.0), after)
    np.testing.assert_allclose(sticky_pay(before, after, 1.0), [1.0, 1.1, 0.9])


def test_pay_of_those_who_are_displaced_falls_less_while_the_law_is_on() -> None:
    on = off(sticky_pay=True)
    shipped, sticky, none, still = runs(
        assumed(), assumed(laws=on), assumed(laws=on, cuts_prevented=0.0),
        assumed(laws=off(sticky_pay=True, adoption=False)), quarters=16,
    ).wages[-1].T  # fmt: skip
    falls = shipped < 1.0
    assert falls.any() and (sticky[falls] > shipped[falls]).all()
    np.testing.assert_array_equal(none, shipped)
    np.testing.assert_allclose(still, 1.0, atol=1e-3)
