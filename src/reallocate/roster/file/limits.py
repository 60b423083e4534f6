"""How large a user's table may be, how it is to be read, and refusals before it fills the memory."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np

from reallocate.data.titles.words import LONGEST_TITLE as LONGEST
from reallocate.kernel.errors import InputError, Problem
from reallocate.roster.file.currency import Rates, rates_of

MOST_COLUMNS = 1_000
"""Exports of personnel systems have up to some hundred."""
MOST_ROWS = 1_000_000
MOST_CELLS = 15_000_000
"""[cells] Rows times columns: a million people with 15 columns; 12 take 2.1 GB of memory."""
MOST_UNPACKED = 512 * 1024**2
"""[bytes] Of a compressed file when it is unpacked: about 50 bytes a cell."""
LONGEST_CELL = 32_767
"""[characters] The most that a cell of a spreadsheet holds."""
LONGEST_LINE = 1024**2
"""[characters] Of a table as text."""
MOST_CELL_TEXT = 1024**3
"""[bytes] Of all cells together, where one text may stand in many of them."""
LONGEST_TITLE = LONGEST
"""[characters] Of a job title, and of any other cell that names a group of people."""
MOST_NAMES = 20_000
"""[texts] Different titles, departments, places or levels: firms of 250,000 people have some thousand."""
_SMALLER = "Remove columns that the plan does not need, or split the file."


def too_many_columns(columns: int, where: str) -> Problem:
    """That a row is too wide.

    columns : that it has
    where : file and row
    """
    what = f"there are {columns:,} columns; the limit is {MOST_COLUMNS:,}"
    return Problem(what, where, "Delete the columns beyond the table, or check the delimiter.")


def too_many_rows(where: str) -> Problem:
    """That a table is too long."""
    return Problem(f"the table has more than {MOST_ROWS:,} rows", where, "Split the file.")


def too_many_cells(where: str) -> Problem:
    """That a table is too large."""
    return Problem(f"the table has more than {MOST_CELLS:,} cells", where, _SMALLER)


def unpacks_too_large(name: str) -> Problem:
    """That a small file would become a huge one."""
    what = f"unpacked, the file has more than {MOST_UNPACKED / 1024**2:,.0f} MB"
    return Problem(what, name, _SMALLER)


def too_long_cell(where: str) -> Problem:
    """That a cell holds more than any cell of a spreadsheet.

    where : file, and row where it is known
    """
    return Problem(f"a cell has more than {LONGEST_CELL:,} characters", where, "Shorten or remove it.")


def too_long_line(where: str) -> Problem:
    """That a line of text holds more than any row of a table.

    where : file and row
    """
    what = f"the line has more than {LONGEST_LINE:,} characters"
    return Problem(what, where, "Check that the file is a table with one line a row.")


def too_much_text(name: str) -> Problem:
    """That the cells together hold too much text."""
    return Problem(
        f"the cells hold more than {MOST_CELL_TEXT / 1024**3:,.0f} GB of text together", name, _SMALLER
    )


_MOST_PARTS = 5_000
"""[files] A workbook holds one a sheet and drawing, and some ten more."""
_PIECE = 1024**2
"""[bytes]"""
_LOCAL_HEADER = struct.Struct("<26xHH")
"""Of which the lengths of name and extra field are read."""
_BOOK_NAME = re.compile(r"xl/workbook\.xml", re.IGNORECASE)
_OTHER_FORMAT = re.compile(r"content\.xml|xl/workbook\.bin", re.IGNORECASE)
_STRINGS_NAME = re.compile(r"xl/sharedstrings\.xml", re.IGNORECASE)
_PREFIX = rb"<(?:[^\s<>/:]+:)?"
_ROW = re.compile(_PREFIX + rb"row(?=[\s/>])")
_CELL = re.compile(_PREFIX + rb"c(?=[\s>])([^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*)(?<!/)>")
"""One that is closed at once holds nothing, and is left out by the reader too."""
_COMMON = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_PLACE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]+)([0-9]+)")
_ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"']\s*([0-9]+)")
_ERROR = re.compile(
    rb"(" + _PREFIX + rb"c(?:\s+[^\s=<>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*?\s+t\s*=\s*[\"'])e(?=[\"'])"
)
"""A cell that holds an error such as #REF!, which the reader takes for a blank."""
_STRING = re.compile(_PREFIX + rb"si(?=[\s/>])")
_VALUE = re.compile(_PREFIX + rb"v(?:\s[^>]*)?>\s*([0-9]{1,9})")
_LONGEST_STRING = 16 * LONGEST_CELL
"""[bytes] Of a cell with the marks of its fonts."""
_SAVE_AGAIN = "Copy the table into a new workbook and save it as .xlsx."
_FAR = "Delete the cells beyond the table, or copy the table into a new workbook."


@dataclass
class _Extent:
    """How far a sheet reaches, as far as it has been read.

    row : the one that was read last
    unplaced : cells of this row that do not say in which column they stand
    rows, columns : to the last cell that holds anything
    cells : that hold anything
    errors : whether one holds an error such as #REF!
    """

    row: int = 0
    unplaced: int = 0
    rows: int = 0
    columns: int = 0
    cells: int = 0
    errors: bool = False


