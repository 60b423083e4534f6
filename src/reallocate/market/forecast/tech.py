"""Paths of the tech workforce: the trend without further AI, times what adoption does, over draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import DataError, InputError, Problem
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Tables
from reallocate.market.flow.engine import compiled_first
from reallocate.market.nation.assumptions import DRAWN, assumed_draws, market_accounts
from reallocate.market.nation.batches import simulate_in_batches, simulate_without_ai
from reallocate.market.nation.pay import entry_share, openings_within_reach, percentile_ratio
from reallocate.market.nation.run import RunAssumptions
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.simulate.runs import START, shipped_market
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import Market
from reallocate.work.world import World

_TECH = ("513", "516", "518", "519", "5415")
"""Publishing with software; broadcasting and content; computing infrastructure; search and other information;
computer systems design: NAICS 2022."""
DECADE = 10.0
"""Length of the projections [years]."""


@dataclass(frozen=True, eq=False)
class Staffing:
    """Who works in some industries.

    naics, titles : (industry) codes and words
    accounts : (industry) the industry of the accounts that it lies in
    others : (industry) what else lies in that one, in words; empty where nothing does
    jobs : (industry, occupation) in May 2025 [persons]
    pay : (industry, occupation) [USD/year]
    growth : (occupation) jobs projected in ten years [ratio]
    deviations : (year, industry) yearly growth of these occupations less its mean over the years [log]
    past : (industry) that mean [log/year]
    """

    naics: tuple[str, ...]
    titles: tuple[str, ...]
    accounts: npt.NDArray[np.int64]
    others: tuple[str, ...]
    jobs: Array
    pay: Array
    growth: Array
    deviations: Array
    past: Array

    def grown(self, years: float) -> Array:
        """Jobs after some years without further AI; (industry, occupation) [persons].

        years : since May 2025 [years]
        jobs·growth^(years/10): each occupation grows as it is projected to in the nation
        Source: BLS Employment Projections 2024-34.
        """
        return self.jobs * self.growth ** (years / DECADE)


def staffing(tables: Tables, occupations: pd.Index, accounts: Accounts) -> Staffing:
    """Who works in the tech industries.

    tables : staffing, industries, occupations, projections, history, industry_bridge
    occupations : labels, in order
    accounts : for the order of its industries
    A cell that was not released gets a part of what the cells miss of the industry's published total, as
    the occupation has jobs in the nation; pay that was not released is that of the nation.
    Raises `DataError` where an industry or a projection is missing.
    Source: BLS OEWS May 2025 (levels, pay), May 2017 to 2025 (deviations).
    """
    about = tables["industries"].set_index("industry")
    codes = [code.ljust(6, "0") for code in _TECH]
    lost = [code for code in codes if code not in about.index]
    projected = tables["projections"].set_index("occupation").reindex(occupations)
    growth = (projected["employment_2034"] / projected["employment_2024"]).to_numpy(dtype=float)
    lost += [str(code) for code in occupations[~np.isfinite(growth)]]
    if lost:
        raise DataError(Problem(f"no figure for {', '.join(lost[:5])}", "staffing, projections"))
    bridge = tables["industry_bridge"]
    holders = [str(bridge.loc[bridge["oews_industry"] == code, "industry"].iloc[0]) for code in codes]
    rows = [_cells(tables, code, occupations, float(about["employment"][code])) for code in codes]
    jobs = np.array([row[0] for row in rows])
    deviations, past = _past(tables["history"], occupations, jobs)
    return Staffing(
        _TECH,
        tuple(str(about["title"][code]) for code in codes),
        accounts.industries.get_indexer(pd.Index(holders)),
        tuple(_others(bridge, about, holder, codes) for holder in holders),
        jobs,
        np.array([row[1] for row in rows]),
        growth,
        deviations,
        past,
    )


def _cells(tables: Tables, code: str, occupations: pd.Index, total: float) -> tuple[Array, Array]:
    """Jobs and pay of one industry by occupation; jobs add up to its published total."""
    table = tables["staffing"]
    rows = table[table["industry"] == code].set_index("occupation").reindex(occupations)
    nation = tables["occupations"].set_index("occupation").reindex(occupations)
    listed = rows["industry"].notna().to_numpy()
    released = rows["employment"].to_numpy(dtype=float)
    jobs = np.nan_to_num(released)
    hidden = np.where(listed & np.isnan(released), nation["employment"].to_numpy(dtype=float), 0.0)
    missing = max(total - float(jobs.sum()), 0.0)
    if hidden.any():
        jobs = jobs + missing * hidden / hidden.sum()
    pay = rows["wage_mean"].fillna(nation["wage_mean"]).to_numpy(dtype=float)
    return jobs * total / jobs.sum(), pay


def _others(bridge: pd.DataFrame, about: pd.DataFrame, holder: str, codes: list[str]) -> str:
    """What else than the tech industries lies in an industry of the accounts."""
    inside = bridge.loc[bridge["industry"] == holder, "oews_industry"].astype(str)
    return ", ".join(f"{about['naics'][code]} {about['title'][code]}" for code in inside if code not in codes)


def _past(history: pd.DataFrame, occupations: pd.Index, jobs: Array) -> tuple[Array, Array]:
    """How yearly growth of the industries' occupations strayed from its mean, and that mean."""
    wide = history.pivot(index="year", columns="occupation", values="employment").reindex(columns=occupations)
    people = wide.fillna(0.0).to_numpy()
    now = people[-1]
    ratio = np.divide(people, now, out=np.zeros_like(people), where=now > 0)
    yearly = np.diff(np.log(ratio @ jobs.T), axis=0)
    past = yearly.mean(axis=0)
    return yearly - past, past


