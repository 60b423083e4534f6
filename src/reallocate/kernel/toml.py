"""A scenario file as text in TOML, with errors that a reader can mend, read into a checked request."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.faults import Place, Where, line_numbers, line_of, parameter_problems, schema_problems
from reallocate.kernel.limited import within_limits
from reallocate.kernel.schema import FILE, ScenarioFile

_MOST_LINES = 20_000
_DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]{0,99}"|'[^'\n]{0,99}')[ \t]*+\.[ \t]*+){16}""")
"""A key in so many parts, for which the reader of the standard library takes memory beyond measure."""
_LONG = re.compile(r"(?<!\w)(?:0[xob])?[0-9a-fA-F_]{1000}")
"""The digits of a number, which Python reads in a time that grows with their square."""


def parsed(text: str, shown: str) -> dict[str, Any]:
    """The keys and values of a TOML text, read within limits.

    shown : the file's name, for messages
    Raises `InputError` where it is no TOML, or lies too deep.
    """
    return within_limits(loaded, text, shown, name=shown, size=len(text))


def loaded(text: str, shown: str) -> dict[str, Any]:
    """The same, read in this process."""
    if text.count("\n") > _MOST_LINES:
        raise InputError(Problem(f"the file has more than {_MOST_LINES:,} lines", shown))
    try:
        if _DEEP.search(text):
            raise RecursionError
        if _LONG.search(text):
            raise ValueError
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_syntax_problem(str(error), shown)) from None
    except (RecursionError, ValueError) as error:
        raise InputError(_beyond_reading(error, shown)) from None


def _as_json(data: Mapping[str, Any], shown: str) -> str:
    """The same as JSON, where pydantic takes a list for a tuple and a text for a choice.

    data : keys and values
    shown : the file's name, for messages
    Raises `InputError` where a value lies too deep or is too long.
    """
    try:
        return json.dumps(data, default=_iso)
    except (RecursionError, ValueError) as error:
        raise InputError(_beyond_reading(error, shown)) from None


def toml_value(value: Any) -> str:
    """A value as TOML writes it.

    value : text, flag, number, a sequence of them, or a table of them by name
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, int):
        return repr(value)
    if isinstance(value, tuple | list):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(name, ensure_ascii=False)} = {toml_value(one)}" for name, one in value.items())
        return "{ " + ", ".join(pairs) + " }"
    return json.dumps("" if value is None else str(value), ensure_ascii=False)


def toml_text(data: Mapping[str, Any]) -> str:
    """Keys and sections as the text of a file: first the keys of a section, then the sections in it.

    data : values and sections by name
    """
    return "\n".join(_section(data, ())).lstrip("\n") + "\n"


def _section(data: Mapping[str, Any], place: tuple[str, ...]) -> list[str]:
    own = {name: value for name, value in data.items() if not isinstance(value, Mapping)}
    lines = ["", f"[{'.'.join(place)}]"] if place and (own or not data) else []
    lines += [f"{name} = {toml_value(value)}" for name, value in own.items() if value is not None]
    for name, value in data.items():
        if isinstance(value, Mapping):
            lines += _section(value, (*place, name))
    return lines


def _beyond_reading(error: Exception, shown: str) -> Problem:
    """Python reads no number of thousands of digits, and nothing that lies hundreds of brackets deep."""
    if isinstance(error, RecursionError):
        what = "brackets or dotted keys are nested too deeply"
        return Problem(what, shown, "No scenario value needs more than three levels.")
    return Problem("a number has thousands of digits", shown, "Write large numbers short, such as 1e9.")


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _syntax_problem(message: str, shown: str) -> Problem:
    found = re.fullmatch(r"(.*?)\s*\(at (?:line (\d+), column (\d+)|end of document)\)", message)
    if found is None:
        return Problem(f"this is not TOML: {message}", shown)
    place = f"{shown} line {found[2]}" if found[2] else f"{shown}, at its end"
    return Problem(
        f"this is not TOML: {found[1][:1].lower()}{found[1][1:]}",
        place,
        "Put text in quotes and section names in square brackets; write true and false in lower case.",
    )


_AnyScenario = TypeVar("_AnyScenario", bound=ScenarioFile)


def data_and_lines(text: str, path: Path) -> tuple[dict[str, Any], Where]:
    """The keys and values of a scenario's text, and where each stands.

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
    schema: type[_AnyScenario],
    data: Mapping[str, Any],
    where: Where,
    contradictions: Callable[[_AnyScenario, Where], list[Problem]],
) -> _AnyScenario:
    """The scenario that the data say, or every problem at once.

    where : (place of a key) file and line, or flag
    contradictions : what is wrong with a scenario whose every value is within its range
    TOML's own types go through JSON, where pydantic takes a list for a tuple and a text for a
    choice and is strict about all else.
    """
    try:
        scenario = schema.model_validate_json(_as_json(data, where(())))
    except ValidationError as error:
        parameters = data.get("parameters", {})
        problems = schema_problems(error, where, schema)
        problems += parameter_problems(parameters, where, schema) if isinstance(parameters, Mapping) else []
    else:
        problems = contradictions(scenario, where)
        if not problems:
            return scenario
    raise InputError(problems)
