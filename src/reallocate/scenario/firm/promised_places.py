"""Promises to departments, sites and countries of which some people are planned as "other"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from reallocate.errors import InputError, Problem, ReallocateError
from reallocate.roster.privacy import MOST_FEW
from reallocate.roster.roles import RoleTable
from reallocate.scenario.firm.promises import SECTION, names_in
from reallocate.scenario.firm.rows import Note, industry_mix, own_table
from reallocate.scenario.firm.schema import Scenario
from reallocate.work.dimensions import OF_COLUMN, OTHER, named_dimension, plain
from reallocate.work.world import World

LEVELS = ("keep_at_least", "minimum_cover")
"""Promises of a share, up to 1, or of a number of positions."""


def covering_others(world: World, scenario: Scenario) -> tuple[Scenario, tuple[Note, ...]]:
    """The scenario with promises to places that hold for all their people, and what a reader must know of it.

    world : occupations and titles
    scenario : a roster's small groups are planned as "other", of which nobody can say where they work
    A promise of no layoffs, or of a share, is made to everybody planned as "other" too. A number of positions
    is kept in the place's own roles. Raises `InputError` for what cannot be kept. What is wrong with the
    roster is told where its firm is built.
    """
    named = {name: place for name in names_in(scenario) if (place := named_dimension(name))}
    others = {f"{OF_COLUMN[column]}={OTHER}" for column, _ in named.values()}
    if not scenario.roster or not named or others <= set(names_in(scenario)):
        return scenario, ()
    try:
        table = own_table(world, scenario, industry_mix(world, scenario))[0]
    except ReallocateError:
        return scenario, ()
    notes = list[Note]()
    problems = list[Problem]()
    for name, (column, where) in named.items():
        if (column, plain(where)) in table.elsewhere:
            cells = {*table.roles[column].map(plain)}
            hidden = plain(where) not in cells
            problems += _not_kept(scenario, name, OTHER in cells) if hidden else []
            if OTHER in cells:
                notes.append(Note("promise", _sentence(scenario, table, name, hidden)))
                scenario = _extended(scenario, name, f"{OF_COLUMN[column]}={OTHER}", hidden)
    if problems:
        raise InputError(problems)
    return scenario, tuple(notes)


def _not_kept(scenario: Scenario, name: str, has_other: bool) -> Iterator[Problem]:
    """What is promised to a place without a role of its own and cannot be kept.

    has_other : whether some roles are those of people planned as "other"
    """
    for key in ("protect", *LEVELS):
        promised = getattr(scenario.promises, key) or {}
        if name not in promised:
            continue
        if not has_other:
            what = f"{key} names {name!r}, where too few people work for roles of its own"
            remedy = "Promise the same to their occupations, such as 23-1011, or plan with --exact."
            yield Problem(what, f"[{SECTION}] {key}", remedy)
        elif key in LEVELS and promised[name] > 1:
            what = f"{key} promises {promised[name]:g} positions to {name!r}, all planned as {OTHER!r}"
            remedy = f"Promise a share, such as 0.9: it then holds for everybody planned as {OTHER!r}."
            why = "Which positions are those of a small group is not known to a plan."
            yield Problem(what, f"[{SECTION}] {key}", remedy, why)


def _extended(scenario: Scenario, name: str, other: str, hidden: bool) -> Scenario:
    """The scenario with what is promised to a place promised to its "other"; what is promised to that stays.

    hidden : whether the place has no role of its own, so that its name stands for nobody in the plan
    """
    promises, changed = scenario.promises, dict[str, Any]()
    if name in promises.protect:
        kept = [one for one in promises.protect if not (hidden and one == name)]
        changed["protect"] = tuple(dict.fromkeys([*kept, other]))
    for key in LEVELS:
        levels: dict[str, float] = dict(getattr(promises, key) or {})
        if name not in levels:
            continue
        level = levels.pop(name) if hidden else levels[name]
        if level <= 1:
            levels[other] = max(level, levels.get(other, 0.0))
        changed[key] = levels
    return scenario.model_copy(update={"promises": promises.model_copy(update=changed)})


def _sentence(scenario: Scenario, table: RoleTable, name: str, hidden: bool) -> str:
    """Whom a promise to a place reaches, and what it includes besides."""
    column, place = named_dimension(name) or ("", "")
    word, people = OF_COLUMN[column], table.elsewhere[column, plain(place)]
    many = f"About {people:,.0f} people" if pd.notna(people) else f"Fewer than {MOST_FEW} people"
    who = f"All people of {word} {place}" if hidden else f"{many} of {word} {place}"
    parts = [f"{who} are in small groups that are planned as {OTHER!r}."]
    promises = scenario.promises
    levels = [level for key in LEVELS if (level := (getattr(promises, key) or {}).get(name)) is not None]
    if name in promises.protect:
        parts.append(f"So nobody planned as {word}={OTHER} is laid off, and the price includes that.")
    if any(level <= 1 for level in levels):
        parts.append(
            f"So the same share of {word}={OTHER} is kept, and the price includes that. Keep it for {place} "
            "among them too."
        )
    if any(level > 1 for level in levels):
        parts.append("The positions promised are kept in its own roles; these people come on top.")
    return " ".join(parts)
