"""A roster's file as text: CSV, an Excel workbook or Parquet, with the row numbers that its owner sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from reallocate.errors import UNSEEN, InputError, Problem, visible
from reallocate.roster.content_digest import content_digest
from reallocate.roster.header_row import LOOKED_AT, HeadSearch, header_place, joined_heads
from reallocate.roster.people_columns import KNOWN
from reallocate.roster.read import numbered_rows
from reallocate.roster.typed_tables import SAVE_AS
from reallocate.roster.user_file import file_bytes

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


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
    search = search or HeadSearch(KNOWN)
    raw, name = file_bytes(path), visible(path.name)
    rows, delimiter = numbered_rows(raw, name, _decoded, search.known, LOOKED_AT)
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
    headers = tuple(UNSEEN.sub(" ", cell).strip() for cell in heads)
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


def _decoded(raw: bytes, name: str) -> str:
    encoding = next((encoding for mark, encoding in BOMS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        why = "In older encodings the same byte means different letters."
        raise InputError(Problem("the file is not UTF-8", f"{name} row {row}", SAVE_AS, why)) from None
    if "\x00" in text:
        raise InputError(Problem("the file is not text: it contains zero bytes", name, SAVE_AS))
    return text


def _row(cells: Sequence[str], width: int) -> list[str]:
    """As many cells as there are headers, without what a terminal obeys and without blanks around them."""
    kept = [*cells[:width], *[""] * (width - len(cells))]
    if UNSEEN.search("".join(kept)):
        kept = [UNSEEN.sub(" ", cell) for cell in kept]
    return list(map(str.strip, kept))
