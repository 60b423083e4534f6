"""A role table is read whole, and all that is wrong in it is told at once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.worlds import small_world

from reallocate.kernel.errors import InputError
from reallocate.roster.roles import RoleTable, read_roles

SMALL = small_world()
HEADER = "code,title,headcount,fte,open positions,loaded cost,location,level\n"


def read(folder: Path, text: str, header: str = HEADER) -> RoleTable:
    path = folder / "roles.csv"
    path.write_text(header + text, encoding="utf-8")
    return read_roles(path, SMALL)


def problems(folder: Path, text: str, header: str = HEADER) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(folder, text, header)
    return [str(problem) for problem in caught.value.problems]


def test_a_table_is_read_with_what_it_gives_and_no_more(tmp_path: Path) -> None:
    found = read(tmp_path, '15-1252,Backend,10,0.9,2,"$210,000",Austin,L5\n,Claims handler,40,,,,,\n')
    first, second = found.roles.to_dict("records")
    assert (first["occupation"], first["title"], first["headcount"]) == ("15-1252", "Backend", 9.0)
    assert (first["open_positions"], first["loaded_cost"]) == (2.0, 210_000.0)
    assert (first["location"], first["level"], first["basis"], first["row"]) == ("Austin", "L5", "own", 2)
    assert (second["occupation"], second["headcount"]) == ("13-1031", 40.0)
    assert pd.isna(second["loaded_cost"]) and pd.isna(second["open_positions"]), "missing is not zero"
    assert any("'Claims handler' is read as 13-1031" in note for note in found.notes)
    assert any("1 roles with blank open positions are planned with none" in note for note in found.notes)


@pytest.mark.parametrize("code", ["15-1252", "151252", "15-1252.00"])
def test_codes_are_read_as_soc_and_onet_write_them(tmp_path: Path, code: str) -> None:
    assert read(tmp_path, f"{code},,5,,,,,\n").roles["occupation"].tolist() == ["15-1252"]


def test_headers_have_synonyms_and_unused_columns_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, "Software engineer;12;7;Ann\n", "Job title;Number of employees;Vacancies;Owner\n")
    assert found.roles["headcount"].tolist() == [12.0]
    assert found.roles["open_positions"].tolist() == [7.0]
    assert any("not used: Owner" in note for note in found.notes)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("99-9999,,5,,,,,", "roles.csv row 2: unknown occupation code '99-9999'"),
        ("15-1250,,5,,,,,", "is a group of 2 occupations. Nearest: 15-1252 Software Developers"),
        ("15-0000,,5,,,,,", "is a group of 3 occupations"),
        (",Astronaut,5,,,,,", "no match found for the title 'Astronaut'"),
        (",analyst,5,,,,,", "the title 'analyst' is uncertain"),
        (",,5,,,,,", "the role has neither title nor code"),
        ("15-1252,,-5,,,,,", "headcount is negative (-5)"),
        ("15-1252,,,,,,,", "headcount is blank"),
        ("15-1252,,five,,,,,", "headcount: 'five' is not a number"),
        ("15-1252,,12,11.4,,,,", "For 12 people in 11.4 full-time positions write 0.95"),
        ("15-1252,,12,0,,,,", "fte is 0"),
        ("15-1252,,12,,-1,,,", "open_positions is negative"),
        ("15-1252,,12,,,-90000,,", "loaded_cost is negative (-90000)"),
        ("15-1252,,12,,,0,,", "loaded_cost is 0"),
        ("15-1252,,12,,,120,,", "loaded_cost is 120"),
        ("15-1252,,12,,,120k,,", "'120k' is abbreviated"),
        ("15-1252,,0,,,,,", "no role has people"),
    ],
)
def test_every_kind_of_bad_cell_is_told_with_its_row(tmp_path: Path, row: str, said: str) -> None:
    assert any(said in problem and "roles.csv" in problem for problem in problems(tmp_path, row + "\n"))


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, "99-9999,,5,,,,,\n15-1252,,-1,2,,,,\n,Astronaut,1,,,,,\n")
    assert [line.split(":")[0] for line in found] == [
        "roles.csv row 2",
        *["roles.csv row 3"] * 2,
        "roles.csv row 4",
    ]


def test_a_role_that_occurs_twice_is_an_error_and_one_told_apart_is_not(tmp_path: Path) -> None:
    found = problems(tmp_path, "15-1252,Dev,5,,,,NY,\n13-2011,,5,,,,,\n15-1252, dev ,6,,,,ny,\n")
    assert found == [
        "roles.csv rows 2, 4: 'Dev' (15-1252) occurs 2 times. "
        "Combine the rows, or distinguish them by title, department, location, country or level."
    ]
    assert (
        len(read(tmp_path, "15-1252,Dev,5,,,,NY,\n15-1252,Dev,6,,,,SF,\n15-1252,Dev,6,,,,SF,L6\n").roles) == 3
    )


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("title,headcout\n", "the header of column B is unknown and resembles headcount"),
        ("title,cost per head\n", "there is no column 'headcount'"),
        ("headcount,loaded cost\n", "there is no column 'title' or 'code'"),
        ("title,headcount,Salary\n", "column 'Salary' holds pay"),
        ("title,headcount,people\n", "columns B (headcount) and C (people) both mean headcount"),
    ],
)
def test_headers_that_are_wrong_are_told(tmp_path: Path, header: str, said: str) -> None:
    row = ",".join(["Software engineer", "5", "90000"][: header.count(",") + 1])
    assert any(said in problem for problem in problems(tmp_path, row + "\n", header))


def test_rows_that_new_wrote_are_marked_as_the_industry_s(tmp_path: Path) -> None:
    found = read(tmp_path, "15-1252,5,pattern\n13-2011,5,own\n", "code,headcount,basis\n")
    assert found.roles["basis"].tolist() == ["pattern", "own"]


def test_a_hundred_thousand_positions_in_two_thousand_rows_are_read_at_once(tmp_path: Path) -> None:
    rows = "".join(f"15-1252,Team {number},50,,,,,\n" for number in range(2000))
    assert read(tmp_path, rows).roles["headcount"].sum() == 100_000


def test_likely_titles_are_used_and_the_notes_say_how_likely(tmp_path: Path) -> None:
    found = read(tmp_path, ",Claims handler,5,,,,,\n,Software engineer,9,,,,,\n")
    assert found.roles["occupation"].tolist() == ["13-1031", "15-1252"]
    handler, engineer = (note for note in found.notes if "is read as" in note)
    assert "'Claims handler' is read as 13-1031, 97% likely" in handler and "provisional" not in handler
    assert "'Software engineer' is read as 15-1252" in engineer and "(provisional: check it)" in engineer


def test_a_workbook_says_the_same_as_text(tmp_path: Path) -> None:
    rows = {"code": ["15-1252", "43-4051"], "title": ["=1+1", "http://x.example"], "headcount": [12, 3.5]}
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    pd.DataFrame(rows).to_excel(
        tmp_path / "roles.xlsx", index=False, engine="xlsxwriter", engine_kwargs=options
    )
    book = read_roles(tmp_path / "roles.xlsx", SMALL).roles
    pd.DataFrame(rows).to_csv(tmp_path / "roles.csv", index=False)
    assert book.equals(read_roles(tmp_path / "roles.csv", SMALL).roles)
    assert book["headcount"].tolist() == [12.0, 3.5] and book["title"].tolist() == rows["title"]
