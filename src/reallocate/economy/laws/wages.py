"""Pay follows slack: the wage curve."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array

LEAST = 0.2
"""Unemployment counts at least as this share of its normal level, and at most as the inverse."""


def wages_after(wages: Array, unemployment: Array, normal: Array, elasticity: float, speed: float) -> Array:
    """Pay after a quarter; (occupation, run) [ratio to the start].

    wages : (occupation, run) before [ratio to the start]
    unemployment, normal : (occupation, run) of the occupation's people, now and at the start [share]
    elasticity : of pay to unemployment [ratio], about −0.1
    speed : of the way to where slack would have it, in a quarter [share]
    ln w ← ln w + speed·(elasticity·ln(u/u₀) − ln w)
    Off (elasticity 0), pay never falls where people are displaced, so that more jobs are lost there.
    Source: Blanchflower, Oswald 1994, The Wage Curve; 2005, NBER 11338, DOI 10.3386/w11338.
    """
    slack = np.clip(unemployment / normal, LEAST, 1.0 / LEAST)
    now = np.log(wages)
    return np.exp(now + speed * (elasticity * np.log(slack) - now))
