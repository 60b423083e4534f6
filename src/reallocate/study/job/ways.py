"""A worker's ways out as tables: moves with exposure and direction, routes, and what is to be learnt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from reallocate.errors import InvariantError, Problem
from reallocate.study.job.asked import Asked
from reallocate.transition.attempts import followed, own_attempts, own_moves
from reallocate.transition.directing import direction_gains
from reallocate.transition.gaps import skill_gaps
from reallocate.transition.ground import USUAL, Ground, ground
from reallocate.transition.local_pay import LocalPay, local_pay
from reallocate.transition.route_steps import Step
from reallocate.transition.routes import OWN
from reallocate.transition.ways import MIDDLE, Outlook, Ways, outlook, ways_out
from reallocate.transition.worker import Worker
from reallocate.work.activities import WIDTHS
from reallocate.work.direction import direction_index
from reallocate.work.exchange import MarketPath
from reallocate.work.jobs import REACHES, occupation_reach
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

DRAWS = 8
"""Views of the future beside the central one; each costs a twentieth of a second."""

WITH_GAPS = 2
ROUTES_TOLD = 3
TOP_CODE = 239_200.0
OBSERVED, FILLED, NOT_SEEN, UNKNOWN = "observed", "filled", "not seen", "not known"
ENDS = {"": 0.5, "_low": 0.0, "_high": 1.0}


@dataclass(frozen=True, eq=False)
class WaysOut:
    """The ways out of a job's likeliest occupation.

    ways : as the lens tells them; known, pay : what they rest on
    moves : (move) as in `Ways`, ordered as by `in_order`, with title, share_status (observed, filled,
        not seen, not known), entry_known, later_known (pay is at least that where not), pay_local,
        automatable, automatable_low, automatable_high, augmentable, … [share of hours], direction_narrow,
        direction_wide [share of hours]
    routes : (step) first, step, occupation, title, year, probability, later_pay, automatable, …, direction_…
    gaps : (row) as from `skill_gaps`, with occupation
    directing : (width, move) as from `direction_gains`, with width and title
    seen_to_move : whether the survey saw anybody leave the occupation
    too_long : moves left out since their training takes more than two years
    """

    ways: Ways
    known: Ground
    pay: LocalPay
    moves: pd.DataFrame
    routes: pd.DataFrame
    gaps: pd.DataFrame
    directing: pd.DataFrame
    seen_to_move: bool
    too_long: int


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


@lru_cache(maxsize=4)
def _about(world: World) -> pd.DataFrame:
    """(occupation) title, exposure and direction, under labels that are found fast."""
    table = reach_bands(world).join(directions(world))
    table.insert(0, "title", world.occupations["title"].reindex(table.index).astype(object))
    return table.set_axis(pd.Index(table.index.to_list(), dtype=object, name="occupation"))


def find_ways(
    world: World,
    asked: Asked,
    parameters: Parameters,
    now: pd.Series,
    *,
    market: MarketPath | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> WaysOut:
    """The ways out of the likeliest occupation of the job that is asked about.

    world : with all tables of moves
    asked : the job and the worker
    parameters : the numbers in force
    now : direction_narrow, direction_wide [share of hours] of the job itself
    market : where pay and job finding go; as today where none is given
    draws, seed : of the assumptions
    """
    numbers = tuple(parameters.items())
    known, pay = _known(world, numbers), _pay(world, asked.area)
    origin = asked.job.likeliest
    worker = Worker(origin, asked.pay, asked.age, asked.education, asked.skills, asked.area)
    years = worker.years(asked.horizon)
    if market is not None and market.years < years:
        raise InvariantError(
            Problem(f"the market path covers {market.years} years of {years}", "market", "Give a longer one.")
        )
    own_pay = float(pay.at(MIDDLE)[known.occupations.get_loc(origin)]) if asked.pay is None else asked.pay
    rank = MIDDLE if asked.pay is None else pay.rank_of(origin, asked.pay)
    seen = _outlook(world, asked.area, years, numbers, market, rank, draws, seed)
    ways = ways_out(seen, worker, own_pay)
    tried = own_attempts(known, worker)
    moves = _moves(world, known, pay, ways)
    directing = _directing(world, moves, now, ways.best_value)
    return WaysOut(
        ways=ways,
        known=known,
        pay=pay,
        moves=moves,
        routes=_routes(world, known, seen, ways, moves, directing),
        gaps=_gaps(world, known, worker, moves),
        directing=directing,
        seen_to_move=bool(known.moved.observed[known.occupations.get_loc(origin)].any()),
        too_long=len(tried.target) - len(followed(tried, seen.longest).target),
    )


@lru_cache(maxsize=2)
def _known(world: World, numbers: tuple[tuple[str, float], ...]) -> Ground:
    """The ground with plain text as labels, since each look into Arrow's turns all of them into text anew."""
    found = ground(world, Parameters(dict(numbers)))
    return replace(found, occupations=pd.Index(found.occupations.to_list(), dtype=object, name="occupation"))


@lru_cache(maxsize=2)
def _pay(world: World, area: str | None) -> LocalPay:
    return local_pay(world, area)


