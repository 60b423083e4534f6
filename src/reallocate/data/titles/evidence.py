"""What speaks for each occupation that a title may name: likeness, votes, heads, lists and employment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from reallocate.data.country import HOME, Country, begins
from reallocate.data.titles.known import KnownTitles
from reallocate.data.titles.parse import ParsedTitle
from reallocate.data.titles.vectors import Letters, Words, telling, weighted_features
from reallocate.data.titles.words import title_key, units

_Floats = npt.NDArray[np.float64]
_CANDIDATES = 24
_CLOSEST = 40
"""Titles that are looked at for their likeness."""
_CONTEXT, _ORIGINAL = 0.4, 0.8
"""What words of other parts, and words before translation, count beside the title's own."""
_INDUSTRY, _NATION, _NOBODY = 0.8, 0.2, 1e-6
"""Shares of the industry and the nation in the prior, and what an occupation counts that nobody has."""
_ALIKE = 0.3
"""From here on a title with the same head speaks for its occupations."""
_LEADS = 9.0
"""So much a lead speaks for the first-line supervisors of the group, to become candidates."""
_SMOOTHING = 20.0
"""[words] of prior in the words of an occupation."""
_LEAST = -12.0
"""Below this log-likelihood ratio an occupation is out of the question."""
_SHORT = 2
"""[words] A longer title may end in a part of the firm: "head of the claims team"."""
FEATURES = (
    "word_likeness", "letter_likeness", "votes", "head", "listed", "listed_share", "word_odds", "prior",
    "manager_manages", "manager_supervises", "other_manages", "other_supervises", "lead_supervises",
    "executive_manages", "chief_is_chief", "both_likenesses", "listed_prior", "name_likeness",
)  # fmt: skip
SIGNS = (
    "word_likeness", "letter_likeness", "known_words", "listed_english", "length", "listed_foreign",
    "head_titles", "is_foreign", "names_no_job", "any_head",
    "is_bare",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Evidence:
    """What speaks for the candidates of some titles.

    candidates : (title, candidate) place of the occupation
    features : (title, candidate, feature) as in `FEATURES`
    signs : (title, sign) of the title itself, as in `SIGNS`
    """

    candidates: npt.NDArray[np.intp]
    features: _Floats
    signs: _Floats

    def sign(self, name: str) -> _Floats:
        """(title) one of the signs.

        name : as in `SIGNS`
        """
        return np.asarray(self.signs[:, SIGNS.index(name)])


class _SearchableTitles:
    """Known titles by their words and letters, each made when it is first asked for.

    known : titles and their occupations
    """

    def __init__(self, known: KnownTitles) -> None:
        self.known = known

    @cached_property
    def words(self) -> Words:
        """Known titles by their words."""
        return Words.of([telling(key.split()) for key in self.known.keys])

    @cached_property
    def letters(self) -> Letters:
        """Known titles by their letters."""
        single = [place for word, place in self.words.vocabulary.items() if " " not in word]
        return Letters.of(
            self.words.counted[:, single], [word for word in self.words.vocabulary if " " not in word]
        )

    @cached_property
    def head_counts(self) -> Counter[str]:
        """(word) known titles that end in it."""
        return Counter(self.words.heads.tolist())

    @cached_property
    def lone_heads(self) -> Counter[str]:
        """(word) many where it is a title by itself, which says what somebody is in a short list too."""
        return Counter({key: len(self.known.keys) for key in self.known.keys if " " not in key})

    @cached_property
    def name_vectors(self) -> sp.csr_matrix:
        """(occupation, word) its official title, without what it excepts."""
        named = [name.partition(", Except")[0].partition(", All Other")[0] for name in self.known.names]
        return self.words.vectors(
            [weighted_features([(telling(title_key(name).split()), 1.0)]) for name in named]
        )

    @cached_property
    def word_odds(self) -> tuple[sp.csr_matrix, _Floats]:
        """(word, occupation) log of how much oftener its titles have the word; and (occupation) without."""
        counts = (self.known.weight.T @ self.words.counted).tocoo()
        own = np.asarray(counts.sum(axis=1), dtype=float).ravel()
        all_ = np.asarray(counts.sum(axis=0), dtype=float).ravel()
        share = (all_ + 0.5) / (all_.sum() + 0.5 * len(all_))
        odds = np.log1p(counts.data / (_SMOOTHING * share[counts.col])).astype(np.float32)
        table = sp.csr_matrix((odds, (counts.col, counts.row)), shape=(len(all_), len(own)))
        return table, np.log(_SMOOTHING / (own + _SMOOTHING))


@lru_cache(maxsize=2)
def _searchable(known: KnownTitles) -> _SearchableTitles:
    """The same titles made searchable; all indices of them share it, whatever their industry."""
    return _SearchableTitles(known)


class TitleIndex:
    """What speaks for an occupation, given a title, among all known titles.

    known : titles and their occupations
    employment : (occupation) [persons] in the nation
    industry : (occupation) [persons] in the user's industry, the nation without it
    home : the country of the occupations
    """

    def __init__(
        self, known: KnownTitles, employment: pd.Series, industry: pd.Series | None, home: Country
    ) -> None:
        self.known, self._titles = known, _searchable(known)
        self.prior = log_prior(known.codes, employment, industry)
        self._manages = begins(pd.Index(known.codes), home.managers).astype(float)
        self._supervises = home.holds(pd.Series(known.names), home.supervisors).to_numpy(float)
        self._chief = np.isin(known.codes, home.chiefs).astype(float)
        alone = Counter[str]() if home.code == HOME else self._titles.lone_heads
        self._head_counts = self._titles.head_counts + alone

    def evidence(self, titles: Sequence[ParsedTitle]) -> Evidence:
        """What speaks for each candidate of each title.

        titles : taken apart
        """
        features = [
            weighted_features([(title.words, 1.0), (title.context, _CONTEXT)])
            + (weighted_features([(title.original, _ORIGINAL)]) if title.language else [])
            for title in titles
        ]
        by_word = _closest(self._titles.words.vectors(features) @ self._titles.words.weighted)
        by_letter = _closest(
            self._titles.letters.vectors([title.original for title in titles]) @ self._titles.letters.weighted
        )
        word_like, votes, head = self._spoken_for(titles, *by_word)
        letter_like, more_votes, more_head = self._spoken_for(titles, *by_letter)
        votes = votes + more_votes
        votes = votes / (votes.sum(axis=1, keepdims=True) + 1e-9)
        listed, listed_share, strength = self._listed(titles)
        odds = self._odds(features)
        words = self._titles.words
        name_like = np.asarray((words.vectors(features) @ self._titles.name_vectors.T).todense(), dtype=float)
        before = (
            3 * word_like
            + 2 * letter_like
            + 3 * votes
            + 3 * listed
            + name_like
            + 0.15 * odds
            + 0.15 * self.prior
        )
        leads = self._supervisors_of(titles, before)
        before = before + _LEADS * leads
        chosen = np.argsort(-before, axis=1, kind="stable")[:, : min(_CANDIDATES, before.shape[1])]
        parts = (
            word_like,
            letter_like,
            votes,
            np.maximum(head, more_head),
            listed,
            listed_share,
            odds,
            name_like,
            leads,
        )
        gathered = [np.take_along_axis(part, chosen, axis=1) for part in parts]
        signs = self._signs(titles, features, by_word, by_letter, strength)
        return Evidence(chosen, self._features(titles, gathered, chosen), signs)

    def _spoken_for(
        self, titles: Sequence[ParsedTitle], known: npt.NDArray[np.intp], likeness: _Floats
    ) -> tuple[_Floats, _Floats, _Floats]:
        """(title, occupation) likeness of the closest known title, votes, and likeness of one of its head."""
        rows, columns = len(titles), len(self.known.codes)
        weight = self.known.weight[known.ravel()]
        per = np.diff(weight.indptr)
        like = np.repeat(likeness.ravel(), per)
        place = np.repeat(np.repeat(np.arange(rows), known.shape[1]), per) * columns + weight.indices
        total = np.repeat(np.add.reduceat(weight.data, weight.indptr[:-1]), per)
        nearest, head = np.zeros(rows * columns), np.zeros(rows * columns)
        np.maximum.at(nearest, place, like * weight.data**0.3)
        votes: _Floats = np.bincount(place, like**4 * weight.data / total, rows * columns).astype(float)
        own = np.array([title.words[-1] if title.words else "" for title in titles], dtype=object)
        same = np.repeat((self._titles.words.heads[known] == own[:, None]).ravel(), per) & (like > _ALIKE)
        np.maximum.at(head, place[same], like[same])
        return nearest.reshape(rows, columns), votes.reshape(rows, columns), head.reshape(rows, columns)

    def _listed(self, titles: Sequence[ParsedTitle]) -> tuple[_Floats, _Floats, _Floats]:
        """(title, occupation) how surely lists name it, and its share; (title, English or not) how surely."""
        shape = len(titles), len(self.known.codes)
        listed, share, strength = np.zeros(shape), np.zeros(shape), np.zeros((len(titles), 2))
        for row, title in enumerate(titles):
            for key, sure in title.forms.items():
                place = self.known.place.get(key)
                if place is None:
                    continue
                occupations, weight = self.known.occupations(place)
                foreign = 0 if self.known.english[place] else 1
                strength[row, foreign] = max(strength[row, foreign], sure)
                people = np.exp(self.prior[occupations]) * weight
                listed[row, occupations] = np.maximum(
                    listed[row, occupations], sure * np.minimum(1, weight**0.5)
                )
                share[row, occupations] = np.maximum(share[row, occupations], sure * people / people.sum())
        return listed, share, strength

    def _odds(self, features: Sequence[Sequence[tuple[str, float]]]) -> _Floats:
        pair = [
            [(word, counts * (0.5 if " " in word else 1.0)) for word, counts in title] for title in features
        ]
        counts = self._titles.words.counts(pair)
        table, without = self._titles.word_odds
        told = np.asarray(counts.sum(axis=1), dtype=float)
        return np.asarray((counts @ table).todense(), dtype=float) + told.reshape(-1, 1) * without

    def _supervisors_of(self, titles: Sequence[ParsedTitle], before: _Floats) -> _Floats:
        """(title, occupation) 1 where a lead may be the first-line supervisor of the likeliest's group."""
        raised = np.zeros_like(before)
        group = np.array([code[:2] for code in self.known.codes])
        for row, title in enumerate(titles):
            if title.level == "lead":
                likely = group[int(before[row].argmax())]
                raised[row] = self._supervises * (group == likely)
        return raised

    def _features(
        self, titles: Sequence[ParsedTitle], parts: list[_Floats], chosen: npt.NDArray[np.intp]
    ) -> _Floats:
        word_like, letter_like, votes, head, listed, share, odds, name_like, leads = parts
        odds = np.clip(odds - odds.max(axis=1, keepdims=True), _LEAST, 0.0)
        prior = self.prior[chosen]
        manages, supervises, chief = self._manages[chosen], self._supervises[chosen], self._chief[chosen]
        manager, high, top = (
            np.array([float(told(title)) for title in titles])[:, None]
            for told in (
                lambda one: one.manages,
                lambda one: one.executive in ("vice president", "director"),
                lambda one: one.executive == "chief",
            )
        )
        return np.stack(
            [
                word_like, letter_like, votes, head, listed, share, odds, prior - self.prior.mean(),
                manager * manages, manager * supervises, (1 - manager) * manages, (1 - manager) * supervises,
                leads, high * manages, top * chief, word_like * letter_like, listed * prior,
                name_like,
            ],
            axis=2,
        )  # fmt: skip

    def _signs(
        self,
        titles: Sequence[ParsedTitle],
        features: Sequence[Sequence[tuple[str, float]]],
        by_word: tuple[npt.NDArray[np.intp], _Floats],
        by_letter: tuple[npt.NDArray[np.intp], _Floats],
        strength: _Floats,
    ) -> _Floats:
        counts = self._head_counts
        heads = [
            max((counts[word] for word in (*title.words[-1:], *title.words[:1])), default=0)
            for title in titles
        ]
        known_share = self._titles.words.known_share(features)
        closest_foreign = ~self.known.english[by_word[0][:, 0]] & (by_word[1][:, 0] > 0)
        foreign = [
            float(bool(title.language) or away)
            for title, away in zip(titles, closest_foreign.tolist(), strict=True)
        ]
        return np.column_stack(
            [
                by_word[1][:, 0], by_letter[1][:, 0], known_share, strength[:, 0],
                [len(title.words) for title in titles], strength[:, 1], heads, foreign,
                [float(_names_no_job(title)) for title in titles],
                [max((counts[word] for word in title.words), default=0) for title in titles],
                [float(title.is_bare) for title in titles],
            ]
        )  # fmt: skip


def _names_no_job(title: ParsedTitle) -> bool:
    return len(title.words) <= _SHORT and title.level != "lead" and not units().isdisjoint(title.words[-1:])


def log_prior(codes: Sequence[str], employment: pd.Series, industry: pd.Series | None = None) -> _Floats:
    """(occupation) log of 0.8 of its share in the industry plus 0.2 of its share in the nation.

    codes : in order
    employment : (occupation) [persons] in the nation
    industry : (occupation) [persons] in the industry, the nation without it
    """
    nation = employment.reindex(list(codes)).fillna(0.0).to_numpy(dtype=float)
    nation = nation / nation.sum()
    own = nation if industry is None else industry.reindex(list(codes)).fillna(0.0).to_numpy(dtype=float)
    own = own / own.sum() if own.sum() > 0 else nation
    return np.asarray(np.log(_INDUSTRY * own + _NATION * nation + _NOBODY))


def _closest(likeness: sp.csr_matrix) -> tuple[npt.NDArray[np.intp], _Floats]:
    """(title, rank) the closest known titles, and their likeness; 0 where there are fewer."""
    likeness = likeness.tocsr()
    places = np.zeros((likeness.shape[0], _CLOSEST), dtype=np.intp)
    values = np.zeros((likeness.shape[0], _CLOSEST))
    for row in range(likeness.shape[0]):
        start, end = likeness.indptr[row], likeness.indptr[row + 1]
        ids, data = likeness.indices[start:end], likeness.data[start:end]
        if len(data) > _CLOSEST:
            least = np.partition(data, -_CLOSEST)[-_CLOSEST]
            kept = data >= least
            ids, data = ids[kept], data[kept]
        order = np.lexsort((ids, -data))[:_CLOSEST]
        places[row, : len(order)], values[row, : len(order)] = ids[order], data[order]
    return places, values
