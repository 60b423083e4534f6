"""What in a roster belongs to a person: seen by its form or its column; ages in bands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from reallocate.data.titles.words import WORD, fold_name
from reallocate.roster.file.cells import Findings, is_blank
from reallocate.roster.file.headers import letter
from reallocate.roster.file.limits import LONGEST_TITLE
from reallocate.roster.file.people_columns import Places
from reallocate.roster.names import LONGEST_NAME, UNBROKEN, NameIndex, OrdinaryWords

_MAIL = re.compile(r"([^\s@]+)@[^\s@]+\.[^\s@]+")
_RUNNING_NUMBER = re.compile(r"\d+(?=[\W_]|$)")
_NATIONAL_NUMBER = re.compile(r"\b\d{3}-\d{2}-\d{4}\b")
_PHONE = re.compile(r"\+\d[\d ().-]{7,}\d|\(\d{3}\) ?\d{3}-\d{4}")
_ADDRESSED = re.compile(r"\b(Mrs\b\.?|Mr\.|Herrn?\b|Frau\b|Mme\b\.?)\s*[^\W\d_]")
_FORMS = (_MAIL, _NATIONAL_NUMBER, _PHONE, _ADDRESSED)
_FIRST = re.compile(r"\b(first|given|fore|preferred)\b ?(name)?|\bforename\b|vorname|\bprenom\b|\bnombres?\b")
_LAST = re.compile(
    r"\b(last|family|sur)\b ?(name)?|\bsurname\b|nachname|familienname|\bapellidos?\b|\bcognome\b"
)
_NO_NAMES = re.compile(
    r"\b(birth\w*|dob|born|gender|sex|ssn|social|national\w*|passport|tax|address|street|zip|postal|postcode|"
    r"ethnicity|race|citizenship|religion|marital|disability|veteran|iban|bank|account|photo|phone|mobile|"
    r"telephone|pronouns?|visa|health|union)\b"
)
"""Personal columns whose words are also those of places and groups; only whole cells are looked for."""
_SHAPE = re.compile(r"[^\W\d_][^\d_@#%:;!?=+*<>{}\[\]\\|&]*")
_BETWEEN = re.compile(r"[\s.,]+")
_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_BETWEEN_PARTS = re.compile(r"\s+[-–|/]\s+")
_SHORTEST_ID = 4
_ID_WORD = re.compile(r"[\w'’-]+")
_LONGEST_PHRASE = 4
"""[words]"""
_LONGEST_IN_SCRIPT, _SHORTEST_IN_SCRIPT = 6, 2
"""[characters] Of a name in a script without blanks."""
_OFTEN = 0.2
_MANY = 0.5
_VARIED = 0.05
"""[share] A column of people, or of their managers, holds so many different cells."""
_VARIED_ALONE = 0.3
"""[share] A column of single words needs more of them: places and products are single words too."""
_LOOKED_AT = 2_000


def looks_personal(texts: pd.Series) -> bool:
    """Whether a fifth of a column's cells are e-mail addresses, phone numbers or national numbers.

    texts : (row) cells, of which the first 2,000 that are not blank are looked at
    """
    seen = texts[texts.ne("")].head(_LOOKED_AT)
    marked = sum(_has_form(text[:LONGEST_TITLE]) for text in seen.tolist())
    return len(seen) > 0 and marked >= _OFTEN * len(seen)


def looks_like_names(texts: pd.Series, ordinary: OrdinaryWords) -> bool:
    """Whether half of a column's cells look like people's names, whatever its header.

    texts : (row) cells, of which the first 2,000 that are not blank are looked at
    ordinary : words that are no names
    A name is two to eight words of letters, of which half are no ordinary ones, or one that is none; or two
    to six characters of a script without blanks.
    """
    seen = texts[texts.ne("")].head(_LOOKED_AT)
    if seen.empty:
        return False
    words = {text: _words_of_name(text, ordinary) for text in seen.unique().tolist()}
    sizes, varied = seen.map(words), len(words) / len(seen)
    several, some = sizes.gt(1).mean(), sizes.gt(0).mean()
    return bool((several >= _MANY and varied >= _VARIED) or (some >= _MANY and varied >= _VARIED_ALONE))


def _words_of_name(text: str, ordinary: OrdinaryWords) -> int:
    """How many words a text has if it looks like a name, else 0."""
    if len(text) > LONGEST_TITLE:
        return 0
    if UNBROKEN.fullmatch(text):
        return 2 if _SHORTEST_IN_SCRIPT <= len(text) <= _LONGEST_IN_SCRIPT else 0
    if not _SHAPE.fullmatch(text) or text.islower() or ordinary.is_title(text):
        return 0
    words = [word for word in _BETWEEN.split(fold_name(text)) if WORD.search(word)]
    long = [word for word in words if len(word) > 1]
    strange = [len(word) for word in long if not any(part in ordinary for part in WORD.findall(word))]
    named = len(words) <= LONGEST_NAME and 2 * len(strange) >= len(words)
    return len(words) if named and max(strange, default=0) > 2 else 0


def _has_form(text: str) -> bool:
    """Whether a text holds an e-mail address, a phone number, a national number or a form of address.

    text : a cell
    """
    return any(form.search(text) for form in _FORMS)


class OwnTexts:
    """Names and ids of a roster's people, to be found again in columns and headers where none belong.

    columns : (header) (row) cells of the columns that are personal by header or content
    ids : (row) cells of the columns of ids
    ordinary : words that are nobody's name where they stand alone
    """

    def __init__(
        self, columns: Mapping[str, pd.Series], ids: list[pd.Series], ordinary: OrdinaryWords
    ) -> None:
        named = {header: cells for header, cells in columns.items() if not _NO_NAMES.search(header)}
        in_ids = [cells for cells in ids if looks_like_names(cells, ordinary)]
        first = [cells for header, cells in named.items() if _FIRST.search(header)]
        last = [cells for header, cells in named.items() if _LAST.search(header)]
        texts = [*named.values(), *in_ids, *(one + " " + other for one in first for other in last)]
        self._names = NameIndex(_names(texts), ordinary)
        others = (text for header, cells in columns.items() if header not in named for text in cells.unique())
        phrases = (tuple(WORD.findall(fold_name(text))) for text in others if len(text) <= LONGEST_TITLE)
        self._phrases = {phrase for phrase in phrases if 2 <= len(phrase) <= _LONGEST_PHRASE}
        self._ids = {text.casefold() for column in ids for text in column.unique().tolist() if _is_id(text)}

    def inside(self, texts: pd.Series, titles: bool = False) -> pd.Series:
        """Whether a cell holds a name, an id, or a text of a personal form.

        texts : (row) cells of a column that is for something else
        titles : whether they are job titles
        """
        found = {text for text in texts.unique().tolist() if text and self.holds(text, titles)}
        return texts.isin(found)

    def without(self, text: str) -> str:
        """A text without the bracket or the last part that holds a name, "" where nothing else is left.

        text : of a department or place that holds one, such as `Sales North (Jane Roe)`
        """
        bare = _IN_BRACKETS.sub(lambda found: "" if self.holds(found[0]) else found[0], text)
        parts = _BETWEEN_PARTS.split(bare)
        while parts and self.holds(parts[-1]):
            parts.pop()
        kept = " - ".join(part.strip() for part in parts if part.strip())
        return "" if self.holds(kept) else kept

    def holds(self, text: str, title: bool = False) -> bool:
        """Whether a text holds a name, an id, or has a personal form.

        text : a cell or a header
        title : whether it is meant as a job title
        """
        if _has_form(text) or self._holds_id(text):
            return True
        words = WORD.findall(fold_name(text))
        runs = (
            tuple(words[start : start + length])
            for length in range(2, _LONGEST_PHRASE + 1)
            for start in range(len(words) - length + 1)
        )
        return not self._phrases.isdisjoint(runs) or self._names.inside(text, title)

    def _holds_id(self, text: str) -> bool:
        words = _ID_WORD.findall(text.casefold())
        return not self._ids.isdisjoint([*words, *(word.replace("-", "") for word in words)])


def shown_headers(
    headers: Sequence[str], places: Places, own: OwnTexts, ordinary: OrdinaryWords
) -> tuple[str, ...]:
    """What each column is called in reports: its header, or its letter where the header may name somebody.

    headers : the first row of the file
    places : which column holds what
    own : names and ids of the roster's people
    ordinary : words that are nobody's name where they stand alone
    A header that is not known is shown where all its words are ordinary ones and nobody's name.
    """
    used = set(places.known.values())

    names = []
    for place, header in enumerate(headers):
        known = place in used or all(word in ordinary for word in WORD.findall(fold_name(header)))
        is_shown = known and not own.holds(header, title=True)
        names.append(places.named[place] if is_shown else f"column {letter(place)}")
    return tuple(names)


def _names(columns: Iterable[pd.Series]) -> set[str]:
    """Every different name, and what stands before the @ of an address."""
    written = (text for column in columns for text in column.unique().tolist())
    texts = {text for text in written if 0 < len(text) <= LONGEST_TITLE}
    # The 2 of jane.roe2@ tells one bearer from another and is no part of the name.
    local = {_RUNNING_NUMBER.sub("", found[1]) for text in texts if (found := _MAIL.fullmatch(text))}
    # An address such as jroe@ is an initial and a surname more often than not.
    split = {f"{name[0]} {name[1:]}" for name in local if name.isalpha() and len(name) > _SHORTEST_ID}
    return {text for text in texts if "@" not in text} | local | split


def _is_id(text: str) -> bool:
    return len(text) >= _SHORTEST_ID and any(letter.isdigit() for letter in text)


_EDGES = (0, 30, 40, 50, 60, 200)
_BANDS = ("under 30", "30 to 39", "40 to 49", "50 to 59", "60 and over")
_YOUNGEST, _OLDEST = 14, 100
_BAND = re.compile(r"(under|below|over|<|>)? ?\d{2}( ?(-|–|to|and) ?(\d{2}|over|older|under|above))?\+?")


def age_bands(
    years: pd.Series | None, ages: pd.Series | None, index: pd.Index, day: dt.date | None, found: Findings
) -> pd.Series:
    """Each row's age by bands; "" where it is not known.

    years : (row) cells of years of birth, or none
    ages : (row) cells of ages or bands, or none
    index : the rows
    day : of the file, none where it is not known; years of birth then say no age
    found : takes what is wrong
    Bands of the file's own stay as they are; ages and years are put into five bands.
    """
    if years is not None and day is None:
        found.notes.append("Years of birth are not used: the file's day is unknown. State it with --date.")
        return pd.Series("", index=index)
    if years is not None and day is not None:
        read = {text: _number(text) for text in years.unique().tolist()}
        return _banded(years, day.year - years.map(read), "birth_year", "not a year of birth", found)
    if ages is None:
        return pd.Series("", index=index)
    written = ages[~is_blank(ages)]
    if written.str.fullmatch(r"\d{1,3}(\.0)?").mean() > 0.5:
        read = {text: _number(text) for text in ages.unique().tolist()}
        return _banded(ages, ages.map(read), "age", "not an age", found)
    formed = ages.isin([text for text in written.unique().tolist() if _BAND.fullmatch(text.casefold())])
    found.add("age", "not an age", ~formed & ~is_blank(ages))
    return ages.where(formed, "")


def _banded(texts: pd.Series, age: pd.Series, column: str, kind: str, found: Findings) -> pd.Series:
    possible = age.between(_YOUNGEST, _OLDEST)
    found.add(column, kind, ~possible & ~is_blank(texts))
    places = np.searchsorted(_EDGES, age.where(possible, _YOUNGEST).to_numpy(dtype=float), side="right") - 1
    return pd.Series(np.array(_BANDS, dtype=object)[places], index=texts.index, dtype=str).where(possible, "")


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,4}(\.0)?", text) else float("nan")
