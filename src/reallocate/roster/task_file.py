"""A person's own list of tasks as rows of text: from a text file, a CSV file or a workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reallocate.disk.user_file import file_bytes
from reallocate.errors import InputError, Problem, visible
from reallocate.roster.headers import find_columns
from reallocate.roster.read import TextTable, by_column, read_text, read_text_table
from reallocate.roster.typed_tables import is_typed

COLUMNS: dict[str, tuple[str, ...]] = {
    "task": (
        "task", "tasks", "task description", "description", "duty", "duties", "responsibility",
        "responsibilities", "what i do",
    ),
    "hours": ("hours", "hours per week", "weekly hours", "hours a week", "time", "h"),
    "share": ("share", "share of time", "share of hours", "fraction", "weight"),
    "activity": ("activity", "work activity", "activity id", "element", "element id", "activity title"),
}  # fmt: skip
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
    if is_typed(raw) or kind in TABLES:
        return _table(read_text_table(path, known=KNOWN, of="task", remedy=HOW))
    text = read_text(path, "Save it as UTF-8.")
    if not text.strip():
        raise InputError(Problem("the file is empty", name, HOW))
    lines = ((row, BULLET.sub("", line).strip()) for row, line in enumerate(text.splitlines(), start=1))
    return TaskRows(name, ("task",), tuple((row, {"task": line}) for row, line in lines if line), False, ())


def _table(table: TextTable) -> TaskRows:
    places, unused, problems = find_columns(table.headers, table.name, KNOWN)
    if not problems and not {"task", "activity"} & places.keys():
        listed = ", ".join(repr(header) for header in table.headers if header)
        remedy = f"{HOW} The first row has {listed}."
        problems.append(Problem("there is no column 'task'", table.name, remedy))
    if not problems and {"hours", "share"} <= places.keys():
        what = "the file has a column of hours and a column of shares"
        problems.append(Problem(what, table.name, "Keep one of them.", "Their values may differ."))
    if problems:
        raise InputError(problems)
    rows = tuple((row, by_column(cells, places)) for row, cells in table.rows)
    return TaskRows(table.name, tuple(places), rows, table.delimiter == ";", unused)
