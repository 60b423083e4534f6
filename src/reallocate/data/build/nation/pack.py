"""What a country gives of itself: occupations, people, pay, industries, titles; nothing is bridged yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from reallocate.data.build.nation.fit import PAY, fit_problems
from reallocate.data.country import Country
from reallocate.kernel.errors import DataError

WHOLE = "000000"
"""All industries together, as everywhere in the product."""
FILES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "occupations": (("code", "title", "people", "wage_mean"), (*PAY, "jobs")),
    "groups": (("code", "title"), ()),
    "bridge": (("code", "isco08", "weight"), ()),
    "titles": (("title", "code", "weight"), ("source",)),
    "mix": (("industry", "group", "people"), ()),
    "history": (("code", "year", "people", "wage_mean"), ()),
    "education": (("group", "level", "share"), ()),
}
"""(file) columns that it must have, and may have."""


@dataclass(frozen=True, eq=False)
class NationPack:
    """The figures of a country in its own classification; codes are its own, such as 4122.

    country : what its `country.toml` says
    occupations : code, title, people [persons], wage_mean and percentiles [money of the country/year];
        missing where nothing was published; jobs are titles of the occupation, parted by semicolons, by which
        it is bridged; pay_of_group, where there is such a column, marks pay that is a group's, spread
    groups : code of two or three digits, title
    mix : industry (NACE section), group (a code, or how codes begin), people [persons]
    bridge : code, isco08, weight; none where the occupations are those of ISCO-08
    titles : title, code, weight, source: what jobs are called
    history : code, year, people [persons], wage_mean [money of the country/year]
    education : group (how codes begin), level (ISCED 2011: 0-2, 3-4, 5-8), share
    sources : name, title, citation, licence, vintage, file, sha256 of each file that was read
    """

    country: Country
    occupations: pd.DataFrame
    groups: pd.DataFrame
    mix: pd.DataFrame
    bridge: pd.DataFrame | None = None
    titles: pd.DataFrame = field(default_factory=lambda: empty("titles"))
    history: pd.DataFrame = field(default_factory=lambda: empty("history"))
    education: pd.DataFrame = field(default_factory=lambda: empty("education"))
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        names = ("occupations", "groups", "mix", "bridge", "titles", "history", "education")
        files = {name: table for name in names if (table := getattr(self, name)) is not None}
        at = f"country {self.country.code}, {{}}".format
        if problems := fit_problems(files, at, is_isco=self.bridge is None):
            raise DataError(problems)


def empty(name: str) -> pd.DataFrame:
    """A table of a pack without rows."""
    must, may = FILES[name]
    return pd.DataFrame(columns=[*must, *may])


def group_code(code: str) -> str:
    """A code of a group of two or three digits as the product writes groups: 41-0000, 41-4120."""
    return f"{code}-0000" if len(code) == 2 else f"{code[:2]}-{code}0"


def members(codes: pd.Index, groups: list[str]) -> np.ndarray:
    """Which codes are of each group; (group, code) [0 or 1]."""
    return np.array([[str(code).startswith(group) for code in codes] for group in groups], dtype=float)
