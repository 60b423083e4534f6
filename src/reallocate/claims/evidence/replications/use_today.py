"""AI in use today under each source of what it can do, for two papers; not a paper itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.the_nation import assumed_by, nation
from reallocate.kernel.arrays import Array
from reallocate.work.time_saved import hours_freed


@dataclass(frozen=True, eq=False)
class UseToday:
    """Work with AI today under one source of reach; arrays are (industry, occupation).

    jobs : [persons]
    assisted : jobs' worth of hours that AI assists [persons]
    freed : jobs' worth of hours that it frees, captured or not [persons]
    """

    jobs: Array
    assisted: Array
    freed: Array


def use_today(context: EvidenceContext) -> dict[str, UseToday]:
    """Work with AI today, by source of reach.

    context : the world, the parameters in force
    """
    return context.once("use today", lambda: {name: _under(context, name) for name in context.world.sources})


def industries(context: EvidenceContext) -> pd.Index:
    """Labels of the industries of `use_today`."""
    return nation(context).accounts.industries


def _under(context: EvidenceContext, source: str) -> UseToday:
    p, world = context.parameters, context.world
    hourly = (
        world.occupations["wage_mean"].to_numpy(dtype=float) * p["loaded_multiplier"] / p["hours_per_fte"]
    )
    best = hours_freed(world, p, source, "trend", 1, hourly)
    jobs = nation(context).accounts.jobs_by_industry_and_occupation
    with_ai = assumed_by(context, p, 1, source).use_now[:, None] * jobs
    return UseToday(jobs, with_ai * best.assisted, with_ai * best.freed_assisted)


def median(values: dict[str, float]) -> tuple[float, str]:
    """The median over the sources, and the range that they span in words.

    values : by source
    """
    # Sources that say the same stand in their order, whatever the last digit.
    near = {name: round(value, 6) for name, value in values.items()}
    low, high = min(near, key=lambda one: near[one]), max(near, key=lambda one: near[one])
    return float(np.median(list(values.values()))), (
        f"from {values[low]:.2f} ({low}) to {values[high]:.2f} ({high}) over the sources of what AI can do"
    )
