"""Ways out of an occupation: which moves may be advised, in which order, and room for all who follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from reallocate.kernel.arrays import Array, Flags, Integers
from reallocate.kernel.parameters import Parameters
from reallocate.moves.facts import LEVEL_YEARS, P10, P25, P50, OccupationFacts
from reallocate.moves.observed import FLOW_NUMBERS, Movers, OwnMoves, national_moves
from reallocate.moves.odds import SEARCHING, OddsInputs, odds_bands
from reallocate.moves.study import (
    COMMON,
    LONG,
    TWICE,
    Programmes,
    programmes,
    required_experience,
    study_needed,
)
from reallocate.moves.survey import SurveyCounts
from reallocate.work.world import World

NOW, AFTER, USUAL = "now", "after study", "usual"

_LEAST_OPENINGS = 300.0
"""An occupation with fewer openings a year in the nation is no way out to point many people to."""

SEEN, LONG_STUDY, _ONE_YEAR, SHORT_STUDY = 3.0, 2.0, 1.0, 0.5
_RAISE = 0.10
"""Study is shown only where median pay rises by a tenth or more."""

_BETTER_PAY, SAFER, _KEEPS = 0.03, 0.05, -0.03
REACHED = 0.2
"""From here on AI's reach into the present job matters; below, sources cannot tell jobs apart (grade J)."""
_SPOKEN_SHARE = 0.004
_LEAST_SHARE = 0.003
_NEAR_LIFT, _NEAR_SEEN = 2.0, 0.5
_UNSEEN = 1.2
WELL_SEEN = 10.0
"""People seen from which a move needs no other tie between the two jobs: of moves that a few were seen to
make, twice as many are seen again in the other half of the survey where something ties the jobs."""

_MOST, _MOST_STUDY, _MOST_USUAL = 5, 2, 3


@dataclass(frozen=True, eq=False)
class WaysContext:
    """All that ways out rest on, the same for every person.

    facts, counts, moved, listed : see there
    flow : (origin, target) [persons/year]
    lift, lift_low : (origin, target) share of movers over the target's share of openings, and its low end
    expected_lift : (origin, target) the same as the model expects without the people seen, its median 1
    odds, odds_low, odds_high : (origin, target) [probability/year]
    """

    facts: OccupationFacts
    counts: SurveyCounts
    moved: Movers
    listed: Programmes
    flow: Array
    lift: Array
    lift_low: Array
    expected_lift: Array
    odds: Array
    odds_low: Array
    odds_high: Array
    parameters: Parameters


@dataclass(frozen=True, eq=False)
class Person:
    """What somebody brings who asks for ways out; what is not given is as usual in the occupation.

    pay : [USD/year]; education : 1 to 12 in O*NET's order; fields : codes whose licence or field is held
    local : (occupation, percentile 10, 25, 50, 75) [USD/year] pay of the place; the nation's without it
    """

    pay: float | None = None
    education: int | None = None
    fields: tuple[str, ...] = ()
    local: Array | None = None


NUMBERS = (
    *FLOW_NUMBERS, SEARCHING, "move_odds_similarity",
    "move_odds_pay", "move_odds_ceiling", "move_least_median", "move_least_entry", "move_most_automatable",
    "move_most_median", "move_person_spread", "tuition_two_year", "tuition_four_year", "tuition_graduate",
)  # fmt: skip
"""Parameters that ways out depend on."""


def ways_context(
    world: World, parameters: Parameters | None = None, own_moves: OwnMoves | None = None
) -> WaysContext:
    """What ways out rest on; kept for the next call with the same world and numbers.

    world : with all tables of moves
    parameters : the declared ones where none are given
    own_moves : a finer table of the user's, in place of the survey's
    """
    p = parameters or Parameters.default()
    return _ways_context(world, p.own(NUMBERS), own_moves)


