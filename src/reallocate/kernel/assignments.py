"""Assumptions and keys that a user sets by name: a table in Python, `NAME=VALUE` on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.options import ASSUMPTIONS, Assignments, Request, option

FLAG = "--set"
_NUMBER = "Write NAME=VALUE with a number, such as --set demand_growth=0.02."


def numbers(given: Assignments | None, flag: str = FLAG) -> dict[str, float]:
    """Assumptions by name.

    flag : for errors
    Raises `InputError` with everything that is no number.
    """
    values, problems = {}, []
    for name, value in _pairs(given, _NUMBER, flag).items():
        try:
            values[name] = float(value)
        except (TypeError, ValueError):
            what = f"{f'{name}={value}'!r} is not an assumption and its value"
            problems.append(Problem(what, flag, _NUMBER))
    if problems:
        raise InputError(problems)
    return values


def keys(given: Assignments | None, flag: str = FLAG) -> dict[str, Any]:
    """Keys of a scenario and their values, by dotted name; a value from a text stays a text.

    flag : for errors
    """
    return _pairs(given, f"Write KEY=VALUE, such as {flag} laws.separation=0.02.", flag)


def _pairs(given: Assignments | None, remedy: str, flag: str) -> dict[str, Any]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return dict(given)
    problems = [Problem(f"{text!r} has no =", flag, remedy) for text in given if "=" not in text]
    if problems:
        raise InputError(problems)
    pairs = (text.partition("=") for text in given)
    return {name.strip(): value.strip() for name, _, value in pairs}


class Assumed(Request):
    """Assumptions that a user sets."""

    set: Assignments | None = option(
        "parameters.",
        "Value of an assumption, NAME=VALUE; repeatable. `reallocate data --params` lists them.",
        ASSUMPTIONS,
        python='assumptions by name, such as {"demand_growth": 0.02}',
        reads=numbers,
    )
