"""In a child: a roster of 100,000 people read, checked and matched, by the package or in plain loops."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from scripts.synthetic_roster import roster

from benchmarks.timing import stage, tell, tell_memory
from reallocate.data.bundle import load_world
from reallocate.roster.currency import CURRENCIES
from reallocate.roster.roster import read_roster
from reallocate.titles.match import TitleMatcher
from reallocate.work.world import World

PEOPLE, ODD_TITLES, FAULTS = 100_000, 300, 100
STATUSES = ("filled", "open", "contractor")


def made(world: World, folder: Path) -> Path:
    """A roster with 100 faulty rows and 300 titles that no list has, as CSV."""
    table = roster(world, PEOPLE).assign(Currency="USD", Name="Ann Example")
    titles = table["Job Title"].unique()
    draws = np.random.default_rng(1)
    for number in range(ODD_TITLES):
        first, second = draws.choice(titles, 2)
        words = [*first.split()[:2], *second.split()[-2:], "team"]
        table.loc[draws.integers(0, PEOPLE, 10), "Job Title"] = " ".join(words) + f" {number}"
    wrong = draws.choice(PEOPLE, FAULTS, replace=False)
    table.loc[wrong, "FTE"] = "1.5"
    path = folder / "people.csv"
    table.to_csv(path, index=False)
    return path


def packaged(world: World, path: Path) -> None:
    """The import as the command does it, and what it found."""
    with stage("import"):
        found = read_roster(path, world)
    sure = found.occupations.ne("").sum()
    tell(faults=len(found.people.faults), sure=int(sure), titles=len(found.matches))


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
    with tempfile.TemporaryDirectory() as name:
        shipped = load_world()
        {"packaged": packaged, "plain": plain}[sys.argv[1]](shipped, made(shipped, Path(name)))
    tell_memory()
