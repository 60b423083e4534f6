"""A labour-market scenario and its tables, read from files or flags with all their faults."""

from __future__ import annotations

import errno
import math
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.errors import InputError, Problem, ReallocateError, nearest
from reallocate.kernel.faults import Place, Where, fields_of, parameter_problems, section_at
from reallocate.kernel.number import first_of
from reallocate.kernel.options import options
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.schema import file_in
from reallocate.kernel.toml import data_and_lines, loaded, put, validated
from reallocate.market.published.keys import BUILT_IN, BUNDLE, COMPLETE, MarketScenario
from reallocate.market.published.options import MarketRequest
from reallocate.roster.file.headers import plain
from reallocate.roster.file.money import read_number
from reallocate.roster.file.rows import file_rows, read_text
from reallocate.work.reach_names import is_reach_file

_SHOWN = 8

_HEADERS = {
    "occupation": ("occupation", "code", "soc", "soc_code", "occupation_code", "group"),
    "employment": ("employment", "employed", "tot_emp", "headcount", "jobs", "people"),
    "wage": ("wage", "wage_mean", "mean_wage", "pay", "a_mean"),
    "title": ("title", "name", "occupation_title", "occ_title"),
    "source": ("source", "from", "origin"),
    "target": ("target", "to", "destination"),
    "weight": ("weight", "share", "moves", "probability", "count"),
    "probability": ("probability", "p"),
}


@dataclass(frozen=True)
class Rows:
    """The rows of a table by column.

    numbers : of the rows, as a spreadsheet counts them
    cells : (column) text, without blanks around it
    """

    file: str
    numbers: tuple[int, ...]
    cells: Mapping[str, tuple[str, ...]]

    def at(self, place: int) -> str:
        """Where a row is, for messages.

        place : of the row, from 0
        """
        return f"{self.file} row {self.numbers[place]}"


def _read_rows(
    path: Path,
    needed: tuple[str, ...],
    other: tuple[str, ...],
    problems: list[Problem],
    known: Collection[str] = (),
) -> Rows | None:
    """The cells of a table's known columns, or nothing where one that is needed is missing.

    path : of the table
    needed : columns that must be there
    other : columns that may be
    problems : everything wrong is added here
    known : labels of occupations; of several columns that may hold them, the one with most is read
    """
    if (wrong := name_problem(path)) is not None:
        problems.append(wrong)
        return None
    try:
        heads = {plain(head) for synonyms in _HEADERS.values() for head in synonyms}
        numbered = file_rows(path, {head: head for head in heads})
    except ReallocateError as error:
        problems += error.problems
        return None
    if len(numbered) < 2:
        what = "the file is empty" if not numbered else "the file has only a header row"
        remedy = f"Write a header row ({', '.join(needed)}) and one row per entry."
        problems.append(Problem(what, path.name, remedy))
        return None
    headers = [cell.strip().casefold().replace(" ", "_") for cell in numbered[0][1]]
    place = {}
    for column in (*needed, *other):
        found = [headers.index(name) for name in _HEADERS[column] if name in headers]
        if found:
            place[column] = max(found, key=lambda at: _hits(numbered, at, known)) if known else found[0]
        elif column in needed:
            close = nearest(column, [header for header in headers if plain(header) in heads])
            what = f"there is no column {column!r} among the file's {len(headers)} columns"
            remedy = f"The header row needs {', '.join(needed)}."
            problems.append(Problem(what, path.name, remedy, nearest=close))
    if not set(needed) <= set(place):
        return None
    cells = {
        column: tuple(row[at].strip() if at < len(row) else "" for _, row in numbered[1:])
        for column, at in place.items()
    }
    return Rows(path.name, tuple(row for row, _ in numbered[1:]), cells)


def _hits(numbered: list[tuple[int, list[str]]], at: int, known: Collection[str]) -> int:
    return sum(at < len(row) and row[at].strip() in known for _, row in numbered[1:])


def name_problem(path: Path) -> Problem | None:
    """That a text cannot be the name of a file at all, whether there or not."""
    try:
        path.stat()
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            return None
    except ValueError:
        pass
    else:
        return None
    what = f"{path.name[:40]!r} is not a valid file name"
    return Problem(what, "scenario", "Write the name of a CSV file.")


def counted(names: Sequence[object]) -> str:
    """How many occupations these are.

    names : of them
    """
    return f"{len(names)} {'occupation' if len(names) == 1 else 'occupations'}"


