"""How large a user's table may be, so that a broken or hostile file is refused before it fills the memory."""

from __future__ import annotations

from reallocate.errors import Problem
from reallocate.titles.words import LONGEST

MOST_COLUMNS = 1_000
"""Exports of personnel systems have up to some hundred."""
MOST_ROWS = 1_000_000
MOST_CELLS = 10_000_000
"""[cells] Rows times columns: 250,000 people with 40 columns, which take about 1 GB of memory."""
MOST_UNPACKED = 512 * 1024**2
"""[bytes] Of a compressed file when it is unpacked: about 50 bytes a cell."""
LONGEST_CELL = 32_767
"""[characters] The most that a cell of a spreadsheet holds."""
LONGEST_LINE = 1024**2
"""[characters] Of a table as text."""
MOST_TEXT = 1024**3
"""[bytes] Of all cells together, where one text may stand in many of them."""
LONGEST_TITLE = LONGEST
"""[characters] Of a job title, and of any other cell that names a group of people."""
MOST_NAMES = 20_000
"""[texts] Different titles, departments, places or levels: firms of 250,000 people have some thousand."""
SMALLER = "Remove columns that the plan does not need, or split the file."


def too_many_columns(columns: int, where: str) -> Problem:
    """That a row is too wide.

    columns : that it has
    where : file and row
    """
    what = f"there are {columns:,} columns; the limit is {MOST_COLUMNS:,}"
    return Problem(what, where, "Delete the columns beyond the table, or check the delimiter.")


def too_many_rows(where: str) -> Problem:
    """That a table is too long.

    where : file
    """
    return Problem(f"the table has more than {MOST_ROWS:,} rows", where, "Split the file.")


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
    """That the cells together hold too much text.

    name : of the file
    """
    return Problem(f"the cells hold more than {MOST_TEXT / 1024**3:,.0f} GB of text together", name, SMALLER)
