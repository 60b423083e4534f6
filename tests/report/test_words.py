"""Numbers and words as people read them: units, ranges, no zero with a minus; each word once, and none of the workshop's."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import INNER_WORDS, Goldens

from reallocate.firm.model.words import money
from reallocate.firm.report.result import PLAN
from reallocate.kernel import number as numbers
from reallocate.kernel.blocks import _written
from reallocate.kernel.glossary import _MARKET_TERMS, GLOSSARY, GRADES, JOB_TERMS
from reallocate.kernel.number import (
    bare_span,
    cell,
    digits_of,
    heading_unit,
    is_number,
    say,
    span,
    with_minus,
)
from reallocate.kernel.table import Column
from reallocate.kernel.text import explained
from reallocate.work import panel as predictive_test
from reallocate.work.reach import SOURCES_OF_REACH


def test_a_number_is_said_with_its_unit_and_a_range_names_it_once_and_starts_low(golden: Goldens) -> None:
    def said(lines: str) -> str:
        found = []
        for line in lines.splitlines():
            numbers, unit = line.removesuffix("]").split(" [")
            values = [float(one) for one in numbers.split(" to ")]
            found.append(f"{line}: {say(values[0], unit) if len(values) == 1 else span(*values, unit)}")
        return "\n".join(found)

    golden.answers("report/numbers", said)
    assert (say(None, "share"), say("not limited", "MW"), span(None, None, "months")) == ("not available", "not limited", "")
    assert say(np.float64(12.0), "positions") == "12 positions"


def test_a_column_keeps_one_number_of_decimals_and_a_change_carries_its_sign_as_kept(golden: Goldens) -> None:
    """Unless a number would vanish; a missing number is no zero, and a zero has no minus."""

    def written(asked: str) -> str:
        numbers, unit = asked.removesuffix("]").split(" [")
        values = [float(one) for one in numbers.split()]
        digits = digits_of(values, unit)
        plain, signed = ([cell(one, unit, signed=is_signed, digits=digits) for one in values] for is_signed in (False, True))
        return f"{' '.join(plain)} | {' '.join(signed)} | {say(values[0], unit, signed=True)} | {heading_unit(unit)}"

    golden.answers("report/cells", written)
    assert (cell(True), cell(False), cell(0.124, "share of hours"), cell(3e-9, "hours"), cell(-2e-10, "FTE")) == ("yes", "no", "12%", "0", "0")
    assert cell("from -0.02 to 4 (-60), 2026-11 and 43-4051") == "from −0.02 to 4 (−60), 2026-11 and 43-4051"
    assert not any(is_number(value) for value in (float("nan"), None, float("inf")))


EVERY = {**GLOSSARY, **JOB_TERMS, **_MARKET_TERMS, **GRADES}


def test_a_word_stands_once_and_is_defined_in_one_sentence() -> None:
    words = [*GLOSSARY, *JOB_TERMS, *_MARKET_TERMS]
    assert len(set(words)) == len(words)
    for means in EVERY.values():
        assert means.endswith(".") and means.count(". ") == 0
        assert not INNER_WORDS.search(means)


def test_headings_hold_no_inner_word() -> None:
    texts = [
        text for one in PLAN.tables for text in (one.title, one.source, *(c.heading for c in one.columns))
    ]
    texts += [text for one in SOURCES_OF_REACH.values() for text in (one.words, one.measures)]
    assert not [text for text in texts if INNER_WORDS.search(text)]
    assert not [text for text in texts if text[:1] != text[:1].upper()]
    assert all(one.source for one in PLAN.tables if one.sheet), "a sheet says where its figures come from"


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
    "text of a result": lambda number: explained({"": [f"{number:.1f} or {number:.2f}%"]})[""][0],
    **{f"cell {unit}": lambda number, unit=unit: cell(number, unit, digits=1) for unit in UNITS},
    **{f"change {unit}": lambda number, unit=unit: cell(number, unit, True) for unit in UNITS},
    **{f"say {unit}": lambda number, unit=unit: say(number, unit, True) for unit in UNITS},
    **{f"range {unit}": lambda number, unit=unit: span(number, 0.0, unit, True) for unit in UNITS},
    **{f"bare {unit}": lambda number, unit=unit: bare_span(number, 0.0, unit, 1) for unit in UNITS},
    **{
        f"column {unit}": lambda number, unit=unit: _written(
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
