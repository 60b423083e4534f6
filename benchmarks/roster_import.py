"""In a child: a roster of 100,000 people read, checked and matched, by the package or in plain loops."""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
import tempfile
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
from scripts.synthetic_roster import roster
from tests.roster.exports import workday

from benchmarks.timing import stage, tell, tell_memory
from reallocate.data.bundle import load_world
from reallocate.data.titles.match import TitleMatcher
from reallocate.roster.file.currency import CURRENCIES
from reallocate.roster.roster import read_roster
from reallocate.work.world import World

PEOPLE, ODD_TITLES, FAULTS = 100_000, 300, 100
EXPORT_TITLES, OTHERS, SPAN = 600, 0.1, 9
STATUSES = ("filled", "open", "contractor")


def made(world: World, folder: Path, people: int = PEOPLE) -> Path:
    """A roster with 100 faulty rows and 300 titles that no list has, as CSV."""
    table = roster(world, people).assign(Currency="USD", Name="Ann Example")
    titles = table["Job Title"].unique()
    draws = np.random.default_rng(1)
    for number in range(ODD_TITLES):
        first, second = draws.choice(titles, 2)
        words = [*first.split()[:2], *second.split()[-2:], "team"]
        table.loc[draws.integers(0, people, 10), "Job Title"] = " ".join(words) + f" {number}"
    wrong = draws.choice(people, FAULTS, replace=False)
    table.loc[wrong, "FTE"] = "1.5"
    path = folder / f"people-{people}.csv"
    table.to_csv(path, index=False)
    return path


def exported(folder: Path) -> Path:
    """The Workday export of the tests with 100,000 rows and 600 titles."""
    export, draws = workday(), random.Random(1)
    lines = export.text.splitlines(keepends=True)
    first = min(export.row_of.values()) - 1
    rows = list(csv.reader(lines[first : first + len(export.row_of)]))
    listed = sorted(export.right)
    places = (f"{title} {place}" for place in ("North", "South", "East") for title in listed)
    others = list(islice(places, EXPORT_TITLES - len(listed)))
    path = folder / "workday.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        opened.writelines(lines[:first])
        writer = csv.writer(opened)
        for number in range(PEOPLE):
            cells = list(rows[number % len(rows)])
            cells[0], cells[2] = str(700_000 + number), f"person{number}@firm.example"
            cells[11] = str(700_000 + (number - 1) // SPAN) if number else ""
            cells[5] = draws.choice(others) if draws.random() < OTHERS else cells[5]
            writer.writerow(cells)
    return path


def packaged(world: World, path: Path) -> None:
    """The import as the command does it, and what it found."""
    with stage("import"):
        found = read_roster(path, world)
    sure = found.occupations.ne("").sum()
    tell(faults=len(found.people.faults), sure=int(sure), titles=len(found.matches))


def export(world: World, path: Path) -> None:
    """The same import of a report as a personnel system writes it."""
    with stage("import"):
        found = read_roster(path, world)
    accepted = sum(match.is_accepted for match in found.matches.values())
    tell(faults=len(found.people.faults), titles=len(found.matches), accepted=accepted)


def plain(world: World, path: Path) -> None:
    """The same checks row by row and the same titles one by one; nothing personal is looked for in texts."""
    with stage("import"):
        table = pd.read_csv(path, dtype=str, keep_default_na=False).drop(columns="Name")
        matcher = TitleMatcher(world)
        known = {title: matcher.one(title) for title in table["Job Title"].unique().tolist()}
        faults, rows, sure = [], {}, 0
        for number, cells in enumerate(table.to_dict("records"), start=2):
            faults += [(number, fault) for fault in _faults(cells, rows)]
            rows[cells["Employee ID"]] = number
            sure += bool(known[cells["Job Title"]].occupation)
        upward = dict(zip(table["Employee ID"], table["Manager ID"], strict=True))
        for person, manager in upward.items():
            faults += [(rows[person], fault) for fault in _tree_faults(person, manager, upward)]
    tell(faults=len(faults), sure=sure, titles=len(known))


def _faults(cells: dict[str, str], rows: dict[str, int]) -> list[str]:
    """What is wrong in one row by itself."""
    found = []
    if not cells["Employee ID"] or cells["Employee ID"] in rows:
        found.append("id")
    if not cells["Job Title"]:
        found.append("title")
    for column in ("FTE", "Base Salary"):
        try:
            value = float(cells[column] or 1.0)
        except ValueError:
            found.append(column)
            continue
        if value < 0 or (column == "FTE" and not 0 < value <= 1):
            found.append(column)
    if cells["Currency"] not in CURRENCIES:
        found.append("currency")
    if cells["Status"].casefold() not in STATUSES:
        found.append("status")
    if cells["Hire Date"]:
        try:
            day = dt.date.fromisoformat(cells["Hire Date"])
        except ValueError:
            found.append("date")
        else:
            found += ["date"] if day > dt.date.today() and cells["Status"] != "Open" else []
    return found


def _tree_faults(person: str, manager: str, upward: dict[str, str]) -> list[str]:
    """What is wrong above one row: nobody has the id, or the way up has no end."""
    if manager and manager not in upward:
        return ["manager"]
    passed = {person}
    while manager:
        if manager in passed:
            return ["circle"]
        passed.add(manager)
        manager = upward.get(manager, "")
    return []


if __name__ == "__main__":
    if sys.argv[1] == "write":
        tell(file=str(made(load_world(), Path(sys.argv[2]), int(sys.argv[3]))))
        sys.exit()
    with tempfile.TemporaryDirectory() as name:
        shipped = load_world()
        file = exported(Path(name)) if sys.argv[1] == "export" else made(shipped, Path(name))
        {"packaged": packaged, "plain": plain, "export": export}[sys.argv[1]](shipped, file)
    tell_memory()
