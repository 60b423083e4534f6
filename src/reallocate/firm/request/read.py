"""A scenario of a firm, from its file and from what is asked beside it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reallocate.firm.request.amounts import in_its_money
from reallocate.firm.request.faults import contradictions
from reallocate.firm.request.keys import FirmRequest, Scenario
from reallocate.firm.request.studies import NEW, scenario_path, shipped_studies
from reallocate.kernel.errors import InputError, Problem, UnknownName, nearest
from reallocate.kernel.faults import Place, dotted
from reallocate.kernel.options import Names, as_names, options
from reallocate.kernel.toml import data_and_lines, put, validated
from reallocate.roster.file.rows import read_text
from reallocate.work.reach_names import is_reach_file

_EXITS = "exits"

_OPTIONS = {one.name: one for one in options(FirmRequest) if one.place}
"""Options that set keys of a scenario, by name."""


def load_scenario(path_or_name: str | Path) -> Scenario:
    """The scenario in a folder or file, or the one of a study that ships.

    path_or_name : a folder with `scenario.toml`, a `.toml` file, or a shipped study's name
    Raises `UnknownName` where there is none, `InputError` with everything that is wrong in it.
    """
    path = scenario_path(path_or_name)
    text = read_text(path, remedy="Save it as UTF-8 in your editor.")
    if not text.strip():
        raise InputError(Problem("the file is empty", f"{path.parent.name}/{path.name}", NEW))
    return _read_scenario(text, path)


def _read_scenario(text: str, path: Path) -> Scenario:
    """The scenario that a text says.

    text : TOML
    path : of the file, for errors and for the files it names
    """
    data, where = data_and_lines(text, path)
    with in_its_money(data.get("country")):
        return validated(Scenario, data, where, contradictions).placed_in(path.parent)


def scenario_from_flags(industry: Names = (), headcount: float | None = None, **flags: Any) -> Scenario:
    """A scenario without a file: defaults besides what is given.

    industry : NAICS codes or words of official titles
    headcount : [FTE]
    flags : further options of `FirmRequest` by name
    """
    industry = as_names(industry) or ()
    named_by = " ".join(industry) or Path(str(flags.get("roster") or "")).stem
    name = re.sub(r"[^a-z0-9]+", "-", named_by.casefold()).strip("-")[:60] or "scenario"
    return _with({"name": name}, {"industry": industry, "headcount": headcount, **flags})


def _with_flags(scenario: Scenario, **flags: Any) -> Scenario:
    """A scenario with some keys replaced from the command line; what is `None` stays.

    scenario : to start from
    flags : options of `FirmRequest` by name
    """
    given = {name: value for name, value in flags.items() if value is not None and value != ()}
    if not given:
        return scenario
    # What was written stays even where it says the default: `headline_reach` means something by being there.
    data = scenario.as_written.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return _with(data, given).placed_in(scenario.folder)


def with_key(scenario: Scenario, place: Place, value: Any) -> Scenario:
    """A scenario with one key replaced that no option sets."""
    data = scenario.as_written.model_dump(mode="json", by_alias=True, exclude_unset=True)
    where = put(data, {place: (dotted(place), value)})
    return validated(Scenario, data, where, contradictions).placed_in(scenario.folder)


def _with(data: dict[str, Any], flags: Mapping[str, Any]) -> Scenario:
    if unknown := [flag for flag in flags if flag not in _OPTIONS]:
        raise UnknownName(
            Problem(f"there is no key for {flag!r}", nearest=nearest(flag, _OPTIONS)) for flag in unknown
        )
    given: dict[Place, tuple[str, Any]] = {}
    problems: list[Problem] = []
    for one in (_OPTIONS[flag] for flag, value in flags.items() if value is not None and value != ()):
        if one.name == _EXITS:
            written = data.get(_EXITS) or {}
            data[_EXITS] = {name: old for name, old in written.items() if name not in ("count", "share")}
        try:
            value = one.read(flags[one.name])
        except InputError as error:
            if one.name != _EXITS:
                raise
            # What else is asked is judged beside some cut.
            problems, value = list(error.problems), {"share": 0.1}
        if one.is_section:
            given |= {(*one.place, name): (one.flag, number) for name, number in value.items()}
        else:
            given[one.place] = one.flag, value
    where = put(data, given)
    try:
        with in_its_money(data.get("country")):
            scenario = validated(Scenario, data, where, contradictions)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return scenario


_FILES = tuple(name for name, one in _OPTIONS.items() if one.kind == "file")


def firm_scenario(
    scenario: Scenario | str | Path | None = None,
    industry: Names = (),
    headcount: float | None = None,
    **flags: Any,
) -> Scenario:
    """The scenario that a user asks for.

    scenario : as made, or what `load_scenario` takes; an industry or a roster where there is none
    industry : NAICS codes or words of official titles
    headcount : [FTE]
    flags : options of `FirmRequest` by name; what is `None` stays as written
    A roster replaces the people that the scenario names.
    Raises `InputError` with everything that is missing, wrong or contradictory.
    """
    if scenario is None and not industry and not flags.get("roster") and not flags.get("roles"):
        remedy = "Name a scenario, give --industry and --headcount, or --roster. Shipped studies: "
        remedy += f"{', '.join(shipped_studies())}."
        raise InputError(Problem("there is nothing to plan", remedy=remedy))
    written = load_scenario(scenario) if isinstance(scenario, str | Path) else scenario
    decided = flags.get("exits") is not None or (written is not None and written.exits is not None)
    remedy = "Give the number too, such as --exits 10% or --exits 8000; without a cut, leave both out."
    about = {
        "exits_from": "--exits-from {} says who leaves",
        "exits_date": "--exits-date {} says when",
        "after": "--after {} says what becomes of the positions",
        "size": "--size {} says what the cut keeps smaller",
    }
    alone = {name: words.format(flags[name]) for name, words in about.items() if flags.get(name) is not None}
    if alone and not decided:
        raise InputError(
            Problem(f"{words}, but not how many", f"--{name.replace('_', '-')}", remedy)
            for name, words in alone.items()
        )
    folder = written.folder if written is not None else None
    own = ("reach",) if is_reach_file(str(flags.get("reach"))) else ()
    flags |= {name: _seen_from(folder, flags.get(name)) for name in (*_FILES, *own)}
    if written is None:
        return scenario_from_flags(industry, headcount, **flags)
    if flags["roster"] is not None:
        written = written.model_copy(update={"headcount": None, "open_positions": None, "roles": ""})
    asked = _with_flags(written, industry=industry, headcount=headcount, **flags)
    if problems := contradictions(asked, dotted):
        raise InputError(problems)
    return asked


def _seen_from(folder: Path | None, file: str | Path | None) -> str | None:
    """A file as the scenario in a folder names it."""
    if file is None or folder is None:
        return str(file) if file is not None else None
    return os.path.relpath(file, folder)
