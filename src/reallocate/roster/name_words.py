"""Names of people as words that can be compared, however they are spelt."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W\d_]+")
CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
APOSTROPHE = re.compile(r"(?<=\w)['’`´ʼ](?=\w{2})")
SPACED = re.compile(r"\b[^\W\d_](?:[\W_]+[^\W\d_]\b){2,}")
UNBROKEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
"""Scripts without blanks between words, such as Chinese, and Korean with its endings."""
SYLLABLES = re.compile("[\u3400-\u9fff\uac00-\ud7af]+")
PREFIXED = re.compile("[\u0590-\u06ff]")
"""Hebrew and Arabic write short words such as "to" and "the" together with the next."""
OTHER_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)
TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ñ": "ny"})
LATIN_LOOK = str.maketrans("аеорсухіјѕԁһтмвкнαορτυνιεκ", "aeopcyxijsdhtmbkhaoptuviek")
DIGIT_LOOK = str.maketrans("013457", "oleast")
MIXED = re.compile(r"(?=\w*[^\W\d_])\w*\d\w*")
PARTICLES = frozenset((
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le", "el",
    "al", "bin", "ibn", "abu", "ben", "bint", "ter", "ten", "zu", "zur", "vom", "und", "of", "the", "and",
    "for", "san", "santa", "saint", "st", "mac", "mc",
))  # fmt: skip
HONORIFICS = frozenset((
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "dame", "herr", "herrn", "frau", "mme", "mlle", "monsieur",
    "madame", "senor", "senora", "sra", "srta", "dott", "signora",
))  # fmt: skip
SUFFIXES = frozenset((
    "jr", "sr", "junior", "senior", "ii", "iii", "iv", "phd", "md", "mba", "cpa", "esq", "msc", "sir", "rev",
    "hr", "fr", "don", "dona", "ing", "sig", "pan", "pani", "dipl",
))  # fmt: skip
"""What stands before or behind a name and means something else elsewhere."""
BESIDE = HONORIFICS | SUFFIXES | PARTICLES
SPECIAL = re.compile(r"[\d'`]|[a-z][A-Z]|\b\w\W+\w\b")
"""Of text in ASCII, without which it has one spelling."""
LONGEST_NAME = 8
"""[words] A cell with more is a sentence."""


def fold(text: str) -> str:
    """A text without case, accents, invisible characters and letters that only look like Latin ones."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf").casefold()
    parts = unicodedata.normalize("NFKD", plain.translate(OTHER_LETTERS))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return WORD.sub(_latin, unicodedata.normalize("NFC", bare))


def _latin(found: re.Match[str]) -> str:
    word = found[0]
    mixed = re.search("[a-z]", word) and not word.isascii()
    return word.translate(LATIN_LOOK) if mixed else word


def spellings(text: str) -> list[str]:
    """A text as it may be meant: folded, with ü as u and as ue, split before capitals, digits as letters."""
    found = [fold(text)]
    if text.isascii() and not SPECIAL.search(text):
        return found
    if not text.isascii():
        composed = unicodedata.normalize("NFKC", text).casefold()
        found.append(fold(composed.translate(TWO_LETTERS)))
    if CAMEL.search(text):
        found.append(fold(CAMEL.sub(" ", text)))
    if APOSTROPHE.search(found[0]):
        found.append(APOSTROPHE.sub("", found[0]))
    if SPACED.search(found[0]):
        found.append(SPACED.sub(lambda spaced: "".join(WORD.findall(spaced[0])), found[0]))
    if MIXED.search(found[0]):
        found.append(MIXED.sub(lambda word: word[0].translate(DIGIT_LOOK), found[0]))
    return list(dict.fromkeys(found))


def name_words(text: str) -> list[list[str]]:
    """The words of a person's name in each of its spellings, without titles, suffixes and initials.

    text : a cell of a column of names
    """
    found = []
    for spelling in spellings(text):
        words = [word for word in WORD.findall(spelling) if word not in BESIDE]
        if words and len(words) <= LONGEST_NAME:
            found.append([word for word in words if len(word) > 1])
    return [words for words in found if words]
