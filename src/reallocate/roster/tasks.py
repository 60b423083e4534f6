"""A person's own list of tasks, each given its activities: named in the file, or read from its words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from reallocate.kernel.errors import InputError, Problem, visible
from reallocate.kernel.look import file_bytes
from reallocate.roster.file.headers import find_columns, plain
from reallocate.roster.file.money import read_number
from reallocate.roster.file.rows import TextTable, by_column, is_typed, read_text, read_text_table
from reallocate.work.reach_accuracy import ALL_TASKS, PLACED, sureness
from reallocate.work.task_text import LEAST_WORDS, TaskReader, task_reader
from reallocate.work.world import World

_COLUMNS: dict[str, tuple[str, ...]] = {
    "task": (
        "task", "tasks", "task description", "description", "duty", "duties", "responsibility",
        "responsibilities", "what i do",
    ),
    "hours": ("hours", "hours per week", "weekly hours", "hours a week", "time", "h"),
    "share": ("share", "share of time", "share of hours", "fraction", "weight"),
    "activity": ("activity", "work activity", "activity id", "element", "element id", "activity title"),
}  # fmt: skip
_KNOWN = {synonym: column for column, synonyms in _COLUMNS.items() for synonym in synonyms}
_BULLET = re.compile(r"^\s*([-*•–·]+|\d{1,3}[.)])\s+")
_TABLES = (".csv", ".tsv")
_HOW = (
    "Write one task per line in a text file (.txt), or a table (.csv, .xlsx) with a column 'task' and, if "
    "known, 'hours' or 'share', and 'activity'."
)


@dataclass(frozen=True)
class _TaskRows:
    """A list of tasks as text.

    name : the file's name
    columns : which of task, hours, share and activity it has
    rows : its number as an editor or a spreadsheet counts it, and the text of each column
    comma_is_decimal : whether columns are separated by semicolon
    said : what was taken for what and what is not used, in words
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    comma_is_decimal: bool
    said: tuple[str, ...]


def _task_rows(path: Path) -> _TaskRows:
    """The rows of a list of tasks.

    path : .csv, .tsv and workbooks hold a table with a header row; any other file one task a line
    Raises `UnknownName` where there is no such file, `InputError` where it is empty, not UTF-8, or its
    header row does not say which column is which.
    """
    raw, name, kind = file_bytes(path), visible(path.name), path.suffix.casefold()
    if is_typed(raw) or kind in _TABLES:
        return _table(read_text_table(path, known=_KNOWN, of="task", remedy=_HOW))
    text = read_text(path, "Save it as UTF-8.")
    if not text.strip():
        raise InputError(Problem("the file is empty", name, _HOW))
    lines = ((row, _BULLET.sub("", line).strip()) for row, line in enumerate(text.splitlines(), start=1))
    return _TaskRows(name, ("task",), tuple((row, {"task": line}) for row, line in lines if line), False, ())


def _table(table: TextTable) -> _TaskRows:
    places, said, problems = find_columns(table.headers, table.name, _KNOWN)
    if not problems and not {"task", "activity"} & places.keys():
        listed = ", ".join(repr(header) for header in table.headers if header)
        remedy = f"{_HOW} The first row has {listed}."
        problems.append(Problem("there is no column 'task'", table.name, remedy))
    if not problems and {"hours", "share"} <= places.keys():
        what = "the file has a column of hours and a column of shares"
        problems.append(Problem(what, table.name, "Keep one of them.", "Their values may differ."))
    if problems:
        raise InputError(problems)
    rows = tuple((row, by_column(cells, places)) for row, cells in table.rows)
    return _TaskRows(table.name, tuple(places), rows, table.delimiter == ";", said)


_NAMED = "named"
_READ = "read from its words"
_ELEMENT = re.compile(r"(4\.A\.\d\.[a-z]\.\d+)(\.I\d+(\.D\d+)?)?")
_NEAR = 60.0
_SHOWN = 3
_WHOLE = 0.02
"""By how much shares may miss 1 together, for rounding."""


