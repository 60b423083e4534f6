"""Hours asked of people are those of the rule, by role and by kind, and nobody is asked for more than there are."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.plan.firms import CLERKS, DEVELOPERS, MANAGERS, Role, inputs_of, make_options
from tests.plan.plans import FAST, PLANS
from tests.plan.plans import solution as plan_named

from reallocate.firm.model.inputs import ALL_KINDS
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.plan import Outcome, hours_people_work, kind_shares, load_of
from reallocate.firm.model.relief import relief_in_kind
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.plan.money import bridge_table

# Three roles of one family, so that people of the higher zones may check the work of the clerks, and do.
FAMILY = tuple(
    replace(role, family="15-0000", contractors=outside)
    for role, outside in ((replace(CLERKS, pay=90_000.0), 0.0), (DEVELOPERS, 20.0), (MANAGERS, 0.0))
)


@cache
def shared(roles: tuple[Role, ...] = FAMILY, redo_share: float = 1.0) -> Solved:
    return solve(inputs_of(make_options(6, review_by="qualified", redo_share=redo_share, **FAST), roles))


def every_plan() -> dict[str, Outcome]:
    named = {name: plan_named(name).outcome for name in PLANS}
    return {
        **named,
        "shared, people from outside": shared().outcome,
        "and quality": shared(FAMILY, 0.8).outcome,
    }


@pytest.mark.parametrize("name", [*PLANS, "shared, people from outside", "and quality"])
def test_nobody_is_asked_for_more_hours_than_there_are(name: str) -> None:
    plan = every_plan()[name]
    load = load_of(plan)
    assert (load.required <= load.available * (1 + 1e-7) + 1e-6).all()
    assert load.required.max() > 1
    if name in ("shared, people from outside", "and quality"):
        own = 0.27 * plan.by_role(plan.automated)
        assert np.abs(load.review - own).max() > 0.1, "review goes to others, or the case says nothing"


@pytest.mark.parametrize(
    "name", ["review is shared", "shared, people from outside", "people from outside", "plain"]
)
def test_hours_by_kind_are_those_that_are_asked(name: str) -> None:
    plan = every_plan()[name]
    load = load_of(plan)
    for period in range(len(plan.inputs.periods)):
        np.testing.assert_allclose(
            hours_people_work(plan, period).sum(axis=1), load.required[:, period], rtol=1e-9, atol=1e-6
        )


def test_relief_in_a_kind_is_what_its_hours_fall_by() -> None:
    """Review by others leaves the kind that is checked for the kinds of those who check."""
    plan = shared().outcome
    i = plan.inputs
    assert plan.dropped.sum() == 0
    work = i.work_by_kind * i.growth[-1] + i.coordination_by_kind * plan.coordination[-1]
    for kind in ALL_KINDS[:-1]:
        place = ALL_KINDS.index(kind)
        share = kind_shares(plan)[:, place]
        relief = evaluate((i.periods,), relief_in_kind(plan.figures, i, kind, share))[-1]
        assert hours_people_work(plan)[:, place].sum() == pytest.approx(
            work[:, place].sum() - relief, rel=1e-9
        )


def test_the_bridge_ends_at_the_hours_that_are_asked() -> None:
    for name in ("shared, people from outside", "review is shared", "plain"):
        plan = every_plan()[name]
        load = load_of(plan)
        steps = bridge_table(plan, plan).set_index("step")["positions"] * plan.inputs.hours
        saved = plan.workload[:, -1].sum() - load.required[:, -1].sum()
        assert steps["positions no longer needed"] == pytest.approx(saved, rel=1e-9)
        end = list(steps.index).index("positions no longer needed")
        last = steps.iloc[list(steps.index).index("hours captured") : end]
        assert last.sum() == pytest.approx(steps.iloc[end], rel=1e-9), "the steps before it add up to it"
        assert steps["minus review"] <= 0 and steps["minus directing"] <= 0 and steps["hours captured"] >= 0
