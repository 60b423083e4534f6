"""A user's own measurement of what AI can do, read from a table: by code, title, activity or task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reallocate.data.bundle import data_folder, load_world, shipped_world, table_folder
from reallocate.data.country import HOME
from reallocate.kernel.errors import InputError, Problem, UnknownName, nearest, visible
from reallocate.roster.file.headers import find_columns, plain
from reallocate.roster.file.money import read_number
from reallocate.roster.file.rows import by_column, read_text_table
from reallocate.roster.job import one_job
from reallocate.work.hours import weighted_means
from reallocate.work.own_reach import REACHES, Measurement, with_measurement, with_usage
from reallocate.work.reach_names import USAGE_2026
from reallocate.work.task_text import LEAST_WORDS, TaskReader, task_reader
from reallocate.work.world import World

if TYPE_CHECKING:
    from reallocate.data.titles.match import TitleMatcher

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": (
        "code", "soc", "soc code", "soc2018", "onet code", "onetsoc code", "onet soc code", "isco",
        "isco code", "isco08", "occupation code", "occupation",
    ),
    "title": ("title", "job", "job title", "occupation title"),
    "activity": ("activity", "work activity", "activity id", "activity code", "element id", "activity title"),
    "task": ("task", "task description", "task text"),
    "hours": ("hours", "task hours"),
    "automatable": ("automatable", "automation", "automated"),
    "augmentable": ("augmentable", "augmentation", "augmented"),
    "source": ("source", "measured by"),
    "date": ("date", "measured on", "vintage"),
}  # fmt: skip
KNOWN: Mapping[str, str] = {synonym: column for column, synonyms in _COLUMNS.items() for synonym in synonyms}
_NEEDED = (*REACHES[::-1], "source", "date")
HOW = (
    "Write the columns code or title, automatable, augmentable [share of hours], source (who measured) and "
    "date; and, where they were measured, activity or task."
)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ELEMENT = re.compile(r"(4\.A\.\d\.[a-z]\.\d+)(\.I\d+(\.D\d+)?)?")
_US_CODE = re.compile(r"(\d\d-\d{4})(\.\d\d)?")
_TASK_ID = re.compile(r"\d+")
_MILITARY = "55-"
"""No civilian survey covers the armed forces."""


def world_with_reach(world: World, chosen: str, path: Path | None, gaps: str, where: str) -> World:
    """The World with the measurement that is chosen beside its sources; itself where a source is.

    chosen : name of a source, or of a file
    path : of the file
    gaps : source that fills what the file lacks
    where : key or option, for errors
    """
    if gaps and gaps not in world.sources:
        what = f"there is no source of reach {gaps!r} to fill gaps from"
        raise InputError(
            Problem(what, f"{where}, gaps", nearest=nearest(gaps, world.sources) or world.sources)
        )
    if path is None and gaps:
        what = f"{gaps!r} is to fill gaps, but no file was given that has any"
        raise InputError(Problem(what, f"{where}, gaps", "Leave it out, or give --reach FILE."))
    plain_world = world if world.measured is None else shipped_world(world.country)
    if path is not None:
        return with_measurement(plain_world, read_reach(path, plain_world), gaps)
    if chosen == USAGE_2026:
        if "claude_use" not in plain_world.tables or plain_world.country != HOME:
            what = f"{USAGE_2026} ships for the United States only"
            raise InputError(Problem(what, where, "Choose one of the other sources.", nearest=world.sources))
        return with_usage(plain_world)
    return plain_world


@dataclass(frozen=True)
class _Places:
    """What a code or title of the file may be, and where it leads: (code) weight."""

    world: World
    natives: Mapping[str, str]
    titles: Mapping[str, str]
    by_title: Mapping[str, str]
    tasks: TaskReader
    matcher: TitleMatcher

    @classmethod
    def of(cls, world: World) -> _Places:
        codes = [str(code) for code in world.occupations.index]
        natives = {} if world.country == HOME else {code[3:]: code for code in codes}
        titles = {str(code): str(title) for code, title in world.activities["title"].items()}
        reader = task_reader(world.table("task_words"), world.activities.index)
        by_title = {plain(title): code for code, title in titles.items()}
        # Loaded only here: few questions name a file of reach.
        from reallocate.data.titles.match import TitleMatcher

        return cls(world, natives, titles, by_title, reader, TitleMatcher(world))

    def by_code(self, code: str) -> Mapping[str, float]:
        """The occupations that a code stands for, by weight; none where it is not known."""
        known = self.world.occupations.index
        if code in known:
            return {code: 1.0}
        if code in self.natives:
            return {self.natives[code]: 1.0}
        found = _US_CODE.fullmatch(code)
        if found is not None:
            return self._by_soc(found[1])
        return dict(_from_isco().get(code, ())) if self.world.country == HOME else {}

    def _by_soc(self, code: str) -> Mapping[str, float]:
        if self.world.country != HOME:
            led = _from_soc(self.world.country).get(code, ())
            return {self.natives[one]: weight for one, weight in led if one in self.natives}
        broad = f"{code[:6]}0"
        return {one: 1.0 for one in (code, broad) if one in self.world.occupations.index}


@cache
def _from_isco() -> Mapping[str, tuple[tuple[str, float], ...]]:
    """(ISCO-08 unit group) the SOC occupations that its work stands in from, by weight."""
    return _bridge(
        pd.read_parquet(table_folder(data_folder(), "isco08") / "occupation_bridge.parquet"), "code"
    )


@cache
def _from_soc(country: str) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """(SOC occupation) the national codes whose work stands in from it, by weight."""
    return _bridge(load_world(country=country).table("occupation_bridge"), "source")


def _bridge(table: pd.DataFrame, start: str) -> Mapping[str, tuple[tuple[str, float], ...]]:
    end = "source" if start == "code" else "code"
    groups = table.astype({start: str, end: str}).groupby(start)
    return {
        str(name): tuple(zip(rows[end], rows["weight"].astype(float), strict=True)) for name, rows in groups
    }


def read_reach(path: Path, world: World) -> Measurement:
    """A table of measured reach: CSV, workbook or Parquet.

    path : with the columns that `HOW` names
    Several rows that lead to one occupation are averaged, by the bridge's weights where codes are of another
    classification: x[o] = Σ_r w[r,o]·x_r / Σ_r w[r,o].
    Raises `InputError` with every problem of every row.
    """
    table = read_text_table(path, known=KNOWN, of="measurement", remedy=HOW)
    heads, told, problems = find_columns(table.headers, table.name, KNOWN)
    problems += _column_problems(heads, table.name)
    if problems:
        raise InputError(problems)
    places = _Places.of(world)
    found: list[dict[str, object]] = []
    seen: dict[tuple[str, ...], int] = {}
    outside = 0
    comma = table.delimiter == ";"
    for number, cells in table.rows:
        row, where = by_column(cells, heads), f"{table.name} row {number}"
        key = tuple(plain(row.get(name, "")) for name in ("code", "title", "activity", "task"))
        if (before := seen.setdefault(key, number)) != number:
            problems.append(Problem(f"the row measures what row {before} does", where, "Keep one of them."))
            continue
        if row.get("code", "").startswith(_MILITARY):
            outside += 1
            continue
        rows, faults = _row(row, where, places, comma)
        problems += faults
        found += rows
    labels, faults = _labels([by_column(cells, heads) for _, cells in table.rows], table.name)
    problems += faults
    if not found and not problems:
        problems.append(Problem("no row measures an occupation that is known here", table.name, HOW))
    if problems:
        raise InputError(problems)
    said = [f"{table.name}: {visible(one)}." for one in told]
    if outside:
        said.append(
            f"{table.name}: {outside} rows on the armed forces are left out; no survey of jobs covers them."
        )
    frame = pd.DataFrame(found)
    return _measurement(frame, labels, visible(table.name), said)


def _column_problems(heads: Mapping[str, int], name: str) -> Iterator[Problem]:
    if not {"code", "title"} & heads.keys():
        yield Problem("the table has no column code or title", name, HOW)
    if {"activity", "task"} <= heads.keys():
        what, why = "the table has a column activity and a column task", "They may say different things."
        yield Problem(what, name, "Keep one of them.", why)
    if lacks := [column for column in _NEEDED if column not in heads]:
        yield Problem(f"the table has no column {', '.join(lacks)}", name, HOW)


def _row(
    row: Mapping[str, str], where: str, places: _Places, comma: bool
) -> tuple[list[dict[str, object]], list[Problem]]:
    """What a row measures: an entry for each occupation and activity that it leads to."""
    problems: list[Problem] = []
    codes = _occupations(row, where, places, problems)
    values = {name: _share(row[name], f"{where}, {name}", comma, problems) for name in REACHES}
    hours = read_number(row["hours"], comma) if row.get("hours") else 1.0
    if isinstance(hours, str) or hours < 0:
        problems.append(Problem(f"hours are {row['hours']!r}", where, "Write a number of hours, 0 or more."))
        hours = 0.0
    activities = _activities(row, where, places, problems)
    entries = [
        {"occupation": code, "activity": activity, "weight": weight * share * hours, **values}
        for code, weight in codes.items()
        for activity, share in activities.items()
    ]
    return entries, problems


def _occupations(
    row: Mapping[str, str], where: str, places: _Places, problems: list[Problem]
) -> Mapping[str, float]:
    code, title = row.get("code", ""), row.get("title", "")
    if code:
        if found := places.by_code(code):
            return found
        known = [str(one) for one in places.world.occupations.index]
        what = f"no occupation has the code {code!r}"
        remedy = "Write a code of SOC 2018, O*NET or ISCO-08 (four digits), or a title without a code."
        problems.append(Problem(what, where, remedy, nearest=nearest(code, known)))
        return {}
    if title:
        try:
            return {one_job(places.world, title, where, places.matcher).likeliest: 1.0}
        except UnknownName as error:
            problems += error.problems
            return {}
    problems.append(Problem("the row has neither code nor title", where, "Write one of them."))
    return {}


def _activities(
    row: Mapping[str, str], where: str, places: _Places, problems: list[Problem]
) -> Mapping[str, float]:
    """The activities that a row is about, by share of its hours; "" for the whole occupation."""
    if "task" in row:
        text = row["task"]
        if _TASK_ID.fullmatch(text):
            what = f"{text} is the number of a task"
            why = "Statements of tasks do not ship, only what their words say."
            problems.append(Problem(what, where, "Write the task's own words instead.", why))
        elif len(places.tasks.known_words(text)) < LEAST_WORDS:
            what = f"{text!r} has fewer than {LEAST_WORDS} words that describe work"
            problems.append(Problem(what, where, "Write verb and object, such as 'prepare monthly budgets'."))
        else:
            shares = places.tasks.shares([text]).iloc[0]
            return {str(code): float(share) for code, share in shares.items()}
        return {}
    if "activity" not in row:
        return {"": 1.0}
    given = row["activity"]
    element = _ELEMENT.fullmatch(given)
    code = element[1] if element and element[1] in places.titles else places.by_title.get(plain(given), "")
    if code:
        return {code: 1.0}
    what = f"there is no activity {given!r}" if given else "the row names no activity, and others do"
    remedy = "Write one of O*NET's 37 activities with tasks, by code or title."
    problems.append(Problem(what, where, remedy, nearest=nearest(given, places.titles.values())))
    return {}


def _share(text: str, where: str, comma: bool, problems: list[Problem]) -> float:
    """A share as 0.35 or 35%."""
    in_percent = text.endswith("%")
    value = read_number(text.removesuffix("%").strip(), comma) if text else "the cell is blank"
    if isinstance(value, str):
        remedy = "Write a share such as 0.35 or 35%; leave out a row that was not measured."
        problems.append(Problem(value, where, remedy, "Missing is not zero."))
        return np.nan
    share = value / 100 if in_percent else value
    if not 0 <= share <= 1:
        remedy = "Write shares of hours from 0 to 1."
        if 1 < share <= 100:
            remedy = f"Write {share:g} percent as {share / 100:g} or {share:g}%."
        problems.append(Problem(f"{text} is no share from 0 to 1", where, remedy))
    return share


def _labels(rows: list[dict[str, str]], name: str) -> tuple[tuple[str, str], list[Problem]]:
    """Who measured and when, the same in every row."""
    found, problems = [], []
    for column in ("source", "date"):
        values = list(dict.fromkeys(row[column] for row in rows if row[column]))
        if len(values) != 1:
            what = (
                f"the column {column} is blank"
                if not values
                else f"the column {column} has {len(values)} values"
            )
            remedy = f"Write one {column} in every row; put another measurement in a file of its own."
            problems.append(
                Problem(what, name, remedy, "A result says whose measurement it rests on, and when.")
            )
        elif column == "date" and not _DATE.fullmatch(values[0]):
            what = f"the date is {values[0]!r}"
            problems.append(Problem(what, name, "Write 2026, 2026-06 or 2026-06-30."))
        found.append(visible(values[0]) if values else "")
    return (found[0], found[1]), problems


def _measurement(found: pd.DataFrame, labels: tuple[str, str], file: str, said: list[str]) -> Measurement:
    by_cell = found["activity"].ne("").any()
    keys = ["occupation", "activity"] if by_cell else ["occupation"]
    means = weighted_means(found[list(REACHES)], found["weight"], [found[one] for one in keys]).dropna()
    empty = means.iloc[:0]
    totals, cells = (empty, means) if by_cell else (means, empty)
    if not by_cell:
        cells = pd.DataFrame(
            columns=list(REACHES),
            index=pd.MultiIndex.from_tuples([], names=["occupation", "activity"]),
            dtype=float,
        )
    else:
        totals = pd.DataFrame(
            columns=list(REACHES), index=pd.Index([], name="occupation", dtype=str), dtype=float
        )
    return Measurement(totals, cells, *labels, file, tuple(said))
