"""The words of a job title: folded, short forms written out, slips of spelling mended."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import combinations, islice, product
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

_TOKEN = re.compile(r"[^\W_]+(?:[&+#][^\W_]*)*")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'"})
LONGEST_TITLE = 200
"""[characters] A longer text is no title, and takes a time that grows with the square of its words."""
_NO_PLURAL = ("ss", "us", "is")
_SHORTEST_PLURAL = 4
"""[letters] Shorter words keep their s: gas, bus."""


@cache
def listed(file: str) -> Mapping[str, Any]:
    """One of the lists beside this file.

    file : its name, such as words.toml
    """
    text = resources.files("reallocate.data.titles").joinpath(file).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _short_forms() -> Mapping[str, tuple[str, ...]]:
    lists = listed("words.toml")
    both = {**lists["abbreviations"], **lists["acronyms"]}
    return {short: tuple(singular(word) for word in long.split()) for short, long in both.items()}


@cache
def levels() -> Mapping[str, str]:
    """(word) the level that it names: senior, junior, learning, lead, number or wide."""
    return {word: level for level, words in listed("words.toml")["levels"].items() for word in words}


@cache
def stop_words() -> frozenset[str]:
    """Words that join others and say nothing themselves."""
    return frozenset(listed("words.toml")["nothing"]["stop"])


@cache
def noise() -> frozenset[str]:
    """Terms of employment, places and shifts."""
    return frozenset(listed("words.toml")["nothing"]["words"])


@cache
def always_noise() -> frozenset[str]:
    """Shifts and terms of employment that say nothing of the work, wherever in a title they stand."""
    return frozenset(listed("words.toml")["nothing"]["always"])


@cache
def units() -> frozenset[str]:
    """Parts of a firm and words for anybody, which name no job."""
    return frozenset(listed("words.toml")["nothing"]["units"])


@cache
def bare() -> frozenset[str]:
    """What somebody is without a field, such as manager."""
    return frozenset(listed("words.toml")["nothing"]["bare"])


@cache
def without_field() -> frozenset[str]:
    """The same, and the words beside them that name no field either, such as shift."""
    return bare() | frozenset(listed("words.toml")["nothing"]["beside_bare"])


def _is_listed(word: str) -> bool:
    """Whether a word stands in one of the lists: a short form, a level, or one that says nothing.

    word : folded
    """
    return word in _short_forms() or word in levels() or word in noise() or word in stop_words()


def fold(text: str) -> str:
    """A text without case and accents, umlauts as two letters."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def singular(word: str) -> str:
    """A word without the s of a plural.

    word : folded
    """
    if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith(_NO_PLURAL):
        return word[:-1]
    return word


def words(folded: str) -> list[str]:
    """The words of a folded text, short forms written out.

    folded : as from `fold`
    """
    found: list[str] = []
    tokens = _TOKEN.findall(folded)
    short = _short_forms()
    for place, token in enumerate(tokens):
        if token == "admin" and place == len(tokens) - 1 and place:
            found.append("administrator")
        elif token in short:
            found += short[token]
        else:
            found.append(singular(token))
    return found


_BEFORE_FIELD = frozenset(("of", "in", "for"))


def head_last(found: Sequence[str]) -> tuple[str, ...]:
    """The words of a title with what the person is last: "technician in robotics" as robotics technician.

    found : words of a title, those that join others included
    "Chief of staff" stays, since a chief of something is another job than its chief.
    """
    if _BEFORE_FIELD.isdisjoint(found) or found[0] == "chief":
        return tuple(found)
    place = next((at for at, word in enumerate(found) if at and word in _BEFORE_FIELD), 0)
    if not place:
        return tuple(found)
    return (*head_last(found[place + 1 :]), *found[:place])


def title_key(title: str) -> str:
    """A title as it is compared with others."""
    return " ".join(words(fold(title)))


