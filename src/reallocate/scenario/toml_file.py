"""What any scenario file is first: text in TOML, with errors that a reader can mend."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from reallocate.errors import InputError, Problem
from reallocate.limited import within_limits

MOST_LINES = 20_000
DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]{0,99}"|'[^'\n]{0,99}')[ \t]*+\.[ \t]*+){16}""")
"""A key in so many parts, for which the reader of the standard library takes memory beyond measure."""
LONG = re.compile(r"(?<!\w)(?:0[xob])?[0-9a-fA-F_]{1000}")
"""The digits of a number, which Python reads in a time that grows with their square."""


def parsed(text: str, shown: str) -> dict[str, Any]:
    """The keys and values of a TOML text, read within limits.

    shown : the file's name, for messages
    Raises `InputError` where it is no TOML, or lies too deep.
    """
    return within_limits(loaded, text, shown, name=shown, size=len(text))


def loaded(text: str, shown: str) -> dict[str, Any]:
    """The same, read in this process."""
    if text.count("\n") > MOST_LINES:
        raise InputError(Problem(f"the file has more than {MOST_LINES:,} lines", shown))
    try:
        if DEEP.search(text):
            raise RecursionError
        if LONG.search(text):
            raise ValueError
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_syntax_problem(str(error), shown)) from None
    except (RecursionError, ValueError) as error:
        raise InputError(_beyond_reading(error, shown)) from None


def as_json(data: Mapping[str, Any], shown: str) -> str:
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
