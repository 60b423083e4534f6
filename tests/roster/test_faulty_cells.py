"""A cell that holds no value is a fault and never a silent blank; heads are known in four languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from tests.worlds import small_world

import reallocate as ra
from reallocate.kernel.errors import InputError
from reallocate.roster.faults import grouped
from reallocate.roster.file.cells import is_error
from reallocate.roster.file.people_columns import find_places
from reallocate.roster.people import People, read_people
from reallocate.roster.roles import read_roles

HEAD = ("Employee ID", "Job Title", "Department", "FTE", "Base Salary", "Hire Date", "Status")
GOOD = ("{}", "Actuaries", "Finance", "1", "52000", "2020-01-05", "filled")
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
"""One for each column, from the id on."""


def people(folder: Path, *rows: str, head: str = "id,title,department,fte,salary,hire date") -> People:
    (folder / "a.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return read_people(folder / "a.csv", {}, {})


def told(found: People) -> list[str]:
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
    lines = [HEAD, *broken()]
    (tmp_path / "a.csv").write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    book_read, text_read = (read_people(tmp_path / name, {}, {}) for name in ("a.xlsx", "a.csv"))
    expected = {f"{head}: error of the spreadsheet, 2 rows ({error!r} 2)" for head, error in zip(HEAD, ERRORS, strict=True)}
    assert expected == set(told(book_read)) == set(told(text_read))
    assert len(book_read.faults) == 2 * len(ERRORS), "a cell has no second fault"


@pytest.mark.parametrize(
    "text", [*ERRORS, "#BEZUG!", "#WERT!", "#NV", "#ZAHL!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#¡REF!", "#¡DIV/0!", "#¿NOMBRE?", "#SPILL!", "#####"]
)
def test_errors_are_known_in_four_languages(text: str) -> None:
    assert is_error(text)


@pytest.mark.parametrize("text", ["#1", "# 12", "#hashtag", "REF!", "", "#", "C#", "#12345"])
def test_what_is_no_error_of_a_spreadsheet(text: str) -> None:
    assert not is_error(text)


def test_a_role_table_with_errors_is_refused_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text("code,headcount,notes\n15-1252,#REF!,#N/A\n13-2011,#REF!,x\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"roles\.csv, headcount, row 2, 3: an error of the spreadsheet \(#REF! 2\)") as caught:
        read_roles(tmp_path / "roles.csv", small_world())
    assert "notes" not in str(caught.value), "a column that is not used may hold anything"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("1,Clerk,x,NaN,52000,2020-01-01", "fte: not a number, 1 row"),
        ("1,Clerk,x,1e-7,52000,2020-01-01", "fte: FTE below 0.01, 1 row ('1e-7' 1)"),
        ("1,Clerk,x,1,nan,2020-01-01", "salary: not a number, 1 row"),
        ("1,Clerk,x,1,EUR 50000 USD,2020-01-01", "salary: two currencies, 1 row"),
        (f"1,Clerk,x,1,{'9' * 400},2020-01-01", "salary: more than 200 characters, 1 row"),
        (f"1,Clerk,x,1,{'9' * 150},2020-01-01", "salary: not a number, 1 row"),
        (f"1,{'chief ' * 40},x,1,52000,2020-01-01", "title: more than 200 characters, 1 row"),
    ],
)
def test_a_value_that_cannot_be_is_a_fault(row: str, fault: str, tmp_path: Path) -> None:
    found = told(people(tmp_path, row, "2,Clerk,x,1,USD 52000 USD,2020-01-01", "3,Clerk,x,0.02,52000,"))
    assert [one.split(" ('")[0] for one in found] == [fault.split(" ('")[0]]


def test_a_blank_is_no_fault_and_counts_as_full_time(tmp_path: Path) -> None:
    assert people(tmp_path, "1,Clerk,x,,,", "2,Clerk,x,n/a,-,").rows["fte"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\ufe0f"])
def test_a_mark_without_width_hides_no_name(mark: str, tmp_path: Path) -> None:
    rows = [f"{n},Clerk,Jo{mark}hanna Kr{mark}zywicki,Finance" for n in range(1, 30)]
    rows += ["30,Clerk,Anton Berghuizen,Team Jo" + mark + "hanna Krzy" + mark + "wicki"]
    found = people(tmp_path, *rows, head="id,title,full name,department")
    assert not any("wicki" in text for text in found.rows["department"])


HEADS = {
    "english": ("Employee No", "Designation", "Business Unit", "Annual Pay", "Date of Joining", "Contract Type"),
    "german": ("Personalnummer", "Stellenbezeichnung", "Abteilung", "Jahresbruttogehalt", "Eintrittsdatum", "Vertragsart"),
    "german, without umlauts": ("Mitarbeiternummer", "Taetigkeit", "Geschaeftsbereich", "Verguetung", "Eintritt", "Beschaeftigungsart"),
    "french": ("Matricule", "Intitulé du poste", "Département", "Salaire annuel brut", "Date d'embauche", "Type de contrat"),
    "spanish": ("Nº de empleado", "Puesto de trabajo", "Departamento", "Sueldo bruto anual", "Fecha de contratación", "Tipo de contrato"),
}  # fmt: skip
MEANT = ("id", "title", "department", "base", "hire_date", "worker_type")


@pytest.mark.parametrize("language", HEADS)
def test_heads_are_known_in_four_languages(language: str) -> None:
    known = find_places(HEADS[language], "a.csv", {}).known
    assert {ours: known.get(ours) for ours in MEANT} == {ours: place for place, ours in enumerate(MEANT)}


def test_pay_that_is_not_used_is_said_first(tmp_path: Path) -> None:
    rows = [f"{n},Payroll Clerk,x,{52_000 + n}" for n in range(1, 40)]
    (tmp_path / "a.csv").write_text("\n".join(["id,title,department,Total Paid CTC", *rows]), encoding="utf-8")
    check = ra.Roster.read(tmp_path / "a.csv").check()
    exact, first, *_ = check.lines
    assert exact.startswith("Exact") and first.startswith("Pay is not used: ") and "--map base=HEADER" in first
    assert check.to_dict()["warnings"] == [first]
    (tmp_path / "a.csv").write_text("\n".join(["id,title,department,annual pay", *rows]), encoding="utf-8")
    check = ra.Roster.read(tmp_path / "a.csv").check()
    assert not check.to_dict()["warnings"] and check.to_dict()["columns"]["base"] == "annual pay"


@pytest.mark.parametrize("blank", ["-", "n/a", ""])
def test_titles_come_back_whatever_else_is_wrong(blank: str, tmp_path: Path) -> None:
    titles = ["Payroll Clerk"] * 150 + ["Wizard of Numbers Analyst"] * 150
    rows = [f"{n},{title},1" for n, title in enumerate(titles)]
    rows += [f"900,{blank},1", "901,Payroll Clerk,7"]
    (tmp_path / "a.csv").write_text("\n".join(["id,title,fte", *rows]), encoding="utf-8")
    read = ra.Roster.read(tmp_path / "a.csv")
    check = read.check()
    assert not check.is_clean and len(check.to_dict()["faults"]) == 2
    assert {one["title"] for one in check.to_dict()["titles"]} == {"Payroll Clerk", "Wizard of Numbers Analyst"}
    assert [one["title"] for one in read.unsure] == ["Wizard of Numbers Analyst"]
    assert any("'Wizard of Numbers Analyst'" in line for line in check.lines)
    assert [one["title"] for one in read.accepted] == ["Payroll Clerk"]
