"""A user's file is text in UTF-8 or an error that says how to save it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reallocate.kernel.errors import InputError, UnknownName
from reallocate.roster.file.rows import read_text_table


def table(path: Path, raw: bytes):  # type: ignore[no-untyped-def]
    path.write_bytes(raw)
    return read_text_table(path)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_utf8_is_read_with_and_without_its_mark(tmp_path: Path, mark: bytes, ending: bytes) -> None:
    raw = mark + ending.join([b"title,headcount", "Café lead,3".encode(), b"", b'"Smith, clerk",4', b""])
    found = table(tmp_path / "roles.csv", raw)
    assert found.headers == ("title", "headcount")
    assert found.rows == ((2, ("Café lead", "3")), (4, ("Smith, clerk", "4")))


def test_unicode_text_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    assert table(tmp_path / "roles.csv", "title\theadcount\nCafé lead\t3\n".encode("utf-16")).rows == ((2, ("Café lead", "3")),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_known_columns(tmp_path: Path, delimiter: str) -> None:
    header = delimiter.join(["Job title", "head_count", "Loaded cost"])
    row = delimiter.join(["Clerk", "3", "50000"])
    assert table(tmp_path / "roles.csv", f"{header}\n{row}\n".encode()).delimiter == delimiter


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b"  \n\n", "the file is empty"),
        (b"title,headcount\n", "a header row and no roles"),
        (
            "title,headcount\nCafé,3\n".encode("cp1252"),
            r"row 2: the file is not UTF-8: byte 0xe9 at character 4\.",
        ),
        (b"\xff\xfet\x00i", "UTF-16"),
        (b"title,headcount\n" + b"chief " * 5_000 + b",3\n", "row 2: a title or name has more than 200 characters"),
        (b"title,headcount\nClerk\x00,3\n", "row 2: the file is not text: it contains zero bytes"),
        (b"title,headcount\nClerk,#REF!\nCook,#REF!\n", r"headcount, row 2, 3: an error of the spreadsheet \(#REF! 2\)"),
        (b"PK\x03\x04rest", "looks like a workbook and cannot be read"),
        (b"title,headcount\nSmith, clerk,3\n", "row 2: the row has 3 cells and the header 2"),
    ],
)
def test_what_cannot_be_read_says_what_it_is(tmp_path: Path, raw: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        table(tmp_path / "roles.csv", raw)


def test_a_missing_file_names_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text("x", encoding="utf-8")
    with pytest.raises(UnknownName, match="no file 'rolls.csv'. Nearest: roles.csv"):
        read_text_table(tmp_path / "rolls.csv")
    with pytest.raises(InputError, match="this is a folder"):
        read_text_table(tmp_path)
