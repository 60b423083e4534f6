"""What a move asks: schooling, programme, licence and experience, with time and money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.arrays import Array, Flags, Integers
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import to_figures
from reallocate.kernel.parameters import Parameters
from reallocate.moves.facts import LEVEL_YEARS, OccupationFacts, occupation_facts
from reallocate.work.world import World

_HIGH_SCHOOL, _SOME_COLLEGE, _ASSOCIATE, _BACHELOR = 12.0, 13.0, 14.0, 16.0
_BOUND_FROM = 0.5
"""A programme of this length binds the field: nobody is taken without it [years]."""

_CERTIFICATE_YEARS = 0.8
"""Study towards a certificate below a degree for somebody of another field [years], grade J."""

_ENOUGH = 0.5
"""Where half of those asked say that a lower level is required, a degree is usual and not a must."""

_OCCUPATION = 7
"""Characters of a whole code."""


@dataclass(frozen=True, eq=False)
class Programmes:
    """What occupations bound to a field ask, by where one comes from.

    years, tuition : (origin, target) [years], [USD in all]; 0 where the field is not bound
    bound : (target) whether somebody from anywhere else needs a programme of half a year or more
    school : (target) [years of school] that are enough; NaN where BLS's typical entry education holds
    asks : (target) what has to be obtained; empty where nothing is known
    experience : (target) [years] of related work; 0 where BLS's figure holds
    related : (origin, target) whether the origin's work counts as that experience
    """

    years: Array
    tuition: Array
    bound: Flags
    school: Array
    asks: npt.NDArray[np.object_]
    experience: Array
    related: Flags


@dataclass(frozen=True, eq=False)
class _Study:
    """What study every target asks of some persons.

    years : (person, target) [years]; tuition : (person, target) [USD in all]
    usual_degree : (person, target) whether a degree that the person lacks is usual and not a must
    as_own : (person, target) whether the person's own job asks the degree that is lacking: no barrier
    """

    years: Array
    tuition: Array
    usual_degree: Flags
    as_own: Flags


@dataclass(frozen=True, eq=False)
class Schooling:
    """Years of school that persons are taken to hold; (person) [years of school].

    stated : what they say, or what is usual in their job
    bound : where the target's field is bound to a programme or licence
    free : in all other fields
    """

    stated: Array
    bound: Array
    free: Array


def years_of_school(
    facts: OccupationFacts, listed: Programmes, origin: Integers, education: int | None
) -> Schooling:
    """Years of school of persons in some jobs, as employers elsewhere take them.

    origin : (person) places of their jobs
    education : 1 to 12 in O*NET's order; what is usual in the job where none is said
    Employers of the own job took the person for what that job asks, so free fields count
    max(stated, asked by the own job). In a bound job the person holds its degree, in bound fields too.
    """
    usual = facts.usual_schooling[origin]
    stated = usual if education is None else np.full(len(origin), LEVEL_YEARS[education - 1])
    free = np.maximum(stated, _required_schooling(facts, listed)[origin])
    return Schooling(stated, np.where(listed.bound[origin], free, stated), free)


def _required_schooling(facts: OccupationFacts, listed: Programmes) -> Array:
    """(occupation) [years of school] that entry asks."""
    return np.where(np.isnan(listed.school), facts.schooling, listed.school)


@lru_cache(maxsize=4)
def programmes(world: World) -> Programmes:
    """The programmes of occupations bound to a field.

    world : with the table programmes
    The longest beginning of a code that fits the origin holds.
    Source: the table names one in each row; compiled for this project (grade J).
    """
    labels = pd.Index(world.occupations.index.to_list(), dtype=object)
    code, size = labels.to_numpy(str), len(labels)
    table = world.table("programmes")
    order = table["origin"].str.len().argsort(kind="stable")
    years, tuition = np.zeros((size, size)), np.zeros((size, size))
    related = np.zeros((size, size), dtype=bool)
    bound, experience, school = np.zeros(size, dtype=bool), np.zeros(size), np.full(size, np.nan)
    asks = np.full(size, "", dtype=object)
    starts: dict[str, npt.NDArray[np.intp]] = {}

    def begins(start: str) -> npt.NDArray[np.intp]:
        # Places, since most are of a few occupations: a mask of all takes ten times as long to write by.
        if start not in starts:
            starts[start] = np.flatnonzero(np.char.startswith(code, start))
        return starts[start]

    place = labels.get_indexer(pd.Index(table["occupation"].to_list(), dtype=object))
    columns = [
        table[name].tolist()
        for name in ("origin", "years", "tuition", "asks", "school", "experience", "experience_from")
    ]
    for row in order:
        origin, length, cost, words, enough, work, work_from = (column[row] for column in columns)
        target = place[row]
        here = begins(origin)
        years[here, target], tuition[here, target] = length, cost
        if not origin:
            bound[target], asks[target] = length >= _BOUND_FROM, words
            school[target], experience[target] = enough, work
            for start in work_from.split():
                related[begins(start), target] = True
    return Programmes(years, tuition, bound, school, asks, experience, related)


def study_needed(
    facts: OccupationFacts,
    listed: Programmes,
    origins: Sequence[Integers],
    held: Schooling,
    parameters: Parameters,
) -> _Study:
    """Years of study and tuition that every target asks; (person, target).

    facts : schooling that occupations ask; listed : programmes of bound fields
    origins : (person) places of the occupations whose field each has, the present one first
    held : (person) as from `years_of_school`
    parameters : the three tuitions [USD/year]
    years[j] = max(school[j] − held, 0), at least the programme's; schooling up to high school asks nothing,
    nor does some college that ends in no certificate, and up to a bachelor's nothing either where the field
    is not bound and half of those asked say that the person's level is enough. Years beyond the programme
    cost the tuition of the level.
    A certificate below a degree takes the listed programme; without one it takes 0.8 years, unless the two
    occupations share a minor group or are O*NET's closest.
    Source: BLS Employment Projections 2024–34, table 1.2; O*NET 30.1, Education, Training and Experience.
    """
    asked, free = _required_schooling(facts, listed)[None, :], ~listed.bound[None, :]
    own = np.where(free, held.free[:, None], held.bound[:, None])
    gap = np.where(asked <= _HIGH_SCHOOL, 0.0, np.maximum(asked - own, 0.0))
    no_paper = free & (facts.schooling == _SOME_COLLEGE)[None, :] & ~facts.certificate[None, :]
    gap = np.where(no_paper & (own >= _HIGH_SCHOOL), 0.0, gap)
    level = np.array([_level_of(one) for one in held.free])
    answers = np.nan_to_num(facts.enough[:, level - 1]).T
    usual = (gap > 0) & free & (asked <= _BACHELOR) & (answers >= _ENOUGH)
    gap = np.where(usual, 0.0, gap)
    as_own = free & (asked > _SOME_COLLEGE) & (asked > held.stated[:, None]) & (gap == 0) & ~usual
    gap = np.where(facts.certificate & (listed.asks != ""), 0.0, gap)
    every = np.arange(asked.shape[1])
    course = (facts.certificate & (listed.asks == ""))[None, :] & np.array(
        [_foreign(facts, one) for one in origins]
    )
    gap = np.where(course, np.maximum(gap, _CERTIFICATE_YEARS), gap)
    best = np.array([one[listed.years[one].argmin(axis=0)] for one in origins])
    programme, fees = listed.years[best, every], listed.tuition[best, every]
    years = np.maximum(gap, programme)
    for person, places in enumerate(origins):
        years[person, places] = 0.0
    more = _rate(asked, parameters) * (years - programme)
    return _Study(years, np.where(years > 0, fees + more, 0.0), usual, as_own)


def entry_from_school(
    world: World, occupation: str, held: float, parameters: Parameters
) -> tuple[float, float, float, bool, str]:
    """What an occupation asks of somebody who comes from school and has no field.

    held : [years of school]
    Returns years of study [years], tuition [USD in all], related work [years], whether one enters as an
    apprentice, and the programme or schooling in words. The rules are those of `study_needed`, with the
    programme that is open to everybody; a graduate's programme comes after the bachelor's degree.
    """
    facts, listed = occupation_facts(world), programmes(world)
    at = facts.place(occupation)
    table = world.table("programmes")
    open_ = table[table["occupation"].eq(occupation) & table["origin"].eq("")]
    length, fees = (float(open_[name].max()) if len(open_) else 0.0 for name in ("years", "tuition"))
    asked, words = float(_required_schooling(facts, listed)[at]), str(listed.asks[at])
    before = max(_BACHELOR - held, 0.0) if asked > _BACHELOR and listed.bound[at] else 0.0
    gap = max(asked - held, 0.0) if asked > _HIGH_SCHOOL else 0.0
    if facts.certificate[at]:
        gap = 0.0 if words else max(gap, _CERTIFICATE_YEARS)
    elif not listed.bound[at]:
        enough = np.nan_to_num(facts.enough[at, _level_of(held) - 1]) >= _ENOUGH
        gap = 0.0 if facts.schooling[at] == _SOME_COLLEGE or (asked <= _BACHELOR and enough) else gap
    years = before + length if before else max(gap, length)
    rate = float(_rate(np.array([_BACHELOR if before else asked]), parameters)[0])
    tuition = fees + rate * (years - length) if years > 0 else 0.0
    work = max(float(facts.experience[at]), float(listed.experience[at]))
    if not words and years > 0:
        words = f"{str(entry_words(world)['education'][occupation]).lower()}, the usual entry"
    return years, tuition, work, bool(facts.apprenticeship[at]), words


def _foreign(facts: OccupationFacts, origins: Integers) -> Flags:
    """Whether a target lies outside the minor groups and closest relations of some occupations; (target)."""
    same = facts.same_minor[origins].any(axis=0)
    return np.asarray(~(same | (facts.tier[origins] == 3).any(axis=0)))


def _level_of(years: float) -> int:
    """The highest of O*NET's levels that so many years of school reach."""
    return max(1, max((place for place, one in enumerate(LEVEL_YEARS, start=1) if one <= years), default=1))


