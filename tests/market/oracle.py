"""The published laws E1 to E8 in plain numpy, written from the equations and from nothing in src."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

DELTA_U, DELTA_V, GAMMA = 0.016, 0.012, 0.16


@dataclass
class Answer:
    """Rates after each step [%], and people by occupation after the last."""

    unemployment: np.ndarray
    vacancies: np.ndarray
    long_term: np.ndarray
    e: np.ndarray
    u: np.ndarray
    v: np.ndarray


def observed(weights: np.ndarray, step_weeks: float = 6.75) -> np.ndarray:
    """E7 from raw weights (origin, target)."""
    r = (0.81 ** (step_weeks / 52) + 0.06 - 1) / 0.06
    m = np.array(weights, dtype=float)
    np.fill_diagonal(m, 0)
    return (1 - r) * m / m.sum(axis=1, keepdims=True) + r * np.eye(len(m))


def simulate(
    e0: np.ndarray,
    a: np.ndarray,
    steps: int,
    p: np.ndarray | None = None,
    start: float = 0,
    years: float = 30,
    step_weeks: float = 6.75,
    amplitude: float = 0.0,
    period: float = 1.0,
    tau: int = 3,
) -> Answer:
    """All steps; demand of step t is d(t), t from 0."""
    e = np.array(e0, dtype=float)
    u, v = DELTA_U * e, DELTA_V * e
    d0, labour = e + u, e.sum() + u.sum()
    final = d0
    if p is not None:
        left = d0 * (1 - p)
        final = labour * left / left.sum()
    half = years * 52 / step_weeks / 2
    k = -np.log(1 / 0.9999 - 1) / half
    cohorts = [u.copy()]  # by age of the spell, youngest first
    rates = []
    for t in range(steps):
        done = 1 / (1 + np.exp(-k * (t - start - half))) if p is not None and t >= start else 0.0
        d = (d0 + (final - d0) * done) * (1 + amplitude * np.sin(2 * np.pi * t / period))
        gap = e + v - d
        separated = DELTA_U * e + (1 - DELTA_U) * np.minimum(e, GAMMA * np.maximum(0, gap))
        opened = DELTA_V * e + (1 - DELTA_V) * np.minimum(e, GAMMA * np.maximum(0, -gap))
        q = a * v[None, :]
        q = q / q.sum(axis=1, keepdims=True)
        s = u @ q
        theta = v / s
        f = u[:, None] * q * (theta * (1 - np.exp(-1 / theta)))[None, :]
        found, hired = f.sum(axis=1), f.sum(axis=0)
        cohorts = [separated] + [c * (1 - found / u) for c in cohorts]
        e, u, v = e + hired - separated, u + separated - found, v + opened - hired
        long_term = sum(c.sum() for c in cohorts[tau:])
        rates.append((100 * u.sum() / labour, 100 * v.sum() / (v.sum() + e.sum()), 100 * long_term / labour))
    series = np.array(rates).T
    return Answer(*series, e, u, v)