_TOTALS = {"total", "all", "sum", "all occupations", "00-0000"}
"""What the last row of a table may be called that holds the sum of the others."""
_MOST_PEOPLE = 1e12
_MISSING = "A missing value is not read as 0."
_LEAST, _MOST = 1e-100, 1e100
"""Weights that are not 0 lie between these, so that rows can be brought to 1."""
_IS_POSSIBLE: dict[str, Callable[[float], bool]] = {
    "employment": lambda people: 1 / _MOST_PEOPLE <= people <= _MOST_PEOPLE,
    "wage": lambda wage: wage > 0,
    "weight": lambda weight: weight == 0.0 or _LEAST <= weight <= _MOST,
    "probability": lambda share: 0.0 <= share <= 1.0,
}
_REMEDIES = {
    "employment": "Write the number of people employed, or leave the row out.",
    "wage": "Leave the cell empty if not known.",
}
_CLOSE = 1e-9
"""How far a total may be from the sum, for the digits of a file [share]."""


def read_occupations(path: Path, total: float | None, problems: list[Problem]) -> pd.DataFrame | None:
    """Occupations and the people in them; nothing where the file is no such table.

    path : of the table
    total : what employment must add up to [persons]
    problems : everything wrong is added here
    Returns occupation, title, employment [persons], wage [USD/year]; missing where it was wrong.
    """
    rows = _read_rows(path, ("occupation", "employment"), ("wage", "title"), problems)
    if rows is None:
        return None
    codes = rows.cells["occupation"]
    sums = [place for place, code in enumerate(codes) if code.casefold() in _TOTALS]
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
    rows = _read_rows(path, ("source", "target", "weight"), (), problems)
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
    rows = _read_rows(path, ("occupation", "probability"), (), problems, {*map(str, occupations), *aside})
    if rows is None:
        return None
    before = len(problems)
    codes = rows.cells["occupation"]
    problems += _twice(rows, range(len(codes)))
    problems += _unknown(rows, occupations, aside)
    shares = [_number(rows, place, "probability", code, problems) for place, code in enumerate(codes)]
    given = set(codes)
    if absent := [code for code in map(str, occupations) if code not in given]:
        what = f"{counted(absent)} of the market without a probability: {first_of(absent, _SHOWN)}"
        problems.append(Problem(what, rows.file, "Write one for each; 0 where no work is lost.", _MISSING))
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
        fault = Problem(value, remedy=_REMEDIES.get(column, ""), why="" if text else _MISSING)
    elif _IS_POSSIBLE[column](value):
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
        return Problem(f"a wage of {value:g} must be above 0", remedy=_REMEDIES[column])
    what = f"employment of {value:g} must be above 0" + (" and at most 1e12" if value > 0 else "")
    why = "An occupation without people cannot be simulated."
    return Problem(what, remedy=_REMEDIES[column], why=why)


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
        if isinstance(value, str) or abs(value - found) > _CLOSE * max(found, abs(value))
    ]


def _unknown(rows: Rows, occupations: pd.Index, aside: set[str]) -> list[Problem]:
    known = [str(code) for code in occupations]
    every = {*known, *aside}
    found = [(place, code) for place, code in enumerate(rows.cells["occupation"]) if code not in every]
    problems = []
    for place, code in found[:_SHOWN]:
        what = f"there is no occupation {code!r} in the market"
        problems.append(Problem(what, rows.at(place), nearest=nearest(code, known)))
    if len(found) > _SHOWN:
        problems.append(Problem(f"{len(found) - _SHOWN} more occupations are unknown", rows.file))
    return problems


_EXAMPLE = "docs/simulate.md has an example; `reallocate simulate nation` runs the market that ships."
_OF_A_FIRM = {"headcount", "industries", "roles", "roster"}
"""Keys by which a scenario of a firm is known."""

_OPTIONS = {one.name: one for one in options(MarketRequest) if one.place}
"""Options that set keys of a scenario, by name."""
_MODE = "mode"
"""Of the laws in force, which a sub-verb says."""
_PLACES: dict[str, Place] = {_MODE: ("laws", _MODE), **{name: one.place for name, one in _OPTIONS.items()}}


def load_market_scenario(path: Path) -> MarketScenario:
    """The scenario in a folder or file.

    path : a folder with `scenario.toml`, or a `.toml` file
    Raises `UnknownName` where there is none, `InputError` with everything that is wrong in it.
    """
    if (wrong := name_problem(path)) is not None:
        raise InputError(wrong)
    file = file_in(path, _EXAMPLE)
    if file.suffix.casefold() == ".csv" and file.is_file():
        remedy = f"To run on a table of occupations: reallocate simulate market {file}."
        raise InputError(Problem("this is a table, not a scenario", str(file), remedy))
    text = read_text(file, remedy="Save it as UTF-8 in your editor.")
    return _read_market_scenario(text, file)


