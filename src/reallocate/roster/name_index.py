"""Names of a roster's people, to be recognised in any text however they are spelt there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from reallocate.roster.name_words import (
    HONORIFICS,
    PARTICLES,
    PREFIXED,
    SYLLABLES,
    UNBROKEN,
    WORD,
    fold,
    name_words,
    spellings,
)
from reallocate.roster.ordinary_words import OrdinaryWords

SHORTEST = 3
"""[letters] A shorter word counts only beside another of the same name: Li, Ng, HR, IT."""
NEAR = 3
"""[words] So far apart two words of one name may stand."""
STEM = 5
"""[letters] From here on a name may have an ending: Roes, Kowalskiego."""
ENDING = 3
"""[letters]"""
LONGEST_WORD = 40
"""[letters] Within which names are looked for that are written without blanks."""
FEWEST_SYLLABLES = 2
POSSESSIVE = re.compile(r"([^\W\d_]{2,})(?:['’`´ʼ]s\b|['’`´ʼ](?!\w))")
INITIAL_BEFORE = re.compile(r"(?:\b([^\W\d_])[._]\s*|^([^\W\d_])\s+)([^\W\d_]{2,})")
INITIAL_AFTER = re.compile(r"([^\W\d_]{2,})\s*[,_.]\s*([^\W\d_])(?![^\W\d_])")
VOWELS = "aeiouyаеиоуыэюя"


class NameIndex:
    """All names of a roster.

    names : as written, each once
    ordinary : words that are a name only beside another sign of one
    """

    def __init__(self, names: Iterable[str], ordinary: OrdinaryWords) -> None:
        self._ordinary = ordinary
        self._bearers: defaultdict[str, set[int]] = defaultdict(set)
        self._initials: list[str] = []
        self._unbroken: set[str] = set()
        self._checked: dict[str, bool] = {}
        for name in names:
            self._add_unbroken(name)
            for words in name_words(name):
                for word in words:
                    self._bearers[word].add(len(self._initials))
                self._initials.append("".join(word[0] for word in words))

    def _add_unbroken(self, name: str) -> None:
        if name.isascii() or not UNBROKEN.search(name):
            return
        parts = UNBROKEN.findall(fold(name))
        whole = "".join(parts)
        self._unbroken |= {whole, *(part for part in parts if len(part) >= FEWEST_SYLLABLES)}
        if SYLLABLES.fullmatch(whole) and len(whole) > FEWEST_SYLLABLES:
            # A surname is one character, of four in all two; what is left is what colleagues say.
            self._unbroken.add(whole[-FEWEST_SYLLABLES:])
            self._unbroken |= {whole[:FEWEST_SYLLABLES]} if len(whole) > FEWEST_SYLLABLES + 1 else set()

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(name) for name in self._unbroken if len(name) >= FEWEST_SYLLABLES})

    @cached_property
    def _stems(self) -> frozenset[str]:
        words = [word for word in self._bearers if len(word) >= STEM and word not in self._ordinary]
        cut = [word[:-1] for word in words if word[-1] in VOWELS and len(word) > STEM]
        return frozenset(
            [*words, *cut, *(word[:-2] for word in words if not word.isascii() and len(word) > STEM + 1)]
        )

    def inside(self, text: str, title: bool = False) -> bool:
        """Whether a text holds anybody's name, in any spelling.

        text : a cell or a header
        title : whether it is meant as a job title; one that is known as a whole is no name
        """
        if title and self._ordinary.is_title(text):
            return False
        return any(self._in_spelling(spelling) for spelling in spellings(text)) or self._in_unbroken(text)

    def _in_spelling(self, text: str) -> bool:
        words = WORD.findall(text)
        initials = [(word, first or at_start) for first, at_start, word in INITIAL_BEFORE.findall(text)]
        return (
            any(map(self._alone, words))
            or any(map(self._together, range(len(words)), [words] * len(words)))
            or any(word in self._bearers for word in POSSESSIVE.findall(text))
            or any(self._has_initial(*pair) for pair in [*initials, *INITIAL_AFTER.findall(text)])
        )

    def _alone(self, word: str) -> bool:
        """Whether one word says whose it is."""
        if len(word) < SHORTEST or len(word) > LONGEST_WORD or word in self._ordinary:
            return False
        if word not in self._checked:
            self._checked[word] = word in self._bearers or self._has_ending(word) or self._joined(word)
        return self._checked[word]

    def _has_ending(self, word: str) -> bool:
        if word.endswith("s") and word[:-1] in self._bearers and len(word) > SHORTEST:
            return True
        if PREFIXED.match(word) and word[1:] in self._bearers:
            return True
        return any(word[: len(word) - cut] in self._stems for cut in range(min(ENDING, len(word) - STEM) + 1))

    def _joined(self, word: str) -> bool:
        """Whether names are written without blanks, such as janeroe, jroe, roej or teamjaneroe."""
        return any(self._joined_at(word, start, end) for start, end in self._parts(word))

    def _joined_at(self, word: str, start: int, end: int) -> bool:
        before, part, after = word[:start], word[start:end], word[end:]
        if len(before) == 1 and self._has_initial(part, before) and self._plain(after):
            return True
        if not self._plain(before):
            return False
        alone = part not in self._ordinary and len(part) >= SHORTEST and self._plain(after)
        return (
            alone
            or (len(after) == 1 and self._has_initial(part, after))
            or any(
                self._same_person(part, word[end:stop]) and self._plain(word[stop:])
                for stop in range(end + 2, len(word) + 1)
            )
        )

    def _parts(self, word: str) -> Iterator[tuple[int, int]]:
        for start in range(len(word) - 1):
            for end in range(start + 2, len(word) + 1):
                if word[start:end] in self._bearers:
                    yield start, end

    def _plain(self, rest: str) -> bool:
        return not rest or rest in PARTICLES or (len(rest) >= SHORTEST and rest in self._ordinary)

    def _together(self, place: int, words: list[str]) -> bool:
        """Whether a word that may mean nothing alone stands beside a title or another word of the name."""
        word = words[place]
        if word not in self._bearers:
            return False
        others = words[place + 1 : place + 1 + NEAR]
        before = words[place - 1] if place else ""
        return before in HONORIFICS or any(self._same_person(word, other) for other in others)

    def _same_person(self, first: str, second: str) -> bool:
        if first == second or first not in self._bearers or second not in self._bearers:
            return False
        return not self._bearers[first].isdisjoint(self._bearers[second])

    def _has_initial(self, word: str, letter: str) -> bool:
        """Whether somebody who bears a word has another name that begins with a letter."""
        least = 2 if word[0] == letter else 1
        bearers = self._bearers.get(word, ())
        return any(self._initials[bearer].count(letter) >= least for bearer in bearers)

    def _in_unbroken(self, text: str) -> bool:
        if not self._unbroken or text.isascii():
            return False
        joined = "".join(UNBROKEN.findall(fold(text)))
        return any(
            joined[start : start + length] in self._unbroken
            for length in self._lengths
            for start in range(len(joined) - length + 1)
        )
