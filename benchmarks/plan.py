"""In a child: a synthetic firm's plan, written compactly or plainly."""

from __future__ import annotations

import sys

from benchmarks.firms import plan_inputs, synthetic_firm
from benchmarks.plain_plan import plain_plan
from benchmarks.timing import stage, tell, tell_size
from reallocate.data.bundle import load_world
from reallocate.firm.model.options import Levers
from reallocate.firm.model.programme import build
from reallocate.firm.model.solver import Solver

ALONE = Levers(redeployment=False)
GIVEN = {"smallest_system": 0.0, "work_elasticity": 0.0}
"""What the plain writing states: every system, and an amount of work that is given."""


def packaged(roles: int, quarters: int) -> None:
    """The package's programme of the same problem as `plain`, to least cost."""
    inputs = plan_inputs(roles, quarters, own_systems=True, levers=ALONE, **GIVEN)
    with stage("build"):
        model = build(inputs).model
    with stage("solve"):
        solution = Solver(model.matrices).minimise()
    tell(objective=solution.objective)
    tell_size(model.nvars, model.ncons)


def plain(roles: int, quarters: int) -> None:
    """One variable for each role, activity, mode and quarter; the same solver and options."""
    world = load_world()
    firm = synthetic_firm(world, roles, own_systems=True)
    inputs = plan_inputs(roles, quarters, own_systems=True, levers=ALONE, **GIVEN)
    with stage("build"):
        matrices = plain_plan(firm, world.activities, inputs)
    with stage("solve"):
        solution = Solver(matrices).minimise()
    tell(objective=solution.objective)
    tell_size(len(matrices.c), len(matrices.b))


if __name__ == "__main__":
    {"packaged": packaged, "plain": plain}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
