"""Ranges over near-optimal plans are of the figures that the tables show."""

from __future__ import annotations

import numpy as np
from tests.plan.plans import inputs

from reallocate.firm.alternatives.model import NearOptimal, kind_range
from reallocate.firm.model.inputs import ALL_KINDS
from reallocate.firm.model.plan import hours_people_work
from reallocate.firm.model.solve import solve


def test_the_range_of_a_kind_holds_the_plan_s_own_hours_where_review_is_shared() -> None:
    solved = solve(inputs("review is shared"))
    plan, i = solved.outcome, solved.program.inputs
    assert plan.automated.sum() > 1 and plan.dropped.sum() == 0
    near = NearOptimal(solved)
    work = i.work_by_kind * i.growth[-1] + i.coordination_by_kind * plan.coordination[-1]
    change = (hours_people_work(plan) - work).sum(axis=0)
    for place, kind in enumerate(ALL_KINDS[:-1]):
        low, high = kind_range(near, kind)
        assert low - 1e-6 <= change[place] <= high + 1e-6, kind
        assert np.isfinite(high) or not work[:, place].any()
