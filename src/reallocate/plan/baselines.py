"""Baselines of many plans of one firm: those that differ only in what AI to come can do have the same one."""

from __future__ import annotations

from dataclasses import replace

from reallocate.plan.inputs import Inputs
from reallocate.plan.outcome import Outcome
from reallocate.plan.program import build
from reallocate.plan.solve import baseline_inputs, solve


class Baselines:
    """Baselines that were solved, by their programme."""

    def __init__(self) -> None:
        self._solved: dict[bytes, Outcome] = {}

    def of(self, inputs: Inputs) -> Outcome:
        """The baseline of a plan, with the plan's own figures.

        Where baselines cost the same they are the same, so no second choice is made.
        """
        own = baseline_inputs(inputs)
        program = build(own)
        key = program.model.matrices.digest
        if key not in self._solved:
            self._solved[key] = replace(solve(own, choose=False, program=program).outcome, start=None)
        return replace(self._solved[key], inputs=own)
