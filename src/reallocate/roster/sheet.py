"""A roster's file as text: CSV, an Excel workbook or Parquet, with the row numbers that its owner sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from reallocate.disk.user_file import file_bytes, file_size
from reallocate.errors import UNSEEN, InputError, Problem, visible
from reallocate.limited import within_limits
from reallocate.roster.content_digest import content_digest
from reallocate.roster.header_row import LOOKED_AT, HeadSearch, header_place, joined_heads
from reallocate.roster.limits import LONGEST_TITLE
from reallocate.roster.people_columns import KNOWN
from reallocate.roster.read import numbered_rows

INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
"""Characters without a width: within a word they are no end of it."""
BLANK = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
"""Letters and signs that look like a blank."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table as text.

    name : the file's name
    digest : of what it holds, as from `content_digest`
    headers : the cells of the row with the column heads
    header_row : number of that row
    above, rows_above : cells of the rows above it, which are not read, and how many rows these are
    cells : (row, place) text without blanks around it, "" where there is none; rows by their numbers, 1
        being the file's first
    too_long : numbers of rows with more cells than there are headers
    comma_is_decimal : whether `1,234` may be 1.234, as where semicolons separate the columns
    """

    name: str
    digest: str
    headers: tuple[str, ...]
    header_row: int
    above: tuple[str, ...]
    cells: pd.DataFrame
    too_long: tuple[int, ...]
    comma_is_decimal: bool
    rows_above: int = 0


def read_sheet(path: Path, search: HeadSearch | None = None) -> Sheet:
    """The cells of a roster's file; what kind it is, its first bytes say.

    path : CSV (UTF-8, or UTF-16 with its mark; comma, semicolon, tab or bar), a workbook's first sheet, or
        Parquet
    search : by what the column heads are known; by those that personnel systems write where none is given
    Raises `UnknownName` where there is no such file, `InputError` where it cannot be read or is empty. No
    error quotes what a cell holds.
    """
    size = file_size(path)
    return within_limits(_sheet, path, search or HeadSearch(KNOWN), name=visible(path.name), size=size)


def _sheet(path: Path, search: HeadSearch) -> Sheet:
    raw, name = file_bytes(path), visible(path.name)
    rows, delimiter = numbered_rows(raw, name, search.known, LOOKED_AT)
    if not rows:
        raise InputError(Problem("the file is empty", name, "Write a header row and one row per person."))
    skipped = [row for row in rows if row[0] <= search.skip]
    rows = rows[len(skipped) :]
    if not rows:
        remedy = f"Skip fewer than {search.skip} rows; the file ends before."
        raise InputError(Problem("no row is left", f"{name}, --skip-rows", remedy))
    place = header_place(rows, search, name)
    heads = list(rows[place][1])
    if search.row is None:
        looked_at = [cells for _, cells in rows[:LOOKED_AT]]
        heads, place = joined_heads(looked_at, place, search.known) if place < LOOKED_AT else (heads, place)
    above = tuple(cell.strip() for _, cells in [*skipped, *rows[:place]] for cell in cells if cell.strip())
    rows_above, header_row, rows = len(skipped) + place, rows[place][0], rows[place + 1 :]
    headers = tuple(_plain(cell)[:LONGEST_TITLE] for cell in heads)
    while headers and not headers[-1]:
        headers = headers[:-1]
    width = len(headers)
    if not rows:
        remedy = "Write one row per person or position."
        raise InputError(Problem("the file has only a header row", name, remedy))
    too_long = tuple(row for row, cells in rows if any(map(str.strip, cells[width:])))
    numbers = pd.Index([row for row, _ in rows], name="row")
    table = [_row(cells, width) for _, cells in rows]
    cells = pd.DataFrame(table, index=numbers, columns=range(width), dtype=str)
    digest = content_digest(headers, cells)
    return Sheet(name, digest, headers, header_row, above, cells, too_long, delimiter == ";", rows_above)


def _row(cells: Sequence[str], width: int) -> list[str]:
    """As many cells as there are headers, without what a terminal obeys and without blanks around them."""
    kept = [*cells[:width], *[""] * (width - len(cells))]
    whole = "".join(kept)
    if not whole.isascii() or UNSEEN.search(whole):
        return list(map(_plain, kept))
    return list(map(str.strip, kept))


def _plain(cell: str) -> str:
    """A cell without characters that have no width, and a blank for each that a terminal obeys."""
    seen = cell if cell.isascii() else BLANK.sub(" ", INVISIBLE.sub("", cell))
    return UNSEEN.sub(" ", seen).strip()
