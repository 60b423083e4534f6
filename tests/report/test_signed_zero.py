"""No number is written as −0, −0.0 or −0.0%: every way of writing one, and every rendering."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from reallocate.firm.model.words import money
from reallocate.kernel import number as numbers
from reallocate.kernel.blocks import Block, Card, Cards, Grid, Head, Prose, Section, written
from reallocate.kernel.number import bare_span, cell, say, span, with_minus
from reallocate.kernel.table import Column
from reallocate.render.page import fragment, page
from reallocate.render.terminal import summary_text
from reallocate.work import panel as predictive_test

TINY = (-0.0, -1e-12, -4e-7, -0.0004, -0.004, -0.04, -0.4)
UNITS = ("", "FTE", "share", "%", "USD", "USD million", "USD bn/year", "months", "rank correlation", "ratio")
ZERO = re.compile(r"(?<![\w.,])[-−](?:USD )?0(?:[.,]0+)?(?!\w|[.,]\d)")

Writer = Callable[[float], str]
WRITERS: dict[str, Writer] = {
    "signed": numbers.signed,
    "signed, a digit": lambda number: numbers.signed(number, 1),
    "money": money,
    "a sentence, digits": lambda number: say(number, "%", True, 1),
    "history": predictive_test.signed,
    "any sentence": lambda number: with_minus(f"from {number:.1f} to {number:+.0%} ({number:,.2f})"),
    "text of a result": lambda number: numbers.spoken({"": [f"{number:.1f} or {number:.2f}%"]})[""][0],
    **{f"cell {unit}": lambda number, unit=unit: cell(number, unit, digits=1) for unit in UNITS},
    **{f"change {unit}": lambda number, unit=unit: cell(number, unit, True) for unit in UNITS},
    **{f"say {unit}": lambda number, unit=unit: say(number, unit, True) for unit in UNITS},
    **{f"range {unit}": lambda number, unit=unit: span(number, 0.0, unit, True) for unit in UNITS},
    **{f"bare {unit}": lambda number, unit=unit: bare_span(number, 0.0, unit, 1) for unit in UNITS},
    **{
        f"column {unit}": lambda number, unit=unit: written(
            Column("x", "", unit), pd.DataFrame({"x": [9.5, number]})
        )[0][1]
        for unit in UNITS
    },
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


def test_every_rendering_is_a_last_place_that_looks() -> None:
    """Whatever a card, a table or a sentence holds, page, notebook and terminal write no zero with a minus."""
    card = Card("Jobs", "−0.0 million", "−0% of all", "-0.0 to 0.3", "in −0 draws")
    grid = Grid("Jobs", (Head("Year"), Head("Change", "%", True)), (("2027", "−0.0"), ("2028", "−0.2")))
    blocks: tuple[Block, ...] = (Cards((card,)), grid, Prose(("It falls by −0.0%.",)))
    texts = (
        page("A firm", "0", [Section("headline", "In short", blocks)]),
        fragment("A firm", blocks),
        summary_text("A firm", blocks),
    )
    for text in texts:
        body = re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]*>", " ", text, flags=re.DOTALL)
        assert not ZERO.search(body) and "−0.2" in body and "0.0 million" in body
