"""What a country gives of itself: occupations, people, pay, industries, titles; nothing is bridged yet."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.country import COUNTRY_FILE, Country, read_country
from reallocate.data.pack import sha256_of
from reallocate.kernel.errors import DataError, InputError, Problem, ReallocateError

WHOLE = "000000"
"""All industries together, as everywhere in the product."""
PAY = ("wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90")
_SEEDS = "industry_seeds.toml"
_FILES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "occupations": (("code", "title", "people", "wage_mean"), (*PAY, "jobs")),
    "groups": (("code", "title"), ()),
    "bridge": (("code", "isco08", "weight"), ()),
    "titles": (("title", "code", "weight"), ("source",)),
    "mix": (("industry", "group", "people"), ()),
    "history": (("code", "year", "people", "wage_mean"), ()),
    "education": (("group", "level", "share"), ()),
}
"""(file) columns that it must have, and may have."""
_MUST = ("occupations", "groups", "mix")


@dataclass(frozen=True, eq=False)
class NationPack:
    """The figures of a country in its own classification; codes are its own, such as 4122.

    country : what its `country.toml` says
    occupations : code, title, people [persons], wage_mean and percentiles [money of the country/year];
        missing
        where nothing was published; jobs are titles of the occupation, parted by semicolons, by which it is
        bridged
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
    titles: pd.DataFrame = field(default_factory=lambda: _empty("titles"))
    history: pd.DataFrame = field(default_factory=lambda: _empty("history"))
    education: pd.DataFrame = field(default_factory=lambda: _empty("education"))
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        if problems := _problems(self):
            raise DataError(problems)


def _empty(name: str) -> pd.DataFrame:
    must, may = _FILES[name]
    return pd.DataFrame(columns=[*must, *may])


def _problems(pack: NationPack) -> list[Problem]:
    """Everything in which the files of a country do not fit together."""
    where, codes = f"country {pack.country.code}", set(pack.occupations["code"])
    problems = []
    if twice := sorted(pack.occupations.loc[pack.occupations["code"].duplicated(), "code"]):
        problems.append(Problem(f"occupations occur twice: {', '.join(twice[:5])}", where))
    if bad := sorted(code for code in codes if not (code.isdigit() and len(code) == 4)):
        problems.append(Problem(f"codes are no four digits: {', '.join(bad[:5])}", where))
    if not (pack.occupations["people"].fillna(0.0) >= 0).all() or pack.occupations["people"].sum() <= 0:
        problems.append(Problem("occupations have no people", where))
    for name, table in (("titles", pack.titles), ("history", pack.history), ("bridge", pack.bridge)):
        unknown = sorted(set() if table is None else set(table["code"]) - codes)
        if unknown:
            what = f"{name} name {len(unknown)} occupations that are not listed, such as {unknown[0]}"
            problems.append(Problem(what, where, "Add them to occupations.csv, or take them out."))
    for name, table in (("mix", pack.mix), ("education", pack.education)):
        lost = sorted({group for group in table["group"] if not any(one.startswith(group) for one in codes)})
        if lost:
            what = f"{name} has groups that no occupation is of: {', '.join(lost[:5])}"
            problems.append(Problem(what, where))
    if unknown := sorted(set(pack.mix["industry"]) - set(sections())):
        remedy = f"Sections are {', '.join(sections())}."
        problems.append(Problem(f"unknown sections: {', '.join(unknown)}", f"{where}, mix", remedy))
    return problems


def read_pack(folder: Path) -> NationPack:
    """The pack of a folder that somebody wrote by hand, as docs/country.md says.

    folder : with country.toml and a file of each table
    Raises `InputError` with every file and column that is missing.
    """
    problems, found = list[Problem](), dict[str, pd.DataFrame]()
    try:
        country = read_country(folder / COUNTRY_FILE)
    except ReallocateError as error:
        raise InputError(error.problems) from None
    for name, (must, may) in _FILES.items():
        path = folder / f"{name}.csv"
        if not path.is_file():
            if name in _MUST:
                problems.append(Problem("the file is missing", str(path), f"Its columns: {', '.join(must)}."))
            continue
        table = pd.read_csv(path, dtype=dict.fromkeys(("code", "group", "isco08", "industry"), str))
        if lacking := [column for column in must if column not in table]:
            problems.append(Problem(f"columns are missing: {', '.join(lacking)}", str(path)))
        found[name] = table.reindex(columns=[*must, *may])
    if country.occupations != "ISCO-08" and "bridge" not in found:
        what = f"{country.occupations} needs bridge.csv, a table to ISCO-08"
        problems.append(Problem(what, str(folder), "Or use the occupations of ISCO-08."))
    if not (folder / "SOURCE.md").is_file():
        problems.append(
            Problem("SOURCE.md is missing", str(folder), "Write origin, licence and year of each file there.")
        )
    if problems:
        raise InputError(problems)
    return NationPack(country, **found, sources=_files(country, folder, list(found)))


def _files(country: Country, folder: Path, names: list[str]) -> pd.DataFrame:
    """The files of a folder as sources: their origin and licence stand in its SOURCE.md."""
    about = "as SOURCE.md of the country's folder says"
    rows = [
        {"name": f"{country.code.casefold()}-{name}", "title": f"{country.name}: {name}", "citation": about,
         "licence": about, "vintage": about, "origin": "", "conversion_of": "", "used_for": name,
         "file": f"{name}.csv", "sha256": sha256_of(folder / f"{name}.csv")}
        for name in names
    ]  # fmt: skip
    return pd.DataFrame(rows)


@cache
def seeds() -> pd.DataFrame:
    """Sections and divisions of NACE Rev. 2 (SIC 2007), and the US industries that seed each.

    Returns industry, section (none for a section itself), title, naics (codes without trailing zeros).
    """
    text = resources.files("reallocate.data.build.nation").joinpath(_SEEDS).read_text(encoding="utf-8")
    rows = tomllib.loads(text)["industry"]
    return pd.DataFrame(rows)


@cache
def sections() -> dict[str, str]:
    """(letter) title of every section of NACE Rev. 2."""
    table = seeds()
    whole = table[table["industry"].str.fullmatch("[A-U]")]
    return dict(zip(whole["industry"], whole["title"], strict=True))


def internal(code: str) -> str:
    """A code of four digits as the product writes occupations: its group stands before it, as in 41-4122."""
    return f"{code[:2]}-{code}"


def group_code(code: str) -> str:
    """A code of a group of two or three digits as the product writes groups: 41-0000, 41-4120."""
    return f"{code}-0000" if len(code) == 2 else f"{code[:2]}-{code}0"


def members(codes: pd.Index, groups: list[str]) -> np.ndarray:
    """Which codes are of each group; (group, code) [0 or 1]."""
    return np.array([[str(code).startswith(group) for code in codes] for group in groups], dtype=float)
