"""Ways out of an occupation: which moves may be advised, in which order, and room for all who follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array, Flags, Integers
from reallocate.kernel.parameters import Parameters
from reallocate.moves.beforehand import Beforehand, Stars, ways_beforehand
from reallocate.moves.facts import LEVEL_YEARS, P10, P25, P50, P75, OccupationFacts
from reallocate.moves.observed import FLOW_NUMBERS, Interval, Movers, OwnMoves, national_moves
from reallocate.moves.odds import SEARCHING, OddsInputs, odds_bands, odds_cases, odds_level
from reallocate.moves.options import (
    DOUBLED,
    LEAST_SEEN,
    OPTION_NUMBERS,
    SIDEWAYS,
    SURE_STEP,
    room_of,
    standing,
    with_options,
)
from reallocate.moves.study import (
    Programmes,
    programmes,
    required_experience,
    study_needed,
    years_of_school,
)
from reallocate.moves.survey import SurveyCounts
from reallocate.work.world import World

_LEAST_OPENINGS = 300.0
"""An occupation with fewer openings a year in the nation is no way out to point many people to."""

_BETTER_PAY, SAFER, _KEEPS = 0.03, 0.05, -0.03
REACHED = 0.2
"""From here on AI's reach into the present job matters; below, sources cannot tell jobs apart (grade J)."""
_SPOKEN_SHARE = 0.004
_MOST_USUAL = 3


@dataclass(frozen=True, eq=False)
class WaysContext:
    """All that ways out rest on, the same for every person.

    facts, counts, moved, listed : see there
    flow : (origin, target) [persons/year]
    lift : (origin, target) share of movers over the target's share of openings
    """

    facts: OccupationFacts
    counts: SurveyCounts
    moved: Movers
    listed: Programmes
    flow: Array
    lift: Array
    parameters: Parameters

    def odds(self, origin: Integers, target: Integers) -> tuple[Array, Array, Array]:
        """The chance that somebody who tries is hired, with its low and high end; (move) [probability/year].

        origin, target : (move) places
        """
        return odds_bands(self._odds_inputs(origin, target), odds_cases(self.parameters), self.odds_levels)

    @cached_property
    def odds_levels(self) -> tuple[float, ...]:
        """(case) as from `odds_level`, in the order of `odds_cases`."""
        every = np.arange(len(self.flow))
        inputs = self._odds_inputs(every[:, None], every[None, :])
        return tuple(odds_level(inputs, case) for case in odds_cases(self.parameters))

    def _odds_inputs(self, origin: Integers, target: Integers) -> OddsInputs:
        near = np.log(np.maximum(self.lift[origin, target], 1e-6)) - self._by_pay(origin, target)
        rises = np.maximum(self._raised(origin, target), 0.0)
        flow, nearness, raises = (one.astype(np.float32) for one in (self.flow[origin, target], near, rises))
        people, by_pay = float(self.facts.employment.sum()), self.parameters["move_by_pay_up"]
        return OddsInputs(flow, nearness, raises, people, by_pay)

    def lift_low(self, origins: Integers, low: Array) -> Array:
        """The low end of `lift`; (origin, target).

        origins : places
        low : (origin, target) [share of movers]
        """
        share = self.moved.share[origins]
        return self.lift[origins] * np.divide(low, share, out=np.zeros_like(share), where=share > 0)

    def expected_lift(self, origins: Integers) -> Array:
        """`lift` as the model expects it without the people seen, its median 1; (origin, target).

        origins : places
        """
        return self._unscaled_lift(origins) / self.usual_lift

    @cached_property
    def usual_lift(self) -> float:
        """The median of all moves of what the model expects, before it is brought to 1."""
        expected = self._unscaled_lift(np.arange(len(self.flow)))
        return float(np.median(expected[~np.eye(len(expected), dtype=bool)]))

    def _unscaled_lift(self, origins: Integers) -> Array:
        by_openings = self.facts.openings / self.facts.openings.sum()
        by_pay = self._by_pay(origins[:, None], np.arange(len(by_openings))[None, :])
        return np.asarray(self.moved.expected[origins] / by_openings[None, :] / np.exp(by_pay))

    def _by_pay(self, origin: Integers, target: Integers) -> Array:
        """How much likelier pay makes a move; (move) [log odds]."""
        up, down = (self.parameters[f"move_by_pay_{way}"] for way in ("up", "down"))
        raised = self._raised(origin, target)
        return np.asarray(up * np.maximum(raised, 0.0) + down * np.maximum(-raised, 0.0))

    def _raised(self, origin: Integers, target: Integers) -> Array:
        """(move) log of the pay ratio."""
        pay = self.facts.pay[:, P50]
        return np.asarray(np.log(pay[target] / pay[origin]))

    @cached_property
    def stars(self) -> Stars:
        """The star of every occupation, for people who bring what is usual in it."""
        return _stars(self)


