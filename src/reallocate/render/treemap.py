"""A treemap's cells: rectangles with areas in proportion to values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Cell(NamedTuple):
    """A rectangle, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


def squarified(values: Sequence[float], box: Cell) -> list[Cell]:
    """Rectangles with areas in proportion to values, each as near to a square as this order allows.

    values : above zero, the largest first
    box : that they fill
    Source: Bruls, Huizing, van Wijk 2000, "Squarified Treemaps", doi:10.1007/978-3-7091-6783-0_4
    """
    if not values:
        return []
    scale = box.width * box.height / sum(values)
    areas = [value * scale for value in values]
    cells: list[Cell] = []
    start = 0
    while start < len(areas):
        side = min(box.width, box.height)
        end = start + 1
        while end < len(areas) and _worst(areas[start : end + 1], side) <= _worst(areas[start:end], side):
            end += 1
        box = _row(areas[start:end], box, cells)
        start = end
    return cells


def _worst(row: Sequence[float], side: float) -> float:
    """The largest ratio of the sides of a cell, where these areas share a row along a side."""
    total = sum(row)
    return max(side**2 * max(row) / total**2, total**2 / (side**2 * min(row)))


def _row(areas: Sequence[float], box: Cell, cells: list[Cell]) -> Cell:
    """Lay a row along the shorter side; returns what is left of the box."""
    upright = box.width >= box.height
    thick = sum(areas) / (box.height if upright else box.width)
    along = 0.0
    for area in areas:
        length = area / thick
        if upright:
            cells.append(Cell(box.x, box.y + along, thick, length))
        else:
            cells.append(Cell(box.x + along, box.y, length, thick))
        along += length
    if upright:
        return Cell(box.x + thick, box.y, box.width - thick, box.height)
    return Cell(box.x, box.y + thick, box.width, box.height - thick)
