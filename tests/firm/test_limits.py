"""Limits, alternatives and what promises cost: a looser limit never costs more, near-optimal plans and their ranges."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from math import isnan

import numpy as np
import pytest
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
    setting_with,
)

import reallocate as ra
from reallocate.api.prices import ALL, NONE, promise_prices
from reallocate.data.bundle import shipped_world
from reallocate.firm.alternatives.limits import (
    _FURTHEST,
    SAME,
    ShadowPrice,
    _Limit,
    limits_of,
    shadow_price,
    shadow_price_sentence,
    tipping_point_sentence,
)
from reallocate.firm.alternatives.model import (
    _DIRECTIONS,
    _FRONTIER,
    _NEAR,
    _NO_EXITS,
    Alternatives,
    _kind_range,
    _NearOptimal,
    alternatives,
    figures_of,
)
from reallocate.firm.alternatives.page import limits
from reallocate.firm.alternatives.prices import PricedPlan, PromisePrices, price_words
from reallocate.firm.alternatives.promises import InForce, PricedLimits, promises
from reallocate.firm.alternatives.tipping_points import Answer, in_order, tipping_points
from reallocate.firm.model.cases import Setting, closed_options, forced_options, solve_case
from reallocate.firm.model.inputs import ALL_KINDS, DIRECTING_ROLE
from reallocate.firm.model.labelled import Term, select, times
from reallocate.firm.model.options import Options, Promises
from reallocate.firm.model.plan import Outcome, _cash_table, costs_by_period, hours_people_work
from reallocate.firm.model.programme import build
from reallocate.firm.model.promise_rules import places_of
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.solver import Solver
from reallocate.firm.plan.people import _hours_with_relief
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import firm_scenario, load_scenario
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.table import computed
from reallocate.work.world import World


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


def test_leaving_work_undone_saves_nothing_without_a_limit() -> None:
    talkers = replace(MANAGERS, headcount=100.0, pay=400_000.0, content=(0.1, 0.2, 0.1, 0.6))
    program = build(inputs_of(make_options(4, ai=False, dropping=True), [CLERKS, DEVELOPERS, talkers], ()))
    solver = Solver(program.model.matrices)
    undone = solver.minimise()
    solver.bound(program.variables.dropped, 0.0, 0.0)
    assert undone.objective == pytest.approx(solver.minimise().objective, rel=1e-9)


ASKED: dict[str, Options] = {
    "cash budget": PLANS["tight budget"],
    "work that is bad and stays unnoticed": make_options(4, redo_share=0.8, unfixed_share_at_most=0.0005, **FAST),
    "hires a quarter": make_options(4, dropping=True, demand_growth=0.08, max_hires_per_quarter=10.0),
}
"""By the limit that decides."""
IDLE = "outside help in directing AI, at no charge (none assumed)"


@cache
def answered(name: str) -> tuple[Setting, Outcome, Solved, dict[str, ShadowPrice]]:
    """A plan with the worth of all its limits."""
    options = ASKED[name]
    setting = setting_with(options)
    base = setting.baseline()
    now = solve(setting.inputs(options, base), choose=False)
    limits = [one for one in limits_of(options) if one.name in (name, IDLE)]
    return setting, base, now, {one.name: shadow_price(setting, options, one, base, now) for one in limits}


def change(name: str, limit: _Limit, by: float) -> float:
    """Change of the least cost, by a programme built and solved from nothing."""
    setting, base, now, _ = answered(name)
    try:
        moved = solve(setting.inputs(limit.shifted(ASKED[name], by), base), choose=False)
    except InfeasiblePlan:
        return math.inf
    return moved.outcome.objective - now.outcome.objective


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
            if steps < _FURTHEST / 2 and low < beyond < high and limit.name == name:
                further = change(name, limit, beyond - limit.level)
                assert further / (1.4 * steps) != pytest.approx(first, rel=SAME, abs=1e-7), (limit.name, sign)
    assert found and answered(name)[3][name].decides


def test_it_is_said_in_words_and_what_does_not_decide_has_no_range() -> None:
    setting, base, now, found = answered("cash budget")
    worth = found["cash budget"]
    said = shadow_price_sentence(worth)
    assert worth.up_to is not None and "less costs" in said
    assert f"for each further one up to {worth.up_to:,.0f}" in said
    free = _Limit("nothing", "units", 1.0, 1.0, lambda options, by: options)
    worth = shadow_price(setting, ASKED["cash budget"], free, base, now)
    assert not worth.decides and worth.up_to is None and worth.down_to is None


ROLES = """code,headcount,loaded_cost
43-4051,400,70000
13-1031,300,110000
15-1252,200,190000
11-3021,100,260000
"""
SCENARIO = 'name = "four"\nroles = "roles.csv"\nquarters = 5\nreach = "people"\n'
WITHIN = 0.02


@pytest.fixture(scope="module")
def setting(world: World, tmp_path_factory: pytest.TempPathFactory) -> Setting:
    """Nobody quits and systems come quickly, so that the best plan lays people off."""
    folder = tmp_path_factory.mktemp("four")
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    found = prepare(world, load_scenario(folder)).setting
    given = {"work_elasticity": 0.0, "assisted_today": 0.0, "capture_augmented": 0.6}
    moved = {**FAST, **given, "quits_per_month": 0.0, "induced_quits": 0.0, "rehire_pause": 0.0}
    return replace(found, options=replace(found.options, parameters=found.options.parameters.replace(**moved)))


@pytest.fixture(scope="module")
def found(setting: Setting) -> Alternatives:
    return alternatives(setting, WITHIN)


def test_each_keeps_its_cost_bound_and_none_goes_further_in_its_own_direction(
    setting: Setting, found: Alternatives
) -> None:
    """A direct solve for the figure alone, under the same cost limit, ends at the same place."""
    solved, _ = solve_case(setting, setting.options, choose=False)
    least, best = solved.outcome.objective, solved.outcome
    assert best.layoffs.sum() > 10, "without layoffs fewest layoffs would show nothing"
    by_name = {one.name: one for one in found.plans}
    assert by_name["least cost"].extra == 0.0
    for direction in _DIRECTIONS:
        one = by_name[direction.name]
        assert one.plan is not None
        assert -1e-6 * least <= one.extra <= WITHIN * least * (1 + 1e-6), direction.name
        assert one.plan.objective == pytest.approx(least + one.extra, rel=1e-9)
        further = direction.sign * (direction.figure(best) - direction.figure(one.plan))
        start = direction.figure(best)
        assert further > 1e-3 * max(abs(start), 1.0) or (direction.sign > 0 and start < 1e-6), direction.name
        again, _ = solve_case(setting, setting.options, choose=False)
        again.solver.keep_cost_below(least + WITHIN * abs(least))
        again.solver.set_objective(times(direction.sign, direction.terms(again.program.variables)))
        furthest = direction.sign * again.solver.minimise().objective
        assert direction.figure(one.plan) == pytest.approx(furthest, rel=1e-3, abs=0.05), direction.name


def test_the_frontier_rises_and_each_further_job_costs_no_less(found: Alternatives) -> None:
    extra, kept = (np.array(axis) for axis in zip(*found.frontier, strict=True))
    assert len(extra) == len(_FRONTIER) + 1
    assert (np.diff(extra) > 0).all() and (np.diff(kept) >= -1e-6).all() and kept[-1] > kept[0] + 1
    price = np.diff(extra) / np.maximum(np.diff(kept), 1e-9)
    assert (np.diff(price) >= -1e-6 * np.abs(price[:-1])).all()


def test_exits_decided_beforehand_leave_nothing_to_forgo(setting: Setting) -> None:
    options = forced_options(setting.options, 50.0, pro_rata=True)
    every = alternatives(replace(setting, options=options), WITHIN).plans
    one = next(one for one in every if one.name == _NO_EXITS)
    assert one.plan is None and one.reason == "the exits are decided beforehand"
    record = figures_of([one])[0]
    assert np.isnan(float(record["positions"])) and record["note"] == one.reason  # type: ignore[arg-type]


ENOUGH_NOW = 95.0
"""[USD million/year] of cash: enough for today's demand and attrition, not for much more of either."""


