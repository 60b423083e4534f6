"""A user's table as rows of text: encoding, delimiter and row numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reallocate.errors import InputError, Problem, UnknownName, nearest
from reallocate.roster.header_row import HeadSearch, delimiter_of, header_place
from reallocate.roster.headers import KNOWN
from reallocate.roster.typed_tables import is_typed, typed_rows

UTF16 = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS = "In a spreadsheet choose 'CSV UTF-8' when you save it."


@dataclass(frozen=True)
class TextTable:
    """A file as text.

    name : the file's name
    delimiter : what stands between its columns
    headers : the cells of the row with the column heads
    header_row : number of that row
    rows : the rows below it with their numbers as a spreadsheet counts them; blank rows are left out
    """

    name: str
    delimiter: str
    headers: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_text_table(path: Path, search: HeadSearch | None = None) -> TextTable:
    """The rows of a table of roles: CSV in UTF-8, the first sheet of a workbook, or Parquet.

    path : the file
    search : by what the column heads are known; none where they are in the first row
    Raises `UnknownName` where there is no such file, `InputError` where it is empty, not text, not
    UTF-8, or holds rows that are longer than its header.
    """
    raw = _bytes(path)
    if is_typed(raw):
        delimiter = ","
        records = list(_numbered(typed_rows(path, raw)))
    else:
        text = _decode(raw, path.name, SAVE_AS)
        delimiter = delimiter_of(text, search.known) if search else delimiter_of(text, KNOWN, 1)
        records = list(_numbered(csv.reader(text.splitlines(keepends=True), delimiter=delimiter)))
    if not records:
        remedy = "Write a header row and one row a role; `reallocate new` writes an example."
        raise InputError(Problem("the file is empty", path.name, remedy))
    if search is not None:
        records = records[header_place(records, search, path.name) :]
    header_row, headers = records[0]
    rows = tuple((row, cells) for row, cells in records[1:])
    if not rows:
        raise InputError(
            Problem("the file holds a header row and no roles", path.name, "Write one row a role.")
        )
    too_long = [
        Problem(
            f"the row has {len(cells)} cells and the header {len(headers)}",
            f"{path.name} row {row}",
            f"Put quotes around a text that holds {delimiter!r}.",
        )
        for row, cells in rows
        if len(cells) > len(headers) and any(cell.strip() for cell in cells[len(headers) :])
    ]
    if too_long:
        raise InputError(too_long)
    return TextTable(path.name, delimiter, headers, header_row, rows)


def read_text(path: Path, remedy: str = SAVE_AS) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    path : the file
    remedy : how to save it as UTF-8
    Raises `UnknownName` where there is no such file, `InputError` where it is no text in UTF-8.
    """
    return _decode(_bytes(path), path.name, remedy)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise InputError(Problem("this is a folder, not a table", str(path), "Name the CSV file in it."))
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise no_file(path) from None
    except OSError as error:
        raise InputError(Problem(f"the file cannot be read: {error.strerror}", str(path))) from None


def no_file(path: Path) -> UnknownName:
    """That a file is not there, with what is there under names like it.

    path : the file
    """
    folder = path.parent
    here = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    where = "this folder" if folder == Path() else str(folder)
    if not folder.is_dir():
        return UnknownName(Problem(f"there is no such folder, so no file {path.name!r} in it", where))
    return UnknownName(Problem(f"there is no file {path.name!r}", where, nearest=nearest(path.name, here)))


def _decode(raw: bytes, name: str, remedy: str) -> str:
    if raw[:2] in UTF16 or (b"\x00" in raw[:200] and not raw.startswith(b"PK")):
        raise InputError(Problem("the file is UTF-16 ('Unicode text'), not UTF-8", name, remedy))
    if raw.startswith(b"PK\x03\x04"):
        raise InputError(Problem("this is an Excel workbook, not a text file", name, SAVE_AS))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        around = raw[max(error.start - 12, 0) : error.start + 12].decode("cp1252", errors="replace")
        around = " ".join(around.split())
        raise InputError(
            Problem(
                f"the file is not UTF-8: byte 0x{raw[error.start]:02x} near {around!r}",
                f"{name} row {row}",
                remedy,
                "The same byte is another letter in each older encoding.",
            )
        ) from None


def _numbered(records: Iterable[Sequence[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for row, cells in enumerate(records, start=1):
        if any(cell.strip() for cell in cells):
            yield row, tuple(cell.strip() for cell in cells)
