"""A scenario of a labour market, read from a folder or file, or from the flags of a command."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reallocate.errors import InputError, Problem, UnknownName, nearest
from reallocate.roster.read import read_text
from reallocate.scenario.faults import (
    fields_of,
    keys_of,
    parameter_problems,
    schema_problems,
    section_at,
)
from reallocate.scenario.lines import Place, Where, line_numbers, line_of
from reallocate.scenario.market.rows import name_problem
from reallocate.scenario.market.schema import BUILT_IN, BUNDLE, COMPLETE, MarketScenario
from reallocate.scenario.toml_file import as_json, parsed
from reallocate.work.parameters import Parameters

FILE = "scenario.toml"
EXAMPLE = "docs/simulate.md has an example; `reallocate simulate nation` runs the market that ships."
OF_A_FIRM = {"headcount", "industries", "roles", "roster"}
"""Keys by which a scenario of a firm is known."""

# Which key of the file each flag of the command line stands for.
FLAGS: dict[str, tuple[str, ...]] = {
    "market": ("market", "occupations"),
    "mobility": ("market", "mobility"),
    "fill": ("market", "fill"),
    "mode": ("laws", "mode"),
    "steps": ("time", "steps"),
    "step_weeks": ("time", "step_weeks"),
    "amplitude": ("cycle", "amplitude"),
    "period": ("cycle", "period_steps"),
    "shock": ("shock", "file"),
    "shock_start": ("shock", "start_step"),
    "shock_years": ("shock", "years"),
    "engine": ("engine",),
    "runs": ("runs",),
    "seed": ("seed",),
    "years": ("time", "years"),
    "draws": ("draws",),
    "capability": ("ai", "capability"),
    "reach": ("ai", "reach"),
}


def load_market_scenario(path: Path) -> MarketScenario:
    """The scenario in a folder or file.

    path : a folder with `scenario.toml`, or a `.toml` file
    Raises `UnknownName` where there is none, `InputError` with everything that is wrong in it.
    """
    if (wrong := name_problem(path)) is not None:
        raise InputError(wrong)
    if path.is_dir():
        file = path / FILE
        if not file.is_file():
            raise UnknownName(Problem(f"the folder holds no {FILE}", str(path), EXAMPLE))
    else:
        file = path
    if file.suffix.casefold() == ".csv" and file.is_file():
        remedy = f"To run on a table of occupations: reallocate simulate market {file}."
        raise InputError(Problem("this is a table, not a scenario", str(file), remedy))
    text = read_text(file, remedy="Save it as UTF-8 in your editor.")
    return read_market_scenario(text, file)


def read_market_scenario(text: str, path: Path) -> MarketScenario:
    """The scenario that a text says.

    text : TOML
    path : of the file, for errors and for the files it names
    """
    shown = path.name if path.name != FILE else f"{path.parent.name}/{path.name}".lstrip("/")
    data = parsed(text, shown)
    if found := sorted(OF_A_FIRM & set(data)):
        what = f"this is a scenario of a firm (it has {', '.join(found)}), not of a labour market"
        raise InputError(Problem(what, shown, f"Run it with reallocate plan. {EXAMPLE}"))
    lines = line_numbers(text)

    def where(place: Place) -> str:
        line = line_of(place, lines)
        return f"{shown} line {line}" if line else shown

    return _validated(data, where).placed_in(path.parent)


def market_scenario(
    scenario: MarketScenario | str | Path | None, sets: Mapping[str, Any] | None = None, **flags: Any
) -> MarketScenario:
    """The scenario of a labour market that a user asks for.

    scenario : as made, or what `load_market_scenario` takes; the market that ships where there is none
    sets, flags : as in `with_market_flags`; files are named as seen from here
    """
    written = load_market_scenario(Path(scenario)) if isinstance(scenario, str | Path) else scenario
    folder = written.folder if written is not None else None
    words = {*BUILT_IN, COMPLETE, BUNDLE}
    for flag in ("market", "mobility", "shock"):
        value = flags.get(flag)
        if value is not None and value not in words:
            flags[flag] = os.path.relpath(value, folder) if folder is not None else str(value)
    return with_market_flags(written, sets, **flags)


def with_market_flags(
    scenario: MarketScenario | None, sets: Mapping[str, Any] | None = None, **flags: Any
) -> MarketScenario:
    """A scenario with some keys from the command line; what is `None` stays.

    scenario : to start from; defaults where there is none
    sets : further keys by dotted place, such as `laws.separation`, as text
    flags : by the names in `FLAGS`
    Raises `InputError` with everything that is wrong.
    """
    data = scenario.model_dump(mode="json", exclude_unset=True) if scenario is not None else {}
    used: dict[Place, str] = {}
    problems: list[Problem] = []
    given = {FLAGS[flag]: (f"--{flag.replace('_', '-')}", value) for flag, value in flags.items()}
    for text, value in (sets or {}).items():
        place = _place(text, problems)
        given[place] = (f"--set {text}", _value(value))
    if problems:
        raise InputError(problems)
    for place, (flag, value) in given.items():
        if value is None:
            continue
        used[place] = flag
        section = data
        for part in place[:-1]:
            section = section.setdefault(part, {})
        section[place[-1]] = value
    folder = scenario.folder if scenario is not None else None

    def where(place: Place) -> str:
        known = (used[place[:length]] for length in range(len(place), 0, -1) if place[:length] in used)
        beside = (flag for used_place, flag in used.items() if place and used_place[: len(place)] == place)
        return next(known, next(beside, ""))

    return _validated(data, where).placed_in(folder)


def _place(text: str, problems: list[Problem]) -> tuple[str, ...]:
    """The key that a dotted name, or one that stands in one section only, means."""
    parts = tuple(text.split("."))
    if len(parts) == 1 and text not in keys_of(MarketScenario):
        parts = next((place for place in _keys() if place[-1] == text), parts)
    assumed = parts[-1] if parts[:-1] in ((), ("parameters",)) else ""
    if assumed in Parameters.default():
        return ("parameters", assumed)
    if parts not in _keys():
        names = [".".join(place) for place in _keys()]
        close = nearest(text, [*names, *Parameters.default().names])
        problems.append(
            Problem(
                f"there is no key {text!r}",
                "--set",
                f"Keys: {', '.join(names)}; and the names listed by `reallocate data --params`.",
                nearest=close,
            )
        )
    return parts


def _keys() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name in fields_of(MarketScenario):
        section = section_at((name,), MarketScenario)
        found += [(name,)] if section is None else [(name, inner) for inner in keys_of(section)]
    return found


def _value(text: Any) -> Any:
    """A value; a text as TOML reads it, or as it is where it is no value of TOML."""
    if not isinstance(text, str):
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return text


def _validated(data: Mapping[str, Any], where: Where) -> MarketScenario:
    """The scenario that the data say, or every problem at once."""
    parameters = data.get("parameters", {})
    problems = (
        parameter_problems(parameters, where, MarketScenario) if isinstance(parameters, Mapping) else []
    )
    try:
        scenario = MarketScenario.model_validate_json(as_json(data, where(())))
    except ValidationError as error:
        raise InputError([*schema_problems(error, where, MarketScenario), *problems]) from None
    if problems:
        raise InputError(problems)
    return scenario
