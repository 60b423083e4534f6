"""Words of a title that are no words, read as the common word that they are misspelt from."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reallocate.titles.words import TOKEN, fold, is_listed, singular

SHORTEST, SHORT, LONG = 5, 6, 8
"""[letters] From five on a word may have one slip, from eight on two."""
COMMON, VERY_COMMON = 20, 100
"""[titles] with the right word; a word of five letters is corrected only to a very common one."""


class Spelling:
    """Corrects the spelling of titles.

    counts : (word) English titles that have it
    known : words of all languages, which are right as they are
    """

    def __init__(self, counts: Mapping[str, int], known: frozenset[str]) -> None:
        self._known = known
        self._by_letter: dict[str, dict[str, int]] = {}
        for word, count in sorted(counts.items()):
            if count >= COMMON and len(word) >= SHORTEST - 1:
                self._by_letter.setdefault(word[0], {})[word] = count

    def corrected(self, title: str) -> str:
        """A folded title with its misspelt words corrected; "" where none is.

        The first letter is taken to be right. Of several words as near the commonest is meant.
        """
        plain = fold(title)
        other = TOKEN.sub(lambda found: self._word(found[0]), plain)
        return other if other != plain else ""

    def _word(self, word: str) -> str:
        stem = singular(word)
        if len(stem) < SHORTEST or not stem.isalpha() or stem in self._known or is_listed(word):
            return word
        slips = 2 if len(stem) >= LONG else 1
        common = self._by_letter.get(stem[0], {})
        near = process.extract(stem, common.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
        least = VERY_COMMON if len(stem) < SHORT else COMMON
        found = sorted((distance, -common[one], one) for one, distance, _ in near if common[one] >= least)
        return found[0][2] if found else word
