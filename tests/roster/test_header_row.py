"""The column heads are found wherever they stand, or not guessed; no line of heads becomes a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.worlds import small_world

from reallocate.kernel.errors import InputError
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.people import People, read_people
from reallocate.roster.roles import read_roles

SMALL = small_world()
TITLES = SMALL.occupations["title"].to_dict()
HEADS = "Employee ID,Job Title,Department,Base Salary,Hire Date"
ROWS = "1,Software Developers,IT,100000,2020-01-02\n2,Manager,Team,90000,2021-01-02\n"


def read(folder: Path, text: str, row: int | None = None) -> People:
    (folder / "people.csv").write_text(text, encoding="utf-8")
    return read_people(folder / "people.csv", TITLES, {}, ReadOptions(header_row=row))


def refused(folder: Path, text: str, row: int | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, text, row)
    return str(caught.value)


@pytest.mark.parametrize("mark", [",", ";"])
def test_lines_of_title_and_notes_above_the_heads_are_left_out(tmp_path: Path, mark: str) -> None:
    above = "Headcount report\nExported on 2026-06-30\n\nDepartment,All\n"
    found = read(tmp_path, (above + HEADS + "\n" + ROWS).replace(",", mark))
    assert found.rows.index.tolist() == [6, 7] and found.columns["title"] == "Job Title" and not found.faults
    assert "The headers are in row 5; the rows above it are not read." in found.notes
    assert any("as of 2026-06-30 (from a line above the headers)" in note for note in found.notes)


def test_a_head_that_the_user_names_is_enough_to_find_its_row(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Personalliste\nStichtag;30.06.2026\n\nStelle;Ort\nSoftware Developers;Bonn\n", "utf-8")
    found = read_people(path, TITLES, {"title": "Stelle"})
    assert found.rows["title"].to_dict() == {5: "Software Developers"}


def test_a_line_of_groups_above_the_heads_is_no_head(tmp_path: Path) -> None:
    found = read(tmp_path, "Worker,Position,,Compensation,\n" + HEADS + "\n" + ROWS)
    assert found.columns["id"] == "Employee ID" and found.rows.index.tolist() == [3, 4]


def test_where_two_rows_may_hold_the_heads_they_are_named_and_one_may_be_chosen(tmp_path: Path) -> None:
    text = "Role,Employee,Organization,Salary,\n" + HEADS + "\n" + ROWS
    said = refused(tmp_path, text)
    assert "row 1 (Role, Employee, Organization, Salary) or row 2 (Employee ID, Job Title" in said
    assert "--header-row 2" in said
    assert read(tmp_path, text, 2).rows.index.tolist() == [3, 4]
    assert "row 9 is blank or does not exist" in refused(tmp_path, text, 9)


def test_technical_names_over_labels_and_heads_over_two_lines_are_read(tmp_path: Path) -> None:
    twins = "userId,jobTitle,department,Annual Salary,hireDate\n" + HEADS + "\n" + ROWS
    found = read(tmp_path, twins)
    assert found.rows["title"].tolist() == ["Software Developers", "Manager"] and not found.faults
    assert found.not_used == {"second line of headers": 1}
    split = "Employee,Job,,Base,Hire\nID,Title,Department,Salary,Date\n" + ROWS
    found = read(tmp_path, split)
    assert found.columns == {
        "id": "Employee ID", "title": "Job Title", "department": "Department", "base": "Base Salary",
        "hire_date": "Hire Date",
    }  # fmt: skip
    assert found.rows.index.tolist() == [3, 4] and found.header_row == 2


def test_rows_at_the_top_are_skipped_where_the_user_says_so(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,title\n7,Actuaries\n" + HEADS + "\n" + ROWS, encoding="utf-8")
    found = read_people(tmp_path / "people.csv", TITLES, {}, ReadOptions(skip_rows=2))
    assert found.rows.index.tolist() == [4, 5] and found.not_used == {"above the headers": 2}
    with pytest.raises(InputError, match="no row is left.*Skip fewer than 9"):
        read_people(tmp_path / "people.csv", TITLES, {}, ReadOptions(skip_rows=9))


def test_totals_and_remarks_at_the_end_are_counted_and_nobody(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEADS}\n{ROWS}Total,,,190000,\nConfidential,,,,\n")
    assert found.rows.index.tolist() == [2, 3] and not found.faults
    assert found.not_used == {"total or remark": 2}


def test_a_title_that_begins_like_a_total_and_an_id_alone_are_no_remarks(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("title,id\nTotal Rewards Manager,1\nManager,2\n,3\n", encoding="utf-8")
    found = read_people(path, TITLES, {})
    assert found.rows["title"].tolist() == ["Total Rewards Manager", "Manager", ""] and not found.not_used
    assert [(fault.row, fault.fault) for fault in found.faults] == [(4, "missing title")]


@pytest.mark.parametrize(
    "second",
    [
        "Employee ID,Job Title,Department,Base Salary,Hire Date",
        "id,title,team,base,start date",
        "text,text,text,USD,yyyy",
    ],
)
def test_a_second_line_of_heads_is_counted_and_never_a_person(tmp_path: Path, second: str) -> None:
    found = read(tmp_path, f"{HEADS}\n{second}\n{ROWS}")
    assert not found.faults and found.not_used == {"second line of headers": 1}
    assert found.rows.index.tolist() == [3, 4]


def test_heads_that_repeat_on_every_page_are_found(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEADS}\n{ROWS}{HEADS}\n3,Software Developers,IT,100000,2020-01-02\n")
    assert [(fault.row, fault.fault) for fault in found.faults] == [(4, "repeated header row")]
    assert found.rows.index.tolist() == [2, 3, 5]


def test_people_above_the_heads_are_not_left_out_unseen_and_no_cell_is_shown(tmp_path: Path) -> None:
    said = refused(tmp_path, "7,Ann Lee,IT,80000,2019-01-01\n" + HEADS + "\n" + ROWS)
    assert "rows above it look like people" in said and "Ann" not in said


def test_a_role_table_finds_its_heads_likewise(tmp_path: Path) -> None:
    path = tmp_path / "roles.csv"
    path.write_text("Roles of the firm\n\ncode;headcount;level\n15-1252;10;\n", encoding="utf-8")
    made = read_roles(path, SMALL)
    assert made.roles["headcount"].tolist() == [10.0] and made.roles["row"].tolist() == [4]
    assert "roles.csv: the headers are in row 3; the rows above it are not read" in made.notes
