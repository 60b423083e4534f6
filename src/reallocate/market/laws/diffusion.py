"""Law of diffusion: how adoption of AI spreads over industries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.kernel.arrays import Array


@dataclass(frozen=True)
class Diffusion:
    """How adoption spreads in one scenario.

    ceiling : m, adopters in the end [share of an industry's work]
    innovation : p, who adopt without an example [share/year]
    imitation : q, pull of those who have [share/year]
    peers : weight of the own industry's adopters in that pull, beside all industries' [share]
    The state series of firms' use fits ceilings of 0.2, 0.5 and 1 equally well, so that it is a scenario.
    Source: Bass 1969, Management Science 15:215, DOI 10.1287/mnsc.15.5.215.
    """

    ceiling: float = 0.5
    innovation: float = 0.01
    imitation: float = 0.4
    peers: float = 0.5


def adopt(adopters: Array, weights: Array, diffusion: Diffusion, years: float) -> Array:
    """Bass diffusion with peers by industry: adopters after a while; (industry) [share of industry's work].

    adopters : (industry) at its start, at most the ceiling
    weights : (industry) work, to average over industries
    diffusion : the scenario
    years : how long
    dA_k/dt = (p + q·(φ·A_k + (1 − φ)·Ā)/m)·(m − A_k), in steps of a quarter or less
    Off (p = q = 0), adoption stays as it is.
    Source: Bass 1969, DOI 10.1287/mnsc.15.5.215; imitation across groups as in Peterson, Mahajan 1978,
    Research in Marketing 1:201.
    """
    steps = max(1, int(np.ceil(years / 0.25)))
    share = weights / weights.sum()
    now = np.minimum(adopters, diffusion.ceiling)
    if diffusion.ceiling <= 0.0:
        return now
    for _ in range(steps):
        mean = float(share @ now)
        pull = diffusion.peers * now + (1.0 - diffusion.peers) * mean
        speed = diffusion.innovation + diffusion.imitation * pull / diffusion.ceiling
        now = np.minimum(diffusion.ceiling, now + speed * (diffusion.ceiling - now) * (years / steps))
    return now
