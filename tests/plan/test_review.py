"""Checking automated work: by the role whose work it is, or by any that is qualified; who directs by level."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.plan.firms import CLERKS, DEVELOPERS, MANAGERS, inputs_of, make_options
from tests.plan.plans import FAST

from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.quality_rules import review_pools
from reallocate.firm.model.solve import solve
from reallocate.firm.model.totals import statistics_table

# Three roles of one family, in job zones 2, 4 and 4: the first is paid least and checks only its own kind of work.
FAMILY = tuple(replace(role, family="15-0000") for role in (replace(CLERKS, pay=90_000.0), DEVELOPERS, MANAGERS))


@cache
def reviewed(by: str) -> Outcome:
    return solve(inputs_of(make_options(6, review_by=by, **FAST), FAMILY)).outcome


def test_each_role_checks_its_own_work_by_default_and_sharing_never_costs_more() -> None:
    plan = reviewed("own role")
    assert plan.review == pytest.approx(0.27 * plan.by_role(plan.automated))
    own, shared = reviewed("own role"), reviewed("qualified")
    assert own.automated.sum() > 1
    assert shared.objective < own.objective - 1e-6
    for plan in (own, shared):
        assert statistics_table(plan)["present_value"].sum() == pytest.approx(plan.objective, rel=1e-9)


def test_all_review_can_be_shared_out_among_the_qualified() -> None:
    """The rows over nested pools hold exactly where an assignment exists: found here by a transport problem."""
    plan = reviewed("qualified")
    i = plan.inputs
    for t in range(6):
        asked = 0.27 * plan.by_role(plan.automated)[:, t]
        pairs = [
            (work, checker)
            for work in range(len(i.roles))
            for checker in range(len(i.roles))
            if i.family[work] == i.family[checker] and i.zone[checker] >= i.zone[work] > 0
        ]
        sums = np.array([[float(pair[0] == role) for pair in pairs] for role in range(len(i.roles))])
        within = np.array([[float(pair[1] == role) for pair in pairs] for role in range(len(i.roles))])
        found = linprog(np.zeros(len(pairs)), within, plan.review[:, t] + 1e-7, sums, asked, method="highs")
        assert found.status == 0


def test_work_of_a_higher_zone_is_not_checked_by_a_lower() -> None:
    plan = reviewed("qualified")
    high = plan.inputs.zone >= 4
    asked = 0.27 * plan.by_role(plan.automated)[high].sum(axis=0)
    assert (plan.review[high].sum(axis=0) >= asked - 1e-7).all()
    assert review_pools(plan.inputs) == [("15-0000", 2.0), ("15-0000", 4.0)]


def test_levels_that_direct_are_those_that_are_named() -> None:
    roles = (replace(CLERKS, level="Lead"), replace(DEVELOPERS, level="junior"), replace(MANAGERS, level=""))
    usual = inputs_of(make_options(4), roles)
    named = inputs_of(make_options(4, directing_levels=("lead",)), roles)
    directs = dict(zip(named.roles, named.directs, strict=True))
    assert directs[CLERKS.code] and not directs[MANAGERS.code] and directs["ai-directing"]
    assert not dict(zip(usual.roles, usual.directs, strict=True))[CLERKS.code]
