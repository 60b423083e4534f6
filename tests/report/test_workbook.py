"""The workbook: every table, with units; no formula from outside; the same bytes again."""

from __future__ import annotations

import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reallocate.report.glossary import GLOSSARY, GRADES, INNER_WORDS
from reallocate.report.plan_workbook import number_format, sheet_name, workbook
from reallocate.report.sheets import ASKED_FOR, TABLES
from reallocate.report.sign_off import COLUMNS


def written(study: Any, units: Any, folder: Path) -> Path:
    (folder / "report.xlsx").write_bytes(workbook(study, units))
    return folder / "report.xlsx"


@pytest.fixture(scope="module")
def book(made_up: Any, units: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(made_up, units, tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def sheets(book: Path) -> dict[str, pd.DataFrame]:
    return pd.read_excel(book, sheet_name=None, header=None, engine="calamine")


def test_every_table_has_a_sheet_after_the_contents(made_up: Any, sheets: dict[str, pd.DataFrame]) -> None:
    expected = ["Contents", *(sheet_name(name) for name in TABLES if name in made_up.tables), "Words"]
    assert list(sheets) == expected
    assert len({name.lower() for name in expected}) == len(expected) and max(map(len, expected)) <= 31


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ASKED_FOR])
def test_a_sheet_holds_the_table_with_title_source_heading_and_units(
    made_up: Any, units: Any, sheets: dict[str, pd.DataFrame], name: str
) -> None:
    table, sheet = made_up.table(name), sheets[sheet_name(name)]
    assert sheet.iloc[0, 0] == TABLES[name].title
    assert sheet.iloc[1, 0].startswith(TABLES[name].source)
    body = sheet.iloc[5 : 5 + len(table)]
    assert len(sheet) == 5 + len(table)
    for place, column in enumerate(table.columns):
        if (name, column) in units:
            assert isinstance(sheet.iloc[4, place], str), f"{name}.{column} has no unit"
        if pd.api.types.is_float_dtype(table[column]):
            found = pd.to_numeric(body[place]).to_numpy(float)
            agree = np.allclose(found, table[column].to_numpy(float), rtol=1e-12, equal_nan=True)
            assert agree, f"{name}.{column} reads otherwise"


def test_missing_is_an_empty_cell(made_up: Any, sheets: dict[str, pd.DataFrame]) -> None:
    cases = made_up.table("cases")
    body = sheets[sheet_name("cases")].iloc[5:].reset_index(drop=True)
    empty = (cases.isna() | cases.eq("")).to_numpy()
    assert (body.isna().to_numpy() == empty).all() and cases.isna().to_numpy().any()


def test_an_impossible_case_is_a_row_with_its_reason(sheets: dict[str, pd.DataFrame]) -> None:
    rows = sheets[sheet_name("cases")].iloc[5:]
    row = rows[rows[0] == "8,000 exits, chosen by the plan"].iloc[0]
    assert (
        row.iloc[1:9].isna().all() and row.iloc[9] == "no plan is possible: the cash of a year is too small"
    )


def test_text_is_never_a_formula_or_a_link(made_up: Any, units: Any, tmp_path: Path) -> None:
    roles = made_up.table("roles").assign(title='=HYPERLINK("http://x")', occupation="http://x")
    study = replace(
        made_up, tables={**made_up.tables, "roles": roles}, meta={**made_up.meta, "title": "=1+1"}
    )
    file = written(study, units, tmp_path)
    with zipfile.ZipFile(file) as parts:
        text = "".join(parts.read(name).decode("utf-8") for name in parts.namelist())
    assert "<f>" not in text and 'TargetMode="External"' not in text


def test_the_same_study_gives_the_same_bytes(made_up: Any, units: Any, book: Path) -> None:
    time.sleep(2.1)  # a date of writing in the file would have two-second steps
    assert workbook(made_up, units) == book.read_bytes()


def test_contents_and_words_say_what_is_there_and_what_is_not(
    made_up: Any, units: Any, tmp_path: Path
) -> None:
    file = written(made_up.without("grid", "history"), units, tmp_path)
    found = pd.read_excel(file, sheet_name=None, header=None, engine="calamine")
    contents = found["Contents"].astype(str)
    absent = contents[contents[2] == "Not available in this result."][0].tolist()
    assert absent == [sheet_name("grid"), sheet_name("history")]
    words = set(found["Words"][0].dropna())
    assert {term.word for term in GLOSSARY} <= words and len(GRADES) == 6


def test_inner_words_never_reach_a_reader(sheets: dict[str, pd.DataFrame]) -> None:
    for sheet in sheets.values():
        text = " ".join(str(cell) for cell in sheet.to_numpy().ravel())
        assert not INNER_WORDS.findall(text)


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


def test_the_register_has_columns_to_sign(made_up: Any, book: Path, sheets: dict[str, pd.DataFrame]) -> None:
    """To the right of every assumption: owner, sign-off from a list, a day, a comment; all of them empty."""
    sheet, table = sheets[sheet_name("assumptions")], made_up.table("assumptions")
    own = sheet.iloc[:, len(table.columns) :]
    assert own.iloc[3].tolist() == list(COLUMNS)
    assert own.iloc[5:].isna().all(axis=None)
    with zipfile.ZipFile(book) as parts:
        pages = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    rules = [page for page in pages if "<dataValidation " in page]
    assert len(rules) == 1, "only the register is filled in by people"
    assert rules[0].count("<dataValidation ") == 2 and "open,agreed,to be replaced,refused" in rules[0]
    assert f"L6:L{5 + len(table)}" in rules[0]
