"""Ranges of near-optimal plans: they end where weighing a figure against cost says that they must."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.firm.alternatives.model import NEAR, NearOptimal
from reallocate.firm.model.cases import solve_case
from reallocate.firm.model.labelled import Term
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
SCENARIO = 'name = "four"\nroles = "roles.csv"\nquarters = 4\nreach = "people"\n'


WEIGHTS = 10.0 ** np.arange(-4.0, 2.01, 0.02)


def test_no_weight_of_a_figure_against_cost_finds_more_and_the_best_finds_as_much(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """For any weight w, figure ≥ (min(cost + w·figure) − allowed cost) ÷ w; the best weight meets the end."""
    folder = tmp_path_factory.mktemp("four")
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    setting = prepare(world, load_scenario(folder)).setting
    solved, base = solve_case(setting, setting.options, choose=False)
    least = solved.outcome.objective
    near = NearOptimal(solved)
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
                bounds.append(sign * (best - least - NEAR * abs(least)) / weight)
            assert all(sign * (end - bound) >= -1e-4 for bound in bounds)
            closest = max(bounds) if sign > 0 else min(bounds)
            assert closest == pytest.approx(end, abs=0.02 * max(ends[1] - ends[0], 1.0))
        widest = max(widest, ends[1] - ends[0])
    assert widest > 5, "a range of nothing says nothing"
