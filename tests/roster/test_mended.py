"""A roster with cells mended: every other cell and row number stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

import reallocate as ra

TABLE = (
    "Report\n\nEmployee ID;Job Title;Base Salary\n1;Registered Nurse;70.000,50\n2;;x\n3;Analyst;80.000,25\n"
)


@pytest.fixture
def roster(tmp_path: Path) -> ra.Roster:
    (tmp_path / "people.csv").write_text(TABLE, encoding="utf-8")
    return ra.Roster.read(tmp_path / "people.csv")


def test_a_mended_copy_keeps_rows_numbers_and_decimal_commas(roster: ra.Roster, tmp_path: Path) -> None:
    assert [(one["row"], one["column"]) for one in roster.faults] == [(5, "base"), (5, "title")]
    roster.mend(tmp_path / "mended.csv", {(5, "title"): "Payroll Clerk", (5, "base"): "50.000,75"})
    text = (tmp_path / "mended.csv").read_text(encoding="utf-8")
    assert text.splitlines()[2:] == [
        "Employee ID;Job Title;Base Salary",
        "1;Registered Nurse;70.000,50",
        "2;Payroll Clerk;50.000,75",
        "3;Analyst;80.000,25",
    ]
    assert (tmp_path / "mended.csv").stat().st_mode & 0o077 == 0
    again = ra.Roster.read(tmp_path / "mended.csv")
    assert again.check().is_clean and again.faults == []


def test_a_row_that_is_left_out_becomes_a_blank_line(roster: ra.Roster, tmp_path: Path) -> None:
    roster.mend(tmp_path / "mended.csv", {}, [5])
    assert (tmp_path / "mended.csv").read_text(encoding="utf-8").splitlines()[4:] == [
        "",
        "3;Analyst;80.000,25",
    ]
    assert ra.Roster.read(tmp_path / "mended.csv").check().is_clean


def test_rows_and_columns_that_are_not_there_are_refused_together(roster: ra.Roster, tmp_path: Path) -> None:
    with pytest.raises(ra.InputError) as refused:
        roster.mend(tmp_path / "mended.csv", {(9, "title"): "x", (4, "shoe_size"): "44"})
    assert len(refused.value.problems) == 2 and not (tmp_path / "mended.csv").exists()
