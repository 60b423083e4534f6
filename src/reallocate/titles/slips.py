"""Titles of one list that differ by a slip of spelling in one long word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz.distance import OSA

SHORTEST = 7
"""[letters] In a shorter word one letter more often makes another word."""
Words = tuple[str, ...]


def one_spelling(titles: Mapping[str, Words], is_word: Callable[[str], bool]) -> dict[str, str]:
    """(title) the title that it is a slip of; titles that are no slip of another are left out.

    titles : (title) its words, folded and without level, place or terms
    is_word : whether a word is one of any language
    Two titles are alike where all words but one are the same, the words that differ have seven letters or
    more and differ by one letter more, less or other, or by two that changed places, and one at least is no
    word. Of titles that are alike the one with most known words is right, else the first.
    Source: Damerau, A technique for computer detection and correction of spelling errors, Communications of
    the ACM 7, 1964, doi:10.1145/363958.363994.
    """
    by_key: dict[tuple[int, Words], set[Words]] = {}
    for words in sorted(set(titles.values())):
        for key in _keys(words):
            by_key.setdefault(key, set()).add(words)
    right = {words: words for words in titles.values()}
    for (place, _), several in sorted(by_key.items()):
        for one, other in combinations(sorted(several), 2):
            if _is_slip(one[place], other[place], is_word):
                _join(right, one, other, is_word)
    first: dict[Words, str] = {}
    for title in sorted(titles):
        first.setdefault(titles[title], title)
    found = {title: first[_root(right, words)] for title, words in titles.items()}
    return {title: other for title, other in found.items() if titles[title] != titles[other]}


def _keys(words: Words) -> Iterator[tuple[int, Words]]:
    """Place of a long word, and the words with a letter of it left out: titles that are alike share one."""
    for place, word in enumerate(words):
        if len(word) >= SHORTEST and word.isalpha():
            for letter in range(len(word)):
                yield place, (*words[:place], word[:letter] + word[letter + 1 :], *words[place + 1 :])
            yield place, words


def _is_slip(one: str, other: str, is_word: Callable[[str], bool]) -> bool:
    same = OSA.distance(one, other, score_cutoff=1) != 1 or min(len(one), len(other)) < SHORTEST
    return not same and not (is_word(one) and is_word(other))


def _join(right: dict[Words, Words], one: Words, other: Words, is_word: Callable[[str], bool]) -> None:
    """Read two alike titles as one."""
    roots: Sequence[Words] = sorted({_root(right, one), _root(right, other)})
    if len(roots) == 2:
        best = min(roots, key=lambda words: (sum(not is_word(word) for word in words), words))
        for root in roots:
            right[root] = best


def _root(right: Mapping[Words, Words], words: Words) -> Words:
    while right[words] != words:
        words = right[words]
    return words
