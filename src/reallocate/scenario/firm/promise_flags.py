"""Promises as options of a command and arguments of Python, one for each key of `[promises]`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from reallocate.errors import InputError, Problem
from reallocate.scenario.firm.promise_keys import ALL_PEOPLE, Promises
from reallocate.scenario.section import extra

Kind = Literal["text", "number", "names", "amounts"]
NAMED = "NAME=NUMBER"
NUMBER = re.compile(r"\d+(\.\d*)?\s*%?")


@dataclass(frozen=True)
class PromiseFlag:
    """One promise that a command sets.

    name : of the key in `[promises]`, and of the argument
    kind : one text, one number, names, or a number by name
    help : what it is, with unit and an example
    """

    name: str
    kind: Kind
    help: str


def promise_flags() -> tuple[PromiseFlag, ...]:
    """Every key of `[promises]`, in its order."""
    return tuple(
        PromiseFlag(name, _kind(field), _help(field)) for name, field in Promises.model_fields.items()
    )


def promise_value(name: str, given: Any) -> Any:
    """A promise as a scenario writes it, from an argument or from texts of a command line.

    name : of the key
    given : as the key has it, or texts `NAME=NUMBER`; a number by itself is a share of all positions
    Raises `InputError` where a text names no number.
    """
    kind = _kind(Promises.model_fields[name])
    if kind == "names":
        return (given,) if isinstance(given, str) else tuple(given)
    if kind != "amounts" or isinstance(given, int | float | Mapping):
        return given
    return _amounts(name, [given] if isinstance(given, str) else given)


def _amounts(name: str, texts: Sequence[Any]) -> dict[str, float]:
    flag = f"--{name.replace('_', '-')}"
    amounts: dict[str, float] = {}
    problems = []
    for text in map(str, texts):
        who, number = _name_and_number(text)
        who = who.strip() or ALL_PEOPLE
        try:
            percent = number.strip().endswith("%")
            value = float(number.strip().removesuffix("%")) / (100 if percent else 1)
        except ValueError:
            remedy = f"Write {NAMED}, such as {flag} 43-4051=500 or {flag} site=Hamburg:90%."
            problems.append(Problem(f"{text!r} names no number of positions", flag, remedy))
            continue
        if who in amounts:
            problems.append(Problem(f"{who} is named twice", flag, "Name it once."))
        amounts[who] = value
    if problems:
        raise InputError(problems)
    return amounts


def _name_and_number(text: str) -> tuple[str, str]:
    """A name and what follows its last `=`, or its last `:` if that is a number, as in site=Hamburg:90%."""
    who, colon, number = text.rpartition(":")
    if colon and NUMBER.fullmatch(number.strip()):
        return who, number
    who, _, number = text.rpartition("=")
    return who, number


def _kind(field: FieldInfo) -> Kind:
    types = (field.annotation, *get_args(field.annotation))
    if any(get_origin(one) is dict for one in types):
        return "amounts"
    if get_origin(field.annotation) is tuple:
        return "names"
    return "number" if float in types else "text"


def _help(field: FieldInfo) -> str:
    says, unit, example = str(field.description), extra(field, "unit"), extra(field, "example")
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    text = f"{says[:1].upper()}{says[1:]}{f' [{unit}]' if unit else ''}"
    if choices:
        return f"{text}: {', '.join(choices)}."
    if isinstance(example, dict):
        shown = [f"{value:g}" if who == ALL_PEOPLE else f"{who}={value:g}" for who, value in example.items()]
        return f"{text}; repeatable, such as {' or '.join(shown)}."
    if isinstance(example, tuple):
        return f"{text}; repeatable, such as {example[0]}."
    return f"{text}, such as {example}." if isinstance(example, str) else f"{text}."
