"""Biproportional adjustment, on a table of four cells."""

from __future__ import annotations

import pandas as pd
import pytest

from reallocate.data.accounts import biproportional


def test_sums_hold_both_ways_and_the_odds_of_the_start_stay() -> None:
    cells = pd.Series([1.0, 2.0, 3.0, 4.0])
    row, column = pd.Series(["a", "a", "b", "b"]), pd.Series(["x", "y", "x", "y"])
    by_row, by_column = row.map({"a": 40.0, "b": 60.0}), column.map({"x": 70.0, "y": 30.0})
    result = biproportional(cells, (row, by_row), (column, by_column), 100)
    assert result.groupby(row).sum().tolist() == pytest.approx([40.0, 60.0])
    assert result.groupby(column).sum().tolist() == pytest.approx([70.0, 30.0])
    assert result[0] * result[3] / (result[1] * result[2]) == pytest.approx(4.0 / 6.0)


def test_a_group_without_any_stays_empty() -> None:
    row, column = pd.Series(["a", "b"]), pd.Series(["x", "x"])
    result = biproportional(pd.Series([0.0, 5.0]), (row, pd.Series([3.0, 8.0])), (column, pd.Series([8.0, 8.0])), 5)
    assert result.tolist() == [0.0, 8.0]
