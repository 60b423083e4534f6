"""The words of a job title: folded, short forms written out, plurals as singulars."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

TOKEN = re.compile(r"[^\W_]+(?:[&+#][^\W_]*)*")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'"})
JOINS = ("of", "in", "for")
LONGEST = 200
"""[characters] A longer text is no title, and takes a time that grows with the square of its words."""
NO_PLURAL = ("ss", "us", "is")
SHORTEST_PLURAL = 4
"""[letters] Shorter words keep their s: gas, bus."""


@cache
def listed(file: str) -> Mapping[str, Any]:
    """One of the lists beside this file.

    file : its name, such as words.toml
    """
    text = resources.files("reallocate.titles").joinpath(file).read_text(encoding="utf-8")
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


def is_listed(word: str) -> bool:
    """Whether a word stands in one of the lists: a short form, a level, or one that says nothing.

    word : folded
    """
    return word in _short_forms() or word in levels() or word in noise() or word in stop_words()


def fold(text: str) -> str:
    """A text without case and accents, umlauts as two letters."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(UMLAUTS)
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def singular(word: str) -> str:
    """A word without the s of a plural.

    word : folded
    """
    if len(word) >= SHORTEST_PLURAL and word.endswith("s") and not word.endswith(NO_PLURAL):
        return word[:-1]
    return word


def words(folded: str) -> list[str]:
    """The words of a folded text, short forms written out.

    folded : as from `fold`
    """
    found: list[str] = []
    tokens = TOKEN.findall(folded)
    short = _short_forms()
    for place, token in enumerate(tokens):
        if token == "admin" and place == len(tokens) - 1 and place:
            found.append("administrator")
        elif token in short:
            found += short[token]
        else:
            found.append(singular(token))
    return found


def head_last(found: Sequence[str]) -> tuple[str, ...]:
    """The words of a title with what the person is last: "technician in robotics" as robotics technician.

    found : words of a title, those that join others included
    "Chief of staff" stays, since a chief of something is another job than its chief.
    """
    place = next((at for at, word in enumerate(found) if at and word in JOINS), 0)
    if not place or found[0] == "chief":
        return tuple(found)
    return (*head_last(found[place + 1 :]), *found[:place])


def title_key(title: str) -> str:
    """A title as it is compared with others."""
    return " ".join(words(fold(title)))
