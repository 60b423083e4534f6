"""Where in a TOML file a key stands, which the standard library's reader does not tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

Place = tuple[str | int, ...]
Line = TypeVar("Line")

Where = Callable[[Place], str]
"""From a key's place to how it is shown: file and line, or flag."""

def dotted(place: Place) -> str:
    """A key's place as TOML writes it, such as `levers.ai`."""
    return ".".join(map(str, place))


TABLE = re.compile(r"^\s*+(\[\[?)([^\[\]]++)\]\]?\s*+(#.*)?$")
KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
FENCES = ('"""', "'''")


def line_numbers(text: str) -> Mapping[Place, int]:
    """The line on which each table and key begins.

    text : of a TOML file that can be read
    A table in an array of tables is named by its number: `("past", 0, "year")`. Keys inside an
    inline table have no line of their own.
    """
    found: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    fence = ""
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if fence:
            fence = "" if fence in line else fence
            continue
        if depth == 0 and (header := TABLE.match(line)):
            table = _placed(_parts(header[2]), counts, many=header[1] == "[[")
            found.setdefault(table, number)
            continue
        if depth == 0 and (written := KEY.match(line)):
            place: Place = (*table, *_parts(written[1]))
            found.setdefault(place, number)
        fence = next((mark for mark in FENCES if line.count(mark) == 1), "")
        depth = max(0, depth + _opened(line)) if not fence else depth
    return found


def line_of(place: Place, lines: Mapping[Place, Line]) -> Line | None:
    """The line of a key, or of the innermost part around it that has one.

    place : keys and numbers from the top
    lines : as from `line_numbers`, or anything else that is known by place
    """
    around = (place[:length] for length in range(len(place), 0, -1))
    return next((lines[part] for part in around if part in lines), None)


def _placed(parts: tuple[str, ...], counts: dict[Place, int], many: bool) -> Place:
    """The place of a table, with a number after each part that is an array of tables."""
    place: Place = ()
    for position, part in enumerate(parts):
        place = (*place, part)
        last = position == len(parts) - 1
        if last and many:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.\s]+", dotted))


def _opened(line: str) -> int:
    """How many more brackets a line opens than it closes, outside of texts and comments."""
    bare = re.sub(r"\"(\\.|[^\"\\])*\"|'[^']*'", "", line).split("#")[0]
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