@dataclass(frozen=True, eq=False)
class TaskList:
    """A list of tasks as hours of activities.

    rows : (task) row (in the file), task, share [share of all hours], how (named, or read from its words),
        activity, title, kind (of work), score [share of the task's hours that go there], runner_up,
        runner_up_title, runner_up_score, sureness, right [share of tasks of other occupations that were
        placed right when the reader was as sure; missing where the activity is named]
    content : (activity) [share of hours]; sums to 1
    named_share : share of the hours whose activity is named
    said : how it was read and how far to trust it, in sentences
    """

    rows: pd.DataFrame
    content: pd.Series
    named_share: float
    said: tuple[str, ...]

    @property
    def way(self) -> str:
        """How the activities are known, as the table of accuracy calls it: activities, or text."""
        return "activities" if self.named_share >= 1.0 else "text"


def read_tasks(path: Path, world: World) -> TaskList:
    """The hours of a person's own list of tasks, by activity.

    path : text with one task a line, or a table with a column task or activity, and optionally hours [any
        unit] or share [share of hours]; tasks count alike without these
    world : activities, and the tables task_words and accuracy
    h[a] = Σ_j share_j·p[j,a]; p is 1 for the activity that is named, else as the words suggest
    Raises `InputError` with every problem of every row.
    """
    rows = _task_rows(path)
    reader = task_reader(world.table("task_words"), world.activities.index)
    titles = {str(code): str(title) for code, title in world.activities["title"].items()}
    by_title = {plain(title): code for code, title in titles.items()}
    problems: list[Problem] = []
    records: list[dict[str, object]] = []
    for row, cells in rows.rows:
        where = f"{rows.name} row {row}"
        amount, no_amount = _amount(cells, where, rows)
        activity, no_activity = _activity(cells, where, titles, by_title, reader)
        problems += [*filter(None, (no_amount, no_activity))]
        text = cells.get("task", "") or titles.get(activity, "")
        records.append({"row": row, "task": text, "amount": amount, "activity": activity})
    table = pd.DataFrame(records)
    problems += _table_problems(table, rows) if not problems else []
    if problems:
        raise InputError(problems)
    return _task_list(table, reader, world, rows)


def _amount(cells: Mapping[str, str], where: str, rows: _TaskRows) -> tuple[float, Problem | None]:
    column = next((name for name in ("hours", "share") if name in rows.columns), "")
    if not column:
        return 1.0, None
    if not cells[column]:
        remedy = "Write a number, or leave the whole column out."
        return 0.0, Problem(f"{column} is blank", where, remedy)
    value = read_number(cells[column], rows.comma_is_decimal)
    if isinstance(value, str):
        return 0.0, Problem(f"{column}: {value}", where)
    if value < 0:
        return 0.0, Problem(f"{column} is negative ({value:g})", where, "Write the time that it takes.")
    return value, None


def _activity(
    cells: Mapping[str, str],
    where: str,
    titles: Mapping[str, str],
    by_title: Mapping[str, str],
    reader: TaskReader,
) -> tuple[str, Problem | None]:
    """The activity that the row names, or none where its words are to be read; or the problem."""
    text, given = cells.get("task", ""), cells.get("activity", "")
    if given:
        element = _ELEMENT.fullmatch(given)
        code = element[1] if element and element[1] in titles else by_title.get(plain(given), "")
        if code:
            return code, None
        what = f"there is no activity {given!r}"
        remedy = "Write one of O*NET's 37 activities with tasks, by code or title, or leave the cell blank."
        return "", Problem(what, where, remedy, nearest=_near(given, titles))
    if not text:
        return "", Problem("the row has neither task nor activity", where, "Write one of them.")
    if plain(text) in by_title:
        return by_title[plain(text)], None
    known = len(reader.known_words(text))
    if known >= LEAST_WORDS:
        return "", None
    what = f"{text!r} has {'only one word' if known else 'no word'} that describes work"
    why = f"Fewer than {LEAST_WORDS} known words fit many activities."
    remedy = "Write verb and object, such as 'prepare monthly budget reports', or name the activity."
    return "", Problem(what, where, remedy, why, _near(text, titles))


