"""Dates and ages are read as of a day that is stated, in the file's head, or given with the request; never one cell's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.people import People, read_people


def days(folder: Path, rows: list[str], **options: object) -> People:
    head = "id,title,status,hire date,birth year"
    lines = [head, *(f"{number},Actuaries,{row}" for number, row in enumerate(rows, start=1))]
    (folder / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    return read_people(folder / "a.csv", {}, {}, ReadOptions(**options))  # type: ignore[arg-type]


TODAY = dt.date(2022, 12, 1)


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
    found = days(tmp_path, rows, read_on=TODAY, **options)
    late = [fault.row for fault in found.faults if fault.fault == "hired after the file's day"]
    assert late == faulty and found.rows["age"].iloc[0] == age
    shown = options.get("date", TODAY).isoformat()
    assert any(f"Dates and ages are read as of {shown}" in note for note in found.notes)


def test_one_date_of_2199_in_a_small_file_moves_no_age(tmp_path: Path) -> None:
    found = days(tmp_path, ["filled,2199-01-01,1992", "filled,2020-01-01,1992"], read_on=TODAY)
    assert [(fault.row, fault.fault) for fault in found.faults] == [(2, "hired after the file's day")]
    assert found.rows["age"].tolist() == ["30 to 39"] * 2


@pytest.mark.parametrize("line", ["Effective Date,09/30/2026", "Stichtag: 30.09.2026", "Run on: 2026-09-30"])
def test_the_day_may_stand_above_the_headers(tmp_path: Path, line: str) -> None:
    head = "id,title,status,hire date,birth year"
    (tmp_path / "a.csv").write_text(f"{line}\n{head}\n1,Actuaries,filled,2020-01-01,1990\n", encoding="utf-8")
    found = read_people(tmp_path / "a.csv", {}, {})
    assert any("read as of 2026-09-30 (from a line above the headers)" in note for note in found.notes)


def test_the_clock_decides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(dt.date):
        @classmethod
        def today(cls) -> dt.date:
            raise AssertionError("the clock was read")

    monkeypatch.setattr(dt, "date", Later)
    found = days(tmp_path, ["filled,,1990"])
    assert found.rows["age"].tolist() == [""]
    assert any("the file's day is unknown. State it with --date" in note for note in found.notes)
