"""Exits from and entries to the labour force."""

from __future__ import annotations

from reallocate.economy.kernels.compiled import compiled


@compiled
def exits(people: float, rate: float) -> float:
    """People who leave the labour force in a step [persons].

    people : with or without a job, at the start of the step [persons]
    rate : x, labour-force exits [share/step]
    x·people
    Off (x = 0), nobody retires, so that fewer jobs fall vacant and total separations are lower.
    Source: BLS Employment Projections 2024-34, table 1.10, labour-force exit rates by occupation.
    """
    return rate * people


@compiled
def entries(outside: float, rate: float) -> float:
    """People who come into the labour force, to look for a job [persons].

    outside : last worked in the occupation, or will begin with it, at the start of the step [persons]
    rate : ν, such that entries equal exits at the start [share/step]
    ν·outside
    Off (ν = 0) with exits on, the labour force shrinks.
    Source: stationarity: ν·n = x·(e + u) at the start, n from the participation rate, BLS CPS.
    """
    return rate * outside
