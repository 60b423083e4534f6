"""In a child: what follows reversals of claim 9, decided before exactly or with room for rounding."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from benchmarks.table import Row
from benchmarks.timing import children, median, median_processor, stage, tell
from reallocate.claims.basis import reversal_plan
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.rows.permanent import CLAIM
from reallocate.data.bundle import load_world
from reallocate.plan.program import build
from reallocate.work.parameters import Parameters

WAYS = EXACTLY, WITH_ROOM = "exactly", "with room"
RUNS = 3


def reversals() -> Iterator[Row]:
    """What follows the reversal of each draw of claim 9, beside the same with room for rounding."""
    ours, room = children("reversals", WAYS, (), RUNS)
    found, expected = (np.array(runs[0].facts["after"]) for runs in (ours, room))
    apart = np.abs(found / expected - 1.0).max()
    yield Row(
        f"{len(found)} reversals of claim 9, what was decided before fixed exactly",
        median(ours, "follow"),
        median_processor(ours, "follow"),
        of_processor=True,
        beside="with room for rounding",
        beside_seconds=median(room, "follow"),
        beside_processor=median_processor(room, "follow"),
        remark=f"one for each draw; positions eight quarters later differ by {apart:.1g}",
    )


def main(way: str) -> None:
    """Positions at the end of what follows best in every draw."""
    context, reversal = ClaimContext(load_world()), reversal_plan.shipped_reversal()
    rounding = 0.0 if way == EXACTLY else reversal_plan.ROUNDING
    planned = []
    for parameters, source in CLAIM.draws(context, Parameters.default()):
        until = reversal_plan._until(parameters, reversal)
        _, plan = reversal_plan._planned(context, parameters, source, until, True, True)
        planned.append((build(reversal_plan.turned(plan.inputs, reversal, until)), plan, until))
    with stage("follow"):
        after = [float(reversal_plan._follow_within(rounding, *one).positions[-1]) for one in planned]
    tell(after=after)


if __name__ == "__main__":
    main(sys.argv[1])
