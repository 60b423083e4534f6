"""P9: moves that a firm can offer between its roles, with training, ramp-up, time and cost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.arrays import Array, Flags, Integers
from reallocate.kernel.money import shown_money
from reallocate.kernel.parameters import Parameters
from reallocate.moves.distance import Requirements, overlap, requirements
from reallocate.moves.facts import lacking
from reallocate.moves.options import COURSE
from reallocate.moves.study import required_experience, study_needed, years_of_school
from reallocate.moves.ways import WaysContext, ways_context
from reallocate.work.firm import MOVE_COLUMNS, Moves
from reallocate.work.hours import rows_to_one
from reallocate.work.world import World

SEEN, _USUAL = 3.0, 0.01


@dataclass(frozen=True, eq=False)
class _MoveContext:
    """All that a firm's moves rest on; computed once for the same numbers.

    occupations : labels
    ways : shares of movers, people seen, facts and programmes, as for a person's ways out
    needs : skills and knowledge that occupations ask
    jobs : (occupation) [share of all employment]
    content : (occupation, activity) [share of hours]
    """

    occupations: pd.Index
    ways: WaysContext
    needs: Requirements
    jobs: Array
    content: Array


def move_context(world: World, parameters: Parameters | None = None) -> _MoveContext:
    """What moves rest on, kept for the next call with the same world and numbers.

    world : with all tables of moves
    parameters : those of `ways.NUMBERS`; the declared ones where none are given
    """
    return _move_context(world, ways_context(world, parameters))


@lru_cache(maxsize=2)
def _move_context(world: World, ways: WaysContext) -> _MoveContext:
    labels = pd.Index(ways.facts.occupations.to_list(), name="occupation")
    jobs = world.occupations["employment"].fillna(0.0).to_numpy(float)
    return _MoveContext(
        occupations=labels,
        ways=ways,
        needs=requirements(world),
        jobs=jobs / jobs.sum(),
        content=world.content.to_numpy(),
    )


@dataclass(frozen=True, eq=False)
class _Aims:
    """Which moves out of some occupations a firm can aim at.

    study : (origin, target) [years] of study that entry asks, as for a person
    open_to : (origin, target) whether a move can be aimed at
    """

    study: Array
    open_to: Flags


def aims(ways: WaysContext, origins: Integers) -> _Aims:
    """Which moves out of some occupations a firm can aim at.

    ways : shares of movers, people seen and what occupations ask
    origins : (origin) places among the occupations, each once
    Moves that three people or more and a hundredth of the movers were seen to make, those to occupations that
    O*NET lists as related, and those between kin of a minor group; without those that ask more than half a
    year of courses, an apprenticeship or related work that is missing. Chief executives, legislators and
    remainders such as "…, All Other" are never a target.
    """
    facts, moved, listed = ways.facts, ways.moved, ways.listed
    held = years_of_school(facts, listed, origins, None)
    study = study_needed(facts, listed, [np.array([one]) for one in origins], held, ways.parameters).years
    seen, lift = moved.seen[origins], ways.lift[origins]
    usual = (seen >= SEEN) & (moved.share[origins] >= _USUAL)
    origin, target = np.meshgrid(origins, np.arange(len(facts.occupations)), indexing="ij")
    missing = required_experience(facts, listed, origin, target, seen, lift)[1]
    closed = (study > COURSE) | (missing > 0) | (facts.apprenticeship | facts.excluded)[None, :]
    allowed: Flags = (usual | (facts.tier[origins] >= 1) | facts.kin[origins]) & ~closed
    allowed[np.arange(len(origins)), origins] = False
    return _Aims(study, allowed)


_WEEKS_PER_MONTH = 52 / 12
_LEAST_NEW = 0.1
"""Share of a new job that has to be learned even where the same is done elsewhere (grade J)."""


def weeks_to_learn(
    context: _MoveContext, mix: Array, origin: Integers, target: Integers, p: Parameters
) -> tuple[Array, Array]:
    """Weeks of training before each move, and weeks of ramp-up after it, rounded to half weeks (P9).

    context : what occupations need and do
    mix : (origin, occupation) [share of people] what people at each origin do
    origin : (move) its place in `mix`
    target : (move) its place among the occupations
    p : training_share [share], ramp_up_months, move_ramp_up_share
    Returns (move) [weeks], twice:
    training = training_share·lacking;
    ramp-up = months·share·max(new, 0.1) + (1 − training_share)·lacking: what is not taught before is
    learned in the job; lacking and new as from `to_learn`.
    Source: P9 of this project's model; the parameters and their sources are in `kernel/parameters.toml`.
    """
    missing, new = to_learn(context, mix, origin, target)
    unlike = p["ramp_up_months"] * _WEEKS_PER_MONTH * p["move_ramp_up_share"]
    ramp_up = unlike * np.maximum(new, _LEAST_NEW) + (1.0 - p["training_share"]) * missing
    return _halves(p["training_share"] * missing), _halves(ramp_up)


def to_learn(context: _MoveContext, mix: Array, origin: Integers, target: Integers) -> tuple[Array, Array]:
    """What each move leaves to learn; (move) preparation that is lacking [weeks], new work [share of hours].

    context, mix, origin, target : as for `weeks_to_learn`
    lacking = (1 − coverage)·preparation, of the target's skills and knowledge (`facts.lacking`);
    new = 1 − Σ_a √(h[i,a]·h[j,a]) (`distance.overlap`)
    Source: O*NET 30.1, Skills, Knowledge and Job Zones.
    """
    needs = context.needs
    brought = (mix @ needs.level)[origin]
    missing = lacking(needs.importance[target], needs.level[target], brought).sum(axis=1)
    alike = overlap(mix @ context.content, context.content)[origin, target]
    return missing * needs.preparation[target], np.clip(1.0 - alike, 0.0, 1.0)


def _halves(weeks: Array) -> Array:
    return np.round(2 * weeks) / 2


_Codes = npt.NDArray[np.intp]

_SURE = 0.5
"""[share of a role's people] whose title must be sure for anybody to move there."""
_MOST_TARGETS = 5
_MOST_ORIGINS = 12
_MOST_PAIRS = 3_000
"""Moves to other occupations beyond which people keep to their place. The worked example has some 400."""


def firm_moves(world: World, roles: pd.DataFrame, parameters: Parameters | None = None) -> Moves:
    """The feasible moves between a firm's roles.

    world : with what `context.move_context` needs
    roles : (role) occupation, headcount [FTE], contractors and sure [FTE] where there are any, location,
        loaded_cost [USD/FTE/year]; sure are those whose job title is
    parameters : ramp_up_months, training_share, those that begin with move_ and those of `ways.NUMBERS`; the
        declared ones where none are given
    A move counts between occupations as in `aims`, and within one occupation. Left out: targets that
    cost less than the floor on pay, and targets that are several small roles taken together, whose
    people move within their major group only; targets where nobody works or most titles are unsure; and,
    whatever the origin, chief executives, legislators and remainders such as "…, All Other". An origin keeps
    the 5 best other occupations by the share of movers, and of a target's occupations of origin the 12 best
    remain, each with all its roles: how many rows an occupation stands in makes no difference. In a table of
    many rows a move leads to the roles at the same place, where the occupation has any there.
    training_weeks and ramp_up_weeks are those of `firm_moves.weeks_to_learn`, the first at least the courses
    that entry asks.
    Source: mobility as in `observed.movers`, requirements as in `study.study_needed`; O*NET 30.1 Job
    Zones, Skills, Knowledge.
    """
    p = parameters or Parameters.default()
    known = move_context(world, p)
    work = _work_of(world, known, roles["occupation"].astype(str))
    never = ~world.occupations["destination"].to_numpy(bool)
    closed = np.isin(work.occupation, world.occupations.index[never])
    aimed = aims(known.ways, work.origins)
    pairs = _best(_candidates(known, aimed, roles, work, p["move_least_pay"], ~closed))
    target = work.place[pairs["to"].to_numpy(np.intp)]
    origin = pairs["from"].to_numpy(np.intp)
    training, ramp_up = weeks_to_learn(known, work.mix, origin, target, p)
    training = np.maximum(training, _courses(aimed, work, origin, target))
    table = pairs.assign(
        training_weeks=training, training_cost=training * p["move_training_cost"], ramp_up_weeks=ramp_up
    )
    return Moves(table.sort_values(["origin", "target"], ignore_index=True)[list(MOVE_COLUMNS)])


def _courses(aimed: _Aims, work: _Work, origin: _Codes, target: _Codes) -> Array:
    """Courses that entry asks, rounded up to half weeks, none for a group of roles; (move) [weeks].

    origin : (move) the role; target : (move) place among the occupations
    """
    courses = np.ceil(2 * 52 * aimed.study[work.at_origins[origin], target]) / 2
    return np.where(work.place[origin] >= 0, courses, 0.0)


@dataclass(frozen=True, eq=False)
class _Work:
    """What people in each role do and know; a group of small roles is the mean of its major group.

    role : (role) ids, sorted
    place : (role) among the occupations; −1 for a group
    mix : (role, occupation) [share of people]
    """

    role: pd.Index
    occupation: npt.NDArray[np.str_]
    place: _Codes
    mix: Array

    @property
    def ends(self) -> _Codes:
        """(role) its place among the occupations; of a group any."""
        return np.where(self.place >= 0, self.place, 0)

    @property
    def origins(self) -> _Codes:
        """Places of all roles among the occupations, each once, in order."""
        return np.unique(self.ends)

    @property
    def at_origins(self) -> _Codes:
        """(role) where `ends` stands among `origins`."""
        return np.searchsorted(self.origins, self.ends)


def _work_of(world: World, known: _MoveContext, occupation: pd.Series[str]) -> _Work:
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
    known: _MoveContext,
    aimed: _Aims,
    roles: pd.DataFrame,
    work: _Work,
    least_pay: float,
    target: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    """Every pair of roles that is open, with what speaks for it in words and its share of movers.

    target : (role) whether anybody may move to it
    """
    single, ends = work.place >= 0, work.ends
    same = (work.occupation[:, None] == work.occupation[None, :]) & single[:, None]
    major = np.array([code[:2] for code in work.occupation])
    within = ~single[:, None] & (major[:, None] == major[None, :])
    between = aimed.open_to[np.ix_(work.at_origins, ends)] & single[:, None]
    cost = roles["loaded_cost"].rename(index=str).loc[work.role].to_numpy(float)
    people = roles["headcount"] + roles.get("contractors", 0.0)
    at_work = people.rename(index=str).loc[work.role].to_numpy(float) > 0
    place = roles["location"].rename(index=str).loc[work.role].to_numpy(str)
    sure = (
        (roles.get("sure", people) >= _SURE * roles["headcount"])
        .rename(index=str)
        .loc[work.role]
        .to_numpy(bool)
    )
    open_targets = (single & target & at_work & sure)[None, :] & (cost[None, :] >= least_pay * cost[:, None])
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


def _words(known: _MoveContext, work: _Work, origin: _Codes, target: _Codes) -> list[str]:
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
        lines += [usual] if seen[row] >= _USUAL else []
        who = "O*NET lists the two jobs as related" if shown_money().is_home else "listed as related jobs"
        lines += [who] if related[row] else []
        words.append("; ".join(lines) or "same minor group")
    return words


def _best(pairs: pd.DataFrame) -> pd.DataFrame:
    """Of an origin the best target occupations, of a target the best it is reached from; all their roles."""
    same, others = pairs[pairs["same"]], pairs[~pairs["same"]]
    for end, work, most in (
        ("origin", "target_work", _MOST_TARGETS),
        ("target", "origin_work", _MOST_ORIGINS),
    ):
        ranked = others.groupby([end, work])["share"].max().reset_index()
        ranked = ranked.sort_values(["share", work], ascending=[False, True], kind="stable")
        best = ranked.groupby(end, sort=False).head(most)[[end, work]]
        others = others.merge(best, on=[end, work])
        same = same.sort_values(["origin", "target"]).groupby(end, sort=False).head(most)
    if len(others) > _MOST_PAIRS:
        there = others.groupby(["origin", "target_work"])["near"].transform("any")
        others = others[others["near"] | ~there]
    return pd.concat([same, others], ignore_index=True)