def _rate(schooling: Array, parameters: Parameters) -> Array:
    """Tuition a year by the level that entry asks; (target) [USD/year]."""
    two, four, graduate = (parameters[f"tuition_{name}"] for name in ("two_year", "four_year", "graduate"))
    return np.where(schooling <= _ASSOCIATE, two, np.where(schooling <= _BACHELOR, four, graduate))


_LEAST_FOR_MANAGEMENT, LONG = 2.5, 5.0
COMMON, TWICE = 5.0, 2.0


def required_experience(
    facts: OccupationFacts, listed: Programmes, origin: Integers, target: Integers, seen: Array, lift: Array
) -> tuple[Array, Array]:
    """Years of related work that moves ask, and those that the origin does not give; (move) [years], twice.

    facts : experience that occupations ask, groups and relations; listed : work that programmes name
    origin, target : (move) places among the occupations
    seen : (move) [people] who were seen to go
    lift : (move) [ratio] how much likelier than by openings alone
    Work counts as related for O*NET's primary relations, for kin (`OccupationFacts.kin`), and, where less
    than five years are asked, for moves that five people were seen to make at twice the rate of openings or
    more. Work in a major group counts for those who supervise its workers. Where a programme names the work
    that counts, no other does. Management asks 2.5 years of related work at least.
    Source: BLS Employment Projections 2024–34, table 1.2 (none, less than 5 years: 2.5, 5 years or more: 5).
    """
    asked = np.maximum(facts.experience, listed.experience)
    asked = np.where(facts.manages, np.maximum(asked, _LEAST_FOR_MANAGEMENT), asked)[target]
    same = facts.kin[origin, target]
    common = (seen >= COMMON) & (lift >= TWICE) & (asked < LONG)
    leads = facts.supervises[target] & facts.same_major[origin, target]
    counts = (facts.tier[origin, target] >= 2) | same | common | leads
    named = listed.related[origin, target] | (facts.broad[target] == facts.broad[origin])
    counts = np.where(listed.experience[target] > 0, named, counts)
    return asked, np.where(counts, 0.0, asked)


