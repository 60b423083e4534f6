"""A country: its names, its money, its law, and the figures of it that replace those of the United States."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reallocate.data.rates import CURRENCIES, DEAREST, reference
from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.kernel.money import DOLLAR, US_DOLLAR, Money

if TYPE_CHECKING:
    import pandas as pd
    from pydantic_core import ErrorDetails

    from reallocate.kernel.arrays import Flags

HOME = "US"
"""The country whose figures stand where another gives none, and which is meant where none is named."""
COUNTRY_FILE = "country.toml"
_Word = Annotated[str, Field(min_length=1)]
_Figure = Annotated[float, Field(allow_inf_nan=False)]


class CountryFigure(BaseModel):
    """A parameter's figure in one country; unit and meaning are the parameter's.

    value, low, high : in the unit of the parameter, money in the country's own
    grade : as of any parameter
    source : who published it, year, what was read
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    value: _Figure
    low: _Figure
    high: _Figure
    grade: Literal["A", "B", "C", "X", "E", "J"]
    source: _Word


class CountryRate(BaseModel):
    """What a unit of a country's money is worth, where the reference rates that ship do not have it.

    dollars : [USD/unit]
    date : of the rate
    source : who published it
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    dollars: float = Field(gt=0, allow_inf_nan=False)
    date: datetime.date
    source: _Word


class Country(BaseModel):
    """What a country folder says of itself in `country.toml`.

    code, iso3 : two and three letters, ISO 3166-1, such as GB and GBR
    name : in a sentence, such as "the United Kingdom"
    names : what it is also called, for those who ask for it
    currency, mark : of its money, such as GBP and £
    rate : of its money, where the reference rates that ship do not have it
    grade : of the whole, A to D
    occupations, industries : the classification that its tables are in, such as "SOC 2020"
    managers, computing, desk : beginnings of the codes of occupations that manage, that build software, and
        that are done at a desk
    chiefs : codes of those who lead a whole organisation
    no_destinations : codes of occupations that nobody applies for as for other work
    remainder : what the title of an occupation holds that gathers what fits nowhere else
    supervisors : what the title of an occupation holds that supervises those who do the work
    language : whose titles its firms write, such as german; English where none is named
    shared : the tables that all countries in its classification share, such as isco08
    pay_moved : by what published pay was multiplied to bring it to the year of the others, where it was
    sources : (occupations, pay, mix, content, leaving, law) where each comes from, with its grade, in a line
    figures : (parameter) its figure here
    law : notice, severance and consultation in the form that `firm.law` reads; nothing where none is known
    places : (place) its law where that differs from the country's
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    code: str = Field(pattern=r"^[A-Z]{2}$")
    iso3: str = Field("", pattern=r"^([A-Z]{3})?$")
    name: _Word
    names: tuple[_Word, ...] = ()
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    mark: _Word
    rate: CountryRate | None = None
    grade: Literal["A", "B", "C", "D"]
    occupations: _Word
    industries: _Word
    managers: tuple[str, ...] = ()
    computing: tuple[str, ...] = ()
    desk: tuple[str, ...] = ()
    chiefs: tuple[str, ...] = ()
    no_destinations: tuple[str, ...] = ()
    remainder: str = ""
    supervisors: str = ""
    language: str = ""
    shared: str = ""
    pay_moved: CountryFigure | None = None
    sources: dict[str, _Word]
    figures: dict[str, CountryFigure] = {}
    law: dict[str, Any] | None = None
    places: dict[str, dict[str, Any]] = {}

    def flagged(self, occupations: pd.DataFrame) -> pd.DataFrame:
        """The table of occupations with what its codes mean: manages, computing, destination.

        occupations : (occupation) title
        A destination is an occupation that somebody may aim at.
        """
        codes = occupations.index
        rest = self.holds(occupations["title"], self.remainder)
        return occupations.assign(
            manages=begins(codes, self.managers),
            computing=begins(codes, self.computing),
            destination=~(codes.isin(self.no_destinations) | rest),
        )

    @property
    def title(self) -> str:
        """Its name by itself, such as United Kingdom."""
        return self.name.removeprefix("the ")

    @property
    def usd(self) -> float:
        """What a unit of its money is worth: its own rate, else the reference rate that ships [USD]."""
        return self.money.dollars

    @property
    def money(self) -> Money:
        """Its money, at its own rate or at the reference rate that ships."""
        if self.currency == DOLLAR:
            return US_DOLLAR if self.code == HOME else replace(US_DOLLAR, nation=self.name)
        shipped = reference()
        dollars, day, source = (
            (shipped.usd[self.currency], shipped.date, shipped.source)
            if self.rate is None
            else (self.rate.dollars, self.rate.date.isoformat(), self.rate.source)
        )
        return Money(self.currency, self.mark, dollars, day, source, self.name)

    @staticmethod
    def holds(titles: pd.Series, words: str) -> pd.Series:
        """Whether each title holds the words; none does where there are none."""
        return titles.str.contains(words, regex=False) & bool(words)


