"""A planner's own plan as rows of a file: which role, which quarter, how many people come, go and move."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.roster.file.headers import find_columns
from reallocate.roster.file.money import read_number
from reallocate.roster.file.rows import TextTable, by_column, read_text_table
from reallocate.work.firm import OF_COLUMN

_COLUMNS: dict[str, tuple[str, ...]] = {
    "role": ("role", "role code", "role id", "code", "occupation code"),
    "title": ("title", "role title", "job title", "role name"),
    "department": ("department", "department name", "dept", "division", "business unit"),
    "location": ("location", "site", "office"),
    "country": ("country",),
    "quarter": ("quarter", "period", "date", "month"),
    "hires": ("hires", "hired", "hiring", "new hires"),
    "exits": ("exits", "layoffs", "laid off", "compulsory exits"),
    "offers": ("offers", "offers to leave", "offers taken", "voluntary", "voluntary exits"),
    "moves": ("moves", "moved", "moves out", "moved out", "redeployed"),
    "to": ("to", "to code", "to role", "target", "moved to"),
    "headcount": ("headcount", "head count", "positions", "end", "at the end", "headcount at the end"),
}  # fmt: skip
KNOWN = {synonym: column for column, synonyms in _COLUMNS.items() for synonym in synonyms}
_PEOPLE = ("hires", "exits", "offers", "headcount")
"""Figures of a role in a quarter, each stated once; moves are stated for each role that people move to."""
_FIGURES = (*_PEOPLE, "moves")
_SHOWN = 5
"""Rows that are named of a fault that several have."""
_GIVEN = ("row", "role", "quarter", "period", *_FIGURES, "to")
HOW = (
    "Write the columns role, quarter, hires, exits, moves and to. `reallocate open RESULT --table decisions` "
    "prints the decisions of a saved plan in these columns."
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/ ]*Q([1-4])", re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"Q([1-4])[-/ ]*(\d{4})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})(-(\d{1,2}))?")


@dataclass(frozen=True)
class RoleNames:
    """What the roles of a firm may be called in a file.

    roles : ids
    names : (name without case) ids of the roles that it stands for
    places : (column of a dimension) the department, site or country of each id, without case
    """

    roles: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    places: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, roles: pd.DataFrame, further: Mapping[str, str]) -> RoleNames:
        """The names of a firm's roles: id, title, and occupation.

        roles : (role) title, occupation
        further : (role) title of roles that are no row of the table
        """
        names: dict[str, dict[str, None]] = {}
        for role, title, occupation in zip(
            roles.index.astype(str), roles["title"], roles["occupation"], strict=True
        ):
            for name in (role, str(title), str(occupation)):
                names.setdefault(_plain(name), {})[role] = None
        for role, title in further.items():
            names.setdefault(_plain(role), {})[role] = None
            names.setdefault(_plain(title), {})[role] = None
        ids = (*roles.index.astype(str), *further)
        exact = {_plain(role): (role,) for role in ids}
        places = {
            column: dict(zip(roles.index.astype(str), roles[column].astype(str).map(_plain), strict=True))
            for column in OF_COLUMN
            if column in roles
        }
        every = {**{name: tuple(found) for name, found in names.items()}, **exact}
        return cls(ids, every, places)

    def meant(self, name: str, place: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Ids of the roles that a name stands for.

        place : department, site or country that the role has, by column; blanks narrow nothing
        """
        named = self.names.get(_plain(name), ())
        for column, value in (place or {}).items():
            known = self.places.get(column, {})
            named = tuple(role for role in named if not value or known.get(role, "") == _plain(value))
        return named


def _read_own_plan(path: Path) -> tuple[TextTable, dict[str, int]]:
    """The rows of an own plan as text, and the place of each column.

    Raises `UnknownName` where there is no such file, `InputError` where it cannot be read or its header does
    not say which column is which.
    """
    table = read_text_table(path, known=KNOWN, of="decision", remedy=HOW)
    places, _, problems = find_columns(table.headers, table.name, KNOWN)
    if not {"role", "title"} & places.keys():
        problems.append(Problem("there is no column 'role'", table.name, HOW))
    if "quarter" not in places:
        problems.append(Problem("there is no column 'quarter'", table.name, HOW))
    if not set(_FIGURES) & places.keys():
        what = "there is no column of decisions"
        problems.append(Problem(what, table.name, f"Add one of {', '.join(_FIGURES)}."))
    if problems:
        raise InputError(problems)
    return table, places


