"""Limits: promises are kept, budgets hold, and one more of each is worth what solving again finds."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.firm.firms import (
    CLERKS,
    DEVELOPERS,
    FAST,
    MANAGERS,
    PLANS,
    inputs,
    inputs_of,
    make_options,
    outcome,
    plan,
    setting_with,
)

from reallocate.firm.alternatives.limits import (
    _FURTHEST,
    SAME,
    ShadowPrice,
    _Limit,
    limits_of,
    shadow_price,
    shadow_price_sentence,
)
from reallocate.firm.model.broken import conflicts
from reallocate.firm.model.budget_rules import AI_BUDGET
from reallocate.firm.model.cases import Setting, closed_options
from reallocate.firm.model.inputs import DIRECTING_ROLE
from reallocate.firm.model.options import Options, Promises
from reallocate.firm.model.plan import Outcome, _cash_table, costs_by_period
from reallocate.firm.model.programme import build
from reallocate.firm.model.promise_rules import may_move, places_of
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.solver import Solver
from reallocate.firm.model.totals import totals
from reallocate.firm.report.tasks import plan_limits
from reallocate.kernel.errors import InfeasiblePlan

SMALL = 1e-6
# Nobody quits, so that layoffs pay.
CUT: dict[str, Any] = {"quits_per_month": 0.0, "rehire_pause": 0.0, "induced_quits": 0.0, **FAST}
ONE_BY_ONE: dict[str, dict[str, Any]] = {
    "no_layoffs": {"no_layoffs": 3},
    "keep_share": {"keep_share": 0.97},
    "keep_positions": {"keep_positions": ((DEVELOPERS.code, 290.0),)},
    "max_exits_per_month": {"max_exits_per_month": 1.5},
    "protect": {"protect": ("43-0000",)},
    "retrain_before_exit": {"retrain_before_exit": 0.8},
    "minimum_cover": {"minimum_cover": ((MANAGERS.code, 49.0),)},
    "span_at_most": {"span_at_most": 13.5},
}


@cache
def cut(name: str = "", **more: Any) -> Outcome:
    return plan(make_options(6, **CUT, **ONE_BY_ONE.get(name, {}), **more))


def place(found: Outcome, code: str) -> int:
    return int(found.inputs.roles.get_loc(code))


def test_without_promises_the_plan_breaks_every_one_of_them() -> None:
    """Else keeping them would show nothing."""
    found = cut()
    assert found.layoffs[:, :3].sum() > 1 and found.positions.min() < 0.97 * found.inputs.headcount.sum() - 1
    assert found.headcount[place(found, DEVELOPERS.code)].min() < 289
    assert found.layoffs[place(found, CLERKS.code)].sum() > 1
    assert found.layoffs.sum(axis=0).max() > 4.5 + 1
    assert found.headcount[place(found, MANAGERS.code)].min() < 48
    moved, gone = found.moves_out.cumsum(axis=1), found.layoffs.cumsum(axis=1)
    assert (moved < 0.8 * gone - 1).any()
    managers = place(found, MANAGERS.code)
    assert ((found.positions - found.headcount[managers]) / found.headcount[managers]).max() > 14


@pytest.mark.parametrize("name", ONE_BY_ONE)
def test_a_promise_that_binds_costs_something(name: str) -> None:
    assert cut(name).objective > cut().objective + 1e-3


def test_exits_positions_and_managers_are_as_promised() -> None:
    found = cut("no_layoffs")
    assert found.layoffs[:, :3].sum() < SMALL
    assert found.layoffs[:, 3:].sum() > 1
    assert cut("keep_share").positions.min() == pytest.approx(0.97 * 750.0)
    found = cut("keep_positions")
    assert found.headcount[place(found, DEVELOPERS.code)].min() == pytest.approx(290.0)
    for found in (cut("max_exits_per_month"), cut("max_exits_per_month", voluntary=True)):
        a_month = (found.layoffs + found.voluntary).sum(axis=0) / 3
        assert a_month.max() == pytest.approx(1.5)
    assert cut("max_exits_per_month", voluntary=True).voluntary.sum() > 1
    found = cut("protect")
    assert found.layoffs[place(found, CLERKS.code)].sum() < SMALL
    found = cut("span_at_most")
    managers = found.headcount[place(found, MANAGERS.code)]
    assert ((found.positions - managers) / managers).max() == pytest.approx(13.5)


def test_a_family_is_kept_as_a_whole() -> None:
    roles = (DEVELOPERS, replace(DEVELOPERS, code="15-1253", headcount=200.0, pay=150_000.0), CLERKS)
    free, held = (
        plan(make_options(6, **CUT, keep_positions=kept), roles, ()) for kept in ((), (("15-0000", 480.0),))
    )
    family = held.inputs.family == "15-0000"
    assert free.headcount[family].sum(axis=0).min() < 479
    assert held.headcount[family].sum(axis=0).min() == pytest.approx(480.0)
    assert (held.headcount[family].min(axis=1) < held.inputs.headcount[family] - 1).all()


def test_people_are_moved_before_others_are_laid_off_where_a_move_is_known() -> None:
    found = cut("retrain_before_exit")
    moved, gone = found.moves_out.cumsum(axis=1), found.layoffs.cumsum(axis=1)
    held = may_move(found.inputs)
    assert held.sum() == 3
    assert (moved[held] >= 0.8 * gone[held] - SMALL).all()
    assert gone.sum() > 1
    given = {**CUT, "directing_hires": False}
    free, held = (plan(make_options(6, **given, **more), moves=()) for more in ({}, {"retrain_before_exit": 1.0}))
    assert free.layoffs.sum() > 1
    assert held.objective == pytest.approx(free.objective, rel=1e-9)


def test_cover_counts_only_those_at_the_work_of_the_role() -> None:
    for found in (cut("minimum_cover"), cut("minimum_cover", directing_hires=False)):
        managers = place(found, MANAGERS.code)
        at_work = found.headcount[managers] - found.directing[managers] / found.inputs.hours
        assert at_work.min() == pytest.approx(49.0)
    # Without positions that direct AI managers do it, and as many more of them are needed.
    assert found.directing[managers].max() / found.inputs.hours > 1
    assert found.headcount[managers].max() > 50


def test_a_name_is_that_of_a_role_an_occupation_or_a_family() -> None:
    i = inputs_of(make_options(2), (replace(CLERKS, code="43-9061"), DEVELOPERS, MANAGERS))
    assert list(i.roles[places_of(i, "43-0000")]) == ["43-9061"]
    assert list(i.roles[places_of(i, DIRECTING_ROLE)]) == [DIRECTING_ROLE]
    with pytest.raises(ValueError, match="names '99-9999'"):
        places_of(i, "99-9999")


def test_the_baseline_and_closed_positions_know_no_promises() -> None:
    options = make_options(4, voluntary=True, no_layoffs=2)
    closed = closed_options(options, 10.0)
    assert closed.promises == Promises() and not closed.levers.voluntary


# Offers to leave.
def test_an_offer_is_paid_for_and_takes_the_place_of_layoffs_unless_it_is_dear() -> None:
    found = outcome("offers to leave")
    i, p = found.inputs, found.inputs.options.parameters
    taken = found.voluntary.sum(axis=1)
    assert (taken <= p["voluntary_take_up"] * i.headcount + SMALL).all()
    assert taken[place(found, CLERKS.code)] == pytest.approx(0.04 * 400)
    paid = np.array([250_000.0, 180_000.0, 60_000.0, 180_000.0]) / 1e6
    costs = costs_by_period(found)
    by_hand = p["voluntary_pay"] * paid @ found.voluntary + p["severance_share"] * paid @ found.layoffs
    assert np.allclose(costs["severance"], by_hand * i.pay_path)
    assert np.allclose(costs["notice pay"], p["notice_days"] / 365.25 * paid @ found.layoffs * i.pay_path)
    assert _cash_table(costs)["exits"].sum() > 0
    assert totals(found).voluntary == pytest.approx(taken.sum())
    with_offers, without = (plan(make_options(8, **CUT, voluntary=open_to)) for open_to in (True, False))
    assert with_offers.objective < without.objective
    assert with_offers.layoffs.sum() < without.layoffs.sum() - 5
    more = plan(make_options(8, **CUT, voluntary=True, voluntary_take_up=0.1))
    assert more.objective < with_offers.objective
    found = plan(make_options(8, **CUT, voluntary=True, voluntary_pay=5.0))
    assert found.voluntary.sum() == 0
    assert found.objective == pytest.approx(plan(make_options(8, **CUT)).objective, rel=1e-9)


# Objective not higher when a promise goes.
EVERY = tuple(ONE_BY_ONE)


@pytest.mark.long
@given(st.sets(st.sampled_from(EVERY), min_size=1, max_size=4), st.data())
@settings(max_examples=12, deadline=None, derandomize=True)
def test_a_plan_costs_no_more_when_a_promise_goes(chosen: set[str], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(sorted(chosen)))
    given_up = least(frozenset(chosen - {gone}))
    kept = least(frozenset(chosen))
    assert given_up <= kept + 1e-6 * abs(kept)


@cache
def least(names: frozenset[str]) -> float:
    """The least cost under some promises; endless where no plan keeps them."""
    promises = {key: value for name in names for key, value in ONE_BY_ONE[name].items()}
    try:
        return solve(inputs_of(make_options(4, **CUT, **promises)), choose=False).outcome.objective
    except InfeasiblePlan:
        return float("inf")


def within(budget: float) -> Outcome:
    """The tight budget's plan with another budget."""
    i = inputs("tight budget")
    limits = replace(i.options.limits, cash_per_year=budget)
    return solve(replace(i, options=replace(i.options, limits=limits))).outcome


