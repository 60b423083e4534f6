"""A planner's own plan: priced as the best plan is, completed where it is open, measured where it breaks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.firm.firms import (
    CLERKS,
    DEVELOPERS,
    FAST,
    MANAGERS,
    decisions,
    inputs,
    outcome,
    rows_of,
    setting_of,
)

from reallocate.firm.cut.model import undone_worth
from reallocate.firm.model.broken import _EXCESS, breach_of, requests
from reallocate.firm.model.cases import free_options
from reallocate.firm.model.held import OwnPlan, solve_own_plan
from reallocate.firm.model.options import Exits
from reallocate.firm.model.plan import costs_by_period
from reallocate.firm.model.programme import LEVERS
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.plan.groups import openings
from reallocate.kernel.errors import InfeasiblePlan

STILL = {"quits_per_month": 0.0, **FAST}
PROMISES: dict[str, Any] = {
    "no_layoffs": 2, "keep_share": 0.85, "protect": (DEVELOPERS.code,), "max_exits_per_month": 8.0,
    "retrain_before_exit": 0.5, "minimum_cover": ((CLERKS.code, 300.0),), "span_at_most": 14.0,
}  # fmt: skip
FIRMS: dict[str, dict[str, Any]] = {
    "attrition": {},
    "layoffs": {"quarters": 8, **STILL},
    "promises and offers": {"quarters": 8, "voluntary": True, **STILL, **PROMISES},
    "cash is short": {"dropping": True, "cash_per_year": 75.0},
    "hiring is limited": {"dropping": True, "hiring_freeze_quarters": 2, "max_hires_per_quarter": 3.0},
    "systems at a cost": {"quarters": 6, "smallest_system": 0.0, "system_cost": 200_000.0, **FAST},
}


@pytest.mark.parametrize("name", FIRMS)
def test_an_own_plan_equal_to_the_best_one_is_priced_the_same(name: str) -> None:
    setting = setting_of(**FIRMS[name])
    base = setting.baseline()
    best = solve(setting.inputs(free_options(setting.options), base)).outcome
    own = solve_own_plan(setting, decisions(best), base)
    assert own.outcome.objective == pytest.approx(best.objective, rel=1e-9)
    assert own.outcome.headcount == pytest.approx(best.headcount, abs=1e-6)
    assert own.breaches == () and own.beyond == ()


def test_a_cut_that_was_decided_and_is_given_back_is_priced_the_same() -> None:
    setting = setting_of(6, dropping=True, exits=Exits(60.0))
    base = setting.baseline()
    cut = solve(setting.inputs(setting.options, base)).outcome
    own = solve_own_plan(setting, decisions(cut), base)
    assert own.outcome.objective == pytest.approx(cut.objective, rel=1e-9)


def test_what_is_left_open_is_completed_at_least_cost_and_without_exits() -> None:
    setting = setting_of(8)
    base = setting.baseline()
    best = solve(setting.inputs(free_options(setting.options), base)).outcome
    every = decisions(best)
    nothing = solve_own_plan(setting, every[every["role"].eq("nobody")], base)
    assert nothing.outcome.objective == pytest.approx(best.objective, rel=1e-9)
    some = every[every["role"].eq(CLERKS.code) & every["period"].lt(3)]
    assert solve_own_plan(setting, some, base).outcome.objective == pytest.approx(best.objective, rel=1e-9)
    still = setting_of(8, **STILL)
    cheapest = solve(still.inputs(still.options)).outcome
    assert cheapest.layoffs.sum() > 1
    left = solve_own_plan(still, every[every["role"].eq("nobody")], still.baseline()).outcome
    assert left.layoffs.sum() == 0 and left.objective > cheapest.objective


def cut_of(people: float, **given: Any) -> OwnPlan:
    """So many exits of clerks in the second quarter, and nobody hired there."""
    setting = setting_of(4, **given)
    stay = [{"role": CLERKS.code, "period": period, "hires": 0.0} for period in range(4)]
    stay[1]["exits"] = people
    return solve_own_plan(setting, rows_of(*stay), setting.baseline())


def test_work_that_is_left_undone_is_counted_and_priced() -> None:
    own = cut_of(120.0).outcome
    assert not own.inputs.options.promises.protect
    assert own.layoffs[own.inputs.roles.get_loc(CLERKS.code), 1] == 120
    assert own.layoffs.sum() == pytest.approx(120)
    undone = own.dropped.sum(axis=(0, 1))
    assert undone[1:].min() > 1
    costs = costs_by_period(own)["work dropped"].to_numpy()
    assert undone_worth(own) == pytest.approx(costs @ own.inputs.present_weights)
    # No hour is worth less than the first step of the price or more than the last.
    hourly = own.inputs.hourly_worth[own.inputs.roles.get_loc(CLERKS.code)]
    clerks = own.dropped[own.inputs.roles.get_loc(CLERKS.code)].sum(axis=0)
    assert (costs >= 1.5 * hourly * clerks - 1e-9).all()
    assert cut_of(20.0).outcome.objective < own.objective


def test_promises_are_measured_and_not_enforced() -> None:
    own = cut_of(
        120.0, no_layoffs=2, max_exits_per_month=10.0, keep_positions=((CLERKS.code, 380.0),), keep_share=0.9,
        protect=(CLERKS.code,),
    )  # fmt: skip
    found = {one.where: one for one in own.breaches}
    assert found["[promises] no_layoffs_before"].amount == pytest.approx(120)
    assert found["[promises] protect"].amount == pytest.approx(120)
    month = found["[promises] max_exits_per_month"]
    assert (month.amount, month.first, month.last) == (pytest.approx(30), 1, 1)
    kept = found["[promises] keep_at_least"]
    missing = 380 - own.outcome.headcount[own.outcome.inputs.roles.get_loc(CLERKS.code)]
    assert kept.amount == pytest.approx(missing.max()) and kept.first == int(np.argmax(missing))
    # The share of all positions can be kept by hires elsewhere, and is.
    assert own.outcome.positions.min() >= 0.9 * own.outcome.inputs.headcount.sum() - 1e-6
    assert len(own.breaches) == 4


def test_what_the_decisions_leave_possible_is_kept() -> None:
    own = cut_of(60.0, protect=(CLERKS.code,), max_hires_per_quarter=2.0, megawatts=0.0)
    assert {one.where for one in own.breaches} == {"[promises] protect"}
    assert own.outcome.hires.sum(axis=0).max() <= 2 + 1e-6
    assert own.outcome.owned.max(initial=0.0) <= 1e-6


def test_a_hiring_freeze_holds_for_what_is_left_open() -> None:
    setting = setting_of(4, hiring_freeze_quarters=2, dropping=True)
    rows = rows_of({"role": MANAGERS.code, "period": 0, "hires": 5.0})
    own = solve_own_plan(setting, rows, setting.baseline())
    assert own.outcome.hires[:, :2].sum() == pytest.approx(5)
    assert [(one.where, one.amount) for one in own.breaches] == [
        ("[levers] hiring_freeze_quarters", pytest.approx(5))
    ]


def test_hires_soon_after_exits_go_beyond_an_assumption() -> None:
    setting = setting_of(6)
    rows = rows_of(
        {"role": CLERKS.code, "period": 0, "exits": 30.0}, {"role": CLERKS.code, "period": 2, "hires": 25.0}
    )
    own = solve_own_plan(setting, rows, setting.baseline())
    clerks = own.outcome.inputs.roles.get_loc(CLERKS.code)
    assert own.outcome.hires[clerks, 2] == 25
    # Nobody else comes in the pause of four quarters, since that is left open.
    assert own.outcome.hires[clerks, [0, 1, 3]].sum() == pytest.approx(0, abs=1e-7)
    assert [one.amount for one in own.beyond] == [pytest.approx(25)]


def test_nobody_is_hired_in_advance_to_make_up_for_exits() -> None:
    setting = setting_of(4, demand_growth=0.0)
    rows = rows_of({"role": CLERKS.code, "period": 2, "exits": 60.0})
    own = solve_own_plan(setting, rows, setting.baseline()).outcome
    clerks = own.inputs.roles.get_loc(CLERKS.code)
    assert own.hires[clerks, :2].max() <= own.inputs.quits[clerks] * CLERKS.headcount + 1e-6
    assert own.hires[clerks, 2:].sum() == pytest.approx(0, abs=1e-6)
    assert own.headcount[clerks, 1] <= CLERKS.headcount + 1e-6 and own.dropped[clerks, :, 2:].sum() > 1


def test_more_moves_than_assumed_possible_are_made_and_said() -> None:
    setting = setting_of(4)
    rows = rows_of({"role": CLERKS.code, "period": 0, "moves": 60.0, "to": DEVELOPERS.code})
    own = solve_own_plan(setting, rows, setting.baseline())
    assert own.outcome.moves_out[own.outcome.inputs.roles.get_loc(CLERKS.code), 0] == pytest.approx(60)
    texts = {one.text: one.amount for one in own.beyond}
    assert texts["at most 9% of a role change role in a quarter"] == pytest.approx(60 - 0.09 * CLERKS.headcount)
    assert "only people whose work has gone change role" in texts


def test_a_headcount_is_reached_by_quits_first_then_by_exits() -> None:
    setting = setting_of(4)
    clerks = {"role": CLERKS.code, "moves": 0.0}
    few = rows_of({**clerks, "period": 0, "headcount": 395.0}, {**clerks, "period": 1, "headcount": 300.0})
    own = solve_own_plan(setting, few, setting.baseline()).outcome
    place = own.inputs.roles.get_loc(CLERKS.code)
    assert own.headcount[place, :2] == pytest.approx([395, 300])
    assert own.layoffs[place, 0] == 0 and own.hires[place, 0] > 0
    assert own.layoffs[place, 1] == pytest.approx(395 * (1 - own.inputs.quits[place]) - 300)
    assert own.induced_quits_cost[1] > 0 and own.induced_quits_cost[0] == 0


def test_more_people_than_there_are_cannot_leave() -> None:
    setting = setting_of(4)
    rows = rows_of(
        {"role": CLERKS.code, "period": 0, "exits": 380.0, "hires": 0.0},
        {"role": CLERKS.code, "period": 1, "exits": 100.0, "hires": 0.0},
    )
    with pytest.raises(InfeasiblePlan):
        solve_own_plan(setting, rows, setting.baseline())


def test_every_limit_and_promise_that_decisions_can_break_is_measured() -> None:
    """What is left out says what a plan may use, leaves work undone, or is decided by the exits themselves."""
    without = {lever.field for lever in LEVERS if lever.text and lever.field not in _EXCESS}
    assert without == {"count", "ai", "dropping", "api", "rent", "own"}


@pytest.mark.parametrize("name", ["promises and offers", "cash is short", "hiring is limited"])
def test_a_plan_that_keeps_what_was_asked_has_no_breach(name: str) -> None:
    setting = setting_of(**FIRMS[name])
    best = solve(setting.inputs(free_options(setting.options))).outcome
    wanted = requests(setting.options)
    assert wanted and all(breach_of(one, best) is None for one in wanted)


def test_a_pause_on_hiring_defers_openings_and_cancels_none() -> None:
    """Exits in every role close it to hires for a year; its managers' four openings are filled after it."""
    plan, base = outcome("exits pro rata"), baseline(inputs("exits pro rata"))
    managers = plan.inputs.roles.get_loc("11-3021")
    assert plan.inputs.open_positions.sum() == 4 and plan.hires[managers, :4].sum() == 0
    found = openings(plan, base)
    assert found.cancelled.sum() == 0
    assert found.deferred.sum() == pytest.approx(min(4.0, base.hires[managers, :4].sum())) and found.deferred[managers] > 1
    assert found.filled.sum() == pytest.approx(min(4.0, plan.hires[managers].sum()))
    assert found.filled[:, :4].sum() == 0


def test_hires_within_the_year_fill_openings_first() -> None:
    plan, base = outcome("plain"), baseline(inputs("plain"))
    managers = plan.inputs.roles.get_loc("11-3021")
    hires = np.zeros_like(plan.hires)
    hires[managers, [1, 3, 5]] = (1.0, 1.0, 9.0)
    found = openings(replace(plan, hires=hires), base)
    usual = min(4.0, base.hires[managers, :4].sum())
    assert found.deferred[managers] == pytest.approx(usual - 2) and found.deferred.sum() == found.deferred[managers]
    np.testing.assert_allclose(found.filled[managers], [0, 1, 0, 1, 0, 2, 0, 0])
    assert openings(base, base).deferred.sum() == 0


def test_openings_that_must_be_cancelled_are() -> None:
    name = "freeze, then positions cancelled"
    plan, base = outcome(name), baseline(inputs(name))
    found = openings(plan, base)
    short = base.hires[:, :4].sum(axis=1) - plan.hires[:, :4].sum(axis=1)
    np.testing.assert_allclose(found.cancelled, np.clip(short, 0.0, plan.inputs.open_positions))
    assert found.cancelled.sum() > 1 and found.deferred.sum() == 0
