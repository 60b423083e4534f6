"""What every plan must keep about systems that cost something to put up (P5)."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Term, add_rows, by
from reallocate.plan.model import Model
from reallocate.plan.variables import Variables


def system_activation(m: Model, v: Variables, i: Inputs) -> None:
    """P5: hours with AI of a system ≤ D_max·z, z ∈ {0, 1}; no rows where systems cost nothing.

    A system is put up in the first quarter or not at all: z pays its cost once, and upkeep in every quarter.
    Source: Svanberg et al. 2024 (form): a system pays only where the work it serves is large enough.
    """
    if v.systems is None:
        return
    served = [Term(1, v.with_ai, {"system": by("cell", i.cells.table["system"])})]
    put_up = [Term(by(("system", "period"), most_hours(i)), v.systems)]
    add_rows(m, "system_activation", (i.cells.systems.index, i.periods), served, "<=", put_up)


def most_hours(i: Inputs) -> Array:
    """The most hours with AI that a system can have; (system, period) [thousand hours].

    i : cells, rollout, growth, pace
    D_max = min(Σ_cells x·D·rollout, pace·X·(t + 1)), where coordinating work grows with the other work:
    a system is made for no more of it.
    """
    table, systems = i.cells.table, i.cells.systems
    reached = np.zeros((len(systems), len(i.periods)))
    np.add.at(reached, table["system"].to_numpy(np.int64), i.reached_hours)
    fastest = systems["hours"].to_numpy(float)[:, None] * (i.pace * (np.arange(len(i.periods)) + 1))
    result: Array = np.minimum(reached, fastest)
    return result
