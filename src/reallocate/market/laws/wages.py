"""Laws of pay: the wage curve, pay that moves slowly, and rents that are shared."""

from __future__ import annotations

import numpy as np

from reallocate.kernel.arrays import Array

_LEAST = 0.2
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
    slack = np.clip(unemployment / normal, _LEAST, 1.0 / _LEAST)
    now = np.log(wages)
    return np.exp(now + speed * (elasticity * np.log(slack) - now))


def sticky_pay(before: Array, after: Array, prevented: float) -> Array:
    """Pay after a quarter in which part of each fall does not happen; (occupation) [ratio to the start].

    before, after : at the beginning of the quarter, and as slack would have it at the end [ratio]
    prevented : φ, of a fall [share]
    w = after + φ·max(before − after, 0)
    Off (φ = 0), pay falls as easily as it rises. Pay that rises is never held back, so that occupations that
    gain catch up at their own speed. In a slump that lasts, pay still goes all the way, more slowly.
    Source: Holden, Wulfsberg 2008, B.E. Journal of Macroeconomics 8(1), pay by industry in 19 countries;
    Ehrlich, Montes 2024, AEJ: Macroeconomics 16(1), DOI 10.1257/mac.20200125.
    """
    return after + prevented * np.maximum(before - after, 0.0)


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
