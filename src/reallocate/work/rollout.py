"""How fast AI systems are installed: the S-curve of adoption over a plan (P3, P4)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reallocate.measure.arrays import Array


def rollout(parameters: Mapping[str, float], in_use: float, quarters: int) -> Array:
    """Share of reachable hours that have a system installed, by quarter: never a quality.

    parameters : adoption_ceiling [share], adoption_width [quarters]
    in_use : r₀ [share of reachable hours] at the start, below the ceiling
    quarters : how many
    Returns (quarter) [share].
    rollout(t) = ceiling / (1 + exp(−(t + 1 − midpoint)/width)), midpoint = width·ln(ceiling/r₀ − 1),
    so that the curve begins where use is today; nothing where nothing can be in use.
    Source: logistic diffusion, Griliches 1957, Econometrica 25:501, DOI 10.2307/1905380.
    """
    ceiling, quarter = parameters["adoption_ceiling"], np.arange(1, quarters + 1, dtype=float)
    if in_use <= 0:
        return np.zeros(quarters)
    result: Array = ceiling / (1 + (ceiling / in_use - 1) * np.exp(-quarter / parameters["adoption_width"]))
    return result


def quarters_to_half(parameters: Mapping[str, float], in_use: float) -> float:
    """Quarters until half of the ceiling is installed; below 0 where more is in use today.

    parameters : adoption_ceiling [share], adoption_width [quarters]
    in_use : r₀ [share of reachable hours] at the start, above 0
    midpoint = width·ln(ceiling/r₀ − 1)
    """
    return parameters["adoption_width"] * float(np.log(parameters["adoption_ceiling"] / in_use - 1))
