"""A job title taken apart: what the person does, level, field and language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reallocate.data.titles.words import (
    always_noise,
    bare,
    fold,
    head_last,
    levels,
    listed,
    noise,
    singular,
    stop_words,
    without_field,
    words,
)

_LINKS = ("", "s", "en", "n", "es", "e")
"""Letters that join the parts of a German compound."""
_SHORTEST_PART = 3
"""[letters] A shorter part is taken for chance, but for those listed."""
_FILE = "languages.toml"


@dataclass(frozen=True)
class _Translation:
    """A title in English words.

    language : german, french or spanish
    words : the field first, what the person is last
    """

    language: str
    words: tuple[str, ...]


def _translated(words: Sequence[str], is_english: Callable[[str], bool]) -> _Translation | None:
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
            return _Translation(language, (*(word for field in fields for word in field), *head))
    return _german(words, is_english)


@cache
def _romance(language: str) -> Mapping[str, tuple[str, ...]]:
    return {word: _english(meaning) for word, meaning in listed(_FILE)[language].items()}


@cache
def _german_lists() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    lists = listed(_FILE)["german"]
    heads = sorted(lists["heads"].items(), key=lambda item: (-len(item[0]), item[0]))
    fields = sorted(lists["fields"].items(), key=lambda item: (-len(item[0]), item[0]))
    return (
        {word: _english(meaning) for word, meaning in heads},
        {word: _english(meaning) for word, meaning in fields},
    )


def _english(meaning: str) -> tuple[str, ...]:
    return tuple(singular(word) for word in meaning.split())


def _german(words: Sequence[str], is_english: Callable[[str], bool]) -> _Translation | None:
    heads, _ = _german_lists()
    parts: list[tuple[str, ...]] = []
    understood = False
    for word in words:
        meaning = _german_word(word, is_english)
        if meaning is None and not is_english(word):
            return None
        understood |= meaning is not None and not is_english(word)
        parts.append(meaning if meaning is not None else (word,))
    if not understood:
        return None
    leads = any(_masculine(words[0]).endswith(head) for head in heads)
    first = parts[0] if len(words) > 1 and leads else ()
    rest = parts[1:] if first else parts
    return _Translation("german", (*(word for part in rest for word in part), *first))


def _masculine(word: str) -> str:
    heads, _ = _german_lists()
    for ending in ("innen", "in"):
        stem = word.removesuffix(ending)
        if stem != word and any(stem.endswith(head) for head in heads):
            return stem
    return word


def _german_word(word: str, is_english: Callable[[str], bool]) -> tuple[str, ...] | None:
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

    word, is_english : as for `_german_word`
    """
    romance = any(word in _romance(language) for language in ("french", "spanish"))
    return romance or _german_word(word, is_english) is not None


def _field(text: str, is_english: Callable[[str], bool]) -> tuple[str, ...] | None:
    _, fields = _german_lists()
    for link in _LINKS:
        stem = text.removesuffix(link) if link else text
        if stem in fields and (link == "" or stem != text):
            return fields[stem]
    if len(text) >= _SHORTEST_PART and is_english(text):
        return (text,)
    begins = (field for field in fields if len(field) > _SHORTEST_PART and text.startswith(field))
    return next((fields[field] for field in begins), None)


_GENDER = re.compile(
    r"\(\s*[mwdfhxiv](?:\s*[/|,]\s*[mwdfhxiv])+\s*\)|\b[mwfh](?:/[mwdfhx])+\b|\(\s*(?:in|e|ne|a|o)\s*\)"
    r"|(?<=\w)[:*/_·]-?(?:in|innen|e|ne|se|rice|a)\b"
)
_BRACKET = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
_SEGMENT = re.compile(r"\s+[-–—]+\s+|[,;:|@]|\s/\s|\s*[–—]\s*")
_SERVED = re.compile(r"(?<=\w)\s+to\s+(?:the\s+)?\w.*")
"""Whom somebody assists: it says nothing of what they do."""
_SITE = re.compile(r"(?<=\w)[\s,]+standort\s+[\w-]+\s*$")
"""Where somebody works, at the end of a German title."""
_VICE_PRESIDENTS = frozenset(("vp", "svp", "evp", "avp", "rvp", "fvp"))
_MANAGES = frozenset(
    ("manager", "director", "head", "chief", "president", "superintendent", "leiter", "leiterin", "leitung")
    + ("responsable", "gerente", "jefe", "jefa", "directeur", "directrice", "chef")
)
_LISTED, _FIRST_PART, WITHOUT_LEVEL, _WITH_CONTEXT = 1.0, 0.97, 0.95, 0.98
_LEADS, _MANAGES_FIELD, _SUPERVISES = 0.95, 0.9, 0.8
"""How sure it is that a form of the title means the same as the title."""


@dataclass(frozen=True)
class ParsedTitle:
    """A title taken apart.

    words : what the person does, in English where it could be translated, without level
    context : words of the other parts
    original : `words` before they were translated
    language : german, french, spanish or ""
    level : senior, junior, learning, lead or ""
    executive : chief, vice president, director or ""
    forms : (key) how sure it is that this form means the same, the surest first
    """

    raw: str
    words: tuple[str, ...]
    context: tuple[str, ...]
    original: tuple[str, ...]
    language: str
    level: str
    executive: str
    forms: Mapping[str, float]

    @property
    def is_bare(self) -> bool:
        """Whether it says what somebody is and no field."""
        return self.words == ("vice", "president") or (len(self.words) == 1 and self.words[0] in bare())

    @property
    def manages(self) -> bool:
        """Whether the title is that of a manager."""
        said = {*self.words[-1:], *self.original[:1], *self.original[-1:]}
        return bool(self.executive) or not _MANAGES.isdisjoint(said)


