"""The firm of a copy to hand on: roles whose sizes a key moves, and what the copy says that it leaves out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.firm.request.faults import dimensions_of
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.plan_keys import ALL_PEOPLE
from reallocate.firm.request.roles import industry_mix
from reallocate.firm.request.saved import REACH_STEM, reach_place, scenario_again
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.manifest import json_bytes
from reallocate.roster.copied_roles import Usual, copied_roles
from reallocate.roster.disclosure import mark_of
from reallocate.roster.staff import WHOLE, Staff
from reallocate.work.firm import OF_COLUMN, column_of, named_dimension, plain
from reallocate.work.world import World

_COPY_FILE = "copy.json"
"""In the folder of a copy to hand on: what it leaves out, and the mark of the key."""


@dataclass(frozen=True, eq=False)
class Kept:
    """What is kept of a firm's people.

    staff : exact counts; none where there was no roster, and in a copy to hand on
    left_out : sentences on what a copy leaves out
    mark : of the key that moved the figures of a copy; "" elsewhere
    reach : the file of the firm's own measurement of AI's reach, by name in the result's folder
    """

    staff: Staff | None = None
    left_out: tuple[str, ...] = ()
    mark: str = ""
    reach: Mapping[str, bytes] = field(default_factory=dict)

    def with_reach(self, path: Path | None) -> Kept:
        """The same with a file of AI's reach.

        path : of the file; none where a source that ships is taken
        """
        if path is None:
            return replace(self, reach={}) if self.reach else self
        return replace(self, reach={reach_place(path.name): path.read_bytes()})

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> Kept:
        """What a saved result keeps.

        files : (path in its folder)
        """
        said = json.loads(files[_COPY_FILE]) if _COPY_FILE in files else {}
        reach = {name: held for name, held in files.items() if name.startswith(REACH_STEM)}
        return cls(Staff.read(files), tuple(said.get("left_out", ())), str(said.get("mark", "")), reach)

    def files(self) -> dict[str, bytes]:
        """(path in its folder) what a result keeps."""
        said = {_COPY_FILE: json_bytes({"left_out": self.left_out, "mark": self.mark})} if self.mark else {}
        return {**said, **self.reach, **(self.staff.files() if self.staff is not None else {})}


_FIRM, _ROLES_FILE = "firm", "roles.csv"
"""Names of a copy's scenario and role table: a roster's file may have a name that tells something."""
_GROUP_COLUMNS = ["title", "major_group"]


@dataclass(frozen=True, eq=False)
class CopiedFirm:
    """Everything that a copy to hand on is computed from, besides the data that ship.

    roles : (role) code, title, headcount, … as a saved role table has them
    scenario : its keys, as JSON has them
    kept : what the copy leaves out, in words, and the mark of the key
    """

    roles: pd.DataFrame
    scenario: Mapping[str, Any]
    kept: Kept

    def placed_in(self, folder: Path) -> Scenario:
        """The scenario, with its role table in a folder."""
        return scenario_again(self.scenario, self.roles, folder, str(self.scenario["name"]))

    @property
    def content(self) -> bytes:
        """All of it: copies of equal contents are equal, byte for byte."""
        roles = self.roles.to_csv(index=False)
        said = {"left_out": self.kept.left_out, "mark": self.kept.mark}
        return json_bytes({"roles": roles, "scenario": dict(self.scenario), **said})


def copied_firm(
    scenario: Scenario, usual: Usual, counts: pd.DataFrame, key: bytes, by: str | None = None
) -> CopiedFirm:
    """The firm of a copy to hand on.

    scenario : of the roster; its files are not read
    usual : as from `usual_figures`
    counts : exact, as in `Staff.counts`
    key : of the machine
    by : dimension that roles are kept apart by, or "none"; the scenario's first where none is named
    No site is crossed with a department: that would show small groups. Raises `InputError` where the firm is
    too small, or `by` is no dimension that the result keeps.
    """
    if scenario.reach_path is not None:
        what = "the plan rests on a measurement of AI's reach of the firm's own"
        remedy = "Plan with a source that ships, such as --reach people, and copy that."
        raise InputError(Problem(what, "--reach", remedy, "A copy holds only what is meant to leave."))
    columns = dimensions_of(scenario)
    column = _column(by, [one for one in columns if counts["dimension"].eq(one).any()])
    name = scenario.roster or scenario.name
    roles = copied_roles(counts, usual, key, column, name)
    promises, left_out = _promises(scenario, roles, usual, column)
    others = [OF_COLUMN[one] for one in columns if one != column]
    if others:
        apart = f"kept apart by {OF_COLUMN[column]}" if column else "not kept apart by place"
        left_out = [f"Roles are {apart} here, and by {' and '.join(others)} in the owner's plan.", *left_out]
    if scenario.given:
        left_out.append("The firm's own plan is left out: its decisions are written for exact roles.")
    whole = counts[counts["dimension"].eq(WHOLE)]
    written = {
        **scenario.model_dump(mode="json", by_alias=True),
        "name": _FIRM if scenario.name == _slug(Path(scenario.roster).stem) else scenario.name,
        "roles": _ROLES_FILE, "roster": "", "roster_columns": [], "roster_review": "", "reading": {},
        "given": "", "by": [OF_COLUMN[column]] if column else [], "promises": promises,
        "open_positions": scenario.open_positions if whole["open_positions"].isna().all() else None,
        "headline_reach": scenario.headline_source,
    }  # fmt: skip
    table = roles.rename(columns={"occupation": "code"})
    return CopiedFirm(table, written, Kept(None, tuple(left_out), mark_of(key)))


def usual_figures(world: World, scenario: Scenario) -> Usual:
    """What is known of occupations in the scenario's industries, or in the nation, without any roster."""
    mix = industry_mix(world, scenario)
    table = world.occupations
    pattern = None if mix.pattern is None else mix.pattern.occupations["employment"]
    people = table["employment"] if pattern is None else pattern.reindex(table.index)
    titles = world.table("groups").set_index("code")["title"]
    return Usual(table[_GROUP_COLUMNS], mix.loaded_cost, people.astype(float).fillna(0.0), titles)


