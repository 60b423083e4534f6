"""Ranks, rank correlations, fifths and medians with weights, against plain definitions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reallocate.work.panel import middle_ranks, quintile_shares, rank_correlation, weighted_quantiles

ITEMS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 4), st.integers(1, 50)), min_size=3, max_size=25
)


@given(ITEMS)
def test_whole_weights_count_an_item_that_often(items: list[tuple[int, int, int, int]]) -> None:
    values, others, weights = (np.array([item[place] for item in items], dtype=float) for place in range(3))
    repeated = np.repeat(np.arange(len(items)), weights.astype(int))
    expanded = pd.DataFrame({"a": values[repeated], "b": others[repeated]})
    ranks = middle_ranks(values, weights)
    assert ranks[repeated] == pytest.approx(expanded["a"].rank().to_numpy() - 0.5)
    found = float(rank_correlation(ranks, middle_ranks(others, weights), weights))
    varied = expanded["a"].nunique() > 1 and expanded["b"].nunique() > 1
    wanted = expanded.corr(method="spearman").loc["a", "b"] if varied else float("nan")
    assert found == pytest.approx(wanted, abs=1e-12, nan_ok=True)


def test_draws_are_ranked_each_for_itself() -> None:
    values = np.array([[3.0, 1.0, 2.0], [1.0, 2.0, 3.0]])
    counts = np.array([[1.0, 2.0, 0.0], [1.0, 1.0, 1.0]])
    assert middle_ranks(values, counts).tolist() == [[2.5, 1.0, 2.0], [0.5, 1.5, 2.5]]
    same = middle_ranks(np.array([5.0, 5.0, 9.0]), counts)
    assert same.tolist() == [[1.5, 1.5, 3.0], [1.0, 1.0, 2.5]]


@given(ITEMS, st.randoms())
def test_fifths_hold_a_fifth_each_and_do_not_tell_equals_apart(
    items: list[tuple[int, int, int, int]], random: object
) -> None:
    score, people = (np.array([item[place] for item in items], dtype=float) for place in (0, 3))
    shares = quintile_shares(score, people)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(items)))
    assert people @ shares == pytest.approx(np.full(5, people.sum() / 5))
    for value in set(score):
        assert np.ptp(shares[score == value], axis=0).max() < 1e-12
    order = list(range(len(items)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert quintile_shares(score[order], people[order]) == pytest.approx(shares[order])


def test_fifths_are_sorted_by_score() -> None:
    shares = quintile_shares(np.array([0.9, 0.1, 0.5, 0.3, 0.7]), np.ones(5))
    assert shares.argmax(axis=1).tolist() == [4, 0, 2, 1, 3]
    assert quintile_shares(np.array([1.0, 2.0]), np.array([1.0, 3.0]))[1] == pytest.approx([0, 0.15 / 0.75, *[0.2 / 0.75] * 3])


def test_the_median_counts_weights() -> None:
    assert weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0]), (0.5,)) == (2.0,)
    assert weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([5.0, 1.0, 1.0]), (0.5,)) == (3.0,)
    assert weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([0.0, 0.4, 0.6]), (0.5,)) == (2.0,)
