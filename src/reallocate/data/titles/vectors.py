"""Titles as vectors of words and of letters, so that a new title finds those that are like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from reallocate.data.titles.words import head_last, levels, stop_words

_Floats = npt.NDArray[np.float32]
_Ints = npt.NDArray[np.int64]
_GRAMS = (3, 4, 5)
"""[letters]"""
_PAIR = 0.5
"""What two words in a row count beside single ones."""
_COMMON = 0.04
"""[share of titles] Groups of letters in more titles than this tell nothing and are left out."""
_UNKNOWN = 9.0
"""What a word counts that no title has, about as much as one that a single title has."""


@dataclass(frozen=True, eq=False)
class Words:
    """Titles by their words and pairs of words.

    vocabulary : (word or pair) its column
    idf : (column) log(1 + titles / titles with it)
    weighted : (column, title) TF-IDF, each title of length one
    counted : (title, column) 1 where the title has it, in the order of its words, on which last digits of
        likeness depend
    heads : (title) its last word; "" where it has none
    """

    vocabulary: dict[str, int]
    idf: _Floats
    weighted: sp.csr_matrix
    counted: sp.csr_matrix
    heads: npt.NDArray[np.object_]

    @classmethod
    def of(cls, titles: Sequence[Sequence[str]]) -> Words:
        """Vectors of titles.

        titles : (title) its words
        """
        flat, owner = _flat(titles)
        word, names = pd.factorize(np.array(flat, dtype=object))
        # Copies that lie side by side: among the words of all titles they would keep the memory of those.
        names = np.array(" ".join(names).split(" "), dtype=object)
        pair = np.flatnonzero(owner[1:] == owner[:-1])
        pairs = len(names) * (1 + word[pair]) + word[pair + 1]
        of_each = np.concatenate([owner, owner[pair]])
        order = np.argsort(of_each, kind="stable")
        keys = np.concatenate([word, pairs])
        columns, pointers, first = _numbered(of_each[order], keys[order], len(titles))
        at = np.concatenate([np.arange(len(flat)), pair])[order][first].tolist()
        is_pair = (order[first] >= len(flat)).tolist()
        vocabulary = {
            f"{names[word[one]]} {names[word[one + 1]]}" if two else names[word[one]]: column
            for column, (one, two) in enumerate(zip(at, is_pair, strict=True))
        }
        counted = sp.csr_matrix(
            (np.ones(len(columns), np.float32), columns, pointers), (len(titles), len(vocabulary))
        )
        found = np.bincount(columns, minlength=len(vocabulary))
        idf = np.log1p(len(titles) / np.maximum(found, 1)).astype(np.float32)
        idf[[" " in word for word in vocabulary]] *= _PAIR
        lengths = np.bincount(owner, minlength=len(titles))
        heads = np.where(lengths > 0, names[word[np.maximum(np.cumsum(lengths) - 1, 0)]], "")
        return cls(vocabulary, idf, _unit(counted @ sp.diags(idf)).T.tocsr(), counted, heads)

    def vectors(self, titles: Sequence[Sequence[tuple[str, float]]]) -> sp.csr_matrix:
        """(title, column) TF-IDF of new titles, each of length one.

        titles : (title) words and pairs, each with what it counts
        """
        weighted = self.counts(titles)
        return _unit(weighted @ sp.diags(self.idf))

    def counts(self, titles: Sequence[Sequence[tuple[str, float]]]) -> sp.csr_matrix:
        """(title, column) what each known word counts.

        titles : (title) words and pairs, each with what it counts
        """
        columns: list[int] = []
        values: list[float] = []
        pointers = [0]
        for title in titles:
            best: dict[int, float] = {}
            for word, counts in title:
                column = self.vocabulary.get(word)
                if column is not None:
                    best[column] = max(best.get(column, 0.0), counts)
            columns += sorted(best)
            values += [best[column] for column in sorted(best)]
            pointers.append(len(columns))
        shape = (len(titles), len(self.vocabulary))
        return sp.csr_matrix((np.array(values, np.float32), np.array(columns, np.int32), pointers), shape)

    def known_share(self, titles: Sequence[Sequence[tuple[str, float]]]) -> npt.NDArray[np.float64]:
        """(title) [share of what its words tell] of words that some title has.

        titles : (title) words and pairs, each with what it counts
        """
        shares = []
        for title in titles:
            known = all_ = 0.0
            for word, counts in title:
                if " " in word:
                    continue
                column = self.vocabulary.get(word)
                tells = counts * (_UNKNOWN if column is None else float(self.idf[column]))
                all_ += tells
                known += tells if column is not None else 0.0
            shares.append(known / all_ if all_ else 0.0)
        return np.array(shares)


@dataclass(frozen=True, eq=False)
class Letters:
    """Titles by groups of three to five letters of their words.

    columns : (group) its column
    idf : (column) log(1 + titles / titles with it); 0 where it is left out
    weighted : (column, title) each title of length one
    """

    columns: dict[str, int]
    idf: _Floats
    weighted: sp.csr_matrix

    @classmethod
    def of(cls, counted: sp.csr_matrix, words: Sequence[str]) -> Letters:
        """Vectors of titles.

        counted : (title, word) 1 where the title has it
        words : (word) as it is spelt
        """
        marked = [f"<{word}>" for word in words]
        text = "".join(marked)
        signs, sign = np.unique(
            np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.int64), return_inverse=True
        )
        lengths = np.array([len(word) for word in marked], dtype=np.int64)
        owner, ends = np.repeat(np.arange(len(marked)), lengths), np.repeat(np.cumsum(lengths), lengths)
        starts = [np.flatnonzero(np.arange(len(text)) + size <= ends) for size in _GRAMS]
        # A group as a number to the base of the signs, those of each length apart.
        keys = [
            len(_GRAMS) * sum(sign[at + place] * len(signs) ** place for place in range(size)) + kind
            for kind, (size, at) in enumerate(zip(_GRAMS, starts, strict=True))
        ]
        begin = np.concatenate(starts)
        size = np.repeat(_GRAMS, [len(at) for at in starts])
        order = np.argsort(owner[begin], kind="stable")
        flat, pointers, first = _numbered(owner[begin][order], np.concatenate(keys)[order], len(marked))
        places = zip(begin[order][first].tolist(), size[order][first].tolist(), strict=True)
        columns = {text[at : at + length]: column for column, (at, length) in enumerate(places)}
        spelt = sp.csr_matrix((np.ones(len(flat), np.float32), flat, pointers), (len(words), len(columns)))
        has = (counted @ spelt).tocsr()
        found = np.bincount(has.indices, minlength=len(columns))
        idf = np.log1p(has.shape[0] / np.maximum(found, 1)).astype(np.float32)
        idf[found > _COMMON * has.shape[0]] = 0.0
        has.data = idf[has.indices]
        has.eliminate_zeros()
        return cls(columns, idf, _unit(has).T.tocsr())

    @cached_property
    def rare(self) -> float:
        """What a group of letters counts that no title has."""
        return float(self.idf.max(initial=0.0))

    def vectors(self, titles: Sequence[Sequence[str]]) -> sp.csr_matrix:
        """(title, column) of new titles; what no title has makes all the others count for less.

        titles : (title) words
        """
        columns: list[int] = []
        values: list[_Floats] = []
        pointers = [0]
        for title in titles:
            grams = {gram for word in title for gram in _grams(word)}
            known = sorted(column for gram in grams if (column := self.columns.get(gram)) is not None)
            weights = self.idf[known]
            length = float(np.sqrt((weights**2).sum() + (len(grams) - len(known)) * self.rare**2))
            columns += known
            values.append(weights / length if length else weights)
            pointers.append(len(columns))
        data = np.concatenate(values) if values else np.zeros(0, np.float32)
        return sp.csr_matrix((data, np.array(columns, np.int32), pointers), (len(titles), len(self.columns)))


def _flat(titles: Sequence[Sequence[str]]) -> tuple[list[str], _Ints]:
    """The words of all titles, and the title of each."""
    lengths = [len(title) for title in titles]
    return list(chain.from_iterable(titles)), np.repeat(np.arange(len(titles)), lengths)


def _numbered(owner: _Ints, keys: _Ints, owners: int) -> tuple[npt.NDArray[np.int32], _Ints, _Ints]:
    """Keys as columns, in the order in which they first come, each once for each owner.

    owner : (key) not falling
    Returns the columns of all owners, where each owner's begin, and (column) the place where it first comes.
    """
    column, _ = pd.factorize(keys)
    first = np.flatnonzero(~pd.Series(column).duplicated())
    once = ~pd.Series(owner * max(len(first), 1) + column).duplicated().to_numpy()
    pointers = np.concatenate([[0], np.cumsum(np.bincount(owner[once], minlength=owners))])
    return column[once].astype(np.int32), pointers, first


def telling(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a title that tell what is done: without levels and words that join."""
    says_nothing = _says_nothing()
    return tuple(word for word in head_last(words) if word not in says_nothing)


@cache
def _says_nothing() -> frozenset[str]:
    """Words that join, and levels but for those that are a job's own name as well."""
    return stop_words() | (levels().keys() - {"lead", "associate", "staff"})


def weighted_features(parts: Sequence[tuple[Sequence[str], float]]) -> list[tuple[str, float]]:
    """Words and pairs of words of the parts of a title, each with what its part counts.

    parts : words and what they count
    """
    return [(feature, counts) for words, counts in parts for feature in _features(words)]


def _features(words: Sequence[str]) -> list[str]:
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def _grams(word: str) -> list[str]:
    marked = f"<{word}>"
    length = len(marked)
    return list(
        dict.fromkeys([marked[at : at + size] for size in _GRAMS for at in range(length - size + 1)])
    )


def _unit(matrix: sp.csr_matrix) -> sp.csr_matrix:
    matrix = matrix.tocsr().astype(np.float32)
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sp.csr_matrix(
        (
            matrix.data * np.repeat(scale, np.diff(matrix.indptr)).astype(np.float32),
            matrix.indices,
            matrix.indptr,
        ),
        matrix.shape,
    )
