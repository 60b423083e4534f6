"""All that is computed of one job: hours, history, pay, direction, and its ways out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from reallocate.data.occupations import TOP_CODE
from reallocate.jobs.history import JobHistory, job_history
from reallocate.jobs.hours import JobHours, job_hours, list_hours
from reallocate.jobs.pay import JobPay, job_pay
from reallocate.jobs.question import JobQuery
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.parameters import Parameters
from reallocate.moves.distance import Requirements, requirements, skill_gaps
from reallocate.moves.facts import PAY
from reallocate.moves.odds import LocalPay, Worker, local_pay, within
from reallocate.moves.study import entry_words, licences, requirements_in_words
from reallocate.moves.ways import (
    NOW,
    USUAL,
    Person,
    WaysContext,
    crowns,
    moves_of,
    own_schooling,
    shown,
    ways_context,
)
from reallocate.work.exchange import MarketPath
from reallocate.work.hours import WIDTHS, Width, activity_set, direction_index
from reallocate.work.jobs import reach_bands
from reallocate.work.world import World

WEIGHT_PER_PERSON = "survey_weight_per_person"
"""The parameter that turns the survey's weights into people."""

WITH_GAPS = 2
_LEAST_BAND = 0.2
"""A band of chances is never shown narrower than this: flows alone cannot tell [probability]."""

YEARS = 10
_REACHED = tuple(f"{name}{end}" for name in ("augmentable", "automatable") for end in ("", "_low", "_high"))
_DIRECTIONS = tuple(f"direction_{width}" for width in WIDTHS)


@dataclass(frozen=True, eq=False)
class JobMoves:
    """What is known of leaving a job's likeliest occupation.

    pay : of all occupations in the place; own_pay : [USD/year] today
    schooling : [years of school] of the person, those usual in the occupation where none were said
    years : to look at in a market that is given
    moves : (move) those of the card, best first within now, after study and usual; columns as in `_table`
    every : (move) all that was seen or is near, the most usual first
    gaps : (row) as from `skill_gaps`, with occupation, of the first two moves now
    leaving : [share of people/year] who change occupation
    people_seen : [people] whom the survey saw change from the occupation to any other
    counted_with : (occupation) title of others that the survey does not tell from it
    licensed : how many occupations the list of licences holds
    crowd : (occupation) of the card's moves, people for each opening if everyone whom it suits best took it
    overfull : the move that would be named first, had its openings room; "" where one is named or none may be
    is_unusual : whether the move that may be first for people who bring what is usual is not on the card
    """

    pay: LocalPay
    own_pay: float
    schooling: float
    years: int
    moves: pd.DataFrame
    every: pd.DataFrame
    gaps: pd.DataFrame
    leaving: float
    people_seen: float
    counted_with: dict[str, str]
    licensed: int
    crowd: dict[str, float]
    overfull: str
    is_unusual: bool

    @cached_property
    def rows(self) -> tuple[dict[Hashable, Any], ...]:
        """Moves of the card row by row."""
        columns = [self.moves[name].tolist() for name in self.moves]
        return tuple(dict(zip(self.moves, row, strict=True)) for row in zip(*columns, strict=True))


@lru_cache(maxsize=4)
def _directions(world: World) -> pd.DataFrame:
    """How far every occupation directs, by both definitions.

    world : content
    Returns (occupation) direction_narrow, direction_wide [share of hours].
    """
    index = direction_index(world.content)
    return pd.DataFrame({f"direction_{width}": index.sel(width=width).to_series() for width in WIDTHS})


