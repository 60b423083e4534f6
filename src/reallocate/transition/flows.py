"""Yearly flows between occupations that agree with the projections: with their total and their openings."""

from __future__ import annotations

import numpy as np

from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array

STEPS = 2_000
EXACT = 1e-8


def yearly_flows(people: Array, leaving: Array, share: Array, transfers: float, room: Array) -> Array:
    """People a year who go from each occupation to each other; (origin, target) [persons/year].

    people : E, (occupation) [persons]
    leaving : (origin) [share of people/year] who change occupation
    share : m, (origin, target) [share of the origin's movers]
    transfers : [persons/year] who change occupation in all
    room : (target) [persons/year] that a target takes at most
    f[i,j] = E[i]·leaving[i]·m[i,j]·c, c such that Σ f = transfers; then columns are lowered to their room and
    rows raised to their total in turns until both hold, which keeps f[i,j] = r[i]·m[i,j]·k[j], k ≤ 1. Rows
    keep their totals.
    Source: Deming, Stephan 1940, Annals of Mathematical Statistics 11:427, DOI 10.1214/aoms/1177731829,
    with bounds on columns as in Lamond, Stewart 1981, Transportation Research B 15:239.
    Raises `InvariantError` where the room is too small for all who leave.
    """
    total = people * leaving
    total = total * (transfers / total.sum())
    if room.sum() < total.sum():
        what = f"{total.sum():,.0f} people leave and {room.sum():,.0f} are taken"
        raise InvariantError(Problem(what, "flows", "Give figures of one economy."))
    column = np.ones(len(room))
    for _ in range(STEPS):
        row = total / _times(share, column)
        inflow = np.einsum("i,ij->j", row, share)
        following = np.minimum(1.0, room / np.maximum(inflow, 1e-12))
        if np.abs(following - column).max() < EXACT:
            break
        column = following
    return np.asarray((total / _times(share, column))[:, None] * share * column[None, :])


def _times(share: Array, column: Array) -> Array:
    """Σ_j share[i,j]·column[j]; (origin)."""
    # Threads of a matrix library would wait here longer than they work.
    return np.asarray(np.einsum("ij,j->i", share, column))
