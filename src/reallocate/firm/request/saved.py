"""What a saved study keeps of its input, what differs between two, and a scenario between them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from reallocate.data.country import HOME
from reallocate.firm.request.amounts import in_its_money
from reallocate.firm.request.faults import contradictions
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.roles import OwnTable
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.faults import Place, dotted, fields_of, model_in, section_at
from reallocate.kernel.money import DOLLAR
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.schema import extra
from reallocate.kernel.toml import validated
from reallocate.render.result import Result
from reallocate.work.reach_names import is_reach_file

SCENARIO = "scenario"
"""The fact of a result that holds the keys of its scenario."""
ROLE_TABLE = "role_table"
OWN_PLAN = "given"
"""The table with the rows of an own plan."""
_FILES = ("roles", "roster", "roster_review", "roster_abbreviations", "given")
REACH_STEM = "own-reach"
"""Beginning of the name under which a result's folder keeps a file of AI's reach."""
"""Keys of a scenario that name a file."""
_OF_ROLES = ("unrecognised",)
"""Keys of [reading] that say something of the roles, once the file is read."""
_GONE = ("exact",)
"""Keys of [reading] that scenarios of saved results may still have, and that changed no role table."""


def kept_scenario(scenario: Scenario) -> dict[str, Any]:
    """The scenario's keys, with the source of its single figures as it is in force.

    Of its files only the names: where a file lies may tell what it is about.
    """
    data = scenario.as_written.model_dump(mode="json", by_alias=True)
    names = {key: Path(data[key]).name for key in _FILES}
    if scenario.reach_path is not None:
        return {**data, **names, "reach": scenario.reach_path.name}
    return {**data, **names, "headline_reach": scenario.headline_source}


def reach_place(name: str) -> str:
    """Where a result's folder keeps a file of AI's reach.

    name : of the file
    """
    return f"{REACH_STEM}{Path(name).suffix.casefold()}"


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
    files: Mapping[str, bytes] | None = None,
) -> Scenario:
    """The scenario that a saved study was made from, with its tables written into a folder.

    data : the scenario's keys
    roles : as from `kept_roles`
    folder : where the tables are put
    name : of whose scenario it is, for errors and for the files' names
    own : the rows of an own plan
    files : (path in its folder) what the study keeps besides its tables
    Raises `InputError` where a table is named and was not kept, or keys contradict each other.
    """
    data = dict(data)
    if data.get("roles") or data.get("roster"):
        if roles is not None and data.get("country", HOME) != HOME:
            # What was kept is in dollars, whatever the money of the country.
            roles = roles.assign(currency=DOLLAR)
        file = _written(roles, str(data.get("roles") or data.get("roster")), folder / f"{name}.csv", name)
        others = (key for key in data if not key.startswith("roster") and key != "reading")
        handled = {key: one for key, one in (data.get("reading") or {}).items() if key in _OF_ROLES}
        data = {**{key: data[key] for key in others}, "roles": file, "reading": handled}
    if data.get("given"):
        data["given"] = _written(own, data["given"], folder / f"{name}-{OWN_PLAN}.csv", name)
    if is_reach_file(str(data.get("reach", ""))):
        held = (files or {}).get(reach_place(data["reach"]))
        data["reach"] = _reach_written(held, data["reach"], folder, name)
    return checked_scenario(data, name).placed_in(folder)


def _reach_written(held: bytes | None, named: str, folder: Path, name: str) -> str:
    """Write a file of AI's reach that was kept; its name."""
    if held is None:
        what = f"the result does not contain the measurement {named!r} that it was planned on"
        raise InputError(Problem(what, name, "Plan the scenario again with reallocate plan … --out."))
    (folder / Path(named).name).write_bytes(held)
    return Path(named).name


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
    reading = {key: value for key, value in (data.get("reading") or {}).items() if key not in _GONE}
    data = {**data, "reading": reading}

    def where(place: Place) -> str:
        return f"{name}: {dotted(place)}".removesuffix(": ")

    with in_its_money(data.get("country")):
        return validated(Scenario, data, where, contradictions)


_ASIDE = ("name", "title", "given", "reach", "announced", "funding", "strategic", "past", "evidence")
"""Keys that change what stands beside a plan, never the plan."""

_READ_FROM = ("roster", "roster_columns", "roster_review", "roster_abbreviations", "reading")
"""Keys that say from what the role table was read; the table as it was read is compared itself."""

