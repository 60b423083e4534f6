"""Work that answers to its cost: bands by hand, limits at no and at much response, what an hour of it is worth."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from benchmarks.firms import synthetic_firm
from tests.plan.firms import CLERKS, DEVELOPERS, MANAGERS, ROLES, Role, inputs_of, make_options, plan

from reallocate.data.bundle import load_world
from reallocate.firm.model.demand import WORTH_DOWN, WORTH_UP, value_of_added_work, worth_of_work
from reallocate.firm.model.inputs import Inputs, make_inputs
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.options import Levers, Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.model.totals import statistics_table
from reallocate.firm.model.variables import CHEAPER, DEARER, down_edges, up_edges
from reallocate.firm.model.work_rules import available_hours, required_hours
from reallocate.kernel.parameters import Parameters
from reallocate.moves.firm_moves import firm_moves

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
    assert WORTH_UP[inside] == pytest.approx(middle[inside])
    assert down_edges(1.0)[DEARER.index(2.0)] == 0.5 and down_edges(1.0)[-1] == 0 and WORTH_DOWN[-1] == 5
    assert (np.diff(WORTH_UP) < 0).all() and (np.diff(WORTH_DOWN) >= 0).all()
    assert (up_edges(3.0) <= 3.0).all() and up_edges(3.0)[-1] == 3.0
    assert up_edges(1e-12)[-1] - 1 < 1e-11


def test_work_costs_what_one_more_hour_of_it_costs_without_further_ai() -> None:
    """The closed form against the baseline solved again with a little more work in one quarter."""
    i = inputs_of(make_options(6, work_elasticity=0.5, **USED))
    worth = worth_of_work(i) * i.present_weights
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
    value = float(np.sum(worth_of_work(i)[good, quarter] * WORTH_UP[0] * share) * i.present_weights[quarter])
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
    full = np.isclose(down, -np.diff(down_edges(0.5)))
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
    """An hour then costs no more than without AI. Who is hired for one quarter alone costs more than that."""
    one = solve(random_firm(seed), choose=False).outcome
    i = one.inputs
    hires = np.column_stack([one.hires, np.ones(len(i.roles))])
    both = (hires[:, :-1] > 1e-7) & (hires[:, 1:] > 1e-7)
    for place, good in enumerate(i.goods):
        hired = both[(i.family == good) & (i.work > 0)].all(axis=0)
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
