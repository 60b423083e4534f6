"""Areas by code, state or city, and yearly moves between broad groups."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from reallocate.data.country import Country
from reallocate.data.frames import SOC2010_YEARS, divide_year
from reallocate.data.naming import unclear
from reallocate.kernel.errors import DataError, Problem
from reallocate.work.world import World

_STATE, _NATION = "state", "nation"
_LETTERS = re.compile(r", ([A-Z]{2}(?:-[A-Z]{2})*)$")
_ONE_NAME = ("Winston-Salem", "Wilkes-Barre", "East-Central")
"""Names with a hyphen in them, which stands between two cities elsewhere."""
_BETWEEN = re.compile(r"--|[-/]")
_WRITTEN_OUT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_KINDS = (
    "metropolitan statistical area", "nonmetropolitan area", "metropolitan area", "metro area", "metro",
    "msa",
)  # fmt: skip
"""What may stand behind the name of an area."""
_URBAN, _CITY = "urban ", " city"
"""What the title of Honolulu begins with, and what people write behind a city's name."""
_OF_A_STATE = re.compile(r"state of (.+)|(.+) state")


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
    if (own := _OF_A_STATE.fullmatch(name)) is not None:
        called = next(part for part in own.groups() if part)
        if own_state := [code for code, area in areas.items() if area.is_state and area.title == called]:
            return (own_state[0],)
    states = {code: (area.title, *area.states) for code, area in areas.items() if area.is_state}
    stated = {code: None for code, names in states.items() if name in names}
    found = dict(stated)
    bare = next((name.removesuffix(f" {kind}") for kind in _KINDS if name.endswith(f" {kind}")), name)
    for city, state in _readings(bare, areas):
        meant = {code: area for code, area in areas.items() if _is_meant(area, city, state, words)}
        found |= {code: None for code, area in meant.items() if not stated or area.title.startswith(city)}
    if found or not name.endswith(_CITY):
        return tuple(found)
    return _cities_called(name.removesuffix(_CITY), areas)


def unclear_area(
    words: str, where: str, candidates: tuple[str, ...], titles: Mapping[str, str], home: Country
) -> Problem:
    """The problem of words that mean no area, or several.

    words : as a person wrote them
    where : key or flag, for errors
    candidates : the codes they may mean
    titles : (code) title
    home : the country whose areas they are
    """
    if len(titles) == 1:
        whole = f"{home.name[:1].upper()}{home.name[1:]}"
        what = f"{words!r} is no area that has figures: those of {home.name} cover the whole country alone"
        return Problem(what, where, "Leave it out.", f"{whole} has no pay or jobs by place here.")
    problem = unclear("area", words, where, candidates, titles)
    if candidates:
        remedy = "Write the city with its state, such as 'Columbus, OH', or the code."
        return replace(problem, remedy=remedy)
    remedy = "Write a state, a city of the list of metropolitan areas by its whole name, or a code."
    return replace(problem, why=f"The figures cover {home.name}.", remedy=remedy)


def _cities_called(name: str, areas: dict[str, _Area]) -> tuple[str, ...]:
    """Areas with a city of a name, which somebody calls a city: New York City."""
    return tuple(code for code, area in areas.items() if name in area.cities)


def _is_meant(area: _Area, city: str, state: str, words: str) -> bool:
    if area.is_state or (state and state not in area.states):
        return False
    several = (_plain(part) for part in _BETWEEN.split(words))
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
        if (found := _LETTERS.search(str(title))) is not None:
            letters.setdefault(str(state), found[1][:2].casefold())
    of_letters = {short: _plain(state) for state, short in letters.items()}
    named = {_plain(str(title)) for _, title, kind, _ in rows if kind == _STATE}
    areas = {}
    for code, title, kind, state in rows:
        name, own = _split(str(title))
        states = {one for short in own for one in (short, of_letters.get(short, ""))} - {""}
        states |= {_plain(str(state)), letters.get(str(state), "")} - {""}
        cities = {_plain(name), *(_cities(name) if own else ())} if kind not in (_STATE, _NATION) else set()
        # What is left of a state without its cities is no place of the state's name.
        cities -= named if not own else set()
        areas[str(code)] = _Area(_plain(str(title)), frozenset(cities), frozenset(states), kind == _STATE)
    return areas


def _split(title: str) -> tuple[str, list[str]]:
    """A title without its states, and their letters."""
    bare = title.partition(" (")[0]
    for kind in _KINDS:
        bare = bare.removesuffix(f" {kind}")
    found = _LETTERS.search(bare)
    return (bare[: found.start()], found[1].casefold().split("-")) if found else (bare, [])


