"""Text with separated columns as rows of cells, one line a row."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from itertools import islice

from reallocate.errors import InputError, Problem
from reallocate.roster.header_row import LOOKED_AT, head_score
from reallocate.roster.limits import (
    LONGEST_CELL,
    LONGEST_LINE,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    too_long_cell,
    too_long_line,
    too_many_cells,
    too_many_columns,
    too_many_rows,
)

DELIMITERS = (",", ";", "\t", "|")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
MOST_LINES = 2 * MOST_ROWS
"""Blank lines count too."""
OPEN = "open quote"
LINE_BREAKS = (
    "Close the quote in that line. Replace a line break within a cell by a space (in a spreadsheet: replace "
    "Ctrl+J)."
)
SAVE_AS = "In a spreadsheet choose 'CSV UTF-8' when you save it."


def lines_of(raw: bytes, name: str) -> Iterator[str]:
    """The lines of a text one after the other, each with its end.

    raw : the file, in UTF-8 with or without its mark, or in UTF-16 with it
    name : of it, for errors
    Raises `InputError` where it is no such text, or a line is longer than any row of a table. No error quotes
    what a line holds.
    """
    encoding = next((encoding for mark, encoding in MARKS if raw.startswith(mark)), "utf-8")
    text = io.TextIOWrapper(io.BytesIO(raw), encoding, newline="")
    row = 1
    try:
        while line := text.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise InputError(too_long_line(f"{name} row {row}"))
            if "\x00" in line:
                what = "the file is not text: it contains zero bytes"
                raise InputError(Problem(what, f"{name} row {row}", SAVE_AS))
            if row > MOST_LINES:
                raise InputError(too_many_rows(name))
            yield line
            row += 1
    except UnicodeDecodeError:
        why = "In older encodings the same byte means different letters."
        if encoding == "utf-16":
            raise InputError(Problem("the file is not UTF-16, though it begins so", name, SAVE_AS)) from None
        raise InputError(Problem(*_not_utf8(raw, name), SAVE_AS, why)) from None


def _not_utf8(raw: bytes, name: str) -> tuple[str, str]:
    """Which byte is no UTF-8, and its row."""
    for row, line in enumerate(io.BytesIO(raw), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            before = line[: error.start].decode("utf-8-sig")
            what = f"the file is not UTF-8: byte 0x{line[error.start]:02x} at character {len(before) + 1}"
            return what, f"{name} row {row}"
    return "the file is not UTF-8", name


def delimiter_of(raw: bytes, name: str, known: Mapping[str, str], looked_at: int = LOOKED_AT) -> str:
    """What stands between a text's columns: under it a line names most known columns, then has most columns.

    raw, name : as for `lines_of`
    known : our column by each head, as `plain` leaves it
    looked_at : so many lines that are not blank are compared
    """
    lines = list(islice((line for line in lines_of(raw, name) if line.strip()), looked_at))

    def fit(delimiter: str) -> tuple[int, int]:
        return max((_fit(line, delimiter, known) for line in lines), default=(0, 0))

    try:
        return max(DELIMITERS, key=fit)
    except csv.Error:
        return DELIMITERS[0]


def _fit(line: str, delimiter: str, known: Mapping[str, str]) -> tuple[int, int]:
    if (columns := line.count(delimiter) + 1) > MOST_COLUMNS:
        return 0, columns
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return head_score(cells, known), len(cells)


def records(raw: bytes, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text that hold anything, with their numbers, the file's first line being 1.

    raw, name : as for `lines_of`
    delimiter : what stands between columns
    A row is a line. A quote that is still open at the end of its line may be one that nobody closed, which
    would swallow the rows after it, or a cell of several lines: nothing tells them apart. Raises `InputError`
    there, and where there are too many rows, columns or cells, or a cell is too long. No error quotes what a
    cell holds.
    """
    reader = csv.reader(lines_of(raw, name), delimiter=delimiter, strict=True)
    cells = rows = 0
    while True:
        row = reader.line_num + 1
        try:
            record = next(reader, None)
        except csv.Error as error:
            kind = OPEN if reader.line_num > row else str(error)
            raise InputError(_quote_problem(kind, f"{name} row {row}")) from None
        if record is None:
            return
        if reader.line_num > row:
            raise InputError(_quote_problem(OPEN, f"{name} row {row}"))
        if len(record) > MOST_COLUMNS:
            raise InputError(too_many_columns(len(record), f"{name} row {row}"))
        cells += len(record)
        if cells > MOST_CELLS:
            raise InputError(too_many_cells(name))
        if any(map(str.strip, record)):
            rows += 1
            if rows > MOST_ROWS:
                raise InputError(too_many_rows(name))
            if max(map(len, record)) > LONGEST_CELL:
                raise InputError(too_long_cell(f"{name} row {row}"))
            yield row, record


def _quote_problem(error: str, where: str) -> Problem:
    """What the reader of the standard library met, without what stands in the row."""
    if "limit" in error:
        return too_long_cell(where)
    if "expected after" in error:
        what, remedy = "text follows a closing quote", "Double each quote within a quoted cell, or remove it."
        return Problem(what, where, remedy, "The end of the cell is unclear.")
    what = "a quote that opens here is not closed in the same line"
    why = "A wrong guess would merge the following rows into one cell."
    return Problem(what, where, LINE_BREAKS, why)
