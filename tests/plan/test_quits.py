"""Quits by role: the mean is the firm's, the differences are those of the occupations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.firms import ROLES, inputs_of, make_options, plan

from reallocate.data.bundle import load_world
from reallocate.firm.model.grouping import group_small
from reallocate.firm.model.people_costs import quits_by_role, share_that_quits
from reallocate.firm.request.firm import build_firm, leaving_rates
from reallocate.firm.request.keys import Scenario

UNLIKE = tuple(replace(role, leaving=rate) for role, rate in zip(ROLES, (0.16, 0.06, 0.09), strict=True))


def test_the_mean_over_people_is_the_firms() -> None:
    found = quits_by_role(0.01, np.array([0.05, 0.15]), np.array([300.0, 100.0]), 1.0)
    # The mean over 400 people is 0.075, so that roles have 2/3 of the mean and twice the mean.
    assert found == pytest.approx([0.01 * 2 / 3, 0.02], rel=1e-12)
    assert found @ [300, 100] / 400 == pytest.approx(0.01, rel=1e-12)
    assert quits_by_role(0.01, np.zeros(2), np.ones(2), 1.0) == pytest.approx([0.01, 0.01])
    assert quits_by_role(0.9, np.array([0.05, 0.15]), np.ones(2), 1.0).max() == 1.0
    half, none = (quits_by_role(0.01, np.array([0.05, 0.15]), np.array([300.0, 100.0]), s) for s in (0.5, 0.0))
    assert half == pytest.approx([0.01 * 5 / 6, 0.015], rel=1e-12) and none.tolist() == [0.01, 0.01]
    assert share_that_quits(np.array([0.1]))[0] == pytest.approx(0.271)


def test_roles_that_are_alike_quit_as_the_firm_does() -> None:
    spread = {"quits_by_occupation": 1.0}
    for options in (make_options(6), make_options(6, **spread), make_options(6, quits_per_month=0.004, **spread)):
        alike = inputs_of(options)
        share = 1 - (1 - options.parameters["quits_per_month"]) ** 3
        assert np.abs(alike.quits - share).max() < 1e-12
        same = [replace(role, leaving=0.23) for role in ROLES]
        assert plan(options).objective == pytest.approx(plan(options, same).objective, rel=1e-9)


def test_roles_that_quit_more_shrink_more() -> None:
    alike = plan(make_options(6, redeployment=False), UNLIKE)
    found = plan(make_options(6, redeployment=False, quits_by_occupation=1.0), UNLIKE)
    assert np.ptp(alike.inputs.quits) == 0
    order = list(found.inputs.roles)
    clerks, developers = order.index(ROLES[0].code), order.index(ROLES[1].code)
    assert (found.quits[clerks] > found.begin[clerks] * alike.inputs.quits[clerks]).all()
    assert (found.quits[developers] < found.begin[developers] * alike.inputs.quits[developers]).all()
    assert np.allclose(found.quits, found.inputs.quits[:, None] * found.begin, rtol=1e-12)
    # Positions that direct AI leave as those of the nearest people do: computer occupations.
    assert found.inputs.quits[-1] == pytest.approx(found.inputs.quits[developers])


def test_a_firms_rates_are_those_of_its_occupations_and_small_roles_leave_at_their_mean() -> None:
    """Published: software developers 1.7% exits and 3.2% transfers a year, cashiers 9.8% and 9.4%."""
    world = load_world()
    rates = leaving_rates(world)
    assert rates[["15-1252", "41-2011"]].to_list() == pytest.approx([0.049, 0.192])
    firm, *_ = build_firm(world, Scenario(name="x", industries=("513200",), headcount=5_000.0, group_below=0.0))
    assert np.allclose(firm.roles["leaving"], rates.loc[firm.roles["occupation"]])
    world = load_world()
    firm, *_ = build_firm(world, Scenario(name="x", industries=("513200",), headcount=5_000.0, group_below=0.0))
    grouped, _ = group_small(firm.roles, world, 0.02)
    assert len(grouped) < len(firm.roles)
    before, after = (float(one["headcount"] @ one["leaving"]) for one in (firm.roles, grouped))
    assert after == pytest.approx(before, rel=1e-12)
