"""Marks of a drawing as SVG: text, lines, boxes, dots and paths; letters measured, and round ticks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import pairwise
from math import ceil, floor, isfinite, log10
from typing import TypeAlias

Draw: TypeAlias = Callable[[float], tuple[str, float]]
"""Width -> marks and height."""
WIDTHS, NARROW = {"full": 1140.0, "main": 780.0, "half": 540.0, "column": 416.0}, 340.0
"""Widths of drawings by the room that they have on a page; the narrow one is for phones and cards."""
SIZE, LEADING = 16.0, 20.0
"""Of the text of a drawing [pixels]."""
HATCHED, HATCHED_PEOPLE = "hatch-cut", "hatch-people"
"""Patterns: what is taken away, and people who are added."""

_BY_WIDTH = {
    222: "ijl’'", 278: " ftI,.:;/!|", 333: "r-()[]“”", 389: "*", 500: "cksvxyzJ–·",
    556: "abdeghnopqu0123456789L$?#", 584: "+−=<>±", 611: "FTZ", 667: "ABEKPSVXY&", 722: "wCDHNRU",
    778: "GOQ", 833: "mM", 889: "%", 944: "W", 1000: "—→←",
}  # fmt: skip
_WIDTH = {letter: units for units, letters in _BY_WIDTH.items() for letter in letters}
"""Of the letters of Arial, of which the widths are those of Liberation Sans [thousandths of the size]."""
_BOLD = 1.08


def is_dense(width: float) -> bool:
    """Whether a drawing stands in a column of a sheet, where height is dear."""
    return NARROW < width < WIDTHS["half"]


def letters(words: str, look: str = "") -> float:
    """How wide words are [pixels].

    look : classes of the text
    """
    kinds = look.split()
    size = 22.0 if "f" in kinds else SIZE
    heavy = _BOLD if {"k", "kp", "kc", "w", "f"} & set(kinds) else 1.02
    return sum(_WIDTH.get(letter, 600) for letter in words) * size / 1000.0 * heavy


def folded(words: str, room: float, look: str = "") -> list[str]:
    """Words in lines of at most this width; a longer word has its own line.

    room : [pixels]
    """
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letters(longer, look) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def text(x: float, y: float, words: str, look: str = "", anchor: str = "start") -> str:
    """Words in a drawing."""
    kind = f' class="{look}"' if look else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{_short(x)}" y="{_short(y)}"{kind}{side}>{escape(words, quote=False)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    """A straight line."""
    ends = zip(("x1", "y1", "x2", "y2"), (x1, y1, x2, y2), strict=True)
    place = " ".join(f'{name}="{_short(at)}"' for name, at in ends)
    return f'<line {place} class="{look}"/>'


def box(x: float, y: float, width: float, height: float, look: str, hatch: str = "") -> str:
    """A filled rectangle, and the pattern over it.

    hatch : name of the pattern
    """
    sides = zip(("x", "y", "width", "height"), (x, y, max(width, 0.0), max(height, 0.0)), strict=True)
    place = " ".join(f'{name}="{_short(at)}"' for name, at in sides)
    over = f'<rect {place} fill="url(#{hatch})"/>' if hatch else ""
    return f'<rect {place} class="{look}"/>{over}'


def dot(x: float, y: float, look: str, radius: float = 6.0) -> str:
    """A dot."""
    return f'<circle cx="{_short(x)}" cy="{_short(y)}" r="{_short(radius)}" class="{look}"/>'


def diamond(x: float, y: float, look: str, radius: float = 7.5) -> str:
    """A square on its corner, told from a dot without colour."""
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    return f'<path d="{_joined(corners)}Z" class="{look}"/>'


def path(points: Iterable[tuple[float, float]], look: str) -> str:
    """A line through points; points that are not numbers leave a gap."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if isfinite(point[0]) and isfinite(point[1]):
            pieces[-1].append(point)
        elif pieces[-1]:
            pieces.append([])
    drawn = " ".join(_joined(piece if len(piece) > 1 else piece * 2) for piece in pieces if piece)
    return f'<path d="{drawn}" class="{look}"/>' if drawn else ""


def area(low: Sequence[tuple[float, float]], high: Sequence[tuple[float, float]], look: str) -> str:
    """What lies between two lines, where both are numbers."""
    both = [pair for pair in zip(low, high, strict=True) if all(isfinite(y) for _, y in pair)]
    edge = [under for under, _ in both] + [over for _, over in reversed(both)]
    return f'<path d="{_joined(edge)}Z" class="{look}"/>' if len(both) > 1 else ""


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round values around two ends, at most so many and two.

    low, high : ends of the data
    """
    if not (isfinite(low) and isfinite(high)):
        low, high = 0.0, 1.0
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300):
        away = abs(high) / 10.0 or 0.5
        low, high = low - away, high + away
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * (1 - 1e-9))
    return [step * place for place in range(floor(low / step + 1e-9), ceil(high / step - 1e-9) + 1)]


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places moved so that each lies a gap from the next, in their order, within two ends where that can be.

    gap, low, high : [pixels]
    """
    order = sorted(range(len(places)), key=lambda one: places[one])
    moved = [places[one] for one in order]
    for before, after in pairwise(range(len(moved))):
        moved[after] = max(moved[after], moved[before] + gap)
    over = max(moved[-1] - high, 0.0) if moved else 0.0
    if over:
        moved[-1] -= over
        for after, before in pairwise(reversed(range(len(moved)))):
            moved[before] = min(moved[before], moved[after] - gap)
    under = max(low - moved[0], 0.0) if moved else 0.0
    back = [0.0] * len(places)
    for one, place in zip(order, moved, strict=True):
        back[one] = place + under
    return back


def keys(entries: Sequence[tuple[str, str, str]], width: float) -> tuple[list[str], float]:
    """A row of words in colour, each behind a swatch, and how high it is.

    entries : words, look of the text, mark of the swatch (24 by 16 pixels)
    """
    marks, x, y = list[str](), 0.0, 0.0
    for words, look, swatch in entries:
        lines = folded(words, width - 32.0, look)
        room = 32.0 + max(letters(one, look) for one in lines)
        if x and x + room > width:
            x, y = 0.0, y + LEADING + 4.0
        marks.append(f'<g transform="translate({_short(x)} {_short(y)})">{swatch}</g>')
        for place, one in enumerate(lines):
            marks.append(text(x + 32.0, y + 14.0 + LEADING * place, one, look))
        y += LEADING * (len(lines) - 1)
        x += room + 22.0
    return marks, y + LEADING + 8.0 if entries else 0.0


def _joined(points: Iterable[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{_short(x)},{_short(y)}" for x, y in points)


def _short(value: float) -> str:
    """A place to a tenth of a pixel, without what does not count."""
    words = f"{value:.1f}".removesuffix(".0")
    return "0" if words in ("-0", "-0.0") else words
