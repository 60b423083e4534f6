"""A scenario as the text of a file, every key explained; a new folder written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_origin

import pandas as pd
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from reallocate.data.national import money_of_world, national_parameters, shown_country
from reallocate.firm.request.faults import read_of_a_firm
from reallocate.firm.request.keys import Evidence, Scenario
from reallocate.firm.request.roles import (
    Note,
    industry_mix,
    own_rows,
    own_table,
    pattern_rows,
    within_industry,
)
from reallocate.kernel.disk import replace_folder
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.faults import BOUNDS, fields_of, model_in
from reallocate.kernel.look import look_at_folder
from reallocate.kernel.money import DOLLAR, shown_money, shows
from reallocate.kernel.schema import FILE, extra
from reallocate.kernel.toml import toml_value
from reallocate.roster.roles import PATTERN
from reallocate.work.world import World

_EVIDENT = {"funding.evidence": "pay_settings"}
_PREAMBLE = """\
# Scenario of reallocate. Lines that begin with # are not in force. A key shown there has the value
# shown, or is left out where the line says e.g. To change a key, remove the # and write your value.
"""


def scenario_text(
    scenario: Scenario, remarks: Mapping[str, str] | None = None, examples: Mapping[str, Any] | None = None
) -> str:
    """The text of a scenario file, every key with unit, default and range; read, it is the same scenario.

    remarks : (key at the top) a further comment above it
    examples : (key at the top) what a key that is not in force shows, instead of the schema's example
    """
    lines = _section(Scenario, scenario, "", True, remarks or {}, examples or {})
    return "\n".join([_PREAMBLE, *lines]).rstrip("\n") + "\n"


def key_table(root: type[BaseModel] = Scenario) -> str:
    """Every key of a scenario file as a Markdown table.

    root : the schema of the whole file
    """
    rows = ["| key | meaning | unit | default | range |", "|---|---|---|---|---|"]
    sections = [("", root)]
    for name, field in fields_of(root).items():
        if inner := model_in(field.annotation):
            sections.append((f"`[[{name}]]` " if _is_many(field) else f"`[{name}]` ", inner))
    for place, model in sections:
        for name, field in fields_of(model).items():
            if _is_section(field) and name != "parameters":
                continue
            default = "" if field.default in (None, "", (), {}) else f"`{toml_value(field.default)}`"
            default = "required" if field.default is PydanticUndefined else default
            unit = extra(field, "unit")
            rows.append(f"| {place}`{name}` | {field.description} | {unit} | {default} | {_range(field)} |")
    return "\n".join(rows) + "\n"


def _section(
    model: type[BaseModel],
    value: BaseModel | None,
    place: str,
    live: bool,
    remarks: Mapping[str, str],
    examples: Mapping[str, Any],
) -> Iterator[str]:
    """The lines of a section: its own keys first, as TOML wants it, then the sections in it."""
    parts: list[tuple[str, FieldInfo, Any]] = []
    for own, field in model.model_fields.items():
        name = field.alias or own
        given = getattr(value, own) if value is not None else None
        if _is_section(field):
            parts.append((f"{place}{name}", field, given))
            continue
        # The start of the day is no key that was given.
        given = given if value is not None and own in value.model_fields_set else None
        yield f"# {_about(field)}"
        if name in remarks:
            yield f"# {remarks[name]}"
        yield _key_line(name, field, given, examples.get(name), live)
        yield ""
    for part in parts:
        yield from _part(*part, live)


def _part(title: str, field: FieldInfo, given: Any, live: bool) -> Iterator[str]:
    inner = model_in(field.annotation)
    yield f"# {field.description}{'; once for each' if _is_many(field) else ''}."
    if inner is not None and _is_many(field):
        for number, one in enumerate(given or [None]):
            yield f"{'# ' if one is None else ''}[[{title}]]"
            lines = _section(inner, one, f"{title}.", one is not None, {}, {})
            # What the keys mean is said once.
            yield from lines if number == 0 else (line for line in lines if line[:1] not in ("", "#"))
            yield ""
        return
    mark = "" if title == "parameters" or (live and given) else "# "
    yield f"{mark}[{title}]"
    if inner is None:
        yield from _parameters(given or {})
    elif inner is Evidence:
        yield from _evidence(given or {_EVIDENT.get(title, "headcount"): Evidence()}, mark)
    else:
        yield from _section(inner, given, f"{title}.", not mark, {}, {})


def _key_line(name: str, field: FieldInfo, given: Any, example: Any, live: bool) -> str:
    default = None if field.default is PydanticUndefined else field.default
    if live and given is not None and given != default:
        return f"{name} = {toml_value(given)}"
    shown = example if example is not None else extra(field, "example")
    mark = "  # e.g." if shown is not None else ""
    return f"# {name} = {toml_value(default if shown is None else shown)}{mark}"


def _parameters(given: Mapping[str, float]) -> Iterator[str]:
    usual = national_parameters(shown_country())
    names = [name for name in usual.names if name in given or read_of_a_firm(name)]
    for about in (usual.about(name).in_money() for name in names):
        line = f"{about.name} = {toml_value(given.get(about.name, about.value))}"
        says = f"{about.says} [{about.unit}], {about.low:g} to {about.high:g}"
        yield f"{line}  # {says}; default {about.value:g}" if about.name in given else f"# {line}  # {says}"
    yield ""


def _evidence(given: Mapping[str, Evidence], mark: str) -> Iterator[str]:
    for name, evidence in given.items():
        inline = f"{{ grade = {toml_value(evidence.grade.value)}, source = {toml_value(evidence.source)} }}"
        yield f"{mark}{name} = {inline}"
    yield ""


def _about(field: FieldInfo) -> str:
    """What a key is, with unit, range and default."""
    unit = str(extra(field, "unit") or "")
    unit = unit if unit == RATE else shown_money().words(unit)
    parts = [f"{field.description} [{unit}]" if unit else str(field.description), _range(field)]
    if field.default is not PydanticUndefined and field.default not in (None, "", ()):
        parts.append(f"default {toml_value(field.default)}")
    return "; ".join(filter(None, parts))


def _range(field: FieldInfo) -> str:
    options = get_args(field.annotation)
    if options and all(isinstance(option, str) for option in options):
        return ", ".join(map(toml_value, options))
    limits = {name: getattr(one, name) for one in field.metadata for name in BOUNDS if hasattr(one, name)}
    return " and ".join(f"{word} {limits[name]:,.10g}" for name, word in BOUNDS.items() if name in limits)


def _is_section(field: FieldInfo) -> bool:
    return model_in(field.annotation) is not None or get_origin(field.annotation) is dict


def _is_many(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is tuple


_ROLES = "roles.csv"
_COLUMNS = (
    "code",
    "title",
    "headcount",
    "fte",
    "open_positions",
    "loaded_cost",
    "location",
    "level",
    "basis",
)
_BASIS_REMARK = "In roles.csv, basis = pattern marks figures of the industry; write own where you put yours."


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


@shows(money_of_world)
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
            name: _seen_from(folder, scenario, name)
            for name in ("roster", "roster_review", "roster_abbreviations")
        }
        remarks, examples, tables = {"industries": named} if named else {}, {}, {}
    else:
        people, notes = within_industry(mix, _headcount(scenario))
        rows = pattern_rows(mix, people)
        changed, examples = {"roles": _ROLES, "headcount": None}, {"headcount": people}
        remarks = {"industries": named, "roles": _BASIS_REMARK}
        tables = {_ROLES: _roles_text(rows).encode()}
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


RATE = "USD/unit"
"""The unit of a rate, which is in dollars everywhere."""
_COST = {True: "{:.0f}", False: "{:.2f}"}
"""How a cost is written: in whole dollars, or in another money so that the same dollars follow."""


def _roles_text(rows: pd.DataFrame) -> str:
    """The text of a role table that `reallocate plan` reads, largest roles first.

    rows : (role) occupation, title, headcount [FTE], loaded_cost [USD/FTE/year]
    """
    ordered = rows.sort_values(["headcount", "occupation"], ascending=[False, True])
    cost = ordered["loaded_cost"] * shown_money().factor(DOLLAR)
    table = pd.DataFrame({"code": ordered["occupation"]}, columns=list(_COLUMNS)).assign(
        title=ordered["title"],
        headcount=ordered["headcount"],
        fte=1,
        loaded_cost=cost.map(_COST[shown_money().is_dollar].format),
        basis=PATTERN,
    )
    return str(table.to_csv(index=False, lineterminator="\n"))


def _must_be_new(folder: Path) -> None:
    """Refuse a folder that is there."""
    if folder.exists() or folder.is_symlink():
        remedy = "Choose another name, or another --dir."
        raise InputError(Problem(f"{folder} already exists", remedy=remedy, why="Nothing is overwritten."))
