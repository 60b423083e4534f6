"""What each country has; a new country's folder; a check of one before it is built."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.build.nation.bridge import by_codes, by_titles, compare_ways, group_titles
from reallocate.data.build.nation.complete import OF_GROUP, completed, without_content
from reallocate.data.build.nation.fit import isco_titles, isco_units, named
from reallocate.data.build.nation.isco import SHARED
from reallocate.data.build.nation.pack import NationPack
from reallocate.data.build.nation.people import industry_tables
from reallocate.data.build.nation.tables import wide_bridge
from reallocate.data.bundle import data_folder, folder_tables, has_tables, load_world, table_folder
from reallocate.data.country import COUNTRY_FILE, HOME, Country, broken_countries, countries
from reallocate.data.national import national_figures
from reallocate.data.seeds import seeds
from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.kernel.units import MILLION
from reallocate.work.jobs import reached_hours
from reallocate.work.world import World

_LIKELY = 0.065
"""[share of hours] By how much reach by codes and by titles differed in the United Kingdom."""
_FIRM, _ECONOMY, _EXPOSURE = "firm and job", "firm, job and economy", "exposure"


def country_table() -> pd.DataFrame:
    """Every country with what it gives and what is bridged from the United States.

    Returns country, name, grade, people [million], gives, law, bridged, augmentable and automatable [share of
    hours, median of the sources, mean over people]. A country without tables of its own has exposure alone.
    Where law is missing, a cut needs your notice and severance. A folder that cannot be read is listed as
    broken, with the first of what is wrong in it.
    """
    shared = folder_tables(table_folder(data_folder(), SHARED))
    exposure = shared["exposure"].set_index("country")
    rows = [_row(one, exposure) for one in countries().values()]
    rows += [_broken(code.upper(), "", "", problems) for code, problems in broken_countries().items()]
    told = {one.iso3 for one in countries().values()}
    rows += [
        (code, str(row["title"]), "D", float(row["people"]), _EXPOSURE, "", "content",
         float(row["augmentable"]), float(row["automatable"]))
        for code, row in exposure.iterrows() if code not in told
    ]  # fmt: skip
    columns = [
        "country", "name", "grade", "people", "gives", "law", "bridged", "augmentable", "automatable",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    table["people"] = (table["people"] / MILLION).round(2)
    return table.round({"augmentable": 3, "automatable": 3})


def _row(home: Country, exposure: pd.DataFrame) -> tuple[object, ...]:
    try:
        national_figures(home.code)
        return _read_row(home, exposure)
    except ReallocateError as error:
        return _broken(home.code, home.title, home.grade, error.problems)


def _broken(code: str, title: str, grade: str, problems: Sequence[Problem]) -> tuple[object, ...]:
    """A country whose folder cannot be read, with the first reason."""
    rest = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    reason = f"broken: {problems[0].what}{rest}; see `reallocate country check`"
    return (code, title, grade, np.nan, reason, "", "", np.nan, np.nan)


def _read_row(home: Country, exposure: pd.DataFrame) -> tuple[object, ...]:
    law = "yes" if home.law else ""
    if not has_tables(home):
        known = exposure.loc[home.iso3] if home.iso3 in exposure.index else None
        figures = (np.nan,) * 3 if known is None else tuple(known[["people", "augmentable", "automatable"]])
        return (home.code, home.title, home.grade, figures[0], _EXPOSURE, law, "content", *figures[1:])
    world = load_world(country=home.code)
    people = world.occupations["employment"]
    means = [_mean(world, name, people) for name in ("augmentable", "automatable")]
    gives = _ECONOMY if home.code == HOME else _FIRM
    bridged = "" if home.code == HOME else "content, leaving, moves"
    return (home.code, home.title, home.grade, float(people.sum()), gives, law, bridged, *means)


def _mean(world: World, name: str, people: pd.Series) -> float:
    """The median of the sources' mean share of hours over all people."""
    hours = reached_hours(world, getattr(world, name)).to_numpy()
    return float(np.median(hours @ people.to_numpy(float) / people.sum()))


_NEW = """code = "{code}"
name = ""                       # in a sentence, such as "the United Kingdom"
iso3 = ""                       # three letters, such as GBR
names = []                      # what it is also called
currency = ""                   # such as GBP
mark = ""                       # such as £
# rate = { dollars = 0.0092, date = 2026-06-30, source = "" }   # only where check asks for it
grade = "C"                     # of the whole, A to D
occupations = "ISCO-08"         # or the office's own, with bridge.csv
industries = "NACE Rev. 2"
managers = ["1"]                # how the codes of those who manage begin
computing = ["25-", "35-"]      # of those who build software
desk = ["1", "24-", "25-", "33-", "41-", "42-", "43-", "44-"]
chiefs = ["11-1120"]            # who leads a whole organisation
no_destinations = ["11-1111", "11-1112", "11-1120"]
remainder = "not elsewhere classified"
supervisors = "upervisor"
shared = "isco08"               # leave it out where there is a bridge.csv

[sources]                       # each in one line, with its grade
occupations = ""
pay = ""
mix = ""
content = "O*NET through ISCO-08, one grade below the United States, grade C"
leaving = "BLS, Employment Projections of the United States through ISCO-08, grade C"
# law = ""                      # where there is a [law]

# [law] and [figures.…]: docs/country.md
"""
_HEADS = {
    "occupations": "code,title,people,wage_mean,wage_p10,wage_p25,wage_p50,wage_p75,wage_p90,jobs",
    "mix": "industry,group,people",
}


