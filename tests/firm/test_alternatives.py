"""Near-optimal plans, their ranges, tipping points, and a longer plan."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from tests.firm.firms import FAST, inputs, make_options, setting_with

from reallocate.firm.alternatives.limits import tipping_point_sentence
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
from reallocate.firm.alternatives.tipping_points import Answer, TippingPoint, in_order, tipping_points
from reallocate.firm.model.cases import Setting, forced_options, free_options, solve_case
from reallocate.firm.model.inputs import ALL_KINDS
from reallocate.firm.model.labelled import Term, times
from reallocate.firm.model.plan import Outcome, _cash_table, costs_by_period, hours_people_work
from reallocate.firm.model.solve import solve
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import load_scenario
from reallocate.kernel.errors import PlanError
from reallocate.lp.programme import PRIMAL
from reallocate.work.world import World

ROLES = """code,headcount,loaded_cost
43-4051,400,70000
13-1031,300,110000
15-1252,200,190000
11-3021,100,260000
"""
SCENARIO = 'name = "four"\nroles = "roles.csv"\nquarters = 8\nreach = "people"\n'
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


def test_each_keeps_its_cost_bound_and_beats_the_best_plan_in_its_own_direction(
    setting: Setting, found: Alternatives
) -> None:
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


def test_none_goes_further_within_the_bound(setting: Setting, found: Alternatives) -> None:
    """A direct solve for the figure alone, under the same cost limit, ends at the same place."""
    by_name = {one.name: one for one in found.plans}
    for direction in _DIRECTIONS:
        solved, _ = solve_case(setting, setting.options, choose=False)
        least = solved.outcome.objective
        solved.solver.keep_cost_below(least + WITHIN * abs(least))
        solved.solver.set_objective(times(direction.sign, direction.terms(solved.program.variables)))
        furthest = direction.sign * solved.solver.minimise().objective
        plan = by_name[direction.name].plan
        assert plan is not None
        assert direction.figure(plan) == pytest.approx(furthest, rel=1e-3, abs=0.05), direction.name


def test_no_compulsory_exits_has_a_price(found: Alternatives) -> None:
    one = next(one for one in found.plans if one.name == _NO_EXITS)
    assert one.plan is not None
    assert one.plan.layoffs.sum() == pytest.approx(0.0, abs=1e-9) and one.extra > 0
    assert figures_of([one])[0]["layoffs"] == pytest.approx(0.0, abs=1e-9)


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


SHORTER = 'name = "four"\nroles = "roles.csv"\nquarters = 4\nreach = "people"\n'


WEIGHTS = 10.0 ** np.arange(-4.0, 2.01, 0.02)


def test_no_weight_of_a_figure_against_cost_finds_more_and_the_best_finds_as_much(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """For any weight w, figure ≥ (min(cost + w·figure) − allowed cost) ÷ w; the best weight meets the end."""
    folder = tmp_path_factory.mktemp("four")
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    (folder / "scenario.toml").write_text(SHORTER, encoding="utf-8")
    setting = prepare(world, load_scenario(folder)).setting
    solved, base = solve_case(setting, setting.options, choose=False)
    least = solved.outcome.objective
    near = _NearOptimal(solved)
    weighed = solve(setting.inputs(setting.options, base), choose=False)
    widest = 0.0
    for role in range(len(weighed.program.inputs.roles)):
        ends = near.range_of([Term(1, solved.program.variables.headcount.isel(date=-1, role=role))])
        last = weighed.program.variables.headcount.isel(date=-1, role=role)
        for end, sign in zip(ends, (1.0, -1.0), strict=True):
            bounds = []
            for weight in WEIGHTS:
                weighed.solver.set_objective_with([Term(sign * weight, last)])
                try:
                    best = weighed.solver.minimise(PRIMAL).objective
                except PlanError:  # so dear that hiring without end would pay
                    weighed.solver.return_to(weighed.basis)
                    break
                bounds.append(sign * (best - least - _NEAR * abs(least)) / weight)
            assert all(sign * (end - bound) >= -1e-4 for bound in bounds)
            closest = max(bounds) if sign > 0 else min(bounds)
            assert closest == pytest.approx(end, abs=0.02 * max(ends[1] - ends[0], 1.0))
        widest = max(widest, ends[1] - ends[0])
    assert widest > 5, "a range of nothing says nothing"


ENOUGH_NOW = 95.0
"""[USD million/year] of cash: enough for today's demand and attrition, not for much more of either."""


