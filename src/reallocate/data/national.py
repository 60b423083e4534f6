"""What a country puts in the place of the United States: its money, its figures, and where both are from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from reallocate.data.country import COUNTRY_FILE, HOME, Country, country, country_money
from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.kernel.grade import Grade
from reallocate.kernel.money import Money, shown_in, shown_money
from reallocate.kernel.parameters import LIST, NationalFigure, Parameters, value_problems

MONEY, COUNTRY = "money", "country"
"""Facts of a result that is not of the United States: the money it is shown in, and the country."""


def shown_country() -> str:
    """The code of the country whose money is shown here."""
    return country(shown_money().nation).code


def money_of_world(world: Any) -> Money:
    """The money in which the figures of a country's world are shown."""
    return country_money(world.country)


@cache
def national_figures(code: str = HOME) -> Mapping[str, NationalFigure] | None:
    """(parameter) a country's own figures, money in dollars; nothing for the United States.

    code : of the country
    Raises `InputError` with every figure that is none.
    """
    if code == HOME:
        return None
    if problems := figure_problems(country(code), f"countries/{code.lower()}/{COUNTRY_FILE}"):
        raise InputError(problems)
    money, declared = country_money(code), Parameters.default()
    found = {}
    for name, one in country(code).figures.items():
        # A figure is written in the country's money, a parameter in dollars.
        factor = 1.0 / money.factor(declared.about(name).unit)
        ends = (one.value * factor, one.low * factor, one.high * factor)
        found[name] = NationalFigure(*ends, Grade(one.grade), one.source)
    return found


def figure_problems(found: Country, where: str) -> list[Problem]:
    """Figures of no parameter, that no parameter can have, or whose range does not hold them.

    where : the file they stand in
    """
    declared, problems = Parameters.default(), list[Problem]()
    for name, one in {"pay_moved": found.pay_moved, **found.figures}.items():
        table = f"{where} [{name if name == 'pay_moved' else f'figures.{name}'}]"
        if one is not None and not one.low <= one.value <= one.high:
            what = f"value {one.value:g} does not lie between low {one.low:g} and high {one.high:g}"
            problems.append(Problem(what, table, "Write low ≤ value ≤ high."))
        if name == "pay_moved" or one is None:
            continue
        if name not in declared:
            close = nearest(name, declared.names)
            problems.append(Problem(f"there is no parameter {name!r}", table, LIST, nearest=close))
            continue
        with shown_in(found.money):
            for value in dict.fromkeys((one.value, one.low, one.high)):
                problems += value_problems(declared.about(name), value, table)
    return problems


def national_parameters(code: str = HOME) -> Parameters:
    """The defaults that are in force in a country.

    code : of the country
    """
    return Parameters.default() if code == HOME else Parameters(national=national_figures(code))


def country_facts(code: str = HOME) -> dict[str, Any]:
    """What a result of a country says of it: name, money with its rate, sources; nothing for the home one.

    code : of the country
    """
    if code == HOME:
        return {}
    found = country(code)
    about = {"code": found.code, "name": found.name, "sources": dict(found.sources)}
    return {COUNTRY: about, MONEY: country_money(found.code).record()}


NO_ACCOUNTS = "no input-output accounts"


def code_of(facts: Mapping[str, Any]) -> str:
    """The code of the country that a result is of.

    facts : of the result
    """
    return str(facts.get(COUNTRY, {}).get("code", HOME))


def must_carry(code: str, asked: str, what: str) -> None:
    """Refuse what a country's folder cannot carry, before the work.

    asked : command
    what : that is missing, such as `NO_ACCOUNTS`
    Raises `InputError` for a country other than the home one.
    """
    if code == HOME:
        return
    found: Country = country(code)
    remedy = f"Ask `reallocate plan`, `cut` or `job` of {found.name}, or {asked} of the United States."
    raise InputError(Problem(f"{asked}: {possessive(found)} folder has {what}", COUNTRY, remedy))


def possessive(found: Country) -> str:
    """A country's name as an owner: the United Kingdom's, the United States'."""
    return f"{found.name}'{'' if found.name.endswith('s') else 's'}"
