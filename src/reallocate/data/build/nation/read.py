"""Read the folder of a country that somebody wrote by hand, and say everything that is wrong in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.build.nation.fit import (
    ISCO,
    PAY,
    country_problems,
    fit_problems,
    isco_titles,
    isco_units,
    named,
)
from reallocate.data.build.nation.pack import FILES, NationPack, empty
from reallocate.data.country import COUNTRY_FILE, Country, read_country
from reallocate.data.national import figure_problems
from reallocate.data.pack import sha256_of
from reallocate.kernel.errors import InputError, Problem, nearest

_NUMBERS = ("people", "wage_mean", *PAY, "weight", "year", "share")
_MUST = ("occupations", "mix")
_SOURCE = "SOURCE.md"


def read_pack(folder: Path) -> NationPack:
    """The pack of a folder that somebody wrote by hand, as docs/country.md says.

    folder : with country.toml and a file of each table
    Raises `InputError` with every file, column, code and value that is wrong.
    """
    problems, found = list[Problem](), dict[str, pd.DataFrame]()
    home: Country | None = None
    try:
        home = read_country(folder / COUNTRY_FILE)
    except InputError as error:
        problems += error.problems
    has_bridge = (folder / "bridge.csv").is_file()
    must = (*_MUST, "groups") if has_bridge else _MUST
    for name in FILES:
        path = folder / f"{name}.csv"
        if path.is_file():
            table, faults = _read(path, name)
            problems += faults
            if table is not None:
                found[name] = table
        elif name in must:
            columns = f"Its columns: {', '.join(FILES[name][0])}."
            problems.append(Problem("the file is missing", str(path), columns))
    if home is not None:
        problems += _country_faults(home, folder, found, has_bridge)
    if not (folder / _SOURCE).is_file():
        remedy = "Write origin, licence and year of each file there."
        problems.append(Problem(f"{_SOURCE} is missing", str(folder), remedy))
    if set(must) <= set(found):
        tables = {name: found[name] if name in found else empty(name) for name in FILES if name != "bridge"}
        tables |= {name: found[name] for name in found if name == "bridge"}
        problems += fit_problems(tables, lambda name: str(folder / f"{name}.csv"), not has_bridge)
    if problems or home is None:
        raise InputError(problems)
    files = _files(home, folder, list(found))
    if not has_bridge:
        found["groups"] = _isco_groups(found.get("groups", empty("groups")))
    return NationPack(home, **found, sources=files)


def _country_faults(
    home: Country, folder: Path, found: dict[str, pd.DataFrame], has_bridge: bool
) -> list[Problem]:
    where = str(folder / COUNTRY_FILE)
    problems = figure_problems(home, where)
    own = found["occupations"]["code"].dropna() if "occupations" in found else pd.Series(dtype=str)
    problems += country_problems(home, [*own] if has_bridge else isco_units(), has_bridge, where)
    if home.occupations != ISCO and not has_bridge:
        what = f"{home.occupations} needs bridge.csv, a table to {ISCO}"
        problems.append(Problem(what, str(folder), f"Or use the occupations of {ISCO}."))
    return problems


def _read(path: Path, name: str) -> tuple[pd.DataFrame | None, list[Problem]]:
    """A table with its numbers as numbers, and what is wrong in it; no table where a column is missing."""
    must, may = FILES[name]
    where, problems = str(path), list[Problem]()
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, skipinitialspace=True)
    except (pd.errors.EmptyDataError, pd.errors.ParserError, UnicodeDecodeError) as error:
        what = f"no table can be read: {str(error).splitlines()[0]}"
        return None, [Problem(what, where, f"Save it as CSV in UTF-8, with the columns {', '.join(must)}.")]
    table.columns = table.columns.str.strip()
    table = table.apply(lambda column: column.str.strip()).replace("", np.nan)
    for column in (column for column in table if column not in (*must, *may)):
        close = nearest(str(column), (*must, *may))
        problems.append(Problem(f"there is no column {column!r}", where, "Take it out.", nearest=close))
    if lacking := [column for column in must if column not in table]:
        return None, [*problems, Problem(f"columns are missing: {', '.join(lacking)}", where)]
    for column in table.columns.intersection(list(_NUMBERS)):
        values = pd.to_numeric(table[column], errors="coerce").astype(float)
        wrong = table[column].notna() & ~np.isfinite(values)
        if wrong.any():
            cells = [f"line {line + 2}: {value!r}" for line, value in table[column][wrong].items()]
            remedy = "Write digits and a point, such as 12345.6; leave empty what was not published."
            problems.append(Problem(f"{column} is no number in {named(cells)}", where, remedy))
        table[column] = values.where(~wrong)
    keys = [column for column in must if column not in _NUMBERS and column != "title"]
    gaps = table.index[table[keys].isna().any(axis=1)]
    if len(gaps):
        lines = named(str(line + 2) for line in gaps)
        problems.append(Problem(f"{' or '.join(keys)} is empty in line {lines}", where))
    return table.drop(index=gaps).reset_index(drop=True).reindex(columns=[*must, *may]), problems


def _isco_groups(own: pd.DataFrame) -> pd.DataFrame:
    """Titles of the groups of ISCO-08, the country's own where it gives any."""
    titles = isco_titles()[isco_titles().index.str.len() < 4]
    given = own.dropna().drop_duplicates("code").set_index("code")["title"]
    both = pd.concat([given, titles[~titles.index.isin(given.index)]]).sort_index()
    return pd.DataFrame({"code": both.index, "title": both.to_numpy()})


def _files(home: Country, folder: Path, names: list[str]) -> pd.DataFrame:
    """The files of a folder as sources: their origin and licence stand in its SOURCE.md."""
    about = "as SOURCE.md of the country's folder says"
    rows = [
        {"name": f"{home.code.casefold()}-{name}", "title": f"{home.name}: {name}", "citation": about,
         "licence": about, "vintage": about, "origin": "", "conversion_of": "", "used_for": name,
         "file": f"{name}.csv", "sha256": sha256_of(folder / f"{name}.csv")}
        for name in names
    ]  # fmt: skip
    return pd.DataFrame(rows)
