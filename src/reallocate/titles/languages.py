"""Titles in German, French and Spanish, word by word in the English of job titles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reallocate.titles.words import listed, singular

LINKS = ("", "s", "en", "n", "es", "e")
"""Letters that join the parts of a German compound."""
SHORTEST_PART = 3
"""[letters] A shorter part is taken for chance, but for those listed."""
FEMININE = ("innen", "in")
FILE = "languages.toml"


@dataclass(frozen=True)
class Translation:
    """A title in English words.

    language : german, french or spanish
    words : the field first, what the person is last
    """

    language: str
    words: tuple[str, ...]


def translated(words: Sequence[str], is_english: Callable[[str], bool]) -> Translation | None:
    """A title in English words, none where it is English or not understood whole.

    words : folded
    is_english : whether a word occurs in English titles
    """
    if not words or all(is_english(word) for word in words):
        return None
    for language in ("french", "spanish"):
        table = _romance(language)
        own = [word for word in words if word in table]
        if (
            words[0] in table
            and all(word in table or is_english(word) for word in words)
            and any(not is_english(word) for word in own)
        ):
            head, *fields = (table.get(word, (word,)) for word in words)
            return Translation(language, (*(word for field in fields for word in field), *head))
    return _german(words, is_english)


@cache
def _romance(language: str) -> Mapping[str, tuple[str, ...]]:
    return {word: _english(meaning) for word, meaning in listed(FILE)[language].items()}


@cache
def _german_lists() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    lists = listed(FILE)["german"]
    heads = sorted(lists["heads"].items(), key=lambda item: (-len(item[0]), item[0]))
    fields = sorted(lists["fields"].items(), key=lambda item: (-len(item[0]), item[0]))
    return (
        {word: _english(meaning) for word, meaning in heads},
        {word: _english(meaning) for word, meaning in fields},
    )


def _english(meaning: str) -> tuple[str, ...]:
    return tuple(singular(word) for word in meaning.split())


def _german(words: Sequence[str], is_english: Callable[[str], bool]) -> Translation | None:
    heads, _ = _german_lists()
    parts: list[tuple[str, ...]] = []
    understood = False
    for word in words:
        meaning = german_word(word, is_english)
        if meaning is None and not is_english(word):
            return None
        understood |= meaning is not None and not is_english(word)
        parts.append(meaning if meaning is not None else (word,))
    if not understood:
        return None
    leads = any(_masculine(words[0]).endswith(head) for head in heads)
    first = parts[0] if len(words) > 1 and leads else ()
    rest = parts[1:] if first else parts
    return Translation("german", (*(word for part in rest for word in part), *first))


def _masculine(word: str) -> str:
    heads, _ = _german_lists()
    for ending in FEMININE:
        stem = word.removesuffix(ending)
        if stem != word and any(stem.endswith(head) for head in heads):
            return stem
    return word


def german_word(word: str, is_english: Callable[[str], bool]) -> tuple[str, ...] | None:
    """What a German word or compound means in English titles, none where a part is not understood.

    word : folded, such as einkaufsleiterin
    is_english : whether a word occurs in English titles; a compound may begin with one
    """
    heads, fields = _german_lists()
    word = _masculine(word)
    if word in heads:
        return heads[word]
    if word in fields:
        return fields[word]
    for head, meaning in heads.items():
        if not word.endswith(head):
            continue
        field = _field(word.removesuffix(head), is_english)
        if field is not None:
            return (*field, *meaning)
    return None


def is_foreign_word(word: str, is_english: Callable[[str], bool]) -> bool:
    """Whether a word is one of German, French or Spanish titles.

    word, is_english : as for `german_word`
    """
    romance = any(word in _romance(language) for language in ("french", "spanish"))
    return romance or german_word(word, is_english) is not None


def _field(text: str, is_english: Callable[[str], bool]) -> tuple[str, ...] | None:
    _, fields = _german_lists()
    for link in LINKS:
        stem = text.removesuffix(link) if link else text
        if stem in fields and (link == "" or stem != text):
            return fields[stem]
    if len(text) >= SHORTEST_PART and is_english(text):
        return (text,)
    begins = (field for field in fields if len(field) > SHORTEST_PART and text.startswith(field))
    return next((fields[field] for field in begins), None)
