"""In a child: a synthetic firm's plan, written compactly or plainly; or solved again."""

from __future__ import annotations

import sys
from dataclasses import replace

from benchmarks.firms import plan_inputs, synthetic_firm
from benchmarks.plain_plan import plain_plan
from benchmarks.timing import stage, tell, tell_size
from reallocate.data.bundle import load_world
from reallocate.firm.model.options import Levers
from reallocate.firm.model.programme import build
from reallocate.firm.model.solver import Solver, ready

ALONE = Levers(redeployment=False)
GIVEN = {"smallest_system": 0.0, "work_elasticity": 0.0}
"""What the plain writing states: every system, and an amount of work that is given."""
DEARER = 1.05


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


def again(roles: int, quarters: int) -> None:
    """After a small change of a cost or limit: from the last vertex, as a first solve, and from nothing."""
    inputs = plan_inputs(roles, quarters)
    first = ready(build(inputs))
    before = first.minimise().objective
    more = inputs.headcount.copy()
    more[:-1] += 1.0
    changes = {
        "cost": replace(inputs, change_rate=inputs.change_rate * DEARER),
        "limit": replace(inputs, headcount=more),
    }
    basis = first.basis
    for change, changed in changes.items():
        program = build(changed)
        last, first_solve, far = ready(program), ready(program), Solver(program.model.matrices)
        last.return_to(basis)
        with stage(f"{change}, from the last vertex"):
            found = last.minimise().objective
        with stage(f"{change}, near the best"):
            first_solve.minimise()
        with stage(f"{change}, from nothing"):
            fresh = far.minimise().objective
        tell(**{f"{change} moved": abs(found / before - 1), f"{change} difference": abs(found / fresh - 1)})


if __name__ == "__main__":
    {"packaged": packaged, "plain": plain, "again": again}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
