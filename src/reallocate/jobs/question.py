"""What somebody asks about a job, checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reallocate.data.country import country
from reallocate.data.naming import closest
from reallocate.data.places import areas_meant, unclear_area
from reallocate.jobs.options import JobQuestion
from reallocate.kernel.errors import InputError, Problem, UnknownName, nearest
from reallocate.kernel.money import shown_money
from reallocate.kernel.options import as_names, method_takes
from reallocate.roster.job import Job, one_job
from reallocate.work.own_reach import must_be_measured
from reallocate.work.reach_names import USAGE_2026, is_reach_file
from reallocate.work.world import World

if TYPE_CHECKING:
    from reallocate.moves.observed import OwnMoves
    from reallocate.roster.tasks import TaskList

_Found = TypeVar("_Found")

_LEAST_PAY, _MOST_PAY = 1_000.0, 10_000_000.0
"""Pay outside of these is taken for a slip [USD/year]."""

_LEAST_HOURLY = 5.0
"""From here on, a pay that is too low for a year is taken for one by the hour [USD/hour]."""

_HOURS_A_YEAR = 2_080
_LEAST_AGE, _MOST_AGE = 14.0, 100.0
_LONGEST_HORIZON = 40
_NATION = "nation"
_EDUCATION = "education"

_SHORT_FORMS = {
    "none": 1, "no diploma": 1, "less than high school": 1,
    "high school": 2, "highschool": 2, "ged": 2, "diploma": 2, "no degree": 2, "no college": 2,
    "certificate": 3, "vocational": 3, "post secondary certificate": 3,
    "some college": 4, "college courses": 4,
    "associate": 5, "associates": 5, "associate degree": 5, "associates degree": 5, "two year degree": 5,
    "bachelor": 6, "bachelors": 6, "bachelor degree": 6, "bachelors degree": 6, "ba": 6, "bs": 6, "bsc": 6,
    "college": 6, "college degree": 6, "undergraduate": 6,
    "post baccalaureate": 7,
    "master": 8, "masters": 8, "master degree": 8, "masters degree": 8, "ma": 8, "ms": 8, "msc": 8, "mba": 8,
    "post master": 9, "post masters": 9,
    "professional": 10, "professional degree": 10, "jd": 10, "md": 10, "dds": 10,
    "doctor": 11, "doctorate": 11, "doctoral": 11, "phd": 11,
    "postdoc": 12, "post doc": 12, "post doctoral": 12,
}  # fmt: skip
"""Usual words for the levels of education, 1 to 12 in O*NET's order."""


_SHORT_LICENCES = {"cdl": "commercial driving licence"}
"""Usual abbreviations of licences that are no job titles."""


@dataclass(frozen=True, eq=False)
class JobQuery:
    """A question about a job, every word of it understood.

    job : the occupations it may be
    area, area_title : code of a state or metropolitan area, none for the nation; what it is called
    age : [years]; pay : [USD/year] today
    education, education_title : 1 to 12 in O*NET's order; what the level is called
    skills, skill_titles : O*NET elements said to be held; what they are called
    fields, field_titles : occupations whose licence or field is said to be held; what they are called
    tasks : the person's own list
    own_moves : a finer table of moves, in place of the survey's
    horizon : [years] to look at, at most
    reached : the World with a measurement of reach beside its sources, where one was named
    reach : its name, or that of its file
    """

    job: Job
    area: str | None
    area_title: str
    age: float | None
    pay: float | None
    education: int | None
    education_title: str
    skills: tuple[str, ...]
    skill_titles: tuple[str, ...]
    fields: tuple[str, ...]
    field_titles: tuple[str, ...]
    tasks: TaskList | None
    own_moves: OwnMoves | None
    horizon: int
    reached: World | None = None
    reach: str | None = None


