"""What a saved study keeps of its input, so that it can be planned again without the files it came from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.roster.own_key import own_mark
from reallocate.scenario.firm.contradictions import contradictions
from reallocate.scenario.firm.rows import industry_mix, own_table
from reallocate.scenario.firm.schema import Scenario
from reallocate.scenario.lines import Place, dotted
from reallocate.scenario.reading import validated
from reallocate.work.world import World

SCENARIO = "scenario"
"""The fact of a result that holds the keys of its scenario."""
ROLE_TABLE = "role_table"
ROSTER_KEY = "roster_key"
"""Among the hashes of a result: which key rounded the figures of its roster."""
OWN_PLAN = "given"
"""The table with the rows of an own plan."""
FILES = ("roles", "roster", "roster_review", "given")
"""Keys of a scenario that name a file."""


def kept_scenario(scenario: Scenario) -> dict[str, Any]:
    """The scenario's keys, with the source of its single figures as it is in force.

    Of its files only the names: where a file lies may tell what it is about.
    """
    data = scenario.model_dump(mode="json", by_alias=True)
    names = {key: Path(data[key]).name for key in FILES}
    return {**data, **names, "headline_reach": scenario.headline_source}


def rounded_by(scenario: Scenario) -> dict[str, Any]:
    """By which key the figures of a scenario's roster are rounded; nothing where none are."""
    return {ROSTER_KEY: own_mark()} if scenario.roster and not scenario.reading.exact else {}


def kept_tables(world: World, scenario: Scenario) -> dict[str, pd.DataFrame]:
    """The scenario's own role table as it was read or made from its roster; nothing where it has none.

    world : occupations and titles
    Of the file only the columns that a plan uses are kept.
    """
    if scenario.roles_path is None and scenario.roster_path is None:
        return {}
    roles = own_table(world, scenario, industry_mix(world, scenario))[0].roles
    # In a role table's file an occupation is called code; where in another file it stood says nothing.
    kept = roles.drop(columns="row").rename(columns={"occupation": "code"})
    return {ROLE_TABLE: kept.reset_index(drop=True)}


def scenario_again(
    data: Mapping[str, Any],
    roles: pd.DataFrame | None,
    folder: Path,
    name: str,
    own: pd.DataFrame | None = None,
) -> Scenario:
    """The scenario that a saved study was made from, with its tables written into a folder.

    data : the scenario's keys
    roles : as from `kept_tables`
    folder : where the tables are put
    name : of whose scenario it is, for errors and for the files' names
    own : the rows of an own plan
    Raises `InputError` where a table is named and was not kept, or keys contradict each other.
    """
    data = dict(data)
    if data.get("roles") or data.get("roster"):
        file = _written(roles, str(data.get("roles") or data.get("roster")), folder / f"{name}.csv", name)
        others = (key for key in data if not key.startswith("roster") and key != "reading")
        data = {**{key: data[key] for key in others}, "roles": file}
    if data.get("given"):
        data["given"] = _written(own, data["given"], folder / f"{name}-{OWN_PLAN}.csv", name)
    return checked_scenario(data, name).placed_in(folder)


def _written(table: pd.DataFrame | None, named: str, file: Path, name: str) -> str:
    """Write a table that was kept; the name of its file."""
    if table is None:
        what = f"the result does not contain the table {named!r} that it was planned on"
        raise InputError(Problem(what, name, "Plan the scenario again with reallocate plan … --out."))
    table.to_csv(file, index=False)
    return file.name


def checked_scenario(data: Mapping[str, Any], name: str) -> Scenario:
    """The scenario that the data of a saved study say.

    data : the scenario's keys
    name : of whose scenario it is, for errors
    Raises `InputError` with everything that is wrong.
    """

    def where(place: Place) -> str:
        return f"{name}: {dotted(place)}".removesuffix(": ")

    return validated(Scenario, data, where, contradictions)
