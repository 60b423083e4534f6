"""Promises as a scenario writes them, and what they ask of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from reallocate.data.country import begins, country
from reallocate.firm.model.options import Promises
from reallocate.firm.model.programme import LEVERS
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.notice_laws import JURISDICTIONS
from reallocate.firm.request.plan_keys import ALL_PEOPLE
from reallocate.kernel.errors import Problem, nearest
from reallocate.kernel.faults import Where
from reallocate.kernel.units import MONTHS_A_QUARTER
from reallocate.work.firm import OF_COLUMN, OTHER, Firm, named_dimension, plain

_SECTION = "promises"
_NOTICE = "notice_days"
_NEAREST = 4
_HALF = 0.5
"""[FTE] Positions are written as whole numbers."""


def promises_of(scenario: Scenario) -> Promises:
    """What the plan must keep."""
    kept = dict(scenario.promises.keep_at_least or {})
    return Promises(
        no_layoffs=_quarters_before(scenario),
        keep_share=kept.pop(ALL_PEOPLE, None),
        keep_positions=tuple(sorted(kept.items())),
        **fields_of_part(scenario, "promises"),
    )


def fields_of_part(scenario: Scenario, part: str) -> dict[str, Any]:
    """The levers of one part of a plan's options that a scenario sets under the same name.

    part : limits, levers or promises
    """
    values: dict[str, Any] = {}
    for lever in LEVERS:
        if lever.part == part and lever.section and lever.key is None:
            value = getattr(getattr(scenario, lever.section), lever.field)
            if lever.by_name:
                value = tuple(sorted(value.items() if isinstance(value, dict) else set(value or ())))
            values[lever.field] = value
    return values


def _quarters_before(scenario: Scenario) -> int:
    """How many quarters of the plan begin before the month of `no_layoffs_before`."""
    until = scenario.promises.no_layoffs_before
    if until is None:
        return 0
    months = _month(until) - _month(scenario.start)
    return min(max(-(-months // MONTHS_A_QUARTER), 0), scenario.quarters)


def notice_of(scenario: Scenario) -> tuple[float, str] | None:
    """Days of notice and why, where the promises say so; the jurisdiction's where no number is given."""
    asked = scenario.promises
    law = JURISDICTIONS.get(asked.jurisdiction)
    if asked.notice_days is not None:
        return asked.notice_days, "as promised"
    if law is None or _NOTICE in scenario.parameters:
        return None
    return law.notice_days, f"{law.name}: {law.source}, {law.date}"


def promised_notice(scenario: Scenario) -> tuple[float, str] | None:
    """Days of notice that are promised, and the key that promises them; none where none are."""
    asked = scenario.promises
    key = _NOTICE if asked.notice_days is not None else "jurisdiction"
    found = notice_of(scenario)
    return None if found is None else (found[0], f"[{_SECTION}] {key}")


def names_in(scenario: Scenario) -> tuple[str, ...]:
    """Every role, occupation or major group that a promise names, sorted."""
    return tuple(sorted({name for _, name in _named(scenario)}))


