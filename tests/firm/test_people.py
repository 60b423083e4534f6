"""Who leaves and who joins: quits, layoffs and what they drive out, hires, people from outside, label order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.firm.firms import (
    ACTIVITIES,
    CLERKS,
    DEVELOPERS,
    EVERY_MOVE,
    FAST,
    MANAGERS,
    ROLES,
    inputs,
    inputs_of,
    known_activities,
    make_firm,
    make_moves,
    make_options,
    outcome,
    plan,
    setting_with,
    solve_again,
    with_baseline,
)

from reallocate.data.bundle import load_world
from reallocate.firm.model.broken import conflicting
from reallocate.firm.model.grouping import group_small
from reallocate.firm.model.induced_quits import induced_quits_cost
from reallocate.firm.model.inputs import make_inputs
from reallocate.firm.model.options import Exits, Limits
from reallocate.firm.model.people_costs import hiring_cost, ramp_up_pay
from reallocate.firm.model.plan import _cash_table, costs_by_period, headcount_table, modes_table
from reallocate.firm.model.programme import build
from reallocate.firm.model.quits import quits_by_role, share_that_quits
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.model.solver import Solver
from reallocate.firm.request.firm import build_firm, leaving_rates
from reallocate.firm.request.keys import Scenario
from reallocate.kernel.parameters import Parameters


def test_no_reach_leaves_headcount_to_quits_and_hires() -> None:
    unreached = [replace(role, augmentable=(0.0,) * 4, automatable=(0.0,) * 4) for role in ROLES]
    i = inputs_of(make_options(4), unreached, ())
    found, base = solve(i).outcome, baseline(i)
    assert found.objective == pytest.approx(base.objective, rel=1e-12)
    pd.testing.assert_frame_equal(headcount_table(found), headcount_table(base))
    assert found.layoffs.sum() == found.moves_out.sum() == found.with_ai.size == 0
    # Work grows by 1.6% a year and so do the people; whoever quits is replaced.
    assert found.positions[-1] == pytest.approx(750 * 1.016**0.75, rel=1e-9)
    assert found.hires.sum() == pytest.approx(found.quits.sum() + found.positions[-1] - 750, rel=1e-9)


def test_the_order_of_roles_activities_and_moves_is_irrelevant() -> None:
    firm = make_firm([ROLES[2], ROLES[0], ROLES[1]], [ACTIVITIES[place] for place in (2, 0, 3, 1)])
    moves = make_moves(*EVERY_MOVE[::-1])
    other = solve(make_inputs(firm, moves, known_activities().iloc[::-1], make_options(8))).outcome
    one = outcome("plain")
    for table in (headcount_table, modes_table, lambda found: _cash_table(costs_by_period(found))):
        pd.testing.assert_frame_equal(table(other), table(one), rtol=1e-6, atol=1e-6)


def test_layoffs_with_what_they_induce_are_weighed_against_none() -> None:
    """They pay as long as they drive nobody out."""
    options = make_options(
        6, quits_per_month=0.0, induced_quits=0.0, redeployment=False, rehire_pause=0.0, **FAST
    )
    nobody_quits = build(inputs_of(options))
    variables, i = nobody_quits.variables, nobody_quits.inputs
    solver = Solver(nobody_quits.model.matrices)
    free = solver.minimise()
    first = int(np.flatnonzero(free.of(variables.layoffs).sum(axis=0) > 1e-6)[0])
    solver.bound(variables.layoffs, 0.0, 0.0)
    none = solver.minimise()
    mean_hire = 750 * (i.headcount @ i.hire_cost / i.headcount.sum()) * i.pay_path[first] * i.discount[first]
    even = (none.objective - free.objective) / mean_hire
    assert 0.001 < even < 0.5
    below, above = (solve_again(nobody_quits, induced_quits=even * by).outcome for by in (0.99, 1.01))
    assert below.layoffs.sum() > 1
    assert below.objective == pytest.approx(free.objective + 0.99 * even * mean_hire, rel=1e-9)
    assert below.induced_quits_cost[first] > 0
    assert above.layoffs.sum() == above.induced_quits_cost.sum() == 0
    assert above.objective == pytest.approx(none.objective, rel=1e-9)
    assert solve_again(nobody_quits, induced_quits=0.0).outcome.objective == pytest.approx(free.objective, rel=1e-9)


def test_what_layoffs_induce_is_a_share_of_the_people_once() -> None:
    i = inputs("plain")
    cost = induced_quits_cost(i, 5)
    hires = (400 * 60_000 + 300 * 180_000 + 50 * 250_000) * 0.25 + 750 * 4_700
    assert cost[5] == pytest.approx(0.026 * hires / 1e6 * 1.006)
    assert cost.sum() == cost[5]


def test_moves_are_paid_for_and_nobody_directs_without_training() -> None:
    i = inputs("plain")
    pair = i.move_table.set_index(["origin", "target"])["cost"]
    expected = 3_000 + 4 / 52 * 60_000 + 10 / 52 * 0.5 * 180_000
    assert pair[CLERKS.code, "15-1252"] == pytest.approx(expected / 1e6)
    place = i.roles.get_loc(MANAGERS.code)
    training = 8 / 52 * 250_000 + 0.5 * 0.25 * 180_000
    assert i.directing_move_cost[place] == pytest.approx(training / 1e6)
    assert list(i.may_direct_after_move) == [True, True, False, False]


@pytest.mark.parametrize(
    ("asked", "lacks"),
    [({"cancel_open": True}, "whose hires are not given"), ({"exits": Exits(7.0, alone=True)}, "whose headcount")],
)
def test_what_is_told_against_the_baseline_needs_it(asked: dict[str, Any], lacks: str) -> None:
    i = inputs_of(make_options(2, **asked))
    with pytest.raises(ValueError, match=lacks):
        build(i)
    build(with_baseline(i))


def test_hires_stay_within_their_limit_and_a_looser_limit_never_costs_more() -> None:
    """Work grows by 8% a year, which takes 20 to 35 hires a quarter."""
    grows = make_options(4, dropping=True, demand_growth=0.08)
    limits = {most: replace(grows, limits=Limits(max_hires_per_quarter=most)) for most in (0.0, 10.0, 30.0, 40.0, None)}
    found = {most: plan(options) for most, options in limits.items()}
    for most, one in found.items():
        assert most is None or one.hires.sum(axis=0).max() <= most + 1e-6
    costs = [one.objective for one in found.values()]
    assert costs == sorted(costs, reverse=True) and costs[2] > costs[3] + 1e-3
    assert costs[3] == pytest.approx(costs[4], rel=1e-9), "a limit that is never reached changes nothing"
    must = replace(limits[0.0], levers=replace(grows.levers, dropping=False))
    named = conflicting(setting_with(must), must, setting_with(must).baseline())
    assert [one.where for one in named] == ["[levers] max_hires_per_quarter", "[levers] dropping"]


def test_a_ramp_up_costs_as_much_after_a_move_as_after_a_hire() -> None:
    """26 weeks until fully productive are six months; what a move's own ramp-up is was settled with the move."""
    options = make_options(2, move_ramp_up_share=1.0, hire_cost=0.0)
    moves = make_moves(*EVERY_MOVE, weeks=0.0, cost=0.0, ramp_up=26.0)
    i = make_inputs(make_firm(), moves, known_activities(), options)
    assert i.move_table["cost"].to_numpy() == pytest.approx(i.hire_cost[i.targets])
    directing = i.directing_move_cost - 8 / 52 * i.loaded_cost * 4
    assert directing[:-1] == pytest.approx(i.hire_cost[-1])


