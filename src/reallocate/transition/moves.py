"""The moves that a firm can offer between its roles: feasible ones, with time and cost (P9)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.transition.context import USUAL, MoveContext, move_context
from reallocate.transition.facts import no_targets
from reallocate.transition.training import weeks_to_learn
from reallocate.transition.ways import SEEN
from reallocate.work.moves import MOVE_COLUMNS, Moves
from reallocate.work.parameters import Parameters
from reallocate.work.shares import rows_to_one
from reallocate.work.world import World

Codes = npt.NDArray[np.intp]

MOST_TARGETS = 5
MOST_ORIGINS = 12
WEEKS = 52
MOST_PAIRS = 3_000
"""Moves to other occupations beyond which people keep to their place. The worked example has some 400."""


def firm_moves(world: World, roles: pd.DataFrame, parameters: Parameters | None = None) -> Moves:
    """The feasible moves between a firm's roles.

    world : with what `context.move_context` needs
    roles : (role) occupation, headcount [FTE], contractors [FTE] where there are any, location,
        loaded_cost [USD/FTE/year]
    parameters : ramp_up_months, training_share, those that begin with move_ and those of `ways.NUMBERS`; the
        declared ones where none are given
    A move counts between occupations as in `context.aims`, and within one occupation. Left out: targets that
    cost less than the floor on pay, and targets that are several small roles taken together, whose
    people move within their major group only; targets where nobody works; and, whatever the origin, chief
    executives, legislators and remainders such as "…, All Other". An origin keeps the 5 best other
    occupations by the share of movers, and of a target's occupations of origin the 12 best remain, each with
    all its roles: how many rows an occupation stands in makes no difference. In a table of many rows a move
    leads to the roles at the same place, where the occupation has any there.
    training_weeks and ramp_up_weeks are those of `training.weeks_to_learn`, the first at least the courses
    that entry asks.
    Source: mobility as in `movers.movers`, requirements as in `programmes.study_needed`; O*NET 30.1 Job
    Zones, Skills, Knowledge.
    """
    p = parameters or Parameters.default()
    known = move_context(world, p)
    work = _work_of(world, known, roles["occupation"].astype(str))
    closed = np.isin(work.occupation, world.occupations.index[no_targets(world.occupations)])
    pairs = _best(_candidates(known, roles, work, p["move_least_pay"], ~closed))
    target = work.place[pairs["to"].to_numpy(np.intp)]
    origin = pairs["from"].to_numpy(np.intp)
    training, ramp_up = weeks_to_learn(known, work.mix, origin, target, p)
    training = np.maximum(training, _courses(known, work.place[origin], target))
    table = pairs.assign(
        training_weeks=training, training_cost=training * p["move_training_cost"], ramp_up_weeks=ramp_up
    )
    return Moves(table.sort_values(["origin", "target"], ignore_index=True)[list(MOVE_COLUMNS)])


def _courses(known: MoveContext, origin: Codes, target: Codes) -> Array:
    """Courses that entry asks, rounded up to half weeks, none for a group of roles; (move) [weeks]."""
    courses = np.ceil(2 * WEEKS * known.study[origin, target]) / 2
    return np.where(origin >= 0, courses, 0.0)


@dataclass(frozen=True, eq=False)
class _Work:
    """What people in each role do and know; a group of small roles is the mean of its major group.

    role : (role) ids, sorted
    place : (role) among the occupations; −1 for a group
    mix : (role, occupation) [share of people]
    """

    role: pd.Index
    occupation: npt.NDArray[np.str_]
    place: Codes
    mix: Array


def _work_of(world: World, known: MoveContext, occupation: pd.Series[str]) -> _Work:
    in_order = occupation.rename(index=str).sort_index()
    codes = in_order.to_numpy(str)
    place = known.occupations.get_indexer(pd.Index(codes))
    major = known.occupations.str[:2].to_numpy(str)
    mix = np.array([np.where(major == code[:2], known.jobs, 0.0) for code in codes])
    single = np.flatnonzero(place >= 0)
    mix[single] = 0.0
    mix[single, place[single]] = 1.0
    return _Work(in_order.index, codes, place, rows_to_one(mix))


def _candidates(
    known: MoveContext, roles: pd.DataFrame, work: _Work, least_pay: float, target: npt.NDArray[np.bool_]
) -> pd.DataFrame:
    """Every pair of roles that is open, with what speaks for it in words and its share of movers.

    target : (role) whether anybody may move to it
    """
    single = work.place >= 0
    ends = np.where(single, work.place, 0)
    same = (work.occupation[:, None] == work.occupation[None, :]) & single[:, None]
    major = np.array([code[:2] for code in work.occupation])
    within = ~single[:, None] & (major[:, None] == major[None, :])
    between = known.open_to[np.ix_(ends, ends)] & single[:, None]
    cost = roles["loaded_cost"].rename(index=str).loc[work.role].to_numpy(float)
    people = roles["headcount"] + roles.get("contractors", 0.0)
    at_work = people.rename(index=str).loc[work.role].to_numpy(float) > 0
    place = roles["location"].rename(index=str).loc[work.role].to_numpy(str)
    open_targets = (single & target & at_work)[None, :] & (cost[None, :] >= least_pay * cost[:, None])
    allowed = (same | within | between) & open_targets
    np.fill_diagonal(allowed, False)
    origin, end = np.nonzero(allowed)
    share = (work.mix @ known.ways.moved.share)[origin, ends[end]]
    return pd.DataFrame(
        {
            "origin": work.role[origin],
            "target": work.role[end],
            "from": origin,
            "to": end,
            "share": share,
            "same": same[origin, end],
            "origin_work": work.occupation[origin],
            "target_work": work.occupation[end],
            "near": place[origin] == place[end],
            "basis": _words(known, work, origin, end),
        }
    )


def _words(known: MoveContext, work: _Work, origin: Codes, target: Codes) -> list[str]:
    """What speaks for each move."""
    one, other = work.place[origin], work.place[target]
    moved = known.ways.moved
    seen = np.where(moved.seen[one, other] >= SEEN, moved.share[one, other], 0.0)
    related = known.ways.facts.tier[one, other] >= 1
    words = []
    for row in range(len(origin)):
        if one[row] < 0:
            words.append("same major group")
            continue
        same = work.occupation[origin[row]] == work.occupation[target[row]]
        lines = ["same occupation"] if same else []
        usual = f"{seen[row]:.1%} of those who left the occupation made this move"
        lines += [usual] if seen[row] >= USUAL else []
        lines += ["O*NET lists the two jobs as related"] if related[row] else []
        words.append("; ".join(lines) or "same minor group")
    return words


def _best(pairs: pd.DataFrame) -> pd.DataFrame:
    """Of an origin the best target occupations, of a target the best it is reached from; all their roles."""
    same, others = pairs[pairs["same"]], pairs[~pairs["same"]]
    for end, work, most in (("origin", "target_work", MOST_TARGETS), ("target", "origin_work", MOST_ORIGINS)):
        ranked = others.groupby([end, work])["share"].max().reset_index()
        ranked = ranked.sort_values(["share", work], ascending=[False, True], kind="stable")
        best = ranked.groupby(end, sort=False).head(most)[[end, work]]
        others = others.merge(best, on=[end, work])
        same = same.sort_values(["origin", "target"]).groupby(end, sort=False).head(most)
    if len(others) > MOST_PAIRS:
        there = others.groupby(["origin", "target_work"])["near"].transform("any")
        others = others[others["near"] | ~there]
    return pd.concat([same, others], ignore_index=True)
