"""The workbook: every table, with units; no formula from outside; the same bytes again."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.report import synthetic
from tests.report.conftest import Changed

from reallocate.measure.number import heading_unit
from reallocate.output.glossary import GLOSSARY, GRADES, INNER_WORDS
from reallocate.output.table import BY_ROW
from reallocate.report.sign_off import COLUMNS
from reallocate.report.workbook import number_format, sheet_name, shows_it
from reallocate.result.result import Result
from reallocate.study.plan.kind import PLAN
from reallocate.work.exposure import SOURCES_OF_REACH

SHEETS = [one for one in PLAN.tables if one.sheet and (not one.optional or one.name in synthetic.tables())]


def read(book: bytes) -> dict[str, pd.DataFrame]:
    return pd.read_excel(io.BytesIO(book), sheet_name=None, header=None, engine="calamine")


@pytest.fixture(scope="module")
def book(made_up: Result) -> bytes:
    return made_up.workbook()


@pytest.fixture(scope="module")
def sheets(book: bytes) -> dict[str, pd.DataFrame]:
    return read(book)


def test_every_table_has_a_sheet_after_the_contents(sheets: dict[str, pd.DataFrame]) -> None:
    expected = ["Contents", *(sheet_name(one.title) for one in SHEETS), "Words"]
    assert list(sheets) == expected
    assert len({name.lower() for name in expected}) == len(expected) and max(map(len, expected)) <= 31


@pytest.mark.parametrize("declared", SHEETS, ids=lambda one: one.name)
def test_a_sheet_holds_the_table_with_title_source_headings_and_units(
    made_up: Result, sheets: dict[str, pd.DataFrame], declared: Any
) -> None:
    table, sheet = made_up.table(declared.name), sheets[sheet_name(declared.title)]
    assert sheet.iloc[0, 0] == declared.title and sheet.iloc[1, 0].startswith(declared.source)
    body = sheet.iloc[5 : 5 + len(table)]
    assert len(sheet) == 5 + len(table)
    for place, column in enumerate(declared.columns_of(table)):
        assert sheet.iloc[3, place] == column.heading
        if column.unit:
            unit = "" if pd.isna(sheet.iloc[4, place]) else sheet.iloc[4, place]
            assert unit == ("see unit" if column.unit == BY_ROW else heading_unit(column.unit))
        if pd.api.types.is_float_dtype(table[column.name]):
            found = pd.to_numeric(body[place]).to_numpy(float)
            assert np.allclose(found, table[column.name].to_numpy(float), rtol=1e-12, equal_nan=True), column


def test_missing_is_an_empty_cell(made_up: Result, sheets: dict[str, pd.DataFrame]) -> None:
    cases = made_up.table("cases")
    body = sheets[sheet_name(PLAN.table("cases").title)].iloc[5:].reset_index(drop=True)
    empty = (cases.isna() | cases.eq("")).to_numpy()
    assert (body.isna().to_numpy()[:, : empty.shape[1]] == empty).all() and cases.isna().to_numpy().any()


def test_text_is_never_a_formula_or_a_link(made_up: Result, changed: Changed) -> None:
    roles = made_up.table("roles").assign(title='=HYPERLINK("http://x")', occupation="http://x")
    with zipfile.ZipFile(io.BytesIO(changed({"roles": roles}, title="=1+1").workbook())) as parts:
        text = "".join(parts.read(name).decode("utf-8") for name in parts.namelist())
    assert "<f>" not in text and 'TargetMode="External"' not in text


def test_the_same_plan_gives_the_same_bytes(changed: Changed, book: bytes) -> None:
    time.sleep(2.1)  # a date of writing in the file would have two-second steps
    assert changed().workbook() == book


def test_contents_say_the_answer_how_it_ended_and_what_is_there(book: bytes, sheets: dict[str, pd.DataFrame]) -> None:
    contents = sheets["Contents"].astype(str)
    first = contents[0].tolist()
    assert first[:3] == ["A hyperscaler in 2026", *(line for line in first[1:3] if "positions" in line)]
    assert first[3].startswith("Status: Cheapest plan under these assumptions: none in this model costs less. Made by reallocate 0.1.0. Command: ")
    assert first[4] == "An empty cell = not available; it is never zero."
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
        other = parts.read("xl/worksheets/sheet2.xml").decode()
    assert page.count("<hyperlink ") == len(SHEETS) + 1
    assert 'state="frozen"' in other and "<autoFilter " in other


def test_words_hold_glossary_grades_and_sources(sheets: dict[str, pd.DataFrame]) -> None:
    words = set(sheets["Words"][0].dropna())
    assert set(GLOSSARY) <= words and len(GRADES) == 6
    assert {f"{one.words} ({code})" for code, one in SOURCES_OF_REACH.items()} <= words


def test_inner_words_never_reach_a_reader(sheets: dict[str, pd.DataFrame]) -> None:
    for sheet in sheets.values():
        assert not INNER_WORDS.findall(" ".join(str(cell) for cell in sheet.to_numpy().ravel()))


@pytest.mark.parametrize(
    ("unit", "values", "pattern"),
    [
        ("share", [0.124], "0.0%"),
        ("FTE", [10.4], "#,##0"),
        ("USD/FTE/year", [396_000.5], "#,##0"),
        ("USD million", [7_700.2], "#,##0.0"),
        ("USD million", [0.61], "0.0000"),
        ("months", [7.4], "#,##0.00"),
        ("", [3.0, 4.0], "#,##0"),
    ],
)
def test_number_formats_follow_the_unit(unit: str, values: list[float], pattern: str) -> None:
    assert number_format(unit, values) == pattern


@pytest.mark.parametrize("unit", ["", "FTE", "share", "USD million", "months"])
def test_a_number_below_zero_has_the_digits_that_it_needs(unit: str) -> None:
    for number in (-0.3, -0.04, -0.004, -0.00004):
        pattern = shows_it(number_format(unit, [number, 2e4]), number)
        digits = len(pattern.removesuffix("%").partition(".")[2])
        assert round(abs(number) * (100 if pattern.endswith("%") else 1), digits) > 0, (unit, number, pattern)
    assert shows_it("#,##0", -0.6) == "#,##0" and shows_it("#,##0.0", 0.01) == "#,##0.0"


def test_the_register_has_columns_to_sign(made_up: Result, book: bytes, sheets: dict[str, pd.DataFrame]) -> None:
    """To the right of every assumption: owner, sign-off from a list, a day, a comment; all of them empty."""
    sheet, table = sheets[sheet_name(PLAN.table("assumptions").title)], made_up.table("assumptions")
    own = sheet.iloc[:, len(table.columns) :]
    assert own.iloc[3].tolist() == list(COLUMNS)
    assert own.iloc[5:].isna().all(axis=None)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        pages = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    rules = [page for page in pages if "<dataValidation " in page]
    assert len(rules) == 1, "only the register is filled in by people"
    assert rules[0].count("<dataValidation ") == 2 and "open,agreed,to be replaced,refused" in rules[0]
    last = chr(ord("A") + len(table.columns) + 1)
    assert f"{last}6:{last}{5 + len(table)}" in rules[0]
