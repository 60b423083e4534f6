"""Which area a few words mean: a code, a state by name or letters, a city with or without its state."""

from __future__ import annotations

import re
from functools import lru_cache

from reallocate.work.world import World

STATE = "state"
LETTERS = re.compile(r", ([A-Z]{2})$")


def areas_meant(world: World, words: str) -> tuple[str, ...]:
    """The codes of the areas that the words may mean: with just these words, else with all of them.

    words : as a person writes them, such as "Ohio", "OH", "Columbus, OH" or "Columbus, Ohio"
    """
    titles, postal = _areas(world)
    if words in titles:
        return (words,)
    wanted = _words(words)
    named = [code for code, (letters, name) in postal.items() if wanted in ((letters,), name)]
    if named:
        return (named[0],)
    for letters, name in sorted(postal.values(), key=lambda one: -len(one[1])):
        if letters and len(wanted) > len(name) and wanted[-len(name) :] == name:
            wanted = (*wanted[: -len(name)], letters)
            break
    exact = tuple(code for code, bag in titles.items() if bag == frozenset(wanted))
    return exact or tuple(code for code, bag in titles.items() if wanted and frozenset(wanted) <= bag)


@lru_cache(maxsize=2)
def _areas(world: World) -> tuple[dict[str, frozenset[str]], dict[str, tuple[str, tuple[str, ...]]]]:
    """(area) the words of its title; (area of a state) its postal letters and the words of its name.

    The letters are those of metropolitan areas that lie in one state.
    """
    table = world.table("areas")
    titles: dict[str, frozenset[str]] = {}
    letters: dict[str, str] = {}
    for code, title, state in zip(table["area"], table["title"], table["state"], strict=True):
        titles[str(code)] = frozenset(_words(str(title)))
        found = LETTERS.search(str(title))
        if found:
            letters.setdefault(str(state), found[1].casefold())
    states = table[table["areatype"].eq(STATE)]
    named = zip(states["area"], states["title"], strict=True)
    return titles, {str(code): (letters.get(str(name), ""), _words(str(name))) for code, name in named}


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))
