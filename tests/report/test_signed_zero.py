"""No number is written as −0, −0.0 or −0.0%: every way of writing one, and a whole page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from reallocate.measure import number as numbers
from reallocate.measure.number import bare_span, cell, say, span, with_minus
from reallocate.output.blocks import Card, Cards, Grid, Head, Section
from reallocate.plan.explain import money
from reallocate.report.claims import words as claims
from reallocate.report.couple import card as couple
from reallocate.report.economy import lost_grids
from reallocate.report.economy.signs import signed
from reallocate.report.html import live_page
from reallocate.report.plan_workbook import number_format, shows_it
from reallocate.report.tables import write
from reallocate.study.couple import text as couple_said
from reallocate.study.economy import figures as economy
from reallocate.work import predictive_test

TINY = (-0.0, -1e-12, -4e-7, -0.0004, -0.004, -0.04, -0.4)
UNITS = ("", "FTE", "share", "%", "USD", "USD million", "USD bn/year", "months", "rank correlation", "ratio")
ZERO = re.compile(r"(?<![\w.,])[-−](?:USD )?0(?:[.,]0+)?(?!\w|[.,]\d)")

Writer = Callable[[float], str]
WRITERS: dict[str, Writer] = {
    "signed": numbers.signed,
    "signed, a digit": lambda number: numbers.signed(number, 1),
    "money": money,
    "claims": claims.number,
    "economy": signed,
    "economy, lost": lost_grids._signed,
    "economy, number": lambda number: lost_grids._number(number, 1),
    "economy, millions": economy.signed_millions,
    "economy, percent": economy.percent,
    "economy, sentence": economy.signed,
    "round trip": lambda number: couple._cell(number, 1),
    "round trip, sentence": couple_said._signed,
    "round trip, percent": couple_said._percent,
    "round trip, signed percent": lambda number: couple_said._percent(number, True),
    "history": predictive_test.signed,
    "any sentence": lambda number: with_minus(f"from {number:.1f} to {number:+.0%} ({number:,.2f})"),
    "a study's own sentence": lambda number: numbers.spoken({"": [f"{number:.1f} or {number:.2f}%"]})[""][0],
    **{f"cell {unit}": lambda number, unit=unit: cell(number, unit, digits=1) for unit in UNITS},
    **{f"change {unit}": lambda number, unit=unit: cell(number, unit, True) for unit in UNITS},
    **{f"say {unit}": lambda number, unit=unit: say(number, unit, True) for unit in UNITS},
    **{f"range {unit}": lambda number, unit=unit: span(number, 0.0, unit, True) for unit in UNITS},
    **{f"bare {unit}": lambda number, unit=unit: bare_span(number, 0.0, unit, 1) for unit in UNITS},
    **{f"column {unit}": lambda number, unit=unit: write(pd.Series([9.5, number]), unit)[0][1] for unit in UNITS},
}


@pytest.mark.parametrize("name", WRITERS)
def test_no_writer_gives_a_zero_a_minus(name: str) -> None:
    for number in TINY:
        for value in (number, number / 1e3):
            assert not ZERO.search(WRITERS[name](value)), (name, value, WRITERS[name](value))


def test_only_zeros_lose_their_minus() -> None:
    text = "-0.05, −0.001%, 2022-0, 4.A-0, 13-0000, 0.5-0.0, -0.00000012 and −USD 0.02"
    assert numbers.without_signed_zero(text) == text
    zeros = "-0, −0.0%, (−0.00), −USD 0.00 m, from -0 to −0.0."
    assert numbers.without_signed_zero(zeros) == "0, 0.0%, (0.00), USD 0.00 m, from 0 to 0.0."
    assert numbers.signed(-1234.56, 1) == "−1,234.6" and numbers.signed(0.04, 1) == "0.0"
    assert numbers.signed(2.0) == "+2"


def test_a_page_is_the_last_place_that_looks() -> None:
    """Whatever a card or a table holds, the template writes it."""
    card = Card("Jobs", "−0.0 million", "−0% of all", "-0.0 to 0.3", "in −0 draws")
    grid = Grid("Jobs", (Head("Year"), Head("Change", "%", True)), (("2027", "−0.0"), ("2028", "−0.2")))
    text = live_page("A firm", "0", [Section("headline", "In short", (Cards((card,)), grid))])
    body = re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]*>", " ", text, flags=re.DOTALL)
    assert not ZERO.search(body) and "−0.2" in body and "0.0 million" in body


@pytest.mark.parametrize("unit", UNITS)
def test_a_sheet_shows_a_number_below_zero_with_the_digits_it_needs(unit: str) -> None:
    for number in (-0.3, -0.04, -0.004, -0.00004):
        pattern = shows_it(number_format(unit, [number, 2e4]), number)
        digits = len(pattern.removesuffix("%").partition(".")[2])
        assert round(abs(number) * (100 if pattern.endswith("%") else 1), digits) > 0, (unit, number, pattern)
    assert shows_it("#,##0", -0.6) == "#,##0" and shows_it("#,##0.0", 0.01) == "#,##0.0"