def test_an_end_without_a_plan_is_an_answer_and_said_plainly() -> None:
    setting = setting_with(make_options(4, cash_per_year=ENOUGH_NOW))
    found = tipping_points(setting, ("demand_growth", "capture_automated"))
    one = found[0]
    assert one.impossible_at == (one.high,) and isnan(one.high_positions) and isnan(one.high_layoffs)
    assert one.low_positions > 0 and one.low_layoffs == pytest.approx(0.0, abs=1e-6)
    assert one.flips_to is Answer.NO_PLAN
    assert one.flips_at is not None and one.now < one.flips_at < one.high
    assert [point.name for point in in_order(found[::-1])] == ["demand_growth", "capture_automated"]
    about = make_options().parameters.about(one.name)
    text = tipping_point_sentence(one, about)
    assert f"at {one.high:g} {about.unit} no plan is possible within the limits" in text
    assert text.endswith(f"Beyond about {one.flips_at:.2g} no plan keeps the limits.") and "nan" not in text


def test_the_range_of_a_kind_holds_the_plan_s_own_hours_and_that_of_positions_is_found_alone() -> None:
    solved = solve(inputs("review is shared"))
    plan, i = solved.outcome, solved.program.inputs
    assert plan.automated.sum() > 1 and plan.dropped.sum() == 0
    near = _NearOptimal(solved)
    work = i.work_by_kind * i.growth[-1] + i.coordination_by_kind * plan.coordination[-1]
    change = (hours_people_work(plan) - work).sum(axis=0)
    for place, kind in enumerate(ALL_KINDS[:-1]):
        low, high = _kind_range(near, kind)
        assert low - 1e-6 <= change[place] <= high + 1e-6, kind
        assert _hours_with_relief(plan, kind) == pytest.approx(change[place], abs=1e-6), kind
        assert np.isfinite(high) or not work[:, place].any()
    last = [Term(1, select(solved.program.variables.headcount, date=-1))]
    alone = solve(i).solver
    alone.keep_cost_below(plan.objective * (1 + _NEAR))
    for end, sign in zip(near.range_of(last), (1.0, -1.0), strict=True):
        alone.set_objective(times(sign, last))
        assert alone.minimise().objective == pytest.approx(sign * end, rel=1e-6)


