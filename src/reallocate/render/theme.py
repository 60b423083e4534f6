"""How everything looks: one colour for one meaning, one typeface, one width; and a treemap's cells."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any, NamedTuple

# Okabe and Ito (2008), "Color Universal Design": told apart with every common colour blindness.
_BLUE, _SKY, _GREEN, _ORANGE = "#0072B2", "#56B4E9", "#009E73", "#E69F00"
_VERMILION, _PURPLE, _BLACK, GREY = "#D55E00", "#CC79A7", "#1a1a1a", "#8f9499"

_INK = "#1d1f21"
_QUIET = "#585d62"
_LINE = "#dfe2e5"

_SERIES = [_BLUE, _ORANGE, _GREEN, _VERMILION, _SKY, _PURPLE, _BLACK]

_BY_COLOUR = {
    _BLUE: ("plan", "total", "specialist", "Done by people", "Payroll", "input at its lowest",
           "all positions, against baseline", "2022 to 2025, after", "with AI", "work is given",
           "stop refilling", "plan ahead of the baseline"),
    _SKY: ("People with AI", "Installing and adopting AI", "AI, no cut"),
    _GREEN: ("increase", "hands-on", "Hiring, training, learning"),
    _ORANGE: ("coordinating", "Automated, reviewed by people", "Compute, running", "lay off now"),
    _VERMILION: ("decrease", "managing", "Compute, bought", "input at its highest", "layoffs",
                "plan behind the baseline"),
    _PURPLE: ("routine analysis", "Exits"),
    _BLACK: ("directing AI",),
    GREY: ("baseline", "other", "Left undone", "2017 to 2019, before the AI", "without further AI",
           "nothing"),
}  # fmt: skip
_MEANINGS = {meaning: colour for colour, meanings in _BY_COLOUR.items() for meaning in meanings}

# Of one width on nearly every machine, so that a drawing measured here fits where it is read.
_SANS = "Arial, 'Liberation Sans', Arimo, Helvetica, 'DejaVu Sans Condensed', sans-serif"

_WORDS = {
    "labelColor": _INK, "labelFontSize": 12, "titleColor": _QUIET, "titleFontSize": 12,
    "titleFontWeight": "normal",
}  # fmt: skip
_CONFIG: dict[str, Any] = {
    "font": _SANS,
    "background": "white",
    "view": {"stroke": None},
    "range": {"category": _SERIES},
    "bar": {"color": _BLUE},
    "point": {"color": _BLUE},
    "line": {"color": _INK},
    "rule": {"color": _INK},
    "tick": {"color": _BLUE},
    "text": {"color": _INK, "fontSize": 11},
    "axis": _WORDS | {"titlePadding": 10, "gridColor": _LINE, "domainColor": GREY, "tickColor": GREY},
    "axisX": {"grid": False},
    "axisQuantitative": {"grid": True, "domain": False, "ticks": False, "labelSeparation": 8},
    "axisXQuantitative": {"tickCount": 7, "labelFlush": False},
    "legend": _WORDS | {"labelLimit": 280, "symbolSize": 110, "rowPadding": 4, "columnPadding": 14},
}


def themed(spec: dict[str, Any]) -> dict[str, Any]:
    """A chart specification in the house's colours and type, the given one left as it is.

    spec : a Vega-Lite specification whose colours are named by meaning
    """
    dressed = copy.deepcopy(spec)
    dressed["config"] = copy.deepcopy(_CONFIG)
    _colour(dressed)
    return dressed


def _colour(node: object) -> None:
    if isinstance(node, list):
        for child in node:
            _colour(child)
    elif isinstance(node, dict):
        channel = node.get("color")
        if isinstance(channel, dict) and isinstance(channel.get("scale"), dict):
            domain = channel["scale"].get("domain")
            if isinstance(domain, list):
                channel["scale"]["range"] = colours(domain)
        for key, child in node.items():
            if key not in ("datasets", "config"):
                _colour(child)


def colours(meanings: list[str]) -> list[str]:
    """One colour a meaning; a meaning without one of its own takes the next that is free.

    meanings : labels in the order of the legend
    """
    taken = {_MEANINGS[meaning] for meaning in meanings if meaning in _MEANINGS}
    free = iter([colour for colour in _SERIES if colour not in taken] + _SERIES)
    return [_MEANINGS[meaning] if meaning in _MEANINGS else next(free, GREY) for meaning in meanings]


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
