"""A scenario of a labour market, read from a folder or file, or from the flags of a command."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reallocate.errors import InputError, Problem, nearest
from reallocate.roster.read import read_text
from reallocate.scenario.faults import fields_of, parameter_problems, section_at
from reallocate.scenario.lines import Place, Where
from reallocate.scenario.market.rows import name_problem
from reallocate.scenario.market.schema import BUILT_IN, BUNDLE, COMPLETE, MarketScenario
from reallocate.scenario.reading import data_and_lines, file_in, put, validated
from reallocate.scenario.toml_file import loaded
from reallocate.work.parameters import Parameters

EXAMPLE = "docs/simulate.md has an example; `reallocate simulate nation` runs the market that ships."
OF_A_FIRM = {"headcount", "industries", "roles", "roster"}
"""Keys by which a scenario of a firm is known."""

# Which key of the file each flag of the command line stands for.
FLAGS: dict[str, tuple[str, ...]] = {
    "market": ("market", "occupations"),
    "mobility": ("market", "mobility"),
    "fill": ("market", "fill"),
    "mode": ("laws", "mode"),
    "closure": ("laws", "closure"),
    "amplitude": ("cycle", "amplitude"),
    "period": ("cycle", "period_steps"),
    "shock": ("shock", "file"),
    "shock_start": ("shock", "start_step"),
    "shock_years": ("shock", "years"),
    **{name: (name,) for name in ("engine", "runs", "seed", "draws")},
    **{name: ("time", name) for name in ("steps", "step_weeks", "years")},
    **{name: ("ai", name) for name in ("capability", "reach")},
}


def load_market_scenario(path: Path) -> MarketScenario:
    """The scenario in a folder or file.

    path : a folder with `scenario.toml`, or a `.toml` file
    Raises `UnknownName` where there is none, `InputError` with everything that is wrong in it.
    """
    if (wrong := name_problem(path)) is not None:
        raise InputError(wrong)
    file = file_in(path, EXAMPLE)
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
    data, where = data_and_lines(text, path)
    if found := sorted(OF_A_FIRM & set(data)):
        what = f"this is a scenario of a firm (it has {', '.join(found)}), not of a labour market"
        raise InputError(Problem(what, where(()), f"Run it with reallocate plan. {EXAMPLE}"))
    return validated(MarketScenario, data, where, _impossible_parameters).placed_in(path.parent)


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
    problems: list[Problem] = []
    given: dict[Place, tuple[str, Any]] = {}
    for flag, value in flags.items():
        given[FLAGS[flag]] = (f"--{flag.replace('_', '-')}", value)
    for text, value in (sets or {}).items():
        given[_place(text, problems)] = (f"--set {text}", _value(value))
    if problems:
        raise InputError(problems)
    folder = scenario.folder if scenario is not None else None
    return validated(MarketScenario, data, put(data, given), _impossible_parameters).placed_in(folder)


def _place(text: str, problems: list[Problem]) -> tuple[str, ...]:
    """The key that a dotted name, or one that stands in one section only, means."""
    parts = tuple(text.split("."))
    if len(parts) == 1 and text not in fields_of(MarketScenario):
        parts = next((place for place in _keys() if place[-1] == text), parts)
    assumed = parts[-1] if parts[:-1] in ((), ("parameters",)) else ""
    if assumed in Parameters.default():
        return ("parameters", assumed)
    if parts not in _keys():
        names = [".".join(place) for place in _keys()]
        close = nearest(text, [*names, *Parameters.default().names])
        remedy = f"Keys: {', '.join(names)}; and the names listed by `reallocate data --params`."
        problems.append(Problem(f"there is no key {text!r}", "--set", remedy, nearest=close))
    return parts


def _keys() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name in fields_of(MarketScenario):
        section = section_at((name,), MarketScenario)
        found += [(name,)] if section is None else [(name, inner) for inner in fields_of(section)]
    return found


def _value(text: Any) -> Any:
    """A value; a text as TOML reads it, or as it is where it is no value of TOML."""
    if not isinstance(text, str):
        return text
    try:
        return loaded(f"value = {text}", "--set")["value"]
    except InputError:
        return text


def _impossible_parameters(scenario: MarketScenario, where: Where) -> list[Problem]:
    return parameter_problems(scenario.parameters, where, MarketScenario)