_WEEKS, _MONTHS = 52, 12
_LONG_TRAINING = 5.0
_ASKED = ["years", "tuition", "usual_degree", "as_own", "apprenticeship", "experience", "required_experience"]
_NOTHING_TO_PAY = 50.0
"""Tuition below this is not worth a number [USD]."""


@lru_cache(maxsize=4)
def entry_words(world: World) -> pd.DataFrame:
    """What every occupation asks in words.

    world : with the tables projections, programmes and licences
    Returns (occupation) education (BLS's typical entry education), programme (what a bound field asks; empty
    for others) and licensed (whether it is on the list of licences).
    Source: BLS Employment Projections 2024–34, table 1.2; the lists name their own.
    """
    labels = pd.Index(world.occupations.index.to_list(), dtype=object, name="occupation")
    education = world.table("projections").set_index("occupation")["education"].reindex(labels)
    return pd.DataFrame(
        {
            "education": education.astype(object),
            "programme": programmes(world).asks,
            "licensed": labels.isin(world.table("licences")["occupation"]),
        },
        index=labels,
    )


def requirements_in_words(moves: pd.DataFrame, words: pd.DataFrame) -> list[str]:
    """What each move asks; (move) text.

    moves : (move) as from `ways.moves_of`
    words : as from `entry_words`
    An unmet degree or licence stands with years and dollars.
    """
    at = words.index.get_indexer(pd.Index(moves["occupation"].to_list(), dtype=object))
    named = zip(words["education"].to_numpy(object)[at], words["programme"].to_numpy(object)[at], strict=True)
    rows = zip(*(moves[name].tolist() for name in _ASKED), strict=True)
    return [
        _requirement(dict(zip(_ASKED, row, strict=True)), education, programme)
        for row, (education, programme) in zip(rows, named, strict=True)
    ]