@dataclass(frozen=True)
class _Part:
    """One part of a title: its words, those without levels, and what was taken out."""

    whole: tuple[str, ...]
    core: tuple[str, ...]
    levels: tuple[str, ...]
    executive: str


def parse(raw: str, is_english: Callable[[str], bool]) -> ParsedTitle:
    """A title taken apart.

    is_english : whether a word occurs in English titles
    """
    parts = [_part(part) for part in _parts(raw)]
    main, context = _main_and_context(parts)
    executive = next((part.executive for part in parts if part.executive), "")
    if "chief" in main and "officer" in main:
        executive = "chief"
    elif "director" in main:
        executive = executive or "director"
    found = [level for part in parts for level in part.levels]
    level = next((one for one in ("learning", "lead", "senior", "junior") if one in found), "")
    original = main
    translation = _translated(main, is_english)
    if translation:
        main = translation.words
    if translation and "director" in main:
        executive = executive or "director"
    forms = _forms(raw, parts, (original, main, context), executive, level)
    return ParsedTitle(
        raw, main, context, original, translation.language if translation else "", level, executive, forms
    )


def _parts(raw: str) -> list[tuple[str, ...]]:
    text = _SITE.sub("", _GENDER.sub(" ", fold(raw)))
    brackets = _BRACKET.findall(text)
    parts = [*_SEGMENT.split(_SERVED.sub(" ", _BRACKET.sub(" ", text))), *brackets]
    told = (tuple(word for word in words(part) if word not in always_noise()) for part in parts)
    return [found for found in told if found]


def _part(whole: tuple[str, ...]) -> _Part:
    if all(word in noise() or word in levels() or word.isdigit() for word in whole):
        lost = [levels()[word] for word in whole if word in levels()]
        return _Part(whole, (), tuple(lost), "")
    core: list[str] = []
    lost, executive = [], ""
    told = [place for place, word in enumerate(whole) if levels().get(word) != "number"]
    last = told[-1] if told else -1
    for place, word in enumerate(whole):
        if word in _VICE_PRESIDENTS or (word == "vice" and whole[place + 1 : place + 2] == ("president",)):
            executive = "vice president"
        elif word == "president" and place and whole[place - 1] == "vice":
            continue
        elif word == "head" and not core and whole[place + 1 : place + 2] in ((), ("of",)):
            executive = "director"
        elif (level := levels().get(word)) and _is_level(word, level, bool(core), place == last):
            lost.append(level)
        else:
            core.append(word)
    while len(core) > 1 and core[-1] in stop_words():
        core.pop()
    return _Part(whole, tuple(core), tuple(lost), executive)


def _is_level(word: str, level: str, after_others: bool, is_last: bool) -> bool:
    """Whether a word tells the level here: "associate" last is the job, "staff" counts only first."""
    if word == "associate":
        return not (after_others and is_last)
    if word in ("staff", "advanced", "graduate", "mid", "entry", "experienced"):
        return not after_others
    if word == "principal":
        return not (is_last and not after_others)
    if level == "wide":
        return not after_others
    return True


def _main_and_context(parts: list[_Part]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    stop = stop_words()
    full = [tuple(word for word in head_last(part.core) if word not in stop) for part in parts]
    full = [one for one in full if one]
    if not full and any(part.executive for part in parts):
        return ("vice", "president"), ()
    if not full:
        return (), ()
    main, rest = full[0], full[1:]
    context = tuple(word for one in rest for word in one if word not in noise())
    only_executive = any(part.executive and not part.core for part in parts[:1])
    if context and without_field().issuperset(main):
        return (*context, *main), ()
    if only_executive:
        return main, context
    return main, context


def _forms(
    raw: str, parts: list[_Part], found: tuple[tuple[str, ...], ...], executive: str, level: str
) -> dict[str, float]:
    """Keys under which the title may be listed; the surest form of a key comes first."""
    original, main, context = found
    forms: dict[str, float] = {}
    nothing = noise() | stop_words() | levels().keys()

    def add(form: tuple[str, ...], sure: float) -> None:
        if not nothing.issuperset(form):
            forms.setdefault(" ".join(form), sure)

    add(tuple(words(fold(raw))), _LISTED)
    add(tuple(word for part in parts for word in part.whole), _LISTED)
    if parts and not (len(parts) > 1 and without_field().issuperset(parts[0].core)):
        add(parts[0].whole, _FIRST_PART)
        add(parts[0].core, WITHOUT_LEVEL)
    add(original, WITHOUT_LEVEL)
    add(main, WITHOUT_LEVEL if main == original else _MANAGES_FIELD)
    add((*context, *main), _WITH_CONTEXT)
    field = tuple(word for word in main if word not in ("director", "manager"))
    if executive in ("vice president", "director") and field:
        add(("vice", "president", *field), _LEADS)
        add((*field, "director"), _LEADS)
        add((*field, "manager"), _MANAGES_FIELD)
    if level == "lead" and main:
        add((*(word for word in main if word != "team"), "supervisor"), _SUPERVISES)
    return forms
