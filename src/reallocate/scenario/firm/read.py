"""Scenarios read from files, from the studies that ship, or from the flags of a command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reallocate.errors import InputError, Problem, UnknownName, nearest
from reallocate.plan.program import LEVERS
from reallocate.roster.read import read_text
from reallocate.scenario.faults import parameter_problems, schema_problems
from reallocate.scenario.firm.contradictions import contradictions
from reallocate.scenario.firm.schema import Scenario
from reallocate.scenario.lines import Place, Where, line_numbers, line_of
from reallocate.scenario.toml_file import as_json, parsed

FILE = "scenario.toml"
NEW = "`reallocate new NAME --industry … --headcount …` writes an example."

# Which key of the file each flag of the command line stands for.
FLAGS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "title": ("title",),
    "start": ("start",),
    "quarters": ("quarters",),
    "industry": ("industries",),
    "headcount": ("headcount",),
    "roles": ("roles",),
    "roster": ("roster",),
    "map": ("roster_columns",),
    "review": ("roster_review",),
    "rate": ("reading", "rates"),
    "rates_date": ("reading", "rates_date"),
    "date": ("reading", "date"),
    "header_row": ("reading", "header_row"),
    "open_positions": ("open_positions",),
    "area": ("area",),
    "pay_per_head": ("pay_per_head",),
    "reach": ("reach",),
    "headline_reach": ("headline_reach",),
    "exits": ("exits",),
    "exits_from": ("exits", "from"),
    "accelerator": ("compute", "accelerator"),
    "capability": ("capability", "scenario"),
    "adoption": ("adoption", "speed"),
    "parameters": ("parameters",),
    **{lever.flag: (lever.section, lever.place) for lever in LEVERS if lever.flag},
}


def load_scenario(path_or_name: str | Path) -> Scenario:
    """The scenario in a folder or file, or the one of a study that ships.

    path_or_name : a folder with `scenario.toml`, a `.toml` file, or a shipped study's name
    Raises `UnknownName` where there is none, `InputError` with everything that is wrong in it.
    """
    path = Path(path_or_name)
    if path.is_dir():
        path = path / FILE
        if not path.is_file():
            raise UnknownName(Problem(f"the folder holds no {FILE}", str(path.parent), NEW))
    elif not path.is_file():
        shipped = studies_folder() / str(path_or_name) / FILE
        if not shipped.is_file():
            raise UnknownName(_no_scenario(str(path_or_name)))
        path = shipped
    return read_scenario(_text(path), path)


def read_scenario(text: str, path: Path) -> Scenario:
    """The scenario that a text says.

    text : TOML
    path : of the file, for errors and for the files it names
    """
    shown = path.name if path.name != FILE else f"{path.parent.name}/{path.name}".lstrip("/")
    data = parsed(text, shown)
    lines = line_numbers(text)

    def where(place: Place) -> str:
        line = line_of(place, lines)
        return f"{shown} line {line}" if line else shown

    return _validated(data, where).placed_in(path.parent)


def scenario_from_flags(
    industry: Iterable[str] = (), headcount: float | None = None, **flags: Any
) -> Scenario:
    """A scenario without a file: defaults besides what is given.

    industry : NAICS codes or words of official titles
    headcount : [FTE]
    flags : further keys by the names in `FLAGS`; exits as `10%`, `8000` or a number
    """
    industry = tuple(industry)
    name = re.sub(r"[^a-z0-9]+", "-", " ".join(industry).casefold()).strip("-")[:60] or "scenario"
    return _with({"name": name}, {"industry": industry, "headcount": headcount, **flags})


def with_flags(scenario: Scenario, **flags: Any) -> Scenario:
    """A scenario with some keys replaced from the command line; what is `None` stays.

    scenario : to start from
    flags : by the names in `FLAGS`
    """
    given = {name: value for name, value in flags.items() if value is not None and value != ()}
    if not given:
        return scenario
    # What was written stays even where it says the default: `headline_reach` means something by being there.
    data = scenario.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return _with(data, given).placed_in(scenario.folder)


def studies_folder() -> Path:
    """The folder of the studies that ship: in the package, or beside `src` in a checkout."""
    package = Path(str(resources.files("reallocate")))
    inside = package / "studies"
    return inside if inside.is_dir() else package.parent.parent / "studies"


def shipped_studies() -> tuple[str, ...]:
    """The names of the studies that ship."""
    folder = studies_folder()
    return tuple(sorted(entry.parent.name for entry in folder.glob(f"*/{FILE}"))) if folder.is_dir() else ()


WRITTEN = {"name": "NAME", "parameters": "--set"}
"""How a value is written on the command line, where not as the flag of its name."""


def exits_from_text(text: str | float, flag: str = "--exits") -> dict[str, float]:
    """The section [exits] that `10%` or `8000` stands for.

    text : as written after `--exits`
    flag : it was written after
    Raises `InputError` where it is neither, or between 0 and 1, where it may be either.
    """
    written = str(text).strip().replace(",", "").replace("_", "")
    number = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)", written)
    if number is None or (not number[2] and float(number[1]) < 1):
        raise InputError(
            Problem(f"{text!r} is not a number of exits", flag, "Write a share as 10%, a number as 8000.")
        )
    return {"share": float(number[1]) / 100} if number[2] else {"count": float(number[1])}


def _with(data: dict[str, Any], flags: Mapping[str, Any]) -> Scenario:
    unknown = [
        Problem(f"there is no key for {flag!r}", nearest=nearest(flag, FLAGS))
        for flag in flags
        if flag not in FLAGS
    ]
    if unknown:
        raise UnknownName(unknown)
    used: dict[Place, str] = {}
    for flag, value in flags.items():
        if value is None or value == ():
            continue
        place = FLAGS[flag]
        used[place] = WRITTEN.get(flag, f"--{flag.replace('_', '-')}")
        if flag == "exits":
            kept = {
                name: old for name, old in data.get("exits", {}).items() if name not in ("count", "share")
            }
            value = {**kept, **exits_from_text(value)}
        section = data
        for part in place[:-1]:
            section = section.setdefault(part, {})
        section[place[-1]] = {**section.get(place[-1], {}), **value} if flag == "parameters" else value

    def where(place: Place) -> str:
        return next(
            (used[place[:length]] for length in range(len(place), 0, -1) if place[:length] in used), ""
        )

    return _validated(data, where)


def _validated(data: Mapping[str, Any], where: Where) -> Scenario:
    """The scenario that the data say, or every problem at once.

    TOML's own types go through JSON, where pydantic takes a list for a tuple and a text for a
    choice and is strict about all else.
    """
    try:
        scenario = Scenario.model_validate_json(as_json(data, where(())))
    except ValidationError as error:
        parameters = data.get("parameters", {})
        problems = schema_problems(error, where, Scenario)
        problems += parameter_problems(parameters, where, Scenario) if isinstance(parameters, Mapping) else []
    else:
        problems = contradictions(scenario, where)
        if not problems:
            return scenario
    raise InputError(problems)


def _text(path: Path) -> str:
    text = read_text(path, remedy="Save it as UTF-8 in your editor.")
    if not text.strip():
        raise InputError(Problem("the file is empty", f"{path.parent.name}/{path.name}", NEW))
    return text


def _no_scenario(name: str) -> Problem:
    here = [entry.parent.name for entry in Path().glob(f"*/{FILE}")]
    known = [*here, *shipped_studies()]
    listed = f"Shipped: {', '.join(shipped_studies())}." if shipped_studies() else ""
    return Problem(
        f"there is no scenario {name!r}: no folder or file here and no shipped study",
        remedy=f"{listed} {NEW}".strip(),
        nearest=nearest(Path(name).name, known),
    )
