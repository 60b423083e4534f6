"""All that is computed of one job: hours, history, pay, direction, and its ways out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from reallocate.data.country import HOME
from reallocate.jobs.history import JobHistory, job_history
from reallocate.jobs.hours import JobHours, job_hours, list_hours
from reallocate.jobs.learning import Learning, learning
from reallocate.jobs.pay import JobPay, job_pay
from reallocate.jobs.question import JobQuery
from reallocate.jobs.stay import displaced_of_age, pay_by_industry, reached_least_and_most
from reallocate.jobs.ways import JobMoves, directions, job_moves
from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters
from reallocate.work.exchange import MarketPath
from reallocate.work.hours import WIDTHS, Width, activity_set
from reallocate.work.own_reach import totals_by_source
from reallocate.work.world import World


@dataclass(frozen=True, eq=False)
class JobContext:
    """All that was computed of one job.

    direction : (width) share, rank
    reached, industries, displaced : as from `reached_least_and_most`, `pay_by_industry`, `displaced_of_age`
    learning : what the job takes somebody who comes from school
    groups : (major group) of 100 who leave, how many go there, in a country whose moves are bridged, so that
        single destinations are not to be believed; nothing where moves were seen in the country itself
    own_reach : (source) augmentable, automatable [share of hours] of a measurement beside the sources
    """

    query: JobQuery
    hours: JobHours
    history: JobHistory
    pay: JobPay
    moves: JobMoves
    direction: pd.DataFrame
    reached: pd.DataFrame
    industries: pd.DataFrame
    displaced: pd.DataFrame | None
    learning: Learning
    parameters: Parameters
    groups: pd.Series | None = None
    own_reach: pd.DataFrame | None = None

    @classmethod
    def of(
        cls, world: World, query: JobQuery, parameters: Parameters, market: MarketPath | None
    ) -> JobContext:
        """Everything about the job that is asked about; moves look ahead on a market, where one is given."""
        mix, own = query.job.mix, query.tasks
        hours = job_hours(world, mix) if own is None else list_hours(world, own.content, own.way)
        moves, groups = job_moves(world, query, parameters, market=market), None
        if world.country != HOME:
            moves, groups = moves.by_groups_alone(), _by_group(world, moves.every)
        return cls(
            query,
            hours,
            job_history(world, mix),
            job_pay(world, mix, query.area),
            moves,
            _direction_table(world, query),
            reached_least_and_most(hours),
            pay_by_industry(world, query.job.likeliest),
            None
            if query.age is None or "displaced_ages" not in world.tables
            else displaced_of_age(world, query.age),
            learning(world, query, moves.pay, parameters),
            parameters,
            groups,
            _own_reach(query),
        )

    def market_ends(self, market: MarketPath) -> dict[str, float]:
        """Pay and job finding of the likeliest occupation in the last year looked at [ratio to today]."""
        pay, finding = market.ratios(pd.Index([self.query.job.likeliest]), self.moves.years)
        return {"pay": float(pay[-1, 0]), "job_finding": float(finding[-1, 0])}


def _by_group(world: World, every: pd.DataFrame) -> pd.Series:
    """(title of a major group) of 100 who leave the job, how many go there, most first."""
    titles = world.table("groups").set_index("code")["title"]
    group = every["occupation"].map(world.occupations["major_group"]).map(titles)
    share = every["of_100_leavers"].fillna(0.0).groupby(group).sum()
    return share[share > 0].sort_values(ascending=False, kind="stable")


def _own_reach(query: JobQuery) -> pd.DataFrame | None:
    """The reach into the job's hours of a measurement beside the sources; none where none was named."""
    world = query.reached
    if world is None or world.measured is None:
        return None
    return totals_by_source(world, query.job.mix).loc[[world.measured.name]]


def _direction_table(world: World, query: JobQuery) -> pd.DataFrame:
    """How far a job directs, by both definitions, and where that stands among all jobs.

    world : content and employment
    query : the job, or the person's own tasks
    Returns (width) width, share [share of hours], rank [share of all jobs that direct less, half of equals].
    """
    every, people = _directing(world)
    mix = query.job.mix / query.job.mix.sum()
    own_places = every.index.get_indexer(mix.index)
    rows = []
    for width in WIDTHS:
        others = every[f"direction_{width}"].to_numpy(float)
        if query.tasks is None:
            own = float((others[own_places] * mix.to_numpy(float)).sum())
        else:
            own = _list_direction(query.tasks.content, width)
        below = float(people[others < own].sum() + people[others == own].sum() / 2)
        rows.append({"width": width, "share": own, "rank": below / float(people.sum())})
    return pd.DataFrame(rows)


@lru_cache(maxsize=2)
def _directing(world: World) -> tuple[pd.DataFrame, Array]:
    """How far every occupation directs, and its people, the same for every job."""
    every = directions(world)
    people = world.occupations["employment"].reindex(every.index).fillna(0.0).to_numpy(float)
    return every.set_axis(every.index.astype(object)), people


def _list_direction(content: pd.Series, width: Width) -> float:
    return float(content[content.index.isin(activity_set("direction", width))].sum() / content.sum())