def _read_market_scenario(text: str, path: Path) -> MarketScenario:
    """The scenario that a text says.

    text : TOML
    path : of the file, for errors and for the files it names
    """
    data, where = data_and_lines(text, path)
    if found := sorted(_OF_A_FIRM & set(data)):
        what = f"this is a scenario of a firm (it has {', '.join(found)}), not of a labour market"
        raise InputError(Problem(what, where(()), f"Run it with reallocate plan. {_EXAMPLE}"))
    return validated(MarketScenario, data, where, _impossible_parameters).placed_in(path.parent)


def market_scenario(
    scenario: MarketScenario | str | Path | None, sets: Mapping[str, Any] | None = None, **flags: Any
) -> MarketScenario:
    """The scenario of a labour market that a user asks for.

    scenario : as made, or what `load_market_scenario` takes; the market that ships where there is none
    sets, flags : as in `with_market_flags`; files are named as seen from here
    """
    written = load_market_scenario(Path(scenario)) if isinstance(scenario, str | Path) else scenario
    folder = written.folder if written is not None else None
    words = {*BUILT_IN, COMPLETE, BUNDLE}
    own = ("reach",) if is_reach_file(str(flags.get("reach"))) else ()
    for flag in (*(name for name, one in _OPTIONS.items() if one.kind == "file"), *own):
        value = flags.get(flag)
        if value is not None and value not in words:
            flags[flag] = os.path.relpath(value, folder) if folder is not None else str(value)
    return with_market_flags(written, sets, **flags)


def with_market_flags(
    scenario: MarketScenario | None, sets: Mapping[str, Any] | None = None, **flags: Any
) -> MarketScenario:
    """A scenario with some keys from the command line; what is `None` stays.

    scenario : to start from; defaults where there is none
    sets : further keys by dotted place, such as `laws.separation`, as text
    flags : options of `MarketRequest` by name, or `mode`
    Raises `InputError` with everything that is wrong.
    """
    data = scenario.model_dump(mode="json", exclude_unset=True) if scenario is not None else {}
    problems: list[Problem] = []
    given: dict[Place, tuple[str, Any]] = {}
    for flag, value in flags.items():
        given[_PLACES[flag]] = (_OPTIONS[flag].flag if flag in _OPTIONS else f"--{flag}", value)
    for text, value in (sets or {}).items():
        given[_place(text, problems)] = (f"--set {text}", _value(value))
    if problems:
        raise InputError(problems)
    folder = scenario.folder if scenario is not None else None
    return validated(MarketScenario, data, put(data, given), _impossible_parameters).placed_in(folder)


def _place(text: str, problems: list[Problem]) -> tuple[str, ...]:
    """The key that a dotted name, or one that stands in one section only, means."""
    parts = tuple(text.split("."))
    if len(parts) == 1 and text not in fields_of(MarketScenario):
        parts = next((place for place in _keys() if place[-1] == text), parts)
    assumed = parts[-1] if parts[:-1] in ((), ("parameters",)) else ""
    if assumed in Parameters.default():
        return ("parameters", assumed)
    if parts in _keys():
        return parts
    if parts[0] == "policy":
        # `--policy` writes keys of its section alone.
        names = [name for section, *of in _keys() if section == "policy" for name in of]
        wrong = ".".join(parts[1:])
        what, remedy = f"there is no policy {wrong!r}", f"Policies: {', '.join(names)}."
        problems.append(Problem(what, "--policy", remedy, nearest=nearest(wrong, names)))
    else:
        names = [".".join(place) for place in _keys()]
        close = nearest(text, [*names, *Parameters.default().names])
        remedy = f"Keys: {', '.join(names)}; and the names listed by `reallocate data --params`."
        problems.append(Problem(f"there is no key {text!r}", "--set", remedy, nearest=close))
    return parts


def _keys() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name in fields_of(MarketScenario):
        section = section_at((name,), MarketScenario)
        found += [(name,)] if section is None else [(name, inner) for inner in fields_of(section)]
    return found


def _value(text: Any) -> Any:
    """A value; a text as TOML reads it, or as it is where it is no value of TOML."""
    if not isinstance(text, str):
        return text
    try:
        return loaded(f"value = {text}", "--set")["value"]
    except InputError:
        return text


def _impossible_parameters(scenario: MarketScenario, where: Where) -> list[Problem]:
    return parameter_problems(scenario.parameters, where, MarketScenario)