@lru_cache(maxsize=2)
def _ways_context(
    world: World, own: tuple[tuple[str, float], ...], own_moves: OwnMoves | None
) -> WaysContext:
    p = Parameters(dict(own))
    made = national_moves(world, p, own_moves)
    facts, moved, flow = made.facts, made.moved, made.flow
    by_openings = facts.openings / facts.openings.sum()
    lift = flow / flow.sum(axis=1, keepdims=True) / by_openings[None, :]
    raised = np.log(facts.pay[None, :, P50] / facts.pay[:, None, P50])
    pay = p["move_by_pay_up"] * np.maximum(raised, 0.0) + p["move_by_pay_down"] * np.maximum(-raised, 0.0)
    expected = moved.expected / by_openings[None, :] / np.exp(pay)
    near = np.log(np.maximum(lift, 1e-6)) - pay
    flows, nearness, raises = (one.astype(np.float32) for one in (flow, near, np.maximum(raised, 0.0)))
    people = float(facts.employment.sum())
    inputs = OddsInputs(flows, nearness, raises, people, p["move_by_pay_up"])
    middle, low, high = odds_bands(inputs, p)
    other = ~np.eye(len(by_openings), dtype=bool)
    return WaysContext(
        facts=facts,
        counts=made.counts,
        moved=moved,
        listed=programmes(world),
        flow=flow,
        lift=lift,
        lift_low=lift * np.divide(moved.low, moved.share, out=np.zeros_like(lift), where=moved.share > 0),
        expected_lift=expected / np.median(expected[other]),
        odds=middle,
        odds_low=low,
        odds_high=high,
        parameters=p,
    )


@lru_cache(maxsize=2)
def all_moves(context: WaysContext) -> pd.DataFrame:
    """Every move of everybody who brings what is usual, as from `moves_of`, with origin.

    context : of all occupations
    """
    every = np.arange(len(context.facts.occupations))
    return _moves(context, [np.array([one]) for one in every], context.facts.usual_schooling, Person())


def moves_of(context: WaysContext, occupation: str, person: Person | None = None) -> pd.DataFrame:
    """Every move out of an occupation that may be spoken of, with its figures and its section, best first.

    context : of all occupations
    occupation : a label
    person : who asks
    Returns (move) occupation, place, share, low, high [share of movers], seen [people], pay_change and
    entry_change [share of own pay], entry_pay, median_pay [USD/year], automatable, automatable_change [share
    of hours], years [years], tuition [USD], required_experience, experience [years, the latter those that are
    missing], apprenticeship, tier, tied, together (the survey cannot tell the two jobs apart), named (a
    programme names the origin's work), section (now,
    after study, or empty), observed, better, score.
    Spoken of are moves that somebody was seen to make, O*NET's primary relations and those of 0.4% of movers.
    Rules and order: see `_section_of` and `_score_of`.
    """
    facts = context.facts
    origin = facts.place(occupation)
    if person is None:
        table = all_moves(context)
        begin, end = table["origin"].searchsorted([origin, origin + 1])
        return table.iloc[begin:end].reset_index(drop=True)
    places = [facts.place(code) for code in person.fields]
    own = own_schooling(facts, origin, person.education)
    return _moves(context, [np.array([origin, *places])], np.array([own]), person)


def own_schooling(facts: OccupationFacts, origin: int, education: int | None) -> float:
    """Years of school of somebody in an occupation, those that are usual in it where none are said.

    origin : place among the occupations
    education : 1 to 12 in O*NET's order
    """
    return float(facts.usual_schooling[origin]) if education is None else LEVEL_YEARS[education - 1]


