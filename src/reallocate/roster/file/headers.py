"""What the columns of a user's table may be called, also in exports of personnel systems."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from rapidfuzz import fuzz, process

from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.number import first_of
from reallocate.roster.file.currency import header_currency

_FILE = "headers.toml"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_MISSPELLED = 84.0


def plain(header: str) -> str:
    """A header without case, accents, underscores and other marks.

    header : as the file writes it
    """
    if not header.isascii():
        parts = unicodedata.normalize("NFKD", header)
        header = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return re.sub(r"[^0-9a-z]+", " ", header.casefold()).strip()


@cache
def _abbreviations() -> Mapping[str, str]:
    """(word) what it is short for."""
    text = resources.files("reallocate.roster.file").joinpath(_FILE).read_text(encoding="utf-8")
    written: Mapping[str, str] = tomllib.loads(text)["abbreviations"]
    return {short: whole for whole, shorts in written.items() for short in shorts.split()}


def spelt_out(header: str) -> str:
    """A header as `plain` leaves it, with its abbreviations written out: `Hire Dt` is `hire date`.

    header : as the file writes it
    """
    return " ".join(_abbreviations().get(word, word) for word in plain(header).split())


@cache
def names_of(table: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """(our column) (language) names of it, as `plain` leaves them, the best first.

    table : roster or roles
    """
    text = resources.files("reallocate.roster.file").joinpath(_FILE).read_text(encoding="utf-8")
    return {
        ours: {language: tuple(map(plain, _spelt(names))) for language, names in languages.items()}
        for ours, languages in tomllib.loads(text)[table].items()
    }


def _spelt(names: Sequence[str]) -> list[str]:
    """Names, and those with an umlaut also as systems write them that have none."""
    others = (name.translate(_UMLAUTS) for name in names)
    return list(dict.fromkeys([*names, *others]))


def synonyms_of(table: str) -> dict[str, tuple[str, ...]]:
    """(our column) its names in every language, English first.

    table : roster or roles
    """
    every = {ours: chain.from_iterable(languages.values()) for ours, languages in names_of(table).items()}
    return {ours: tuple(dict.fromkeys(names)) for ours, names in every.items()}


def known_heads(synonyms: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Our column by each name; where two have it, the first counts.

    synonyms : (our column) its names
    """
    known: dict[str, str] = {}
    for ours, names in synonyms.items():
        for name in names:
            known.setdefault(name, ours)
    return known


SYNONYMS = synonyms_of("roles")
KNOWN = known_heads(SYNONYMS)


def letter(place: int) -> str:
    """A column's letters as a spreadsheet writes them.

    place : from 0
    """
    text, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def known_column(header: str, known: Mapping[str, str], money: Container[str]) -> str:
    """Our column that a header means, also where it is abbreviated, or "".

    header : as the file writes it; of money it may name the currency too
    known : our column by each head, as `plain` leaves it
    money : our columns of amounts
    """
    code = header_currency(header)
    for words in (plain(header), spelt_out(header)):
        if words in known:
            return known[words]
        ours = known.get(" ".join(word for word in words.split() if word != code.casefold()), "")
        if code and ours in money:
            return ours
    return ""


def resembled(header: str, known: Mapping[str, str], places: Container[str]) -> str:
    """Our column that an unknown header resembles and that the file lacks, or "".

    known : our column by each head, as `plain` leaves it
    places : our columns that the file has
    """
    words = spelt_out(header)
    found = process.extractOne(words, list(known), scorer=fuzz.ratio, score_cutoff=_MISSPELLED)
    # `Employee Type Code` beside `Employee Type` is another column, not a slip.
    if not found or set(found[0].split()) < set(words.split()):
        return ""
    return known[found[0]] if known[found[0]] not in places else ""


def both_mean(ours: str, places: Sequence[int], named: Sequence[str], where: str) -> Problem:
    """That several columns of a file mean the same column of ours.

    named : what each column of the file is called
    """
    letters = [f"{letter(place)} ({named[place]})" for place in places]
    what = f"columns {', '.join(letters[:-1])} and {letters[-1]} both mean {ours}"
    remedy = "Keep one of them; rename or delete the others."
    return Problem(what, where, remedy, "Their values may differ.")


