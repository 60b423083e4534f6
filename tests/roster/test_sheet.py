"""A roster's file is read in every format alike, and whatever is in it there is a sentence, never a traceback."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import small_world

from reallocate.kernel.errors import InputError
from reallocate.roster.file.people_columns import COLUMNS
from reallocate.roster.file.sheet import read_sheet
from reallocate.roster.matching import review_rows
from reallocate.roster.roster import read_roster, roles_of

SMALL = small_world()
TABLE = pd.DataFrame(
    {
        "Employee ID": ["1", "2"],
        "Job Title": ["Clerk", "=SUM(A1)"],
        "FTE": [1.0, 0.5],
        "Hire Date": ["2020-01-02", ""],
    }
)
HEADERS = st.sampled_from([name for names in COLUMNS.values() for name in names] + ["", "x", "E-mail", "=1"])
CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["1", "2", "0.5", "-3", "1e400", "nan", "2024-02-30", "13.13.2024", "0001-01-01", "99999", "USD"]
    ),
    st.sampled_from(
        [
            "=cmd|' /C calc'!A0",
            "+1",
            "@SUM",
            "http://x.example",
            "a@b.example",
            "1,5",
            "15-1252",
            "open",
            "\x1b[31mred",
        ]
    ),
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_whatever_separates_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(TABLE.to_csv(index=False, sep=delimiter).encode(encoding))
    sheet = read_sheet(path)
    assert sheet.headers == tuple(TABLE.columns)
    assert sheet.cells[1].to_dict() == {2: "Clerk", 3: "=SUM(A1)"}


def test_workbook_and_parquet_say_the_same_as_text(tmp_path: Path) -> None:
    TABLE.to_csv(tmp_path / "a.csv", index=False)
    TABLE.to_excel(tmp_path / "a.xlsx", index=False, engine="xlsxwriter", engine_kwargs={
        "options": {"strings_to_formulas": False}})  # fmt: skip
    TABLE.to_parquet(tmp_path / "a.parquet", index=False)
    text, book, parquet = (read_sheet(tmp_path / f"a.{kind}") for kind in ("csv", "xlsx", "parquet"))
    fte = [sheet.cells[2].astype(float).tolist() for sheet in (text, book, parquet)]
    assert fte == [[1.0, 0.5]] * 3
    for sheet in (book, parquet):
        assert sheet.cells[[0, 1, 3]].equals(text.cells[[0, 1, 3]])


def test_no_cell_moves_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id\x1b[2J,title\n1,"a\x1b[31m\x07b\x85c"\n', encoding="utf-8")
    sheet = read_sheet(tmp_path / "a.csv")
    assert sheet.headers[0] == "id [2J" and sheet.cells.loc[2, 1] == "a [31m b c"


def test_blank_rows_count_and_the_order_of_rows_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,title\n1,Clerk\n\n,\n2,Cook\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,title\n2,Cook\n1,Clerk\n", encoding="utf-8")
    first, second = read_sheet(tmp_path / "a.csv"), read_sheet(tmp_path / "b.csv")
    assert first.cells.index.tolist() == [2, 5]
    assert first.digest == second.digest
    (tmp_path / "b.csv").write_text("id,title\n2,Cook\n", encoding="utf-8")
    assert read_sheet(tmp_path / "b.csv").digest != first.digest


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b"id,title\n", "only a header row"),
        ("id,title\n1,Café\n".encode("cp1252"), "row 2: the file is not UTF-8"),
        (b"PK\x03\x04rest", "looks like a workbook and cannot be read"),
        (b"PAR1restPAR1", "looks like Parquet and cannot be read"),
        (b"a\x00b", "zero bytes"),
        (b'id,title\n1,"' + b"x" * 200_000 + b'"\n', "row 2: a cell has more than 32,767 characters"),
    ],
)
def test_what_cannot_be_read_says_what_it_is(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(raw)
    with pytest.raises(InputError, match=said):
        read_sheet(path)


def read(path: Path, raw: bytes) -> None:
    """Read, match and report, as far as the file goes."""
    path.write_bytes(raw)
    try:
        found = read_roster(path, SMALL)
        assert all(sizes.sum() == found.filled.sum() for sizes in found.groups().values())
        assert len(review_rows(found.matches, found.titles, found.title_counts())) <= len(found.matches)
        assert "people" in found.counts() and (found.tree() is None or found.tree())
        roles_of(found, 1.4)
    except InputError as error:
        assert error.problems


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "people"


@given(raw=st.one_of(st.binary(max_size=300), st.builds(bytes.__add__, st.sampled_from(
    [b"PK\x03\x04", b"PAR1", b"\xff\xfe", b"\xef\xbb\xbf", b"id,title\n", b'"', b"\xd0\xcf\x11\xe0"]), st.binary(max_size=200)
)))  # fmt: skip
def test_any_bytes_end_in_a_sentence(file: Path, raw: bytes) -> None:
    read(file, raw)


@given(headers=st.lists(HEADERS, min_size=1, max_size=7), rows=st.lists(st.lists(CELLS, max_size=8), max_size=8),
       kind=st.sampled_from(["csv", "xlsx", "parquet"]))  # fmt: skip
def test_any_table_ends_in_rows_or_in_a_sentence(
    file: Path, headers: list[str], rows: list[list[str]], kind: str
) -> None:
    table = pd.DataFrame(
        [(row + [""] * 8)[: len(headers)] for row in rows], columns=range(len(headers)), dtype=str
    )
    raw = io.BytesIO()
    if kind == "csv":
        raw.write("\n".join([",".join(headers), *(",".join(row) for row in rows)]).encode(errors="replace"))
    elif kind == "parquet":
        unique = [
            name if headers.index(name) == place and name else f"{name}{place}"
            for place, name in enumerate(headers)
        ]
        table.map(lambda cell: cell.encode(errors="replace").decode()).set_axis(unique, axis=1).to_parquet(
            raw
        )
    else:
        import xlsxwriter

        with xlsxwriter.Workbook(raw, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet = book.add_worksheet()
            for place, cells in enumerate([headers, *table.to_numpy().tolist()]):
                sheet.write_row(place, 0, [cell.encode(errors="replace").decode() for cell in cells])
    read(file, raw.getvalue())
