"""The Shapley value: a difference of two plans shared out over the inputs that differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Chosen = frozenset[int]
"""Inputs that stand as in the second plan; the others stand as in the first."""


def shapley(count: int, plans: Mapping[Chosen, Values]) -> Values:
    """The Shapley value of each input.

    count : of inputs
    plans : (inputs that stand as in B) figures
    (input, figure); sums to plans[all] − plans[none]
    φ_i = Σ_{S ∌ i} |S|!·(k − |S| − 1)!/k!·(v(S ∪ i) − v(S)), v the figures of a plan, k the count
    Source: Shapley 1953, Contributions to the Theory of Games II:307, DOI 10.1515/9781400881970-018.
    """
    values = np.zeros((count, *plans[frozenset()].shape))
    for one in range(count):
        others = [other for other in range(count) if other != one]
        for chosen in subsets(others):
            weight = 1 / (count * comb(count - 1, len(chosen)))
            values[one] += weight * (plans[chosen | {one}] - plans[chosen])
    return values


def first_and_last(count: int, plans: Mapping[Chosen, Values]) -> Values:
    """The mean of what each input changes as the first to change and as the last.

    count : of inputs
    plans : (inputs that stand as in B) figures; none, all, each one alone and all without each one
    (input, figure)
    φ_i = ½·[(v(i) − v(∅)) + (v(all) − v(all∖i))], which need not sum to plans[all] − plans[none]
    """
    none, every = frozenset[int](), every_input(count)
    first = np.array([plans[frozenset({one})] - plans[none] for one in range(count)])
    last = np.array([plans[every] - plans[every - {one}] for one in range(count)])
    mean: Values = (first + last) / 2
    return mean


def subsets(items: Iterable[int]) -> list[Chosen]:
    """Every set of some of the inputs, none and all among them; small ones first."""
    pool = tuple(items)
    return [frozenset(some) for size in range(len(pool) + 1) for some in combinations(pool, size)]


def every_input(count: int) -> Chosen:
    """The set of all inputs."""
    return frozenset(range(count))
