"""What holds in every plan: people are conserved, work is done by somebody, limits are kept."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plan.plans import PLANS, inputs, outcome

from reallocate.firm.model.plan import Outcome, headcount_table, modes_table
from reallocate.firm.model.totals import totals

TOLERANCE = 1e-6

FROZEN = "freeze, then positions cancelled"

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
    walk = headcount_table(outcome(name))
    assert (walk["quits"] + walk["layoffs"] + walk["moves_out"] <= walk["begin"] + TOLERANCE).all()
    most = inputs(name).options.parameters["moves_per_quarter"]
    assert (walk["moves_out"] <= most * walk["begin"] + TOLERANCE).all()
    share = 1 - (1 - inputs(name).options.parameters["quits_per_month"]) ** 3
    assert np.allclose(walk["quits"], share * walk["begin"])
    plan = outcome(name)
    pause = round(inputs(name).options.parameters["rehire_pause"])
    for role, quarter in zip(*np.nonzero(plan.layoffs > TOLERANCE), strict=True):
        assert (plan.hires + plan.moves_in)[role, quarter : quarter + pause].sum() <= TOLERANCE


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
    plan, i = outcome(name), inputs(name)
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
    plan, i = outcome(name), inputs(name)
    p = i.options.parameters
    assert (plan.directing.sum(axis=0) >= p["directing_hours"] * plan.automated.sum(axis=0) - TOLERANCE).all()
    assert (plan.directing[~i.directs] == 0).all()
    existing = i.directs.copy()
    existing[-1] = False
    most = p["directing_by_existing"] * i.hours * plan.headcount
    assert (plan.directing[existing] <= most[existing] + TOLERANCE).all()
    plan, i = outcome(name), inputs(name)
    eta = i.options.parameters["coordination_elasticity"]
    people = plan.positions + plan.contractors.sum(axis=0)
    expected = eta * people / (i.headcount.sum() + i.contractors.sum()) + (1 - eta) * i.growth
    assert np.allclose(plan.coordination, expected, atol=1e-9)


@every_plan
def test_tokens_are_bought_or_made(name: str) -> None:
    plan, i = outcome(name), inputs(name)
    p = i.options.parameters
    augmented, automated = (plan.with_ai - plan.automated).sum(axis=0), plan.automated.sum(axis=0)
    tokens = augmented * p["tokens_per_augmented_hour"] + automated * p["tokens_per_automated_hour"]
    per_gpu = p["tokens_per_second"] * p["utilisation"] * 3600 * 8760 / 4 / 1e9
    assert (plan.api + per_gpu * (plan.rented + plan.owned) >= tokens - TOLERANCE).all()


def test_the_plans_are_not_all_alike() -> None:
    """The laws above are put to the test: every lever is pulled somewhere."""
    found = {name: totals(outcome(name)) for name in PLANS}
    assert found["plain"].layoffs == 0 and found["no quits"].layoffs > 10
    assert found["plain"].moves > 10 and outcome("everything").dropped.sum() > 10
    assert sum(one.automated > 0.01 for one in found.values()) >= 5
    assert sum(one.layoffs > 1 for one in found.values()) >= 3
    assert outcome("plain").directing.sum() > 0


def test_a_freeze_lets_nobody_in_and_cancelled_positions_are_not_filled_in_the_first_year() -> None:
    plan = outcome(FROZEN)
    assert plan.hires[:, :2].sum() == 0
    assert plan.hires[:, 2:].sum() > 1
    plan, i = outcome(FROZEN), inputs(FROZEN)
    assert i.baseline_hires is not None
    hired, planned = plan.hires[:-1, :4].sum(axis=1), i.baseline_hires[:-1, :4].sum(axis=1)
    assert (i.open_positions[:-1] > 0).all()
    assert (hired <= planned - i.open_positions[:-1] + TOLERANCE).all()


@pytest.mark.parametrize("name", ["exits pro rata", "everything"])
def test_exits_decided_beforehand_are_made_in_the_first_quarter(name: str) -> None:
    first = outcome(name).layoffs[:, 0]
    assert first.sum() == pytest.approx(60.0)
    people = inputs(name).headcount
    assert (name == "exits pro rata") == bool(np.allclose(first, 60.0 * people / people.sum()))