def test_a_larger_budget_never_costs_more() -> None:
    plans = {budget: within(budget) for budget in (60.0, 75.0, 80.0, 85.0, 90.0, 95.0, 10_000.0)}
    costs = [found.objective for found in plans.values()]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > 1.1 * costs[-1]
    for budget, found in plans.items():
        assert _cash_table(costs_by_period(found))["total"].sum() <= budget + 1e-6
    # What a budget forces: first less is hired, then people go and work is left undone.
    assert plans[60.0].layoffs.sum() > plans[75.0].layoffs.sum() > plans[90.0].layoffs.sum()
    assert plans[60.0].dropped.sum() > plans[75.0].dropped.sum() > plans[90.0].dropped.sum() > 0
    assert plans[10_000.0].dropped.sum() == 0
    assert plans[75.0].objective == pytest.approx(outcome("tight budget").objective, rel=1e-9)


AI_ONLY = ("api", "rent", "power and upkeep", "software", "GPU purchases", "systems put up", "change")


def on_ai(plan: Outcome) -> list[float]:
    """Cash costs of AI by year [USD million]."""
    spent = costs_by_period(plan)[[*AI_ONLY, "upkeep of systems"]].sum(axis=1)
    return [float(spent[year : year + 4].sum()) for year in range(0, len(spent), 4)]


