"""What holds in every plan: people, work and hours are conserved, and costs add up to the objective."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.firm.firms import (
    PLANS,
    inputs,
    inputs_of,
    make_options,
    outcome,
)

from reallocate.firm.model.break_even import _break_even_month, cash_against_baseline, without_noise
from reallocate.firm.model.inputs import (
    AFTER,
    ALL_KINDS,
    CASH,
    CASH_COLUMNS,
    PRODUCTS,
    RUNNING,
    STATISTICS,
    VALUE_AT_END,
)
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.options import Exits
from reallocate.firm.model.plan import (
    Outcome,
    _cash_table,
    costs_by_period,
    headcount_table,
    hours_people_work,
    kind_shares,
    load_of,
    modes_table,
)
from reallocate.firm.model.quality_rules import unfixed_share
from reallocate.firm.model.relief import relief_in_kind
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.model.totals import statistics_table, totals
from reallocate.firm.plan.money import bridge_table, saving
from reallocate.kernel.errors import InfeasiblePlan

TOLERANCE = 1e-6


every_plan = pytest.mark.parametrize("name", PLANS)


def hours_needed(plan: Outcome) -> np.ndarray:
    """Hours that people of each role must work, from the decisions; (role, period) [thousand hours]."""
    i, p = plan.inputs, plan.inputs.options.parameters
    augmented = plan.with_ai - plan.automated
    saving = i.cells.table["saving"].to_numpy()[:, None]
    freed = saving * augmented + (1 - p["redo_share"] * (1 - i.cells.good)) * plan.automated
    work = i.work[:, None] * i.growth + i.coordination[:, None] * plan.coordination
    return work - plan.dropped.sum(axis=1) - plan.by_role(p["capture_automated"] * freed) + plan.review + plan.directing


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
def test_people_have_the_hours_that_are_asked_and_direct_where_they_may(name: str) -> None:
    plan, i = outcome(name), inputs(name)
    p = i.options.parameters
    hours = p["hours_per_fte"] / 4000 * (1 - p["slack_kept"])
    assert (hours_needed(plan) <= hours * (plan.headcount + plan.contractors) + TOLERANCE).all()
    assert (plan.directing.sum(axis=0) >= p["directing_hours"] * plan.automated.sum(axis=0) - TOLERANCE).all()
    assert (plan.directing[~i.directs] == 0).all()
    existing = i.directs.copy()
    existing[-1] = False
    most = p["directing_by_existing"] * i.hours * plan.headcount
    assert (plan.directing[existing] <= most[existing] + TOLERANCE).all()
    eta = i.options.parameters["coordination_elasticity"]
    people = plan.positions + plan.contractors.sum(axis=0)
    expected = eta * people / (i.headcount.sum() + i.contractors.sum()) + (1 - eta) * i.growth
    assert np.allclose(plan.coordination, expected, atol=1e-9)


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


def test_costs_by_hand() -> None:
    """One quarter of the plan with everything in it, from its tables and the numbers in force."""
    plan, i = outcome("everything"), inputs("everything")
    p, t = i.options.parameters, 4
    found = costs_by_period(plan).loc[t]
    people, every = i.headcount.sum(), (i.work + i.coordination).sum()
    each = np.array([250_000.0, 180_000.0, 60_000.0, 180_000.0]) / 1.8e6
    brought = p["coordination_elasticity"] * (i.coordination @ each) / people / i.hours
    worth = each + brought / (1 - p["coordination_elasticity"] * i.coordination.sum() / every)
    pay = np.array([250_000.0, 180_000.0, 60_000.0, 180_000.0]) * (1 + p["real_pay_growth"]) / 1e6
    assert found["payroll"] == pytest.approx(pay @ plan.headcount[:, t] / 4)
    hire = p["hire_cost"] * (1 + p["real_pay_growth"]) / 1e6 + pay * p["ramp_up_months"] / 24
    assert found["hiring"] == pytest.approx(hire @ plan.hires[:, t])
    assert found["rent"] == pytest.approx(plan.rented[t] * p["rent_price"] * 2190 / 1e6)
    running = p["gpu_power"] / 1000 * p["power_price"] * 2190 + p["gpu_capex"] * p["gpu_upkeep"] / 4
    assert found["power and upkeep"] == pytest.approx(plan.owned[t] * running / 1e6)
    assert found["work dropped"] == pytest.approx(
        (plan.dropped[:, :, t].T * worth * (1 + p["real_pay_growth"])).sum(axis=1) @ [p["drop_price"], p["drop_price_steep"], p["drop_price_last"]]
    )
    first = costs_by_period(plan).loc[0]
    leave = np.array([250_000.0, 180_000.0, 60_000.0, 180_000.0]) @ plan.layoffs[:, 0] / 1e6
    assert first["severance"] == pytest.approx(p["severance_share"] * leave)
    assert first["notice pay"] == pytest.approx(p["notice_days"] / 365.25 * leave)
    assert first["GPU purchases"] == pytest.approx(plan.ordered[0] * p["gpu_capex"] / 1e6)
    assert first["api"] == pytest.approx(plan.api[0] * p["api_price"] / 1000)


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


NEVER, TWICE = "plain", "severance, then hires that cost much"


def plan_and_baseline(name: str) -> tuple[Outcome, Outcome]:
    """Exits that are hired again after a pause: cash falls behind, gets ahead, falls behind and turns for good."""
    if name != TWICE:
        return outcome(name), baseline(inputs(name))
    dear = {"hire_cost": 60_000.0, "severance_share": 0.05, "notice_days": 0.0, "demand_growth": 0.05}
    slow = {"adoption_midpoint": 6.0}
    hard = inputs_of(make_options(12, dropping=True, exits=Exits(60.0, kept=2), **dear, **slow))
    return solve(hard).outcome, baseline(hard)


@pytest.mark.parametrize("name", [NEVER, TWICE, "exits pro rata", "everything", "tight budget"])
def test_they_are_those_of_the_printed_cash_table(name: str) -> None:
    plan, base = plan_and_baseline(name)
    paid, usual = (_cash_table(costs_by_period(one))["total"].tolist() for one in (plan, base))
    behind, month, outlay, quarter, value, turns = 0.0, 0.0, 0.0, None, 0.0, 0
    for t, (mine, other) in enumerate(zip(paid, usual, strict=True)):
        before, behind = behind, behind + mine - other
        if before > 0 >= behind:
            month, turns = 3 * (t + before / (before - behind)), turns + 1
        if behind > outlay:
            outlay, quarter = behind, t
        value += plan.inputs.discount[t] * (other - mine)
    found = cash_against_baseline(plan, base)
    if behind > 0:
        assert math.isnan(found.break_even_month)
    else:
        assert found.break_even_month == pytest.approx(month, abs=1e-6)
    assert found.largest_outlay == pytest.approx(outlay, abs=1e-6) and found.outlay_quarter == quarter
    assert found.net_present_value == pytest.approx(value, rel=1e-9)
    assert saving(plan, base).cash.net_present_value == found.net_present_value
    assert turns == {NEVER: 0, TWICE: 2}.get(name, turns)
    assert math.isnan(found.break_even_month) == (name in (NEVER, "exits pro rata"))


def test_with_the_years_after_it_is_the_difference_of_objectives_less_lost_work() -> None:
    """Without dropped and unfixed work the plan minimises exactly this."""
    plan, base = outcome("plain"), baseline(inputs("plain"))
    assert plan.dropped.sum() == base.dropped.sum() == 0 == (unfixed_share(plan.inputs) * plan.automated).sum()
    found = cash_against_baseline(plan, base)
    assert found.net_present_value_after == pytest.approx(base.objective - plan.objective, rel=1e-6)
    assert found.net_present_value_after > found.net_present_value


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


def test_relief_in_a_kind_is_what_its_hours_fall_by() -> None:
    """Review by others leaves the kind that is checked for the kinds of those who check."""
    plan, i = outcome("review is shared"), inputs("review is shared")
    assert plan.dropped.sum() == 0
    assert np.abs(load_of(plan).review - 0.27 * plan.by_role(plan.automated)).max() > 0.1, "else it says nothing"
    work = i.work_by_kind * i.growth[-1] + i.coordination_by_kind * plan.coordination[-1]
    for kind in ALL_KINDS[:-1]:
        place = ALL_KINDS.index(kind)
        share = kind_shares(plan)[:, place]
        relief = evaluate((i.periods,), relief_in_kind(plan.figures, i, kind, share))[-1]
        assert hours_people_work(plan)[:, place].sum() == pytest.approx(
            work[:, place].sum() - relief, rel=1e-9
        )
