"""Money is read as cells write it: currency, pay period, points and commas; nothing that may mean two things."""

from __future__ import annotations

from pathlib import Path

import pytest

from reallocate.roster.file.money import decimal_mark, header_period, money, period_of, with_point
from reallocate.roster.people import People, read_people


@pytest.mark.parametrize(
    ("text", "number", "currency", "period"),
    [
        ("USD 85,000.00", "85,000.00", "USD", ""),
        ("85.000,00 €", "85.000,00", "EUR", ""),
        ("£45,000", "45,000", "GBP", ""),
        ("CHF 1'234.50", "1234.50", "CHF", ""),
        ("85 000,00", "85000,00", "", ""),
        ("$24.50 / hour", "24.50", "USD", "hour"),
        ("3.200,00 € pro Monat", "3.200,00", "EUR", "month"),
        ("XXZ 1", "XXZ 1", "", ""),
        ("120k", "120k", "", ""),
    ],
)
def test_a_cell_of_money_is_taken_apart(text: str, number: str, currency: str, period: str) -> None:
    found = money(text)
    assert (found.number, found.currency, found.period) == (number, currency, period)


@pytest.mark.parametrize(
    ("rows", "mark"),
    [
        ({"85.000,00": 5, "1.200,5": 1}, ","),
        ({"85,000.00": 5}, "."),
        ({"85.000": 5}, ","),
        ({"85.000": 4}, ""),
        ({"85,000": 9}, "."),
        ({"85.000,00": 5, "85,000.00": 5}, ""),
        ({"85.000,00": 50, "0.5": 1}, ","),
        ({"1234": 9}, ""),
    ],
)
def test_a_columns_cells_tell_what_stands_before_decimals(rows: dict[str, int], mark: str) -> None:
    assert decimal_mark(rows, is_money=True) == mark


def test_a_cell_that_may_mean_two_things_is_read_as_its_column_is() -> None:
    assert with_point("85.000", ",") == "85000" and with_point("85,000", ".") == "85000"
    assert with_point("85,000", ",") == "85.000" and with_point("85.000", "") == "85.000"
    assert decimal_mark({"0.800": 1, "1": 1}) == "."


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Annual", "year"),
        ("Hourly", "hour"),
        ("Jährlich", "year"),
        ("monatlich", "month"),
        ("Per sprint", ""),
    ],
)
def test_a_pay_period_is_a_word(text: str, period: str) -> None:
    assert period_of(text) == period
    assert (header_period("Monthly Salary"), header_period("Hourly_Rate"), header_period("Base Salary")) == (
        "month", "hour", "",
    )  # fmt: skip


def people(folder: Path, *lines: str) -> People:
    (folder / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    return read_people(folder / "a.csv", {}, {})


def test_hourly_and_monthly_pay_become_yearly_and_a_bonus_a_share(tmp_path: Path) -> None:
    found = people(
        tmp_path,
        "id,title,base salary,pay frequency,weekly hours,fte,target bonus",
        "1,Actuaries,50,Hourly,30,0.75,",
        "2,Actuaries,50,Hourly,,0.5,",
        "3,Actuaries,5000,Monthly,40,1,10%",
        "4,Actuaries,90000,Annual,40,1,5000",
    )
    assert not found.faults
    # 50·30·52, 50·(40·0.5)·52 and 5,000·12.
    assert found.rows["base"].tolist() == [78_000.0, 52_000.0, 60_000.0, 90_000.0]
    assert found.rows["bonus"].tolist()[2:] == [6_000.0, 5_000.0]
    assert "Amounts of base for an hour are made yearly: weekly hours, 52 weeks a year." in found.notes
    monthly = people(tmp_path, "id,title,Monthly Salary (EUR)", "1,Actuaries,5000")
    assert monthly.rows["base"].tolist() == [pytest.approx(5_000 * 12 * 1.1172)]


@pytest.mark.parametrize(
    ("period", "a_year"),
    [
        ("Annual", 1), ("Monthly", 12), ("Semi-monthly", 24), ("Twice a month", 24), ("Biweekly", 26),
        ("Fortnightly", 26), ("Weekly", 52), ("Daily", 260), ("Hourly", 40 * 52),
    ],
)  # fmt: skip
def test_pay_of_every_period_becomes_yearly(tmp_path: Path, period: str, a_year: int) -> None:
    lines = [f"{number},Actuaries,{pay / a_year:.6f},{period},40" for number, pay in ((1, 124_800.0), (2, 62_400.0))]
    found = people(tmp_path, "id,title,base salary,pay frequency,weekly hours", *lines)
    assert not found.faults
    assert found.rows["base"].tolist() == pytest.approx([124_800.0, 62_400.0], rel=1e-6)


def test_pay_for_full_time_counts_times_working_time(tmp_path: Path) -> None:
    heads = "Person Number,Assignment Name,Annualized Full-Time Salary,Full-Time Equivalent"
    found = people(tmp_path, heads, "1,Actuaries,90000,0.5", "2,Actuaries,90000,1")
    assert found.rows["base"].tolist() == [45_000.0, 90_000.0]


def test_dotted_days_are_german_and_the_system_decides_what_a_file_leaves_open(tmp_path: Path) -> None:
    heads = "Personalnummer;Position;Abteilung;Standort;Eintrittsdatum"
    found = people(tmp_path, heads, "1;Actuaries;A;B;03.04.2020", "2;Actuaries;A;B;03/04/2020")
    assert [f"{day:%m-%d}" for day in found.rows["hire_date"]] == ["04-03", "04-03"]
    found = people(tmp_path, "id,title,hire date", "1,Actuaries,03/04/2020", "2,Actuaries,3/4/97")
    assert [f"{day:%Y-%m-%d}" for day in found.rows["hire_date"]] == ["2020-03-04", "1997-03-04"]


def test_working_time_in_per_cent_is_seen_by_its_cells(tmp_path: Path) -> None:
    rows = [
        f"{number},Actuaries,{share}" for number, share in enumerate((100, 100, 80, 50, 100, 60), start=1)
    ]
    found = people(tmp_path, "id,title,FTE", *rows)
    assert not found.faults and found.rows["fte"].tolist() == [1.0, 1.0, 0.8, 0.5, 1.0, 0.6]
    assert any("in per cent" in note for note in found.notes)
