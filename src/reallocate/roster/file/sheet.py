"""A user's table with its header row found, and the digest of its contents."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice, repeat, zip_longest
from pathlib import Path

import pandas as pd

from reallocate.kernel.errors import UNSEEN, InputError, Problem, visible
from reallocate.kernel.limited import within_limits
from reallocate.kernel.look import file_bytes, file_size
from reallocate.roster.file.header_row import LOOKED_AT, HeadSearch, header_place, joined_heads
from reallocate.roster.file.limits import LONGEST_TITLE
from reallocate.roster.file.money import read_number
from reallocate.roster.file.people_columns import KNOWN_COLUMNS
from reallocate.roster.file.rows import numbered_rows

_LONGEST = 60
"""[characters] A longer cell holds no number and no day."""
_DIGITS = 12
"""Numbers that agree so far are the same: a spreadsheet shows fifteen, and text is often cut."""
_DATE = re.compile(r"(\d{1,4})[-/.](\d{1,2}|[a-z]{3,9})[-/.](\d{1,4})(?:[ t]\d{2}:\d{2}.*)?")
_NUMERIC = re.compile(r"^\W*(?:usd|us\$)?\W*\d", re.IGNORECASE)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: str(number) for number, name in enumerate(_MONTH_NAMES, start=1)}
_BETWEEN_CELLS, _BETWEEN_ROWS = "\x1f", "\x1e"


def _content_digest(headers: Sequence[str], cells: pd.DataFrame) -> str:
    """A hash of all cells with their headers, whatever the order of rows and columns.

    headers : of the columns
    cells : (row, place) text
    The same table as CSV, workbook or Parquet has one digest, since numbers and days are compared by
    their meaning. Blank rows and columns count for nothing.
    """
    order = sorted(range(len(headers)), key=lambda place: (_plain_cell(headers[place]), place))
    columns = []
    for place in order:
        texts = list(map(cache(_plain_cell), cells[place].tolist()))
        if headers[place] or any(texts):
            columns.append(texts)
    rows = sorted(_BETWEEN_CELLS.join(row) for row in zip(*columns, strict=True))
    heads = _BETWEEN_CELLS.join(_plain_cell(headers[place]) for place in order if headers[place])
    return hashlib.sha256(_BETWEEN_ROWS.join([heads, *rows]).encode(errors="surrogatepass")).hexdigest()


def _plain_cell(text: str) -> str:
    """A cell without case, and without the difference between ways of writing a number or a day."""
    plain = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().strip()
    if len(plain) > _LONGEST:
        return plain
    if plain.isascii() and plain.isdigit():
        return (plain.lstrip("0") or "0") if len(plain) <= _DIGITS else f"{int(plain):.{_DIGITS}g}"
    if not _NUMERIC.match(plain):
        return plain
    if day := _DATE.fullmatch(plain):
        # Which is day and which is month differs from file to file, and need not be known here.
        return " ".join(sorted(_number(part) for part in day.groups()))
    return _number(plain)


@lru_cache
def _number(text: str) -> str:
    share = text.endswith("%")
    value = read_number(text[:-1] if share else text)
    if isinstance(value, str):
        return _MONTHS.get(text[:3], text)
    return f"{value / 100 if share else value:.{_DIGITS}g}"


_INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
"""Characters without a width: within a word they are no end of it."""
_BLANK = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
"""Letters and signs that look like a blank."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table as text.

    name : the file's name
    digest : of what it holds, as from `_content_digest`
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
    return within_limits(
        _sheet, path, search or HeadSearch(KNOWN_COLUMNS), name=visible(path.name), size=size
    )


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
    columns = dict(enumerate(_columns([cells for _, cells in rows], width)))
    cells = pd.DataFrame(columns, index=numbers, columns=range(width), dtype=str)
    digest = _content_digest(headers, cells)
    return Sheet(name, digest, headers, header_row, above, cells, too_long, delimiter == ";", rows_above)


def _columns(rows: Sequence[Sequence[str]], width: int) -> Iterator[list[str]]:
    """The cells by column, as many as there are headers, without blanks around and what a terminal obeys.

    Cells of a column that say the same are one text, which is looked at once and quickly compared.
    """
    columns = chain(zip_longest(*rows, fillvalue=""), repeat([""] * len(rows)))
    return (list(map(cache(_plain), texts)) for texts in islice(columns, width))


def _plain(cell: str) -> str:
    """A cell without characters that have no width, and a blank for each that a terminal obeys."""
    seen = cell if cell.isascii() else _BLANK.sub(" ", _INVISIBLE.sub("", cell))
    return UNSEEN.sub(" ", seen).strip()