def names_given(path: Path) -> set[str]:
    """Every name of a role in an own plan, as written."""
    table, places = _read_own_plan(path)
    rows = [by_column(cells, places) for _, cells in table.rows]
    return {name for row in rows for name in (_name(row), row.get("to", "")) if name}


def decisions_of(path: Path, names: RoleNames, periods: tuple[str, ...]) -> pd.DataFrame:
    """The decisions of an own plan: row, role, quarter, period, hires, exits, offers, headcount, moves, to.

    names : what the firm's roles may be called
    periods : the quarters of the plan, such as `2026 Q3`
    A cell that is blank is missing: it decides nothing. Raises `InputError` with every fault of every row.
    """
    table, places = _read_own_plan(path)
    problems: list[Problem] = []
    rows = []
    for number, cells in table.rows:
        given = dict.fromkeys(_COLUMNS, "") | by_column(cells, places)
        where = f"{table.name} row {number}"
        record, faults = _record(given, where, table.delimiter == ";", names, periods)
        problems += faults
        if not faults:
            rows.append({"row": number, **record})
    found = pd.DataFrame(rows, columns=list(_GIVEN))
    problems = [*_once(problems, table.name), *_stated_twice(found, table.name)]
    if problems:
        raise InputError(problems)
    return found


def _once(problems: list[Problem], name: str) -> list[Problem]:
    """Each fault once, with the first rows that have it."""
    rows: dict[Problem, list[str]] = {}
    for one in problems:
        rows.setdefault(replace(one, where=""), []).append(one.where.removeprefix(f"{name} row "))
    found = []
    for one, numbers in rows.items():
        more = f" and {len(numbers) - _SHOWN:,} more" if len(numbers) > _SHOWN else ""
        which = f"row {numbers[0]}" if len(numbers) == 1 else f"rows {', '.join(numbers[:_SHOWN])}{more}"
        found.append(replace(one, where=f"{name} {which}"))
    return found


def _record(
    given: Mapping[str, str], where: str, comma_is_decimal: bool, names: RoleNames, periods: tuple[str, ...]
) -> tuple[dict[str, object], list[Problem]]:
    """One row with role, quarter and figures; or what is wrong with it."""
    place = {column: given[column] for column in OF_COLUMN}
    role, unknown = _role(_name(given), "role", where, names, place)
    period, no_quarter = _period(given["quarter"], where, periods)
    problems = [*unknown, *no_quarter]
    figures: dict[str, float] = {}
    for name in _FIGURES:
        value = read_number(given[name], comma_is_decimal) if given[name] else math.nan
        if isinstance(value, str):
            problems.append(Problem(f"{name}: {value}", where))
            continue
        figures[name] = value
        if value < 0:
            what = f"{name} is negative ({value:g})"
            problems.append(Problem(what, where, "People who leave are exits, people who come are hires."))
    to, no_target = _target(given, figures.get("moves", math.nan), role, where, names)
    problems += [*no_target, *_overdetermined(figures, where)]
    quarter = periods[period] if period is not None else ""
    return {"role": role, "quarter": quarter, "period": period, **figures, "to": to}, problems


def _overdetermined(figures: Mapping[str, float], where: str) -> list[Problem]:
    """A headcount beside hires or exits, which follow from it."""
    stated = [name for name in ("hires", "exits") if not math.isnan(figures.get(name, math.nan))]
    if math.isnan(figures.get("headcount", math.nan)) or not stated:
        return []
    what = f"headcount is stated beside {' and '.join(stated)}"
    remedy = f"Keep headcount, or {' and '.join(stated)}; hires and exits follow from a headcount."
    return [Problem(what, where, remedy, "They may contradict each other.")]


def _target(
    given: Mapping[str, str], moves: float, role: str, where: str, names: RoleNames
) -> tuple[str, list[Problem]]:
    if not given["to"]:
        if math.isnan(moves) or moves == 0:
            return "", []
        what = f"{moves:,.10g} people move, and the row does not say where"
        return "", [Problem(what, where, "Write the role in the column to.")]
    place = {column: given[column] for column in OF_COLUMN}
    inside = len(names.meant(given["to"])) > 1
    to, problems = _role(given["to"], "to", where, names, place if inside else {})
    if math.isnan(moves):
        what = "the row names a role to move to, and no number of moves"
        problems.append(Problem(what, where, "Write how many move, or leave to blank."))
    if to and to == role:
        problems.append(Problem("people move to the role that they are in", where, "Correct role or to."))
    return to, problems


