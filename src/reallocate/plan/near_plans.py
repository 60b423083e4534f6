"""Plans under many sets of assumptions, each found from the nearest that differs in a single assumption."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.plan.inputs import Inputs
from reallocate.plan.options import Options
from reallocate.plan.program import build
from reallocate.plan.solve import Solved, solve
from reallocate.plan.start import Start
from reallocate.work.parameters import Parameters

NEAR = 0.25
"""[share of an assumption's plausible range] Further away a vertex is of no use."""
MISSES = 3
"""By how many an assumption's vertices may have been of no use more often than of use."""


@dataclass(frozen=True, eq=False)
class _Kept:
    """A plan that others may start from.

    values : (assumption)
    options : all else that it was requested with
    """

    values: Array
    options: Options
    start: Start


class NearPlans:
    """Plans of one firm, without a second choice.

    Where an assumption moves few coefficients, the vertex of a near value is a few steps from the best: a
    solve from there takes a third. Where it moves many, as the hours that an hour of AI frees, it takes
    longer than a start near the best. Which it is shows after the first few.
    """

    def __init__(self) -> None:
        self._kept: list[_Kept] = []
        self._misses: Counter[str] = Counter()

    def solve(self, inputs: Inputs, start: Start) -> Solved:
        """The plan of least cost.

        start : what another plan found, where none of these is near
        """
        program, parameters = build(inputs), inputs.options.parameters
        values = np.array([parameters.about(name).value for name in parameters])
        rest = replace(inputs.options, parameters=_NONE)
        name, near = self._near(values, rest, parameters)
        vertex = None if near is None else near.vertex
        if vertex is not None and self._misses[name] < MISSES and vertex.fits(program.model):
            found = solve(inputs, near, choose=False, program=program)
            self._misses[name] += -1 if found.solver.was_near else 1
        else:
            found = solve(inputs, start, choose=False, program=program)
        self._kept.append(_Kept(values, rest, found.start))
        return found

    def _near(self, values: Array, rest: Options, parameters: Parameters) -> tuple[str, Start | None]:
        """The assumption in which the nearest plan differs, and what that found; none where none is near."""
        names = list(parameters)
        nearest: tuple[float, str, Start | None] = (NEAR, "", None)
        for one in self._kept:
            places = np.flatnonzero(one.values != values)
            if len(places) == 1 and one.options == rest:
                about = parameters.about(names[places[0]])
                apart = float(abs(one.values - values)[places[0]]) / (about.high - about.low)
                nearest = min(nearest, (apart, about.name, one.start), key=lambda each: each[0])
        return nearest[1:]


_NONE = Parameters.default()
