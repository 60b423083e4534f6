"""The tables that a user gives of a labour market: occupations, moves and a shock, with all their faults."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.errors import Problem, nearest
from reallocate.roster.numbers import read_number
from reallocate.scenario.market.rows import SHOWN, Rows, counted, read_rows, shown

TOTALS = {"total", "all", "sum", "all occupations", "00-0000"}
"""What the last row of a table may be called that holds the sum of the others."""
MOST_PEOPLE = 1e12
MISSING = "A missing value is not read as 0."
LEAST, MOST = 1e-100, 1e100
"""Weights that are not 0 lie between these, so that rows can be brought to 1."""
IS_POSSIBLE: dict[str, Callable[[float], bool]] = {
    "employment": lambda people: 1 / MOST_PEOPLE <= people <= MOST_PEOPLE,
    "wage": lambda wage: wage > 0,
    "weight": lambda weight: weight == 0.0 or LEAST <= weight <= MOST,
    "probability": lambda share: 0.0 <= share <= 1.0,
}
REMEDIES = {
    "employment": "Write the number of people employed, or leave the row out.",
    "wage": "Leave the cell empty if not known.",
}
CLOSE = 1e-9
"""How far a total may be from the sum, for the digits of a file [share]."""


def read_occupations(path: Path, total: float | None, problems: list[Problem]) -> pd.DataFrame | None:
    """Occupations and the people in them; nothing where the file is no such table.

    path : of the table
    total : what employment must add up to [persons]
    problems : everything wrong is added here
    Returns occupation, title, employment [persons], wage [USD/year]; missing where it was wrong.
    """
    rows = read_rows(path, ("occupation", "employment"), ("wage", "title"), problems)
    if rows is None:
        return None
    codes = rows.cells["occupation"]
    sums = [place for place, code in enumerate(codes) if code.casefold() in TOTALS]
    places = [place for place in range(len(codes)) if place not in sums]
    problems += [Problem("the row has no occupation", rows.at(place)) for place in places if not codes[place]]
    problems += _twice(rows, places)
    employment = [_number(rows, place, "employment", codes[place], problems) for place in places]
    if not places:
        problems.append(Problem("the file has no occupations", rows.file, "Write one row per occupation."))
    if not any(map(math.isnan, employment)):
        problems += _sum_problems(rows, sums, sum(employment), total)
    wages = rows.cells.get("wage", ("",) * len(codes))
    wage = [
        _number(rows, place, "wage", "column wage", problems) if wages[place] else math.nan
        for place in places
    ]
    titles = rows.cells.get("title", codes)
    named = [(codes[place], titles[place] or codes[place]) for place in places]
    table = pd.DataFrame(named, columns=["occupation", "title"])
    table = table.assign(employment=np.array(employment, dtype=float), wage=np.array(wage, dtype=float))
    return table[table["occupation"] != ""].drop_duplicates("occupation").reset_index(drop=True)


def read_moves(path: Path, problems: list[Problem]) -> pd.DataFrame | None:
    """Moves between occupations; nothing where the file is no such table or a weight cannot be.

    path : of the table
    problems : everything wrong is added here
    Returns source, target, weight.
    """
    rows = read_rows(path, ("source", "target", "weight"), (), problems)
    if rows is None:
        return None
    before = len(problems)
    places = range(len(rows.numbers))
    weights = [_number(rows, place, "weight", "column weight", problems) for place in places]
    if len(problems) > before:
        return None
    return pd.DataFrame({name: rows.cells[name] for name in ("source", "target")} | {"weight": weights})


def read_shock(
    path: Path, occupations: pd.Index, left_out: Iterable[str], problems: list[Problem]
) -> pd.Series | None:
    """The share of the work that falls away; nothing where something is wrong.

    path : of the table
    left_out : that the built-in market knows and leaves out; rows on them are passed over
    problems : everything wrong is added here
    Returns (occupation) [share of the hours].
    """
    aside = set(left_out)
    rows = read_rows(path, ("occupation", "probability"), (), problems, {*map(str, occupations), *aside})
    if rows is None:
        return None
    before = len(problems)
    codes = rows.cells["occupation"]
    problems += _twice(rows, range(len(codes)))
    problems += _unknown(rows, occupations, aside)
    shares = [_number(rows, place, "probability", code, problems) for place, code in enumerate(codes)]
    given = set(codes)
    if absent := [code for code in map(str, occupations) if code not in given]:
        what = f"{counted(absent)} of the market without a probability: {shown(absent)}"
        problems.append(Problem(what, rows.file, "Write one for each; 0 where no work is lost.", MISSING))
    if len(problems) > before:
        return None
    shock = pd.Series(shares, index=list(codes), dtype=float).reindex(occupations)
    if not (shock >= 1.0).all():
        return shock
    what = "every occupation loses all of its work, so no work is left to redistribute"
    problems.append(Problem(what, rows.file))
    return None


def _twice(rows: Rows, places: Iterable[int]) -> list[Problem]:
    at: dict[str, list[int]] = {}
    for place in places:
        at.setdefault(rows.cells["occupation"][place], []).append(rows.numbers[place])
    return [
        Problem(
            f"occupation {code!r} occurs in rows {', '.join(str(row) for row in found)}",
            rows.file,
            "Keep one of them, or add them up.",
            "The rows may mean different figures.",
        )
        for code, found in at.items()
        if len(found) > 1 and code
    ]


def _number(rows: Rows, place: int, column: str, beside: str, problems: list[Problem]) -> float:
    """A cell's number; missing where it is blank, no number or impossible, which is added to the problems.

    beside : what is told of the place besides the row
    """
    text = rows.cells[column][place]
    value = read_number(text) if text else f"{column} is missing"
    if isinstance(value, str):
        fault = Problem(value, remedy=REMEDIES.get(column, ""), why="" if text else MISSING)
    elif IS_POSSIBLE[column](value):
        return value
    else:
        fault = _impossible(column, value)
    problems.append(replace(fault, where=", ".join(filter(None, (rows.at(place), beside)))))
    return math.nan


def _impossible(column: str, value: float) -> Problem:
    if column == "probability":
        remedy = f"Write {value:g}% as {value / 100:g}." if 1 < value <= 100 else ""
        return Problem(f"a probability of {value:g} is not between 0 and 1", remedy=remedy)
    if column == "weight":
        fault = "below 0" if value < 0 else "out of range"
        return Problem(f"a weight of {value:g} is {fault}", remedy="Write a weight of 0 or more.")
    if column == "wage":
        return Problem(f"a wage of {value:g} must be above 0", remedy=REMEDIES[column])
    what = f"employment of {value:g} must be above 0" + (" and at most 1e12" if value > 0 else "")
    why = "An occupation without people cannot be simulated."
    return Problem(what, remedy=REMEDIES[column], why=why)


def _sum_problems(rows: Rows, sums: list[int], found: float, total: float | None) -> list[Problem]:
    """That a stated total, in a row or in the scenario, is not the sum of the occupations."""
    stated: list[tuple[str, float | str]] = [
        (rows.at(place), read_number(rows.cells["employment"][place])) for place in sums
    ]
    stated += [("[market] total", total)] if total is not None else []
    return [
        Problem(
            f"the total is {value if isinstance(value, str) else format(value, ',.10g')} and the occupations "
            f"add up to {found:,.10g}",
            where,
            "Correct the missing or wrong row, or remove the total.",
            "Either figure may be wrong.",
        )
        for where, value in stated
        if isinstance(value, str) or abs(value - found) > CLOSE * max(found, abs(value))
    ]


def _unknown(rows: Rows, occupations: pd.Index, aside: set[str]) -> list[Problem]:
    known = [str(code) for code in occupations]
    every = {*known, *aside}
    found = [(place, code) for place, code in enumerate(rows.cells["occupation"]) if code not in every]
    problems = []
    for place, code in found[:SHOWN]:
        what = f"there is no occupation {code!r} in the market"
        problems.append(Problem(what, rows.at(place), nearest=nearest(code, known)))
    if len(found) > SHOWN:
        problems.append(Problem(f"{len(found) - SHOWN} more occupations are unknown", rows.file))
    return problems
