"""Names of promises as people write them: titles of roles, departments, sites and countries of a firm."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.plan_keys import ALL_PEOPLE
from reallocate.firm.request.roles import places_of_firm
from reallocate.work.firm import named_dimension
from reallocate.work.world import World

NUMBER = re.compile(r"\d{1,3}(,\d{3})+|\d+(\.\d+)?\s*%?")
"""A number of positions, or a share."""


def known_names(roles: Mapping[str, str], places: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """(name) what a promise calls it: roles by their titles, departments, sites and countries by theirs.

    roles : (code) title
    places : (dimension) groups
    A name that two of them have stands for the role, or for the first dimension.
    """
    found: dict[str, str] = {}
    for dimension, groups in places.items():
        for group in groups:
            found.setdefault(str(group), f"{dimension}={group}")
    return {**found, **{title: code for code, title in roles.items()}}


def split_names(text: str, names: Collection[str]) -> list[str]:
    """What stands between commas; a name of the firm, and a number, may have commas itself.

    names : of the firm, in small letters
    """
    pieces, found, at = text.split(","), list[str](), 0
    if NUMBER.fullmatch(text.strip()):
        return [text.strip()]
    while at < len(pieces):
        for end in range(len(pieces), at, -1):
            part = ",".join(pieces[at:end]).strip()
            if (
                end == at + 1
                or part.rpartition("=")[0].strip().casefold() in names
                or part.casefold() in names
            ):
                found += [part] if part else []
                at = end
                break
    return found


def meant(text: str, names: Mapping[str, str]) -> str:
    """A role by its code, a place by its dimension, where its name was written, with the amount after it.

    names : (name in small letters) what a promise calls it
    """
    if text.casefold() in names:
        return names[text.casefold()]
    name, sign, amount = text.partition("=")
    return f"{names.get(name.strip().casefold(), name.strip())}{sign}{amount.strip()}"


def with_meant_names(world: World, scenario: Scenario, roles: pd.DataFrame) -> Scenario | None:
    """A scenario whose promises call roles and places by their codes; none where they do already.

    roles : (role) title, occupation and family, as the firm has them
    """
    asked = scenario.promises
    amounts = {
        key: {name for name in getattr(asked, key) or {} if name != ALL_PEOPLE}
        for key in ("keep_at_least", "minimum_cover")
    }
    codes = {*roles.index.astype(str), *roles["occupation"].astype(str), *roles["family"].astype(str)}
    written = {*asked.protect, *(name for names in amounts.values() for name in names)}
    if not any(name not in codes and named_dimension(name) is None for name in written):
        return None
    known = _names_in_small(world, scenario, roles)
    changed: dict[str, object] = {
        key: {known.get(name.casefold(), name): amount for name, amount in getattr(asked, key).items()}
        for key, names in amounts.items()
        if names
    }
    if asked.protect:
        parts = split_names(",".join(asked.protect), known)
        changed["protect"] = tuple(meant(one, known) for one in parts)
    promises = asked.model_copy(update=changed)
    return None if promises == asked else scenario.model_copy(update={"promises": promises})


def _names_in_small(world: World, scenario: Scenario, roles: pd.DataFrame) -> dict[str, str]:
    """(name in small letters) what a promise calls it, of a firm that was read."""
    official = world.occupations["title"]
    occupations = [code for code in dict.fromkeys(roles["occupation"].astype(str)) if code in official.index]
    titles = {
        **{str(role): str(title) for role, title in roles["title"].items()},
        **{code: str(official[code]) for code in occupations},
    }
    found = known_names(titles, places_of_firm(world, scenario, roles))
    return {name.casefold(): code for name, code in found.items()}
