"""A country: its names, its money, its law, and the figures of it that replace those of the United States."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from reallocate.data.rates import reference
from reallocate.kernel.errors import DataError, InputError, Problem, nearest
from reallocate.kernel.money import DOLLAR, US_DOLLAR, Money

if TYPE_CHECKING:
    import pandas as pd

    from reallocate.kernel.arrays import Flags

HOME = "US"
"""The country whose figures stand where another gives none, and which is meant where none is named."""
COUNTRY_FILE = "country.toml"


class CountryFigure(BaseModel):
    """A parameter's figure in one country; unit and meaning are the parameter's.

    value, low, high : in the unit of the parameter, money in the country's own
    grade : as of any parameter
    source : who published it, year, what was read
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    low: float
    high: float
    grade: str
    source: str


class Country(BaseModel):
    """What a country folder says of itself in `country.toml`.

    code, iso3 : two and three letters, ISO 3166-1, such as GB and GBR
    name : in a sentence, such as "the United Kingdom"
    names : what it is also called, for those who ask for it
    currency, mark : of its money, such as GBP and £
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

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    iso3: str = ""
    name: str
    names: tuple[str, ...] = ()
    currency: str
    mark: str
    grade: str
    occupations: str
    industries: str
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
    sources: dict[str, str]
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
        """What a unit of its money is worth at the reference rates that ship [USD]."""
        return 1.0 if self.currency == DOLLAR else reference().usd[self.currency]

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
def countries() -> Mapping[str, Country]:
    """(code) every country that ships."""
    read = (read_country(path) for path in sorted(countries_folder().glob(f"*/{COUNTRY_FILE}")))
    return {one.code: one for one in read}


def country(words: str = HOME) -> Country:
    """The country that is meant.

    words : its code or a name of it, in any case
    Raises `InputError` with the nearest names where none is.
    """
    every = countries().values()
    named = {name.casefold(): one for one in every for name in (one.code, one.name, *one.names)}
    if (found := named.get(words.strip().casefold())) is not None:
        return found
    known = sorted({name for one in countries().values() for name in (one.code, *one.names)})
    what, remedy = f"no country {words!r} ships", "`reallocate data --countries` lists those that do."
    raise InputError(Problem(what, "country", remedy, nearest=nearest(words, known)))


def read_country(path: Path) -> Country:
    """What a `country.toml` says; `InputError` names every key that is missing or wrong.

    path : of the file
    """
    remedy = "docs/country.md has a whole one."
    if not path.is_file():
        raise InputError(Problem("the file is missing", str(path), remedy))
    try:
        return Country.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise InputError(Problem(f"no valid TOML: {error}", str(path), remedy)) from None
    except ValidationError as error:
        faults = [(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        raise InputError([Problem(f"{key}: {what}", str(path), remedy) for key, what in faults]) from None
@cache
def country_money(code: str = HOME) -> Money:
    """The money of a country, at the reference rate.

    code : of the country, or a name of it
    Raises `DataError` where its money has no rate.
    """
    found = country(code)
    if found.currency == DOLLAR:
        return US_DOLLAR if found.code == HOME else replace(US_DOLLAR, nation=found.name)
    rates = reference()
    if found.currency not in rates.usd:
        what = f"there is no rate for {found.currency}, the money of {found.name}"
        raise DataError(Problem(what, "country", "Add it to the reference rates."))
    day = rates.date, rates.source, found.name
    return Money(found.currency, found.mark, rates.usd[found.currency], *day)


