"""One request in its three forms: a link, a call in Python, and a command."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any
from urllib.parse import quote, urlencode

import reallocate
from reallocate.api.command_line import option_words
from reallocate.kernel.errors import InputError, Problem, nearest

Field = type[str] | type[float] | type[int]
_KEPT: dict[str, reallocate.Result] = {}
_MOST_KEPT = 4
"""Cuts of industries, by their call."""


_DECIMAL_COMMA = re.compile(r"[-+]?\d+,(\d{1,2}|\d{4,})")
"""A comma that can only be decimal, as in 8,5."""
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")
_MONEY = re.compile(r"^\s*(\$|USD)|USD\s*$", re.IGNORECASE)
_EITHER = re.compile(r"[-+]?[1-9]\d{0,2}\.\d\d0")
"""A point that may be decimal or mark thousands, as in 5.000; no program writes such zeros."""
LONGEST = 200
"""Characters of a name or number that a page takes."""


@dataclass(frozen=True)
class Call:
    """A call of the face.

    function : its name there
    names : its positional arguments
    options : its other arguments, only those that differ from the default
    firm : arguments of the scenario, which then comes first
    maker : of `Scenario`, which takes them
    """

    function: str
    names: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    firm: Mapping[str, Any] = field(default_factory=dict)
    maker: str = "from_industry"

    def result(self) -> reallocate.Result:
        """What the call returns; the last cuts of an industry are kept for their sheets."""
        key = repr(self)
        if key in _KEPT:
            return _KEPT[key]
        face: Any = getattr(reallocate, self.function)
        first = (getattr(reallocate.Scenario, self.maker)(**self.firm),) if self.firm else self.names
        quiet = {"progress": False} if self.firm else {}
        found: reallocate.Result = face(*first, **self.options, **quiet)
        if self.function == "cut" and self.maker == "from_industry":
            _KEPT[key] = found
            if len(_KEPT) > _MOST_KEPT:
                _KEPT.pop(next(iter(_KEPT)))
        return found

    def python(self) -> str:
        """The call as it is written in Python, ready to run."""
        lines = ["import reallocate as ra"]
        if self.firm:
            lines += ["", f"firm = ra.Scenario.{self.maker}({arguments((), self.firm)})"]
        names = "firm" if self.firm else ""
        given = ", ".join(one for one in (names, arguments(self.names, self.options)) if one)
        return "\n".join([*lines, f"result = ra.{self.function}({given})"])

    def command(self) -> str:
        """The same as it is typed into a terminal."""
        return shlex.join(["reallocate", self.function, *self.names, *option_words(self.options)])

    def link(self, path: str) -> str:
        """The address of its page, with what differs from the default; a firm's input is never in one.

        path : of the page
        """
        given = urlencode(sorted(self.options.items()), quote_via=quote)
        return path if not given or self.firm else f"{path}?{given}"


def arguments(names: tuple[str, ...], options: Mapping[str, Any]) -> str:
    """Arguments as they are written in Python, those without a name first."""
    written = [_literal(one) for one in names]
    return ", ".join([*written, *(f"{name}={_literal(value)}" for name, value in options.items())])


def _literal(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_literal(name)}: {_literal(one)}' for name, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{value:_}" if isinstance(value, int) and abs(value) >= 10_000 else repr(value)


def from_link(query: Mapping[str, str], fields: Mapping[str, Field]) -> dict[str, Any]:
    """The options that a link or form gives, as what they are; an empty one is left out.

    fields : names that are known, with the type of each
    Raises `InputError` with every name or value that cannot be used.
    """
    options, problems = read_link(query, fields)
    if problems:
        raise InputError(problems)
    return options


def read_link(query: Mapping[str, str], fields: Mapping[str, Field]) -> tuple[dict[str, Any], list[Problem]]:
    """The options of `from_link` that can be used, and what is wrong with the others."""
    options, problems = dict[str, Any](), list[Problem]()
    for name, text in query.items():
        if name not in fields:
            near = nearest(name, fields)
            remedy = f"Known are {', '.join(fields)}."
            problems.append(
                Problem(f"the link has {name!r}, which this page does not know", remedy=remedy, nearest=near)
            )
        elif len(text) > LONGEST:
            what = f"{len(text):,} characters are too many, {LONGEST} at most"
            problems.append(Problem(what, name, "Write the name alone."))
        elif text.strip():
            value = _value(text.strip(), fields[name])
            if fields[name] is not str and _EITHER.fullmatch(text.strip().removesuffix("%")):
                plain = text.strip().removesuffix("%")
                remedy = f"Write {plain.replace('.', '')} or {float(plain):g}."
                problems.append(Problem(f"{text!r} may be either of two numbers", name, remedy))
            elif value is None:
                problems.append(Problem(f"{text!r} is no number", name, "Write digits, such as 45000."))
            else:
                options[name] = value
    return options, problems


def _value(text: str, kind: Field) -> str | float | int | None:
    if kind is str:
        return text
    plain = _MONEY.sub("", text.replace("_", "").removesuffix("%")).strip()
    plain, times = (plain[:-1].rstrip(), 1_000) if plain[-1:] in ("k", "K") else (plain, 1)
    if _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    elif "," in plain and not _THOUSANDS.fullmatch(plain):
        return None
    try:
        number = times * float(plain.replace(",", ""))
    except ValueError:
        return None
    if not isfinite(number):
        return None
    return int(number) if number == int(number) else number