def _job_moves(
    world: World,
    query: JobQuery,
    parameters: Parameters,
    *,
    market: MarketPath | None = None,
) -> JobMoves:
    """The ways out of the likeliest occupation of the job that is asked about.

    world : with all tables of moves
    parameters : those of `ways.NUMBERS`
    market : must cover the years looked at, where one is given
    """
    context, pay = ways_context(world, parameters, query.own_moves), _pay(world, query.area)
    origin = query.job.likeliest
    worker = Worker(origin, query.age, query.skills)
    years = worker.years(query.horizon)
    if market is not None and market.years < years:
        raise InvariantError(
            Problem(f"the market path covers {market.years} years of {years}", "market", "Give a longer one.")
        )
    own_pay = float(pay.table["p50"][origin]) if query.pay is None else query.pay
    found = moves_of(context, origin, _person(query, pay))
    place = context.facts.place(origin)
    card = shown(found)
    crowd = crowns(context).crowd[card["place"].to_numpy(int)]
    usual = found[found["seen"] >= 1].sort_values(["share", "place"], ascending=[False, True])
    table = _table(world, query, context, pd.concat([card, usual], ignore_index=True), pay)
    moves, every = table.iloc[: len(card)], table.iloc[len(card) :].reset_index(drop=True)
    return JobMoves(
        pay=pay,
        own_pay=own_pay,
        schooling=own_schooling(context.facts, place, query.education),
        years=years,
        moves=moves,
        every=every,
        gaps=_gaps(world, worker, moves),
        leaving=float(context.moved.leaving[place]),
        people_seen=float(context.moved.seen[place].sum()),
        counted_with={code: _title(world, code) for code in context.counts.counted_with(origin)},
        licensed=len(world.table("licences")),
        crowd=dict(zip(card["occupation"].tolist(), crowd.tolist(), strict=True)),
        overfull=_overfull(context, place, moves),
        is_unusual=_lacks_first(context, place, moves),
    )


def _person(query: JobQuery, pay: LocalPay) -> Person | None:
    """Who asks, where anything differs from what is usual in the occupation and the nation."""
    if query.area is None and query.pay is None and query.education is None and not query.fields:
        return None
    local = (
        None if query.area is None else pay.table[[one.removeprefix("wage_") for one in PAY]].to_numpy(float)
    )
    return Person(query.pay, query.education, query.fields, local)


def _table(
    world: World, query: JobQuery, context: WaysContext, found: pd.DataFrame, pay: LocalPay
) -> pd.DataFrame:
    """The moves with every figure of the card.

    Returns (move) occupation, title, of_100_leavers, low, high [people of 100], seen [people], odds_low,
    odds_high [probability/year], ten_year [probability, up to the age of retirement], entry_pay, later_pay
    [USD/year], pay_known, entry_change, pay_change [share of own pay], automatable, automatable_low,
    automatable_high [share of hours], years_of_study [years], tuition [USD], licence, experience_met, asks,
    openings [persons/year, in the place], room [openings for each follower hired, if all follow what is shown
    to them; missing where nobody is sent], first, section, counted_with, automatable_now (of the present
    job), pay_local, and direction.
    """
    facts, place = context.facts, found["place"].to_numpy(int)
    origin = facts.place(query.job.likeliest)
    named = crowns(context)
    advised = np.where(named.advised[place] > 0, named.advised[place], np.nan)
    spread = context.parameters["move_person_spread"]
    horizon = Worker(query.job.likeliest, query.age).years(YEARS)
    part = np.fmin(1.0, 1.0 / advised)
    low, high = context.odds_low[origin, place] * part, context.odds_high[origin, place] * part
    words = entry_words(world)
    about = _about(world)
    codes = found["occupation"].tolist()
    known = about.index.get_indexer(pd.Index(codes, dtype=object))
    return pd.DataFrame(
        {
            "occupation": codes,
            "title": about["title"].to_numpy(object)[known],
            "of_100_leavers": 100 * found["share"],
            "low": 100 * found["low"],
            "high": 100 * found["high"],
            "seen": found["seen"],
            "odds_low": low,
            "odds_high": np.maximum(high, low + _LEAST_BAND),
            "ten_year": within(context.odds[origin, place] * part, horizon, spread),
            "entry_pay": found["entry_pay"],
            "later_pay": found["median_pay"],
            "pay_known": found["median_pay"] < TOP_CODE,
            "entry_change": found["entry_change"],
            "pay_change": found["pay_change"],
            "years_of_study": found["years"],
            "tuition": found["tuition"],
            "licence": licences(found, words),
            "experience_met": found["experience"] == 0,
            "asks": requirements_in_words(found, words),
            "openings": facts.openings[place] * _part_here(world, query.area, found["occupation"]),
            "room": 1.0 / advised,
            "first": (place == named.first[origin]) & found["section"].ne("").to_numpy(),
            "section": found["section"],
            "better": found["better"],
            **{name: about[name].to_numpy(float)[known] for name in _REACHED},
            "automatable_now": facts.automatable[origin],
            **{name: about[name].to_numpy(float)[known] for name in _DIRECTIONS},
            "counted_with": [" ".join(context.counts.counted_with(code)) for code in codes],
            "pay_local": pay.local.reindex(codes).to_numpy(bool),
        },
        index=found.index,
    )


