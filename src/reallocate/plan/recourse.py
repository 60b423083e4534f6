"""The best that can follow a first year in one outlook."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.errors import InfeasiblePlan
from reallocate.measure.arrays import Array
from reallocate.plan.inputs import Inputs
from reallocate.plan.joint import FirstStage, first_stage, independent_cells
from reallocate.plan.outcome import Outcome, read_outcome
from reallocate.plan.program import Program
from reallocate.plan.solve import SOME, induced_quits
from reallocate.plan.solver import Solution, Solver


@dataclass(eq=False)
class Recourse:
    """An outlook's programme in its solver, in which the first year can be fixed.

    program, solver : of the outlook
    quarters : decided before it shows which outlook comes
    """

    program: Program
    solver: Solver
    quarters: int

    def follow(self, decisions: FirstStage) -> Outcome | None:
        """The best that can follow a first year; none where it cannot be followed.

        decisions : (name) of the first quarters
        Solved from nothing: with its first year given a programme is small, and another first year's vertex
        is further away.
        """
        before = first_stage(self.program, self.quarters)
        for name, variable in before.items():
            value = np.clip(decisions[name], variable.lower.values, variable.upper.values)
            if name == "with_ai":
                value = hours_put_up(self.program.inputs, value)
            self.solver.bound(variable, value, value)
        self.solver.start_over()
        layoffs = decisions["layoffs"].sum() > SOME
        try:
            return self.least(may_close=not layoffs)
        except InfeasiblePlan:
            self.solver.start_over()
            return None
        finally:
            for variable in before.values():
                self.solver.bound(variable, variable.lower.values, variable.upper.values)

    def least(self, may_close: bool = True) -> Outcome:
        """The best plan, with what layoffs induce; without any where that is cheaper.

        may_close : whether the first quarters leave it open to lay nobody off
        """
        result = with_induced_quits(self.program, self.solver.minimise())
        if not (may_close and result.induced_quits_cost.any()) or self.program.inputs.exits_are_forced:
            return result
        layoffs = self.program.variables.layoffs.isel(period=slice(self.quarters, None))
        every = self.program.variables.layoffs if self.quarters == 0 else layoffs
        self.solver.bound(every, 0.0, 0.0)
        try:
            none = with_induced_quits(self.program, self.solver.minimise())
        except InfeasiblePlan:
            self.solver.start_over()
            return result
        finally:
            self.solver.bound(every, every.lower.values, every.upper.values)
        return none if none.objective < result.objective else result


def hours_put_up(i: Inputs, decided: Array) -> Array:
    """Hours with AI that were decided, where no system may grow faster than it can (P5).

    decided : (cell of own work, first quarters) [thousand hours]
    Where an outlook has less work than was planned for, less was put up before, and the rest takes its time.
    """
    own = independent_cells(i)
    system = i.cells.table["system"].to_numpy(np.int64)[own]
    most = i.cells.systems["hours"].to_numpy(float) * i.pace
    before, result = i.used_hours[own, 0] / i.growth[0], decided.copy()
    for quarter in range(decided.shape[1]):
        rise = result[:, quarter] - before
        wanted = np.bincount(system, rise, minlength=len(most))
        share = np.divide(most, wanted, out=np.ones_like(most), where=wanted > most)
        result[:, quarter] = before + rise * share[system]
        before = result[:, quarter]
    return result


def with_induced_quits(program: Program, solution: Solution) -> Outcome:
    """A solution with the cost of the quits that its layoffs induce.

    program, solution : solved together
    """
    induced = induced_quits(program.inputs, solution.of(program.variables.layoffs))
    objective = solution.objective + float(induced @ program.inputs.discount)
    return read_outcome(program, solution, objective, induced)