def _cities(name: str) -> Iterator[str]:
    """The names of an area's cities: Nashville-Davidson is one, and Nashville is the same."""
    parts = name.split("--") if "--" in name else [name] if name in _ONE_NAME else _BETWEEN.split(name)
    for part in parts:
        plain = _plain(part)
        yield plain
        yield plain.removeprefix(_URBAN)
        if "--" in name and "-" in part and part not in _ONE_NAME:
            yield from map(_plain, part.split("-"))


def _plain(text: str) -> str:
    """Words without case, accents and marks, short forms written out."""
    text = text.replace(". ", " ").replace(".", "")
    parts = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter)).replace("'", "")
    return " ".join(_WRITTEN_OUT.get(word, word) for word in re.findall(r"\w+", bare))


_ROW_DIGITS = 10
"""Digits to which the rows of groups that the survey does not tell apart are the same."""

_ROW_TOLERANCE = 0.005
"""How far a published row may be from 1 before it is an error; the worst is 0.9967."""


def mobility_table(edges: pd.DataFrame) -> pd.DataFrame:
    """The network with every row brought to exactly 1, the diagonal included.

    edges : source, target, probability [share/year] as published
    Returns source, target, share [share/year].
    Raises `DataError` where a row is far from 1, since another column would then have been read.
    """
    rows = edges.groupby("source")["probability"].transform("sum")
    off = edges.loc[(rows - 1.0).abs() > _ROW_TOLERANCE, "source"].unique().tolist()
    if off:
        raise DataError(Problem("probabilities do not sum to 1", where=f"source groups {', '.join(off[:5])}"))
    return edges[["source", "target"]].assign(share=edges["probability"] / rows)


def mobility_groups(groups: pd.DataFrame, mobility: pd.DataFrame) -> pd.DataFrame:
    """The network's groups, whether any move out of each was observed, and which are one to the survey.

    groups : (group) title, employment [persons], survey_weight [person weights]
    mobility : as from `mobility_table`
    Returns the same with has_moves and survey_group.
    """
    leaving = mobility.loc[(mobility["source"] != mobility["target"]) & (mobility["share"] > 0), "source"]
    return groups.assign(
        has_moves=groups["group"].isin(leaving.unique()),
        survey_group=groups["group"].map(_survey_groups(mobility)).fillna(groups["group"]),
    )


def _survey_groups(mobility: pd.DataFrame) -> pd.Series:
    """The first of the groups that the household survey does not tell from a group.

    mobility : as from `mobility_table`
    Returns (group) a group, itself for most. The survey's own codes are coarser in places (lawyers and
    judges are one); the published network divides such a code's people among its groups by
    employment alone, so that their rows are the same to the last digit and most of those who stayed
    appear to move between them. Rows of groups without a move out are no sign of this.
    """
    moves = mobility.pivot(index="source", columns="target", values="share").fillna(0.0)
    stays = pd.Series(np.diag(moves.reindex(columns=moves.index)), index=moves.index)
    rows = moves[stays < 1.0].round(_ROW_DIGITS)
    return rows.index.to_series().groupby(rows.apply(tuple, axis=1)).transform("min")


def mobility_bridge(
    groups: pd.DataFrame, national: pd.DataFrame, crosswalk: pd.DataFrame, weights: pd.Series
) -> pd.DataFrame:
    """How much of each group's employment became each occupation of the common frame.

    groups : (group) SOC 2010 broad groups
    national : (year, occupation) level, employment [persons], in each year's own frame
    crosswalk : soc2010, soc2018
    weights : (occupation) employment that divides joint codes [persons]
    Returns group, occupation, share [share of the group's employment in 2018].
    """
    year = SOC2010_YEARS[-1]
    rows = national[(national["year"] == year) & (national["level"] == "detailed")]
    pairs = divide_year(rows, year, crosswalk, weights)
    pairs["people"] = pairs["share"] * pairs["origin"].map(rows.set_index("occupation")["employment"])
    pairs["group"] = _network_group(pairs["origin"], groups["group"])
    known = pairs.dropna(subset="group")
    people = known.groupby(["group", "occupation"])["people"].sum().rename("share").reset_index()
    return people.assign(share=people["share"] / people.groupby("group")["share"].transform("sum"))


def _network_group(codes: pd.Series, groups: pd.Series) -> pd.Series:
    """The network's group of each SOC 2010 code: itself, else its broad group, else a wider one.

    codes : (row) SOC 2010 codes as OEWS published them
    groups : the network's groups; most are broad (`11-1010`), some detailed, some minor
    Returns (row) the group, missing where the network has none.
    """
    known = set(groups)
    found = codes.where(codes.isin(known))
    for kept in (6, 5, 4):
        wider = codes.str[:kept] + "0" * (7 - kept)
        found = found.fillna(wider.where(wider.isin(known)))
    return found
