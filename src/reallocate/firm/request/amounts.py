"""Amounts of a scenario: written in the money of its country, and converted once, when it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from reallocate.data.country import HOME, country, country_money
from reallocate.kernel.errors import InputError, ReallocateError
from reallocate.kernel.money import DOLLAR, US_DOLLAR, Money, shown_in
from reallocate.kernel.schema import Section, extra

_Part = TypeVar("_Part", bound=Section)
_BY_PARAMETER = ("parameters", "changes")
"""Tables whose values are in the unit of the parameter that names them."""


def country_code(text: str) -> str:
    """The code of a country that a scenario names; what names none stays, and is told with all else."""
    try:
        return country(text).code
    except InputError:
        return text


def meant_country(given: str, flag: str) -> str:
    """The code of the country that an option names.

    flag : it was written after
    Raises `InputError` with the nearest names where none is.
    """
    try:
        return country(given).code
    except InputError as error:
        raise InputError(replace(error.problems[0], where=flag)) from None


def requested_country(given: str | None, flag: str = "--country") -> str:
    """The code of the country that is asked for; the United States where none is.

    flag : it was written after
    """
    return HOME if given is None else meant_country(given, flag)


def money_of_firm(scenario: Any) -> Money:
    """The money that a scenario is written and shown in."""
    return country_money(scenario.country)


@contextmanager
def in_its_money(code: object) -> Iterator[None]:
    """Amounts that are written within are in the money of a country; in dollars where it names none.

    code : as a scenario has it
    """
    try:
        money = country_money(str(code or HOME))
    except ReallocateError:
        money = US_DOLLAR
    with shown_in(money):
        yield


def in_dollars(part: _Part, money: Money) -> _Part:
    """A scenario, or a part of one, with its amounts in US dollars.

    money : that it is written in
    """
    changed: dict[str, Any] = {}
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        unit = str(extra(field, "unit") or "")
        if name in _BY_PARAMETER and isinstance(value, Mapping):
            changed[name] = _parameters(value, money)
        elif isinstance(value, Section):
            changed[name] = in_dollars(value, money)
        elif isinstance(value, tuple) and value and isinstance(value[0], Section):
            changed[name] = tuple(in_dollars(one, money) for one in value)
        elif DOLLAR in unit:
            changed[name] = _amounts(value, money.factor(unit))
    return part.model_copy(update=changed)


def _amounts(value: Any, factor: float) -> Any:
    """A number, or several, in dollars; what is no number stays.

    factor : from dollars to the money that it is written in
    """
    if isinstance(value, tuple):
        return tuple(_amounts(one, factor) for one in value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value / factor if is_number else value


def _parameters(values: Mapping[str, float], money: Money) -> dict[str, float]:
    from reallocate.kernel.parameters import Parameters

    declared = Parameters.default()
    units = {name: declared.about(name).unit if name in declared else "" for name in values}
    return {name: value / money.factor(units[name]) for name, value in values.items()}
