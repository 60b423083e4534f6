"""Assumptions and keys that a user sets by name: a table in Python, `NAME=VALUE` on the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.parameter_reads import unread
from reallocate.kernel.parameters import Parameters, parameter_problems

FLAG = "--set"


NUMBER = "Write NAME=VALUE with a number, such as --set demand_growth=0.02."


Assignments = Mapping[str, Any] | Sequence[str] | None
"""A table of values by name, or texts such as `demand_growth=0.02`."""


def numbers(given: Assignments) -> dict[str, float]:
    """Assumptions by name.

    Raises `InputError` with everything that is no number.
    """
    values, problems = {}, []
    for name, value in _pairs(given, NUMBER).items():
        try:
            values[name] = float(value)
        except (TypeError, ValueError):
            what = f"{f'{name}={value}'!r} is not an assumption and its value"
            problems.append(Problem(what, FLAG, NUMBER))
    if problems:
        raise InputError(problems)
    return values


def keys(given: Assignments, flag: str = FLAG) -> dict[str, Any]:
    """Keys of a scenario and their values, by dotted name; a value from a text stays a text.

    flag : for errors
    """
    return _pairs(given, f"Write KEY=VALUE, such as {flag} laws.separation=0.02.", flag)


def own_parameters(given: Assignments, commands: Sequence[str], words: str = "") -> Parameters:
    """The parameters in force where a user sets some.

    commands : that run, of which one must read each
    words : for the commands, in an error
    Raises `InputError` with everything that is no assumption, cannot have its value or would do nothing.
    """
    values = numbers(given)
    problems = [*parameter_problems(values, FLAG), *unread(values, commands, lambda _: FLAG, words)]
    if problems:
        raise InputError(problems)
    return Parameters(values)


def _pairs(given: Assignments, remedy: str, flag: str = FLAG) -> dict[str, Any]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return dict(given)
    problems = [Problem(f"{text!r} has no =", flag, remedy) for text in given if "=" not in text]
    if problems:
        raise InputError(problems)
    pairs = (text.partition("=") for text in given)
    return {name.strip(): value.strip() for name, _, value in pairs}
