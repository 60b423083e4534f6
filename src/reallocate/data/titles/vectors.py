"""Titles as vectors of words and of letters, so that a new title finds those that are like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from reallocate.data.titles.words import head_last, levels, stop_words

_Floats = npt.NDArray[np.float32]
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
    counted : (title, column) 1 where the title has it
    """

    vocabulary: dict[str, int]
    idf: _Floats
    weighted: sp.csr_matrix
    counted: sp.csr_matrix

    @classmethod
    def of(cls, titles: Sequence[Sequence[str]]) -> Words:
        """Vectors of titles.

        titles : (title) its words
        """
        vocabulary = _numbered()
        rows = [[vocabulary[one] for one in dict.fromkeys(_features(title))] for title in titles]
        vocabulary.default_factory = None
        lengths = np.array([len(row) for row in rows])
        columns = np.array([column for row in rows for column in row], dtype=np.int32)
        pointers = np.concatenate([[0], np.cumsum(lengths)])
        counted = sp.csr_matrix(
            (np.ones(len(columns), np.float32), columns, pointers), (len(rows), len(vocabulary))
        )
        found = np.bincount(columns, minlength=len(vocabulary))
        idf = np.log1p(len(rows) / np.maximum(found, 1)).astype(np.float32)
        idf[[" " in word for word in vocabulary]] *= _PAIR
        return cls(vocabulary, idf, _unit(counted @ sp.diags(idf)).T.tocsr(), counted)

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
        columns = _numbered()
        rows = [[columns[gram] for gram in _grams(word)] for word in words]
        columns.default_factory = None
        flat = np.array([column for row in rows for column in row], dtype=np.int32)
        pointers = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
        spelt = sp.csr_matrix((np.ones(len(flat), np.float32), flat, pointers), (len(rows), len(columns)))
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


def _numbered() -> defaultdict[str, int]:
    """Numbers each new key with how many there were before."""
    found: defaultdict[str, int] = defaultdict()
    found.default_factory = found.__len__
    return found


def telling(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a title that tell what is done: without levels and words that join."""
    stop, level = stop_words(), levels()
    return tuple(
        word
        for word in head_last(words)
        if word not in stop and (word not in level or word in ("lead", "associate", "staff"))
    )


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