def test_a_budget_for_ai_alone_is_kept_in_every_year_and_a_larger_one_never_costs_more() -> None:
    free = outcome("plain")
    most = max(on_ai(free))
    assert most > 1
    plans = {share: on_budget(share * most) for share in (0.0, 0.3, 0.6, 1.0, 3.0)}
    for share, one in plans.items():
        assert max(on_ai(one)) <= share * most + 1e-6
        assert one.dropped.sum() == 0
    costs = [plan.objective for plan in plans.values()]
    assert costs == sorted(costs, reverse=True) and costs[0] > 1.01 * costs[-1]
    assert costs[-1] == pytest.approx(free.objective, rel=1e-9)
    assert plans[0.0].with_ai.sum() == pytest.approx(0, abs=1e-6)
    # Without AI people are hired for the work; payroll is not part of the budget.
    assert plans[0.0].hires.sum() > plans[1.0].hires.sum()


def on_budget(most: float) -> Outcome:
    """The plain plan with a budget for AI alone."""
    i = inputs("plain")
    return solve(replace(i, options=replace(i.options, limits=replace(i.options.limits, ai_per_year=most)))).outcome


def test_one_more_of_the_budget_for_ai_has_a_price_and_what_it_conflicts_with_is_named() -> None:
    most = 0.5 * max(on_ai(outcome("plain")))
    setting = setting_with(make_options(8, ai_per_year=most))
    (worth,) = [one for one in plan_limits(setting, setting.baseline()) if one.limit.name == "AI budget"]
    least, more = on_budget(most).objective, on_budget(most + 1).objective
    assert worth.decides and worth.limit.level == most
    assert worth.up == pytest.approx(more - least, abs=1e-6) and worth.up < -0.1
    assert AI_BUDGET.in_words("", 50.0) == "at most USD 50 million a year for AI"
    options = make_options(
        4, ai_per_year=0.0, hiring_freeze_quarters=4, max_exits_per_month=50.0, demand_growth=0.1
    )
    setting = setting_with(options)
    with pytest.raises(InfeasiblePlan):
        solve(setting.inputs())
    found = conflicts(setting, options, setting.baseline())
    named = {promise.where for kept in found.sets for promise in kept}
    assert "[levers] hiring_freeze_quarters" in named and "[promises] max_exits_per_month" not in named


def test_a_budget_that_nothing_keeps_is_said_to_be_impossible() -> None:
    with pytest.raises(InfeasiblePlan):
        within(5.0)