def _moves(context: WaysContext, origins: Sequence[Integers], own: Array, who: Person) -> pd.DataFrame:
    """(move) of persons with the same pay and place; origins : (person) places, the present job first."""
    facts, moved = context.facts, context.moved
    present = np.array([one[0] for one in origins])
    study = study_needed(facts, context.listed, origins, own, context.parameters)
    seen, share, tier = moved.seen[present], moved.share[present], facts.tier[present]
    spoken = (seen >= 1) | (tier >= 2) | (share > _SPOKEN_SHARE)
    spoken &= ~facts.excluded & (facts.openings >= _LEAST_OPENINGS)
    belongs = csr_array(context.counts.belongs)
    together = (belongs[present] @ belongs.T).toarray() > 0.5
    spoken[np.arange(len(present)), present] = False
    person, place = np.nonzero(spoken)
    origin = present[person]
    pay = facts.pay if who.local is None else who.local
    median = pay[place, P50]
    start = np.where(facts.apprenticeship, pay[:, P10], pay[:, [P25, P50]].mean(axis=1))[place]
    mine = pay[origin, P50] if who.pay is None else np.full(len(origin), who.pay)
    lift = context.lift[origin, place]
    asked, missing = required_experience(facts, context.listed, origin, place, seen[person, place], lift)
    columns = {
        "origin": origin,
        "occupation": facts.occupations.to_numpy()[place],
        "place": place,
        "share": share[person, place],
        "low": moved.low[origin, place],
        "high": moved.high[origin, place],
        "seen": seen[person, place],
        "median_pay": median,
        "entry_pay": start,
        "pay_change": median / mine - 1.0,
        "entry_change": start / mine - 1.0,
        "automatable": facts.automatable[place],
        "automatable_change": facts.automatable[place] - facts.automatable[origin],
        "years": study.years[person, place],
        "tuition": study.tuition[person, place],
        "usual_degree": study.usual_degree[person, place],
        "required_experience": asked,
        "experience": missing,
        "apprenticeship": facts.apprenticeship[place],
        "tier": tier[person, place],
        "lift": lift,
        "lift_low": context.lift_low[origin, place],
        "expected_lift": context.expected_lift[origin, place],
        "tied": _tied(context, origin, place, seen[person, place]),
        "named": context.listed.related[origin, place],
        "together": together[person, place],
        "kin": facts.kin[origin, place],
        "same_major": facts.same_major[origin, place],
    }
    table = pd.DataFrame(columns)
    enough = (table["seen"] >= SEEN) & (table["lift_low"] >= 1.0) & (table["share"] >= _LEAST_SHARE)
    table = table.assign(observed=enough & table["tied"])
    table = table.assign(better=_is_better(table))
    table = table.assign(section=_section_of(table, context.parameters), score=_score_of(table))
    return table.sort_values(["origin", "score", "place"], ascending=[True, False, True], ignore_index=True)


def _tied(context: WaysContext, origin: Integers, target: Integers, seen: Array) -> Flags:
    """Whether something ties two occupations: O*NET, the major group, a programme, or ten people; (move)."""
    facts = context.facts
    listed = (facts.tier[origin, target] >= 1) | context.listed.related[origin, target]
    return np.asarray(listed | facts.same_major[origin, target] | (seen >= WELL_SEEN))


def _section_of(moves: pd.DataFrame, parameters: Parameters) -> npt.NDArray[np.object_]:
    """Where each move may be shown: now, after study, or nowhere as a way out; (move).

    moves : (move) with the columns of `moves_of` and better, observed
    parameters : least and most median pay, least entry pay, most automatable
    Now: keeps pay and AI's reach within bounds, at most doubles pay, asks no more than half a year of
    courses, no apprenticeship and no experience that is missing, and was seen (three people or more, 0.3% of
    movers, at the rate of openings or more at the low end, and tied to the job as in `_tied`) or is near.
    Near: O*NET's closest tier, or its second or kin of the same minor group with somebody seen, at twice the
    rate of openings and 0.3% of movers.
    Moves that are better in nothing stand only where no better one does.
    After study: up to two years, median pay up by a tenth or more, somebody seen (or the two jobs counted
    together), and related: O*NET's primary relations, three people seen within the major group, or five at
    twice the rate of openings; for more than a year O*NET's closest tier or those five people. Who still has
    to study does not have five years of related work, unless the programme names it.
    """
    keeps = (moves["pay_change"] >= parameters["move_least_median"] - 1.0) & (
        moves["entry_change"] >= parameters["move_least_entry"] - 1.0
    )
    safe = moves["automatable_change"] <= parameters["move_most_automatable"]
    close = (moves["tier"] == 3) | (
        ((moves["tier"] == 2) | moves["kin"]) & (moves["seen"] >= _NEAR_SEEN)
    )
    near = close & (moves["lift"] >= _NEAR_LIFT) & (moves["share"] >= _LEAST_SHARE)
    fine = keeps & safe & (moves["experience"] == 0) & (moves["observed"] | near)
    next_step = moves["pay_change"] <= parameters["move_most_median"] - 1.0
    at_once = fine & next_step & (moves["years"] <= SHORT_STUDY) & ~moves["apprenticeship"]
    gains = (at_once & moves["better"]).groupby(moves["origin"]).transform("any")
    at_once &= moves["better"] | ~gains
    common = (moves["seen"] >= COMMON) & (moves["lift_low"] >= TWICE)
    related = (moves["tier"] >= 2) | ((moves["seen"] >= SEEN) & moves["same_major"]) | common
    related &= (moves["years"] <= _ONE_YEAR) | (moves["tier"] == 3) | common
    study = (moves["years"] > SHORT_STUDY) | moves["apprenticeship"]
    seen = (moves["seen"] >= 1) | moves["together"]
    known = seen & (moves["required_experience"] < LONG) | moves["named"]
    worth = (moves["years"] <= LONG_STUDY) & (moves["pay_change"] >= _RAISE)
    later = fine & study & known & worth & related
    return np.where(at_once, NOW, np.where(later, AFTER, "")).astype(object)