@method_takes(JobQuestion)
def understand(world: World, asked: JobQuestion) -> JobQuery:
    """A question about a job as it is meant.

    Raises `InputError` with every problem of every argument.
    """
    problems: list[Problem] = []
    job = _or_problems(lambda: one_job(world, asked.name, "job"), problems)
    code, place = _area(world, asked.area, problems)
    level, level_title = _education(world, asked.education, problems)
    skills, fields = _skills_and_fields(world, as_names(asked.have or ()) or (), problems)
    tasks, moves = (None if file is None else Path(file) for file in (asked.tasks, asked.moves))
    own_tasks = None if tasks is None else _or_problems(lambda: _own_tasks(tasks, world), problems)
    own_moves = None if moves is None else _or_problems(lambda: _own_moves(moves, world), problems)
    reached = None if asked.reach is None else _or_problems(lambda: _reached(world, asked, job), problems)
    age, pay = (None if number is None else float(number) for number in (asked.age, asked.pay))
    problems += _number_problems(pay, age, asked.horizon)
    pay = None if pay is None else shown_money().in_dollars(pay)
    if problems or job is None:
        raise InputError(problems)
    return JobQuery(
        job=job,
        area=code,
        area_title=place,
        age=age,
        pay=pay,
        education=level,
        education_title=level_title,
        skills=tuple(element for elements in skills.values() for element in elements),
        skill_titles=tuple(skills),
        fields=tuple(code for codes in fields.values() for code in codes),
        field_titles=tuple(fields),
        tasks=own_tasks,
        own_moves=own_moves,
        horizon=asked.horizon,
        reached=reached,
        reach=None if asked.reach is None else Path(asked.reach).name,
    )


# What reads files is loaded only where one is named.


def _own_moves(file: Path, world: World) -> OwnMoves:
    from reallocate.jobs.own_moves import read_own_moves

    return read_own_moves(file, world)


def _own_tasks(file: Path, world: World) -> TaskList:
    from reallocate.roster.tasks import read_tasks

    return read_tasks(file, world)


def _reached(world: World, asked: JobQuestion, job: Job | None) -> World | None:
    """The World with the measurement that is named beside its sources."""
    from reallocate.roster.reach_file import world_with_reach

    chosen = str(asked.reach)
    path = Path(chosen) if is_reach_file(chosen) else None
    found = world_with_reach(world, chosen, path, asked.reach_gaps or "", "--reach")
    if found.measured is None and chosen not in world.sources:
        known = (*world.sources, USAGE_2026)
        what = f"there is no source of reach {chosen!r}"
        raise InputError(Problem(what, "--reach", nearest=nearest(chosen, known) or known))
    if job is not None:
        must_be_measured(found, list(job.mix.index), "--reach")
    return found


def _or_problems(read: Callable[[], _Found], problems: list[Problem]) -> _Found | None:
    """What was read, or nothing and the reasons among the problems."""
    try:
        return read()
    except InputError as error:
        problems += error.problems
        return None


def _area(world: World, words: str | None, problems: list[Problem]) -> tuple[str | None, str]:
    home = country(world.country)
    if words is None:
        return None, home.title
    areas = world.table("areas").set_index("area")
    titles = {str(code): str(title) for code, title in areas["title"].items()}
    candidates = areas_meant(world, words)
    if len(candidates) != 1:
        problems.append(unclear_area(words, "--area", candidates, titles, home))
        return None, ""
    code = candidates[0]
    return (None, home.title) if areas.loc[code, "areatype"] == _NATION else (code, titles[code])


def _education_levels(world: World) -> dict[int, str]:
    """The levels of education, 1 to 12, as O*NET calls them.

    world : with the table education_categories
    """
    table = world.table("education_categories")
    rows = table[table["scale"].eq(_EDUCATION)].sort_values("category")
    return {int(level): str(title) for level, title in zip(rows["category"], rows["title"], strict=True)}


def _education(world: World, words: str | None, problems: list[Problem]) -> tuple[int | None, str]:
    if words is None:
        return None, ""
    levels = _education_levels(world)
    named = {_plain(title): level for level, title in levels.items()} | _SHORT_FORMS
    level = named.get(_plain(words)) or (int(words) if words.strip().isdigit() else 0)
    if level in levels:
        return level, levels[level]
    close = dict.fromkeys(levels[named[name]] for name in nearest(_plain(words), named, 6))
    remedy = "Write a level in words, such as 'high school', 'associate', 'bachelor', 'master' or 'phd'."
    what = f"there is no level of education {words!r}"
    problems.append(Problem(what, "--education", remedy, nearest=tuple(close)[:3]))
    return None, ""


