"""What is known of every occupation that bears on moving into it or out of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.arrays import Array, Flags
from reallocate.work.jobs import reach_bands
from reallocate.work.world import World


def lacking(importance: Array, level: Array, own: Array) -> Array:
    """What somebody lacks of an occupation's needs; (…, element) [share of all that it needs].

    importance : I, (…, element) [0–1] of the occupation
    level : L, (…, element) [0–7] that the occupation needs
    own : (…, element) [0–7] that somebody brings
    lacking[e] = I[e]·max(0, L[e] − own[e]) / Σ_e I[e]·L[e];  coverage = 1 − Σ_e lacking[e]
    Source: O*NET 30.1, Skills and Knowledge (levels and importance); the weighting is this project's.
    """
    needed = np.vecdot(importance, level)[..., None]
    return np.asarray(importance * np.maximum(level - own, 0.0) / needed)


_ZONE_WEEKS = (6.0, 32.0, 78.0, 156.0, 312.0)
"""Usual preparation of job zones 1 to 5 [weeks]: middle of O*NET's ranges of specific vocational
preparation, up to 3 months, 3 to 12 months, 1 to 2 years, 2 to 4 years, and 6 of 4 to 10 years. The ranges
are O*NET 30.1's, the middle is a judgement (grade J)."""


def preparation(zone: pd.Series[float]) -> pd.Series[float]:
    """Usual preparation for a job zone [weeks], between whole zones by a straight line.

    zone : (row) [1–5]
    Source: O*NET 30.1 Job Zone Reference; the middle of each range is a judgement.
    """
    weeks = np.interp(zone.to_numpy(float), np.arange(1, 6), _ZONE_WEEKS)
    return pd.Series(weeks, index=zone.index)


def openings(world: World, labels: pd.Index) -> Array:
    """Openings a year; where fewer than 50 were projected, employment times the rate of leaving.

    world : with the table projections
    labels : occupations
    Source: BLS Employment Projections 2024-34, table 1.10.
    """
    table = world.table("projections").set_index("occupation").reindex(labels)
    leaving = table["employment_2024"] * (table["exit_rate"] + table["transfer_rate"])
    return np.asarray(table["openings"].where(table["openings"] > 0, leaving), dtype=np.float64)


_Texts = npt.NDArray[np.str_]

_GATHERING = "Other "
"""How the title of a minor group begins that gathers what fits into no other group of its major group."""

_SUPERVISING = "Supervisors of "
"""How the title of a minor group begins that supervises the workers of its major group."""

_SCHOOL_YEARS = {
    "No formal educational credential": 11.0,
    "High school diploma or equivalent": 12.0,
    "Some college, no degree": 13.0,
    "Postsecondary nondegree award": 13.0,
    "Associate's degree": 14.0,
    "Bachelor's degree": 16.0,
    "Master's degree": 18.0,
    "Doctoral or professional degree": 20.0,
}
"""BLS's typical entry education in years of school."""

LEVEL_YEARS = (11.0, 12.0, 13.0, 13.0, 14.0, 16.0, 16.0, 18.0, 18.0, 20.0, 20.0, 20.0)
"""O*NET's levels of education 1 to 12 in years of school."""

_EXPERIENCE_YEARS = {"None": 0.0, "Less than 5 years": 2.5, "5 years or more": 5.0}
_TIERS = ("Supplemental", "Primary-Long", "Primary-Short")
"""O*NET's tiers of related occupations, the furthest first: 1, 2 and 3."""

PAY = ("wage_p10", "wage_p25", "wage_p50", "wage_p75")
P10, P25, P50, P75 = 0, 1, 2, 3


@dataclass(frozen=True, eq=False)
class OccupationFacts:
    """Every occupation's groups, pay, schooling, experience, openings and reach.

    occupations : labels
    code, minor, major, broad : (occupation) its own code and the groups it belongs to
    pay : (occupation, percentile 10, 25, 50, 75) [USD/year]
    schooling : (occupation) [years of school] typical for entry
    usual_schooling : (occupation) [years of school] of the people in it
    enough : (occupation, level 1–12) [share] of incumbents' answers that ask this level at most
    experience : (occupation) [years] of related work, typical for entry
    apprenticeship : (occupation) whether one enters as an apprentice
    certificate : (occupation) whether entry typically asks a certificate below a degree
    automatable : (occupation) [share of hours], the median of the sources
    employment, openings : (occupation) [persons], [persons/year]
    transfer_rate : (occupation) [share/year] who leave for another occupation
    tier : (origin, target) 3 for O*NET's closest related occupations, then 2 and 1; 0 for others
    excluded : (occupation) whether it is never a target
    manages : (occupation) whether its people manage
    gathered : (occupation) whether its minor group gathers what fits nowhere else
    supervises : (occupation) whether it supervises workers of its major group
    """

    occupations: pd.Index
    code: _Texts
    minor: _Texts
    major: _Texts
    broad: _Texts
    pay: Array
    schooling: Array
    usual_schooling: Array
    enough: Array
    experience: Array
    apprenticeship: Flags
    certificate: Flags
    automatable: Array
    employment: Array
    openings: Array
    transfer_rate: Array
    tier: npt.NDArray[np.int8]
    excluded: Flags
    manages: Flags
    gathered: Flags
    supervises: Flags

    @cached_property
    def same_minor(self) -> Flags:
        """(occupation, occupation) whether two are of one minor group."""
        return _alike(self.minor)

    @cached_property
    def kin(self) -> Flags:
        """(occupation, occupation) whether two are of one minor group that says something.

        In a group such as "Other Management Occupations" only those that O*NET relates are kin.
        """
        return np.asarray(self.same_minor & (~self.gathered[None, :] | (self.tier >= 1)))

    @cached_property
    def same_major(self) -> Flags:
        """(occupation, occupation) whether two are of one major group."""
        return _alike(self.major)

    def place(self, occupation: str) -> int:
        """Where an occupation stands among the labels."""
        return int(np.asarray(self.occupations.get_loc(occupation)))


