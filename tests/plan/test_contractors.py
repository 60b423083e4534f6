"""People from outside: they do the work at their rate, only end, and end before anybody is laid off."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from tests.plan.firms import CLERKS, DEVELOPERS, EVERY_MOVE, MANAGERS, inputs_of, make_options
from tests.plan.plans import FAST

from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.plan.roles import role_changes

OUTSIDE = (CLERKS, replace(DEVELOPERS, contractors=15.0), MANAGERS)
THERE = 1
"""Place of the developers among the sorted roles."""


@cache
def with_contractors(**given: float) -> Outcome:
    """The plan of a firm with 15 developers from outside, where nobody quits."""
    return solve(inputs_of(make_options(8, quits_per_month=0.0, **{**FAST, **given}), OUTSIDE, EVERY_MOVE)).outcome


def test_their_work_is_part_of_the_work_and_without_ai_they_stay_at_their_rate() -> None:
    few, many = inputs_of(make_options(4)), inputs_of(make_options(4), OUTSIDE)
    assert many.work[THERE] + many.coordination[THERE] == pytest.approx(315 / 300 * (few.work + few.coordination)[THERE])
    assert many.headcount == pytest.approx(few.headcount)
    base = baseline(inputs_of(make_options(4, contractor_rate=1.3), OUTSIDE))
    assert base.contractors[THERE] == pytest.approx(np.full(4, 15.0))
    assert costs_by_period(base)["contractors"].to_numpy() == pytest.approx(np.full(4, 1.3 * 15 * 180_000 / 4e6))
    assert base.layoffs.sum() == 0


def test_they_end_before_anybody_is_laid_off_and_save_layoffs() -> None:
    plan = with_contractors(induced_quits=0.0)
    left = plan.contractors[THERE]
    assert (np.diff(left) <= 1e-9).all()
    assert left[-1] < 1e-6
    laid_off = plan.layoffs[THERE] > 1e-6
    assert laid_off.any()
    assert (left[laid_off] < 1e-6).all()
    own = replace(DEVELOPERS, headcount=DEVELOPERS.headcount + 15.0)
    options = make_options(8, quits_per_month=0.0, induced_quits=0.0, **FAST)
    all_own = solve(inputs_of(options, (CLERKS, own, MANAGERS), EVERY_MOVE)).outcome
    fewer, more = (float(one.layoffs.sum()) for one in (with_contractors(induced_quits=0.0), all_own))
    assert fewer < more - 5


def test_dear_ones_are_replaced_by_people_of_the_firm() -> None:
    cheap, dear = (
        solve(inputs_of(make_options(4, contractor_rate=rate, adoption_midpoint=12.0), OUTSIDE)).outcome
        for rate in (0.9, 1.8)
    )
    assert dear.hires[THERE].sum() > cheap.hires[THERE].sum() + 1
    assert dear.contractors[THERE, 0] < 1e-6 < cheap.contractors[THERE, 0]


def test_the_table_of_roles_tells_how_many_there_are() -> None:
    plan = with_contractors(induced_quits=0.0)
    base = baseline(plan.inputs)
    names = inputs_of(make_options(4)).roles[:-1]
    titles = {"title": [f"role {name}" for name in names], "occupation": names}
    table = role_changes(plan, base, pd.DataFrame(titles, index=names)).set_index("role")
    assert table.loc[DEVELOPERS.code, "contractors"] == 15.0
    assert table.loc[DEVELOPERS.code, "contractors_end"] == pytest.approx(plan.contractors[THERE, -1])
