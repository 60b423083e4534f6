"""Paths of the tech workforce: the trend without further AI, times what adoption does, over draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reallocate.economy.exclusive import entry_share, openings_within_reach
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.market import Market
from reallocate.economy.pay_spread import percentile_ratio
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.economy.tech_workforce.staffing import Staffing
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array

LEVELS = 2025
"""Levels are those of May of this year."""
MAY = 4.5 / 12.0
"""The middle of May, when jobs are counted [years]."""
STRAYED = 2048
"""Paths of growth; each meets every run."""
OPENINGS = ("entry_share", "within_reach", "pay_spread")


@dataclass(frozen=True, eq=False)
class Paths:
    """Paths by May of each year.

    years : (year)
    effect : (industry, year, run) jobs with further adoption of AI [ratio to those without]
    grown : (industry, year) jobs without it [persons]
    strayed : (industry, year, path) how far growth strays from what is projected [ratio]
    exclusive, without : (measure, year, run) the measures of `OPENINGS` [share, ratio, ratio], with further
        adoption and without
    """

    years: tuple[int, ...]
    effect: Array
    grown: Array
    strayed: Array
    exclusive: Array
    without: Array


def position(year: int, start: float) -> tuple[int, float]:
    """The quarter before May of a year, and how far into the next May is [share].

    year : of May
    start : when the first quarter begins [year]
    """
    at = 4.0 * (year + MAY - start)
    before = int(np.floor(at))
    return before, at - before


def strays(people: Staffing, years: int, count: int, seed: int) -> Array:
    """How far growth strays from its trend; (industry, year, path) [ratio].

    people : with the yearly deviations of the past
    years : ahead
    count : of paths
    seed : of the draws
    exp Σ_years Z·D/√(n − 1), Z ~ N(0, 1) anew in each year, D the n deviations of the past: yearly growth
    varies as much as it did, together in all industries; a trend that is wrong for good is not in it.
    """
    rng = np.random.default_rng([seed, years])
    past = people.deviations / np.sqrt(len(people.deviations) - 1.0)
    yearly = rng.standard_normal((years, count, len(past))) @ past
    found: Array = np.exp(np.cumsum(yearly, axis=0)).transpose(2, 0, 1)
    return found


@dataclass(frozen=True, eq=False)
class PathInputs:
    """What paths are made from.

    people : in the industries
    accounts, market : of the nation
    entry : (occupation) 1 where no experience is asked for, else 0
    runs : what each assumes
    extended, still : the runs with adoption, and the same runs without it
    start : when the first quarter begins [year]
    """

    people: Staffing
    accounts: Accounts
    market: Market
    entry: Array
    runs: Sequence[RunAssumptions]
    extended: Trajectory
    still: Trajectory
    start: float


def at_quarter(made: PathInputs, quarter: int, place: int, grown: Array) -> tuple[Array, Array, Array]:
    """Who works in the industries at the end of one quarter of one run.

    quarter, place : which quarter, which run
    grown : (industry, occupation) jobs without further AI [persons]
    The accounts' output follows from their jobs, beside those without further AI,
    output_k = (jobs_k/without_k)/(1 − (1 − ν)·a_k·Σ_o share_ko·s_o); each
    industry has that output with its own staff: jobs_no·(1 − a_k·s_o) + ν·new_o·Σ_o jobs_no·a_k·s_o.
    """
    people, accounts, run = made.people, made.accounts, made.runs[place]
    beyond = np.maximum(made.extended.adopted[quarter, :, place] - run.use_now, 0.0)
    saved = run.saved[:, min(quarter, run.saved.shape[1] - 1)]
    ended, new = (float(made.extended.parts[quarter, part, :, place].sum()) for part in (0, 1))
    renewed = -new / ended if ended < 0 else 0.0
    staff = accounts.staff[people.accounts]
    share = staff / staff.sum(axis=1, keepdims=True)
    adopted = beyond[people.accounts]
    remaining = 1.0 - (1.0 - renewed) * adopted * (share @ saved)
    wanted, rest = (each.by_industry[quarter, people.accounts, place] for each in (made.extended, made.still))
    output = wanted / rest / remaining
    gone = grown * adopted[:, None] * saved
    after = grown - gone + renewed * gone.sum(axis=1, keepdims=True) * run.new_tasks
    jobs = output[:, None] * after
    return jobs.sum(axis=1) / grown.sum(axis=1), jobs, gone


def paths(made: PathInputs, last: int, seed: int) -> Paths:
    """Paths to May of a year.

    last : year
    seed : of the draws of the trend's error
    """
    years = tuple(range(LEVELS + 1, last + 1))
    runs, industries = len(made.runs), len(made.people.naics)
    effect = np.ones((industries, len(years), runs))
    exclusive = np.zeros((len(OPENINGS), len(years), runs))
    without = np.zeros_like(exclusive)
    grown = np.zeros((industries, len(years)))
    for at, year in enumerate(years):
        staff = made.people.grown(year - LEVELS)
        grown[:, at] = staff.sum(axis=1)
        before, into = position(year, made.start)
        for place in range(runs):
            ends = [at_quarter(made, quarter, place, staff) for quarter in (before, before + 1)]
            # May of a year lies between the ends of two quarters.
            now = ((1.0 - into) * one + into * two for one, two in zip(*ends, strict=True))
            effect[:, at, place], jobs, ended = now
            exclusive[:, at, place] = _exclusive(made, made.extended, year, place, jobs, ended)
            without[:, at, place] = _exclusive(made, made.still, year, place, staff, ended)
    strayed = strays(made.people, len(years), STRAYED, seed)
    return Paths(years, effect, grown, strayed, exclusive, without)


def _exclusive(
    made: PathInputs, extended: Trajectory, year: int, place: int, jobs: Array, ended: Array
) -> Array:
    """The measures of `OPENINGS` in May of a year; (measure)."""
    before, into = position(year, made.start)
    some = slice(before, before + 2)
    weight = np.array([1.0 - into, into])
    seen = np.tensordot(weight, extended.people[some, :, :, place], axes=1)
    wages = weight @ extended.wages[some, :, place]
    share = made.people.jobs.sum(axis=0) / made.market.employment
    return np.array(
        [
            entry_share(seen[2] * np.minimum(share, 1.0), made.entry),
            openings_within_reach(made.market.network, seen[2], seen[1], ended.sum(axis=0)),
            percentile_ratio(made.people.pay * wages, jobs),
        ]
    )
