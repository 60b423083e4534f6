"""In a child: one plan, its first solve from a vertex near the best one or from nothing, stage by stage."""

from __future__ import annotations

import sys

from benchmarks.firms import plan_inputs
from benchmarks.timing import stage, tell, tell_size, timed
from reallocate.data.bundle import load_world
from reallocate.firm.model import solve as solving
from reallocate.firm.model.cases import forced_options, free_options
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.solver import Solver
from reallocate.firm.model.start import NearVertex
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import load_scenario

WAYS = NEAR, NOTHING = "near", "nothing"


def start_from(way: str) -> None:
    """Let first solves start near the best plan, as they do, or take the interior point, as they did before.

    way : `near` or `nothing`
    """
    if way == NOTHING:
        NearVertex.find = lambda self: False  # type: ignore[method-assign]


def inputs_of_study(name: str, exits: float) -> Inputs:
    """The figures of a study's plan with all roles of its firm.

    exits : [FTE] whose roles the plan chooses; 0 for none
    """
    setting = prepare(load_world(), load_scenario(name)).setting
    options = (
        forced_options(setting.options, exits, pro_rata=False) if exits else free_options(setting.options)
    )
    return setting.inputs(options, setting.baseline())


def tell_plan(inputs: Inputs) -> None:
    """Programme, least cost, and the choice among plans that cost the same."""
    # The stages of `solve` tell for themselves, so that a run that is stopped leaves what it had.
    parts = ((solving, "build", "build"), (Solver, "__init__", "pass"), (Solver, "minimise", "solve"))
    for owner, name, said in parts:
        setattr(owner, name, timed(said, getattr(owner, name)))
    with stage("build and solve"):
        solved = solving.solve(inputs)
    tell(objective=solved.outcome.objective, roles=len(inputs.roles))
    tell_size(solved.program.model.nvars, solved.program.model.ncons)


def main(way: str, firm: str, number: str) -> None:
    """A synthetic firm of so many roles over so many quarters, or a study with so many exits."""
    start_from(way)
    with stage("coefficients"):
        if firm.isdigit():
            inputs = plan_inputs(int(firm), int(number))
        else:
            inputs = inputs_of_study(firm, float(number))
    tell_plan(inputs)


if __name__ == "__main__":
    main(*sys.argv[1:4])
