"""Numbers are read where they can mean one thing only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reallocate.roster.file.money import read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("12.5", 12.5), (" $120,000 ", 120_000), ("1,234.5", 1234.5), ("USD 99", 99), ("1 234", 1234),
     ("-3", -3), (".5", 0.5), ("1e3", 1000), ("US$1,000,000", 1_000_000)],
)  # fmt: skip
def test_plain_numbers_and_money_are_read(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [("12,5", "decimals with a point"), ("80%", "0.8 for 80%"), ("120k", "in full"), ("twelve", "not a number"),
     ("1e999", "too large"), ("nan", "not a number"), ("12-14", "not a number")],
)  # fmt: skip
def test_what_is_no_number_says_why(text: str, said: str) -> None:
    assert said in str(read_number(text))


def test_a_comma_is_not_guessed_where_it_may_be_a_decimal() -> None:
    assert read_number("1,234") == 1234
    assert "may mean thousands or a decimal" in str(read_number("1,234", comma_is_decimal=True))


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_what_python_writes_is_read_back(value: float) -> None:
    assert read_number(repr(value)) == value


def test_points_and_commas_are_read_where_they_mean_one_thing() -> None:
    assert read_number("70.000,50") == read_number("70.000,50", comma_is_decimal=True) == 70_000.5
    assert read_number("0,8", comma_is_decimal=True) == 0.8
    assert read_number("70.000") == 70.0
    for text in ("70.000", "70,000"):
        assert "may mean" in str(read_number(text, comma_is_decimal=True))
    assert "write decimals with a point" in str(read_number("0,8"))
