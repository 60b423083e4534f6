"""A roster's file with some of its cells mended and some of its rows left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from pathlib import Path

from reallocate.errors import InputError, Problem
from reallocate.roster.people_columns import find_places, head_search
from reallocate.roster.sheet import Sheet, read_sheet

Cells = Mapping[tuple[int, str], str]
"""(row of the file, our column) -> what the cell is to hold."""


def mended_table(
    path: Path,
    mapping: Mapping[str, str],
    header_row: int | None,
    cells: Cells,
    without: Collection[int] = (),
    skip_rows: int = 0,
) -> str:
    """The same table as CSV; each row keeps its number, a row that is left out becomes a blank line.

    path, mapping, header_row, skip_rows : as the roster was read
    without : numbers of rows that are left out
    Semicolons stay where they separated the columns, since a comma may then be decimal. Rows above the column
    heads were not read and stay blank. Raises `InputError` with every row or column that the file lacks.
    """
    sheet = read_sheet(path, head_search(mapping, header_row, skip_rows))
    known = find_places(sheet.headers, f"{sheet.name} row {sheet.header_row}", mapping).known
    problems = [*_no_rows(sheet, {*(row for row, _ in cells), *without}), *_no_columns(sheet, known, cells)]
    if problems:
        raise InputError(problems)
    table = sheet.cells.copy()
    for (row, column), text in cells.items():
        table.loc[row, known[column]] = text.strip()
    lines = {sheet.header_row: list(sheet.headers)}
    lines |= {int(row): kept for row, kept in zip(table.index, table.to_numpy().tolist(), strict=True)}
    return _written(lines, without, ";" if sheet.comma_is_decimal else ",")


def _no_rows(sheet: Sheet, rows: Collection[int]) -> list[Problem]:
    remedy = f"Rows {sheet.cells.index[0]} to {sheet.cells.index[-1]} can be mended."
    return [
        Problem("the file has no such row", f"{sheet.name} row {row}", remedy)
        for row in sorted(set(rows) - set(map(int, sheet.cells.index)))
    ]


def _no_columns(sheet: Sheet, known: Mapping[str, int], cells: Cells) -> list[Problem]:
    remedy = f"It has {', '.join(sorted(known))}."
    return [
        Problem(f"the file has no column {column!r}", sheet.name, remedy)
        for column in sorted({column for _, column in cells} - set(known))
    ]


def _written(lines: Mapping[int, list[str]], without: Collection[int], delimiter: str) -> str:
    """Lines of CSV by their numbers, blank where there is none; a cell of several lines becomes one."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", delimiter=delimiter)
    for row in range(1, max(lines) + 1):
        if row in lines and row not in without:
            writer.writerow(" ".join(cell.splitlines()) for cell in lines[row])
        else:
            text.write("\n")
    return text.getvalue()
