"""Pages and drawings as tests read them: tags in order, words with the room they take, and lines with the frame they lie in."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from itertools import combinations
from typing import NamedTuple

from reallocate.kernel.draw.marks import Draw, letters

_TEXT = re.compile(r'<text x="([-\d.]+)" y="([-\d.]+)"(?: class="([^"]*)")?(?: text-anchor="(\w+)")?>([^<]*)<')
_PATH = re.compile(r'<path d="(M[^"]+)" class="(l[pckg][^"]*)"')
_ACROSS = re.compile(r'<line x1="([-\d.]+)" y1="([-\d.]+)" x2="([-\d.]+)" y2="\2" class="(?:grid|axis)"')
_EDGE, _HALO = 2.0, 1.0
"""Pixels that letters may stand beyond a drawing, and into each other."""


class Words(NamedTuple):
    """Words of a drawing and the box that they fill [pixels]."""

    said: str
    left: float
    top: float
    right: float
    bottom: float


def words_of(marks: str) -> list[Words]:
    """Every text of a drawing."""
    found = []
    for x, y, look, anchor, said in _TEXT.findall(marks):
        wide, size = letters(unescape(said), look), 22.0 if "f" in look.split() else 16.0
        left = float(x) - {"": 0.0, "middle": wide / 2.0, "end": wide}[anchor]
        found.append(Words(unescape(said), left, float(y) - 0.75 * size, left + wide, float(y) + 0.2 * size))
    return found


def faults(draw: Draw, width: float) -> list[str]:
    """What is wrong with a drawing at a width: words cut off or over each other, lines out of their frame."""
    marks, height = draw(width)
    wrong = ["not a number"] if re.search(r"\bnan\b|\binf\b", marks) else []
    each = words_of(marks)
    for one in each:
        if one.left < -_EDGE or one.right > width + _EDGE or one.top < -_EDGE or one.bottom > height + _EDGE:
            wrong.append(f"cut off: {one.said}")
    for one, other in combinations(each, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        if across > _HALO and min(one.bottom, other.bottom) - max(one.top, other.top) > _HALO:
            wrong.append(f"over each other: {one.said} and {other.said}")
    frame = [float(y) for _, y, _ in _ACROSS.findall(marks)]
    if frame:
        points = [point.split(",") for path, _ in _PATH.findall(marks) for point in re.split(r"[ ML]+", path) if point]
        outside = [y for _, y in points if not min(frame) - 1.0 <= float(y.rstrip("Z")) <= max(frame) + 1.0]
        wrong += [f"out of the frame: {y}" for y in outside]
    return wrong


class Outline(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
