"""Text with separated columns as rows of cells, one line a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import islice

from reallocate.errors import InputError, Problem
from reallocate.roster.header_row import LOOKED_AT, head_score
from reallocate.roster.limits import MOST_CELLS, MOST_COLUMNS, too_many_cells, too_many_columns

DELIMITERS = (",", ";", "\t", "|")
OPEN = "open quote"
LINE_BREAKS = (
    "Close the quote in that line. Replace a line break within a cell by a space (in a spreadsheet: replace "
    "Ctrl+J)."
)


def delimiter_of(text: str, known: Mapping[str, str], looked_at: int = LOOKED_AT) -> str:
    """What stands between a text's columns: under it a line names most known columns, then has most columns.

    text : of the file
    known : our column by each head, as `plain` leaves it
    looked_at : so many lines that are not blank are compared
    """
    lines = list(islice((line for line in io.StringIO(text, newline="") if line.strip()), looked_at))

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


def records(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text that hold anything, with their numbers, the file's first line being 1.

    text : of the file
    delimiter : what stands between columns
    name : of the file, for errors
    A row is a line. A quote that is still open at the end of its line may be one that nobody closed, which
    would swallow the rows after it, or a cell of several lines: nothing tells them apart. Raises `InputError`
    there, and where there are too many columns or cells. No error quotes what a cell holds.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    cells = 0
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
            yield row, record


def _quote_problem(error: str, where: str) -> Problem:
    """What the reader of the standard library met, without what stands in the row."""
    if "limit" in error:
        what = f"a cell has more than {csv.field_size_limit():,} characters"
        return Problem(what, where, "Close the quote opened in this line, or shorten the cell.")
    if "expected after" in error:
        what, remedy = "text follows a closing quote", "Double each quote within a quoted cell, or remove it."
        return Problem(what, where, remedy, "The end of the cell is unclear.")
    what = "a quote that opens here is not closed in the same line"
    why = "A wrong guess would merge the following rows into one cell."
    return Problem(what, where, LINE_BREAKS, why)
