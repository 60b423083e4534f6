"""AI that is in use today (P3): how much of its reach, and the work that this frees already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from reallocate.measure.arrays import Array

MOST = 0.95
"""[share of the ceiling] of what can be installed in the end: more of it is never in use today."""


@dataclass(frozen=True, eq=False)
class TodaysUse:
    """AI in use at the start of a plan.

    share : r₀ [share of reachable hours] in every role alike
    larger : (role) [ratio] hours that people alone would need for a role's work, to the hours that they work
    """

    share: float
    larger: Array


def todays_use(p: Mapping[str, float], entries: pd.DataFrame, worked: Array) -> TodaysUse:
    """AI in use at the start, from the share of hours that it assists.

    p : assisted_today [share of hours], adoption_ceiling [share], capture_augmented
    entries : (entry) role, hours [thousand hours/quarter] within reach, saving [share of them]
    worked : (role) [thousand hours/quarter] that people work
    r₀·Σ reach = a₀·Σ hours worked, at most 95% of the ceiling;
    work of a role = hours worked ÷ (1 − r₀·Σ χ_u·σ·reach ÷ hours worked): people do it with today's AI.
    Source of a₀: Bick, Blandin, Deming 2025, Federal Reserve Bank of St. Louis (`assisted_today`).
    """
    if entries.empty or p["assisted_today"] == 0:
        return TodaysUse(0.0, np.ones_like(worked))
    role, hours = entries["role"].to_numpy(np.int64), entries["hours"].to_numpy(float)
    saving = entries["saving"].to_numpy(float)
    saved = p["capture_augmented"] * hours * saving
    reach, freed = (np.bincount(role, values, minlength=len(worked)) for values in (hours, saved))
    freed = np.divide(freed, worked, out=np.zeros_like(freed), where=worked > 0)

    def more_than_assisted(share: float) -> float:
        return share * float(reach @ (1 / (1 - share * freed))) - p["assisted_today"] * float(worked.sum())

    most = MOST * p["adoption_ceiling"]
    share = (
        most if more_than_assisted(most) <= 0 else float(brentq(more_than_assisted, 0.0, most, xtol=1e-15))
    )
    return TodaysUse(share, 1 / (1 - share * freed))
