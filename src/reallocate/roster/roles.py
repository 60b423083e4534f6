"""A firm's own role table: read, checked as a whole, each role given its occupation."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import pandas as pd

from reallocate.errors import InputError, Problem, nearest
from reallocate.roster.headers import find_columns
from reallocate.roster.numbers import read_number
from reallocate.roster.read import TextTable, read_text_table
from reallocate.roster.titles import Match, TitleIndex
from reallocate.work.world import World

PATTERN = "pattern"
OWN = "own"
CODE = re.compile(r"(\d{2})-?(\d{4})(?:\.\d{2})?")
LOWEST_COST = 1_000.0
HIGHEST_COST = 20_000_000.0
SUGGESTED = 25
NUMBERS = ("headcount", "fte", "open_positions", "loaded_cost", "contractors")
IDENTITY = ("occupation", "title", "location", "level")


@dataclass(frozen=True, eq=False)
class RoleTable:
    """Roles as the user gave them, each with an occupation.

    roles : one row a role: row (in the file), occupation, title, headcount [FTE], open_positions
        [positions], loaded_cost [USD/FTE/year], contractors [FTE], location, level, basis (own, or
        pattern where `reallocate new` wrote the row); an amount that was not given is missing
    matches : how titles without a code were read
    notes : what a reader must know of how the file was read
    """

    roles: pd.DataFrame
    matches: tuple[Match, ...]
    notes: tuple[str, ...]


def read_roles(path: Path, world: World, weights: pd.Series | None = None) -> RoleTable:
    """The role table in a CSV file.

    path : the file; columns code or title, headcount [persons], and optionally fte [per person, 0 to
        1], open_positions, loaded_cost [USD/FTE/year], contractors [FTE], location, level
    world : occupations and titles
    weights : (occupation) [persons] in the user's industry, for titles that name several
    Raises `InputError` with every problem of every row.
    """
    text = read_text_table(path)
    places, unused, problems = find_columns(text.headers, text.name)
    if problems:
        raise InputError(problems)
    titles = {str(code): str(title) for code, title in world.occupations["title"].items()}
    index = cache(partial(TitleIndex, world, weights))
    records: list[dict[str, object]] = []
    read: dict[str, Match | Problem] = {}
    for row, cells in text.rows:
        given = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        where = f"{text.name} row {row}"
        record, faults = _numbers(given, where, text.delimiter == ";")
        occupation, fault = _occupation(given, where, titles, index, read)
        problems += faults + ([fault] if fault else [])
        if not faults and not fault:
            title = given.get("title") or titles[occupation]
            basis = PATTERN if given.get("basis", "").casefold() == PATTERN else OWN
            named = {"row": row, "occupation": occupation, "title": title, "basis": basis}
            places_ = {name: given.get(name, "") for name in ("location", "level")}
            records.append({**named, **record, **places_})
    roles = pd.DataFrame(records)
    if records:
        problems += _table_problems(roles, text.name, complete=not problems)
    if problems:
        raise InputError(problems)
    matches = tuple(match for match in read.values() if isinstance(match, Match))
    return RoleTable(roles, matches, _notes(text, unused, matches, roles))


def _numbers(
    given: Mapping[str, str], where: str, comma_is_decimal: bool
) -> tuple[dict[str, float], list[Problem]]:
    values: dict[str, float] = {}
    problems: list[Problem] = []
    for name in NUMBERS:
        cell = given.get(name, "")
        value = read_number(cell, comma_is_decimal) if cell else float("nan")
        if isinstance(value, str):
            problems.append(Problem(f"{name}: {value}", where))
            continue
        values[name] = value
        fault = _amount_problem(name, value, values.get("headcount", float("nan")), where)
        problems += [fault] if fault else []
    if "headcount" not in values or problems:
        return {}, problems
    if math.isnan(values["headcount"]):
        return {}, [
            Problem("headcount is blank", where, "Write a number; 0 for a role that nobody holds yet.")
        ]
    fte = 1.0 if math.isnan(values["fte"]) else values["fte"]
    amounts = {name: values[name] for name in ("open_positions", "loaded_cost", "contractors")}
    return {"headcount": values["headcount"] * fte, **amounts}, []


def _amount_problem(name: str, value: float, headcount: float, where: str) -> Problem | None:
    if value < 0:
        return Problem(f"{name} is negative ({value:g})", where, "Write what it is now, not a change.")
    if name == "fte" and (value > 1 or value == 0):
        advice = "It is the working time of one person as a share of full time, above 0 and at most 1."
        if 1 < value <= headcount:
            advice += (
                f" For {headcount:g} people in {value:g} full-time positions write {value / headcount:.4g}."
            )
        return Problem(f"fte is {value:g}", where, advice)
    if name == "loaded_cost" and not LOWEST_COST <= value <= HIGHEST_COST and not math.isnan(value):
        return Problem(
            f"loaded_cost is {value:g}",
            where,
            "Write whole USD per full-time position and year, or leave it blank to take the industry's.",
            "A position that costs nearly nothing, or tens of millions, would decide the whole plan.",
        )
    return None


def _occupation(
    given: Mapping[str, str],
    where: str,
    titles: Mapping[str, str],
    index: Callable[[], TitleIndex],
    read: dict[str, Match | Problem],
) -> tuple[str, Problem | None]:
    if code := given.get("code", ""):
        return occupation_by_code(code, where, titles)
    title = given.get("title", "")
    if not title:
        return "", Problem("the role has neither title nor code", where, "Write one of them.")
    if title not in read:
        unknown = sum(isinstance(found, Problem) for found in read.values())
        read[title] = index().match(title, suggest=unknown < SUGGESTED)
    found = read[title]
    if isinstance(found, Problem):
        return "", Problem(found.what, where, found.remedy, found.why, found.nearest)
    return found.occupation, None


def occupation_by_code(code: str, where: str, titles: Mapping[str, str]) -> tuple[str, Problem | None]:
    """The occupation that a code names as SOC or O*NET writes it, or the problem.

    code : such as 15-1252, 151252 or 15-1252.00
    where : file and row, or flag
    titles : (occupation) official title
    """
    written = CODE.fullmatch(code)
    plain = f"{written[1]}-{written[2]}" if written else code
    if plain in titles:
        return plain, None
    # 15-1250 and 15-0000 are groups: their members are what the user can choose from.
    stem = plain.rstrip("0") if written else ""
    members = [f"{member} {titles[member]}" for member in sorted(titles) if stem and member.startswith(stem)]
    if members and len(stem) < len(plain):
        return "", Problem(
            f"{code!r} is a group of {len(members)} occupations",
            where,
            "Write one of its occupations.",
            nearest=tuple(members[:4]),
        )
    close = tuple(f"{near} {titles[near]}" for near in nearest(plain, titles))
    return "", Problem(
        f"unknown occupation code {code!r}",
        where,
        "Codes are those of SOC 2018 as OEWS May 2025 publishes them, such as 15-1252.",
        nearest=close,
    )


def _table_problems(roles: pd.DataFrame, name: str, complete: bool) -> list[Problem]:
    keys = roles[list(IDENTITY)].apply(lambda column: column.str.casefold().str.split().str.join(" "))
    problems = [
        Problem(
            f"{roles['title'][rows[0]]!r} ({roles['occupation'][rows[0]]}) occurs {len(rows)} times",
            f"{name} rows {', '.join(str(roles['row'][row]) for row in rows)}",
            "Add the rows together, or tell them apart by title, location or level.",
        )
        for rows in (list(group) for _, group in keys.groupby(list(IDENTITY), sort=False).groups.items())
        if len(rows) > 1
    ]
    if complete and roles["headcount"].sum() <= 0:
        problems.append(
            Problem(
                "nobody works in any role: headcount adds up to 0", name, "Write the people in each role."
            )
        )
    return problems


def _notes(
    text: TextTable, unused: tuple[str, ...], matches: tuple[Match, ...], roles: pd.DataFrame
) -> tuple[str, ...]:
    notes = [
        f"{text.name}: {match.title!r} is read as {match.occupation} ({match.how}"
        + (f", {match.share:.0%} of those who may bear the title)" if match.share < 1 else ")")
        for match in matches
        if match.how != "official"
    ]
    if unused:
        notes.append(f"{text.name}: not used: {', '.join(unused)}")
    blank = int(roles["open_positions"].isna().sum())
    if 0 < blank < len(roles):
        notes.append(f"{text.name}: open positions are blank for {blank} roles and taken as none")
    return tuple(notes)
