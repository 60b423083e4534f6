"""Laws of the shock (E8): jobs demanded after it, its course, and the business cycle."""

from __future__ import annotations

import numpy as np

from reallocate.kernel.arrays import Array

_REACHED = 0.9999
"""Share of the shock that has happened at its end."""


def demand_after(demand: Array, automated: Array) -> Array:
    """Jobs demanded once the shock is over; (occupation) [persons].

    demand : (occupation) d_0, before it [persons]
    automated : (occupation) p, share of the hours that falls away
    L·h_f/Σh_f with h_f = h_0·(1 − p): hours are shared out again, so that the sum does not change by
    construction. It says who loses and who gains, and nothing about how many jobs there are.
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    left = demand * (1.0 - automated)
    after: Array = left * (demand.sum() / left.sum())
    return after


def progress(steps: int, start: float, length: float) -> Array:
    """Share of the shock that has happened; (step) [share], 0 before it starts.

    steps : how many; step t counts from 0
    start : step at which it starts
    length : from start to 0.9999 of it [steps]
    1/(1 + e^(−k·(t − t_0))), t_0 = start + length/2, k = −ln(1/0.9999 − 1)/(length/2)
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    half = length / 2.0
    steepness = -np.log(1.0 / _REACHED - 1.0) / half
    time = np.arange(steps, dtype=float)
    share: Array = 1.0 / (1.0 + np.exp(-steepness * (time - (start + half))))
    return np.where(time < start, 0.0, share)


def cycle(steps: int, amplitude: float, period: float) -> Array:
    """All demand as a share of its average over the business cycle; (step) [ratio].

    steps : how many; step t counts from 0
    amplitude : [share of demand]
    period : [steps]
    1 + amplitude·sin(2π·t/period)
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898 (amplitude 0.065).
    """
    time = np.arange(steps, dtype=float)
    return 1.0 + amplitude * np.sin(2.0 * np.pi * time / period)
