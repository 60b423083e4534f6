"""The workbook: every table, with units; no formula from outside; the same bytes again."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import INNER_WORDS, Goldens
from tests.report import synthetic
from tests.report.conftest import Changed

from reallocate.firm.report.result import PLAN
from reallocate.kernel.number import heading_unit
from reallocate.kernel.table import _MOST_SHEETS, BY_ROW, Column, Sheet, table
from reallocate.render.result import Result
from reallocate.render.workbook import _COLUMNS, _number_format, _sheet_name

SHEETS = [one for one in PLAN.tables if one.sheet and (not one.optional or one.name in synthetic.tables())]
FIRST = [one for one in PLAN.sheets if one.is_first]


OWN_FORMULA = re.compile(r"(SUBTOTAL\(9,)?[SUM()A-Z0-9:+-]+\)?")
"""A formula of the workbook's own: sums and differences of cells."""
NUMBER = re.compile(r'<c r="([A-Z]+[0-9]+)"(?: s="\d+")?>(?:<f>(.*?)</f>)?<v>(.*?)</v></c>')


def worksheets(book: bytes) -> dict[str, list[tuple[str, str, str]]]:
    """Cells that hold numbers, with formula and value, by sheet."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        names = [name for name in parts.namelist() if "worksheets/sheet" in name]
        return {name: NUMBER.findall(parts.read(name).decode()) for name in names}


def came_to(formula: str, cells: dict[str, float]) -> float:
    """A sum or difference of cells."""

    def area(match: re.Match[str]) -> str:
        column, first, last = match[1], int(match[2]), int(match[4])
        assert column == match[3]
        return repr(sum(cells.get(f"{column}{row}", 0.0) for row in range(first, last + 1)))

    text = re.sub(r"(?:SUM|SUBTOTAL)\((?:9,)?([A-Z]+)(\d+):([A-Z]+)(\d+)\)", area, formula)
    text = re.sub(r"[A-Z]+\d+", lambda match: repr(cells.get(match[0], 0.0)), text)
    return float(eval(text.replace("+-", "-").replace("--", "+"), {"__builtins__": {}}))


def read(book: bytes) -> dict[str, pd.DataFrame]:
    return pd.read_excel(io.BytesIO(book), sheet_name=None, header=None, engine="calamine")


@pytest.fixture(scope="module")
def book(made_up: Result) -> bytes:
    return made_up.workbook()


@pytest.fixture(scope="module")
def sheets(book: bytes) -> dict[str, pd.DataFrame]:
    return read(book)


@pytest.fixture(scope="module")
def further(made_up: Result) -> dict[str, pd.DataFrame]:
    return read(made_up.workbook_more())


def test_the_workbook_that_is_handed_on_is_lean(made_up: Result, sheets: dict[str, pd.DataFrame]) -> None:
    shown = [one for one in FIRST if len(one.frame(made_up.tables))]
    assert list(sheets) == ["Contents", *(_sheet_name(one.table.title) for one in shown), "Words"]
    assert len(shown) > 8 and len(sheets) <= _MOST_SHEETS


def test_a_table_that_is_registered_later_is_in_the_second_file(made_up: Result) -> None:
    later = table("departments", "Departments by quarter", Column("department"), source="Counted.")(lambda context: [])
    kind = replace(made_up.kind, tables=(*made_up.kind.tables, later))
    frame = pd.DataFrame({"department": ["Claims", "Other"]})
    made = replace(made_up, kind=kind, tables={**made_up.tables, "departments": frame})
    assert read(made.workbook_more())["Departments by quarter"].iloc[5:, 0].tolist() == ["Claims", "Other"]
    with_sheet = replace(kind, sheets=(*kind.sheets, Sheet(later)))
    assert "Departments by quarter" in read(replace(made, kind=with_sheet).workbook())


def test_live_totals_are_formulas_that_come_to_the_figures_of_the_tables(
    made_up: Result, book: bytes, sheets: dict[str, pd.DataFrame]
) -> None:
    """Each formula is computed here from the cells beside it, and compared with the value that it carries."""
    checked = 0
    for sheet in worksheets(book).values():
        cells = {cell: float(value) for cell, formula, value in sheet if not formula and value}
        for cell, formula, value in sheet:
            if formula:
                cells[cell] = came_to(formula, cells)
                assert cells[cell] == pytest.approx(float(value), abs=1e-6), (cell, formula)
                checked += 1
    assert checked > 30
    walk, cash = made_up.table("headcount"), made_up.table("cash")
    money = sheets["Money by quarter"].iloc[5:].set_index([0, 1])
    for case, rows in cash.groupby("case"):
        assert money.loc[("Total", case)].tolist() == pytest.approx(rows["total"].tolist())
    people, roles = sheets["People by quarter"].iloc[5:].set_index(0), sheets["Positions by role and quarter"]
    ends = walk[walk["case"] == "plan"].groupby("period")["end"].sum().tolist()
    assert people.loc["Positions at the end"].dropna().tolist() == pytest.approx(ends)
    assert roles.iloc[-1, 3:].tolist() == pytest.approx(ends) and roles.iloc[-1, 0] == "Total of the rows shown"
    assert roles.iloc[5:-1, 1].tolist() == made_up.table("roles")["title"].tolist()


def test_sheets_have_native_charts_and_print_with_their_headings(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        names = parts.namelist()
        whole = parts.read("xl/workbook.xml").decode()
        pages = [parts.read(name).decode() for name in names if "worksheets/sheet" in name]
    assert sum(name.startswith("xl/charts/chart") for name in names) >= 5
    assert not any(name.endswith((".png", ".jpeg")) for name in names)
    inner = len(pages) - 2
    assert whole.count("_xlnm.Print_Area") == whole.count("_xlnm.Print_Titles") == inner
    assert sum('state="frozen"' in page and 'orientation="landscape"' in page for page in pages) >= inner


@pytest.mark.parametrize("declared", SHEETS, ids=lambda one: one.name)
def test_a_sheet_holds_the_table_with_title_source_headings_and_units(
    made_up: Result, sheets: dict[str, pd.DataFrame], further: dict[str, pd.DataFrame], declared: Any
) -> None:
    if declared.name == "headcount":
        assert further[_sheet_name(declared.title)].iloc[3, :3].tolist() == ["Case", "Role, code", "Role"]
        return
    table, sheet = made_up.table(declared.name), {**sheets, **further}[_sheet_name(declared.title)]
    assert sheet.iloc[0, 0] == declared.title and sheet.iloc[1, 0].startswith(declared.source)
    body = sheet.iloc[5 : 5 + len(table)]
    assert len(sheet.dropna(how="all")) <= 5 + len(table) + 1
    for place, column in enumerate(declared.columns_of(table)):
        assert sheet.iloc[3, place] == column.heading
        if column.unit:
            unit = "" if pd.isna(sheet.iloc[4, place]) else sheet.iloc[4, place]
            assert unit == ("see unit" if column.unit == BY_ROW else heading_unit(column.unit))
        if pd.api.types.is_float_dtype(table[column.name]):
            found = pd.to_numeric(body[place]).to_numpy(float)
            assert np.allclose(found, table[column.name].to_numpy(float), rtol=1e-12, equal_nan=True), column
    assert not INNER_WORDS.findall(" ".join(str(cell) for cell in sheet.to_numpy().ravel()))


def test_text_is_never_a_formula_or_a_link(made_up: Result, changed: Changed) -> None:
    roles = made_up.table("roles").assign(title='=HYPERLINK("http://x")', occupation="http://x")
    made = changed({"roles": roles}, title="=1+1")
    for book in (made.workbook(), made.workbook_more()):
        with zipfile.ZipFile(io.BytesIO(book)) as parts:
            text = "".join(parts.read(name).decode("utf-8") for name in parts.namelist())
        assert 'TargetMode="External"' not in text
        assert not [one for one in re.findall("<f>(.*?)</f>", text) if not OWN_FORMULA.fullmatch(one)]


def test_the_same_plan_gives_the_same_bytes(changed: Changed, book: bytes) -> None:
    assert changed().workbook() == book
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert changed().workbook_more() == changed().workbook_more()


def test_number_formats_follow_the_unit_as_kept(golden: Goldens) -> None:
    def formats(lines: str) -> str:
        asked = [line.removesuffix("]").split(" [") for line in lines.splitlines()]
        return "\n".join(f"{values} [{unit}]: {_number_format(unit, list(map(float, values.split())))}" for values, unit in asked)

    golden.answers("report/number_formats", formats)


def test_the_register_has_columns_to_sign(made_up: Result, book: bytes, sheets: dict[str, pd.DataFrame]) -> None:
    """To the right of every assumption: owner, sign-off from a list, a day, a comment; all of them empty."""
    sheet, table = sheets[_sheet_name(PLAN.table("assumptions").title)], made_up.table("assumptions")
    own = sheet.iloc[:, len(table.columns) :]
    assert own.iloc[3].tolist() == list(_COLUMNS)
    assert own.iloc[5:].isna().all(axis=None)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        pages = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    rules = [page for page in pages if "<dataValidation " in page]
    assert len(rules) == 1, "only the register is filled in by people"
    assert rules[0].count("<dataValidation ") == 2 and "open,agreed,to be replaced,refused" in rules[0]
    last = chr(ord("A") + len(table.columns) + 1)
    assert f"{last}6:{last}{5 + len(table)}" in rules[0]
