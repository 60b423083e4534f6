"""A new scenario folder from an industry's mix of roles or a roster: written whole, or not at all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from reallocate.disk.look import look_at_folder
from reallocate.disk.replace import replace_folder
from reallocate.errors import InputError, Problem
from reallocate.roster.roles import PATTERN
from reallocate.scenario.firm.rows import (
    Note,
    industry_mix,
    own_rows,
    own_table,
    pattern_rows,
    within_industry,
)
from reallocate.scenario.firm.schema import Scenario
from reallocate.scenario.firm.written import scenario_text
from reallocate.scenario.reading import FILE
from reallocate.work.world import World

ROLES = "roles.csv"
COLUMNS = ("code", "title", "headcount", "fte", "open_positions", "loaded_cost", "location", "level", "basis")
BASIS_REMARK = "In roles.csv, basis = pattern marks figures of the industry; write own where you put yours."


@dataclass(frozen=True)
class NewStudy:
    """What was written.

    roles : how many rows the role table has
    headcount : [FTE]
    notes : what a reader must know of the figures
    roster : the file that gives the roles, as it was named; empty where an industry does
    """

    folder: Path
    files: tuple[str, ...]
    roles: int
    headcount: float
    notes: tuple[Note, ...]
    roster: str = ""


def new_study(world: World, scenario: Scenario, parent: Path) -> NewStudy:
    """Write `scenario.toml` in a new folder named for the scenario, and `roles.csv` unless it has a roster.

    world : staffing patterns and pay
    scenario : with name, and with industries and headcount or a roster
    parent : the folder in which the new one is made
    Planning the folder gives the same firm as the scenario does by itself. A roster stays where it is; the
    scenario names it.
    Raises `InputError` where the folder is already there or the roster cannot be planned; nothing is
    overwritten or left half-written.
    """
    folder = parent / scenario.name
    if not parent.is_dir():
        raise InputError(Problem(f"there is no folder {parent}", "--dir", "Create it, or name another."))
    _must_be_new(folder)
    look_at_folder(folder)
    mix = industry_mix(world, scenario)
    codes = tuple(industry.code for industry in mix.industries)
    named = "; ".join(f"{industry.code} {industry.title}" for industry in mix.industries)
    if scenario.roster:
        rows, notes = own_rows(own_table(world, scenario, mix), scenario, mix)
        people = float(rows["headcount"].sum())
        changed: dict[str, str | None] = {
            name: _seen_from(folder, scenario, name) for name in ("roster", "roster_review")
        }
        remarks, examples, tables = {"industries": named} if named else {}, {}, {}
    else:
        people, notes = within_industry(mix, _headcount(scenario))
        rows = pattern_rows(mix, people)
        changed, examples = {"roles": ROLES, "headcount": None}, {"headcount": people}
        remarks = {"industries": named, "roles": BASIS_REMARK}
        tables = {ROLES: roles_text(rows).encode()}
    written = scenario.model_copy(update={"industries": codes, **changed})
    files = {FILE: scenario_text(written, remarks, examples).encode(), **tables}
    replace_folder(folder, files, partial(_must_be_new, folder))
    return NewStudy(folder, tuple(files), len(rows), people, (*mix.notes, *notes), scenario.roster)


def _headcount(scenario: Scenario) -> float:
    if scenario.headcount is None:
        remedy = "Write the number of people, such as 20000."
        raise InputError(Problem("the headcount is missing", "--headcount", remedy))
    return scenario.headcount


def _seen_from(folder: Path, scenario: Scenario, name: str) -> str:
    """A file of the scenario as the one in a new folder names it."""
    file = getattr(scenario, name)
    return os.path.relpath(scenario.path(file), folder) if file else ""


def roles_text(rows: pd.DataFrame) -> str:
    """The text of a role table that `reallocate plan` reads, largest roles first.

    rows : (role) occupation, title, headcount [FTE], loaded_cost [USD/FTE/year]
    """
    ordered = rows.sort_values(["headcount", "occupation"], ascending=[False, True])
    table = pd.DataFrame({"code": ordered["occupation"]}, columns=list(COLUMNS)).assign(
        title=ordered["title"],
        headcount=ordered["headcount"],
        fte=1,
        loaded_cost=ordered["loaded_cost"].map("{:.0f}".format),
        basis=PATTERN,
    )
    return str(table.to_csv(index=False, lineterminator="\n"))


def _must_be_new(folder: Path) -> None:
    """Refuse a folder that is there."""
    if folder.exists() or folder.is_symlink():
        remedy = "Choose another name, or another --dir."
        raise InputError(Problem(f"{folder} already exists", remedy=remedy, why="Nothing is overwritten."))