def new_country(folder: Path, code: str) -> tuple[str, ...]:
    """Begin a country's folder, with the unit groups of ISCO-08; returns the files that were written.

    folder : which is made, or is empty
    code : two letters, ISO 3166-1
    """
    letters = code.strip().upper()
    if not (len(letters) == 2 and letters.isascii() and letters.isalpha()):
        what = f"{code!r} is no code of a country"
        raise InputError(Problem(what, "CODE", "Write two letters, such as NZ."))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "the folder is not empty" if folder.is_dir() else "there is a file of this name"
        raise InputError(Problem(what, str(folder), "Name a new folder. Nothing was changed."))
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"{name}.csv": f"{head}\n" for name, head in _HEADS.items()}
    listed = isco_titles().reindex(isco_units()).reset_index()
    columns = _HEADS["occupations"].split(",")
    files["occupations.csv"] = listed.reindex(columns=columns).to_csv(index=False, lineterminator="\n")
    files = {COUNTRY_FILE: _NEW.replace("{code}", letters), **files}
    files["SOURCE.md"] = "# Where the figures are from\n\n- Origin, licence and year of each file:\n"
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(files)


def check_pack(pack: NationPack, shared: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What a pack would make: totals, gaps, and how far codes and titles disagree; figure, value, unit.

    shared : the tables of ISCO-08
    """
    world, way = load_world(country=HOME), wide_bridge(shared)
    rows = list[tuple[str, float, str]]()
    if pack.bridge is None:
        left = without_content(pack, way)
        if len(left):
            which = f"people left out: no work content in {named(map(str, left.index))}"
            rows.append((which, float(left.sum()), "persons"))
        pack = completed(pack, way, world)
    own = pack.occupations.set_index("code")
    people = own["people"].fillna(0.0)
    sectors = pack.mix.groupby("industry")["people"].sum()
    unpaid = own["wage_mean"].isna()
    spread = own.get(OF_GROUP, pd.Series(False, own.index)).eq(True)
    rows = [
        ("occupations", float(len(own)), "occupations"),
        ("people", float(people.sum()), "persons"),
        *rows,
        ("people without published pay", float(people[unpaid].sum() / people.sum()), "share"),
        ("people with the pay of their group", float(people[spread].sum() / people.sum()), "share"),
        ("people in sections, of all people", float(sectors.sum() / people.sum()), "share"),
        ("sections", float(len(sectors)), f"of {int((seeds()['section'] == '').sum())}"),
        ("titles", float(len(pack.titles)), "titles"),
    ]
    if pack.bridge is None:
        table = shared["occupation_bridge"].set_index(["code", "source"])
        ways = table["by_codes"].dropna(), table["by_titles"].dropna()
        industry_tables(pack, way.reindex(own.index), world)
    else:
        soc = shared["occupation_bridge"].rename(columns={"code": "isco08", "source": "occupation"})
        soc = soc.assign(weight=soc["by_codes"]).dropna(subset="weight")
        titled = {str(code): group_titles(str(title), []) for code, title in own["title"].items()}
        codes = by_codes(pack.bridge, soc[["isco08", "occupation", "weight"]])
        ways = codes, by_titles(titled, world)
    return pd.DataFrame([*rows, *_ways(ways, people, world)], columns=["figure", "value", "unit"])


def _ways(
    ways: tuple[pd.Series, pd.Series], people: pd.Series, world: World
) -> list[tuple[str, float, str]]:
    """How many people have a way to work content, which occupations have none, and how the ways differ.

    ways : by codes and by titles, as from `by_codes` and `by_titles`
    """
    codes, titles = ways
    reach = reached_hours(world, world.automatable).median()
    compared = compare_ways(codes, titles, reach).reindex(people.index)
    counted = people[compared["difference"].notna()]
    apart = float((compared["difference"] * people).sum() / counted.sum())
    has = people.index.isin(codes.index.unique(0)) | people.index.isin(titles.index.unique(0))
    unit = "share" if has.all() else f"share; without a way: {named(map(str, people.index[~has]))}"
    return [
        ("people with a way to work content", float(people[has].sum() / people.sum()), unit),
        ("reach by codes against by titles, mean difference", apart, f"share of hours; UK {_LIKELY:g}"),
    ]
