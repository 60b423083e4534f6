"""The moves that people were seen to make out of a job, as tables: pay, AI's reach, what entry asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from reallocate.errors import InvariantError, Problem
from reallocate.scenario.job import JobQuery
from reallocate.transition.entry import entry_requirements
from reallocate.transition.gaps import skill_gaps
from reallocate.transition.local_pay import LocalPay, local_pay
from reallocate.transition.observed import observed_moves
from reallocate.transition.requirements import Requirements, requirements
from reallocate.transition.worker import Worker
from reallocate.work.activities import WIDTHS
from reallocate.work.direction import direction_index
from reallocate.work.exchange import MarketPath
from reallocate.work.jobs import REACHES, occupation_reach
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

WEIGHT_PER_PERSON = "survey_weight_per_person"
"""The parameter that turns the survey's weights into people."""

WITH_GAPS = 2
TOP_CODE = 239_200.0
ENDS = {"": 0.5, "_low": 0.0, "_high": 1.0}


@dataclass(frozen=True, eq=False)
class JobMoves:
    """What is known of leaving a job's likeliest occupation.

    pay : of all occupations in the place; own_pay : [USD/year] today
    years : to look at in a market that is given
    moves : (move) as from `ObservedMoves.out_of`, with title, median_pay, entry_pay [USD/year],
        median_known, entry_known (pay is at least that where not), pay_local, median_change, entry_change
        [share of own pay], automatable, automatable_low, automatable_high, augmentable, … [share of hours],
        direction_narrow, direction_wide [share of hours], and the columns of `entry_requirements`
    gaps : (row) as from `skill_gaps`, with occupation
    people_seen : [people] whom the survey saw change from the occupation to any other
    counted_with : (occupation) title of others that the survey does not tell from it
    licensed : how many occupations the list of licences holds
    """

    pay: LocalPay
    own_pay: float
    years: int
    moves: pd.DataFrame
    gaps: pd.DataFrame
    people_seen: float
    counted_with: dict[str, str]
    licensed: int


@lru_cache(maxsize=4)
def reach_bands(world: World) -> pd.DataFrame:
    """Middle, lowest and highest of the sources' reach into every occupation.

    world : content and reach
    Returns (occupation) automatable, automatable_low, automatable_high, augmentable, … [share of hours].
    """
    reach = occupation_reach(world)
    bands = {
        f"{name}{end}": reach[name].unstack("source").quantile(place, axis=1)
        for name in reversed(REACHES)
        for end, place in ENDS.items()
    }
    return pd.DataFrame(bands)


@lru_cache(maxsize=4)
def directions(world: World) -> pd.DataFrame:
    """How far every occupation directs, by both definitions.

    world : content
    Returns (occupation) direction_narrow, direction_wide [share of hours].
    """
    index = direction_index(world.content)
    return pd.DataFrame({f"direction_{width}": index.sel(width=width).to_series() for width in WIDTHS})


def job_moves(
    world: World, query: JobQuery, parameters: Parameters, *, market: MarketPath | None = None
) -> JobMoves:
    """The moves out of the likeliest occupation of the job that is asked about.

    world : with all tables of moves
    parameters : survey_weight_per_person
    market : must cover the years looked at, where one is given
    """
    seen, pay = observed_moves(world, parameters[WEIGHT_PER_PERSON]), _pay(world, query.area)
    origin = query.job.likeliest
    worker = Worker(origin, query.age, query.skills)
    years = worker.years(query.horizon)
    if market is not None and market.years < years:
        raise InvariantError(
            Problem(f"the market path covers {market.years} years of {years}", "market", "Give a longer one.")
        )
    own_pay = float(pay.table["p50"][origin]) if query.pay is None else query.pay
    moves = _with_facts(world, seen.out_of(origin), pay, own_pay)
    return JobMoves(
        pay=pay,
        own_pay=own_pay,
        years=years,
        moves=moves,
        gaps=_gaps(world, worker, moves),
        people_seen=seen.people(origin),
        counted_with={code: str(world.occupations.at[code, "title"]) for code in seen.counted_with(origin)},
        licensed=len(world.table("licences")),
    )


def _with_facts(world: World, moves: pd.DataFrame, pay: LocalPay, own_pay: float) -> pd.DataFrame:
    """The moves with pay, reach, direction and entry of each target."""
    local = _plain(pay.table).loc[moves["occupation"].to_list()].set_axis(moves.index)
    facts = pd.DataFrame({"median_pay": local["p50"], "entry_pay": local["p25"]})
    for name in ("median", "entry"):
        facts[f"{name}_known"] = facts[f"{name}_pay"] < TOP_CODE
        facts[f"{name}_change"] = facts[f"{name}_pay"] / own_pay - 1.0
    facts["pay_local"] = pay.local.reindex(moves["occupation"]).to_numpy(bool)
    about = _about(world).loc[moves["occupation"].to_list()].set_axis(moves.index)
    found = pd.concat([moves, facts, about.drop(columns="title")], axis=1)
    found.insert(1, "title", about["title"].to_numpy())
    return found


@lru_cache(maxsize=2)
def _pay(world: World, area: str | None) -> LocalPay:
    return local_pay(world, area)


@lru_cache(maxsize=2)
def _needs(world: World) -> Requirements:
    return requirements(world)


@lru_cache(maxsize=4)
def _about(world: World) -> pd.DataFrame:
    """(occupation) title, exposure, direction and what entry asks, under labels that are found fast."""
    table = _plain(reach_bands(world).join(directions(world)))
    table.insert(0, "title", world.occupations["title"].reindex(table.index).astype(object))
    return table.join(entry_requirements(world))


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """The same under plain text, since each look into Arrow's labels turns all of them into text anew."""
    return table.set_axis(pd.Index(table.index.to_list(), dtype=object, name="occupation"))


def _gaps(world: World, worker: Worker, moves: pd.DataFrame) -> pd.DataFrame:
    needs = _needs(world)
    own = worker.levels(needs)
    parts = [
        skill_gaps(world, needs, own, target).assign(occupation=target)
        for target in moves["occupation"].head(WITH_GAPS)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["occupation", "title"])
