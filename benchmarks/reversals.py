"""In a child: what follows reversals of claim 9, the rest alone or the first quarters held."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from benchmarks.table import Row
from benchmarks.timing import children, median, median_processor, stage, tell
from reallocate.claims.basis import reversal as reversal_plan
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.rows.permanent import CLAIM
from reallocate.data.bundle import load_world
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.programme import Program, build, decided
from reallocate.firm.model.solver import ready
from reallocate.firm.outlooks.model import Recourse
from reallocate.kernel.parameters import Parameters

WAYS = REST, WHOLE = "the rest", "whole"
RUNS = 3
ROUNDING = 1e-6
"""A solver's, of what was decided."""


def reversals() -> Iterator[Row]:
    """What follows the reversal of each draw of claim 9, beside the same in the whole programme."""
    ours, whole = children("reversals", WAYS, (), RUNS)
    found, expected = (np.array(runs[0].facts["after"]) for runs in (ours, whole))
    apart = np.abs(found / expected - 1.0).max()
    yield Row(
        f"{len(found)} reversals of claim 9, the quarters after them alone",
        median(ours, "follow"),
        median_processor(ours, "follow"),
        of_processor=True,
        beside="the whole programme, all before held",
        beside_seconds=median(whole, "follow"),
        beside_processor=median_processor(whole, "follow"),
        remark=f"one for each draw; positions eight quarters later differ by {apart:.1g}",
    )


def main(way: str) -> None:
    """Positions at the end of what follows best in every draw."""
    context, reversal = ClaimContext(load_world()), reversal_plan.shipped_reversal()
    follow = reversal_plan._follow if way == REST else _follow_whole
    planned = []
    for parameters, source in CLAIM.draws(context, Parameters.default()):
        until = reversal_plan._until(parameters, reversal)
        one = reversal_plan._planned(context, parameters, source, until, True, True)
        planned.append((build(reversal_plan.turned(one.plan.inputs, reversal, until)), one, until))
    with stage("follow"):
        after = [float(follow(*one).positions[-1]) for one in planned]
    tell(after=after)


def _follow_whole(program: Program, planned: reversal_plan.Planned, until: int) -> Outcome:
    """As `reversal._follow`, with columns of what was decided that can move by no more than rounding."""
    assert planned.plan.start is not None
    solver = ready(program, planned.plan.start.without_vertex)
    held = decided(program, until, planned.values)
    known = np.flatnonzero(np.isfinite(held))
    solver.bound_columns(known, held[known] - ROUNDING, held[known] + ROUNDING)
    return Recourse(program, solver, until).least(may_close=False)


if __name__ == "__main__":
    main(sys.argv[1])
