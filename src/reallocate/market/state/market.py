"""A labour market at its start: occupations, people, parameters of flows, steps of time."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from math import ceil

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import DataError, InvariantError, Problem
from reallocate.kernel.number import first_of
from reallocate.market.state.network import SHOWN, Network, unreachable


@dataclass(frozen=True)
class Rates:
    """What the laws of flows read, for one run.

    separation : δ_u, random separations [share of the employed/step]
    opening : δ_v, random openings [share of the employed/step]
    close_surplus : γ_u [share of the gap/step]
    close_shortage : γ_v [share of the gap/step]
    effort : a, of the unemployed, who apply [share/step]
    on_the_job : λ, how likely an employed person applies, beside an unemployed one [ratio]
    replaced : κ, of those who quit or retire [share]
    leaving : factor on labour-force exits; 0 switches them off [ratio]
    outside : people outside the labour force, for each in it at the start [ratio]
    The defaults are the published laws at their published calibration and nothing else.
    Source: del Rio-Chanona et al. 2021, section 3, DOI 10.1098/rsif.2020.0898.
    """

    separation: float = 0.016
    opening: float = 0.012
    close_surplus: float = 0.16
    close_shortage: float = 0.16
    effort: float = 1.0
    on_the_job: float = 0.0
    replaced: float = 0.0
    leaving: float = 0.0
    outside: float = 0.0

    @cached_property
    def array(self) -> Array:
        """The same as the engines read it; (rate)."""
        return np.array([getattr(self, name) for name in _NAMES])

    def searchers(self, employed: Array, unemployed: Array) -> Array:
        """a·(u + λ·e): people who apply in a step [persons].

        employed, unemployed : any shape [persons]
        """
        return self.effort * (unemployed + self.on_the_job * employed)

    def with_(self, **values: float) -> Rates:
        """The same with some changed."""
        return replace(self, **values)


_NAMES = tuple(one.name for one in fields(Rates))
SEPARATION, OPENING, SURPLUS, SHORTAGE, EFFORT, ON_THE_JOB, REPLACED, LEAVING, OUTSIDE = range(len(_NAMES))


WEEKS = 52.0
"""Weeks of a year, as the published calibration counts them."""
PUBLISHED_WEEKS = 6.75
"""Length of a step of the published calibration [weeks]."""
STEPS_PER_MONTH = 2
STEPS_PER_QUARTER = 3 * STEPS_PER_MONTH
STEPS_PER_YEAR = 12 * STEPS_PER_MONTH
WEEKS_PER_MONTH = WEEKS / 12.0
STEP_WEEKS = WEEKS_PER_MONTH / STEPS_PER_MONTH
"""Length of a step of the nation's market, half a month [weeks]."""
_LONG_TERM_WEEKS = 27.0
"""A spell without a job is long-term from so many weeks on, as BLS counts [weeks]."""
LONG_TERM = ceil(_LONG_TERM_WEEKS / STEP_WEEKS)
"""The same in whole steps of half a month: 27 weeks are 12.5 steps, so that 13 steps, 28.2 weeks, count
[steps]."""


def per_step(share: float) -> float:
    """A share closed in a published step of 6.75 weeks, for a step of half a month [share/step].

    share : [share/step of 6.75 weeks]
    1 − (1 − γ)^(Δt/6.75)
    """
    closed: float = 1.0 - (1.0 - share) ** (STEP_WEEKS / PUBLISHED_WEEKS)
    return closed


def in_a_month(chance: Array) -> Array:
    """Chance that something happens in a month, from its chance in each step of it [probability/month].

    chance : any shape [probability/step]
    1 − (1 − f)^2, with two steps a month
    """
    result: Array = 1.0 - (1.0 - chance) ** STEPS_PER_MONTH
    return result


def by_month(flow: Array) -> Array:
    """A flow added up over the steps of each month; (month, run) [persons/month].

    flow : (step, run), from the first of a month; a month that is not complete is left out [persons/step]
    """
    months = len(flow) // STEPS_PER_MONTH
    result: Array = flow[: months * STEPS_PER_MONTH].reshape(months, STEPS_PER_MONTH, -1).sum(axis=1)
    return result


