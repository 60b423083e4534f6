"""The tables that a user gives of a labour market: occupations, moves and a shock, with all their faults."""

from __future__ import annotations

import math
from collections.abc import Iterable
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
    employment = [_people(rows, place, codes[place], problems) for place in places]
    if not places:
        problems.append(Problem("the file has no occupations", rows.file, "Write one row per occupation."))
    good = not any(math.isnan(value) for value in employment)
    if good:
        problems += _sum_problems(rows, sums, float(sum(employment)), total)
    wage = [_wage(rows, place, problems) for place in places]
    titles = rows.cells.get("title", codes)
    table = pd.DataFrame(
        {
            "occupation": [codes[place] for place in places],
            "title": [titles[place] or codes[place] for place in places],
            "employment": np.array(employment, dtype=float),
            "wage": np.array(wage, dtype=float),
        }
    )
    named = table[table["occupation"] != ""]
    return named.drop_duplicates("occupation").reset_index(drop=True)


def read_moves(path: Path, problems: list[Problem]) -> pd.DataFrame | None:
    """Moves between occupations; nothing where the file is no such table or a weight cannot be.

    path : of the table
    problems : everything wrong is added here
    Returns source, target, weight.
    """
    rows = read_rows(path, ("source", "target", "weight"), (), problems)
    if rows is None:
        return None
    before, weights = len(problems), []
    for place, text in enumerate(rows.cells["weight"]):
        value = read_number(text) if text else "the weight is missing"
        if isinstance(value, str):
            problems.append(Problem(value, f"{rows.at(place)}, column weight", why=MISSING))
            value = 0.0
        elif not (value == 0.0 or LEAST <= value <= MOST):
            what = (
                f"a weight of {value:g} is below 0" if value < 0 else f"a weight of {value:g} is out of range"
            )
            problems.append(Problem(what, f"{rows.at(place)}, column weight", "Write a weight of 0 or more."))
        weights.append(value)
    if len(problems) > before:
        return None
    return pd.DataFrame(
        {"source": rows.cells["source"], "target": rows.cells["target"], "weight": np.array(weights)}
    )


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
    found = {}
    for place, (code, text) in enumerate(zip(codes, rows.cells["probability"], strict=True)):
        value = read_number(text) if text else "the probability is missing"
        if isinstance(value, str):
            problems.append(Problem(value, f"{rows.at(place)}, {code}", why=MISSING))
        elif not 0.0 <= value <= 1.0:
            what = f"a probability of {value:g} is not between 0 and 1"
            remedy = f"Write {value:g}% as {value / 100:g}." if 1 < value <= 100 else ""
            problems.append(Problem(what, f"{rows.at(place)}, {code}", remedy))
        else:
            found[code] = value
    given = set(codes)
    absent = [str(code) for code in occupations if str(code) not in given]
    if absent:
        what = f"{counted(absent)} of the market without a probability: {shown(absent)}"
        problems.append(
            Problem(what, rows.file, "Write one for each; 0 where no work is lost.", MISSING)
        )
    if len(problems) > before:
        return None
    shock = pd.Series(found, dtype=float).reindex(occupations)
    if (shock >= 1.0).all():
        what = "every occupation loses all of its work, so no work is left to redistribute"
        problems.append(Problem(what, rows.file))
        return None
    return shock


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


def _people(rows: Rows, place: int, code: str, problems: list[Problem]) -> float:
    text = rows.cells["employment"][place]
    value = read_number(text) if text else "employment is missing"
    where = f"{rows.at(place)}, {code}" if code else rows.at(place)
    if isinstance(value, str):
        remedy = "Write the number of people employed, or leave the row out."
        problems.append(Problem(value, where, remedy, MISSING if not text else ""))
        return math.nan
    if not 0.0 < value <= MOST_PEOPLE or value < 1 / MOST_PEOPLE:
        what = f"employment of {value:g} must be above 0" + (" and at most 1e12" if value > 0 else "")
        remedy = "Write the number of people employed, or leave the row out."
        problems.append(Problem(what, where, remedy, "An occupation without people cannot be simulated."))
        return math.nan
    return value


def _wage(rows: Rows, place: int, problems: list[Problem]) -> float:
    text = rows.cells.get("wage", ("",) * len(rows.numbers))[place]
    if not text:
        return math.nan
    value = read_number(text)
    if isinstance(value, str) or value <= 0:
        what = value if isinstance(value, str) else f"a wage of {value:g} must be above 0"
        problems.append(Problem(what, f"{rows.at(place)}, column wage", "Leave the cell empty if not known."))
        return math.nan
    return value


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
    told = [
        Problem(
            f"there is no occupation {code!r} in the market", rows.at(place), nearest=nearest(code, known)
        )
        for place, code in found[:SHOWN]
    ]
    more = len(found) - SHOWN
    return [*told, Problem(f"{more} more occupations are unknown", rows.file)] if more > 0 else told
