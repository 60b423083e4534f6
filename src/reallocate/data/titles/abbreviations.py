"""Short forms of job titles written out: those that ship, and those of a user's own table."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice, product
from typing import Self

from reallocate.data.titles.words import fold

HEADERS = ("short", "means", "industry")
"""Columns of a table of abbreviations; the third may be missing."""
_TOKEN = re.compile(r"[^\W_]+(?:['&/-][^\W_]+)*")
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
_PART = re.compile(r"(?<=\w)\s*(?:\s[-–—]+|[-–—]|/(?!-)|[,;:|@(])\s*(?=\w)")
_NUMBERED = re.compile(r"([a-z/&]+?)(\d)")
_LONGEST = 3
"""[words] of a short form."""
_FIRST, _LATER, _ELSEWHERE, _AS_WRITTEN = 1.0, 0.5, 0.15, 0.3
"""What a meaning counts: the first, a later one, one of another industry beside it, the word as it stands."""
_APART, _FIRST_PART = 0.7, 0.5
"""What a title counts with its joined words apart, and without all but the first."""
_MOST = 24
"""Readings of a title."""
_Meanings = list[tuple[str, float]]


@dataclass(frozen=True)
class Abbreviations:
    """What short forms mean.

    meanings : (short form, folded) meaning and beginnings of NAICS codes, the most usual first
    own : short forms of the user's table, which mean nothing else
    """

    meanings: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    own: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]], own: bool = False) -> Self:
        """The short forms of a table.

        rows : short form, meaning, beginnings of NAICS codes
        own : whether they are the user's
        """
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for short, means, industry in rows:
            key = " ".join(fold(short).split())
            found.setdefault(key, []).append((fold(means), tuple(industry.split())))
        return cls({key: tuple(each) for key, each in found.items()}, frozenset(found if own else ()))

    def extended(self, other: Abbreviations) -> Abbreviations:
        """These with the user's, which go first."""
        return Abbreviations({**self.meanings, **other.meanings}, self.own | other.own)

    def readings(self, title: str, naics: str, is_word: Callable[[str], bool]) -> dict[str, float]:
        """(reading) what it counts; the title itself where it has no short form.

        naics : code of the firm's industry, "" where nobody knows it
        is_word : whether a word stands in titles as it is
        """
        if not self.meanings:
            return {title: _FIRST}
        found = self._readings(title, naics, is_word)
        whole = fold(title)
        apart = _PART.sub(" - ", whole)
        for text, counts in ((apart, _APART), (apart.split(" - ")[0], _FIRST_PART)):
            for reading, weight in self._readings(text, naics, is_word).items() if text != whole else ():
                found.setdefault(reading, weight * counts)
        return found

    def _readings(self, title: str, naics: str, is_word: Callable[[str], bool]) -> dict[str, float]:
        plain = fold(title)
        tokens = self._tokens(plain)
        parts: list[_Meanings] = []
        at, done, is_short = 0, 0, False
        while at < len(tokens):
            length, meanings = self._at([token[0] for token in tokens[at : at + _LONGEST]], naics, is_word)
            start, end = tokens[at].start(), tokens[at + length - 1].end()
            if meanings:
                is_short = True
                end += plain[end : end + 1] == "."
                parts += [[(plain[done:start], _FIRST)], meanings]
                done = end
            at += length
        if not is_short:
            return {title: _FIRST}
        parts.append([(plain[done:], _FIRST)])
        found: dict[str, float] = {}
        for chosen in islice(product(*parts), _MOST):
            text = " ".join("".join(word for word, _ in chosen).split())
            weight = 1.0
            for _, counts in chosen:
                weight *= counts
            found[text] = max(found.get(text, 0.0), weight)
        return found

    def _tokens(self, plain: str) -> list[re.Match[str]]:
        """Words of a folded title; words that are joined stay together where they are a short form."""
        found: list[re.Match[str]] = []
        for token in _TOKEN.finditer(plain):
            whole = token[0] in self.meanings
            found += [token] if whole else _WORD.finditer(plain, token.start(), token.end())
        return found

    def _at(self, tokens: list[str], naics: str, is_word: Callable[[str], bool]) -> tuple[int, _Meanings]:
        """How many words the longest short form here has, and what it may mean; none where it is a word."""
        for length in range(len(tokens), 0, -1):
            key = " ".join(tokens[:length])
            if meanings := self._meant(key, naics):
                if length == 1 and key not in self.own and is_word(key):
                    meanings = [*meanings, (key, _AS_WRITTEN)]
                return length, meanings
        if (numbered := _NUMBERED.fullmatch(tokens[0])) and (meanings := self._meant(numbered[1], naics)):
            return 1, [(f"{word} {numbered[2]}", counts) for word, counts in meanings]
        return 1, []

    def _meant(self, key: str, naics: str) -> _Meanings:
        rows = self.meanings.get(key, ())
        here = [word for word, codes in rows if codes and naics and naics.startswith(codes)]
        general = [word for word, codes in rows if not codes]
        others = [word for word, codes in rows if codes and word not in here]
        first = here or general or others
        found = [(word, _LATER if place else _FIRST) for place, word in enumerate(dict.fromkeys(first))]
        if here:
            found += [(word, _ELSEWHERE) for word in general if word not in here]
        elif general and not naics:
            found += [(word, _ELSEWHERE) for word in dict.fromkeys(others)]
        return found


@cache
def shipped_abbreviations() -> Abbreviations:
    """The short forms that ship."""
    file = resources.files("reallocate.data.titles").joinpath("abbreviations.csv")
    text = file.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return Abbreviations.of(
        (short, means, industry) for short, means, industry in list(csv.reader(lines))[1:]
    )
