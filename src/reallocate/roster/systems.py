"""Personnel systems by the heads of their exports: which one wrote a file, and how it names our columns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from reallocate.roster.headers import plain

FILE = "systems.toml"
LEAST_MARKS = 2
"""So many heads that only one system writes name it."""
SHOWN = 4


@dataclass(frozen=True)
class System:
    """A personnel system.

    key, name : in the list, and as its maker writes it
    columns : (our column) heads that hold it, as `plain` leaves them, the best first
    marks : heads that hardly any other system writes, as `plain` leaves them
    day_first : whether 03/04/2020 is in April where the file's dates do not tell
    """

    key: str
    name: str
    columns: Mapping[str, tuple[str, ...]]
    marks: frozenset[str]
    day_first: bool


@cache
def systems() -> tuple[System, ...]:
    """The systems whose exports are known."""
    text = resources.files("reallocate.roster").joinpath(FILE).read_text(encoding="utf-8")
    return tuple(
        System(
            key,
            table["name"],
            {ours: tuple(map(plain, heads)) for ours, heads in table["columns"].items()},
            frozenset(map(plain, table["marks"])),
            table["day_first"],
        )
        for key, table in tomllib.loads(text).items()
    )


@cache
def heads_of_systems() -> Mapping[str, str]:
    """(head) our column, of every system; where two systems mean different columns, the first counts."""
    named: dict[str, str] = {}
    for system in systems():
        for ours, heads in system.columns.items():
            for head in heads:
                named.setdefault(head, ours)
    return named


@dataclass(frozen=True)
class Recognised:
    """The system that wrote a file.

    system : none where no system is certain
    heads : of the file by which it is known, as written
    """

    system: System | None = None
    heads: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """In words."""
        if self.system is None:
            return "No personnel system is recognised by its headers; columns are read by their names."
        more = f" and {len(self.heads) - SHOWN} more" if len(self.heads) > SHOWN else ""
        return f"Read as an export of {self.system.name} (by {', '.join(self.heads[:SHOWN])}{more})."


def recognised(headers: Sequence[str]) -> Recognised:
    """The system whose marks the heads of a file hold most, where it is ahead of every other.

    headers : as the file writes them
    """
    found = [
        (system, tuple(dict.fromkeys(head.strip() for head in headers if plain(head) in system.marks)))
        for system in systems()
    ]
    found.sort(key=lambda pair: -len(pair[1]))
    (best, heads), (_, others) = found[0], found[1]
    if len(heads) < LEAST_MARKS or len(heads) == len(others):
        return Recognised()
    return Recognised(best, heads)