_FIRM = ("industries", "headcount", "roles", "open_positions", "area", "pay_per_head", "group_below")
_THE_FIRM = "the firm"
_WHOLE = ("exits",)
"""Sections that are one input, because their keys mean nothing apart."""

_MADE = {
    "version": "the version of reallocate",
    "bundle": "the figures that ship with reallocate, by hash",
    "libraries": "the versions of the libraries that may move a digit",
    "key": "the key that moved the figures of a copy: under another, the same firm has other counts",
}

_Effect = Literal["input", "follows", "aside", "made"]


@dataclass(frozen=True)
class Difference:
    """One input that differs.

    key : as the scenario writes it, such as `budget.cash_per_year`
    unit : of numbers
    a, b : the two values; nothing where none is given
    effect : input (it may move the plan), follows (from another input), aside (it moves no plan) or
        made (with what the study was made)
    part : the input that it belongs to when results are attributed; empty where it moves no plan
    """

    key: str
    unit: str
    a: Any
    b: Any
    says: str
    effect: _Effect
    part: str = ""


def _scenario_data(study: Result, name: str) -> dict[str, Any]:
    """A study's scenario as data.

    name : of whose scenario it is, for errors
    Raises `InputError` where this version does not know what the scenario says.
    """
    return checked_scenario(study.facts["scenario"], name).model_dump(mode="json", by_alias=True)


def input_differences(a: Result, b: Result) -> tuple[list[Difference], int]:
    """Every input that differs, those that may move the plan first, and how many are the same."""
    rows = [*_key_rows(a, b), *_assumption_rows(a, b), *_made_rows(a, b)]
    differ = [one for one in rows if one.a != one.b]
    other_firm = any(one.key in ("industries", "roles") for one in differ)
    order: tuple[_Effect, ...] = ("input", "follows", "aside", "made")
    data = (_scenario_data(a, "A"), _scenario_data(b, "B"))
    alone = {section for one in data for section, value in one.items() if value is None}
    parted = [_parted(one, other_firm, {*_WHOLE, *alone}) for one in differ]
    return sorted(parted, key=lambda one: order.index(one.effect)), len(rows) - len(differ)


def parts_of(differences: list[Difference]) -> dict[str, tuple[str, ...]]:
    """The inputs that results are attributed to, and the keys that belong to each.

    differences : as from `input_differences`
    """
    parts: dict[str, tuple[str, ...]] = {}
    for one in differences:
        if one.part:
            parts[one.part] = (*parts.get(one.part, ()), one.key)
    return parts


def part_says(differences: list[Difference]) -> dict[str, str]:
    """What each input that results are attributed to is, where the schema has words for it.

    differences : as from `input_differences`
    """
    single = {one.part: one.says for one in differences if one.part == one.key}
    sections = {one.part for one in differences} & set(fields_of(Scenario)) - set(single)
    return {**single, **{name: _described((name,))[0] for name in sections}}


def _parted(one: Difference, other_firm: bool, whole: set[str]) -> Difference:
    if one.effect != "input":
        return one
    first = one.key.split(".")[0]
    part = _THE_FIRM if other_firm and first in _FIRM else first if first in whole else one.key
    if one.key == "reach_gaps":
        part = "reach"  # without its file it fills nothing
    return replace(one, part=part)


def _key_rows(a: Result, b: Result) -> Iterator[Difference]:
    first, second = (dict(_leaves(_scenario_data(*one))) for one in ((a, "A"), (b, "B")))
    for place in (*first, *(place for place in second if place not in first)):
        if place == ("roles",):
            yield _roles_row(a, b)
        if place[0] in ("roles", *_READ_FROM) and place[-1] not in _OF_ROLES:
            continue
        says, unit = _described(place)
        is_own = place == ("reach",) and any(is_reach_file(str(one.get(place))) for one in (first, second))
        is_aside = (place[0] in _ASIDE or "evidence" in place) and not is_own
        effect: _Effect = "aside" if is_aside else "input"
        yield Difference(dotted(place), unit, first.get(place), second.get(place), says, effect)