def insurer(people: int = 300) -> ra.Scenario:
    return ra.Scenario.from_industry("insurance carriers", people, quarters=2)


def test_every_promise_has_a_price_notice_too() -> None:
    problem = prepare(
        shipped_world(),
        firm_scenario(insurer(), protect=["43-4051"], notice_days=90, keep_at_least=["99%"], budget=900.0),
    )
    cheapest, dearer = PricedPlan(100.0, 5, 290), PricedPlan(100.8, 0, 300)
    prices = PromisePrices(
        cheapest, {"keep_at_least": dearer, "protect": cheapest, "notice_days": cheapest}, dearer
    )
    in_force = InForce(PricedLimits(problem.setting.options, []), prices, (90.0, "[promises] notice_days"))
    found = computed((promises,), in_force)["promises"]
    said = dict(zip(found["promise"], found["price"], strict=True))
    assert said == {
        "Cash of at most USD 900 million a year": "a limit, not a promise",
        "At least 99% of the positions at the start": "Costs about $0.8 million",
        "No layoffs in 43-4051": "Costs nothing", "90 days of notice": "Costs nothing",
    }  # fmt: skip
    assert price_words(0.049) == "Costs nothing" and price_words(1234.0) == "Costs about $1.2 billion"


@pytest.mark.long
def test_the_promises_page_and_the_whole_plan_have_the_same_prices() -> None:
    first = ra.plan(
        insurer(120), keep_at_least=["100%"], protect=["43-4051"], notice_days=90, quick=True, progress=False
    )
    asked, whole = promise_prices(first), first.more(progress=False)
    told = promise_prices(whole)
    assert list(asked) == list(told) == [NONE, "keep_at_least", "protect", "notice_days", ALL]
    assert {key: row["price"] for key, row in asked.items()} == {
        key: row["price"] for key, row in told.items()
    }
    assert [row["cost"] for row in asked.values()] == pytest.approx([row["cost"] for row in told.values()])
    prices = whole.table("promises")["price"]
    assert len(prices) == 3 and prices.str.startswith("Costs").all()


def test_a_plan_says_which_promise_rules_its_cut_out_and_what_to_loosen() -> None:
    plan = ra.plan(insurer(), no_layoffs_before="2027-01", quick=True, progress=False)
    (line,) = plan.explain()["cut_or_wait"]
    assert line == (
        "No cut is compared: with 30 positions cut now, no plan keeps “no layoffs in the first 2 quarters”. "
        "Loosen it, and the plan shows what a cut costs."
    )
    assert plan.facts["cut_ruled_out"] == {"count": 30.0, "promises": ["no_layoffs_before"]}


def test_a_title_with_commas_is_one_name() -> None:
    title = "Claims Adjusters, Examiners, and Investigators"
    problem = prepare(shipped_world(), firm_scenario(insurer(), protect=title.split(",")))
    assert problem.scenario.promises.protect == ("13-1031",)


def test_each_limit_that_was_not_given_is_named() -> None:
    unit = {"cash budget": "USD million a year", "power for own GPUs": "MW"}
    for given, named in (({}, list(unit)), ({"cash_per_year": 0.0}, ["power for own GPUs"]), ({"megawatts": 1.0}, ["cash budget"])):
        rows = limits.compute(PricedLimits(make_options(4, **given), ()))
        assert dict(zip(rows["limit"], rows["unit"], strict=True)) == {one: unit[one] for one in named}
        assert rows["sentence"].tolist() == [f"No limit was given for the {one}." for one in named]