def _role(
    name: str, column: str, where: str, names: RoleNames, place: Mapping[str, str]
) -> tuple[str, list[Problem]]:
    if not name:
        return "", [Problem(f"{column} is blank", where, "Write a role as the plan shows it.")]
    meant = names.meant(name, place)
    if len(meant) == 1:
        return meant[0], []
    if meant:
        what = f"{column} {name!r} stands for {len(meant)} roles of the firm"
        remedy = "Write the code of one of them, or its department, site or country in a column of that name."
        return "", [Problem(what, where, remedy, nearest=meant[:4])]
    if elsewhere := names.meant(name):
        told = ", ".join(f"{OF_COLUMN[one]} {value!r}" for one, value in place.items() if value)
        what = f"the firm has no role {name!r} with {told}"
        remedy = "Write a role of that place as the plan shows it; small groups are under 'other'."
        return "", [Problem(what, where, remedy, nearest=elsewhere[:4])]
    close = tuple(
        dict.fromkeys(id for near in nearest(_plain(name), names.names) for id in names.names[near])
    )
    remedy = "Write a code or title as the plan shows it."
    return "", [Problem(f"the firm has no role {name!r}", where, remedy, nearest=close[:4])]


def _period(text: str, where: str, periods: tuple[str, ...]) -> tuple[int | None, list[Problem]]:
    """The place of a quarter in the plan."""
    if not text:
        return None, [Problem("quarter is blank", where, f"Write a quarter, such as {periods[0]}.")]
    quarter = _quarter(text)
    if not quarter:
        day = pd.Period(first := periods[0].replace(" ", ""), "Q").start_time.date()
        remedy = f"Write a quarter as {first}, or a day as {day}."
        return None, [Problem(f"{text!r} is no quarter and no date", where, remedy)]
    if quarter not in periods:
        what = f"{quarter} is not in the plan, which goes from {periods[0]} to {periods[-1]}"
        remedy = "Correct the quarter, or change start or quarters of the scenario."
        return None, [Problem(what, where, remedy)]
    return periods.index(quarter), []


def _quarter(text: str) -> str:
    """A quarter as plans write it; empty where the text is none."""
    if found := _YEAR_FIRST.fullmatch(text.strip()):
        return f"{found[1]} Q{found[2]}"
    if found := _QUARTER_FIRST.fullmatch(text.strip()):
        return f"{found[2]} Q{found[1]}"
    day = _MONTH.fullmatch(text.strip())
    if day is None:
        return ""
    try:
        date = dt.date(int(day[1]), int(day[2]), int(day[4] or 1))
    except ValueError:
        return ""
    return f"{date.year} Q{(date.month - 1) // 3 + 1}"


def _stated_twice(rows: pd.DataFrame, name: str) -> list[Problem]:
    """A figure of a role and quarter that several rows state."""
    problems = []
    keys = {one: ["role", "quarter"] for one in _PEOPLE} | {"moves": ["role", "quarter", "to"]}
    for figure, by in keys.items():
        stated = rows[rows[figure].notna()]
        for values, alike in stated.groupby(by, sort=False):
            if len(alike) > 1:
                role, quarter = values[0], values[1]
                what = f"{figure} of {role} in {quarter} are stated {len(alike)} times"
                where = f"{name} rows {', '.join(map(str, alike['row']))}"
                problems.append(Problem(what, where, "Keep one row.", "Their sum may not be meant."))
    for (role, quarter), alike in rows[rows["moves"].notna()].groupby(["role", "quarter"], sort=False):
        if alike["to"].eq("").any() and alike["to"].ne("").any():
            what = f"moves of {role} in {quarter} are 0 in one row and not in another"
            where = f"{name} rows {', '.join(map(str, alike['row']))}"
            problems.append(Problem(what, where, "Delete the row with 0 moves."))
    return problems


def _name(row: Mapping[str, str]) -> str:
    return row.get("role") or row.get("title", "")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