def points(cash: float | None) -> dict[str, TippingPoint]:
    options = make_options(4, cash_per_year=cash)
    setting = setting_with(options)
    return {one.name: one for one in tipping_points(setting, ("demand_growth", "capture_automated"))}


@pytest.fixture(scope="module")
def tight() -> dict[str, TippingPoint]:
    return points(ENOUGH_NOW)


def test_an_end_without_a_plan_is_an_answer_and_said_plainly(tight: dict[str, TippingPoint]) -> None:
    one = tight["demand_growth"]
    assert one.impossible_at == (one.high,) and isnan(one.high_positions) and isnan(one.high_layoffs)
    assert one.low_positions > 0 and one.low_layoffs == pytest.approx(0.0, abs=1e-6)
    assert one.flips_to is Answer.NO_PLAN
    assert one.flips_at is not None and one.now < one.flips_at < one.high
    assert [point.name for point in in_order(list(tight.values()))] == ["demand_growth", "capture_automated"]
    one = tight["demand_growth"]
    about = make_options().parameters.about(one.name)
    text = tipping_point_sentence(one, about)
    assert f"at {one.high:g} {about.unit} no plan is possible within the limits" in text
    assert text.endswith(f"Beyond about {one.flips_at:.2g} no plan keeps the limits.") and "nan" not in text


def test_without_a_limit_both_ends_have_a_plan() -> None:
    one = points(None)["demand_growth"]
    assert one.impossible_at == () and one.flips_to is Answer.LAYOFFS and one.swing > 0


FIRST_YEAR = slice(0, 4)


@pytest.fixture(scope="module")
def plans(world: World) -> dict[int, Outcome]:
    """The worked example's free plan over 12 and over 16 quarters."""
    setting = prepare(world, load_scenario("hyperscaler-2026")).setting
    options = free_options(setting.options)
    assert options.quarters == 12
    return {
        quarters: solve(setting.inputs(replace(options, quarters=quarters))).outcome for quarters in (12, 16)
    }


@pytest.mark.long
@pytest.mark.parametrize("name", ["headcount", "hires", "with_ai", "automated", "directing"])
def test_first_year_decisions_hardly_move_when_the_plan_is_longer(name: str, plans: dict[int, Outcome]) -> None:
    short, long = (getattr(plans[quarters], name)[:, FIRST_YEAR] for quarters in (12, 16))
    assert short.sum() > 1
    assert np.abs(long - short).sum() < 0.01 * short.sum()


@pytest.mark.long
def test_first_year_cash_hardly_moves_either_though_the_plan_decides_something(
    plans: dict[int, Outcome]
) -> None:
    short, long = (_cash_table(costs_by_period(plans[quarters]))["total"][FIRST_YEAR] for quarters in (12, 16))
    assert (long - short).abs().sum() < 0.01 * short.sum()
    # So that agreement is not for want of decisions.
    positions = plans[12].positions
    assert positions[3] < 0.99 * plans[12].inputs.headcount.sum()
    assert plans[12].with_ai[:, 3].sum() > 1_000


def test_the_range_of_a_kind_holds_the_plan_s_own_hours_where_review_is_shared() -> None:
    solved = solve(inputs("review is shared"))
    plan, i = solved.outcome, solved.program.inputs
    assert plan.automated.sum() > 1 and plan.dropped.sum() == 0
    near = _NearOptimal(solved)
    work = i.work_by_kind * i.growth[-1] + i.coordination_by_kind * plan.coordination[-1]
    change = (hours_people_work(plan) - work).sum(axis=0)
    for place, kind in enumerate(ALL_KINDS[:-1]):
        low, high = _kind_range(near, kind)
        assert low - 1e-6 <= change[place] <= high + 1e-6, kind
        assert np.isfinite(high) or not work[:, place].any()
