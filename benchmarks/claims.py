"""In a child: the plans of claims at both ends of a driver, near the plan as assumed or each by itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from benchmarks.table import Row
from benchmarks.timing import children, median, median_processor, stage, tell
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.plan_basis import (
    DECIDING,
    Figures,
    figures,
    figures_of,
    firm_of,
    options_with,
    plan_samples,
    start_of,
)
from reallocate.data.bundle import load_world
from reallocate.firm.model.cases import solve_case
from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters

WAYS = TOGETHER, ALONE = "together", "alone"
DRIVER = "review_hours"
RUNS = 3


def claims() -> Iterator[Row]:
    """Plans of the claims on one firm's plan, beside each plan and its baseline solved by itself."""
    ours, alone = children("claims", WAYS, (), RUNS)
    found, expected = (np.array(runs[0].facts["figures"]) for runs in (ours, alone))
    apart = np.nanmax(np.abs(found - expected) / np.where(expected == 0.0, np.nan, np.abs(expected)))
    yield Row(
        f"{len(found)} plans of claims 1, 4 and 5, with baselines: {DRIVER} at both ends",
        median(ours, "plans"),
        median_processor(ours, "plans"),
        of_processor=True,
        beside="each plan and its baseline by itself",
        beside_seconds=median(alone, "plans"),
        beside_processor=median_processor(alone, "plans"),
        remark=f"16 draws at each end; figures but the mix of work differ by {apart:.1g}",
    )


def main(way: str) -> None:
    """Figures of every draw at both ends of a driver."""
    context, now = ClaimContext(load_world()), Parameters.default()
    about, setting = now.about(DRIVER), firm_of(context).setting
    start_of(context, setting.options.quarters)
    made: list[Figures] = []
    with stage("plans"):
        for end in (about.low, about.high):
            for draw in plan_samples(context, now.replace(**{DRIVER: end}), DECIDING):
                if way == TOGETHER:
                    made.append(figures_of(context, *draw))
                else:
                    solved, base = solve_case(setting, options_with(context, *draw), choose=False)
                    made.append(figures(solved.outcome, base))
    tell(figures=[list(map(float, _settled(one))) for one in made])


def _settled(one: Figures) -> Array:
    """What does not hang on which of several cells of a role an AI serves, where that costs the same."""
    values = {name: value for name, value in asdict(one).items() if isinstance(value, float)}
    del values["specialists"]
    return np.array(list(values.values()))


if __name__ == "__main__":
    main(sys.argv[1])
