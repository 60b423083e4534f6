"""Titles whose occupations are known: those of O*NET and ESCO, and a short list of the project's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, zip_longest

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from reallocate.data.country import HOME, country
from reallocate.data.titles.words import levels, listed, noise, stop_words, title_key
from reallocate.work.world import World

_Floats = npt.NDArray[np.float32]
_Ints = npt.NDArray[np.intp]

_HOUSE = "house"
_ENGLISH = ("official", "reported", "alternate", _HOUSE)
_SOURCES = (*_ENGLISH, "german", "french", "spanish")
WEIGHTS = {"official": 1.5, "reported": 1.2, "alternate": 1.0}
"""What a listing counts, by its kind."""
_HOUSE_WEIGHT = 2.0


@dataclass(frozen=True, eq=False)
class KnownTitles:
    """Every known title once, and the occupations that it names.

    keys : (title) as it is compared
    codes : (occupation) its code
    names : (occupation) its official title
    weight : (title, occupation) how strongly the lists say so
    english : (title) whether an English list has it
    own : (title) whether one in English or in the country's own language has it
    """

    keys: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    weight: sp.csr_matrix
    english: npt.NDArray[np.bool_]
    own: npt.NDArray[np.bool_]

    @classmethod
    def of(
        cls, table: pd.DataFrame, occupations: Mapping[str, str], house: bool = True, language: str = ""
    ) -> KnownTitles:
        """The known titles of a table, and those of the house list.

        table : key, occupation, source, weight
        occupations : (code) official title
        house : whether the house list counts; its titles replace what other lists say of them
        language : of the country, beside English
        """
        place = {code: number for number, code in enumerate(occupations)}
        rows = table.loc[table["occupation"].isin(place).to_numpy()]
        own = _house_rows(place) if house else rows.iloc[:0]
        kinds = own["source"].where(own["source"].ne(_HOUSE), "english")
        replaced = pd.MultiIndex.from_arrays([own["key"], kinds])
        kinds = rows["source"].mask(rows["source"].isin(_ENGLISH), "english")
        rows = pd.concat([rows[~pd.MultiIndex.from_arrays([rows["key"], kinds]).isin(replaced)], own])
        key, keys = pd.factorize(rows["key"], sort=True)
        cells = pd.DataFrame(
            {
                "key": key,
                "occupation": rows["occupation"].map(place).to_numpy(),
                "weight": rows["weight"].to_numpy(),
            }
        )
        cells = cells.groupby(["key", "occupation"])["weight"].max().reset_index()
        shape = (len(keys), len(place))
        weight = sp.csr_matrix(
            (cells["weight"].to_numpy(np.float32), (cells["key"].to_numpy(), cells["occupation"].to_numpy())),
            shape,
        )
        english, listed = np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=bool)
        english[key[rows["source"].isin(_ENGLISH).to_numpy()]] = True
        listed[key[rows["source"].isin((*_ENGLISH, language)).to_numpy()]] = True
        return cls(tuple(keys), tuple(place), tuple(occupations.values()), weight, english, listed)

    def without(self, keys: Iterable[str]) -> KnownTitles:
        """The same without some titles, to judge a reading of them.

        keys : as they are compared
        """
        kept = np.array([self.place.get(key, -1) for key in keys], dtype=np.intp)
        keep = np.ones(len(self.keys), dtype=bool)
        keep[kept[kept >= 0]] = False
        left = tuple(key for key, stays in zip(self.keys, keep.tolist(), strict=True) if stays)
        english, own = self.english[keep], self.own[keep]
        return KnownTitles(left, self.codes, self.names, self.weight[keep], english, own)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """(key) its place."""
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def english_counts(self) -> Mapping[str, int]:
        """(word) English titles that have it."""
        english = zip(self.keys, self.english.tolist(), strict=True)
        return Counter(word for key, own in english if own for word in set(key.split()))

    @cached_property
    def english_places(self) -> Mapping[str, frozenset[int]]:
        """(word) places of the English titles that have it."""
        found: dict[str, set[int]] = {}
        for place in np.flatnonzero(self.english).tolist():
            for word in self.keys[place].split():
                found.setdefault(word, set()).add(place)
        return {word: frozenset(places) for word, places in found.items()}

    @cached_property
    def english_words(self) -> frozenset[str]:
        """Words of English titles."""
        return frozenset(self.english_counts)

    @cached_property
    def words(self) -> frozenset[str]:
        """Words of the titles of all languages."""
        return frozenset(word for key in self.keys for word in key.split())

    def occupations(self, title: int) -> tuple[_Ints, _Floats]:
        """The occupations of a title, and the weight of each.

        title : its place
        """
        start, end = self.weight.indptr[title], self.weight.indptr[title + 1]
        return self.weight.indices[start:end], self.weight.data[start:end]


@lru_cache(maxsize=2)
def known_titles(world: World, house: bool) -> KnownTitles:
    """The known titles of a world, made once for all who read titles by it.

    house : whether the project's own list counts, which is of the United States
    """
    names = {str(code): str(title) for code, title in world.occupations["title"].items()}
    counts, language = house and world.country == HOME, country(world.country).language
    return KnownTitles.of(world.table("title_keys"), names, counts, language)


def _house_rows(place: Mapping[str, int]) -> pd.DataFrame:
    rows = [
        (title_key(title), code, entry.get("language", _HOUSE), _HOUSE_WEIGHT * share)
        for entry in listed("house.toml")["title"]
        for title in entry["titles"]
        for code, share in entry["occupations"].items()
        if code in place
    ]
    return pd.DataFrame(rows, columns=["key", "occupation", "source", "weight"])


_MOST = 5


def similar(known: KnownTitles, keys: Sequence[str]) -> tuple[str, ...]:
    """The occupations with most titles that hold the words, at most five; a help to choose, no reading.

    known : titles of all lists, of which the English ones count
    keys : what the title may be, as titles are compared; of several the first occupations come first
    """
    rows = zip_longest(*(_holding(known, key.split()) for key in keys))
    found = dict.fromkeys(code for code in chain.from_iterable(rows) if code)
    return tuple(found)[:_MOST]


def _holding(known: KnownTitles, words: Sequence[str]) -> list[str]:
    """Occupations whose titles hold all the words that occur at all, else the rarest of them."""
    nothing = stop_words() | noise() | levels().keys()
    every = [known.english_places[one] for one in words if one in known.english_places and one not in nothing]
    if not every:
        return []
    rows = frozenset.intersection(*every) or min(every, key=len)
    weight = np.asarray(known.weight[sorted(rows)].sum(axis=0)).ravel()
    order = np.argsort(-weight, kind="stable")[:_MOST]
    return [known.codes[place] for place in order.tolist() if weight[place] > 0]
