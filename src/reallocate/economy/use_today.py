"""AI in use today: how much of its work an industry does with it, from the hours that AI assists."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import brentq

from reallocate.measure.arrays import Array

MOST = 0.95
"""[share of the ceiling] of what will be adopted in the end: more of it is never in use today."""


def use_today(p: Mapping[str, float], using: Array, reach: Array, work: Array) -> Array:
    """Work that is done with AI today, of the work within its reach; (industry) [share].

    p : assisted_today [share of hours], industry_adoption_ceiling [share]
    using : (industry) how sectors compare, such as firms that use AI [share of firms]
    reach : (industry) jobs within the reach of AI, at its best use [persons]
    work : (industry) all jobs [persons]
    u_k = min(c·using_k, .95·m), c such that Σ u_k·reach_k = a₀·Σ work_k: the hours that people work with AI;
    all at .95·m where even this is less.
    Source of a₀: Bick, Blandin, Deming 2025, Federal Reserve Bank of St. Louis (`assisted_today`).
    """
    most, wanted = MOST * p["industry_adoption_ceiling"], p["assisted_today"] * float(work.sum())
    seen = using > 0

    def at(scale: float) -> Array:
        return np.minimum(scale * using, most)

    if most * float(reach @ seen) <= wanted or not seen.any():
        return np.where(seen, most, 0.0)
    if wanted == 0.0:
        return np.zeros_like(using)
    end = most / float(using[seen].min())
    return at(float(brentq(lambda scale: float(reach @ at(scale)) - wanted, 0.0, end, xtol=1e-14)))
