"""Errors in the words of Python: options become arguments, but not in a command of the shell."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from reallocate.kernel.errors import ReallocateError
from reallocate.kernel.extras import not_installed
from reallocate.kernel.start import text_in_python

P = ParamSpec("P")
R = TypeVar("R")

_COMMAND = re.compile(r"(`[^`]*`|\breallocate [a-z][^.;:)]*)")
"""Text that a reader types into a shell, which stays as it is."""
_OPTION = re.compile(
    r"--(?P<name>[a-z][a-z-]*)"
    r"(?: (?P<value>[\w.]+=[^\s,;]*[^\s,;.]|[\w-]+\.(?:csv|toml|json)|\d{4}-\d\d(?:-\d\d)?"
    r"|-?\d+(?:,\d{3})*(?:\.\d+)?%?|[A-Z]{3,}\b))?"
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_OTHERWISE = {"out": "save(…)", "json": "to_dict()", "html": "html"}
"""Options that are no argument of the same name."""
_SPELT = {"from": "start"}
"""Options that are an argument of another name."""


def python_errors(function: Callable[P, R]) -> Callable[P, R]:
    """A function of the face whose errors name arguments as Python writes them, and whose tables are quick.

    `ReallocateError.problems` keeps the spelling of the command line, which prints them.
    """

    @wraps(function)
    def call(*arguments: P.args, **named: P.kwargs) -> R:
        try:
            with text_in_python():
                return function(*arguments, **named)
        except ModuleNotFoundError as error:
            if (lacking := not_installed(error)) is None:
                raise
            raise lacking from None
        except ReallocateError as error:
            error.args = ("\n".join(in_python(str(problem)) for problem in error.problems),)
            raise

    return call


def in_python(text: str) -> str:
    """A sentence with each option of the command line as an argument: `--exits 10%` is `exits="10%"`."""
    pieces = _COMMAND.split(text)
    return "".join(
        piece if place % 2 else _OPTION.sub(_argument, piece) for place, piece in enumerate(pieces)
    )


def _argument(found: re.Match[str]) -> str:
    name, value = found["name"].replace("-", "_"), found["value"]
    name = _OTHERWISE.get(name, _SPELT.get(name, name))
    if value is None:
        return name
    if name in _OTHERWISE.values():
        return f"{name} {value}"
    key, equals, amount = value.partition("=")
    if equals and name in ("set", "policy"):
        return f'{name}={{"{key}": {amount}}}'
    if equals:
        return f'{name}=["{value}"]'
    plain = value.replace(",", "")
    return f"{name}={plain}" if _NUMBER.fullmatch(plain) or value.isupper() else f'{name}="{value}"'
