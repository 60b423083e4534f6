"""The odds of getting a job in another occupation in a year, for somebody who tries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from reallocate.errors import DataError
from reallocate.transition.ground import Ground
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]

MONTHS = 12
HALF_LIFTS = (1e-3, 1e5)


@dataclass(frozen=True, eq=False)
class Hiring:
    """How fast people are hired, under one set of assumptions.

    speed : (occupation) [share/month] at which those who look for work in it are hired
    half : [ratio] the lift at which somebody is hired half as fast
    """

    speed: Array
    half: float


def hiring(known: Ground, p: Parameters) -> Hiring:
    """How fast people are hired in each occupation.

    known : with tightness
    p : the numbers in force
    speed[j] = f̄·θ[j]^e;
    Source: Petrongolo, Pissarides 2001, J. Econ. Lit. 39:390, DOI 10.1257/jel.39.2.390.
    """
    speed: Array = p["job_finding_per_month"] * known.tightness ** p["openings_elasticity"]
    return Hiring(speed, half_lift(known, speed, p["switch_success"]))


def half_lift(known: Ground, speed: Array, success: float) -> float:
    """The lift at which somebody is hired half as fast, such that movers' odds are what is known.

    known : lifts, shares of movers, schooling and employment
    speed : (occupation) [share/month] at which those who look are hired
    success : [share/year] mean odds, over people who move and where they move
    Raises `DataError` where no value gives these odds.
    """
    origin, target = np.nonzero(known.open_to)
    weight = known.jobs[origin] * known.moved.weighed[origin, target]
    fast, lift = speed[target] * known.fit[origin, target], known.moved.lift[origin, target]
    weight = weight / weight.sum()

    def surplus(half: float) -> float:
        return float(weight @ yearly(fast, lift, float(np.exp(half)))) - success

    low, high = (float(np.log(end)) for end in HALF_LIFTS)
    if not surplus(low) > 0 > surplus(high):
        raise DataError(f"no half lift from {HALF_LIFTS[0]:g} to {HALF_LIFTS[1]:g} gives odds of {success:g}")
    return float(np.exp(brentq(surplus, low, high, xtol=1e-10)))


def yearly(speed: Array, lift: Array, half: float) -> Array:
    """Odds in a year of trying [probability/year].

    speed : [share/month] at which those who look and qualify are hired
    lift : [ratio] how much more often than by size alone the move is made
    half : [ratio] the lift that halves the speed
    1 − exp(−12·speed·lift/(lift + half))
    """
    odds: Array = 1.0 - np.exp(-MONTHS * speed * lift / (lift + half))
    return odds