@lru_cache(maxsize=2)
def _outlook(
    world: World,
    area: str | None,
    years: int,
    numbers: tuple[tuple[str, float], ...],
    market: MarketPath | None,
    rank: float,
    draws: int,
    seed: int,
) -> Outlook:
    """The outlook of a place and a rank, kept: workers at the middle of their job's pay share one."""
    parameters = Parameters(dict(numbers))
    return outlook(_known(world, numbers), _pay(world, area), years, parameters, market, rank, draws, seed)


def _moves(world: World, known: Ground, pay: LocalPay, ways: Ways) -> pd.DataFrame:
    origin = known.occupations.get_loc(ways.worker.occupation)
    moves = ways.moves.copy()
    place = known.occupations.get_indexer(pd.Index(moves["occupation"]))
    share, observed = known.moved.share[origin, place], known.moved.observed[origin, place]
    status = np.where(observed, OBSERVED, np.where(share > 0, FILLED, NOT_SEEN))
    if not known.moved.observed[origin].any():
        status = np.where(share > 0, FILLED, UNKNOWN)
    moves["share_of_movers"] = np.where(status == UNKNOWN, np.nan, share)
    moves["share_status"] = status
    # A cell that the survey cannot tell from staying was not looked for, so it is not "not seen".
    estimated = np.where(share >= USUAL, "common", "seldom")
    common = moves["how_common"].to_numpy(str)
    moves["how_common"] = np.where(status == FILLED, estimated, np.where(status == UNKNOWN, UNKNOWN, common))
    local = pay.table.iloc[place]
    moves["entry_known"] = (local["p50"] < TOP_CODE).to_numpy()
    moves["later_known"] = (moves["later_pay"] < TOP_CODE).to_numpy() & moves["entry_known"]
    moves["pay_local"] = pay.local.reindex(moves["occupation"]).to_numpy(bool)
    about = _about(world).loc[moves["occupation"].to_list()]
    moves.insert(1, "title", about["title"].to_numpy())
    told = pd.concat([moves, about.drop(columns="title").set_axis(moves.index)], axis=1)
    return told.iloc[in_order(told)].reset_index(drop=True)


def in_order(moves: pd.DataFrame) -> list[int]:
    """Places of the moves, those worth trying first by value, then the rest by what each gains by itself.

    moves : (move) occupation, value, gain, gain_over_waiting [USD]
    Of a move that is worth less than waiting, the value mostly tells how soon it is given up again.
    """
    rows = list(
        zip(moves["gain_over_waiting"], moves["value"], moves["gain"], moves["occupation"], strict=True)
    )

    def key(place: int) -> tuple[bool, float, str]:
        over, value, gain, code = rows[place]
        return over < 0, -float(value if over >= 0 else gain), str(code)

    return sorted(range(len(rows)), key=key)


def _routes(
    world: World, known: Ground, seen: Outlook, ways: Ways, moves: pd.DataFrame, directing: pd.DataFrame
) -> pd.DataFrame:
    """The steps of the most valuable ways, and of those that direct most for little."""
    chosen = directing.loc[directing["chosen"], "occupation"]
    wanted = dict.fromkeys(str(one) for one in [*moves["occupation"].head(ROUTES_TOLD), *chosen])
    routes: dict[str, list[Step]] = {first: ways.routes.get(first, []) for first in wanted}
    if not all(routes.values()):
        tried = followed(own_attempts(known, ways.worker), seen.longest)
        own = own_moves(tried, seen.central.hired, ways.pay, seen.central.p)
        values = seen.central.values.for_worker(ways.worker.occupation, ways.pay, own)
        routes = {first: steps or values.route(OWN, first) for first, steps in routes.items()}
    rows = [
        {"first": first, "step": place + 1, "occupation": step.occupation, "year": step.year,
         "probability": step.probability}
        for first, steps in routes.items()
        for place, step in enumerate(steps)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["first", "step", "occupation", "year", "probability"])
    about = _about(world).loc[table["occupation"].to_list()].set_axis(table.index)
    table.insert(3, "title", about["title"].to_numpy())
    place = known.occupations.get_indexer(pd.Index(table["occupation"]))
    table["later_pay"] = _later(seen)[place]
    return pd.concat([table, about.drop(columns="title")], axis=1)


def _later(seen: Outlook) -> np.ndarray:
    later: np.ndarray = seen.central.values.graph.later_pay.to_numpy(float)
    return later


def _gaps(world: World, known: Ground, worker: Worker, moves: pd.DataFrame) -> pd.DataFrame:
    own = worker.levels(known.needs)
    parts = [
        skill_gaps(world, known.needs, own, target).assign(occupation=target)
        for target in moves["occupation"].head(WITH_GAPS)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["occupation", "title"])


def _directing(world: World, moves: pd.DataFrame, now: pd.Series, best_value: float) -> pd.DataFrame:
    every = directions(world)
    parts = []
    for width in WIDTHS:
        name = f"direction_{width}"
        gains = direction_gains(moves, every[name], float(now[name]), best_value)
        gains["title"], gains["width"] = moves["title"].to_numpy(), width
        parts.append(gains)
    return pd.concat(parts, ignore_index=True)
