"""How fast AI systems are installed: the S-curve of adoption over a plan (P3, P4)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reallocate.measure.arrays import Array


def rollout(parameters: Mapping[str, float], quarters: int, in_use: float = 0.0) -> Array:
    """Share of reachable hours that have a system installed, by quarter: never a quality.

    parameters : adoption_ceiling [share], adoption_midpoint, adoption_width [quarters]
    quarters : how many
    in_use : r₀ [share of reachable hours] at the start, below the ceiling; 0 where today's use is left out
    Returns (quarter) [share].
    rollout(t) = ceiling / (1 + exp(−(t + 1 − midpoint)/width)), midpoint as in `quarters_to_half`
    Source: logistic diffusion, Griliches 1957, Econometrica 25:501, DOI 10.2307/1905380.
    """
    quarter = np.arange(1, quarters + 1, dtype=float)
    score = (quarter - quarters_to_half(parameters, in_use)) / parameters["adoption_width"]
    return parameters["adoption_ceiling"] / (1 + np.exp(-score))


def middle_half(width: float) -> float:
    """Time from a quarter of the ceiling to three quarters of it, on the S-curve [quarters].

    width : adoption_width [quarters]
    2·ln 3·width
    """
    return 2 * float(np.log(3)) * width


def quarters_to_half(parameters: Mapping[str, float], in_use: float = 0.0) -> float:
    """Quarters until half of the ceiling is installed; below 0 where more is in use today.

    parameters : adoption_ceiling [share], adoption_midpoint, adoption_width [quarters]
    in_use : r₀ [share of reachable hours] at the start
    adoption_midpoint; or width·ln(ceiling/r₀ − 1), so that the curve begins where use is today
    """
    if in_use <= 0:
        return parameters["adoption_midpoint"]
    return parameters["adoption_width"] * float(np.log(parameters["adoption_ceiling"] / in_use - 1))