def _column(by: str | None, there: list[str]) -> str:
    """The column that a copy keeps roles apart by; "" for none."""
    if by is None:
        return there[0] if there else ""
    if plain(by) == "none":
        return ""
    if (column := column_of(by)) in there:
        return column
    known = [OF_COLUMN[one] for one in there]
    remedy = f"Write {' or '.join([*known, 'none'])}."
    why = "A copy is made of what the plan keeps apart, one dimension at a time."
    raise InputError(Problem(f"the result does not keep roles apart by {by!r}", "--by", remedy, why))


def _slug(text: str) -> str:
    """A file's name as it becomes that of a scenario."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:60]


def _promises(
    scenario: Scenario, roles: pd.DataFrame, usual: Usual, column: str
) -> tuple[dict[str, Any], list[str]]:
    """The promises that a copy can show, and what it says of the others."""
    made = scenario.promises.model_dump(mode="json")
    majors = roles["occupation"].map(usual.occupations["major_group"])
    places = {plain(one): one for one in (roles[column] if column else ())}
    dropped: dict[str, int] = {}

    def people(name: str) -> float:
        """[FTE] Those of the copy that a promise names; 0 where it shows nobody of that name."""
        if (place := named_dimension(name)) is None:
            return float(roles.loc[roles["occupation"].eq(name) | majors.eq(name), "headcount"].sum())
        known = place[0] == column and plain(place[1]) in places
        return (
            float(roles.loc[roles[column].map(plain).eq(plain(place[1])), "headcount"].sum())
            if known
            else 0.0
        )

    def shown(name: str) -> bool:
        if name == ALL_PEOPLE or people(name) > 0:
            return True
        place = named_dimension(name)
        who = "a role or occupation" if place is None else f"a {OF_COLUMN[place[0]]}"
        dropped[who] = dropped.get(who, 0) + 1
        return False

    def levels(given: Mapping[str, float] | None) -> dict[str, float] | None:
        kept = {name: one for name, one in (given or {}).items() if shown(name)}
        at_most = {name: one if one <= 1 else min(one, people(name)) for name, one in kept.items()}
        return at_most or None

    made["protect"] = [name for name in made["protect"] if shown(name)]
    for key in ("keep_at_least", "minimum_cover"):
        made[key] = levels(made[key])
    words = [
        f"{'One promise' if count == 1 else f'{count} promises'} to {who} cannot be shown here and "
        f"{'stands' if count == 1 else 'stand'} in the owner's plan: so small a group is in no copy."
        for who, count in dropped.items()
    ]
    return made, words