_SHORTEST, _SHORT, _LONG = 5, 6, 8
"""[letters] From five on a word may have one slip, from eight on two; at four where it makes a title."""
_CHOICES, _MOST = 4, 64
"""Words that a misspelt one may be, and titles that are tried, at most."""
_COMMON, _VERY_COMMON = 20, 100
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
            if count >= _COMMON and len(word) >= _SHORTEST - 1:
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
        other = _TOKEN.sub(lambda found: self._commonest(found[0], self._near(found[0])), plain)
        return other if other != plain else ""

    def readings(self, title: str) -> list[str]:
        """What a title may be with its misspelt words corrected, the nearest and commonest first."""
        plain = fold(title)
        near = {word: self._near(word)[:_CHOICES] for word in _TOKEN.findall(plain)}
        misspelt = {word: others for word, others in near.items() if others}
        if not misspelt:
            return []
        meant = [dict(zip(misspelt, one, strict=True)) for one in islice(product(*misspelt.values()), _MOST)]
        return [_with(plain, words) for words in meant]

    def _near(self, word: str) -> list[str]:
        """The common words that a word may be misspelt from, the nearest and commonest first."""
        stem = singular(word)
        if len(stem) < _SHORTEST - 1 or not stem.isalpha() or stem in self._known or _is_listed(word):
            return []
        slips = 2 if len(stem) >= _LONG else 1
        common = self._by_letter.get(stem[0], {})
        near = process.extract(stem, common.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
        return [one for _, _, one in sorted((distance, -common[one], one) for one, distance, _ in near)]

    def _commonest(self, word: str, near: list[str]) -> str:
        """What a word is read as where no known title tells."""
        stem = singular(word)
        if len(stem) < _SHORTEST or not near:
            return word
        least = _VERY_COMMON if len(stem) < _SHORT else _COMMON
        counts = self._by_letter[stem[0]]
        return next((one for one in near if counts[one] >= least), word)


def _with(text: str, words: Mapping[str, str]) -> str:
    """A text with some of its words replaced."""
    return _TOKEN.sub(lambda found: words.get(found[0], found[0]), text)


_SHORTEST_WORD = 7
"""[letters] In a shorter word one letter more often makes another word."""
_Words = tuple[str, ...]


def one_spelling(titles: Mapping[str, _Words], is_word: Callable[[str], bool]) -> dict[str, str]:
    """(title) the title that it is a slip of; titles that are no slip of another are left out.

    titles : (title) its words, folded and without level, place or terms
    is_word : whether a word is one of any language
    Two titles are alike where all words but one are the same, the words that differ have seven letters or
    more and differ by one letter more, less or other, or by two that changed places, and one at least is no
    word. Of titles that are alike the one with most known words is right, else the first.
    Source: Damerau, A technique for computer detection and correction of spelling errors, Communications of
    the ACM 7, 1964, doi:10.1145/363958.363994.
    """
    by_key: dict[tuple[int, _Words], set[_Words]] = {}
    for words in sorted(set(titles.values())):
        for key in _keys(words):
            by_key.setdefault(key, set()).add(words)
    right = {words: words for words in titles.values()}
    for (place, _), several in sorted(by_key.items()):
        for one, other in combinations(sorted(several), 2):
            if _is_slip(one[place], other[place], is_word):
                _join(right, one, other, is_word)
    first: dict[_Words, str] = {}
    for title in sorted(titles):
        first.setdefault(titles[title], title)
    found = {title: first[_root(right, words)] for title, words in titles.items()}
    return {title: other for title, other in found.items() if titles[title] != titles[other]}


def _keys(words: _Words) -> Iterator[tuple[int, _Words]]:
    """Place of a long word, and the words with a letter of it left out: titles that are alike share one."""
    for place, word in enumerate(words):
        if len(word) >= _SHORTEST_WORD and word.isalpha():
            for letter in range(len(word)):
                yield place, (*words[:place], word[:letter] + word[letter + 1 :], *words[place + 1 :])
            yield place, words


def _is_slip(one: str, other: str, is_word: Callable[[str], bool]) -> bool:
    same = OSA.distance(one, other, score_cutoff=1) != 1 or min(len(one), len(other)) < _SHORTEST_WORD
    return not same and not (is_word(one) and is_word(other))


def _join(right: dict[_Words, _Words], one: _Words, other: _Words, is_word: Callable[[str], bool]) -> None:
    """Read two alike titles as one."""
    roots: Sequence[_Words] = sorted({_root(right, one), _root(right, other)})
    if len(roots) == 2:
        best = min(roots, key=lambda words: (sum(not is_word(word) for word in words), words))
        for root in roots:
            right[root] = best


def _root(right: Mapping[_Words, _Words], words: _Words) -> _Words:
    while right[words] != words:
        words = right[words]
    return words


_LATIN_LOOK = str.maketrans("аеорсухіјѕԁһтмвкнαορτυνιεκ", "aeopcyxijsdhtmbkhaoptuviek")


def _latin(found: re.Match[str]) -> str:
    word = found[0]
    mixed = re.search("[a-z]", word) and not word.isascii()
    return word.translate(_LATIN_LOOK) if mixed else word


_OTHER_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)


WORD = re.compile(r"[^\W\d_]+")


def fold_name(text: str) -> str:
    """A text without case, accents, invisible characters and letters that only look like Latin ones."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf").casefold()
    parts = unicodedata.normalize("NFKD", plain.translate(_OTHER_LETTERS))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return WORD.sub(_latin, unicodedata.normalize("NFC", bare))