def test_leaving_work_undone_saves_nothing_without_a_limit() -> None:
    talkers = replace(MANAGERS, headcount=100.0, pay=400_000.0, content=(0.1, 0.2, 0.1, 0.6))
    program = build(inputs_of(make_options(4, ai=False, dropping=True), [CLERKS, DEVELOPERS, talkers], ()))
    solver = Solver(program.model.matrices)
    undone = solver.minimise()
    solver.bound(program.variables.dropped, 0.0, 0.0)
    assert undone.objective == pytest.approx(solver.minimise().objective, rel=1e-9)


ASKED: dict[str, Options] = {
    "tight budget": PLANS["tight budget"],
    "quality": make_options(4, redo_share=0.8, unfixed_share_at_most=0.0005, **FAST),
    "promises": make_options(
        4, quits_per_month=0.0, max_exits_per_month=4.0, keep_share=0.98, keep_positions=(("43-9061", 390.0),), **FAST
    ),
    "people to direct": make_options(4, directing_lent=1.0, megawatts=0.0005, gpu_lead_time=1.0, **FAST),
    "hires": make_options(4, dropping=True, demand_growth=0.08, max_hires_per_quarter=10.0),
}


DECIDING = {
    "tight budget": "cash budget",
    "quality": "work that is bad and stays unnoticed",
    "promises": "positions kept, of those at the start",
    "people to direct": "outside help in directing AI, at no charge (none assumed)",
    "hires": "hires a quarter",
}
IDLE = "outside help in directing AI, at no charge (none assumed)"


@cache
def answered(name: str) -> tuple[Setting, Outcome, Solved, dict[str, ShadowPrice]]:
    """A plan with the worth of all its limits."""
    options = ASKED[name]
    setting = setting_with(options)
    base = setting.baseline()
    now = solve(setting.inputs(options, base), choose=False)
    limits = [one for one in limits_of(options) if one.name in (DECIDING[name], IDLE)]
    return setting, base, now, {one.name: shadow_price(setting, options, one, base, now) for one in limits}


def change(name: str, limit: _Limit, by: float) -> float:
    """Change of the least cost, by a programme built and solved from nothing."""
    setting, base, now, _ = answered(name)
    try:
        moved = solve(setting.inputs(limit.shifted(ASKED[name], by), base), choose=False)
    except InfeasiblePlan:
        return math.inf
    return moved.outcome.objective - now.outcome.objective


@pytest.mark.long
@pytest.mark.parametrize("name", ASKED)
def test_one_more_and_one_less_are_confirmed_by_solving_again(name: str) -> None:
    for worth in answered(name)[3].values():
        for by, told in ((worth.limit.step, worth.up), (-worth.limit.step, worth.down)):
            if told is not None:
                assert change(name, worth.limit, by) == pytest.approx(told, abs=1e-6), worth.limit.name


@pytest.mark.parametrize("name", ASKED)
def test_the_limit_that_was_made_to_bind_decides(name: str) -> None:
    assert answered(name)[3][DECIDING[name]].decides


@pytest.mark.parametrize("name", ASKED)
def test_the_value_holds_where_it_is_said_to_and_no_further(name: str) -> None:
    found = 0
    for worth in answered(name)[3].values():
        limit = worth.limit
        for end, first, sign in ((worth.up_to, worth.up, 1.0), (worth.down_to, worth.down, -1.0)):
            if end is None or first is None:
                continue
            steps = sign * (end - limit.level) / limit.step
            each = change(name, limit, end - limit.level) / steps
            assert each == pytest.approx(first, rel=SAME, abs=1e-6), (limit.name, sign)
            found += 1
            low, high = limit.ends
            beyond = limit.level + sign * 1.4 * steps * limit.step
            if steps < _FURTHEST / 2 and low < beyond < high and limit.name == DECIDING[name]:
                further = change(name, limit, beyond - limit.level)
                assert further / (1.4 * steps) != pytest.approx(first, rel=SAME, abs=1e-7), (limit.name, sign)
    assert found


def test_it_is_said_in_words_and_what_does_not_decide_has_no_range() -> None:
    worth = answered("tight budget")[3]["cash budget"]
    said = shadow_price_sentence(worth)
    assert worth.up_to is not None
    assert f"for each further one up to {worth.up_to:,.0f}" in said
    assert "less costs" in said
    setting, base, now, _ = answered("tight budget")
    free = _Limit("nothing", "units", 1.0, 1.0, lambda options, by: options)
    worth = shadow_price(setting, ASKED["tight budget"], free, base, now)
    assert not worth.decides
    assert worth.up_to is None and worth.down_to is None
