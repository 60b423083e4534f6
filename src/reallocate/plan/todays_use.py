"""AI that is in use today (P3): how much of its reach, and the work that this frees already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reallocate.measure.arrays import Array, Integers

MOST = 0.95
"""[share of the ceiling] of what can be installed in the end: more of it is never in use today."""
STEPS, SETTLED = 50, 1e-15
"""Of Newton's method: at most so many, until the share changes by less."""


@dataclass(frozen=True, eq=False)
class TodaysUse:
    """AI in use at the start of a plan.

    share : r₀ [share of reachable hours] in every role alike
    larger : (role) [ratio] hours that people alone would need for a role's work, to the hours that they work
    """

    share: float
    larger: Array


def todays_use(
    p: Mapping[str, float], worked: Array, role: Integers, hours: Array, saving: Array
) -> TodaysUse:
    """AI in use at the start, from the share of hours that it assists.

    p : assisted_today [share of hours], adoption_ceiling [share], capture_augmented
    worked : (role) [thousand hours/quarter] that people work
    role : (entry) place of the role
    hours, saving : (entry) [thousand hours/quarter] within reach, and [share] of them that is saved
    r₀·Σ reach = a₀·Σ hours worked, at most 95% of the ceiling;
    work of a role = hours worked ÷ (1 − r₀·Σ χ_u·σ·reach ÷ hours worked): people do it with today's AI.
    Source of a₀: Bick, Blandin, Deming 2025, Federal Reserve Bank of St. Louis (`assisted_today`).
    """
    if len(hours) == 0 or p["assisted_today"] == 0:
        return TodaysUse(0.0, np.ones_like(worked))
    saved = p["capture_augmented"] * hours * saving
    reach, freed = (
        np.bincount(role, values, minlength=len(worked)).astype(float) for values in (hours, saved)
    )
    freed = np.divide(freed, worked, out=np.zeros_like(freed), where=worked > 0)

    assisted = p["assisted_today"] * float(worked.sum())
    share = _share_in_use(reach, freed, assisted, MOST * p["adoption_ceiling"])
    return TodaysUse(share, 1 / (1 - share * freed))


def _share_in_use(reach: Array, freed: Array, assisted: float, most: float) -> float:
    """r₀ with r₀·Σ reach ÷ (1 − r₀·freed) = assisted, at most `most`; by Newton's method from there.

    The left side rises ever faster, so that each step stays above the solution.
    """
    share = most
    for _ in range(STEPS):
        larger = 1 / (1 - share * freed)
        over = share * float(reach @ larger) - assisted
        step = over / float(reach @ larger**2)
        if over <= 0 or step < SETTLED:
            break
        share -= step
    return share
