"""Whether a workbook may be opened: how large it is unpacked, and how far its sheets reach.

A workbook is a compressed archive, and its reader fills the rectangle from the first cell to the last. So a
file of two kilobytes can ask for 17 billion cells. Everything here is read in pieces and stops at the limit.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np

from reallocate.errors import InputError, Problem
from reallocate.roster.limits import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_TEXT,
    MOST_UNPACKED,
    too_long_cell,
    too_much_text,
    unpacks_too_large,
)

MOST_PARTS = 5_000
"""[files] A workbook holds one a sheet and drawing, and some ten more."""
PIECE = 1024**2
"""[bytes]"""
LOCAL_HEADER = struct.Struct("<26xHH")
"""Of which the lengths of name and extra field are read."""
BOOK_NAME = re.compile(r"xl/workbook\.xml", re.IGNORECASE)
OTHER_FORMAT = re.compile(r"content\.xml|xl/workbook\.bin", re.IGNORECASE)
STRINGS_NAME = re.compile(r"xl/sharedstrings\.xml", re.IGNORECASE)
PREFIX = rb"<(?:[^\s<>/:]+:)?"
ROW = re.compile(PREFIX + rb"row(?=[\s/>])")
CELL = re.compile(PREFIX + rb"c(?=[\s>])([^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*)(?<!/)>")
"""One that is closed at once holds nothing, and is left out by the reader too."""
COMMON = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
PLACE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]+)([0-9]+)")
ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"']\s*([0-9]+)")
ERROR = re.compile(
    rb"(" + PREFIX + rb"c(?:\s+[^\s=<>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*?\s+t\s*=\s*[\"'])e(?=[\"'])"
)
"""A cell that holds an error such as #REF!, which the reader takes for a blank."""
STRING = re.compile(PREFIX + rb"si(?=[\s/>])")
VALUE = re.compile(PREFIX + rb"v(?:\s[^>]*)?>\s*([0-9]{1,9})")
LONGEST_STRING = 16 * LONGEST_CELL
"""[bytes] Of a cell with the marks of its fonts."""
SAVE_AGAIN = "Copy the table into a new workbook and save it as .xlsx."
FAR = "Delete the cells beyond the table, or copy the table into a new workbook."


