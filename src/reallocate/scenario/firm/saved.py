"""What a saved study keeps of its input, so that it can be planned again without the files it came from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.scenario.firm.contradictions import contradictions
from reallocate.scenario.firm.rows import OwnTable
from reallocate.scenario.firm.schema import Scenario
from reallocate.scenario.lines import Place, dotted
from reallocate.scenario.reading import validated

SCENARIO = "scenario"
"""The fact of a result that holds the keys of its scenario."""
ROLE_TABLE = "role_table"
OWN_PLAN = "given"
"""The table with the rows of an own plan."""
FILES = ("roles", "roster", "roster_review", "given")
"""Keys of a scenario that name a file."""
GONE = ("exact",)
"""Keys of [reading] that scenarios of saved results may still have, and that changed no role table."""


def kept_scenario(scenario: Scenario) -> dict[str, Any]:
    """The scenario's keys, with the source of its single figures as it is in force.

    Of its files only the names: where a file lies may tell what it is about.
    """
    data = scenario.model_dump(mode="json", by_alias=True)
    names = {key: Path(data[key]).name for key in FILES}
    return {**data, **names, "headline_reach": scenario.headline_source}


def kept_roles(own: OwnTable | None) -> pd.DataFrame | None:
    """A firm's own role table as it was read or made from its roster; none where it has none.

    own : as the firm was made of it
    Of the file only the columns that a plan uses are kept.
    """
    if own is None:
        return None
    # In a role table's file an occupation is called code; where in another file it stood says nothing.
    kept = own.roles.roles.drop(columns="row").rename(columns={"occupation": "code"})
    return kept.reset_index(drop=True)


def scenario_again(
    data: Mapping[str, Any],
    roles: pd.DataFrame | None,
    folder: Path,
    name: str,
    own: pd.DataFrame | None = None,
) -> Scenario:
    """The scenario that a saved study was made from, with its tables written into a folder.

    data : the scenario's keys
    roles : as from `kept_roles`
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
    reading = {key: value for key, value in (data.get("reading") or {}).items() if key not in GONE}
    data = {**data, "reading": reading}

    def where(place: Place) -> str:
        return f"{name}: {dotted(place)}".removesuffix(": ")

    return validated(Scenario, data, where, contradictions)
