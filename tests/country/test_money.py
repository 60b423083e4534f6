"""Amounts are dollars inside and a country's money where they are read: converted once, named, and written so."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reallocate.data.country import country_money
from reallocate.kernel.blocks import Grid, grid
from reallocate.kernel.money import US_DOLLAR, Money, showing, shown_in, shown_money
from reallocate.kernel.number import bare_span, cell, heading_unit, priced, say, span, without_signed_zero
from reallocate.kernel.processes import worker_pool
from reallocate.kernel.table import BY_ROW, Column, Live, Range, in_money, table

POUND = Money("GBP", "£", 1.25, "2026-10-30", "a bank", "the United Kingdom")
ZLOTY = Money("PLN", "zł", 0.25, "2026-10-30", "a bank", "Poland")


@pytest.mark.parametrize(
    ("money", "value", "unit", "written"),
    [
        (US_DOLLAR, 3.2e9, "USD/year", "USD 3.2 bn a year"),
        (POUND, 3.2e9, "USD/year", "£2.6 bn a year"),
        (ZLOTY, 3.2e9, "USD/year", "zł 12.8 bn a year"),
        (POUND, -125.0, "USD million a year", "−£100 m a year"),
        (POUND, 0.5, "USD per USD of cost", "£0.50 per £ of cost"),
        (POUND, 10.0, "hours/USD thousand", "12.5 hours per £ thousand"),
        (POUND, 0.14, "share", "14%"),
        (POUND, 100.0, "GBP million", "£100 m"),
    ],
)
def test_an_amount_is_written_in_the_money_that_is_shown(
    money: Money, value: float, unit: str, written: str
) -> None:
    with shown_in(money):
        assert say(value, unit) == written


def test_ranges_headings_and_zeros_follow_the_mark() -> None:
    with shown_in(POUND):
        assert span(1.25e9, 5e9, "USD/year") == "£1.0 to 4.0 bn a year"
        assert bare_span(125.0, 250.0, "USD million") == "100–200"
        assert cell(58_750.0, "USD/year") == "47,000"
        assert heading_unit("USD/FTE/year") == "£ per FTE a year"
        assert (priced(1_250.0), priced(-1_250.0)) == ("£1,000", "−£1,000")
        assert without_signed_zero("−£0 m and −£0.4 m") == "£0 m and −£0.4 m"
    assert shown_money() is US_DOLLAR and priced(1_250.0) == "USD 1,250"


@given(st.floats(-1e12, 1e12), st.sampled_from(["USD", "USD million/year", "hours/USD thousand", "USD/USD"]))
def test_a_factor_there_and_back_is_the_amount(value: float, unit: str) -> None:
    there = value * POUND.factor(unit)
    assert there / POUND.factor(unit) == pytest.approx(value)
    assert POUND.factor(POUND.unit(unit)) == 1.0, "what is in pounds is converted no more"


@table(
    "sums", "Sums [USD million]", Column("name"), Column("amount", "USD spent", "USD million"),
    Column("people", unit="people"), Column("value", unit=BY_ROW), Column("unit"), Column("low"), Column("high"),
)  # fmt: skip
def sums(frame: pd.DataFrame) -> pd.DataFrame:
    """As given."""
    return frame


ROWS = pd.DataFrame(
    {
        "name": ["a", "b"], "amount": [125.0, 250.0], "people": [3.0, 4.0], "value": [12.5, 0.2],
        "unit": ["USD/hire", "share"], "low": [5.0, 0.1], "high": [25.0, 0.3],
    }
)  # fmt: skip


def test_a_table_is_converted_once_and_names_its_unit() -> None:
    assert in_money(sums, ROWS)[1] is ROWS
    with shown_in(POUND):
        declared, frame = in_money(sums, ROWS)
        assert frame["amount"].tolist() == [100.0, 200.0] and frame["people"].tolist() == [3.0, 4.0]
        assert frame["value"].tolist() == [10.0, 0.2] and frame["unit"].tolist() == ["GBP/hire", "share"]
        assert frame["low"].tolist() == [4.0, 0.1]
        assert declared.column("amount").unit == "GBP million" and declared.title == "Sums [£ million]"
        assert in_money(declared, frame)[1].equals(frame)
        live = ROWS.assign(amount=pd.Series([Live(125.0, (0,)), Live(250.0, (1,))], dtype=object))
        assert [float(one) for one in in_money(sums, live)[1]["amount"]] == [100.0, 200.0]


def test_a_grid_writes_the_same_figures() -> None:
    with shown_in(POUND):
        shown = grid({"sums": ROWS}, sums, "name", "amount", "value", "unit", Range("Range", "low", "high"))
    assert isinstance(shown, Grid)
    assert shown.heads[1].unit == "£ million" and shown.heads[1].label == "£ spent"
    assert shown.rows[0] == ("a", "100", "£10.00 per hire", "£/hire", "4.0–20.0")


def test_another_process_is_told_the_money() -> None:
    with shown_in(POUND):
        assert showing(ZLOTY, priced, 1.0) == "zł 4"
        with worker_pool(1) as pool:
            assert pool.submit(priced, 1_250.0).result() == "£1,000"


def test_rates_are_dated_and_of_the_country() -> None:
    pound = country_money("UK")
    assert (pound.code, pound.mark, pound.date, pound.nation) == ("GBP", "£", "2026-10-30", "the United Kingdom")
    assert pound.dollars == pytest.approx(1.1172 / 0.8338, rel=1e-4)
    assert "1 GBP = 1.3399 USD" in pound.rate and pound.date in pound.rate
    assert country_money() is US_DOLLAR and US_DOLLAR.rate == ""
