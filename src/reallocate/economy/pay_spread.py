"""Spread of pay over people: percentiles, their ratio, and the Gini coefficient."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.work.ranks import weighted_quantiles


def pay_spread(pay: Array, people: Array) -> tuple[float, float, float, float, float]:
    """Percentiles 10, 50 and 90 of pay over people, ratio of the outer two, Gini coefficient.

    pay : (group) [USD/year]
    people : (group) [persons]
    """
    low, middle, high = weighted_quantiles(pay, people, [0.1, 0.5, 0.9])
    return low, middle, high, high / low, gini(pay, people)


def percentile_ratio(pay: Array, people: Array, low: float = 0.1, high: float = 0.9) -> float:
    """How far pay at the top lies above pay at the bottom, each person paid the mean of the group [ratio].

    pay : (group), or any shape [USD/year]
    people : the same shape [persons]
    low, high : shares of the people who are paid less [share]
    w(0.9)/w(0.1)
    """
    at_low, at_high = weighted_quantiles(pay.ravel(), people.ravel(), (low, high))
    return at_high / at_low


def gini(pay: Array, people: Array) -> float:
    """Gini coefficient of pay: 0 where all are paid alike [ratio].

    pay : (group) [USD/year]
    people : (group) [persons]
    G = 1 − Σ_k (F_k − F_{k−1})·(L_k + L_{k−1}), groups by rising pay, F_k the share of people up to k and
    L_k their share of all pay: one less twice the area under the Lorenz curve, by trapezoids.
    Source: Gini 1914, Atti del Reale Istituto Veneto 73:1203.
    """
    order = np.argsort(pay, kind="stable")
    paid, weight = pay[order], people[order]
    share = np.cumsum(weight) / weight.sum()
    lorenz = np.concatenate([[0.0], np.cumsum(paid * weight) / float(paid @ weight)])
    return 1.0 - float(np.sum(np.diff(np.concatenate([[0.0], share])) * (lorenz[1:] + lorenz[:-1])))
