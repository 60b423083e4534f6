"""How fast AI systems are installed: the S-curve of adoption over a plan (P3, P4)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reallocate.measure.arrays import Array


def rollout(parameters: Mapping[str, float], quarters: int) -> Array:
    """Share of reachable hours that have a system installed, by quarter: never a quality.

    parameters : adoption_ceiling [share], adoption_midpoint, adoption_width [quarters]
    quarters : how many
    Returns (quarter) [share].
    rollout(t) = ceiling / (1 + exp(−(t + 1 − midpoint)/width))
    Source: logistic diffusion, Griliches 1957, Econometrica 25:501, DOI 10.2307/1905380.
    """
    quarter = np.arange(1, quarters + 1, dtype=float)
    score = (quarter - parameters["adoption_midpoint"]) / parameters["adoption_width"]
    return parameters["adoption_ceiling"] / (1 + np.exp(-score))
