"""A hash of what a table holds, the same in every format: it tells whether a file is the one read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

import pandas as pd

from reallocate.roster.numbers import read_number

LONGEST = 60
"""[characters] A longer cell holds no number and no day."""
DIGITS = 12
"""Numbers that agree so far are the same: a spreadsheet shows fifteen, and text is often cut."""
DATE = re.compile(r"(\d{1,4})[-/.](\d{1,2}|[a-z]{3,9})[-/.](\d{1,4})(?:[ t]\d{2}:\d{2}.*)?")
NUMERIC = re.compile(r"^\W*(?:usd|us\$)?\W*\d", re.IGNORECASE)
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: str(number) for number, name in enumerate(MONTH_NAMES, start=1)}
BETWEEN_CELLS, BETWEEN_ROWS = "\x1f", "\x1e"


def content_digest(headers: Sequence[str], cells: pd.DataFrame) -> str:
    """A hash of all cells with their headers, whatever the order of rows and columns.

    headers : of the columns
    cells : (row, place) text
    The same table as CSV, workbook or Parquet has one digest, since numbers and days are compared by
    their meaning. Blank rows and columns count for nothing.
    """
    order = sorted(range(len(headers)), key=lambda place: (_plain(headers[place]), place))
    columns = []
    for place in order:
        column = cells[place]
        written = {text: _plain(text) for text in column.unique().tolist()}
        if headers[place] or any(written.values()):
            columns.append([written[text] for text in column.tolist()])
    rows = sorted(BETWEEN_CELLS.join(row) for row in zip(*columns, strict=True))
    heads = BETWEEN_CELLS.join(_plain(headers[place]) for place in order if headers[place])
    return hashlib.sha256(BETWEEN_ROWS.join([heads, *rows]).encode(errors="surrogatepass")).hexdigest()


def _plain(text: str) -> str:
    """A cell without case, and without the difference between ways of writing a number or a day."""
    plain = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().strip()
    if len(plain) > LONGEST:
        return plain
    if plain.isascii() and plain.isdigit():
        return (plain.lstrip("0") or "0") if len(plain) <= DIGITS else f"{int(plain):.{DIGITS}g}"
    if not NUMERIC.match(plain):
        return plain
    if day := DATE.fullmatch(plain):
        # Which is day and which is month differs from file to file, and need not be known here.
        return " ".join(sorted(_number(part) for part in day.groups()))
    return _number(plain)


def _number(text: str) -> str:
    share = text.endswith("%")
    value = read_number(text[:-1] if share else text)
    if isinstance(value, str):
        return MONTHS.get(text[:3], text)
    return f"{value / 100 if share else value:.{DIGITS}g}"
