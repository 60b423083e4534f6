"""Which area a few words mean: a code, a state by name or letters, or a whole name of one of its cities."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from reallocate.data.names import unclear
from reallocate.errors import Problem
from reallocate.work.world import World

STATE, NATION = "state", "nation"
LETTERS = re.compile(r", ([A-Z]{2}(?:-[A-Z]{2})*)$")
ONE_NAME = ("Winston-Salem", "Wilkes-Barre", "East-Central")
"""Names with a hyphen in them, which stands between two cities elsewhere."""
BETWEEN = re.compile(r"--|[-/]")
WRITTEN_OUT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
KINDS = (
    "metropolitan statistical area", "nonmetropolitan area", "metropolitan area", "metro area", "metro",
    "msa",
)  # fmt: skip
"""What may stand behind the name of an area."""
URBAN, CITY = "urban ", " city"
"""What the title of Honolulu begins with, and what people write behind a city's name."""
OF_A_STATE = re.compile(r"state of (.+)|(.+) state")


@dataclass(frozen=True)
class _Area:
    """An area by its names, each as `_plain` leaves it.

    cities : its principal cities, or what an area without one is called
    states : names and postal letters of the states in which it lies
    """

    title: str
    cities: frozenset[str]
    states: frozenset[str]
    is_state: bool


def areas_meant(world: World, words: str) -> tuple[str, ...]:
    """The codes of the areas that the words may mean; several where cities of several states have the name.

    words : as a person writes them, such as "Ohio", "OH", "Columbus, OH", "Columbus, Ohio" or
        "Dallas-Fort Worth"
    A city counts by its whole name: London is no part of New London. Beside a state of its name, only a city
    that its area is named after first counts: Washington, but not the Wyoming next to Grand Rapids.
    """
    areas = _areas(world)
    name = _plain(words)
    if words.strip() in areas or any(area.title == name for area in areas.values() if not area.is_state):
        return tuple(code for code, area in areas.items() if code == words.strip() or area.title == name)
    if (own := OF_A_STATE.fullmatch(name)) is not None:
        called = next(part for part in own.groups() if part)
        if own_state := [code for code, area in areas.items() if area.is_state and area.title == called]:
            return (own_state[0],)
    states = {code: (area.title, *area.states) for code, area in areas.items() if area.is_state}
    stated = {code: None for code, names in states.items() if name in names}
    found = dict(stated)
    bare = next((name.removesuffix(f" {kind}") for kind in KINDS if name.endswith(f" {kind}")), name)
    for city, state in _readings(bare, areas):
        meant = {code: area for code, area in areas.items() if _is_meant(area, city, state, words)}
        found |= {code: None for code, area in meant.items() if not stated or area.title.startswith(city)}
    if found or not name.endswith(CITY):
        return tuple(found)
    return _cities_called(name.removesuffix(CITY), areas)


def unclear_area(words: str, where: str, candidates: tuple[str, ...], titles: Mapping[str, str]) -> Problem:
    """The problem of words that mean no area, or several.

    words : as a person wrote them
    where : key or flag, for errors
    candidates : the codes they may mean
    titles : (code) title
    """
    problem = unclear("area", words, where, candidates, titles)
    if candidates:
        remedy = "Write the city with its state, such as 'Columbus, OH', or the code."
        return replace(problem, remedy=remedy)
    remedy = "Write a state, a city of the list of metropolitan areas by its whole name, or a code."
    return replace(problem, why="The figures cover the United States.", remedy=remedy)


def _cities_called(name: str, areas: dict[str, _Area]) -> tuple[str, ...]:
    """Areas with a city of a name, which somebody calls a city: New York City."""
    return tuple(code for code, area in areas.items() if name in area.cities)


def _is_meant(area: _Area, city: str, state: str, words: str) -> bool:
    if area.is_state or (state and state not in area.states):
        return False
    several = (_plain(part) for part in BETWEEN.split(words))
    together = {part.removesuffix(f" {state}") if state else part for part in several} - {""}
    return city in area.cities or (len(together) > 1 and together <= area.cities)


def _readings(name: str, areas: dict[str, _Area]) -> Iterator[tuple[str, str]]:
    """A name as that of a city alone, and as that of a city and its state."""
    yield name, ""
    states = {state for area in areas.values() if area.is_state for state in area.states}
    for state in sorted(states, key=lambda one: -len(one)):
        if name.endswith(f" {state}"):
            yield name.removesuffix(f" {state}"), state
            return


@lru_cache(maxsize=2)
def _areas(world: World) -> dict[str, _Area]:
    """(code) each area by its names."""
    table = world.table("areas")
    rows = list(zip(table["area"], table["title"], table["areatype"], table["state"], strict=True))
    letters: dict[str, str] = {}
    for _, title, _, state in rows:
        if (found := LETTERS.search(str(title))) is not None:
            letters.setdefault(str(state), found[1][:2].casefold())
    of_letters = {short: _plain(state) for state, short in letters.items()}
    named = {_plain(str(title)) for _, title, kind, _ in rows if kind == STATE}
    areas = {}
    for code, title, kind, state in rows:
        name, own = _split(str(title))
        states = {one for short in own for one in (short, of_letters.get(short, ""))} - {""}
        states |= {_plain(str(state)), letters.get(str(state), "")} - {""}
        cities = {_plain(name), *(_cities(name) if own else ())} if kind not in (STATE, NATION) else set()
        # What is left of a state without its cities is no place of the state's name.
        cities -= named if not own else set()
        areas[str(code)] = _Area(_plain(str(title)), frozenset(cities), frozenset(states), kind == STATE)
    return areas


def _split(title: str) -> tuple[str, list[str]]:
    """A title without its states, and their letters."""
    bare = title.partition(" (")[0]
    for kind in KINDS:
        bare = bare.removesuffix(f" {kind}")
    found = LETTERS.search(bare)
    return (bare[: found.start()], found[1].casefold().split("-")) if found else (bare, [])


def _cities(name: str) -> Iterator[str]:
    """The names of an area's cities: Nashville-Davidson is one, and Nashville is the same."""
    parts = name.split("--") if "--" in name else [name] if name in ONE_NAME else BETWEEN.split(name)
    for part in parts:
        plain = _plain(part)
        yield plain
        yield plain.removeprefix(URBAN)
        if "--" in name and "-" in part and part not in ONE_NAME:
            yield from map(_plain, part.split("-"))


def _plain(text: str) -> str:
    """Words without case, accents and marks, short forms written out."""
    text = text.replace(". ", " ").replace(".", "")
    parts = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter)).replace("'", "")
    return " ".join(WRITTEN_OUT.get(word, word) for word in re.findall(r"\w+", bare))
