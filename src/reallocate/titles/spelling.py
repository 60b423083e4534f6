"""Words of a title that are no words, read as the common word that they are misspelt from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice, product

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reallocate.titles.words import TOKEN, fold, is_listed, singular

SHORTEST, SHORT, LONG = 5, 6, 8
"""[letters] From five on a word may have one slip, from eight on two; at four where it makes a title."""
CHOICES, MOST = 4, 64
"""Words that a misspelt one may be, and titles that are tried, at most."""
COMMON, VERY_COMMON = 20, 100
"""[titles] with the right word; a word of five letters is corrected only to a very common one."""


class Spelling:
    """Corrects the spelling of titles.

    counts : (word) English titles that have it
    known : words of all languages, which are right as they are
    is_title : whether a folded text is a known title as a whole
    """

    def __init__(
        self, counts: Mapping[str, int], known: frozenset[str], is_title: Callable[[str], bool]
    ) -> None:
        self._known, self._is_title = known, is_title
        self._by_letter: dict[str, dict[str, int]] = {}
        for word, count in sorted(counts.items()):
            if count >= COMMON and len(word) >= SHORTEST - 1:
                self._by_letter.setdefault(word[0], {})[word] = count

    def corrected(self, title: str) -> str:
        """A folded title with its misspelt words corrected; "" where none is.

        The first letter is taken to be right. Of several words as near the one that makes a known title is
        meant, else the commonest.
        """
        plain = fold(title)
        for whole in self.readings(title):
            if self._is_title(whole):
                return whole
        other = TOKEN.sub(lambda found: self._commonest(found[0], self._near(found[0])), plain)
        return other if other != plain else ""

    def readings(self, title: str) -> list[str]:
        """What a title may be with its misspelt words corrected, the nearest and commonest first."""
        plain = fold(title)
        near = {word: self._near(word)[:CHOICES] for word in TOKEN.findall(plain)}
        misspelt = {word: others for word, others in near.items() if others}
        if not misspelt:
            return []
        meant = [dict(zip(misspelt, one, strict=True)) for one in islice(product(*misspelt.values()), MOST)]
        return [_with(plain, words) for words in meant]

    def _near(self, word: str) -> list[str]:
        """The common words that a word may be misspelt from, the nearest and commonest first."""
        stem = singular(word)
        if len(stem) < SHORTEST - 1 or not stem.isalpha() or stem in self._known or is_listed(word):
            return []
        slips = 2 if len(stem) >= LONG else 1
        common = self._by_letter.get(stem[0], {})
        near = process.extract(stem, common.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
        return [one for _, _, one in sorted((distance, -common[one], one) for one, distance, _ in near)]

    def _commonest(self, word: str, near: list[str]) -> str:
        """What a word is read as where no known title tells."""
        stem = singular(word)
        if len(stem) < SHORTEST or not near:
            return word
        least = VERY_COMMON if len(stem) < SHORT else COMMON
        counts = self._by_letter[stem[0]]
        return next((one for one in near if counts[one] >= least), word)


def _with(text: str, words: Mapping[str, str]) -> str:
    """A text with some of its words replaced."""
    return TOKEN.sub(lambda found: words.get(found[0], found[0]), text)