def checked_workbook(raw: bytes, name: str) -> bytes:
    """A workbook whose errors are texts; one that would fill the memory, or of another format, is refused.

    name : of it, for errors
    Raises `InputError` where its size unpacked, its rectangle, its columns, a cell or all its text is above
    the limits. Real sizes are counted; the archive's own figures are not trusted.
    """
    parts = _parts(raw, name)
    unpacked, most_cells, strings = 0, 0, [0]
    extents: list[tuple[ZipInfo, _Extent]] = []
    for part in parts:
        extent, size = _measured(raw, part, name, MOST_UNPACKED - unpacked, strings, quickly=True)
        if _problem(extent, name) is not None:
            extent, size = _measured(raw, part, name, MOST_UNPACKED - unpacked, strings, quickly=False)
            if (problem := _problem(extent, name)) is not None:
                raise InputError(problem)
        unpacked += size
        most_cells = max(most_cells, extent.cells)
        extents.append((part, extent))
    if max(strings) * most_cells > MOST_CELL_TEXT:
        _check_text(raw, parts, np.array(strings[1:]), name)
    wrong = {part.filename for part, extent in extents if extent.errors}
    return _with_texts(raw, parts, wrong, name) if wrong else raw


def _measured(
    raw: bytes, part: ZipInfo, name: str, most: int, strings: list[int], quickly: bool
) -> tuple[_Extent, int]:
    """How far a part reaches, until it is too far, and its size [bytes]; lengths of texts are added."""
    extent, size = _Extent(), 0
    for piece in _to_tags(_unpacked(raw, part, name, most), name):
        size += len(piece)
        if _STRINGS_NAME.fullmatch(part.filename):
            _add_strings(strings, piece, name)
        elif not (quickly and _extend_quickly(extent, piece)):
            _extend(extent, piece)
        extent.errors = extent.errors or _ERROR.search(piece) is not None
        if _problem(extent, name) is not None:
            break
    return extent, size


def _with_texts(raw: bytes, parts: list[ZipInfo], wrong: set[str], name: str) -> bytes:
    """The same workbook with the errors of some of its sheets as texts."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(raw)) as before, ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as after:
        for part in parts:
            if part.filename not in wrong:
                after.writestr(part, before.read(part))
                continue
            with after.open(part.filename, "w") as sheet:
                for piece in _to_tags(_unpacked(raw, part, name, MOST_UNPACKED), name):
                    sheet.write(_ERROR.sub(rb"\1str", piece))
    return made.getvalue()


def _problem(extent: _Extent, name: str) -> Problem | None:
    if extent.columns > MOST_COLUMNS:
        return Problem(f"a sheet has more than {MOST_COLUMNS:,} columns", name, _FAR)
    if extent.rows * extent.columns > MOST_CELLS:
        what = f"a sheet of {extent.columns:,} columns reaches to row {extent.rows:,}"
        return Problem(f"{what}; the limit is {MOST_CELLS:,} cells", name, _FAR)
    return None


def _parts(raw: bytes, name: str) -> list[ZipInfo]:
    """What the archive holds, as far as it may be a workbook."""
    if raw.count(b"PK\x01\x02") > _MOST_PARTS:
        raise InputError(Problem("the file holds too many parts for a workbook", name, _SAVE_AGAIN))
    try:
        parts = ZipFile(io.BytesIO(raw)).infolist()
    except (BadZipFile, ValueError, struct.error, NotImplementedError) as error:
        raise InputError(_broken(type(error).__name__, name)) from None
    names = [part.filename for part in parts]
    if not any(map(_BOOK_NAME.fullmatch, names)) or any(map(_OTHER_FORMAT.fullmatch, names)):
        raise InputError(Problem("the file is not a workbook in .xlsx format", name, _SAVE_AGAIN))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise InputError(unpacks_too_large(name))
    return parts


def _broken(kind: str, name: str) -> Problem:
    return Problem(f"the file looks like a workbook and cannot be read ({kind})", name, _SAVE_AGAIN)


def _unpacked(raw: bytes, part: ZipInfo, name: str, most: int) -> Iterator[bytes]:
    """A part in pieces, as long as it really is."""
    header = raw[part.header_offset : part.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise InputError(_broken("BadZipFile", name))
    start = part.header_offset + _LOCAL_HEADER.size + sum(_LOCAL_HEADER.unpack(header))
    packed = memoryview(raw)[start : start + part.compress_size]
    inflate, total = zlib.decompressobj(-zlib.MAX_WBITS), 0
    for at in range(0, len(packed), _PIECE):
        rest = bytes(packed[at : at + _PIECE])
        while rest:
            if part.compress_type == ZIP_STORED:
                piece, rest = rest, b""
            else:
                try:
                    piece = inflate.decompress(rest, _PIECE)
                except zlib.error:
                    raise InputError(_broken("BadZipFile", name)) from None
                rest = inflate.unconsumed_tail
            total += len(piece)
            if total > most:
                raise InputError(unpacks_too_large(name))
            yield piece


def _to_tags(pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    """The same bytes in pieces that end before a tag; no text between tags may be too long for a cell."""
    held = b""
    for piece in pieces:
        cut = piece.rfind(b"<")
        if cut < 0:
            held += piece
            if len(held) > _LONGEST_STRING:
                raise InputError(too_long_cell(name))
            continue
        yield held + piece[:cut]
        held = piece[cut:]
    yield held


def _add_strings(strings: list[int], piece: bytes, name: str) -> None:
    """Add the lengths of a piece's texts; the first begins in the piece before."""
    first, *others = _STRING.split(piece)
    strings[-1] += len(first)
    strings += [len(string) for string in others]
    if max(strings[-len(others) - 1 :]) > _LONGEST_STRING:
        raise InputError(too_long_cell(name))


