"""A table that a user gives of a labour market, as text by column, with all that is wrong with its form."""

from __future__ import annotations

import errno
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reallocate.errors import Problem, ReallocateError, nearest
from reallocate.roster.headers import plain
from reallocate.roster.read import file_rows

SHOWN = 8

HEADERS = {
    "occupation": ("occupation", "code", "soc", "soc_code", "occupation_code", "group"),
    "employment": ("employment", "employed", "tot_emp", "headcount", "jobs", "people"),
    "wage": ("wage", "wage_mean", "mean_wage", "pay", "a_mean"),
    "title": ("title", "name", "occupation_title", "occ_title"),
    "source": ("source", "from", "origin"),
    "target": ("target", "to", "destination"),
    "weight": ("weight", "share", "moves", "probability", "count"),
    "probability": ("probability", "p"),
}


@dataclass(frozen=True)
class Rows:
    """The rows of a table by column.

    numbers : of the rows, as a spreadsheet counts them
    cells : (column) text, without blanks around it
    """

    file: str
    numbers: tuple[int, ...]
    cells: Mapping[str, tuple[str, ...]]

    def at(self, place: int) -> str:
        """Where a row is, for messages.

        place : of the row, from 0
        """
        return f"{self.file} row {self.numbers[place]}"


def read_rows(
    path: Path,
    needed: tuple[str, ...],
    other: tuple[str, ...],
    problems: list[Problem],
    known: Collection[str] = (),
) -> Rows | None:
    """The cells of a table's known columns, or nothing where one that is needed is missing.

    path : of the table
    needed : columns that must be there
    other : columns that may be
    problems : everything wrong is added here
    known : labels of occupations; of several columns that may hold them, the one with most is read
    """
    if (wrong := name_problem(path)) is not None:
        problems.append(wrong)
        return None
    try:
        heads = {plain(head) for synonyms in HEADERS.values() for head in synonyms}
        numbered = file_rows(path, {head: head for head in heads})
    except ReallocateError as error:
        problems += error.problems
        return None
    if len(numbered) < 2:
        what = "the file is empty" if not numbered else "the file has only a header row"
        remedy = f"Write a header row ({', '.join(needed)}) and one row per entry."
        problems.append(Problem(what, path.name, remedy))
        return None
    headers = [cell.strip().casefold().replace(" ", "_") for cell in numbered[0][1]]
    place = {}
    for column in (*needed, *other):
        found = [headers.index(name) for name in HEADERS[column] if name in headers]
        if found:
            place[column] = max(found, key=lambda at: _hits(numbered, at, known)) if known else found[0]
        elif column in needed:
            close = nearest(column, [header for header in headers if plain(header) in heads])
            what = f"there is no column {column!r} among the file's {len(headers)} columns"
            remedy = f"The header row needs {', '.join(needed)}."
            problems.append(Problem(what, path.name, remedy, nearest=close))
    if not set(needed) <= set(place):
        return None
    cells = {
        column: tuple(row[at].strip() if at < len(row) else "" for _, row in numbered[1:])
        for column, at in place.items()
    }
    return Rows(path.name, tuple(row for row, _ in numbered[1:]), cells)


def _hits(numbered: list[tuple[int, list[str]]], at: int, known: Collection[str]) -> int:
    return sum(at < len(row) and row[at].strip() in known for _, row in numbered[1:])


def name_problem(path: Path) -> Problem | None:
    """That a text cannot be the name of a file at all, whether there or not."""
    try:
        path.stat()
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            return None
    except ValueError:
        pass
    else:
        return None
    what = f"{path.name[:40]!r} is not a valid file name"
    return Problem(what, "scenario", "Write the name of a CSV file.")


def shown(names: list[str], most: int = SHOWN) -> str:
    """Some names, and how many more there are.

    names : all of them
    most : to show
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def counted(names: Sequence[object]) -> str:
    """How many occupations these are.

    names : of them
    """
    return f"{len(names)} {'occupation' if len(names) == 1 else 'occupations'}"
