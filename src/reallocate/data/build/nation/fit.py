"""Whether the files of a country hold what they should and fit together: all that is wrong, at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd

from reallocate.data.bundle import tables
from reallocate.data.country import Country, begins
from reallocate.data.seeds import sections
from reallocate.kernel.errors import Problem, nearest

PAY = ("wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90")
LEVELS = ("0-2", "3-4", "5-8")
"""Levels of ISCED 2011 that the table of education knows."""
ISCO = "ISCO-08"
_LIST = "isco08.csv"
_TOLD = 8
"""Codes that an error names at most."""
_TOLERANCE = 0.01
"""By how much shares of a group may miss 1."""
_GRADED = re.compile(r"\bgrade [ABCDXEJ]\b")
_NEEDED = ("occupations", "pay", "mix", "content", "leaving")
"""What [sources] must name."""
_LISTED = f"The list stands in src/reallocate/data/build/nation/{_LIST}."

At = Callable[[str], str]
"""From the name of a table to where it stands."""


@cache
def isco_titles() -> pd.Series:
    """(code) title of every group of ISCO-08 with two, three and four digits.

    Source: ILO, International Standard Classification of Occupations, ISCO-08, 2012; titles of unit groups as
    in the crosswalk of the US Bureau of Labor Statistics.
    """
    path = resources.files("reallocate.data.build.nation").joinpath(_LIST)
    with path.open(encoding="utf-8") as file:
        table = pd.read_csv(file, dtype=str)
    return table.set_index("code")["title"]


@cache
def isco_units() -> tuple[str, ...]:
    """Codes of the 436 unit groups of ISCO-08."""
    return tuple(code for code in isco_titles().index if len(code) == 4)


def internal(code: str) -> str:
    """A code of four digits as the product writes occupations: its group stands before it, as in 41-4122."""
    return f"{code[:2]}-{code}"


def named(codes: Iterable[str], most: int = _TOLD) -> str:
    """A few codes, and how many more there are."""
    every = list(dict.fromkeys(codes))
    rest = len(every) - most
    return ", ".join(every[:most]) + (f" and {rest} more" if rest > 0 else "")


def fit_problems(files: Mapping[str, pd.DataFrame], at: At, is_isco: bool) -> list[Problem]:
    """Everything that is wrong in the tables of a country, and between them.

    files : (table) as `NationPack` declares them; those that a country does not have are absent or empty
    at : where each stands
    is_isco : whether its occupations are the unit groups of ISCO-08
    """
    own = files["occupations"]
    codes = isco_units() if is_isco else tuple(own["code"])
    problems = [*_occupations(own, at("occupations"), is_isco)]
    for name in ("titles", "history", "bridge"):
        table = files.get(name, pd.DataFrame({"code": []}))
        if unknown := sorted(set(table["code"].dropna().astype(str)) - set(codes)):
            what = f"{name} name {len(unknown)} occupations that are not listed: {named(unknown)}"
            problems.append(Problem(what, at(name), "Correct the codes, or list them in occupations.csv."))
    for name in ("mix", "education"):
        table = files.get(name, pd.DataFrame({"group": []}))
        groups = sorted(set(table["group"].dropna().astype(str)))
        if lost := [group for group in groups if not any(code.startswith(group) for code in codes)]:
            what = f"{name} has groups that no occupation is of: {named(lost)}"
            problems.append(Problem(what, at(name), "A group is a code, or how codes begin: 41, or 4."))
        every = set(groups)
        if within := [one for one in groups if every & {one[:digits] for digits in range(1, len(one))}]:
            what = f"groups lie within others of the table: {named(within)}"
            problems.append(Problem(what, at(name), "Keep the narrow groups or the wide one."))
    problems += [*_mix(files["mix"], at("mix")), *_listed(files, at)]
    if not is_isco:
        problems += _own_classification(files, at)
    return problems


def _occupations(own: pd.DataFrame, at: str, is_isco: bool) -> list[Problem]:
    code, problems = own["code"].fillna("").astype(str), list[Problem]()
    lengths = (1, 2, 3, 4) if is_isco else (4,)
    bad = ~(code.str.fullmatch(r"\d+").astype(bool) & code.str.len().isin(lengths))
    if bad.any():
        remedy = "Leading zeros count: 0310." if is_isco else "A group's figures belong to its occupations."
        problems.append(Problem(f"codes are no four digits: {named(code[bad])}", at, remedy))
    if (twice := code[code.duplicated()]).any():
        problems.append(Problem(f"occupations occur twice: {named(twice)}", at, "Keep one line of each."))
    known = {one[:digits] for one in isco_units() for digits in lengths}
    if is_isco and (unknown := [one for one in code[~bad] if one not in known]):
        close = nearest(unknown[0], [one for one in isco_units() if one[:2] == unknown[0][:2]])
        problems.append(Problem(f"ISCO-08 has no group {named(unknown)}", at, _LISTED, nearest=close))
    if not is_isco and (untitled := own["title"].isna()).any():
        problems.append(Problem(f"occupations have no title: {named(code[untitled])}", at))
    people = own["people"].fillna(0.0)
    if not (people >= 0).all() or people.sum() <= 0:
        below = f": fewer than none in {named(code[people < 0])}" if (people < 0).any() else ""
        problems.append(Problem(f"occupations have no people{below}", at))
    pay = own[[name for name in ("wage_mean", *PAY) if name in own]].astype(float)
    if (wrong := (pay <= 0).any(axis=1)).any():
        what = f"pay is not above 0: {named(code[wrong])}"
        problems.append(Problem(what, at, "Leave a cell empty where nothing was published."))
    ordered = pay.drop(columns="wage_mean").to_numpy()
    fallen = [one for one, row in zip(code, ordered, strict=True) if (np.diff(row[~np.isnan(row)]) < 0).any()]
    if fallen:
        what = f"percentiles of pay fall: {named(fallen)}"
        problems.append(Problem(what, at, "They rise from p10 to p90."))
    return problems


def _mix(mix: pd.DataFrame, at: str) -> list[Problem]:
    problems = []
    if unknown := sorted(set(mix["industry"].fillna("").astype(str)) - set(sections())):
        remedy = f"Sections are {', '.join(sections())}."
        problems.append(Problem(f"unknown sections: {named(unknown)}", at, remedy))
    twice = mix[mix.duplicated(["industry", "group"])]
    if len(twice):
        cells = (f"{one.industry} {one.group}" for one in twice.itertuples())
        problems.append(Problem(f"cells occur twice: {named(cells)}", at, "Keep one line of each."))
    if (mix["people"].fillna(0.0) < 0).any():
        problems.append(Problem("people are fewer than none", at))
    return problems


def _listed(files: Mapping[str, pd.DataFrame], at: At) -> list[Problem]:
    """What may stand in titles, history and education."""
    problems = []
    if (titles := files.get("titles")) is not None and len(titles):
        allowed = tables()["title_keys"].columns["source"].allowed
        if unknown := sorted(set(titles["source"].dropna()) - set(allowed)):
            what = f"source may not be {named(unknown)}"
            problems.append(Problem(what, at("titles"), f"It is one of {', '.join(allowed)}, or empty."))
        if (wrong := ~(titles["weight"] > 0)).any():
            what = f"weight is not above 0: {named(titles['title'][wrong].astype(str))}"
            problems.append(Problem(what, at("titles")))
    if (years := files.get("history")) is not None and len(years):
        if (wrong := ~years["year"].between(1900, 2100) | years["year"].mod(1).ne(0)).any():
            problems.append(Problem(f"no year: {named(years['year'][wrong].astype(str))}", at("history")))
        if (twice := years[years.duplicated(["code", "year"])]["code"]).any():
            problems.append(Problem(f"a year occurs twice: {named(twice)}", at("history")))
    if (answers := files.get("education")) is not None and len(answers):
        if unknown := sorted(set(answers["level"].dropna()) - set(LEVELS)):
            what = f"level may not be {named(unknown)}"
            problems.append(Problem(what, at("education"), f"Levels of ISCED are {', '.join(LEVELS)}."))
        by = answers.groupby("group")["share"]
        sums, whole = by.sum(), by.apply(lambda share: share.notna().all())
        off = sums.index[(sums > 1 + _TOLERANCE) | (whole & (sums < 1 - _TOLERANCE))]
        if len(off):
            what = f"shares of a group do not add up to 1: {named(map(str, off))}"
            problems.append(Problem(what, at("education"), "Write shares, such as 0.25, not per cent."))
    return problems


def _own_classification(files: Mapping[str, pd.DataFrame], at: At) -> list[Problem]:
    """Titles of groups, and the table to ISCO-08."""
    problems, codes = [], files["occupations"]["code"].dropna().astype(str)
    titled = files["groups"].dropna().set_index("code").index
    if lacking := sorted({code[:digits] for code in codes for digits in (2, 3)} - set(titled)):
        what = f"groups have no title: {named(lacking)}"
        problems.append(Problem(what, at("groups"), "Add a line for each."))
    if (bridge := files.get("bridge")) is not None:
        if unknown := sorted(set(bridge["isco08"].fillna("").astype(str)) - set(isco_units())):
            problems.append(Problem(f"ISCO-08 has no unit group {named(unknown)}", at("bridge"), _LISTED))
        if (wrong := ~(bridge["weight"] > 0)).any():
            what = f"weight is not above 0: {named(bridge['code'][wrong].astype(str))}"
            problems.append(Problem(what, at("bridge")))
    return problems


def country_problems(home: Country, codes: Sequence[str], has_bridge: bool, where: str) -> list[Problem]:
    """What a `country.toml` lacks of what a build needs, and codes in it that the tables do not have.

    codes : of the country's occupations, such as 4122
    has_bridge : whether there is a bridge.csv
    where : the file
    """
    problems, every = list[Problem](), pd.Index([internal(code) for code in codes])
    if not home.iso3:
        what = "iso3: nothing is written"
        problems.append(Problem(what, where, "Write three capital letters of ISO 3166-1, such as NZL."))
    for name in ("managers", "computing", "desk"):
        given = getattr(home, name)
        lost = [one for one in given if not begins(every, (one,)).any()]
        if not given:
            what = f"{name}: nothing is written"
            problems.append(Problem(what, where, 'Write how codes begin, such as ["1"].'))
        elif lost:
            what = f"{name}: no code begins with {named(lost)}"
            problems.append(Problem(what, where, 'Codes are written as in "41-4122".'))
    for name in ("chiefs", "no_destinations"):
        if lost := [one for one in getattr(home, name) if one not in every]:
            close = nearest(lost[0], every)
            problems.append(Problem(f"{name}: there is no code {named(lost)}", where, nearest=close))
    needed = (*_NEEDED, "law") if home.law else _NEEDED
    for name in (name for name in needed if not _GRADED.search(home.sources.get(name, ""))):
        what = f"sources.{name}: {'there is no grade' if name in home.sources else 'the line is missing'}"
        problems.append(Problem(what, where, 'Such as "publisher, survey and year, grade B".'))
    if has_bridge and home.occupations == ISCO:
        what = f"occupations are those of {ISCO}, and there is a bridge.csv"
        problems.append(Problem(what, where, "Take the bridge out, or name the office's classification."))
    elif home.shared != ("" if has_bridge else "isco08"):
        line = "Take the line out." if has_bridge else 'Write shared = "isco08".'
        what = f"shared = {home.shared!r}: tables of ISCO-08 are shared by countries without a bridge.csv"
        problems.append(Problem(what, where, line))
    return problems
