"""Most direction for least loss: by hand, and as a law."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from reallocate.transition.directing import TOLERATED, direction_gains

DIRECTION = pd.Series({"a": 0.5, "b": 0.9, "c": 0.1, "d": 0.5})


def moves(*rows: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["occupation", "value", "odds_by_horizon"])


def test_the_gain_counts_by_the_chance_to_be_there() -> None:
    found = direction_gains(moves(("a", 100.0, 1.0), ("b", 98.0, 0.25)), DIRECTION, 0.1, 100.0)
    assert found["change"].round(9).tolist() == [0.4, 0.8]
    assert found["expected_gain"].round(9).tolist() == [0.4, 0.2]
    assert found["loss"].tolist() == [0.0, 2.0]
    assert found["efficient"].tolist() == [True, False] and found["chosen"].tolist() == [True, False]


def test_a_larger_gain_at_a_loss_is_chosen_within_what_is_tolerated() -> None:
    near = direction_gains(moves(("a", 100.0, 1.0), ("b", 96.0, 1.0)), DIRECTION, 0.1, 100.0)
    assert near["chosen"].tolist() == [False, True] and near["efficient"].all()
    far = direction_gains(moves(("a", 100.0, 1.0), ("b", 94.0, 1.0)), DIRECTION, 0.1, 100.0)
    assert far["chosen"].tolist() == [True, False] and far["efficient"].all()


def test_where_nothing_directs_more_nothing_is_chosen() -> None:
    found = direction_gains(moves(("a", 100.0, 1.0), ("c", 100.0, 1.0)), DIRECTION, 0.5, 100.0)
    assert not found["chosen"].any()
    assert direction_gains(moves(), DIRECTION, 0.5, 100.0).empty


def test_equals_are_ordered_by_code() -> None:
    found = direction_gains(moves(("d", 99.0, 1.0), ("a", 99.0, 1.0)), DIRECTION, 0.1, 100.0)
    assert found.loc[found["chosen"], "occupation"].tolist() == ["a"]


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.floats(1, 100), st.floats(0, 1)), min_size=1, max_size=6)
)
def test_the_chosen_one_is_efficient_and_affordable(rows: list[tuple[str, float, float]]) -> None:
    found = direction_gains(moves(*rows), DIRECTION, 0.3, 100.0)
    assert found["efficient"].any() and found["chosen"].sum() <= 1
    for _, row in found[found["chosen"]].iterrows():
        affordable = found[found["loss"] <= TOLERATED * 100.0]
        assert row["expected_gain"] == affordable["expected_gain"].max() > 0