def _table_problems(table: pd.DataFrame, rows: _TaskRows) -> list[Problem]:
    problems = [
        Problem(
            f"{alike['task'].iloc[0]!r} occurs {len(alike)} times",
            f"{rows.name} rows {', '.join(map(str, alike['row']))}",
            "Combine the rows, or distinguish them.",
        )
        for _, alike in table.groupby(table["task"].map(plain), sort=False)
        if len(alike) > 1
    ]
    total = float(table["amount"].sum())
    if total <= 0:
        problems.append(Problem("all rows add up to 0: no task takes any time", rows.name, _HOW))
    elif "share" in rows.columns and not math.isclose(total, 1.0, abs_tol=_WHOLE):
        percent = (
            " They look like percentages: write 0.25 for 25%." if abs(total - 100) < 100 * _WHOLE else ""
        )
        what = f"the shares add up to {total:g}, not to 1"
        remedy = f"Write all of the work, or write hours instead.{percent}"
        problems.append(Problem(what, rows.name, remedy, "The missing work is unknown."))
    return problems


def _task_list(table: pd.DataFrame, reader: TaskReader, world: World, rows: _TaskRows) -> TaskList:
    shares = reader.shares(table["task"].tolist())
    named = table["activity"].ne("")
    for row in table.index[named]:
        shares.loc[row] = (shares.columns == table["activity"][row]).astype(float)
    titles, kinds = world.activities["title"], world.activities["kind"]
    ranked = np.argsort(-shares.to_numpy(), axis=1, kind="stable")[:, :2]
    first, second = (shares.columns[places] for places in ranked.T)
    score, runner_up_score = np.take_along_axis(shares.to_numpy(), ranked, axis=1).T
    accuracy = world.table("accuracy")
    # By how sure the reader was: the share of tasks of other occupations that were placed right.
    right = accuracy[accuracy["label"].eq(PLACED)].set_index("source")["placed_right"].astype(float)
    sure = pd.Series(score, index=table.index).map(sureness).mask(named, "")
    found = table[["row", "task"]].assign(
        share=table["amount"] / table["amount"].sum(),
        how=named.map({True: _NAMED, False: _READ}),
        activity=first,
        title=titles[first].to_numpy(),
        kind=kinds[first].to_numpy(),
        score=score,
        runner_up=np.where(named, "", second),
        runner_up_title=np.where(named, "", titles[second]),
        runner_up_score=runner_up_score,
        sureness=sure,
        right=sure.map(right).astype(float),
    )
    content = shares.mul(found["share"], axis=0).sum().rename("share").rename_axis("activity")
    named_share = float(found.loc[named, "share"].sum())
    return TaskList(found, content, named_share, _text(found, rows, right))


def _text(found: pd.DataFrame, rows: _TaskRows, right: pd.Series) -> tuple[str, ...]:
    said = []
    read = found[found["how"].eq(_READ)]
    least = read.loc[read["sureness"].eq("least sure"), "task"].tolist()
    if len(read):
        doubtful = f" The activities of {len(least)} of them are doubtful ({right['least sure']:.0%} right): "
        doubtful += f"{_shown(least)}; name their activity if you know it."
        said.append(
            f"{rows.name}: the activities of {len(read)} of {len(found)} tasks are read from their words; "
            f"in a test on held-out occupations {right[ALL_TASKS]:.0%} were right.{doubtful if least else ''}"
        )
    if not {"hours", "share"} & set(rows.columns):
        said.append(f"{rows.name}: no hours are given, so every task counts alike.")
    said += [f"{rows.name}: {visible(one)}" for one in rows.said]
    return tuple(said)


def _shown(tasks: list[str]) -> str:
    rest = len(tasks) - _SHOWN
    return "; ".join(repr(task) for task in tasks[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _near(text: str, titles: Mapping[str, str]) -> tuple[str, ...]:
    by_code = {code: plain(title) for code, title in titles.items()}
    found = process.extract(
        plain(text), by_code, scorer=fuzz.token_set_ratio, limit=_SHOWN, score_cutoff=_NEAR
    )
    return tuple(f"{code} {titles[code]}" for _, _, code in found)