def test_a_hire_costs_finding_somebody_and_half_the_pay_of_the_ramp_up() -> None:
    assert ramp_up_pay(0.5 * 80_000.0) == pytest.approx(20_000.0)
    p, quarterly = Parameters({"hire_cost": 6_000, "ramp_up_months": 6}), np.array([0.02, 0.05])
    assert hiring_cost(p, quarterly) == pytest.approx([0.006 + 0.02, 0.006 + 0.05])
    assert not hiring_cost(Parameters({"hire_cost": 0, "ramp_up_months": 0}), quarterly).any()


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


def test_a_firms_rates_are_those_of_its_occupations_and_small_roles_leave_at_their_mean() -> None:
    """Published: software developers 1.7% exits and 3.2% transfers a year, cashiers 9.8% and 9.4%."""
    world = load_world()
    rates = leaving_rates(world)
    assert rates[["15-1252", "41-2011"]].to_list() == pytest.approx([0.049, 0.192])
    firm, *_ = build_firm(world, Scenario(name="x", industries=("513200",), headcount=5_000.0, group_below=0.0))
    assert np.allclose(firm.roles["leaving"], rates.loc[firm.roles["occupation"]])
    grouped, _ = group_small(firm.roles, world, 0.02)
    assert len(grouped) < len(firm.roles)
    before, after = (float(one["headcount"] @ one["leaving"]) for one in (firm.roles, grouped))
    assert after == pytest.approx(before, rel=1e-12)


def test_contractors_work_is_part_of_the_work_and_without_ai_they_stay_at_their_rate() -> None:
    outside, there = (CLERKS, replace(DEVELOPERS, contractors=15.0), MANAGERS), 1
    few, many = inputs_of(make_options(4)), inputs_of(make_options(4), outside)
    assert (many.work + many.coordination)[there] == pytest.approx(1.05 * (few.work + few.coordination)[there])
    assert many.headcount == pytest.approx(few.headcount)
    base = baseline(inputs_of(make_options(4, contractor_rate=1.3), outside))
    assert base.contractors[there] == pytest.approx(np.full(4, 15.0))
    assert costs_by_period(base)["contractors"].to_numpy() == pytest.approx(np.full(4, 1.3 * 15 * 180_000 / 4e6))
    assert base.layoffs.sum() == 0