@dataclass
class Extent:
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

    raw : the file
    name : of it, for errors
    Raises `InputError` where its size unpacked, its rectangle, its columns, a cell or all its text is above
    the limits. Real sizes are counted; the archive's own figures are not trusted.
    """
    parts = _parts(raw, name)
    unpacked, most_cells, strings = 0, 0, [0]
    extents: list[tuple[ZipInfo, Extent]] = []
    for part in parts:
        extent, size = _measured(raw, part, name, MOST_UNPACKED - unpacked, strings, quickly=True)
        if _problem(extent, name) is not None:
            extent, size = _measured(raw, part, name, MOST_UNPACKED - unpacked, strings, quickly=False)
            if (problem := _problem(extent, name)) is not None:
                raise InputError(problem)
        unpacked += size
        most_cells = max(most_cells, extent.cells)
        extents.append((part, extent))
    if max(strings) * most_cells > MOST_TEXT:
        _check_text(raw, parts, np.array(strings[1:]), name)
    wrong = {part.filename for part, extent in extents if extent.errors}
    return _with_texts(raw, parts, wrong, name) if wrong else raw


def _measured(
    raw: bytes, part: ZipInfo, name: str, most: int, strings: list[int], quickly: bool
) -> tuple[Extent, int]:
    """How far a part reaches, until it is too far, and its size [bytes]; lengths of texts are added."""
    extent, size = Extent(), 0
    for piece in _to_tags(_unpacked(raw, part, name, most), name):
        size += len(piece)
        if STRINGS_NAME.fullmatch(part.filename):
            _add_strings(strings, piece, name)
        elif not (quickly and _extend_quickly(extent, piece)):
            _extend(extent, piece)
        extent.errors = extent.errors or ERROR.search(piece) is not None
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
                    sheet.write(ERROR.sub(rb"\1str", piece))
    return made.getvalue()


def _problem(extent: Extent, name: str) -> Problem | None:
    if extent.columns > MOST_COLUMNS:
        return Problem(f"a sheet has more than {MOST_COLUMNS:,} columns", name, FAR)
    if extent.rows * extent.columns > MOST_CELLS:
        what = f"a sheet of {extent.columns:,} columns reaches to row {extent.rows:,}"
        return Problem(f"{what}; the limit is {MOST_CELLS:,} cells", name, FAR)
    return None


def _parts(raw: bytes, name: str) -> list[ZipInfo]:
    """What the archive holds, as far as it may be a workbook."""
    if raw.count(b"PK\x01\x02") > MOST_PARTS:
        raise InputError(Problem("the file holds too many parts for a workbook", name, SAVE_AGAIN))
    try:
        parts = ZipFile(io.BytesIO(raw)).infolist()
    except (BadZipFile, ValueError, struct.error, NotImplementedError) as error:
        raise InputError(_broken(type(error).__name__, name)) from None
    names = [part.filename for part in parts]
    if not any(map(BOOK_NAME.fullmatch, names)) or any(map(OTHER_FORMAT.fullmatch, names)):
        raise InputError(Problem("the file is not a workbook in .xlsx format", name, SAVE_AGAIN))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise InputError(unpacks_too_large(name))
    return parts


def _broken(kind: str, name: str) -> Problem:
    return Problem(f"the file looks like a workbook and cannot be read ({kind})", name, SAVE_AGAIN)


def _unpacked(raw: bytes, part: ZipInfo, name: str, most: int) -> Iterator[bytes]:
    """A part in pieces, as long as it really is."""
    header = raw[part.header_offset : part.header_offset + LOCAL_HEADER.size]
    if len(header) < LOCAL_HEADER.size or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise InputError(_broken("BadZipFile", name))
    start = part.header_offset + LOCAL_HEADER.size + sum(LOCAL_HEADER.unpack(header))
    packed = memoryview(raw)[start : start + part.compress_size]
    inflate, total = zlib.decompressobj(-zlib.MAX_WBITS), 0
    for at in range(0, len(packed), PIECE):
        rest = bytes(packed[at : at + PIECE])
        while rest:
            if part.compress_type == ZIP_STORED:
                piece, rest = rest, b""
            else:
                try:
                    piece = inflate.decompress(rest, PIECE)
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
            if len(held) > LONGEST_STRING:
                raise InputError(too_long_cell(name))
            continue
        yield held + piece[:cut]
        held = piece[cut:]
    yield held


def _add_strings(strings: list[int], piece: bytes, name: str) -> None:
    """Add the lengths of a piece's texts; the first begins in the piece before."""
    first, *others = STRING.split(piece)
    strings[-1] += len(first)
    strings += [len(string) for string in others]
    if max(strings[-len(others) - 1 :]) > LONGEST_STRING:
        raise InputError(too_long_cell(name))


def _extend_quickly(extent: Extent, piece: bytes) -> bool:
    """Take in a piece in which every cell names its place in the common way; empty cells count too."""
    places = COMMON.findall(piece)
    if not places or len(places) != piece.count(b"<c") or b":c" in piece:
        return False
    extent.row, extent.unplaced = int(places[-1][1]), 0
    extent.cells += len(places)
    extent.columns = max(extent.columns, *map(_column, {letters for letters, _ in places}))
    extent.rows = max(extent.rows, *map(int, {row for _, row in places}))
    return True


def _extend(extent: Extent, piece: bytes) -> None:
    """Take in the cells of a piece of a sheet; one that names no place stands after the one before it."""
    for number, block in enumerate(ROW.split(piece)):
        if number:
            head = ROW_NUMBER.findall(block[: block.find(b"<")])
            extent.row = max((int(row[:9]) for row in head), default=extent.row + 1)
            extent.unplaced = 0
        tags = CELL.findall(block)
        if not tags:
            continue
        places = PLACE.findall(b" ".join(tags))
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
            places = np.array(VALUE.findall(piece), dtype=int)
            total += int(lengths[places[places < len(lengths)]].sum())
        if total > MOST_TEXT:
            raise InputError(too_much_text(name))
