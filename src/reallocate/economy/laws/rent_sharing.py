"""Rent sharing: part of what an employer keeps of a gain goes into the pay of those who work there."""

from __future__ import annotations

from reallocate.measure.arrays import Array


def shared_rent(elasticity: float, kept: float, adopted: Array, saved: Array, compute: Array) -> Array:
    """Rise of pay where people work with AI, beside what the same work pays elsewhere; (occupation) [log
    points].

    elasticity : γ, of pay to surplus per worker
    kept : κ, of a saving that stays with the employer: 1 where nothing reaches prices [share]
    adopted : (occupation) work done by adopters beyond today's [share]
    saved : (occupation) hours that an adopter saves [share]
    compute : (occupation) what an adopter spends on compute [share of pay]
    γ·κ·a_o·(s_o − c_o): surplus per worker rises by the saving net of compute that is not passed on. Averaged
    over adopters and others.
    Off (γ = 0), all pay of an occupation is alike, and who works with AI gains nothing from it.
    Source: Card, Cardoso, Heining, Kline 2018, Journal of Labor Economics 36:S13, DOI 10.1086/694153
    (elasticities of 0.05 to 0.15).
    """
    return elasticity * kept * adopted * (saved - compute)
