"""A person's own list of tasks as rows of text: from a text file, a CSV file or a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from reallocate.errors import InputError, Problem, visible
from reallocate.roster.delimited import delimiter_of, records
from reallocate.roster.headers import MISSPELLED, plain
from reallocate.roster.read import SAVE_AS, read_text
from reallocate.roster.typed_tables import is_typed, typed_rows
from reallocate.roster.user_file import file_bytes

COLUMNS: dict[str, tuple[str, ...]] = {
    "task": (
        "task",
        "tasks",
        "task description",
        "description",
        "duty",
        "duties",
        "responsibility",
        "responsibilities",
        "what i do",
    ),
    "hours": ("hours", "hours per week", "weekly hours", "hours a week", "time", "h"),
    "share": ("share", "share of time", "share of hours", "fraction", "weight"),
    "activity": ("activity", "work activity", "activity id", "element", "element id", "activity title"),
}
KNOWN = {synonym: column for column, synonyms in COLUMNS.items() for synonym in synonyms}
BULLET = re.compile(r"^\s*([-*•–·]+|\d{1,3}[.)])\s+")
TABLES = (".csv", ".tsv")
HOW = (
    "Write one task per line in a text file (.txt), or a table (.csv, .xlsx) with a column 'task' and, if "
    "known, 'hours' or 'share', and 'activity'."
)


@dataclass(frozen=True)
class TaskRows:
    """A list of tasks as text.

    name : the file's name
    columns : which of task, hours, share and activity it has
    rows : its number as an editor or a spreadsheet counts it, and the text of each column
    comma_is_decimal : whether columns are separated by semicolon
    unused : columns that are not read
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    comma_is_decimal: bool
    unused: tuple[str, ...]


def task_rows(path: Path) -> TaskRows:
    """The rows of a list of tasks.

    path : .csv, .tsv and workbooks hold a table with a header row; any other file one task a line
    Raises `UnknownName` where there is no such file, `InputError` where it is empty, not UTF-8, or its
    header row does not say which column is which.
    """
    raw, name, kind = file_bytes(path), visible(path.name), path.suffix.casefold()
    if is_typed(raw):
        return _table(name, enumerate(typed_rows(raw, name), start=1), False)
    text = read_text(path, SAVE_AS if kind in TABLES else "Save it as UTF-8.")
    if not text.strip():
        raise InputError(Problem("the file is empty", name, HOW))
    if kind in TABLES:
        delimiter = delimiter_of(text, KNOWN, 1)
        return _table(name, records(text, delimiter, name), delimiter == ";")
    lines = ((row, BULLET.sub("", line).strip()) for row, line in enumerate(text.splitlines(), start=1))
    return TaskRows(name, ("task",), tuple((row, {"task": line}) for row, line in lines if line), False, ())


def _table(name: str, records: Iterable[tuple[int, list[str]]], comma_is_decimal: bool) -> TaskRows:
    filled = [(row, [cell.strip() for cell in cells]) for row, cells in records if any(map(str.strip, cells))]
    if not filled:
        raise InputError(Problem("the file is empty", name, HOW))
    (_, headers), rows = filled[0], filled[1:]
    places, unused, problems = _find(headers, name)
    too_long = [
        Problem(
            f"the row has {len(cells)} cells and the header {len(headers)}",
            f"{name} row {row}",
            "Put quotes around text that contains the delimiter.",
        )
        for row, cells in rows
        if any(cells[len(headers) :])
    ]
    problems += [] if problems else too_long
    if not rows and not problems:
        problems.append(Problem("the file has a header row and no tasks", name, "Write one row per task."))
    if problems:
        raise InputError(problems)
    read = tuple(
        (row, {column: cells[place] if place < len(cells) else "" for column, place in places.items()})
        for row, cells in rows
    )
    return TaskRows(name, tuple(places), read, comma_is_decimal, unused)


def _find(headers: list[str], name: str) -> tuple[dict[str, int], tuple[str, ...], list[Problem]]:
    places: dict[str, int] = {}
    unused: list[str] = []
    problems: list[Problem] = []
    for place, header in enumerate(headers):
        column = KNOWN.get(plain(header))
        if column is None:
            unused += [header] if header else []
        elif column in places:
            what = f"columns {headers[places[column]]!r} and {header!r} both mean {column}"
            problems.append(Problem(what, name, "Keep one of them.", "Their values may differ."))
        else:
            places[column] = place
    for header in unused:
        found = process.extractOne(plain(header), list(KNOWN), scorer=fuzz.ratio, score_cutoff=MISSPELLED)
        if found and KNOWN[found[0]] not in places:
            what = f"column {header!r} is unknown and resembles {KNOWN[found[0]]}"
            problems.append(Problem(what, name, "Correct the header.", nearest=(KNOWN[found[0]],)))
    if not problems and not {"task", "activity"} & places.keys():
        shown = ", ".join(repr(header) for header in headers if header)
        problems.append(Problem("there is no column 'task'", name, f"{HOW} The first row has {shown}."))
    if not problems and {"hours", "share"} <= places.keys():
        what = "the file has a column of hours and a column of shares"
        problems.append(Problem(what, name, "Keep one of them.", "Their values may differ."))
    return places, tuple(unused), problems