def _is_better(moves: pd.DataFrame) -> Flags:
    """Whether a move is better in something; (move).

    In pay by 3%, or, at much the same pay, in AI's reach by 5 points, where it reaches a fifth of the present
    job's hours or more.
    """
    pay = moves["pay_change"] >= _BETTER_PAY
    reached = moves["automatable"] - moves["automatable_change"] >= REACHED
    safer = reached & (moves["automatable_change"] <= -SAFER) & (moves["pay_change"] >= _KEEPS)
    return np.asarray(pay | safer, dtype=bool)


def _score_of(moves: pd.DataFrame) -> Array:
    """What the moves are ordered by; (move) [points], a judgement, no chance and no value.

    moves : (move) with the columns of `moves_of` and better, observed
    .6·ln m_low + .5·ln lift_low + .8·ln expected lift + 3·clip(ln pay ratio, −.3, .35) − rise of automatable
    − .8·years of study − .5 for an apprenticeship − 1.2 where nearness alone speaks for it − 1.5 if better in
    nothing. The lifts are held between .3 or .2 and 10.
    """
    pay = np.clip(np.log1p(moves["pay_change"].to_numpy(float)), -0.3, 0.35)
    score = 0.6 * np.log(np.maximum(moves["low"].to_numpy(float), 1e-5))
    score += 0.5 * np.log(np.clip(moves["lift_low"].to_numpy(float), 0.3, 10.0))
    score += 0.8 * np.log(np.clip(moves["expected_lift"].to_numpy(float), 0.2, 10.0))
    score += 3.0 * pay - np.maximum(moves["automatable_change"].to_numpy(float), 0.0)
    score -= 0.8 * moves["years"].to_numpy(float) + 0.5 * moves["apprenticeship"].to_numpy(float)
    score -= _UNSEEN * ~moves["observed"].to_numpy(bool) + 1.5 * ~moves["better"].to_numpy(bool)
    return np.asarray(score)


def shown(moves: pd.DataFrame) -> pd.DataFrame:
    """The moves that stand on a card: up to five now, two after study, and three that are most usual.

    moves : (move) as from `moves_of`
    """
    section = moves["section"].to_numpy(object)
    now, later = np.flatnonzero(section == NOW)[:_MOST], np.flatnonzero(section == AFTER)[:_MOST_STUDY]
    others = np.flatnonzero((section == "") & (moves["seen"] >= 1).to_numpy())
    share, code = moves["share"].to_numpy(float)[others], moves["occupation"].to_numpy(str)[others]
    usual = others[np.lexsort((code, -share))][:_MOST_USUAL]
    rows = np.concatenate([now, later, usual])
    named = section[rows]
    named[len(now) + len(later) :] = USUAL
    return moves.iloc[rows].assign(section=named).reset_index(drop=True)