_Held = dict[str, tuple[str, ...]]


def _skills_and_fields(world: World, have: Sequence[str], problems: list[Problem]) -> tuple[_Held, _Held]:
    """Title → elements, and title → occupations whose licence or field is held.

    A title of both a skill and a field of knowledge means both. Other words are an occupation by code or
    title, or what programmes of occupations ask, such as a commercial driving licence.
    """
    table = world.table("elements")
    titles = {str(code): str(title) for code, title in zip(table["element"], table["title"], strict=True)}
    by_title: dict[str, list[str]] = {}
    for code, title in titles.items():
        by_title.setdefault(_plain(title), []).append(code)
    skills: _Held = {}
    fields: _Held = {}
    for words in have:
        codes = [words] if words in titles else by_title.get(_plain(words), [])
        if codes:
            skills[titles[codes[0]]] = tuple(codes)
        elif named := _fields(world, words):
            fields[words] = named
        else:
            what = f"no skill, field of knowledge, licence or occupation is called {words!r}"
            remedy = (
                "Write one of O*NET's 35 skills or 33 fields of knowledge by its title, an occupation whose "
                "licence you hold, or words such as 'nursing degree' or 'commercial driving licence'."
            )
            close = tuple(one.split(" ", 1)[1] for one in closest(words, titles))
            problems.append(Problem(what, "--have", remedy, nearest=close))
    return skills, fields


def _fields(world: World, words: str) -> tuple[str, ...]:
    """The occupations of a code, a title, or of programmes that ask what the words say.

    Words that are none of these are read as a job title, and count where one occupation is meant for sure.
    """
    known = world.occupations["title"]
    if words in known.index:
        return (words,)
    exact = known.index[known.map(_plain) == _plain(words)]
    if len(exact):
        return (str(exact[0]),)
    asked = set(_plain(_SHORT_LICENCES.get(_plain(words), words).replace("license", "licence")).split())
    table = world.table("programmes").drop_duplicates("occupation")
    fits = table["asks"].map(lambda text: bool(asked) and asked <= set(_plain(str(text)).split()))
    if fits.any() and len(asked) > 1:
        return tuple(table.loc[fits, "occupation"].astype(str))
    try:
        job = one_job(world, words, "--have")
    except UnknownName:
        return ()
    return (job.likeliest,) if len(job.mix) == 1 else ()


def _number_problems(pay: float | None, age: float | None, horizon: int) -> Iterator[Problem]:
    if pay is not None and not _LEAST_PAY <= pay <= _MOST_PAY:
        code = shown_money().code
        remedy = f"Write pay before tax in {code} a year."
        if _LEAST_HOURLY <= pay < _LEAST_PAY:
            yearly = f"{pay * _HOURS_A_YEAR:,.0f}"
            remedy = f"If it is by the hour, a full year is × {_HOURS_A_YEAR:,}: {yearly} {code}. {remedy}"
        why = f"Pay below {_LEAST_PAY:,.0f} or above {_MOST_PAY:,.0f} {code} a year is taken for a slip."
        yield Problem(f"pay of {pay:,.10g} {code} a year", "--pay", remedy, why)
    if age is not None and not _LEAST_AGE <= age <= _MOST_AGE:
        yield Problem(f"an age of {age:g}", "--age", f"Write years from {_LEAST_AGE:g} to {_MOST_AGE:g}.")
    if not 1 <= horizon <= _LONGEST_HORIZON:
        remedy = f"Write whole years from 1 to {_LONGEST_HORIZON}."
        yield Problem(f"a horizon of {horizon} years", "--horizon", remedy)


def _plain(text: str) -> str:
    """Words alone, without the marks of a possessive or an abbreviation."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", re.sub(r"['’.]", "", text.casefold())).split())
