"""Draws of a claim's drivers: what is set is the same in each, and nothing else moves with it."""

from __future__ import annotations

from reallocate.claims.basis.context import samples
from reallocate.kernel.parameters import Parameters

NAMES = ("capture_automated", "review_hours", "work_elasticity")


def test_with_one_parameter_set_all_else_is_drawn_as_before() -> None:
    now = Parameters.default()
    before, fixed = samples(now, NAMES, 8, 3), samples(now.replace(review_hours=0.4), NAMES, 8, 3)
    assert len({one["capture_automated"] for one in before}) == 8
    for one, other in zip(before, fixed, strict=True):
        assert other["review_hours"] == 0.4 != one["review_hours"]
        assert all(one[name] == other[name] for name in NAMES if name != "review_hours")
