"""From a file or flags to a scenario that is right in every key: of a firm and of a labour market alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from reallocate.errors import InputError, Problem, UnknownName
from reallocate.limited import within_limits
from reallocate.scenario.faults import parameter_problems, schema_problems
from reallocate.scenario.lines import Place, Where, line_numbers, line_of
from reallocate.scenario.section import ScenarioFile
from reallocate.scenario.toml_file import as_json, loaded

FILE = "scenario.toml"
AnyScenario = TypeVar("AnyScenario", bound=ScenarioFile)


def file_in(path: Path, remedy: str) -> Path:
    """The scenario's file in a folder; what is no folder stays.

    remedy : what to do where the folder has none
    Raises `UnknownName` there.
    """
    file = path / FILE if path.is_dir() else path
    if file != path and not file.is_file():
        raise UnknownName(Problem(f"the folder holds no {FILE}", str(path), remedy))
    return file


def data_and_lines(text: str, path: Path) -> tuple[dict[str, Any], Where]:
    """The keys and values of a scenario's text, and where each stands.

    text : TOML
    path : of the file, for errors
    Raises `InputError` where it is no TOML.
    """
    shown = path.name if path.name != FILE else f"{path.parent.name}/{path.name}".lstrip("/")
    data, lines = within_limits(_loaded, text, shown, name=shown, size=len(text))

    def where(place: Place) -> str:
        line = line_of(place, lines)
        return f"{shown} line {line}" if line else shown

    return data, where


def _loaded(text: str, shown: str) -> tuple[dict[str, Any], Mapping[Place, int]]:
    return loaded(text, shown), line_numbers(text)


def put(data: dict[str, Any], given: Mapping[Place, tuple[str, Any]]) -> Where:
    """Put values from the command line into a scenario's data; returns which flag set a key.

    given : (place of a key) the flag, and the value; what is `None` stays as it was
    """
    used = {place: flag for place, (flag, value) in given.items() if value is not None}
    for place in used:
        section = data
        for part in place[:-1]:
            section = section.setdefault(str(part), {})
        section[str(place[-1])] = given[place][1]

    def where(place: Place) -> str:
        inside = (flag for key, flag in used.items() if place and key[: len(place)] == place)
        return line_of(place, used) or next(inside, "")

    return where


def validated(
    schema: type[AnyScenario],
    data: Mapping[str, Any],
    where: Where,
    contradictions: Callable[[AnyScenario, Where], list[Problem]],
) -> AnyScenario:
    """The scenario that the data say, or every problem at once.

    where : (place of a key) file and line, or flag
    contradictions : what is wrong with a scenario whose every value is within its range
    TOML's own types go through JSON, where pydantic takes a list for a tuple and a text for a
    choice and is strict about all else.
    """
    try:
        scenario = schema.model_validate_json(as_json(data, where(())))
    except ValidationError as error:
        parameters = data.get("parameters", {})
        problems = schema_problems(error, where, schema)
        problems += parameter_problems(parameters, where, schema) if isinstance(parameters, Mapping) else []
    else:
        problems = contradictions(scenario, where)
        if not problems:
            return scenario
    raise InputError(problems)