def promise_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Promises that are right by themselves and not together, or with the rest of the scenario.

    scenario : whose every value is within its range
    where : (place of a key) file and line, or flag
    """
    promises = scenario.promises
    until, least = promises.no_layoffs_before, (promises.keep_at_least or {}).get(ALL_PEOPLE, 0.0)
    if until is not None and _month(until) <= _month(scenario.start):
        what = f"no_layoffs_before = {until} is not after the start of the plan, {scenario.start}"
        yield Problem(what, where((_SECTION, "no_layoffs_before")), "Write a later month, or leave it out.")
    if least > 1 and not least.is_integer():
        what = f"keep_at_least = {least:g} is neither a share up to 1 nor a whole number of positions"
        remedy = 'Write 90% as 0.9, or 500; for positions of one role its name, as in { "43-4051" = 500 }.'
        yield Problem(what, where((_SECTION, "keep_at_least")), remedy)
    if ALL_PEOPLE in (promises.minimum_cover or {}):
        what = "minimum_cover needs names; 'all' is not allowed"
        remedy = "For a share of all positions write keep_at_least."
        yield Problem(what, where((_SECTION, "minimum_cover")), remedy)
    if promises.notice_days is not None and _NOTICE in scenario.parameters:
        what = "notice_days is given in [promises] and in [parameters]"
        yield Problem(what, where((_SECTION, _NOTICE)), "Leave one of them out.")


def name_problems(scenario: Scenario, firm: Firm) -> list[Problem]:
    """Names in promises that stand for nobody in the firm, and a span without managers.

    firm : with its roles as planned
    """
    roles = firm.roles
    occupations, families = roles["occupation"].astype(str), roles["family"].astype(str)
    known = sorted({*roles.index.astype(str), *occupations, *families})
    places, titles = _places(roles), sorted(set(roles["title"].astype(str)))
    problems = [
        Problem(
            f"{key} names {name!r}, which is no role, occupation or major group of the firm",
            f"[{_SECTION}] {key}",
            "Write a code as the plan shows it, such as 43-4051, or a department, site or country, such as "
            f"{places[0] if places else 'site=Hamburg'}.",
            nearest=_meant(name, places) or nearest(name, [*known, *titles]),
        )
        for key, name in _named(scenario)
        if name not in known and named_dimension(name) is None
    ]
    problems += _unknown_places(scenario, roles)
    least, people = (
        (scenario.promises.keep_at_least or {}).get(ALL_PEOPLE, 0.0),
        float(roles["headcount"].sum()),
    )
    if least > 1 and least > people + _HALF:
        what = f"keep_at_least = {least:,g} is more than today's {people:,.0f} positions"
        problems.append(
            Problem(
                what, f"[{_SECTION}] keep_at_least", f"Write up to {people:,.0f}, or a share such as 90%."
            )
        )
    managers = country(firm.country).managers
    if scenario.promises.span_at_most is not None and not begins(pd.Index(occupations), managers).any():
        codes = " or ".join(one.strip("-") for one in managers)
        what = f"span_at_most needs managers and no role is a manager (codes that begin with {codes})"
        remedy = "Leave it out, or add the managers to the role table."
        problems.append(Problem(what, f"[{_SECTION}] span_at_most", remedy))
    return problems


def _places(roles: pd.DataFrame) -> list[str]:
    """Departments, sites and countries of the firm, as a promise names them."""
    return [
        f"{word}={name}"
        for column, word in OF_COLUMN.items()
        if column in roles
        for name in sorted({str(one) for one in roles[column]} - {""})
    ]


def _meant(name: str, places: Sequence[str]) -> tuple[str, ...]:
    """Places that a name may stand for which does not say what it is: site=Galway for Galway."""
    return tuple(one for one in places if plain(one.partition("=")[2]) == plain(name))


def _unknown_places(scenario: Scenario, roles: pd.DataFrame) -> list[Problem]:
    """Departments, sites and countries in promises where nobody works."""
    problems = []
    for key, name in _named(scenario):
        place = named_dimension(name)
        if place is None:
            continue
        column, value = place
        known = sorted({str(one) for one in roles.get(column, pd.Series(dtype=str)) if str(one)})
        if key == "protect" and "protected" in roles and roles["protected"].any():
            continue
        if plain(value) not in {plain(one) for one in known}:
            word = OF_COLUMN[column]
            what = f"{key} names {name!r}, and no role of the firm has the {word} {value!r}"
            remedy = f"Write a {word} as the table by {word} shows it."
            if OTHER in known:
                remedy += f" Small ones are {word}={OTHER}: promise it to that."
            elif known:
                remedy += " One of few people is in no role: promise it to their occupations."
            near = nearest(value, known) or tuple(known[:_NEAREST])
            problems.append(Problem(what, f"[{_SECTION}] {key}", remedy, nearest=near))
    return problems


def in_positions(promises: Promises, roles: pd.DataFrame) -> Promises:
    """Promises in which a share of some people is a number of positions.

    roles : (role) occupation, family, headcount [FTE] and dimensions
    A number of at most 1 in keep_at_least or minimum_cover is a share of the positions at the start; of all
    positions together a number above 1 becomes a share.
    """
    share, people = promises.keep_share, float(roles["headcount"].sum())
    kept = min(share / people, 1.0) if share is not None and share > 1 else share

    def levels(given: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
        return tuple((name, _at_start(roles, name) * one if 0 < one <= 1 else one) for name, one in given)

    return replace(
        promises,
        keep_share=kept,
        keep_positions=levels(promises.keep_positions),
        minimum_cover=levels(promises.minimum_cover),
    )


def _at_start(roles: pd.DataFrame, name: str) -> float:
    """Positions at the start of those that a name stands for [FTE]."""
    if (place := named_dimension(name)) is not None:
        column, value = place
        there = roles[column].astype(str).map(plain).eq(plain(value))
        return float(roles.loc[there, "headcount"].sum())
    named = roles["occupation"].eq(name) | roles["family"].eq(name) | (roles.index == name)
    return float(roles.loc[named, "headcount"].sum())


def _named(scenario: Scenario) -> list[tuple[str, str]]:
    """Key and name of every promise that is made to some."""
    asked = scenario.promises
    return [
        *(("keep_at_least", name) for name in asked.keep_at_least or {} if name != ALL_PEOPLE),
        *(("minimum_cover", name) for name in asked.minimum_cover or {}),
        *(("protect", name) for name in asked.protect),
    ]


def _month(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:7])