LEVELS_YEAR = 2025
"""Levels are those of May of this year."""
_MAY = 4.5 / 12.0
"""The middle of May, when jobs are counted [years]."""
_STRAYED = 2048
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


def _position(year: int, start: float) -> tuple[int, float]:
    """The quarter before May of a year, and how far into the next May is [share].

    year : of May
    start : when the first quarter begins [year]
    """
    at = 4.0 * (year + _MAY - start)
    before = int(np.floor(at))
    return before, at - before


def _strays(people: Staffing, years: int, count: int, seed: int) -> Array:
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


def _at_quarter(made: PathInputs, quarter: int, place: int, grown: Array) -> tuple[Array, Array, Array]:
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


def _paths(made: PathInputs, last: int, seed: int) -> Paths:
    """Paths to May of a year.

    last : year
    seed : of the draws of the trend's error
    """
    years = tuple(range(LEVELS_YEAR + 1, last + 1))
    runs, industries = len(made.runs), len(made.people.naics)
    effect = np.ones((industries, len(years), runs))
    exclusive = np.zeros((len(OPENINGS), len(years), runs))
    without = np.zeros_like(exclusive)
    grown = np.zeros((industries, len(years)))
    for at, year in enumerate(years):
        staff = made.people.grown(year - LEVELS_YEAR)
        grown[:, at] = staff.sum(axis=1)
        before, into = _position(year, made.start)
        for place in range(runs):
            ends = [_at_quarter(made, quarter, place, staff) for quarter in (before, before + 1)]
            # May of a year lies between the ends of two quarters.
            now = ((1.0 - into) * one + into * two for one, two in zip(*ends, strict=True))
            effect[:, at, place], jobs, ended = now
            exclusive[:, at, place] = _exclusive(made, made.extended, year, place, jobs, ended)
            without[:, at, place] = _exclusive(made, made.still, year, place, staff, ended)
    strayed = _strays(made.people, len(years), _STRAYED, seed)
    return Paths(years, effect, grown, strayed, exclusive, without)


def _exclusive(
    made: PathInputs, extended: Trajectory, year: int, place: int, jobs: Array, ended: Array
) -> Array:
    """The measures of `OPENINGS` in May of a year; (measure)."""
    before, into = _position(year, made.start)
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


_LAST = 2030


@dataclass(frozen=True, eq=False)
class ForecastRun:
    """Paths of the tech industries, with their staff and the accounts of the nation."""

    people: Staffing
    accounts: Accounts
    paths: Paths


def run_forecast(
    world: World, parameters: Parameters, draws: int, seed: int, tell: Callable[[str], None]
) -> tuple[ForecastRun, tuple[str, ...]]:
    """Paths of the tech industries to May 2030 over draws, and the names of the parameters drawn.

    parameters : in force; those set by name are fixed, the others are drawn
    tell : receives what is under way
    Raises `InputError` where what is assumed gives no number.
    """
    tell(f"Reading the market{compiled_first()}")
    nation, values = shipped_market(world)
    accounts = market_accounts(world, parameters)
    people = staffing(world.tables, nation.market.occupations, accounts)
    quarters = _position(_LAST, START)[0] + 1
    drawn = tuple(name for name in DRAWN if not parameters.about(name).is_own)
    runs = [*assumed_draws(world, parameters, accounts, values.rates, quarters, draws, drawn, seed=seed)[0]]
    experience = world.table("projections").set_index("occupation")["experience"]
    made = PathInputs(
        people,
        accounts,
        nation.market,
        experience.reindex(nation.market.occupations).eq("None").to_numpy().astype(np.float64),
        runs,
        simulate_in_batches(nation.economy(accounts), runs, quarters, tell),
        simulate_without_ai(nation.economy(accounts), runs, quarters, tell),
        START,
    )
    tell("Paths of the industries, and what the displaced can reach")
    found = _paths(made, _LAST, seed)
    if not np.isfinite(found.effect).all():
        what = "what is assumed leaves employment without a value"
        why = "A share of 0 by which something is divided, such as industry_adoption_ceiling, does that."
        raise InputError(Problem(what, "--set", "Set a small number instead of 0.", why))
    return ForecastRun(people, accounts, found), drawn
