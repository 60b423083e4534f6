"""A user's table as rows of text: what kind of file it is, its delimiter and row numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reallocate.disk.user_file import file_bytes, file_size
from reallocate.errors import InputError, Problem, visible
from reallocate.limited import within_limits
from reallocate.roster.delimited import SAVE_AS, delimiter_of, records
from reallocate.roster.header_row import LOOKED_AT, HeadSearch, header_place
from reallocate.roster.headers import KNOWN, letter, plain
from reallocate.roster.limits import LONGEST_TITLE
from reallocate.roster.sheet_errors import SPREADSHEET_ERROR, is_error
from reallocate.roster.typed_tables import is_typed, typed_rows

UTF16 = (b"\xff\xfe", b"\xfe\xff")
MOST_ZEROS = 20
"""[bytes of the first 200] UTF-16 has one for every letter of English."""
MOST_TEXT = 1024**2
"""[bytes] Of a scenario, a claim or a list of tasks."""
SHOWN = 5
NAMES = ("title", "role", "to", "department", "location", "country", "level", "code", "currency")
"""Columns, in any table, whose cells name something."""


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


def read_text_table(
    path: Path,
    search: HeadSearch | None = None,
    known: Mapping[str, str] = KNOWN,
    of: str = "role",
    remedy: str = "Write a header row and one row per role; `reallocate new` writes an example.",
) -> TextTable:
    """The rows of a table: CSV in UTF-8, the first sheet of a workbook, or Parquet; read within limits.

    search : by what the column heads are known; none where they are in the first row
    known : our column by each head, where they are
    of : what a row is, for errors
    remedy : what to do where the file is empty
    Raises `UnknownName` where there is no such file, `InputError` where it is empty, not text, not
    UTF-8, too large, or holds rows that are longer than its header or an error of a spreadsheet.
    """
    size = file_size(path)
    return within_limits(_text_table, path, search, known, of, remedy, name=visible(path.name), size=size)


def _text_table(
    path: Path, search: HeadSearch | None, known: Mapping[str, str], of: str, remedy: str
) -> TextTable:
    raw, name = file_bytes(path), visible(path.name)
    looked_at = LOOKED_AT if search else 1
    numbered, delimiter = numbered_rows(raw, name, search.known if search else known, looked_at)
    filled = [(row, tuple(map(str.strip, cells))) for row, cells in numbered]
    if not filled:
        raise InputError(Problem("the file is empty", name, remedy))
    if search is not None:
        filled = filled[header_place(filled, search, name) :]
    (header_row, headers), rows = filled[0], tuple(filled[1:])
    if not rows:
        what, remedy = f"the file has a header row and no {of}s", f"Write one row per {of}."
        raise InputError(Problem(what, name, remedy))
    remedy = f"Put quotes around text that contains {delimiter!r}."
    too_long = [(row, len(cells)) for row, cells in rows if any(cells[len(headers) :])]
    if too_long:
        raise InputError(
            Problem(f"the row has {cells} cells and the header {len(headers)}", f"{name} row {row}", remedy)
            for row, cells in too_long
        )
    used = search.known if search else known
    if problems := [*_error_cells(headers, rows, used, name), *_too_long(headers, rows, used, name)]:
        raise InputError(problems)
    return TextTable(name, delimiter, headers, header_row, rows)


def _error_cells(
    headers: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    known: Mapping[str, str],
    name: str,
) -> list[Problem]:
    """Cells of known columns that hold an error of a spreadsheet, by column and kind."""
    used = [place for place, head in enumerate(headers) if plain(head) in known]
    problems = []
    for place in used or range(len(headers)):
        found = [(row, cells[place]) for row, cells in rows if place < len(cells) and is_error(cells[place])]
        if found:
            kinds = ", ".join(f"{kind} {often}" for kind, often in Counter(kind for _, kind in found).items())
            first = ", ".join(str(row) for row, _ in found[:SHOWN])
            more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            where = f"{name}, {headers[place] or f'column {letter(place)}'}, row {first}{more}"
            problems.append(Problem(f"an error of the spreadsheet ({kinds})", where, SPREADSHEET_ERROR))
    return problems


def _too_long(
    headers: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    known: Mapping[str, str],
    name: str,
) -> list[Problem]:
    """Cells that name something and are longer than any name."""
    places = [place for place, head in enumerate(headers) if known.get(plain(head)) in NAMES]
    named = ((row, [len(cells[one]) for one in places if one < len(cells)]) for row, cells in rows)
    found = [row for row, lengths in named if max(lengths, default=0) > LONGEST_TITLE]
    remedy = "Shorten it, or check that the columns are what their headers say."
    what = f"a title or name has more than {LONGEST_TITLE} characters"
    return [Problem(what, f"{name} row {row}", remedy) for row in found]


def by_column(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    """A row's cells by our column, "" where the row ends before it.

    places : our column -> its place in the row
    """
    return {column: cells[place] if place < len(cells) else "" for column, place in places.items()}


def numbered_rows(
    raw: bytes, name: str, known: Mapping[str, str], looked_at: int
) -> tuple[list[tuple[int, list[str]]], str]:
    """The rows of a table that hold anything with their numbers, and what stands between its columns.

    raw : the file
    name : of it, for errors
    known, looked_at : as in `delimiter_of`
    """
    if is_typed(raw):
        rows = enumerate(typed_rows(raw, name), start=1)
        return [(row, cells) for row, cells in rows if any(map(str.strip, cells))], ","
    if name.lower().endswith(".xlsx"):
        what = "this is no Excel workbook, though its name ends in .xlsx"
        remedy = "Save it as a workbook, or let its name end in .csv if it is text."
        raise InputError(Problem(what, name, remedy))
    delimiter = delimiter_of(raw, name, known, looked_at)
    return list(records(raw, delimiter, name)), delimiter


def file_rows(path: Path, known: Mapping[str, str]) -> list[tuple[int, list[str]]]:
    """The rows of a table that hold anything with their numbers, read within limits; its heads are the first.

    known : our column by each head
    """
    return within_limits(_file_rows, path, known, name=visible(path.name), size=file_size(path))


def _file_rows(path: Path, known: Mapping[str, str]) -> list[tuple[int, list[str]]]:
    return numbered_rows(file_bytes(path), visible(path.name), known, 1)[0]


def read_text(path: Path, remedy: str = SAVE_AS) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    path : the file
    remedy : how to save it as UTF-8
    Raises `UnknownName` where there is no such file, `InputError` where it is no text in UTF-8.
    """
    raw, name = file_bytes(path, MOST_TEXT), visible(path.name)
    if raw[:2] in UTF16 or (raw[:200].count(b"\x00") > MOST_ZEROS and not raw.startswith(b"PK")):
        raise InputError(Problem("the file is UTF-16 ('Unicode text'), not UTF-8", name, remedy))
    if raw.startswith(b"PK\x03\x04"):
        raise InputError(Problem("this is an Excel workbook, not a text file", name, SAVE_AS))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        before = raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", errors="replace")
        what = f"the file is not UTF-8: byte 0x{raw[error.start]:02x} at character {len(before) + 1}"
        why = "In older encodings the same byte means different letters."
        raise InputError(Problem(what, f"{name} row {row}", remedy, why)) from None
