"""What is kept of a firm for its next plans: it makes no difference, is bounded, and goes with the firm."""

from __future__ import annotations

import gc
from dataclasses import fields, replace
from weakref import ref

import numpy as np
import pytest
from tests.plan.firms import EVERY_MOVE, known_activities, make_firm, make_moves, make_options

from reallocate.firm.model.firm import MOST_REACHES, planned_roles
from reallocate.firm.model.inputs import DIRECTING_ROLE, Inputs, make_inputs
from reallocate.firm.model.options import Options
from reallocate.firm.model.programme import build

PLANS = {
    "as usual": make_options(3),
    "AI saves more": make_options(3, saving_writing=0.5),
    "more hours a year": make_options(3, hours_per_fte=2000.0),
    "idle at the start": make_options(3, slack_at_start=0.1),
    "larger systems only": make_options(3, smallest_system=30.0),
    "a system for each activity": make_options(3, system_cost=1e5),
    "more in use today": make_options(3, assisted_today=0.05),
    "another judgement of reach": make_options(3, source="gpt4-direct"),
}
FIRM, MOVES, ACTIVITIES = make_firm(), make_moves(*EVERY_MOVE), known_activities()


def figures(options: Options) -> Inputs:
    return make_inputs(FIRM, MOVES, ACTIVITIES, options)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_after_others_of_its_firm_is_as_if_it_were_the_first(name: str) -> None:
    for options in PLANS.values():
        figures(options)
    later, first = figures(PLANS[name]), make_inputs(replace(FIRM), MOVES, ACTIVITIES, PLANS[name])
    for field in fields(Inputs):
        one, other = getattr(later, field.name), getattr(first, field.name)
        assert not isinstance(one, np.ndarray) or np.array_equal(one, other)
    assert later.cells.table.equals(first.cells.table) and later.cells.systems.equals(first.cells.systems)
    ours, expected = (build(one).model.matrices for one in (later, first))
    assert ours.digest == expected.digest and np.array_equal(ours.A.data, expected.A.data)


def test_other_savings_need_no_other_reach_and_other_moves_are_not_mistaken() -> None:
    usual, more = (figures(PLANS[name]).cells for name in ("as usual", "AI saves more"))
    assert usual.reach is more.reach and (usual.saving != more.saving).any()
    figures(PLANS["as usual"])
    fewer = make_inputs(FIRM, make_moves(EVERY_MOVE[0]), ACTIVITIES, PLANS["as usual"])
    assert len(fewer.move_table) == 1 and len(figures(PLANS["as usual"]).move_table) == len(EVERY_MOVE)


def test_so_many_are_kept_and_no_longer_than_the_firm() -> None:
    firm = replace(FIRM)
    roles = planned_roles(firm, MOVES, ACTIVITIES, DIRECTING_ROLE)
    for slack in np.linspace(0.0, 0.3, MOST_REACHES + 3):
        make_inputs(firm, MOVES, ACTIVITIES, make_options(2, slack_at_start=float(slack)))
    assert len(roles._reaches) == MOST_REACHES
    kept = ref(roles)
    del firm, roles
    gc.collect()
    assert kept() is None
