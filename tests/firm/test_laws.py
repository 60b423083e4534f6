"""What holds in every plan: people, work and hours are conserved, costs add up to the objective; who leaves and who joins."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.firm.firms import (
    ACTIVITIES,
    EVERY_MOVE,
    FAST,
    PLANS,
    ROLES,
    inputs,
    inputs_of,
    known_activities,
    make_firm,
    make_moves,
    make_options,
    outcome,
    solve_again,
    with_baseline,
)

from reallocate.data.bundle import load_world
from reallocate.firm.model.break_even import _break_even_month, cash_against_baseline, without_noise
from reallocate.firm.model.grouping import group_small
from reallocate.firm.model.induced_quits import induced_quits_cost
from reallocate.firm.model.inputs import (
    AFTER,
    CASH,
    CASH_COLUMNS,
    PRODUCTS,
    RUNNING,
    STATISTICS,
    VALUE_AT_END,
    make_inputs,
)
from reallocate.firm.model.options import Exits
from reallocate.firm.model.plan import (
    Outcome,
    _cash_table,
    costs_by_period,
    headcount_table,
    hours_people_work,
    load_of,
    modes_table,
)
from reallocate.firm.model.programme import build
from reallocate.firm.model.quality_rules import unfixed_share
from reallocate.firm.model.quits import quits_by_role, share_that_quits
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.model.solver import Solver
from reallocate.firm.model.totals import statistics_table, totals
from reallocate.firm.plan.money import bridge_table
from reallocate.firm.request.firm import build_firm, leaving_rates
from reallocate.firm.request.keys import Scenario
from reallocate.kernel.errors import InfeasiblePlan

TOLERANCE = 1e-6


every_plan = pytest.mark.parametrize("name", PLANS)


@every_plan
def test_people_are_conserved_leave_once_and_do_not_come_soon_after_layoffs(name: str) -> None:
    walk = headcount_table(outcome(name))
    change = walk["hires"] - walk["quits"] - walk["voluntary"] - walk["layoffs"] + walk["moves_in"] - walk["moves_out"]
    assert np.allclose(walk["begin"] + change, walk["end"], atol=TOLERANCE)
    assert np.allclose(walk.groupby("period")["moves_in"].sum(), walk.groupby("period")["moves_out"].sum(), atol=TOLERANCE)
    by_role = walk.set_index(["role", "period"])
    ends = by_role["end"].unstack("period")
    assert np.allclose(by_role["begin"].unstack("period").iloc[:, 1:], ends.iloc[:, :-1])
    assert np.allclose(walk[walk["period"] == 0]["begin"], inputs(name).headcount)
    assert (walk.drop(columns=["role", "period"]) >= 0).all(axis=None)
    assert (walk["quits"] + walk["layoffs"] + walk["moves_out"] <= walk["begin"] + TOLERANCE).all()
    most = inputs(name).options.parameters["moves_per_quarter"]
    assert (walk["moves_out"] <= most * walk["begin"] + TOLERANCE).all()
    share = 1 - (1 - inputs(name).options.parameters["quits_per_month"]) ** 3
    assert np.allclose(walk["quits"], share * walk["begin"])
    plan = outcome(name)
    exits = plan.inputs.options.exits
    if exits is not None:
        assert (plan.positions <= plan.inputs.headcount.sum() - exits.count + TOLERANCE).all()
    elif plan.layoffs.sum() > TOLERANCE:
        assert beyond_the_pause(plan) <= TOLERANCE


def beyond_the_pause(plan: Outcome) -> float:
    """Most people that an occupation has beyond what the empty positions of those laid off leave it [FTE]."""
    i = plan.inputs
    nobody_laid_off = replace(i.options, levers=replace(i.options.levers, layoffs=False))
    try:
        without = solve(replace(i, options=nobody_laid_off)).outcome.headcount
    except InfeasiblePlan:
        without = np.full_like(plan.headcount, np.inf)  # the rule then rests on a plan that is not kept
    pause, excess = round(i.options.parameters["rehire_pause"]), 0.0
    for code in set(i.occupation):
        rows = np.flatnonzero(i.occupation == code)
        has, start = plan.headcount[rows].sum(axis=0), i.headcount[rows].sum()
        for t in range(len(i.periods) if start else 0):
            empty = plan.layoffs[rows, max(t - pause + 1, 0) : t + 1].sum()
            if empty > TOLERANCE:
                excess = max(excess, has[t] + empty - max(start, without[rows, t].sum()))
    return float(excess)


@every_plan
def test_all_work_is_done_or_dropped_within_reach_and_pace(name: str) -> None:
    plan, i = outcome(name), inputs(name)
    modes = modes_table(plan)
    assert (modes["hours"] >= -TOLERANCE).all()
    done = modes.groupby("period")["hours"].sum().to_numpy()
    there = 1000 * (plan.workload.sum(axis=0) + plan.directing.sum(axis=0))
    assert np.allclose(done, there, rtol=1e-9)
    dropped = modes[modes["mode"] == "dropped"].groupby("period")["hours"].sum()
    assert np.allclose(dropped, 1000 * plan.dropped.sum(axis=(0, 1)), rtol=1e-9, atol=1e-3)
    if not i.options.levers.dropping:
        assert dropped.sum() == 0
    human = plan.workload - plan.dropped.sum(axis=1) - plan.by_role(plan.with_ai)
    assert human.min() >= -TOLERANCE
    table = i.cells.table
    size = np.where(table["coordination"].to_numpy()[:, None], plan.coordination[None, :], i.growth[None, :])
    reached = table["hours"].to_numpy()[:, None] * i.rollout * size
    assert (plan.with_ai <= reached + TOLERANCE).all()
    assert (plan.automated <= plan.with_ai + TOLERANCE).all()
    assert (plan.automated[~table["automatable"]] == 0).all()
    by_system = np.zeros((len(i.cells.systems), len(i.periods)))
    np.add.at(by_system, table["system"], plan.with_ai)
    rise = np.diff(by_system, axis=1, prepend=0.0)
    assert (rise <= i.pace * i.cells.systems["hours"].to_numpy()[:, None] + TOLERANCE).all()


@every_plan
def test_statistics_sum_to_the_objective_and_cash_is_all_costs_but_work_left_undone(name: str) -> None:
    plan = outcome(name)
    table = statistics_table(plan)
    assert table["present_value"].sum() == pytest.approx(plan.objective, rel=1e-6)
    assert np.allclose(table["present_value"], table["value"] * table["discount"])
    assert set(table["statistic"]) == {*STATISTICS, AFTER, VALUE_AT_END}
    found = costs_by_period(plan)
    cash = _cash_table(found)
    own = [one for one in CASH if one not in PRODUCTS]
    assert np.allclose(cash["total"], found[own].sum(axis=1))
    assert sorted(part for parts in CASH_COLUMNS.values() for part in parts) == sorted(own)
    assert set(RUNNING) <= set(STATISTICS)
    moved = ["training and moving", "change", "systems put up", "GPU purchases"]
    once = ["severance", "notice pay", "replacing induced quits", *moved]
    assert totals(plan).one_off == pytest.approx(found[once].to_numpy().sum(), rel=1e-9)
    assert (found.drop(columns="value of GPUs for products").to_numpy() >= 0).all()
    assert (found["value of GPUs for products"] <= 0).all()


@pytest.mark.parametrize(
    ("gained", "month"),
    [
        ([-114, -160, -135, -107, -54, 148], 3 * (5 + 54 / 202)),
        ([-10, 10], 4.5),
        ([0, 0, 0], 0.0),
        ([4, 9, -1], None),
        ([-4, 6, -2, 2], 10.5),
        ([2, -6, 3, 9], 8.0),
        ([-3, 0, 0], 6.0),
    ],
)
def test_cash_breaks_even_where_it_crosses_for_good(gained: list[float], month: float | None) -> None:
    """Twice across: only the last crossing counts. Worse at the end: no month."""
    found = _break_even_month(np.array(gained, float))
    assert math.isnan(found) if month is None else found == pytest.approx(month)


def test_what_a_solver_leaves_of_zero_is_no_outlay() -> None:
    spent = np.array([1e4, 2e4, 3e4])
    assert _break_even_month(without_noise(np.array([-1e-5, 1e-5, -1e-5]), spent)) == 0.0
    assert without_noise(np.array([-1.0, 1.0, 2.0]), spent)[0] == -1.0


def test_with_the_years_after_it_is_the_difference_of_objectives_less_lost_work() -> None:
    """Without dropped and unfixed work the plan minimises exactly this."""
    plan, base = outcome("plain"), baseline(inputs("plain"))
    assert plan.dropped.sum() == base.dropped.sum() == 0 == (unfixed_share(plan.inputs) * plan.automated).sum()
    found = cash_against_baseline(plan, base)
    assert found.net_present_value_after == pytest.approx(base.objective - plan.objective, rel=1e-6)
    assert found.net_present_value_after > found.net_present_value
    cut, base = outcome("exits pro rata"), baseline(inputs("exits pro rata"))
    paid, usual = (_cash_table(costs_by_period(one))["total"].cumsum() for one in (cut, base))
    found, behind = cash_against_baseline(cut, base), paid - usual
    assert found.largest_outlay == pytest.approx(behind.max()) and found.outlay_quarter == behind.argmax()


@every_plan
def test_hours_by_kind_are_those_that_are_asked_and_the_bridge_ends_there(name: str) -> None:
    plan = outcome(name)
    load = load_of(plan)
    for period in range(len(plan.inputs.periods)):
        by_kind = hours_people_work(plan, period).sum(axis=1)
        np.testing.assert_allclose(by_kind, load.required[:, period], rtol=1e-9, atol=1e-6)
    steps = bridge_table(plan, plan).set_index("step")["positions"] * plan.inputs.hours
    saved = plan.workload[:, -1].sum() - load.required[:, -1].sum()
    assert steps["positions no longer needed"] == pytest.approx(saved, rel=1e-9)
    end = list(steps.index).index("positions no longer needed")
    last = steps.iloc[list(steps.index).index("hours captured") : end]
    assert last.sum() == pytest.approx(steps.iloc[end], rel=1e-9), "the steps before it add up to it"


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


@pytest.mark.parametrize(
    ("asked", "lacks"),
    [({"cancel_open": True}, "whose hires are not given"), ({"exits": Exits(7.0, alone=True)}, "whose headcount")],
)
def test_what_is_told_against_the_baseline_needs_it(asked: dict[str, Any], lacks: str) -> None:
    i = inputs_of(make_options(2, **asked))
    with pytest.raises(ValueError, match=lacks):
        build(i)
    build(with_baseline(i))


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