def find_columns(
    headers: Sequence[str], where: str, known: Mapping[str, str], money: Container[str] = ()
) -> tuple[dict[str, int], tuple[str, ...], list[Problem]]:
    """Which column of a file holds what.

    where : the file's name, for errors
    known : our column by each head, as `plain` leaves it
    money : our columns of amounts, whose head may name a currency
    Returns the place of each known column, what was taken for what and what is not used, in words, and a
    problem for each column that occurs twice. An unknown header that resembles a column which the file lacks
    is read as that column.
    """
    places: dict[str, int] = {}
    unused: dict[int, str] = {}
    problems: list[Problem] = []
    said: list[str] = []
    for place, header in enumerate(headers):
        column = known_column(header, known, money)
        if column in places:
            problems.append(both_mean(column, (places[column], place), headers, where))
        elif column:
            places[column] = place
        elif plain(header):
            unused[place] = header
    alike = {place: ours for place, header in unused.items() if (ours := resembled(header, known, places))}
    for place, ours in alike.items():
        if ours in places:
            problems.append(both_mean(ours, (places[ours], place), headers, where))
            continue
        places[ours] = place
        said.append(f"{unused.pop(place)} is read as {ours}; rename the column if it has other data")
    said += [f"not used: {', '.join(unused.values())}"] if unused else []
    return places, tuple(said), problems


def role_columns(headers: Sequence[str], where: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """The place of each column of a role table, and what was taken for what and what is not used, in words.

    where : the file's name, for errors
    Raises `InputError` with every column that occurs twice or is missing.
    """
    places, said, problems = find_columns(headers, where, KNOWN, ("loaded_cost", "pay"))
    seen = [header for header in headers if header.strip()]
    ours = [repr(headers[place]) for place in sorted(places.values())]
    known = f"of the {len(seen)} columns, {len(ours)} are known{': ' if ours else ''}{', '.join(ours)}"
    if "headcount" not in places:
        problems.append(Problem("there is no column 'headcount'", where, f"Add it; {known}."))
    if not {"code", "title"} & places.keys():
        what = "there is no column 'title' or 'code'"
        problems.append(Problem(what, where, f"Add one of them; {known}."))
    if problems:
        raise InputError(problems)
    return places, said


_LEAST_MARKS = 2
"""So many heads that only one system writes name it."""
_SHOWN = 4


@dataclass(frozen=True)
class _System:
    """A personnel system.

    key, name : in the list, and as its maker writes it
    columns : (our column) heads that hold it, as `plain` leaves them, the best first
    marks : heads that hardly any other system writes, as `plain` leaves them
    day_first : whether 03/04/2020 is in April where the file's dates do not tell
    """

    key: str
    name: str
    columns: Mapping[str, tuple[str, ...]]
    marks: frozenset[str]
    day_first: bool


@cache
def systems() -> tuple[_System, ...]:
    """The systems whose exports are known."""
    text = resources.files("reallocate.roster.file").joinpath("systems.toml").read_text(encoding="utf-8")
    return tuple(
        _System(
            key,
            table["name"],
            {ours: tuple(map(plain, heads)) for ours, heads in table["columns"].items()},
            frozenset(map(plain, table["marks"])),
            table["day_first"],
        )
        for key, table in tomllib.loads(text).items()
    )


@cache
def heads_of_systems() -> Mapping[str, str]:
    """(head) our column, of every system; where two systems mean different columns, the first counts."""
    named: dict[str, str] = {}
    for system in systems():
        for ours, heads in system.columns.items():
            for head in heads:
                named.setdefault(head, ours)
    return named


@dataclass(frozen=True)
class Recognised:
    """The system that wrote a file.

    system : none where no system is certain
    heads : of the file by which it is known, as written
    """

    system: _System | None = None
    heads: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """In words."""
        if self.system is None:
            return "No personnel system is recognised by its headers; columns are read by their names."
        return f"Read as an export of {self.system.name} (by {first_of(self.heads, _SHOWN)})."


def recognised(headers: Sequence[str]) -> Recognised:
    """The system whose marks the heads of a file hold most, where it is ahead of every other.

    headers : as the file writes them
    """
    found = [
        (system, tuple(dict.fromkeys(head.strip() for head in headers if plain(head) in system.marks)))
        for system in systems()
    ]
    found.sort(key=lambda pair: -len(pair[1]))
    (best, heads), (_, others) = found[0], found[1]
    if len(heads) < _LEAST_MARKS or len(heads) == len(others):
        return Recognised()
    return Recognised(best, heads)
