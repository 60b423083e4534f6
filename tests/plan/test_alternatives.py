"""Near-optimal plans keep their cost bound and go further than the best plan in their own direction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.plans import FAST

from reallocate.firm.alternatives.model import (
    DIRECTIONS,
    FRONTIER,
    NO_EXITS,
    Alternative,
    alternatives,
    figures_of,
)
from reallocate.firm.model.cases import Setting, forced_options, solve_case
from reallocate.firm.model.labelled import times
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import load_scenario
from reallocate.work.world import World

ROLES = """code,headcount,loaded_cost
43-4051,400,70000
13-1031,300,110000
15-1252,200,190000
11-3021,100,260000
"""
SCENARIO = 'name = "four"\nroles = "roles.csv"\nquarters = 8\nreach = "people"\n'
WITHIN = 0.02
Found = tuple[list[Alternative], list[tuple[float, float]]]


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
def found(setting: Setting) -> Found:
    return alternatives(setting, WITHIN)


def test_each_keeps_its_cost_bound_and_beats_the_best_plan_in_its_own_direction(
    setting: Setting, found: Found
) -> None:
    solved, _ = solve_case(setting, setting.options, choose=False)
    least, best = solved.outcome.objective, solved.outcome
    assert best.layoffs.sum() > 10, "without layoffs fewest layoffs would show nothing"
    by_name = {one.name: one for one in found[0]}
    assert by_name["least cost"].extra == 0.0
    for direction in DIRECTIONS:
        one = by_name[direction.name]
        assert one.plan is not None
        assert -1e-6 * least <= one.extra <= WITHIN * least * (1 + 1e-6), direction.name
        assert one.plan.objective == pytest.approx(least + one.extra, rel=1e-9)
        further = direction.sign * (direction.figure(best) - direction.figure(one.plan))
        start = direction.figure(best)
        assert further > 1e-3 * max(abs(start), 1.0) or (direction.sign > 0 and start < 1e-6), direction.name


def test_none_goes_further_within_the_bound(setting: Setting, found: Found) -> None:
    """A direct solve for the figure alone, under the same cost limit, ends at the same place."""
    by_name = {one.name: one for one in found[0]}
    for direction in DIRECTIONS:
        solved, _ = solve_case(setting, setting.options, choose=False)
        least = solved.outcome.objective
        solved.solver.keep_cost_below(least + WITHIN * abs(least))
        solved.solver.set_objective(times(direction.sign, direction.terms(solved.program.variables)))
        furthest = direction.sign * solved.solver.minimise().objective
        plan = by_name[direction.name].plan
        assert plan is not None
        assert direction.figure(plan) == pytest.approx(furthest, rel=1e-3, abs=0.05), direction.name


def test_no_compulsory_exits_has_a_price(found: Found) -> None:
    one = next(one for one in found[0] if one.name == NO_EXITS)
    assert one.plan is not None
    assert one.plan.layoffs.sum() == pytest.approx(0.0, abs=1e-9) and one.extra > 0
    assert figures_of([one])[0]["layoffs"] == pytest.approx(0.0, abs=1e-9)


def test_the_frontier_rises_and_each_further_job_costs_no_less(found: Found) -> None:
    extra, kept = (np.array(axis) for axis in zip(*found[1], strict=True))
    assert len(extra) == len(FRONTIER) + 1
    assert (np.diff(extra) > 0).all() and (np.diff(kept) >= -1e-6).all() and kept[-1] > kept[0] + 1
    price = np.diff(extra) / np.maximum(np.diff(kept), 1e-9)
    assert (np.diff(price) >= -1e-6 * np.abs(price[:-1])).all()


def test_exits_decided_beforehand_leave_nothing_to_forgo(setting: Setting) -> None:
    options = forced_options(setting.options, 50.0, pro_rata=True)
    every, _ = alternatives(replace(setting, options=options), WITHIN)
    one = next(one for one in every if one.name == NO_EXITS)
    assert one.plan is None and one.reason == "the exits are decided beforehand"
    record = figures_of([one])[0]
    assert np.isnan(float(record["positions"])) and record["note"] == one.reason  # type: ignore[arg-type]