def _lacks_first(context: WaysContext, origin: int, moves: pd.DataFrame) -> bool:
    target = int(crowns(context).fit[origin])
    offered = moves.loc[moves["section"] != USUAL, "occupation"]
    return target >= 0 and context.facts.occupations[target] not in set(offered)


def _overfull(context: WaysContext, origin: int, moves: pd.DataFrame) -> str:
    """The move whose openings would not hold everybody who is sent there, if it would be first."""
    named = crowns(context)
    target = int(named.fit[origin])
    if target < 0 or named.first[origin] >= 0 or _lacks_first(context, origin, moves):
        return ""
    return str(context.facts.occupations[target])


def _part_here(world: World, area: str | None, codes: pd.Series[str]) -> Array:
    """The place's share of the nation's jobs in some occupations; (move) [share]."""
    if area is None:
        return np.ones(len(codes))
    rows = world.table("area_employment")
    here = rows[rows["area"] == area].set_index("occupation")["employment"]
    part = here.reindex(codes.to_list()) / world.occupations["employment"].reindex(codes.to_list()).to_numpy(
        float
    )
    return np.asarray(part, dtype=np.float64)


def _title(world: World, code: str) -> str:
    return str(world.occupations.at[code, "title"])


@lru_cache(maxsize=2)
def _pay(world: World, area: str | None) -> LocalPay:
    return local_pay(world, area)


@lru_cache(maxsize=2)
def _needs(world: World) -> Requirements:
    return requirements(world)


@lru_cache(maxsize=4)
def _about(world: World) -> pd.DataFrame:
    """(occupation) title, reach and direction, under labels that are found fast."""
    table = reach_bands(world).join(_directions(world))
    table = table.set_axis(pd.Index(table.index.to_list(), dtype=object, name="occupation"))
    table.insert(0, "title", world.occupations["title"].reindex(table.index).astype(object))
    return table


def _gaps(world: World, worker: Worker, moves: pd.DataFrame) -> pd.DataFrame:
    needs = _needs(world)
    own = worker.levels(needs)
    parts = [
        skill_gaps(world, needs, own, target).assign(occupation=target)
        for target in moves.loc[moves["section"] == NOW, "occupation"].head(WITH_GAPS)
    ]
    if not parts:
        return pd.DataFrame(columns=["occupation", "title", "importance"])
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True, eq=False)
class JobContext:
    """All that was computed of one job.

    direction : (width) share, rank
    """

    query: JobQuery
    hours: JobHours
    history: JobHistory
    pay: JobPay
    moves: JobMoves
    direction: pd.DataFrame
    parameters: Parameters

    @classmethod
    def of(
        cls, world: World, query: JobQuery, parameters: Parameters, market: MarketPath | None
    ) -> JobContext:
        """Everything about the job that is asked about; moves look ahead on a market, where one is given."""
        mix, own = query.job.mix, query.tasks
        return cls(
            query,
            job_hours(world, mix) if own is None else list_hours(world, own.content, own.way),
            job_history(world, mix),
            job_pay(world, mix, query.area),
            _job_moves(world, query, parameters, market=market),
            _direction_table(world, query),
            parameters,
        )

    def market_ends(self, market: MarketPath) -> dict[str, float]:
        """Pay and job finding of the likeliest occupation in the last year looked at [ratio to today]."""
        pay, finding = market.ratios(pd.Index([self.query.job.likeliest]), self.moves.years)
        return {"pay": float(pay[-1, 0]), "job_finding": float(finding[-1, 0])}


def _direction_table(world: World, query: JobQuery) -> pd.DataFrame:
    """How far a job directs, by both definitions, and where that stands among all jobs.

    world : content and employment
    asked : the job, or the person's own tasks
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
    every = _directions(world)
    people = world.occupations["employment"].reindex(every.index).fillna(0.0).to_numpy(float)
    return every.set_axis(every.index.astype(object)), people


def _list_direction(content: pd.Series, width: Width) -> float:
    return float(content[content.index.isin(activity_set("direction", width))].sum() / content.sum())
