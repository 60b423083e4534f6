"""Cells are read where they can mean one thing only: numbers, money, currencies, days, kinds of worker; what else is a fault."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from tests.golden_pages import Goldens, cases
from tests.roster.tables import TITLES, faults, people, refusal, written
from typer.testing import CliRunner

import reallocate as ra
from reallocate.cli.main import app
from reallocate.data.rates import reference
from reallocate.roster.faults import REMEDIES, grouped
from reallocate.roster.file.cells import KINDS, _folded, _status_of, is_error
from reallocate.roster.file.currency import Rates, header_currency, rates_of
from reallocate.roster.file.money import (
    decimal_mark,
    header_period,
    money,
    period_of,
    read_number,
    with_point,
)
from reallocate.roster.people import People, read_people

RATES = rates_of(["EUR=1.08", "inr=0.012"], "2026-06-30")
TODAY = dt.date(2022, 12, 1)
NUMBERS, MONEY, PERIODS, HEADERS, WORKERS = (cells for _, cells, _ in cases(Path(__file__).with_name("cells.txt")))
"""As they are written in cells. ALL pay is no pay in leks; beside a code that is none of these words, that one counts."""
COLUMNS_OF_NUMBERS: tuple[dict[str, int], ...] = (
    {"85.000,00": 5, "1.200,5": 1}, {"85,000.00": 5}, {"85.000": 5}, {"85.000": 4}, {"85,000": 9}, {"1234": 9},
    {"85.000,00": 5, "85,000.00": 5}, {"85.000,00": 50, "0.5": 1}, {"0.800": 1, "1": 1},
)  # fmt: skip
ERROR_CELLS = ["#BEZUG!", "#WERT!", "#NV", "#ZAHL!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#¡REF!", "#¡DIV/0!", "#¿NOMBRE?", "#SPILL!", "#####", "#1", "# 12", "#hashtag", "REF!", "", "#", "C#", "#12345"]


def test_each_cell_and_header_is_read_as_it_was(golden: Goldens) -> None:
    """Numbers with a point and with a comma for decimals, money, decimal marks of columns, periods, currencies, workers."""
    parts = [money(text) for text in MONEY]
    told = [f"{text!r}: {read_number(text)} | {read_number(text, comma_is_decimal=True)}" for text in NUMBERS]
    told += [f"{text!r}: {one.number} {one.currency} {one.period}" for text, one in zip(MONEY, parts, strict=True)]
    told += [f"{rows}: {decimal_mark(rows, is_money=True)!r} {decimal_mark(rows)!r}" for rows in COLUMNS_OF_NUMBERS]
    told += [f"{text} {mark!r}: {with_point(text, mark)}" for text in ("85.000", "85,000") for mark in (",", ".", "")]
    told += [f"{word}: {period_of(word)!r}" for word in PERIODS]
    told += [f"{head}: {header_period(head)!r} {header_currency(head)!r}" for head in HEADERS]
    told += [f"{text}: {_status_of(text)!r}" for text in WORKERS]
    told.append(f"errors: {[text for text in (*ERRORS, *ERROR_CELLS) if is_error(text)]}")
    golden("roster/cells", "\n".join(told))


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_what_python_writes_is_read_back(value: float) -> None:
    assert read_number(repr(value)) == value


def test_rates_are_dollars_a_unit_the_users_or_the_central_banks_and_what_is_none_is_told_at_once() -> None:
    assert RATES.usd == {"EUR": 1.08, "INR": 0.012}
    assert (RATES.rate("USD"), RATES.rate("EUR")) == (1.0, 1.08) and RATES.rate("XAF") != RATES.rate("XAF")
    assert RATES.text(["EUR", "INR"]) == "1 EUR = 1.08 USD, 1 INR = 0.012 USD, your rates of 2026-06-30"
    # Read off the ECB's page for 30 October 2026: 1 EUR = 1.1172 USD = 0.8338 GBP = 106.084 INR.
    assert reference().date == "2026-10-30" and RATES.day("GBP") == "2026-10-30"
    assert RATES.rate("GBP") == pytest.approx(1.1172 / 0.8338, rel=1e-4)
    assert Rates().rate("INR") == pytest.approx(1.1172 / 106.084, rel=1e-4)
    said = RATES.text(["EUR", "GBP"])
    assert said.startswith("1 EUR = 1.08 USD, your rates of 2026-06-30; 1 GBP = 1.3399 USD, European Central")
    said = refusal(
        rates_of, ["EUR", "XXZ=1", "USD=1", "CHF=1.1", "CHF=1.2", "INR=83", "GBP=-1", "SEK=nan"], ""
    )
    assert len(said) == 7 and "'EUR' is not a rate" in said[0] and "CHF has two rates" in said[3]
    assert "1 INR = 83 USD seems to be inverted" in said[4] and "INR=0.01205" in said[4]


def test_columns_of_cells_are_read_as_they_were(tmp_path: Path, golden: Goldens) -> None:
    told = []
    for case, lines, _ in cases(Path(__file__).with_name("columns.txt")):
        found = people(tmp_path, *lines, rates=RATES, date=dt.date(2040, 7, 1) if "slashes" in case else dt.date(2026, 7, 1))
        rows = found.rows.loc[:, ~(found.rows.isna() | found.rows.eq("")).all()].drop(columns="title", errors="ignore")
        told += [f"# {case}", rows.to_csv(float_format="%.9g", date_format="%Y-%m-%d").strip(), *told_of(found), *found.notes]
    golden("roster/columns", "\n".join(told))
    (said,) = refusal(people, tmp_path, "id,title,Base EUR,Base GBP", "1,Software Developers,1,2")
    assert "columns C (Base EUR) and D (Base GBP) both mean base" in said


PAY_A_YEAR = {
    "Annual": 1, "Monthly": 12, "Semi-monthly": 24, "Twice a month": 24, "Biweekly": 26, "Fortnightly": 26, "Weekly": 52,
    "Daily": 260, "Hourly": 40 * 52,
}  # fmt: skip


def test_pay_of_every_period_becomes_yearly(tmp_path: Path) -> None:
    lines = [f"{n},Actuaries,{124_800.0 / n:.6f},{period},40" for period, n in PAY_A_YEAR.items()]
    found = people(tmp_path, "code of row,title,base salary,pay frequency,weekly hours", *lines)
    assert not found.faults
    assert found.rows["base"].tolist() == pytest.approx([124_800.0] * len(PAY_A_YEAR), rel=1e-6)


@pytest.mark.parametrize(
    ("options", "faulty", "age"),
    [
        # Neither the open position of 2027 nor the slips of 2199 are the day of the file.
        ({}, [104, 105], "30 to 39"),
        ({"date": dt.date(2021, 12, 31)}, [102, 104, 105], "under 30"),
        ({"date": dt.date(2204, 1, 1)}, [], ""),
    ],
)
def test_the_day_of_the_file_is_stated_or_the_day_it_is_read(
    tmp_path: Path, options: dict[str, dt.date], faulty: list[int], age: str
) -> None:
    rows = [f"filled,{2012 + number // 10}-03-01,1992" for number in range(100)]
    rows += ["filled,2022-02-01,1992", "open,2027-01-01,", "filled,2199-01-01,1992", "filled,2199-01-01,1992"]
    lines = [f"{number},Actuaries,{row}" for number, row in enumerate(rows, start=1)]
    found = people(tmp_path, "id,title,status,hire date,birth year", *lines, read_on=TODAY, **options)
    late = [row for row, fault in faults(found) if fault == "hired after the file's day"]
    assert late == faulty and found.rows["age"].iloc[0] == age
    shown = options.get("date", TODAY).isoformat()
    assert any(f"Dates and ages are read as of {shown}" in note for note in found.notes)


@pytest.mark.parametrize("line", ["Effective Date,09/30/2026", "Stichtag: 30.09.2026", "Run on: 2026-09-30"])
def test_the_day_may_stand_above_the_headers(tmp_path: Path, line: str) -> None:
    found = people(
        tmp_path, line, "id,title,status,hire date,birth year", "1,Actuaries,filled,2020-01-01,1990"
    )
    assert any("read as of 2026-09-30 (from a line above the headers)" in note for note in found.notes)


def test_every_phrase_stands_once_as_it_is_compared_and_the_command_that_errors_name_lists_it() -> None:
    phrases = [phrase for kind in KINDS for phrase in kind.phrases]
    assert len(phrases) == len(set(phrases)) and [_folded(phrase) for phrase in phrases] == phrases
    done = CliRunner().invoke(app, ["roster", "--columns"])
    assert done.exit_code == 0
    assert not [kind for kind in KINDS if f"({kind.reason}): {', '.join(kind.phrases)}\n" not in done.output]
    assert "  title: title, job title," in done.output and "Workday" in done.output
    assert all("--columns" in REMEDIES[fault] for fault in ("unknown status", "unknown worker type"))


HEAD = ("Employee ID", "Job Title", "Department", "FTE", "Base Salary", "Hire Date", "Status")
GOOD = ("{}", "Actuaries", "Finance", "1", "52000", "2020-01-05", "filled")
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
"""One for each column, from the id on."""


def told_of(found: People) -> list[str]:
    return [f"{one.column}: {one.what}" for one in grouped(found.faults)]


def broken() -> list[list[str]]:
    rows = [[cell.format(number) for cell in GOOD] for number in range(20)]
    for place, error in enumerate(ERRORS):
        for row in rows[2 * place : 2 * place + 2]:
            row[place] = error
    return rows


def test_errors_of_a_workbook_are_faults_by_kind_as_the_same_text_in_csv_is(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for at, row in enumerate(broken(), start=1):
            for place, cell in enumerate(row):
                if cell in ERRORS:
                    sheet.write_formula(at, place, "=1/0", None, cell)
                else:
                    sheet.write_string(at, place, cell)
    text_read = people(tmp_path, *map(",".join, [HEAD, *broken()]))
    book_read = read_people(tmp_path / "a.xlsx", TITLES, {})
    pairs = zip(HEAD, ERRORS, strict=True)
    expected = {f"{head}: error of the spreadsheet, 2 rows ({error!r} 2)" for head, error in pairs}
    assert expected == set(told_of(book_read)) == set(told_of(text_read))
    assert len(book_read.faults) == 2 * len(ERRORS), "a cell has no second fault"


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\ufe0f"])
def test_a_mark_without_width_hides_no_name(mark: str, tmp_path: Path) -> None:
    rows = [f"{n},Clerk,Jo{mark}hanna Kr{mark}zywicki,Finance" for n in range(1, 30)]
    rows += ["30,Clerk,Anton Berghuizen,Team Jo" + mark + "hanna Krzy" + mark + "wicki"]
    found = people(tmp_path, "id,title,full name,department", *rows)
    assert not any("wicki" in text for text in found.rows["department"])


def test_pay_that_is_not_used_is_said_first(tmp_path: Path) -> None:
    rows = [f"{n},Payroll Clerk,x,{52_000 + n}" for n in range(1, 40)]
    check = ra.Roster.read(written(tmp_path, "id,title,department,Total Paid CTC", *rows)).check()
    exact, first, *_ = check.lines
    assert (
        exact.startswith("Exact") and first.startswith("Pay is not used: ") and "--map base=HEADER" in first
    )
    assert check.to_dict()["warnings"] == [first]
    check = ra.Roster.read(written(tmp_path, "id,title,department,annual pay", *rows)).check()
    assert not check.to_dict()["warnings"] and check.to_dict()["columns"]["base"] == "annual pay"
