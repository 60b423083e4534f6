"""Numbers as people read them."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.kernel.number import cell, digits_of, heading_unit, is_number, say, span

MISSING = float("nan")


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (8000, "FTE", "8,000 FTE"),
        (3214.0, "USD million/year", "USD 3.2 bn a year"),
        (-3214.0, "USD million a year", "−USD 3.2 bn a year"),
        (384.0, "USD million", "USD 384 m"),
        (999.96, "USD million", "USD 1.0 bn"),
        (0.14, "share", "14%"),
        (0.075, "share of headcount", "7.5% of headcount"),
        (0.0123, "share/year", "1.2% a year"),
        (1.1, "% a month", "1.1% a month"),
        (7.4, "months", "7.4 months"),
        (21.4e6, "GPU-hours", "21.4 million GPU-hours"),
        (396_000.0, "USD/FTE/year", "USD 396,000 per FTE a year"),
        (2.21, "USD/GPU-hour", "USD 2.21 per GPU-hour"),
        (5.3, "USD bn", "USD 5.3 bn"),
        (0.0, "USD million", "USD 0"),
        (-0.0, "FTE", "0 FTE"),
        (MISSING, "FTE", "not available"),
        (None, "share", "not available"),
        (np.float64(12.0), "positions", "12 positions"),
        ("not limited", "MW", "not limited"),
    ],
)
def test_a_number_is_said_with_its_unit(value: object, unit: str, said: str) -> None:
    assert say(value, unit) == said


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (1190.0, 4410.0, "USD million/year", "USD 1.2 to 4.4 bn a year"),
        (800.0, 1200.0, "USD million", "USD 800 m to 1.2 bn"),
        (0.021, 0.024, "share", "2.1 to 2.4%"),
        (5.9, 13.2, "months", "5.9 to 13.2 months"),
        (-4120.0, -13980.0, "FTE", "−13,980 to −4,120 FTE"),
        (0.0, 2e6, "USD/system", "USD 0 to 2.0 m per system"),
        (50_000.0, 120_000.0, "USD/GPU, all in", "USD 50,000 to 120,000 per GPU, all in"),
        (0.0, 0.04, "share of headcount, once", "0 to 4.0% of headcount, once"),
        (1.73, 2.34, "kW/GPU, facility included", "1.73 to 2.34 kW per GPU, facility included"),
        (7.0, 7.0, "months", "7 months"),
        (MISSING, 4.0, "months", ""),
        (None, None, "months", ""),
    ],
)
def test_a_range_names_its_unit_once_and_starts_low(low: object, high: object, unit: str, said: str) -> None:
    assert span(low, high, unit) == said


def test_what_a_solver_leaves_of_zero_is_zero_and_a_hyphen_before_a_number_is_a_minus() -> None:
    assert cell(3e-9, "hours") == "0" and cell(-2e-10, "FTE") == "0"
    assert cell("from -0.02 to 4 (-60), 2026-11 and 43-4051") == "from −0.02 to 4 (−60), 2026-11 and 43-4051"


def test_a_number_that_needs_more_decimals_than_its_column_never_gets_fewer() -> None:
    assert cell(-0.002024, "share", digits=2) == "−0.20%"


def test_a_missing_number_is_never_a_zero() -> None:
    for value in (MISSING, None, float("inf")):
        assert not is_number(value)
        assert "0" not in cell(value, "FTE") and "0" not in say(value, "USD million")


def test_a_column_keeps_one_number_of_decimals_unless_a_number_would_vanish() -> None:
    values = [212.4, 8.53, 0.61]
    digits = digits_of(values, "USD million")
    assert [cell(value, "USD million", digits=digits) for value in values] == ["212", "8.53", "0.61"]
    digits = digits_of([96.0, 17.5, 8.7], "USD million")
    assert [cell(value, "USD million", digits=digits) for value in (96.0, 17.5, 8.7)] == [
        "96.0",
        "17.5",
        "8.7",
    ]


def test_shares_are_percentages_in_cell_and_heading() -> None:
    assert (cell(0.124, "share of hours"), heading_unit("share of hours")) == ("12%", "% of hours")
    assert (cell(0.031, "share", digits=1), heading_unit("share")) == ("3.1%", "%")
    assert heading_unit("USD/FTE/year") == "USD per FTE a year"


def test_a_change_carries_its_sign() -> None:
    assert (cell(3.0, "FTE", signed=True), cell(-3.0, "FTE", signed=True)) == ("+3", "−3")
    assert say(384.0, "USD million", signed=True) == "+USD 384 m"
    assert cell(True) == "yes" and cell(False) == "no"
