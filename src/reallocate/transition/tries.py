"""Chances over several years, where persons differ and nobody knows who they are."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array

DRAWS = 4_000
STAY = 2


def within(chance: float | Array, years: int, spread: float) -> Array:
    """The chance to be hired within some years of trying once a year; [probability].

    chance : p, [probability] of a try, mean over persons
    years : T, tries
    spread : M, how alike persons are: the sum of the beta law's two shapes
    1 − Π_{t<T} (M(1 − p) + t)/(M + t): persons' own chances follow Beta(Mp, M(1 − p)), so who failed before
    is likelier to fail again.
    Source: Heckman, Willis 1977, J. Political Economy 85:27, DOI 10.1086/260545 (beta-logistic); M from the
    share of displaced workers still unemployed at the survey (BLS Displaced Worker Supplement).
    """
    p = np.asarray(chance, dtype=np.float64)
    missed = np.ones_like(p)
    for year in range(years):
        missed = missed * (spread * (1.0 - p) + year) / (spread + year)
    return np.asarray(1.0 - missed)


def two_steps(first: float, second: float, years: int, spread: float) -> tuple[float, float]:
    """The chance of two moves within some years, the second tried two years after the first; low, high.

    first, second : [probability] of a try for either move, means over persons
    years, spread : as in `within`
    Low: how good somebody is at the first says nothing of the second; high: the same person-quantile in both.
    P = E[Σ_{t,u: t + 2 + u ≤ T} a(1 − a)^(t−1)·b(1 − b)^(u−1)], a and b the person's own chances.
    """
    own = [_persons(chance, spread) for chance in (first, second)]
    together = _both(own[0], own[1], years)
    apart = float(np.mean([_both(own[0], np.roll(own[1], shift), years) for shift in _shifts()]))
    low, high = sorted((apart, together))
    return low, high


def _persons(chance: float, spread: float) -> Array:
    """Chances of persons at equal steps of the beta law, the least able first."""
    from scipy.special import betaincinv

    place = (np.arange(DRAWS) + 0.5) / DRAWS
    return np.asarray(betaincinv(spread * chance, spread * (1.0 - chance), place))


def _shifts() -> range:
    """Shifts that pair each person-quantile of the first with many of the second."""
    return range(0, DRAWS, DRAWS // 100)


def _both(first: Array, second: Array, years: int) -> float:
    total = np.zeros_like(first)
    for wait in range(1, years - STAY):
        left = years - STAY - wait
        total += first * (1.0 - first) ** (wait - 1) * (1.0 - (1.0 - second) ** left)
    return float(total.mean())
