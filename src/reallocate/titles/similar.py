"""Occupations whose known titles hold the words of a title that means none of them for sure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest

import numpy as np

from reallocate.titles.known import KnownTitles
from reallocate.titles.words import levels, noise, stop_words

MOST = 5


def similar(known: KnownTitles, keys: Sequence[str]) -> tuple[str, ...]:
    """The occupations with most titles that hold the words, at most five; a help to choose, no reading.

    known : titles of all lists, of which the English ones count
    keys : what the title may be, as titles are compared; of several the first occupations come first
    """
    rows = zip_longest(*(_holding(known, key.split()) for key in keys))
    found = dict.fromkeys(code for code in chain.from_iterable(rows) if code)
    return tuple(found)[:MOST]


def _holding(known: KnownTitles, words: Sequence[str]) -> list[str]:
    """Occupations whose titles hold all the words that occur at all, else the rarest of them."""
    nothing = stop_words() | noise() | levels().keys()
    every = [known.english_places[one] for one in words if one in known.english_places and one not in nothing]
    if not every:
        return []
    rows = frozenset.intersection(*every) or min(every, key=len)
    weight = np.asarray(known.weight[sorted(rows)].sum(axis=0)).ravel()
    order = np.argsort(-weight, kind="stable")[:MOST]
    return [known.codes[place] for place in order.tolist() if weight[place] > 0]