def begins(codes: pd.Index, beginnings: tuple[str, ...]) -> Flags:
    """Whether each code of an occupation, or of a group, begins so."""
    import numpy as np

    return np.array([str(code).startswith(beginnings) for code in codes], dtype=bool)


def countries_folder() -> Path:
    """The folder in the package that holds a folder for each country, by its code in small letters."""
    return Path(str(resources.files("reallocate.data").joinpath("countries")))


@cache
def _folders() -> tuple[Mapping[str, Country], Mapping[str, tuple[Problem, ...]]]:
    """(code) every country that ships; (name of the folder) what is wrong in one that cannot be read."""
    read, broken = dict[str, Country](), dict[str, tuple[Problem, ...]]()
    for path in sorted(countries_folder().glob(f"*/{COUNTRY_FILE}")):
        folder = path.parent.name
        try:
            found = read_country(path)
        except InputError as error:
            broken[folder] = error.problems
            continue
        if found.code.lower() == folder:
            read[found.code] = found
        else:
            what = f"the folder is called {folder}, its country has the code {found.code}"
            broken[folder] = (Problem(what, str(path), f"Call the folder {found.code.lower()}."),)
    return read, broken


def countries() -> Mapping[str, Country]:
    """(code) every country that ships and whose `country.toml` can be read."""
    return _folders()[0]


def broken_countries() -> Mapping[str, tuple[Problem, ...]]:
    """(name of the folder) what is wrong in the `country.toml` of a country that cannot be read."""
    return _folders()[1]


def country(words: str = HOME) -> Country:
    """The country that is meant.

    words : its code or a name of it, in any case
    Raises `InputError` with the nearest names where none is, or with what is wrong in its `country.toml`.
    """
    every, wanted = countries().values(), words.strip().casefold()
    named = {name.casefold(): one for one in every for name in (one.code, one.name, *one.names)}
    if (found := named.get(wanted)) is not None:
        return found
    if (problems := broken_countries().get(wanted)) is not None:
        raise InputError(problems)
    known = sorted({name for one in countries().values() for name in (one.code, *one.names)})
    what, remedy = f"no country {words!r} ships", "`reallocate data --countries` lists those that do."
    raise InputError(Problem(what, "country", remedy, nearest=nearest(words, known)))


_EXAMPLE = "docs/country.md has an example of every part."


def read_country(path: Path) -> Country:
    """What a `country.toml` says; `InputError` names every key that is missing or wrong.

    path : of the file
    """
    if not path.is_file():
        raise InputError(Problem("the file is missing", str(path), _EXAMPLE))
    try:
        found = Country.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(Problem(f"no valid TOML: {error}", str(path), _EXAMPLE)) from None
    except ValidationError as error:
        raise InputError([_fault(one, path) for one in error.errors(include_url=False)]) from None
    if problems := _money_problems(found, path):
        raise InputError(problems)
    return found


_FORMS = {
    "code": "two capital letters of ISO 3166-1, such as NZ",
    "iso3": "three capital letters of ISO 3166-1, such as NZL",
    "currency": "three capital letters of ISO 4217, such as NZD",
}


def _fault(found: ErrorDetails, path: Path) -> Problem:
    """A finding of the schema as a problem."""
    key, kind = ".".join(map(str, found["loc"])), found["type"]
    remedy = f"Write {_FORMS[key]}." if key in _FORMS else _EXAMPLE
    if kind == "missing":
        return Problem(f"{key}: the key is missing", str(path), remedy)
    if kind == "extra_forbidden":
        known = (*Country.model_fields, *CountryFigure.model_fields)
        return Problem(f"{key}: no such key", str(path), _EXAMPLE, nearest=nearest(key, known))
    if kind == "string_too_short" or found["input"] == "":
        return Problem(f"{key}: nothing is written", str(path), remedy)
    # Loaded only where a file has a fault: a name of a country is read without it.
    from reallocate.kernel.faults import in_our_words

    return Problem(in_our_words(f"{key} = {found['input']!r}", found), str(path), remedy)


def _money_problems(found: Country, path: Path) -> list[Problem]:
    """That the money is none, or has no rate, or one the wrong way round."""
    code, rate, shipped = found.currency, found.rate, sorted(reference().usd)
    if code not in CURRENCIES:
        what, remedy = f"currency: there is no money {code}", f"Write {_FORMS['currency']}."
        return [Problem(what, str(path), remedy, nearest=nearest(code, CURRENCIES))]
    if rate is not None and rate.dollars > DEAREST:
        what = f"rate: 1 {code} = {rate.dollars:g} USD seems to be inverted"
        return [Problem(what, str(path), f"Write the dollars for one {code}: {1 / rate.dollars:.4g}.")]
    if rate is not None or code in (DOLLAR, *shipped):
        return []
    what = f"currency: there is no rate for {code}, the money of {found.name}"
    remedy = 'Add what one is worth: rate = { dollars = 0.0092, date = 2026-06-30, source = "…" }.'
    return [Problem(what, str(path), remedy, f"Rates ship for {', '.join((DOLLAR, *shipped))}.")]


def country_money(code: str = HOME) -> Money:
    """The money of a country, at its own rate or at the reference rate that ships.

    code : of the country, or a name of it
    """
    return country(code).money
