"""How large a user's table may be, so that a broken or hostile file is refused before it fills the memory."""

from __future__ import annotations

from reallocate.errors import Problem

MOST_BYTES = 200 * 1024**2
"""[bytes] A file of 250,000 people with 40 columns takes about 100 MB as text."""
MOST_COLUMNS = 1_000
"""Exports of personnel systems have up to some hundred."""
MOST_CELLS = 10_000_000
"""[cells] Rows times columns: 250,000 people with 40 columns, which take about 1 GB of memory."""
MOST_UNPACKED = 512 * 1024**2
"""[bytes] Of a compressed file when it is unpacked: about 50 bytes a cell."""
LONGEST_CELL = 32_767
"""[characters] The most that a cell of a spreadsheet holds."""
MOST_TEXT = 1024**3
"""[bytes] Of all cells together, where one text may stand in many of them."""
SMALLER = "Remove columns that the plan does not need, or split the file."


def too_large(size: float, name: str) -> Problem:
    """That a file is too large to be a table of people.

    size : [bytes]
    name : of the file
    """
    what = f"the file has {size / 1024**2:,.0f} MB; the limit is {MOST_BYTES / 1024**2:,.0f} MB"
    return Problem(what, name, SMALLER)


def too_many_columns(columns: int, where: str) -> Problem:
    """That a row is too wide.

    columns : that it has
    where : file and row
    """
    what = f"there are {columns:,} columns; the limit is {MOST_COLUMNS:,}"
    return Problem(what, where, "Delete the columns beyond the table, or check the delimiter.")


def too_many_cells(where: str) -> Problem:
    """That a table is too large.

    where : file
    """
    return Problem(f"the table has more than {MOST_CELLS:,} cells", where, SMALLER)


def unpacks_too_large(name: str) -> Problem:
    """That a small file would become a huge one.

    name : of the file
    """
    what = f"unpacked, the file has more than {MOST_UNPACKED / 1024**2:,.0f} MB"
    return Problem(what, name, SMALLER)


def too_long_cell(name: str) -> Problem:
    """That a cell holds more than any cell of a spreadsheet.

    name : of the file
    """
    return Problem(f"a cell has more than {LONGEST_CELL:,} characters", name, "Shorten or remove it.")


def too_much_text(name: str) -> Problem:
    """That the cells together hold too much text.

    name : of the file
    """
    return Problem(f"the cells hold more than {MOST_TEXT / 1024**3:,.0f} GB of text together", name, SMALLER)