def best_of_each(moves: pd.DataFrame) -> pd.DataFrame:
    """The move with the highest score of each origin among those shown now or after study.

    moves : (move) as from `all_moves`
    """
    open_ = moves[moves["section"].isin([NOW, AFTER])]
    return open_.drop_duplicates("origin", ignore_index=True)


_GAP = 1.0
"""A first lies within this of the best score [points], a judgement."""

FULL = 1.0
"""Followers of all firsts into an occupation, over its openings, at most."""


@dataclass(frozen=True, eq=False)
class _Crowns:
    """Which move is named first, and how full its openings become.

    first : (origin) place of the target; −1 where none is named
    fit : (origin) place of the target that may be first, room aside; −1 where none may
    load : (target) followers of firsts who are hired in a year, over openings
    crowd : (target) the same if every move that may be first were named
    advised : (target) the same if those who look try what is shown to them in equal parts
    """

    first: Integers
    fit: Integers
    load: Array
    crowd: Array
    advised: Array


def _may_be_first(moves: pd.DataFrame) -> pd.Series[bool]:
    """Whether a move may be named first, room aside; (move).

    moves : (move) as from `ways.moves_of`, of one or more origins
    The best of those shown now or after study that is better in pay or in AI's reach and has AI reach no
    further (by 5 points, and a fifth of the hours), where it lies within one point of the origin's best
    score. What asks study is never first unless three people did it.
    """
    shown = moves["section"].isin([NOW, AFTER])
    best = moves["score"].where(shown).groupby(moves["origin"]).transform("max")
    seen = (moves["seen"] >= SEEN) | (moves["section"] == NOW)
    further = (moves["automatable"] >= REACHED) & (moves["automatable_change"] >= SAFER)
    fit = shown & seen & moves["better"] & ~further & (moves["score"] >= best - _GAP)
    own = moves["score"].where(fit).groupby(moves["origin"]).transform("max")
    return fit & (moves["score"] == own)


@lru_cache(maxsize=2)
def crowns(context: WaysContext) -> _Crowns:
    """The first of every occupation, for people who bring what is usual in it.

    context : of all occupations
    Moves that may be first are taken by score, the highest first: each is named where
    Σ s·E[i]·p[i,j] over the origins whose first is j stays within j's openings. A crown is only withheld for
    want of room, and goes to no other move; the order on a card does not change.
    """
    facts = context.facts
    moves = all_moves(context)
    looking = context.parameters[SEARCHING] * facts.employment
    hired = looking[moves["origin"]] * context.odds[moves["origin"], moves["place"]]
    first, best = (np.full(len(facts.occupations), -1, dtype=np.intp) for _ in range(2))
    load, crowd = np.zeros(len(facts.occupations)), np.zeros(len(facts.occupations))
    fit = moves.assign(hired=hired)[_may_be_first(moves)].drop_duplicates("origin")
    ranked = fit.sort_values(["score", "origin", "place"], ascending=[False, True, True])
    columns = (ranked[name].tolist() for name in ("origin", "place", "hired"))
    for origin, place, people in zip(*columns, strict=True):
        best[origin], crowd[place] = place, crowd[place] + people
        if load[place] + people <= FULL * facts.openings[place]:
            first[origin], load[place] = place, load[place] + people
    advised = _advised(context, moves.assign(hired=hired))
    return _Crowns(first, best, load / facts.openings, crowd / facts.openings, advised)


def _advised(context: WaysContext, moves: pd.DataFrame) -> Array:
    """(target) followers of all that is shown, in equal parts, over openings."""
    parts = [
        moves[moves["section"] == section].groupby("origin").head(most)
        for section, most in ((NOW, _MOST), (AFTER, _MOST_STUDY))
    ]
    shown = pd.concat(parts)
    count = shown.groupby("origin")["place"].transform("size")
    total = np.zeros(len(context.facts.occupations))
    np.add.at(total, shown["place"].to_numpy(int), (shown["hired"] / count).to_numpy(float))
    return np.asarray(total / context.facts.openings)
