"""Assumptions that the user sets on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reallocate.work.parameters import Parameters


def assignments(written: list[str]) -> dict[str, float] | None:
    """Assumptions as given by `--set NAME=VALUE`.

    written : such as demand_growth=0.02
    Raises `InputError` with everything that is no such thing. Returns nothing where none are given.
    """
    from reallocate.errors import InputError, Problem

    values, problems = {}, []
    for text in written:
        name, equals, value = text.partition("=")
        try:
            values[name.strip()] = float(value)
        except ValueError:
            remedy = "Write NAME=VALUE with a number, such as --set demand_growth=0.02."
            problems.append(Problem(f"{text!r} is not an assumption and its value", "--set", remedy))
        if not equals and not problems:
            problems.append(Problem(f"{text!r} has no =", "--set"))
    if problems:
        raise InputError(problems)
    return values or None


def own_parameters(written: list[str]) -> Parameters:
    """The numbers in force where some are given by `--set NAME=VALUE`.

    written : such as demand_growth=0.02
    Raises `InputError` with everything that is no assumption or cannot have its value.
    """
    from reallocate.errors import InputError
    from reallocate.work.parameters import Parameters, parameter_problems

    values = assignments(written) or {}
    problems = parameter_problems(values, "--set")
    if problems:
        raise InputError(problems)
    return Parameters(values)
