"""Tables as a reader sees them: heads and cells, on a page or in a workbook; and lines of text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineWorkbook
from scripts.net.figures import Figure, figures, of_number, plain

Cell = str | float | None
_UNIT = re.compile(r"\s*\[[^\]]*\]$")


@dataclass(frozen=True)
class Line:
    """A sentence, a heading, a card, a line of the terminal; with the section it stands in."""

    place: str
    text: str


@dataclass(frozen=True)
class Grid:
    """A table as it is shown.

    place : its section
    columns : cells by head; a head that stands twice has a number behind it
    """

    place: str
    title: str
    columns: dict[str, list[Cell]]

    @classmethod
    def of_rows(cls, place: str, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Grid:
        """From heads, whose units are left out, and rows; one that is shorter ends with empty cells."""
        width = max([len(heads), *(len(row) for row in rows)])
        columns: dict[str, list[Cell]] = {}
        for place_, full in enumerate([*heads, *[""] * (width - len(heads))]):
            head = _UNIT.sub("", full)
            again = next(number for number in count(1) if _numbered(head, number) not in columns)
            columns[_numbered(head, again)] = [row[place_] if place_ < len(row) else None for row in rows]
        return cls(place, title, columns)

    @property
    def length(self) -> int:
        """Rows."""
        return len(next(iter(self.columns.values()), []))

    def labels(self) -> list[str]:
        """What a row is called: its cells without a figure, or the first cell."""
        texts = [cells for cells in self.columns.values() if _is_text(cells)]
        texts = texts or list(self.columns.values())[:1]
        return [" · ".join(as_text(cells[row]) for cells in texts) for row in range(self.length)]

    def row(self, place: int) -> list[Figure]:
        """All figures of a row."""
        return [figure for cells in self.columns.values() for figure in of_cell(cells[place])]

    def all_figures(self) -> list[Figure]:
        """Those of every cell."""
        return [figure for place in range(self.length) for figure in self.row(place)]


def of_cell(cell: Cell) -> tuple[Figure, ...]:
    """The figures of one cell."""
    if cell is None or isinstance(cell, str):
        return figures(cell) if cell else ()
    return (of_number(cell),)


def as_text(cell: Cell) -> str:
    """A cell to print."""
    return "" if cell is None else cell if isinstance(cell, str) else repr(cell)


def _numbered(head: str, number: int) -> str:
    return head if number == 1 else f"{head} ({number})"


def _is_text(cells: Sequence[Cell]) -> bool:
    return any(cells) and not any(of_cell(cell) for cell in cells)


def read_workbook(file: Path) -> tuple[list[Grid], list[Line]]:
    """A table for each sheet, and the texts that stand above it."""
    grids, lines = [], []
    workbook = CalamineWorkbook.from_path(str(file))
    for sheet in workbook.sheet_names:
        rows = [[_cell(one) for one in row] for row in workbook.get_sheet_by_name(sheet).to_python()]
        first = _head(rows)
        above = rows if first is None else rows[:first]
        lines += [Line(sheet, cell) for row in above for cell in row if isinstance(cell, str) and cell]
        if first is not None:
            heads = [as_text(cell) for cell in rows[first]]
            grids.append(
                Grid.of_rows(
                    sheet,
                    sheet,
                    heads,
                    [row for row in rows[first + 1 :] if any(cell is not None for cell in row)],
                )
            )
    return grids, lines


def _head(rows: list[list[Cell]]) -> int | None:
    """The first row with two texts or more."""
    for place, row in enumerate(rows):
        if sum(isinstance(cell, str) and bool(cell) for cell in row) > 1:
            return place
    return None


def _cell(value: Any) -> Cell:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return None if pd.isna(value) else float(value)
    return plain(str(value)) or None
