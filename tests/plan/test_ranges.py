"""Ranges of near-optimal plans: the walk over corners ends where a direct solve under the cost limit does."""

from __future__ import annotations

import pytest

from reallocate.plan.cases import Case, solve_case
from reallocate.plan.ranges import NEAR, near_optimal_range
from reallocate.plan.solve import solve
from reallocate.study.scenario import load_scenario
from reallocate.study.setting import prepare
from reallocate.work.world import World

ROLES = """code,headcount,loaded_cost
43-4051,400,70000
13-1031,300,110000
15-1252,200,190000
11-3021,100,260000
"""
SCENARIO = 'name = "four"\nroles = "roles.csv"\nquarters = 4\nreach = "people"\n'


def test_both_ends_are_those_of_a_direct_solve(world: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("four")
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    setting = prepare(world, load_scenario(folder)).setting
    solved, base = solve_case(setting, Case("plan", setting.options), choose=False)
    inputs = setting.inputs(setting.options, base)
    least = solved.outcome.objective
    other = solve(inputs, choose=False)
    other.solver.keep_cost_below(least + NEAR * abs(least))
    widest = 0.0
    for role in range(len(inputs.roles)):
        last = solved.program.variables.headcount.isel(date=-1, role=role)
        low, high = near_optimal_range(solved, ((last, 1.0),))
        for end, sign in ((low, 1.0), (high, -1.0)):
            figure = other.program.variables.headcount.isel(date=-1, role=role)
            other.solver.set_objective(((figure, sign),))
            found = sign * other.solver.minimise().objective
            assert end == pytest.approx(found, abs=1e-3 * max(high - low, 1.0)), (inputs.roles[role], sign)
        widest = max(widest, high - low)
    assert widest > 5, "a range of nothing says nothing"