def _leaves(data: Mapping[str, Any], place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every key that a scenario may hold with its value; a section that is missing has keys without one."""
    for name, field in fields_of(section_at(place, Scenario) or Scenario).items():
        here, value = (*place, name), data.get(name)
        if name == "parameters":
            continue
        if name == "evidence":
            yield from (((*here, key), _evidence(one)) for key, one in (value or {}).items())
        elif name == "past":
            yield from (((*here, str(year["year"])), _year(year)) for year in value or ())
        elif model_in(field.annotation) is not None:
            yield from _leaves(value or {}, here)
        else:
            yield here, value or None if isinstance(value, str | list | dict) else value


def _evidence(one: Mapping[str, Any]) -> str:
    return f"{one['grade']}: {one['source']}".removesuffix(": ")


def _year(year: Mapping[str, Any]) -> str:
    given = {key: value for key, value in year.items() if value is not None and key != "year"}
    return "; ".join(f"{key} {value}" for key, value in given.items() if value)


def _described(place: Place) -> tuple[str, str]:
    names = [str(part) for part in place]
    if "evidence" in names:
        return f"grade and source of {names[-1]}", ""
    if names[0] == "past":
        return f"the firm's observed figures of {names[-1]}", ""
    field = fields_of(section_at(tuple(names[:-1]), Scenario) or Scenario)[names[-1]]
    return str(field.description), extra(field, "unit") or ""


def _roles_row(a: Result, b: Result) -> Difference:
    says, _ = _described(("roles",))
    tables = (a.tables.get(ROLE_TABLE), b.tables.get(ROLE_TABLE))
    first, second = (_table_words(study, table) for study, table in zip((a, b), tables, strict=True))
    if tables[0] is not None and tables[1] is not None and tables[0].equals(tables[1]):
        first = second = "the same table"
    elif first == second and first is not None:
        second = f"{second}, other figures"
    return Difference("roles", "", first, second, says, "input")


def _table_words(study: Result, table: pd.DataFrame | None) -> str | None:
    name = str(study.facts["scenario"].get("roles") or study.facts["scenario"].get("roster") or "")
    if not name:
        return None
    return name if table is None else f"{name}: {len(table):,} roles with {table['headcount'].sum():,.0f} FTE"


def _assumption_rows(a: Result, b: Result) -> Iterator[Difference]:
    """Assumptions as they were in force; those that a scenario gives itself are inputs of their own."""
    tables = [
        study.in_dollars("assumptions").drop_duplicates("parameter").set_index("parameter")
        for study in (a, b)
    ]
    declared = Parameters.default()
    given = {*a.facts["scenario"]["parameters"], *b.facts["scenario"]["parameters"]}
    for name in tables[0].index.union(tables[1].index, sort=False):
        if str(name).split(".")[0] in fields_of(Scenario):
            continue
        first, second = (float(table.loc[name, "value"]) if name in table.index else None for table in tables)
        rows = [table.loc[name] for table in tables if name in table.index]
        own = any(bool(row["own"]) for row in rows)
        effect: _Effect = "input" if name in given and name in declared else "follows" if own else "made"
        unit, says = str(rows[0]["unit"]), str(rows[0]["name"])
        yield Difference(f"parameters.{name}", unit, first, second, says, effect)


def _made_rows(a: Result, b: Result) -> Iterator[Difference]:
    for key, says in _MADE.items():
        first, second = (study.facts.get(key) or study.facts["hashes"].get(key) for study in (a, b))
        yield Difference(key, "", first, second, says, "made")


def mixed_scenario(a: Result, b: Result, keys: Iterable[str], folder: Path) -> Scenario:
    """The scenario of A with some of its keys as in B.

    keys : such as `budget.cash_per_year`
    folder : where role tables are put
    Raises `InputError` where the keys of both contradict each other.
    """
    first, second = _scenario_data(a, "A"), _scenario_data(b, "B")
    stays = {"name", *(("reach",) if is_reach_file(str(first.get("reach"))) else ())}
    mixed = {key: one for key, one in copy.deepcopy(first).items() if key not in _ASIDE or key in stays}
    roles, name, files = a.tables.get(ROLE_TABLE), "A", a.inputs
    for key in keys:
        if key == "roles":
            roles, name = b.tables.get(ROLE_TABLE), "B"
            mixed |= {one: second[one] for one in _READ_FROM if one in second}
        if key == "reach":
            files = b.inputs
        _put(mixed, second, tuple(key.split(".", 1)))
    return scenario_again(mixed, roles, folder, name, files=files)


def _put(mixed: dict[str, Any], source: Mapping[str, Any], place: tuple[str, ...]) -> None:
    """Set one key as the source has it; what the source does not say is not said."""
    section, *inner = place
    if not inner or section in _WHOLE or mixed.get(section) is None or source[section] is None:
        mixed[section] = source[section]
    elif inner[0] in source[section]:
        mixed[section] = {**mixed[section], inner[0]: source[section][inner[0]]}
    else:
        mixed[section] = {key: value for key, value in mixed[section].items() if key != inner[0]}
