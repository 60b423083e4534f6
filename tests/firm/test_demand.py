"""Work that answers to its cost, AI in use today, and AI so dear that it is none."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from benchmarks.firms import synthetic_firm
from tests.firm.firms import (
    CLERKS,
    DEVELOPERS,
    MANAGERS,
    ROLES,
    Role,
    inputs_of,
    make_options,
    outcome,
    plan,
    setting_with,
)

from reallocate.data.bundle import load_world
from reallocate.firm.model.ai_hour import _DEAREST, todays_use_is_given
from reallocate.firm.model.cases import Setting, free_options
from reallocate.firm.model.demand import _WORTH_DOWN, _WORTH_UP, _worth_of_work, value_of_added_work
from reallocate.firm.model.firm import todays_use
from reallocate.firm.model.inputs import Inputs, make_inputs
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.options import Levers, Options, Promises
from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.firm.model.programme import build
from reallocate.firm.model.relief import freed_hours, relief
from reallocate.firm.model.solve import baseline, baseline_inputs, solve
from reallocate.firm.model.solver import Solver
from reallocate.firm.model.totals import statistics_table
from reallocate.firm.model.variables import CHEAPER, DEARER, _down_edges, up_edges
from reallocate.firm.model.work_rules import available_hours, required_hours
from reallocate.firm.plan.response import (
    _GIVEN,
    _HALVINGS,
    LARGEST,
    ScaleEffect,
    _positions_at,
    capture_curves,
    growth_sentences,
    scale_effect,
)
from reallocate.firm.request.prepare import prepare, with_fewer_roles
from reallocate.firm.request.read import load_scenario, scenario_from_flags
from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters
from reallocate.moves.firm_moves import firm_moves
from reallocate.work.capability import _quarters_to_half, rollout
from reallocate.work.world import World

ONE_FAMILY = (replace(CLERKS, family="15-0000"), DEVELOPERS, replace(MANAGERS, family="15-0000"))
USED = {"assisted_today": 0.029}
EASY = {"capture_augmented": 0.9, "capture_automated": 0.9, "adoption_width": 1.0, **USED}


@cache
def found(elasticity: float, roles: tuple[Role, ...] = ROLES, **own: float) -> Outcome:
    return plan(make_options(8, work_elasticity=elasticity, **{**EASY, **own}), roles)


def test_bands_are_worth_what_demand_of_constant_elasticity_says() -> None:
    """At half the cost √2 times as much is wanted with ε = 0.5; the first hour of a band is worth more, the last less."""
    edges = up_edges(0.5)
    assert edges[CHEAPER.index(0.5)] == pytest.approx(2**0.5) and edges[0] == 1
    middle = np.sqrt(edges[1:] * edges[:-1]) ** (-1 / 0.5)
    inside = edges[1:] < 3
    assert _WORTH_UP[inside] == pytest.approx(middle[inside])
    assert _down_edges(1.0)[DEARER.index(2.0)] == 0.5 and _down_edges(1.0)[-1] == 0 and _WORTH_DOWN[-1] == 5
    assert (np.diff(_WORTH_UP) < 0).all() and (np.diff(_WORTH_DOWN) >= 0).all()
    assert (up_edges(3.0) <= 3.0).all() and up_edges(3.0)[-1] == 3.0
    assert up_edges(1e-12)[-1] - 1 < 1e-11
    most = Parameters.default().about("work_elasticity").valid[1]
    assert np.isfinite(np.array(CHEAPER) ** -most).all() and (up_edges(most)[2:] == 3.0).all()


def test_work_costs_what_one_more_hour_of_it_costs_without_further_ai() -> None:
    """The closed form against the baseline solved again with a little more work in one quarter."""
    i = inputs_of(make_options(6, work_elasticity=0.5, **USED))
    worth = _worth_of_work(i) * i.present_weights
    least = baseline(i).objective
    for good in range(len(i.goods)):
        for quarter in (1, 3, 5):
            more = 1e-3
            roles = np.flatnonzero(i.family == i.goods[good])
            spared = i.freed_today.copy()
            cells = i.cells
            own = ~cells.table["coordination"].to_numpy(bool)[cells.entry_cell] & np.isin(cells.entry_role, roles)
            rise = np.zeros((len(i.roles), len(i.periods)))
            rise[roles, quarter] = more * i.work[roles] * i.growth[quarter]
            used = (cells.entry_share * cells.table["hours"].to_numpy(float)[cells.entry_cell])[own].sum()
            ai = more * i.in_use * used * i.growth[quarter]
            dearer = _baseline_with(i, rise, ai, quarter)
            assert spared.sum() > 0
            assert (dearer - least) / more == pytest.approx(worth[good, quarter], rel=0.02)


def _baseline_with(i, rise, ai, quarter):  # type: ignore[no-untyped-def]
    """Least cost of the baseline where one family has a little more own work in one quarter."""
    from reallocate.firm.model.programme import build
    from reallocate.firm.model.solver import Solver

    levers = Levers(ai=False, layoffs=False, redeployment=False, directing_hires=False, dropping=False, end_contractors=False)
    program = build(replace(i, options=replace(i.options, levers=levers)))
    good = int(np.flatnonzero([(rise[i.family == one] > 0).any() for one in i.goods])[0])
    share = rise.sum() / (i.work[i.family == i.goods[good]].sum() * i.growth[quarter])
    solver = Solver(program.model.matrices)
    up = program.variables.up
    assert up is not None
    solver.bound(up, 0.0, 0.0)
    least = np.zeros(up.shape)
    least[good, 0, quarter] = share
    solver.bound(up, least, least)
    value = float(np.sum(_worth_of_work(i)[good, quarter] * _WORTH_UP[0] * share) * i.present_weights[quarter])
    return solver.minimise().objective + value


@pytest.mark.parametrize("elasticity", [0.0, 1e-12])
def test_without_response_the_plan_is_that_of_given_work(elasticity: float) -> None:
    given, other = found(0.0), found(elasticity)
    assert np.abs(given.headcount - other.headcount).max() < 1e-9 * given.headcount.max()
    assert given.objective == pytest.approx(other.objective, rel=1e-9)
    assert len(given.inputs.goods) == 0 and given.up.size == 0


@pytest.mark.parametrize("elasticity", [0.15, 0.5, 1.5, 3.0])
@pytest.mark.parametrize("redeployment", [True, False])
@pytest.mark.parametrize("today", [0.0, 0.029])
def test_without_further_ai_nothing_answers(elasticity: float, redeployment: bool, today: float) -> None:
    levers = {"ai": False, "dropping": True, "redeployment": redeployment, "assisted_today": today}
    given, other = (plan(make_options(6, work_elasticity=e, **levers)) for e in (0.0, elasticity))
    assert other.up.sum() == other.down.sum() == 0
    assert np.abs(given.positions / other.positions - 1).max() < 1e-9
    assert given.objective == pytest.approx(other.objective, rel=1e-9)


def test_more_response_keeps_more_positions_at_less_cost() -> None:
    every = [found(elasticity) for elasticity in (0.0, 0.15, 0.5, 1.0, 1.5, 2.0, 3.0)]
    positions, costs = [one.positions[-1] for one in every], [one.objective for one in every]
    assert (np.diff(positions) >= -1e-6).all() and positions[-1] > positions[0] + 5
    assert (np.diff(costs) <= 1e-9).all()


def test_role_family_and_firm_agree() -> None:
    """Goods are families: each role its own, two together, or all of them one."""
    apart, together = found(0.5), found(0.5, ONE_FAMILY)
    assert len(apart.inputs.goods) == 3 and len(together.inputs.goods) == 1
    assert together.positions[-1] == pytest.approx(apart.positions[-1], rel=0.01)


def test_people_do_the_added_work_and_it_is_accounted_for() -> None:
    one = found(1.5)
    i = one.inputs
    assert one.added[:, -1].max() > 0.01
    assert np.allclose(one.own_work[:-1], i.work[:-1, None] * i.growth * (1 + one.added[i.goods.get_indexer(i.family)[:-1]]))
    axes = (i.roles, i.periods)
    assert (evaluate(axes, required_hours(one.figures, i)) <= evaluate(axes, available_hours(one.figures, i)) + 1e-6).all()
    reached = i.cells.table["hours"].to_numpy()[:, None] * i.rollout * i.growth
    grown = 1 + one.added[i.goods.get_indexer(i.cells.table["family"])]
    own = ~i.cells.table["coordination"].to_numpy(bool)
    assert (one.with_ai <= reached * grown + 1e-6)[own].all() and (one.with_ai > reached + 1e-6)[own].any()
    table = statistics_table(one)
    assert table["present_value"].sum() == pytest.approx(one.objective, rel=1e-9)
    value = table[table["statistic"] == "value of added work"]["value"].to_numpy()
    assert value == pytest.approx(evaluate((i.periods,), value_of_added_work(one.figures, i))) and value[-1] < 0


def test_work_is_given_up_where_nobody_can_be_found_for_it() -> None:
    """Every tenth person quits in a quarter and few can be hired: the bands that are worth least go first."""
    short = {"dropping": True, "max_hires_per_quarter": 4.0, "quits_per_month": 0.035, "redeployment": False}
    one = plan(make_options(6, work_elasticity=0.5, **short))
    down = one.down[:, :, -1]
    assert down.sum() > 0.05
    full = np.isclose(down, -np.diff(_down_edges(0.5)))
    assert (full[:, :-1] | (down[:, 1:] < 1e-7)).all()
    assert statistics_table(one)["present_value"].sum() == pytest.approx(one.objective, rel=1e-9)


def random_firm(seed: int) -> Inputs:
    """A firm of real occupations under the defaults, free of limits and promises."""
    random = np.random.default_rng([1, seed])
    world, quarters = load_world(), int(random.integers(4, 9))
    firm = synthetic_firm(world, int(random.integers(4, 15)), seed=seed)
    options = Options(Parameters(), quarters, levers=Levers(dropping=True))
    return make_inputs(firm, firm_moves(world, firm.roles, options.parameters), world.activities, options)


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=[pytest.mark.long] * (seed >= 3)) for seed in range(30)])
def test_no_work_is_given_up_where_people_are_hired_for_it(seed: int) -> None:
    """An hour then costs no more than without AI.

    Who is hired for one quarter alone costs more than that, and so does the coordination that they do for others.
    """
    one = solve(random_firm(seed), choose=False).outcome
    i = one.inputs
    hires = np.column_stack([one.hires, np.ones(len(i.roles))])
    both = (hires[:, :-1] > 1e-7) & (hires[:, 1:] > 1e-7)
    coordinated = both[i.coordination > 0].all(axis=0)
    for place, good in enumerate(i.goods):
        hired = both[(i.family == good) & (i.work > 0)].all(axis=0) & coordinated
        assert one.down[place][:, hired].sum() < 1e-7
    assert one.forgone.sum() < 2e-3 * one.given_work.sum() and one.dropped.sum() < 1e-7


@pytest.mark.parametrize("capture", [0.3, 0.6])
def test_at_any_capture_that_pays_more_response_keeps_more_positions(capture: float) -> None:
    both = {"capture_augmented": capture, "capture_automated": capture}
    every = [found(elasticity, **both) for elasticity in (0.0, 0.5, 1.5, 3.0)]
    assert (np.diff([one.positions[-1] for one in every]) >= -1e-6).all()
    assert (np.diff([one.objective for one in every]) <= 1e-9).all()


def test_where_people_are_idle_no_more_work_is_wanted() -> None:
    for own in ({"slack_at_start": 0.05}, {"demand_growth": -0.2}):
        assert not inputs_of(make_options(4, work_elasticity=1.0, **own)).may_grow.any()
        assert plan(make_options(4, work_elasticity=1.0, **own)).up.sum() == 0


MORE = 0.01


@pytest.fixture(scope="module")
def setting() -> Setting:
    options = make_options(6, work_elasticity=0.5, capture_augmented=0.9, capture_automated=0.9, assisted_today=0.029, adoption_width=1.0)
    return setting_with(options)


def test_both_effects_add_up_and_curves_fall_with_capture_and_rise_with_response(setting: Setting) -> None:
    found = scale_effect(setting)
    assert found.baseline + found.substitution + found.scale == pytest.approx(found.plan)
    assert found.substitution < 0 < found.scale
    assert (found.low, found.now, found.high) == (0.15, 0.5, 1.5)
    below, above = (_positions_at(setting, work_elasticity=found.break_even + by) for by in (-0.1, 0.1))
    assert below <= found.baseline <= above
    rows = capture_curves(setting, (0.0, 1.5), (0.1, 0.5, 0.9))
    given, answers = (np.array([one[2] for one in rows if one[0] == e]) for e in (0.0, 1.5))
    assert (np.diff(given) <= 1e-6).all() and given[-1] < given[0] - 10
    assert (answers >= given - 1e-6).all()


def test_the_answer_in_words_stands_beside_what_is_measured() -> None:
    one = ScaleEffect(1000.0, 900.0, 930.0, 1.7, 0.15, 0.5, 1.5)

    first, second = growth_sentences(one)
    assert "the work of 100 positions" in first and "adds 30 positions" in first
    assert second.startswith("AI would not make this firm grow") and "1.7" in second and "0.15 to 1.5" in second
    assert "is open" in growth_sentences(replace(one, break_even=0.8))[1]
    assert growth_sentences(replace(one, break_even=0.1))[1].startswith("AI would make this firm grow")
    assert f"up to {LARGEST:g}" in growth_sentences(replace(one, break_even=float("nan")))[1]


def cost_ratios(i: Inputs, added: Array) -> Array:
    """What the next hour of each family's work costs in the last quarter, to without AI; (good).

    added : (good, band, quarter) [share] work that is added already
    """
    program = build(i)
    solver, up = Solver(program.model.matrices), program.variables.up
    assert up is not None
    solver.bound(up, added, added)
    before = solver.minimise().objective
    without = MORE * _worth_of_work(i)[:, -1] * i.present_weights[-1]
    band, ratios = float(_WORTH_UP[0]), []
    for good in range(len(i.goods)):
        more = added.copy()
        more[good, 0, -1] += MORE
        solver.bound(up, more, more)
        ratios.append((solver.minimise().objective - before) / without[good] + band)
    return np.array(ratios)


@pytest.mark.long
@pytest.mark.parametrize("study", ["hyperscaler-2026", "insurer"])
def test_the_break_even_is_that_of_the_closed_form(study: str, world: World) -> None:
    """P_base/P₀ = Σ people·r^(−ε*) ÷ Σ people, r of each family where the last band ends that pays; without promises.

    What the next hour costs is taken where the work of the break-even is done: the insurer's office clerks then cost
    0.966 and 0.963 before any is added, and between them a band stops paying. Who directs AI goes with the work.
    People who are promised a place and have nothing to do make more work cheap only as long as there is none: with
    its promises the insurer's closed form is 0.2 too low, and what is printed is found by halving.
    """
    scenario = load_scenario(study)
    whole = prepare(world, scenario).setting
    options = replace(free_options(whole.options), promises=Promises())
    grouped = with_fewer_roles(world, scenario, replace(whole, options=options), 0.05, 20)
    found = scale_effect(grouped)

    def at(elasticity: float) -> Outcome:
        parameters = grouped.options.parameters.replace(work_elasticity=elasticity)
        return solve(grouped.inputs(replace(grouped.options, parameters=parameters)), choose=False).outcome

    given, even = at(_GIVEN), at(found.break_even)
    i = even.inputs
    people = np.array([given.headcount[i.family == good, -1].sum() for good in i.goods])
    taken = (cost_ratios(i, even.up)[:, None] <= _WORTH_UP).sum(axis=1)
    low, high = 0.0, LARGEST
    for _ in range(40):
        middle = (low + high) / 2
        enough = people @ up_edges(middle)[taken] / people.sum() >= found.baseline / found.given
        low, high = (low, middle) if enough else (middle, high)
    assert found.break_even == pytest.approx(low, abs=LARGEST / 2**_HALVINGS)


P = {"assisted_today": 0.1, "adoption_ceiling": 0.8, "capture_augmented": 0.5}


def test_use_and_work_by_hand() -> None:
    """One role of 100 hours, 50 of them within reach, of which a fifth is saved where AI is used: 10 are assisted.

    r·50·f = 10 and f = 1/(1 − r·0.5·0.4·50/100) = 1/(1 − 0.1·r): 50·r = 10·(1 − 0.1·r), so r = 10/51.
    """
    found = todays_use(P, np.array([100.0]), np.array([0]), np.array([50.0]), np.array([0.4]))
    assert found.share == pytest.approx(10 / 51, rel=1e-12)
    assert found.larger == pytest.approx([1 / (1 - 1 / 51)], rel=1e-12)
    # What people are spared is what is captured of the time saved: 0.5·0.4·10 hours.
    assert 100 * found.larger[0] - 100 == pytest.approx(0.5 * 0.4 * 10, rel=1e-12)
    role, hours, saving = np.array([0]), np.array([5.0]), np.array([0.4])
    assert todays_use(P, np.array([100.0]), role, hours, saving).share == 0.95 * 0.8
    nothing = todays_use(P, np.array([100.0]), role[:0], hours[:0], saving[:0])
    assert nothing.share == 0 and nothing.larger.tolist() == [1.0]


def test_the_curve_of_adoption_begins_at_todays_use() -> None:
    p = {"adoption_ceiling": 0.8, "adoption_width": 2.0, "adoption_midpoint": 5.0}
    half = _quarters_to_half(p, 0.2)
    assert half == pytest.approx(2 * np.log(3))
    by_hand = 0.8 / (1 + np.exp(-(np.arange(1, 6) - half) / 2))
    assert rollout(p, 5, 0.2) == pytest.approx(by_hand, rel=1e-12)
    assert 0.8 / (1 + np.exp(half / 2)) == pytest.approx(0.2)
    assert rollout(p, 3) == pytest.approx(0.8 / (1 + np.exp((5 - np.arange(1, 4)) / 2)), rel=1e-12)


def test_the_baseline_has_todays_people_with_todays_ai() -> None:
    """Its work is larger than its people could do alone; with the AI of today they do it, quarter after quarter."""
    i = inputs_of(make_options(6, **USED))
    base = baseline(i)
    assert np.abs(base.with_ai - i.used_hours).max() < 1e-9 and base.automated.sum() == 0
    assert base.with_ai[:, 0].sum() == pytest.approx(0.029 * 0.45 * 750, rel=1e-9)
    assert np.abs(base.positions / (750 * i.growth) - 1).max() < 1e-9
    spared = evaluate((i.roles, i.periods), relief(base.figures, i))
    assert np.allclose(spared, i.freed_today[:, None] * i.growth, atol=1e-9)
    assert base.pace.sum() < 1e-9 and costs_by_period(base)["change"].sum() < 1e-9
    assert costs_by_period(base)["software"].to_numpy() == pytest.approx(3.78 * base.with_ai.sum(axis=0) / 1e3)
    assert evaluate((i.periods,), freed_hours(base.figures, i))[0] > 0


@pytest.mark.parametrize("eta", [0.0, 1.0])
def test_the_baselines_headcount_does_not_hang_on_what_is_assumed_of_ai(eta: float) -> None:
    less = {"capture_augmented": 0.2, "capture_automated": 0.2, "assisted_today": 0.1, "adoption_ceiling": 0.5, "coordination_elasticity": eta}
    found = [baseline(inputs_of(make_options(5, **own))) for own in ({"coordination_elasticity": eta, **USED}, less)]
    assert np.abs(found[0].headcount - found[1].headcount).max() < 1e-6


def test_for_what_is_used_today_nobody_moves_and_nothing_changes() -> None:
    dear = make_options(3, change_cost=50.0, system_cost=2e9, smallest_system=0.0, redeployment=False, **USED, adoption_width=1.0)
    found, base = solve(inputs_of(dear)).outcome, baseline(inputs_of(dear))
    assert found.with_ai.sum() > 0.5 * base.with_ai.sum()
    more = pd.DataFrame(found.with_ai - found.inputs.used_hours).groupby(found.inputs.cells.table["system"]).sum()
    assert more.to_numpy().max() < 1e-6
    assert found.systems.sum() == 0 and found.pace.sum() < 1e-6
    # Nothing more can be installed in a quarter, so nobody's work goes.
    still = make_options(2, **USED, adoption_width=400.0, quits_per_month=0.0)
    pay = [replace(CLERKS, pay=300_000.0), *ROLES[1:]]
    assert solve(inputs_of(still, pay)).outcome.moves.sum() < 0.05
    assert outcome("plain").moves.sum() > 5


PRICES = ("api_price", "rent_price", "gpu_capex", "power_price", "software_per_augmented_hour", "software_per_automated_hour")
FIRMS = {"524100": 20_000.0, "513200": 20_000.0, "622000": 9_000.0, "541600": 1_200.0, "445000": 10_000.0}
"""Insurer, software publisher, hospital, consulting, grocery."""
TIMES = (1.0, 1.25, 2.0, 3.0, 5.0, 10.0, 1000.0)


def dearer(p: Parameters, times: float) -> Parameters:
    """All prices of AI so many times as high."""
    return p.replace(**{name: p[name] * times for name in PRICES})


@cache
def firm(industry: str) -> Setting:
    setting = prepare(load_world(), scenario_from_flags([industry], FIRMS[industry])).setting
    return replace(setting, options=free_options(setting.options))


def planned(industry: str, times: float = 1.0, **own: float) -> Outcome:
    setting = firm(industry)
    p = dearer(setting.options.parameters.replace(**own), times)
    return solve(setting.inputs(replace(setting.options, parameters=p))).outcome


def without_ai(industry: str) -> Outcome:
    """No tokens by any route: neither the AI of today nor further AI, at prices of today."""
    setting = firm(industry)
    levers = replace(setting.options.levers, api=False, rent=False, own=False)
    return solve(setting.inputs(replace(setting.options, levers=levers))).outcome


@pytest.mark.parametrize("industry", [pytest.param(one, marks=[pytest.mark.long] * (one != "541600")) for one in FIRMS])
def test_at_a_thousand_times_the_price_a_plan_is_that_without_ai(industry: str) -> None:
    dear, off = planned(industry, 1000.0), without_ai(industry)
    assert dear.with_ai.sum() < 1e-6 * dear.given_work.sum()
    assert np.abs(dear.headcount / np.maximum(off.headcount, 1e-9) - 1)[:-1].max() < 1e-3
    assert dear.positions == pytest.approx(off.positions, rel=1e-3)
    assert dear.objective == pytest.approx(off.objective, rel=1e-3)
    base = baseline(dear.inputs)
    assert base.positions == pytest.approx(dear.positions, rel=1e-3)
    assert base.objective == pytest.approx(dear.objective, rel=1e-3)
    # Today's AI spares 0.3 to 1% of the hours, so that little more people are needed than with it.
    kept = baseline(firm(industry).inputs())
    assert 0 < dear.positions[-1] / kept.positions[-1] - 1 < 0.0125


@pytest.mark.parametrize(
    ("industry", "times"),
    [("541600", (1.0, 5.0)), *(pytest.param(one, TIMES, marks=pytest.mark.long) for one in FIRMS)],
)
def test_dearer_ai_costs_more_and_never_hires_beyond_no_ai(industry: str, times: tuple[float, ...]) -> None:
    """With work that is given each price keeps more people than the one below; where work responds, dear AI
    makes less of it wanted as well, so that the way there need not be even."""
    given = [planned(industry, one, work_elasticity=0.0) for one in times]
    free, off = [planned(industry, one) for one in times], without_ai(industry)
    assert (np.diff([one.positions[-1] for one in given]) > -1e-6).all()
    for path in (given, free):
        assert (np.diff([one.objective for one in path]) > -1e-6).all()
        assert max(one.positions[-1] for one in path) < off.positions[-1] * (1 + 1e-6)


def test_ai_of_today_stays_in_the_baseline_at_every_price_that_is_plausible() -> None:
    top = {name: Parameters().about(name).high for name in _DEAREST}
    beyond = {**top, "software_per_augmented_hour": 2 * top["software_per_augmented_hour"]}
    options = make_options(4, **USED)
    for own, kept in (({}, True), (top, True), (beyond, False)):
        i = inputs_of(replace(options, parameters=options.parameters.replace(**own)))
        assert not todays_use_is_given(i)
        without = baseline_inputs(i)
        assert todays_use_is_given(without) == kept
        base = baseline(i)
        assert (np.abs(base.with_ai / i.used_hours - 1).max() < 0.01) == kept
        assert (base.with_ai <= i.used_hours * 1.01).all()


@pytest.mark.parametrize("eta", [0.0, 1.0])
def test_work_costs_no_more_than_people_alone_however_dear_ai_is(eta: float) -> None:
    def of(options: Options) -> np.ndarray:
        i = inputs_of(options)
        return _worth_of_work(i) * i.present_weights

    options = make_options(6, work_elasticity=0.5, coordination_elasticity=eta, **USED)
    prices = [replace(options, parameters=dearer(options.parameters, one)) for one in (1.0, 3.0, 1000.0)]
    today, dear, dearest = map(of, prices)
    assert (today <= dear + 1e-12).all() and (dear <= dearest + 1e-12).all()
    assert (dearest > today * (1 + 1e-4)).any() and (dearest < 1.05 * today).all()
    assert baseline(inputs_of(prices[2])).with_ai.sum() == 0
