"""What every plan must keep about systems that cost something to put up (P5)."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Term, add_rows, by
from reallocate.plan.model import Model
from reallocate.plan.variables import Variables, up_edges


def system_activation(m: Model, v: Variables, i: Inputs) -> None:
    """P5: hours with AI of a system ≤ those of today + D_max·z, z ∈ {0, 1}; no rows where they cost nothing.

    A system is put up in the first quarter or not at all: z pays its cost once, and upkeep in every quarter.
    The use of today needs none. Where own work may grow, a system can serve as much of it as there may be.
    Source: Svanberg et al. 2024 (form): a system pays only where the work it serves is large enough.
    """
    if v.systems is None:
        return
    served = [Term(1, v.with_ai, {"system": by("cell", i.cells.reach.system)})]
    most = up_edges(i.options.parameters["work_elasticity"])[-1]
    put_up = [
        Term(by(("system", "period"), most_hours(i) * most), v.systems),
        Term(by(("system", "period"), _of_systems(i, i.used_hours))),
    ]
    add_rows(m, "system_activation", (i.cells.reach.systems.index, i.periods), served, "<=", put_up)


def most_hours(i: Inputs) -> Array:
    """The most hours with AI that a system can add to those of today; (system, period) [thousand hours].

    i : cells, rollout, growth, pace
    D_max = min(Σ_cells x·D·rollout, X·(r₀ + pace·(t + 1))) − r₀·Σ_cells x·D, where coordinating work grows
    with the other work: a system is made for no more of it.
    """
    installed = i.in_use + i.pace * (np.arange(len(i.periods)) + 1)
    fastest = i.cells.system_hours[:, None] * installed
    most = np.minimum(_of_systems(i, i.reached_hours), fastest) - _of_systems(i, i.used_hours)
    result: Array = np.maximum(most, 0.0)
    return result


def _of_systems(i: Inputs, hours: Array) -> Array:
    """Hours of cells added up by the system that serves them; (system, period) [thousand hours]."""
    result = np.zeros((len(i.cells.system_hours), len(i.periods)))
    np.add.at(result, i.cells.reach.system, hours)
    return result
