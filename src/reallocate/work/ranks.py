"""Ranks with weights: fifths of jobs and rank correlations, for one sample or for many drawn ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reallocate.errors import InvariantError, Problem

Array: TypeAlias = NDArray[np.float64]

QUINTILES = 5


def middle_ranks(values: Array, weights: Array) -> Array:
    """The rank of each value where each counts as often as its weight says.

    values : (item), or (draw, item) without ties
    weights : (item) or (draw, item), 0 or more
    Returns (draw, item) or (item). Items of equal value share the middle of their places; the rank
    is the weight below them plus half of their own, so whole weights give the usual average rank
    less a half.
    """
    if values.ndim == 1:
        _, place = np.unique(values, return_inverse=True)
        sums = _sums_by_place(weights, place)
        middle = np.cumsum(sums, axis=-1) - sums / 2
        return np.asarray(middle[..., place])
    order = np.argsort(values, axis=1, kind="stable")
    sorted_weights = np.take_along_axis(np.broadcast_to(weights, values.shape), order, axis=1)
    ranks = np.empty_like(values)
    np.put_along_axis(ranks, order, np.cumsum(sorted_weights, axis=1) - sorted_weights / 2, axis=1)
    return ranks


def _sums_by_place(weights: Array, place: NDArray[np.intp]) -> Array:
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    return np.asarray(np.add.reduceat(weights[..., order], starts, axis=-1))


def rank_correlation(first: Array, second: Array, weights: Array) -> Array:
    """Spearman's rank correlation, each item counted as often as its weight says.

    first, second : (item) or (draw, item) ranks, as from `middle_ranks` with the same weights
    weights : (item) or (draw, item), 0 or more
    Returns (draw) or one number [−1 to 1]; missing where one of them does not vary.
    ρ = Σ w·(a − ā)(b − b̄) / √(Σ w·(a − ā)² · Σ w·(b − b̄)²)
    Source: Spearman 1904, Am. J. Psychol. 15:72; ranks with ties by Kendall 1945, Biometrika 33:239.
    """
    total = weights.sum(axis=-1)
    a = first - (_sum(weights, first) / total)[..., None]
    b = second - (_sum(weights, second) / total)[..., None]
    spread = np.sqrt(_sum(weights, a, a) * _sum(weights, b, b))
    missing = np.full(spread.shape, np.nan)
    return np.asarray(np.divide(_sum(weights, a, b), spread, out=missing, where=spread > 0))


def _sum(*arrays: Array) -> Array:
    letters = ",".join(["...i"] * len(arrays))
    return np.asarray(np.einsum(f"{letters}->...", *arrays))


def quintile_shares(score: Array, employment: Array) -> Array:
    """How much of each item lies in each fifth of all jobs, the lowest scores first.

    score : (item) what jobs are sorted by
    employment : (item) [persons], above 0
    Returns (item, fifth) [share]; items sum to 1 and fifths hold the same employment. Items of equal
    score are not told apart: where they reach over a boundary, each is divided in the same proportion.
    """
    _, place = np.unique(score, return_inverse=True)
    block = np.bincount(place, employment) / employment.sum()
    end = np.cumsum(block)
    start = end - block
    cuts = np.arange(QUINTILES + 1) / QUINTILES
    inside = np.minimum(end[:, None], cuts[1:]) - np.maximum(start[:, None], cuts[:-1])
    shares = np.clip(inside, 0.0, None)
    return np.asarray((shares / shares.sum(axis=1, keepdims=True))[place])


def quintiles(score: Array, weight: Array) -> NDArray[np.int64]:
    """Which fifth of the weight each item is in, the lowest scores first; (item) 0 to 4.

    score : (item) such as exposure, before anything happened
    weight : (item) such as people, above 0
    An item is in the fifth that its middle is in; equal scores stand in their order.
    Raises `InvariantError` where a score is missing.
    """
    if not np.isfinite(score).all():
        what = f"{int((~np.isfinite(score)).sum())} occupations have no score"
        remedy = "Leave these occupations out, or fill their scores and say so."
        why = "Missing is not low: their people would stand among the least exposed."
        raise InvariantError(Problem(what, "quintiles", remedy, why))
    order = np.argsort(score, kind="stable")
    middle = np.cumsum(weight[order]) - weight[order] / 2
    fifth = np.empty(len(score), dtype=np.int64)
    fifth[order] = np.minimum(QUINTILES * middle / weight.sum(), QUINTILES - 1).astype(np.int64)
    return fifth


def weighted_quantiles(values: Array, weights: Array, shares: Sequence[float]) -> tuple[float, ...]:
    """The least values with such shares of the weight at or below them.

    values : (item)
    weights : (item), 0 or more, some above 0
    shares : of the weight
    """
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order])
    return tuple(float(values[order][np.searchsorted(below, share * below[-1])]) for share in shares)