@dataclass(frozen=True, eq=False)
class Market:
    """Occupations and the network that joins them.

    occupations : labels
    employment : (occupation) at the start [persons]
    network : moves between them
    titles : (occupation) in words; the labels where there are none
    wage : (occupation) mean pay [USD/year]; missing where not known
    exit_rate : (occupation) labour-force exits [share/year]; 0 where not known
    place : where it comes from, for messages
    Raises `InvariantError` with everything that does not hold: employment missing, not above 0, labels
    twice, axes of different length, occupations that nobody can move to.
    """

    occupations: pd.Index
    employment: Array
    network: Network
    titles: tuple[str, ...] = ()
    wage: Array = field(default_factory=lambda: np.zeros(0))
    exit_rate: Array = field(default_factory=lambda: np.zeros(0))
    place: str = "market"

    def __post_init__(self) -> None:
        count = len(self.occupations)
        if not self.titles:
            object.__setattr__(self, "titles", tuple(str(code) for code in self.occupations))
        if not len(self.wage):
            object.__setattr__(self, "wage", np.full(count, np.nan))
        if not len(self.exit_rate):
            object.__setattr__(self, "exit_rate", np.zeros(count))
        problems = self._problems()
        if problems:
            raise InvariantError(problems)

    def _problems(self) -> list[Problem]:
        count = len(self.occupations)
        sizes = {len(self.employment), self.network.size, len(self.titles), len(self.wage)}
        if sizes != {count}:
            return [Problem(f"its parts have {sorted(sizes | {count})} occupations", self.place)]
        problems = []
        if self.occupations.has_duplicates:
            twice = sorted({str(code) for code in self.occupations[self.occupations.duplicated()]})
            what = f"occupations stand more than once: {first_of(twice, SHOWN)}"
            problems.append(Problem(what, self.place))
        wrong = ~np.isfinite(self.employment) | (self.employment <= 0)
        if wrong.any():
            names = [str(code) for code in self.occupations[wrong]]
            problems.append(
                Problem(
                    f"employment is missing or not above 0 for {first_of(names, SHOWN)}",
                    self.place,
                    why="Nobody there could be separated or hired, and missing is not 0.",
                    remedy="Leave such occupations out or give their employment [persons].",
                )
            )
        alone = unreachable(self.network, self.occupations) if count > 1 else ()
        if alone:
            problems.append(
                Problem(
                    f"nobody from another occupation can move to {first_of(list(alone), SHOWN)}",
                    f"{self.place}, mobility",
                    why="Their openings could be filled from within only, a sign of a gap in a survey.",
                    remedy="Add moves into them or leave them out.",
                )
            )
        return problems

    @property
    def size(self) -> int:
        """How many occupations it has."""
        return len(self.occupations)

    def exits_per_step(self, step_weeks: float) -> Array:
        """Labour-force exits; (occupation) [share/step].

        step_weeks : [weeks]
        """
        return self.exit_rate * (step_weeks / WEEKS)

    def __repr__(self) -> str:
        return f"Market: {self.size} occupations, {self.employment.sum():,.0f} people employed"


def unemployment_rate(employed: Array, unemployed: Array) -> Array:
    """Unemployment rate: people without a job, of the labour force; 0 where there is nobody [share].

    employed, unemployed : any shape [persons]
    u/(e + u)
    Source: BLS, Handbook of Methods, Current Population Survey, concepts.
    """
    force = np.asarray(employed + unemployed, dtype=float)
    return ratio(np.asarray(unemployed, dtype=float), force)


def long_term_rate(employed: Array, unemployed: Array, long_term: Array) -> Array:
    """People without a job for long, of the labour force [share].

    employed, unemployed, long_term : any shape [persons]
    """
    return long_term / (employed + unemployed)


def openings_rate(employed: Array, vacancies: Array) -> Array:
    """v/(e + v): open positions, of all positions open or filled [share].

    employed, vacancies : any shape [persons]
    """
    return vacancies / (vacancies + employed)


def ratio(part: Array, whole: Array, otherwise: float = 0.0) -> Array:
    """part/whole, and another value where the whole is nothing.

    part, whole : of one shape
    otherwise : where the whole is not above 0
    """
    return np.divide(part, whole, out=np.full_like(part, otherwise), where=whole > 0)


_LEAST_STAYING = 0.05
"""Of those who look for a job, who apply to their own occupation, however mobile it is [share]."""


def balanced_network(moves: Array, employment: pd.Series, hires: float) -> Network:
    """Weights with which employment as it is stays at rest.

    moves : m, (origin, target) [share of the origin's people/year]; nobody moves to the own occupation
    employment : (occupation) [persons], in the same order
    hires : of employment a month [share/month]
    F_ij = (e_i·m_ij + e_j·m_ji)/2: along each pair as many come as go, the mean of both ways. An applicant
    of i goes to j with F_ij/(12·h·e_i) and stays with the rest (E7 with each occupation's own mobility); A_ij
    is that over e_j, so that openings alike everywhere send just these. Unbalanced, openings pile up for
    years where more people leave than come.
    Raises `DataError` where an occupation has no move either way.
    Source: form of E7, del Rio-Chanona et al. 2021, supplement, DOI 10.1098/rsif.2020.0898.
    """
    people = employment.to_numpy(dtype=float)
    away = people[:, None] * moves
    flows = (away + away.T) / 2.0
    leaving = flows.sum(axis=1)
    alone = np.flatnonzero(leaving <= 0)
    if len(alone):
        names = ", ".join(str(code) for code in employment.index[alone[:5]])
        raise DataError(Problem(f"{len(alone)} occupations have no move in or out: {names}", "moves"))
    moving = np.minimum(leaving / (12.0 * hires * people), 1.0 - _LEAST_STAYING)
    aims = flows * (moving / leaving)[:, None] + np.diag(1.0 - moving)
    seen = aims / people[None, :]
    rows = csr_array(seen / seen.sum(axis=1, keepdims=True))
    rows.sort_indices()
    return Network(rows.indptr.astype(np.int64), rows.indices.astype(np.int64), rows.data.astype(float))


SERIES = ("unemployment", "openings", "hires", "quits")
"""What is fitted: of the labour force; of openings and employment; of employment a month, twice."""
