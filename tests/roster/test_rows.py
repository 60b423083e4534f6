"""A user's file is read alike in every format, its heads are found or not guessed, and what cannot be read says why."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.golden_pages import Goldens, cases
from tests.hostile.files import book, cell
from tests.roster.tables import SMALL, TITLES, faults, people, refusal, written

from reallocate.kernel.errors import InputError, Problem, ReallocateError, UnknownName
from reallocate.market.published.files import read_moves, read_occupations
from reallocate.roster.file.headers import plain, systems
from reallocate.roster.file.limits import MOST_COLUMNS
from reallocate.roster.file.people_columns import COLUMNS, find_places
from reallocate.roster.file.rows import read_figures_file, read_text_table
from reallocate.roster.file.sheet import read_sheet
from reallocate.roster.matching import read_review, review_rows
from reallocate.roster.people import People, read_people
from reallocate.roster.roles import read_roles
from reallocate.roster.roster import read_roster, roles_of
from reallocate.roster.tasks import _task_rows

TABLE = pd.DataFrame(
    {
        "Employee ID": ["1", "2"],
        "Job Title": ["Clerk", "=SUM(A1)"],
        "FTE": [1.0, 0.5],
        "Hire Date": ["2020-01-02", ""],
    }
)
HEADERS = st.sampled_from([name for names in COLUMNS.values() for name in names] + ["", "x", "E-mail", "=1"])
ODD_CELLS = (
    "1", "2", "0.5", "-3", "1e400", "nan", "2024-02-30", "13.13.2024", "0001-01-01", "99999", "USD", "=cmd|' /C calc'!A0",
    "+1", "@SUM", "http://x.example", "a@b.example", "1,5", "15-1252", "open", "\x1b[31mred",
)  # fmt: skip
CELLS = st.one_of(st.text(max_size=8), st.sampled_from(ODD_CELLS))
FEW = 8
"""Examples: `make fuzz` tries other files for an hour."""
MAGIC = (b"PK\x03\x04", b"PAR1", b"\xff\xfe", b"\xef\xbb\xbf", b"id,title\n", b'"', b"\xd0\xcf\x11\xe0")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_whatever_separates_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(TABLE.to_csv(index=False, sep=delimiter).encode(encoding))
    sheet = read_sheet(path)
    assert sheet.headers == tuple(TABLE.columns)
    assert sheet.cells[1].to_dict() == {2: "Clerk", 3: "=SUM(A1)"}
    assert encoding == "utf-16" or read_text_table(path).delimiter == delimiter


def test_workbook_and_parquet_say_the_same_as_text(tmp_path: Path) -> None:
    TABLE.to_csv(tmp_path / "a.csv", index=False)
    plain_text = {"options": {"strings_to_formulas": False}}
    TABLE.to_excel(tmp_path / "a.xlsx", index=False, engine="xlsxwriter", engine_kwargs=plain_text)
    TABLE.to_parquet(tmp_path / "a.parquet", index=False)
    text, workbook, parquet = (read_sheet(tmp_path / f"a.{kind}") for kind in ("csv", "xlsx", "parquet"))
    assert [sheet.cells[2].astype(float).tolist() for sheet in (text, workbook, parquet)] == [[1.0, 0.5]] * 3
    assert all(sheet.cells[[0, 1, 3]].equals(text.cells[[0, 1, 3]]) for sheet in (workbook, parquet))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_table_as_text_keeps_the_numbers_of_its_rows(tmp_path: Path, mark: bytes, ending: bytes) -> None:
    lines = [b"title,headcount", "Café lead,3".encode(), b"", b'"Smith, clerk",4', b""]
    (tmp_path / "roles.csv").write_bytes(mark + ending.join(lines))
    found = read_text_table(tmp_path / "roles.csv")
    assert found.headers == ("title", "headcount")
    assert found.rows == ((2, ("Café lead", "3")), (4, ("Smith, clerk", "4")))


def test_figures_have_a_decimal_comma_where_cells_are_parted_by_semicolons(tmp_path: Path) -> None:
    (tmp_path / "de.csv").write_text("name;figure\na;1,5\nb;1.234,5\n", encoding="utf-8")
    (tmp_path / "us.csv").write_text('name,figure\na,1.5\nb,"1,234.5"\n', encoding="utf-8")
    for name in ("de.csv", "us.csv"):
        assert read_figures_file(tmp_path / name, ["name"], ["figure"], "")["figure"].tolist() == [1.5, 1234.5]


def test_blank_rows_count_the_order_of_rows_does_not_and_no_cell_moves_the_terminal(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, 'id\x1b[2J,title\n1,"a\x1b[31m\x07b\x85c"'))
    assert sheet.headers[0] == "id [2J" and sheet.cells.loc[2, 1] == "a [31m b c"
    first = read_sheet(written(tmp_path, "id,title", "1,Clerk", "", ",", "2,Cook"))
    second = read_sheet(written(tmp_path, "id,title", "2,Cook", "1,Clerk", name="b.csv"))
    assert first.cells.index.tolist() == [2, 5] and first.digest == second.digest
    assert read_sheet(written(tmp_path, "id,title", "2,Cook")).digest != first.digest


def test_what_a_spreadsheet_leaves_behind_is_no_far_cell(tmp_path: Path) -> None:
    rows = '<row r="1">' + cell("A1", "id") + cell("B1", "title") + '<c r="XFD1" s="1"/></row>'
    rows += '<row r="2">' + cell("A2", "7") + cell("B2", "Clerk") + '</row><row r="1048576" s="1"/>'
    (tmp_path / "a.xlsx").write_bytes(book("", rows))
    sheet = read_sheet(tmp_path / "a.xlsx")
    assert sheet.headers == ("id", "title") and sheet.cells.loc[2].tolist() == ["7", "Clerk"]


def test_a_wide_and_long_table_within_the_limits_is_read(tmp_path: Path) -> None:
    table = pd.DataFrame("x", index=range(3), columns=[f"c{number}" for number in range(MOST_COLUMNS)])
    table.to_csv(tmp_path / "a.csv", index=False)
    table.to_excel(tmp_path / "a.xlsx", index=False, engine="xlsxwriter")
    table.to_parquet(tmp_path / "a.parquet", index=False)
    for kind in ("csv", "xlsx", "parquet"):
        assert read_sheet(tmp_path / f"a.{kind}").cells.shape == (3, MOST_COLUMNS)


@pytest.mark.parametrize("member", ["content.xml", "xl/workbook.bin", "xl/Workbook.BIN"])
def test_other_formats_that_call_themselves_xlsx_are_refused(member: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(book('<row r="1">' + cell("A1", "id") + "</row>"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, "x")
    assert "not a workbook in .xlsx format" in refusal(read_sheet, path)[0]
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert "old format .xls" in refusal(read_sheet, path)[0]


UNREAD: dict[Callable[[Path], object], tuple[bytes, ...]] = {
    read_text_table: (
        b"", b"  \n\n", b"title,headcount\n", "title,headcount\nCafé,3\n".encode("cp1252"), b"\xff\xfet\x00i",
        b"title,headcount\n" + b"chief " * 5_000 + b",3\n", b"title,headcount\nClerk\x00,3\n",
        b"title,headcount\nClerk,#REF!\nCook,#REF!\n", b"PK\x03\x04rest", b"title,headcount\nSmith, clerk,3\n",
    ),
    read_sheet: (
        b"", b"id,title\n", "id,title\n1,Café\n".encode("cp1252"), b"PK\x03\x04rest", b"PAR1restPAR1", b"a\x00b",
        b'id,title\n1,"' + b"x" * 200_000 + b'"\n', b'id,title\n1,"Clerk "A" day"\n',
    ),
}  # fmt: skip
"""Tables of roles and of people."""


def test_what_cannot_be_read_says_what_it_is(tmp_path: Path, golden: Goldens) -> None:
    path, told = tmp_path / "roles.csv", []
    for read, each in UNREAD.items():
        for raw in each:
            path.write_bytes(raw)
            told += [f"{read.__name__} {raw[:45]!r}", *(f"  {one}" for one in refusal(read, path))]
    golden("roster/unread", "\n".join(told))


def test_a_missing_file_names_its_neighbours(tmp_path: Path) -> None:
    path = written(tmp_path, "x", name="roles.csv")
    with pytest.raises(UnknownName, match="no file 'rolls.csv'. Nearest: roles.csv"):
        read_text_table(path.with_name("rolls.csv"))
    assert "this is a folder" in refusal(read_text_table, tmp_path)[0]


def market(reader: Callable[..., object], path: Path, *more: object) -> None:
    problems: list[Problem] = []
    reader(path, *more, problems)
    raise InputError(problems)


READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "roster": ("id,title,department", lambda path: read_roster(path, SMALL)),
    "roles": ("headcount,title,location", lambda path: read_roles(path, SMALL)),
    "review": ("title,proposed,chosen", lambda path: read_review(path, TITLES)),
    "tasks": ("hours,task,activity", _task_rows),
    "occupations": ("employment,occupation,title", lambda path: market(read_occupations, path, None)),
    "moves": ("weight,source,target", lambda path: market(read_moves, path)),
}
OPEN = {
    "closed later": '1,"Jane Roe,a', "line break": '1,"Jane\nRoe",a', "carriage return": '1,"Jane\rRoe",a',
    "in the last column": '1,b,"Jane Roe',
}  # fmt: skip


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("line", OPEN.values(), ids=OPEN)
def test_a_quote_that_is_open_at_the_end_of_its_line_is_a_fault_and_swallows_no_row(
    kind: str, line: str, tmp_path: Path
) -> None:
    headers, read = READERS[kind]
    rows = [f"{number},Actuaries,x" for number in range(2, 102)]
    rows[49], rows[60] = line, '61,"Actuaries",x'
    path = tmp_path / "table.csv"
    path.write_text("\n".join([headers, *rows, ""]), encoding="utf-8", newline="")
    with pytest.raises(ReallocateError) as caught:
        read(path)
    assert "table.csv row 51: a quote that opens here is not closed in the same line" in str(caught.value)
    assert "Jane" not in str(caught.value) and "Roe" not in str(caught.value)


@pytest.mark.parametrize("last", ['101,"Actuaries,x', '101,"Actuaries,x\n', '101,Actuaries,"'])
def test_a_quote_that_is_open_at_the_end_of_the_file_is_a_fault(last: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("id,title,department\n1,Actuaries,x\n" + last, encoding="utf-8")
    for read in (read_sheet, read_text_table):
        assert "row 3: a quote that opens here is not closed" in refusal(read, path)[0]


def test_doubled_quotes_and_a_quote_inside_a_cell_are_no_fault(tmp_path: Path) -> None:
    path = written(tmp_path, "id,title", '1,"Clerk ""A"", part time"', '2,5" pipe fitter', '3,""')
    assert read_sheet(path).cells[1].tolist() == ['Clerk "A", part time', '5" pipe fitter', ""]


def read_whole(path: Path, raw: bytes) -> None:
    """Read, match and report, as far as the file goes."""
    path.write_bytes(raw)
    try:
        found = read_roster(path, SMALL)
        assert all(sizes.sum() == found.filled.sum() for sizes in found.groups.values())
        assert len(review_rows(found.matches, found.titles, found.title_counts())) <= len(found.matches)
        assert "people" in found.counts() and (found.tree() is None or found.tree())
        roles_of(found, 1.4)
    except InputError as error:
        assert error.problems


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "people"


@given(
    raw=st.one_of(
        st.binary(max_size=300), st.builds(bytes.__add__, st.sampled_from(MAGIC), st.binary(max_size=200))
    )
)
@settings(max_examples=FEW)
def test_any_bytes_end_in_a_sentence(file: Path, raw: bytes) -> None:
    read_whole(file, raw)


@given(
    headers=st.lists(HEADERS, min_size=1, max_size=7), rows=st.lists(st.lists(CELLS, max_size=8), max_size=8),
    kind=st.sampled_from(["csv", "xlsx", "parquet"]),
)  # fmt: skip
@settings(max_examples=FEW)
def test_any_table_ends_in_rows_or_in_a_sentence(
    file: Path, headers: list[str], rows: list[list[str]], kind: str
) -> None:
    cells = [
        [text.encode(errors="replace").decode() for text in (row + [""] * 8)[: len(headers)]] for row in rows
    ]
    raw = io.BytesIO()
    if kind == "csv":
        raw.write("\n".join([",".join(headers), *(",".join(row) for row in rows)]).encode(errors="replace"))
    elif kind == "parquet":
        unique = [
            f"{name}{place}" if name in headers[:place] + [""] else name for place, name in enumerate(headers)
        ]
        pd.DataFrame(cells, columns=range(len(headers)), dtype=str).set_axis(unique, axis=1).to_parquet(raw)
    else:
        with xlsxwriter.Workbook(raw, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
            sheet = workbook.add_worksheet()
            for place, row in enumerate([headers, *cells]):
                sheet.write_row(place, 0, row)
    read_whole(file, raw.getvalue())


def test_the_heads_are_found_wherever_they_stand_or_the_rows_are_named_and_no_cell_is_shown(
    tmp_path: Path, golden: Goldens
) -> None:
    told = []
    for case, lines, options in cases(Path(__file__).with_name("heads.txt")):
        told.append(f"# {case}")
        try:
            found = people(tmp_path, *lines, **options)
        except InputError as error:
            told += map(str, error.problems)
        else:
            told += [f"{found.rows['title'].to_dict()} not used {found.not_used} faults {faults(found)}", f"{found.columns}", *found.notes]
    golden("roster/heads_found", "\n".join(told))
    assert "Ann Lee" not in "\n".join(told)


def test_a_role_table_finds_its_heads_and_one_that_the_user_names_is_enough(tmp_path: Path) -> None:
    path = written(tmp_path, "Personalliste", "Stichtag;30.06.2026", "", "Stelle;Ort", "Software Developers;Bonn")
    assert read_people(path, TITLES, {"title": "Stelle"}).rows["title"].to_dict() == {5: "Software Developers"}
    path = written(tmp_path, "Roles of the firm", "", "code;headcount;level", "15-1252;10;", name="roles.csv")
    made = read_roles(path, SMALL)
    assert made.roles["headcount"].tolist() == [10.0] and made.roles["row"].tolist() == [4]
    assert "roles.csv: the headers are in row 3; the rows above it are not read" in made.notes


HEAD_ROWS = Path(__file__).with_name("head_rows.txt").read_text(encoding="utf-8").splitlines()
"""Four languages, five systems; one mark of a system alone, two systems at once, and a job profile that is the title."""


def test_heads_of_four_languages_and_five_systems_are_read_as_they_were(golden: Goldens) -> None:
    told = []
    for row in HEAD_ROWS:
        heads = row.split("|")
        found = find_places(heads, "a.csv row 1", {})
        told += [f"{row}: {found.source.text}", *(f"  {ours}: {heads[place]}" for ours, place in found.known.items())]
    golden("roster/heads", "\n".join(told))
    assert {ours for system in systems() for ours in system.columns} <= COLUMNS.keys()
    marks = [mark for system in systems() for mark in system.marks]
    assert len(marks) == len(set(marks)) and all(mark == plain(mark) for mark in marks)


def test_abbreviated_and_misspelled_heads_are_read_and_two_that_claim_one_column_are_refused(tmp_path: Path) -> None:
    """What each head is short for was written by hand."""
    heads = ["Emp No", "Emp Nm", "Job Ttl", "Dpt", "Annl Base Sal (USD)", "Hire Dt", "Wkly Hrs", "Locaton", "Brth"]
    found = find_places(heads, "a.csv row 1", {})
    meant = {"id": 0, "title": 2, "department": 3, "base": 4, "hire_date": 5, "hours": 6, "location": 7}
    assert found.known == meant and found.personal == (1,) and found.alike == ("location",)
    elsewhere = find_places(heads, "a.csv row 1", {"location": "Dpt"})
    assert elsewhere.known["location"] == 3 and not elsewhere.alike, "--map differs"
    (said,) = refusal(find_places, [*heads, "Loccation"], "a.csv row 1", {})
    assert "columns H (Locaton) and J (Loccation) both mean location" in said
    made = read_roles(written(tmp_path, "code,headcout,dpt", "15-1252,5,A", name="roles.csv"), SMALL)
    assert made.roles[["headcount", "department"]].to_numpy().tolist() == [[5.0, "A"]]
    assert any("headcout is read as headcount" in note for note in made.notes)


def named(folder: Path, **mapping: str) -> People:
    path = written(folder, "Pers.-Schl.,Stellung,Gruppe", "1,Actuaries,A", "2,Actuaries,B")
    return read_people(path, TITLES, mapping)


def test_headers_that_are_not_known_are_mapped_and_wrong_ones_teach(tmp_path: Path) -> None:
    (said,) = refusal(named, tmp_path)
    assert "no column of job titles" in said and "--map title=HEADER" in said
    found = named(tmp_path, title="stellung", id="Pers.-Schl.", department="Gruppe")
    assert found.rows["title"].tolist() == ["Actuaries"] * 2 and found.rows["department"].tolist() == [
        "A",
        "B",
    ]
    with pytest.raises(InputError, match="no column is called 'Stelung'") as caught:
        named(tmp_path, title="Stelung")
    assert "Stellung" not in str(caught.value), "only headers of our own list are quoted"
