"""A title of another country read by a part of it that a list has, and by what the home lists make of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from reallocate.data.titles.known import KnownTitles
from reallocate.data.titles.parse import ParsedTitle
from reallocate.work.world import World

Options = tuple[tuple[str, float], ...]
_SHORTEST_WORD = 3
"""[letters] Shorter ones are grades and hours: "B5"."""
_SHORTEST_HEAD = 5
"""[letters] Of a compound's end that is read for the whole."""
_OF_A_COMPOUND = 0.9
"""How sure the end of a compound is beside a word of its own."""
_MOST = 0.84
"""At most so probable is a title of which a part was read: it is never accepted unseen."""
_DIGITS, _LEAST = 3, 0.01


def parts(title: ParsedTitle, known: KnownTitles, compounds: bool) -> Mapping[str, float]:
    """(part) what share of the title it is, those first that say most of what somebody is.

    compounds : whether the country's language writes a field and what somebody is as one word, of which the
        end is a part where a list in that language has it
    Of parts of one length those with the word that says what somebody is come first: the last, or, in a
    language where fields follow, the first.
    """
    own = title.original or title.words
    words = [word for word in own if word.isalpha() and len(word) >= _SHORTEST_WORD]
    leads = compounds
    count = len(own)
    found: dict[str, float] = {}
    for length in range(min(len(words), count - 1), 0, -1):
        starts = range(len(words) - length + 1)
        for start in starts if leads else reversed(starts):
            found.setdefault(" ".join(words[start : start + length]), length / count)
    for word in words if compounds else ():
        ends = (word[cut:] for cut in range(1, len(word) - _SHORTEST_HEAD + 1))
        for end in ends:
            place = known.place.get(end)
            if place is not None and known.own[place] and not known.english[place]:
                found.setdefault(end, _OF_A_COMPOUND / count)
    return found


def read_by_a_part(shares: Mapping[str, float], read: Mapping[str, Options], least: float) -> Options:
    """The reading of the first part that is sure enough; none where no part is.

    p[o] = p[o | part] · √share
    shares, read : by part
    least : [probability]
    """
    for part, share in shares.items():
        if read[part] and read[part][0][1] >= least:
            return ordered({code: min(chance * share**0.5, _MOST) for code, chance in read[part]})
    return ()


def read_from_home(options: Options, world: World) -> Options:
    """What the home lists' reading of a title means in a country's occupations.

    p[n] = Σ_o p[o] · W[n, o] · people[n] / Σ_n W[n, o] · people[n]
    options : (home occupation, probability)
    world : of the country, with its bridge W
    """
    found: dict[str, float] = {}
    bridge = _back(world)
    for code, chance in options:
        for own, share in bridge.get(code, ()):
            found[own] = found.get(own, 0.0) + chance * share
    return ordered(found)


@lru_cache(maxsize=2)
def _back(world: World) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """(home occupation) the country's occupations, with their shares of its people."""
    bridge = world.table("occupation_bridge")
    own = {code.partition("-")[2]: code for code in world.occupations.index}
    codes = bridge["code"].astype(str).map(own)
    joint = bridge["weight"] * codes.map(world.occupations["employment"]).fillna(0.0)
    table = pd.DataFrame({"own": codes, "home": bridge["source"], "joint": joint}).dropna()
    table = table[table["joint"] > 0]
    table["joint"] /= table.groupby("home")["joint"].transform("sum")
    return {
        str(home): tuple(zip(group["own"], group["joint"], strict=True))
        for home, group in table.groupby("home")
    }


_FROM_HOME = 0.5
"""What a reading by the home lists counts beside one by the country's own."""


def both(one: Options, other: Options) -> Options:
    """Two readings of a title as one: an occupation is wrong only where both are.

    p[o] = 1 − (1 − a[o])·(1 − b[o]/2), over the sum of all where that is above 1; b[o] where a is none
    other : by the home lists, which count half where the country's own say something
    """
    a, b = dict(one), {code: chance * (_FROM_HOME if one else 1.0) for code, chance in other}
    found = {code: 1.0 - (1.0 - a.get(code, 0.0)) * (1.0 - b.get(code, 0.0)) for code in {**a, **b}}
    total = max(sum(found.values()), 1.0)
    return ordered({code: chance / total for code, chance in found.items()})


def ordered(found: Mapping[str, float]) -> Options:
    """Occupations with their probabilities, the likeliest first, at most five."""
    rounded = ((code, round(chance, _DIGITS)) for code, chance in found.items())
    kept = sorted((one for one in rounded if one[1] >= _LEAST), key=lambda one: (-one[1], one[0]))
    return tuple(kept[:5])