@dataclass(frozen=True, eq=False)
class Person:
    """What somebody brings who asks for ways out; what is not given is as usual in the occupation.

    pay : [USD/year]; education : 1 to 12 in O*NET's order; fields : codes whose licence or field is held
    age : [years]; study has to pay back before the full retirement age
    local : (occupation, percentile 10, 25, 50, 75) [USD/year] pay of the place; the nation's without it
    """

    pay: float | None = None
    education: int | None = None
    fields: tuple[str, ...] = ()
    age: float | None = None
    local: Array | None = None


NUMBERS = (
    *FLOW_NUMBERS, *OPTION_NUMBERS, "move_odds_similarity", "move_odds_pay", "move_odds_ceiling",
    "move_person_spread", "tuition_two_year", "tuition_four_year", "tuition_graduate",
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
    by_openings = made.facts.openings / made.facts.openings.sum()
    leavers = made.flow.sum(axis=1, keepdims=True)
    lift = made.flow / np.where(leavers > 0, leavers, 1.0) / by_openings[None, :]
    context = WaysContext(made.facts, made.counts, made.moved, programmes(world), made.flow, lift, p)
    known = ways_beforehand(world, p, NUMBERS) if own_moves is None else None
    if known is not None:
        # As if each had been asked for before.
        found = {"odds_levels": known.odds_levels, "usual_lift": known.usual_lift, "stars": known.stars}
        vars(context).update(found)
        vars(made.moved.interval)["percentiles"] = known.percentiles
    return context


def all_pairs(context: WaysContext) -> Beforehand:
    """What ways out rest on beyond one job's row, which ships.

    context : of all occupations
    """
    interval = context.moved.interval
    assert isinstance(interval, Interval)
    return Beforehand(context.odds_levels, context.usual_lift, interval.percentiles, context.stars)


@lru_cache(maxsize=2)
def all_moves(context: WaysContext) -> pd.DataFrame:
    """Every move of everybody who brings what is usual, as from `moves_of`, with origin.

    context : of all occupations
    """
    return moves_at(context, None)


def moves_at(context: WaysContext, education: int | None, age: float | None = None) -> pd.DataFrame:
    """Every move of everybody with one level of schooling and one age, as from `moves_of`, with origin.

    context : of all occupations
    education : 1 to 12 in O*NET's order; what is usual in the job where none is said
    age : [years]
    """
    every = np.arange(len(context.facts.occupations))
    return _moves(context, [np.array([one]) for one in every], Person(education=education, age=age))


def moves_from(context: WaysContext, occupations: Iterable[str]) -> pd.DataFrame:
    """Every move out of some occupations of people who bring what is usual, as from `moves_of`, with origin.

    context : of all occupations
    occupations : labels
    """
    places = [np.array([context.facts.place(one)]) for one in occupations]
    return _moves(context, places, Person())


def moves_of(context: WaysContext, occupation: str, person: Person | None = None) -> pd.DataFrame:
    """Every move out of an occupation that may be spoken of, with its figures, in the order of the card.

    context : of all occupations
    occupation : a label
    person : who asks
    Returns (move) occupation, place, share, low, high [share of movers], seen [people], pay_change and
    entry_change [share of own pay], own_pay, entry_pay, median_pay, upper_pay, lower_pay [USD/year],
    automatable, automatable_change [share of hours], years [years], tuition [USD], usual_degree, as_own,
    required_experience, experience [years, the latter those that are missing], apprenticeship, tier, lift,
    lift_low, expected_lift, named (a programme names the origin's work), leads, looking
    [persons/year], room [openings/person], better, and what `options.with_options` adds.
    Spoken of are moves that somebody was seen to make, O*NET's primary relations, those that a programme
    names, and those of 0.4% of movers; from a job that nobody was seen to leave, those of its groups too.
    """
    facts = context.facts
    origin = facts.place(occupation)
    who = person or Person()
    places = [facts.place(code) for code in who.fields]
    return _moves(context, [np.array([origin, *places])], who)


def own_schooling(facts: OccupationFacts, origin: int, education: int | None) -> float:
    """Years of school of somebody in an occupation, those that are usual in it where none are said.

    origin : place among the occupations
    education : 1 to 12 in O*NET's order
    """
    return float(facts.usual_schooling[origin]) if education is None else LEVEL_YEARS[education - 1]


def _spoken(context: WaysContext, present: Integers) -> Flags:
    """Which moves may be spoken of; (person, target)."""
    facts, moved = context.facts, context.moved
    seen, open_ = moved.seen[present], ~facts.excluded
    spoken = (seen >= 1) | (facts.tier[present] >= 2) | context.listed.related[present]
    spoken |= moved.share[present] > _SPOKEN_SHARE
    alone = ~(spoken & open_).any(axis=1, keepdims=True) | (seen < 1).all(axis=1, keepdims=True)
    spoken |= alone & (facts.same_major[present] | facts.same_minor[present])
    spoken &= open_ & (facts.openings >= _LEAST_OPENINGS)
    spoken[np.arange(len(present)), present] = False
    return np.asarray(spoken)


def _moves(context: WaysContext, origins: Sequence[Integers], who: Person) -> pd.DataFrame:
    """(move) of persons with the same pay and place; origins : (person) places, the present job first."""
    facts, moved, p = context.facts, context.moved, context.parameters
    present = np.array([one[0] for one in origins])
    held = years_of_school(facts, context.listed, present, who.education)
    study = study_needed(facts, context.listed, origins, held, p)
    person, place = np.nonzero(_spoken(context, present))
    origin = present[person]
    pay = facts.pay if who.local is None else who.local
    median = pay[place, P50]
    start = np.where(facts.apprenticeship, pay[:, P10], pay[:, [P25, P50]].mean(axis=1))[place]
    mine = pay[origin, P50] if who.pay is None else np.full(len(origin), who.pay)
    lift, seen = context.lift[origin, place], moved.seen[origin, place]
    low, high = moved.interval(present)
    asked, missing = required_experience(facts, context.listed, origin, place, seen, lift)
    looking = p[SEARCHING] * facts.employment[origin]
    table = pd.DataFrame(
        {
            "origin": origin,
            "occupation": facts.occupations.to_numpy()[place],
            "place": place,
            "share": moved.share[origin, place],
            "low": low[person, place],
            "high": high[person, place],
            "seen": seen,
            "own_pay": mine,
            "median_pay": median,
            "lower_pay": pay[place, P25],
            "upper_pay": pay[place, P75],
            "entry_pay": start,
            "pay_change": median / mine - 1.0,
            "entry_change": start / mine - 1.0,
            "automatable": facts.automatable[place],
            "automatable_change": facts.automatable[place] - facts.automatable[origin],
            "years": study.years[person, place],
            "tuition": study.tuition[person, place],
            "usual_degree": study.usual_degree[person, place],
            "as_own": study.as_own[person, place],
            "required_experience": asked,
            "experience": missing,
            "apprenticeship": facts.apprenticeship[place],
            "tier": facts.tier[origin, place].astype(np.intp),
            "lift": lift,
            "lift_low": context.lift_low(present, low)[person, place],
            "expected_lift": context.expected_lift(present)[person, place],
            "named": context.listed.related[origin, place],
            "leads": facts.supervises[place] & facts.same_major[origin, place],
            "looking": looking,
            "room": room_of(facts.openings[place], looking),
        }
    )
    return with_options(table.assign(better=_is_better(table)), who.age, p).reset_index(drop=True)


def _is_better(moves: pd.DataFrame) -> Flags:
    """Whether a move is better in something; (move).

    In pay by 3%, or, at much the same pay, in AI's reach by 5 points, where it reaches a fifth of the present
    job's hours or more.
    """
    pay = moves["pay_change"] >= _BETTER_PAY
    reached = moves["automatable"] - moves["automatable_change"] >= REACHED
    safer = reached & (moves["automatable_change"] <= -SAFER) & (moves["pay_change"] >= _KEEPS)
    return np.asarray(pay | safer, dtype=bool)


def usual_moves(moves: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Where most people went: the three commonest of the other moves that at least ten people made.

    moves : (move) of one job, as from `moves_of`; shown : those on its card, as from `standing`
    What more than doubles pay stands behind the others, or not at all.
    """
    most = _by_share(moves[(moves["seen"] >= LEAST_SEEN) & ~moves["place"].isin(shown["place"])])
    most = most.head(_MOST_USUAL)
    doubles = most["pay_change"] > DOUBLED
    return most.iloc[:0] if doubles.all() else pd.concat([most[~doubles], most[doubles]])


def rarely_made(moves: pd.DataFrame) -> pd.DataFrame:
    """Moves that somebody, but fewer than ten people, were seen to make, the most usual first.

    moves : (move) of one job, as from `moves_of`
    """
    return _by_share(moves[(moves["seen"] >= 1) & (moves["seen"] < LEAST_SEEN)])


def _by_share(moves: pd.DataFrame) -> pd.DataFrame:
    return moves.sort_values(["share", "occupation"], ascending=[False, True])


def first_moves(moves: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """The first option of each origin: the first move sideways, the first after study where there is none.

    moves : (move) as from `all_moves`
    """
    return standing(moves, parameters).drop_duplicates("origin", ignore_index=True)


_FULL = 1.0
"""Followers of all stars into an occupation, over its openings, at most."""


def _stars(context: WaysContext) -> Stars:
    """The star of every occupation, for people who bring what is usual in it.

    context : of all occupations
    A star may go to the first of the moves sideways that keeps pay (steps 0 and 1), is better in pay or in
    AI's reach, and has AI reach no further (by 5 points, and a fifth of the hours). These are taken by value,
    the highest first: each has its star where Σ s·E[i]·p[i,j] over the origins whose star is j stays within
    j's openings. A star is only withheld for want of room; the order on a card does not change.
    """
    facts = context.facts
    shown = standing(all_moves(context), context.parameters)
    hired = shown["looking"] * context.odds(*(shown[end].to_numpy() for end in ("origin", "place")))[0]
    shown = shown.assign(hired=hired)
    further = (shown["automatable"] >= REACHED) & (shown["automatable_change"] >= SAFER)
    may = (shown["option"] == SIDEWAYS) & (shown["step"] <= SURE_STEP) & shown["better"] & ~further
    fit = shown[may].drop_duplicates("origin")
    first, best = (np.full(len(facts.occupations), -1, dtype=np.intp) for _ in range(2))
    best[fit["origin"]] = fit["place"]
    load = np.zeros(len(facts.occupations))
    ranked = fit.sort_values(["value", "origin"], ascending=[False, True])
    columns = (ranked[name].tolist() for name in ("origin", "place", "hired"))
    for origin, place, people in zip(*columns, strict=True):
        if load[place] + people <= _FULL * facts.openings[place]:
            first[origin], load[place] = place, load[place] + people
    count = shown.groupby("origin")["place"].transform("size")
    parts = np.zeros(len(facts.occupations))
    np.add.at(parts, shown["place"].to_numpy(int), (shown["hired"] / count).to_numpy(float))
    return Stars(first, best, load / facts.openings, parts / facts.openings)