def licences(moves: pd.DataFrame, words: pd.DataFrame) -> list[str]:
    """The licence or certificate that each move asks and that is not held; (move) text.

    moves, words : as for `requirements_in_words`
    """
    at = words.index.get_indexer(pd.Index(moves["occupation"].to_list(), dtype=object))
    named = (words[name].to_numpy(object)[at] for name in ("programme", "licensed"))
    return [
        programme if years > 0 and (licensed or "licence" in programme) else ""
        for years, programme, licensed in zip(moves["years"].tolist(), *named, strict=True)
    ]


def _tuition(dollars: float) -> str:
    """What study costs in all; [USD]."""
    shown = shown_money()
    number = f"{to_figures(shown.of(dollars), 2):,.0f}"
    return f"about {number} USD" if shown.is_dollar else f"about {shown.before}{number}"


def _requirement(row: Mapping[str, Any], education: str, programme: str) -> str:
    parts = []
    years, tuition = float(row["years"]), float(row["tuition"])
    if years > 0:
        what = programme or f"{str(education).lower()}, the usual entry"
        cost = _tuition(tuition) if tuition >= _NOTHING_TO_PAY else "no tuition"
        parts.append(f"{_span(years)}, {cost}: {what}")
    elif row["usual_degree"]:
        parts.append("a degree is usual, not a must")
    elif row["as_own"]:
        parts.append("a degree is usual there, as in your job")
    if row["apprenticeship"] and "apprenticeship" not in programme:
        parts.append("paid apprenticeship of 4 to 5 years")
    if row["experience"] > 0:
        least = "5 years or more" if row["experience"] >= _LONG_TRAINING else "some years"
        parts.append(f"{least} of related work (yours does not count)")
    elif row["required_experience"] > 0:
        parts.append("related experience (yours may count)")
    return "; ".join(parts) or "no course or licence"


def _span(years: float) -> str:
    """How long study takes, in weeks, months or years.

    years : [years]
    """
    if years < 0.25:
        weeks = max(1, round(years * _WEEKS))
        return "1 week" if weeks == 1 else f"{weeks} weeks"
    if years < 1:
        return f"{round(_MONTHS * years)} months"
    return "1 year" if years == 1 else f"{years:g} years"