def _alike(labels: _Texts) -> Flags:
    """(row, row) whether two labels are the same."""
    codes = np.unique(labels, return_inverse=True)[1]
    return np.asarray(codes[:, None] == codes[None, :])


@lru_cache(maxsize=4)
def occupation_facts(world: World) -> OccupationFacts:
    """What is known of every occupation.

    world : with the tables projections, education and related
    Pay that was not published is the median of the minor group. Usual schooling is the middle answer of
    O*NET's incumbents and experts on required education, at least BLS's typical entry education.
    Source: BLS OEWS May 2025; BLS Employment Projections 2024–34, tables 1.2 and 1.10; O*NET 30.1, Education,
    Training and Experience, and Related Occupations.
    """
    known = world.occupations
    labels = pd.Index(known.index.to_list(), dtype=object, name="occupation")
    listed = world.table("projections").set_index("occupation").reindex(labels)
    schooling = np.asarray(listed["education"].map(_SCHOOL_YEARS), dtype=np.float64)
    enough, middle = _required(world, labels)
    code = labels.to_numpy(str)
    automatable = reach_bands(world)["automatable"]
    return OccupationFacts(
        occupations=labels,
        code=code,
        minor=known["minor_group"].to_numpy(str),
        major=np.array([one[:2] for one in code]),
        broad=known["broad_group"].to_numpy(str),
        pay=_pay(known),
        schooling=schooling,
        usual_schooling=np.fmax(middle, schooling),
        enough=enough,
        experience=np.asarray(listed["experience"].map(_EXPERIENCE_YEARS), dtype=np.float64),
        apprenticeship=(listed["training"] == "Apprenticeship").to_numpy(),
        certificate=(listed["education"] == "Postsecondary nondegree award").to_numpy(),
        automatable=automatable.set_axis(automatable.index.to_list()).reindex(labels).to_numpy(float),
        employment=listed["employment_2024"].to_numpy(float),
        openings=openings(world, labels),
        transfer_rate=listed["transfer_rate"].to_numpy(float),
        tier=_tiers(world, labels),
        excluded=~known["destination"].to_numpy(bool),
        manages=known["manages"].to_numpy(bool),
        gathered=known["minor_group"].isin(_minor_groups(world, _GATHERING)).to_numpy(),
        supervises=known["minor_group"].isin(_minor_groups(world, _SUPERVISING)).to_numpy(),
    )


def _minor_groups(world: World, beginning: str) -> list[str]:
    """Minor groups whose title begins so."""
    groups = world.table("groups")
    return [str(code) for code in groups.loc[groups["title"].str.startswith(beginning), "code"]]


def _pay(known: pd.DataFrame) -> Array:
    """(occupation, percentile) [USD/year], gaps filled from the minor group."""
    pay = known[list(PAY)].astype(float)
    group = pay.groupby(known["minor_group"]).transform("median")
    return np.asarray(pay.fillna(group).fillna(pay.median()), dtype=np.float64)


def _required(world: World, labels: pd.Index) -> tuple[Array, Array]:
    """(occupation, level) cumulative share of answers; (occupation) years of school of the middle answer."""
    table = world.table("education")
    table = table[table["scale"] == "education"]
    answers = np.zeros((len(labels), len(LEVEL_YEARS)))
    place = labels.get_indexer(pd.Index(table["occupation"].to_list(), dtype=object))
    level = table["category"].to_numpy(int) - 1
    seen = place >= 0
    answers[place[seen], level[seen]] = table["share"].to_numpy(float)[seen]
    total = answers.sum(axis=1)
    enough = np.cumsum(answers, axis=1) / np.where(total > 0, total, 1.0)[:, None]
    middle = np.array(LEVEL_YEARS)[np.clip((enough < 0.5).sum(axis=1), 0, len(LEVEL_YEARS) - 1)]
    return np.where(total[:, None] > 0, enough, np.nan), np.where(total > 0, middle, np.nan)


def _tiers(world: World, labels: pd.Index) -> npt.NDArray[np.int8]:
    related = world.table("related")
    origin, target = (
        labels.get_indexer(pd.Index(related[end].to_list(), dtype=object))
        for end in ("occupation", "related")
    )
    rank = related["tier"].map({name: place for place, name in enumerate(_TIERS, start=1)}).to_numpy(int)
    # Of two rows for a pair the closest is written last, and stays.
    known = np.argsort(rank, kind="stable")
    known = known[(origin[known] >= 0) & (target[known] >= 0)]
    result = np.zeros((len(labels), len(labels)), dtype=np.int8)
    result[origin[known], target[known]] = rank[known]
    return result