def _extend_quickly(extent: _Extent, piece: bytes) -> bool:
    """Take in a piece in which every cell names its place in the common way; empty cells count too."""
    places = _COMMON.findall(piece)
    if not places or len(places) != piece.count(b"<c") or b":c" in piece:
        return False
    extent.row, extent.unplaced = int(places[-1][1]), 0
    extent.cells += len(places)
    extent.columns = max(extent.columns, *map(_column, {letters for letters, _ in places}))
    extent.rows = max(extent.rows, *map(int, {row for _, row in places}))
    return True


def _extend(extent: _Extent, piece: bytes) -> None:
    """Take in the cells of a piece of a sheet; one that names no place stands after the one before it."""
    for number, block in enumerate(_ROW.split(piece)):
        if number:
            head = _ROW_NUMBER.findall(block[: block.find(b"<")])
            extent.row = max((int(row[:9]) for row in head), default=extent.row + 1)
            extent.unplaced = 0
        tags = _CELL.findall(block)
        if not tags:
            continue
        places = _PLACE.findall(b" ".join(tags))
        columns = {letters for letters, _ in places}
        extent.cells += len(tags)
        extent.unplaced += len(tags) - len(places)
        extent.columns = max(extent.columns, max(map(_column, columns), default=0) + extent.unplaced)
        extent.rows = max(extent.rows, extent.row, *(int(row[:9]) for row in {row for _, row in places}))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:6]:
        number = 26 * number + letter - ord("A") + 1
    return number


def _check_text(raw: bytes, parts: list[ZipInfo], lengths: np.ndarray, name: str) -> None:
    """Refuse a workbook in which long texts stand in so many cells that they do not fit into the memory."""
    total = 0
    for part in parts:
        for piece in _to_tags(_unpacked(raw, part, name, MOST_UNPACKED), name):
            places = np.array(_VALUE.findall(piece), dtype=int)
            total += int(lengths[places[places < len(lengths)]].sum())
        if total > MOST_CELL_TEXT:
            raise InputError(too_much_text(name))


@dataclass(frozen=True)
class ReadOptions:
    """What the file does not say by itself.

    header_row : number of the row with the column heads, from 1; none where it is looked for
    date : the day of the file, after which days are to come; none where it is to say so itself
    read_on : the day on which it is read, which is that of a file that says none
    rates : of currencies other than USD
    skip_rows : so many rows at the top are not read
    """

    header_row: int | None = None
    date: dt.date | None = None
    read_on: dt.date | None = None
    rates: Rates = field(default_factory=Rates)
    skip_rows: int = 0


def read_options(
    header_row: int | None,
    date: str,
    rates: Sequence[str],
    rates_date: str,
    where: dict[str, str],
    skip_rows: int | None = None,
    read_on: str = "",
) -> ReadOptions:
    """The options that texts say.

    header_row : from 1
    date, rates_date, read_on : as 2026-06-30, or ""
    rates : each as EUR=1.08 [USD/unit]
    where : (name of an argument) its flag or key, for errors
    skip_rows : at the top of the file
    Raises `InputError` with everything that is wrong.
    """
    problems: list[Problem] = []
    days: dict[str, dt.date | None] = {}
    for name, text in (("date", date), ("rates_date", rates_date), ("read_on", read_on)):
        try:
            days[name] = dt.date.fromisoformat(text) if text else None
        except ValueError:
            problems.append(Problem(f"{text!r} is not a date", where[name], "Write it as 2026-06-30."))
    if header_row is not None and header_row < 1:
        remedy = "Write the number of the header row; the file's first row is 1."
        problems.append(Problem(f"there is no row {header_row}", where["header_row"], remedy))
    if skip_rows is not None and skip_rows < 0:
        remedy = "Write how many rows stand above the headers, such as 3."
        problems.append(Problem(f"{skip_rows} rows cannot be skipped", where["skip_rows"], remedy))
    if skip_rows and header_row is not None:
        what = "both the row of the headers and rows to skip are stated"
        problems.append(Problem(what, where["skip_rows"], "Keep one of them."))
    found = Rates()
    try:
        found = rates_of(rates, rates_date, where["rates"])
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return ReadOptions(header_row, days["date"], days["read_on"], found, skip_rows or 0)
