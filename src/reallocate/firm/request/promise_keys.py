"""Promises of a plan: the keys of a scenario, and how each is written after an option."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BeforeValidator, Field
from pydantic.fields import FieldInfo

from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.schema import Section, extra, key

ALL_PEOPLE = "all"


def _of_all(value: Any) -> Any:
    """A number by itself is a share of all positions."""
    return {ALL_PEOPLE: value} if isinstance(value, int | float) and not isinstance(value, bool) else value


Positions = dict[str, Annotated[float, Field(ge=0)]]


class Promises(Section):
    """Commitments to employees; names are roles, occupations, major groups, or as site=Hamburg."""

    no_layoffs_before: str | None = key(
        None,
        "no layoffs in quarters that begin before this month",
        "YYYY-MM",
        "2027-03",
        pattern=r"^\d{4}-(0[1-9]|1[0-2])$",
    )
    keep_at_least: Annotated[Positions | None, BeforeValidator(_of_all)] = key(
        None,
        "minimum positions at the end of each quarter: share of those at the start (at most 1), or number, "
        "by name",
        "share, or positions",
        {ALL_PEOPLE: 0.9, "43-4051": 500.0, "department=Claims": 0.9},
    )
    max_exits_per_month: float | None = key(
        None, "limit on layoffs and voluntary exits, averaged over a quarter", "FTE/month", 50.0, ge=0
    )
    protect: tuple[str, ...] = key(
        (),
        "roles, occupations, major groups, departments, sites or countries without layoffs",
        example=("43-4051", "site=Hamburg"),
    )
    retrain_before_exit: float | None = key(
        None,
        "people moved out of a role by then, for each person laid off from it; where a move is open",
        "share",
        0.5,
        ge=0,
        le=1,
    )
    minimum_cover: Positions | None = key(
        None,
        "minimum positions at the role's own work, by name; hours spent directing AI do not count",
        "positions",
        {"43-4051": 400.0},
    )
    span_at_most: float | None = key(
        None, "maximum people per manager (codes that begin with 11)", "people", 8.0, gt=0
    )
    notice_days: float | None = key(
        None, "days of pay between notice and exit; replaces those of the jurisdiction", "days", 90.0, ge=0
    )
    jurisdiction: Literal["none", "US", "US-NJ"] = key(
        "none", "law that sets notice_days where it is not given"
    )


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
