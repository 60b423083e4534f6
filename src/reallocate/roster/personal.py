"""What in a roster belongs to a person: seen by its form or because another column holds it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
NATIONAL_NUMBER = re.compile(r"\b\d{3}-\d{2}-\d{4}\b")
PHONE = re.compile(r"\+\d[\d ().-]{7,}\d|\(\d{3}\) ?\d{3}-\d{4}")
FORMS = (MAIL, NATIONAL_NUMBER, PHONE)
FIRST = re.compile(r"\b(first|given|fore|preferred)\b ?(name)?|\bforename\b", re.IGNORECASE)
LAST = re.compile(r"\b(last|family|sur)\b ?(name)?|\bsurname\b", re.IGNORECASE)
WORD = re.compile(r"[\w'’-]+")
LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-])*")
LONGEST_NAME = 4
SHORTEST_ID = 4
OFTEN = 0.2
LOOKED_AT = 2_000


def looks_personal(texts: pd.Series) -> bool:
    """Whether a fifth of a column's cells are e-mail addresses, phone numbers or national numbers.

    texts : (row) cells, of which the first 2,000 that are not blank are looked at
    """
    seen = texts[texts.ne("")].head(LOOKED_AT)
    marked = sum(has_form(text) for text in seen.tolist())
    return len(seen) > 0 and marked >= OFTEN * len(seen)


def has_form(text: str) -> bool:
    """Whether a text holds an e-mail address, a phone number or a national number.

    text : a cell
    """
    return any(form.search(text) for form in FORMS)


class OwnTexts:
    """Names and ids of a roster's people, to be found again in columns where none belong.

    columns : (header) (row) cells of the columns that are personal by header or content
    ids : (row) cells of the columns of ids
    """

    def __init__(self, columns: Mapping[str, pd.Series], ids: list[pd.Series]) -> None:
        texts = [*columns.values(), *ids]
        first = [cells for header, cells in columns.items() if FIRST.search(header)]
        last = [cells for header, cells in columns.items() if LAST.search(header)]
        texts += [one + " " + other for one in first for other in last]
        every = {text for column in texts for text in column.unique().tolist()}
        words = (tuple(LETTERS.findall(text.casefold())) for text in every)
        # One word alone may be a trade as well as a name; the order of several does not matter.
        self._names = {frozenset(name) for name in words if 2 <= len(name) <= LONGEST_NAME}
        self._ids = {text.casefold() for column in ids for text in column.unique().tolist() if _is_id(text)}

    def inside(self, texts: pd.Series) -> pd.Series:
        """Whether a cell holds a name, an id, or a text of a personal form.

        texts : (row) cells of a column that is for something else
        """
        found = {text for text in texts.unique().tolist() if text and self._holds(text)}
        return texts.isin(found)

    def _holds(self, text: str) -> bool:
        if has_form(text):
            return True
        words = WORD.findall(text.casefold())
        if not self._ids.isdisjoint(words):
            return True
        words = LETTERS.findall(text.casefold())
        return any(
            frozenset(words[start : start + length]) in self._names
            for length in range(2, LONGEST_NAME + 1)
            for start in range(len(words) - length + 1)
        )


def _is_id(text: str) -> bool:
    return len(text) >= SHORTEST_ID and any(letter.isdigit() for letter in text)
