"""Where people who leave an occupation go: observed, held up where few were seen; also a user's own table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import HIGH, LOW, Array, Integers, share_interval
from reallocate.kernel.parameters import Parameters
from reallocate.moves.distance import distances
from reallocate.moves.facts import OccupationFacts, occupation_facts
from reallocate.moves.survey import (
    FEATURES,
    PREFIX,
    SurveyCounts,
    chances,
    coefficients,
    features,
    survey_counts,
    utility,
    yearly_flows,
)
from reallocate.work.hours import rows_to_one
from reallocate.work.world import World

_UNSEEN = (0.25, 3.0)
"""Low and high ratio to the expectation for two jobs that the survey cannot tell apart: nothing is known of
their moves (grade J)."""


@dataclass(frozen=True, eq=False)
class Movers:
    """Yearly moves between occupations.

    occupations : labels
    share : (origin, target) [share of the origin's movers]
    seen : (origin, target) [people] whom the survey saw make the move
    leaving : (origin) [share of people/year] who change occupation
    expected : (origin, target) [share of the origin's movers] by openings and what lies between the jobs
    interval : (origins) low and high end of an 80% interval; (origin, target) [share of the origin's movers]
    """

    occupations: pd.Index
    share: Array
    seen: Array
    leaving: Array
    expected: Array
    interval: Callable[[Integers], tuple[Array, Array]]


def movers(
    facts: OccupationFacts, counts: SurveyCounts, worth: Array, prior: float, prior_years: float
) -> Movers:
    """Shares of movers by target, and the yearly rate of leaving.

    facts : openings, employment and projected transfers; counts : people seen between units
    worth : (origin, target) [log odds] as from `survey.utility`
    prior : a, [people] seen that weigh as much as the expectation
    prior_years : K, [people · years] that weigh as much as the projected rate of leaving
    m[i,j] ∝ π[i,j]·R[u,v], R[u,v] = (n[u,v] + a) / (n[u]·π[u,v] + a) for the units u, v of i and j: the
    posterior mean of a rate whose prior is a gamma law around what is expected; low and high take the
    gamma's 10th and 90th percentiles in place of n + a.
    leaving[i] = (n[u] + K·c·τ[i]) / (years[u] + K), τ the projected rate of transfers, c the survey's rate
    over its mean.
    Source: Clayton, Kaldor 1987, Biometrics 43:671, DOI 10.2307/2532003, for R; BLS Employment
    Projections 2024–34, table 1.10, for τ.
    """
    others = ~np.eye(len(facts.occupations), dtype=bool)
    expected = chances(worth, facts.openings, others)
    between = _between(counts.people, worth, counts.newcomers)
    by_unit = chances(between, counts.openings, counts.allowed)
    scale = counts.movers[:, None] * by_unit + prior
    allowed = counts.allowed
    moves = np.where(allowed, counts.moves, 0.0)
    rates = _Rates(expected, counts, scale, moves, prior)
    middle = rates.unscaled(np.arange(len(expected)), moves + prior, 1.0)
    total = middle.sum(axis=1, keepdims=True)
    total = np.where(total > 0, total, 1.0)
    share = middle / total
    seen = _between(counts.belongs, moves, counts.newcomers.T)
    np.fill_diagonal(seen, 0.0)
    return Movers(
        occupations=facts.occupations,
        share=share,
        seen=seen,
        leaving=_leaving(facts, counts, prior_years),
        expected=expected,
        interval=Interval(rates, share, total),
    )


@dataclass(frozen=True, eq=False)
class _Rates:
    """What is known of the rates of moves, by the survey's units.

    expected : π, (origin, target); scale : (unit, unit) [people] expected by openings, with the prior's
    moves : (unit, unit) [people] seen; prior : [people]
    """

    expected: Array
    counts: SurveyCounts
    scale: Array
    moves: Array
    prior: float

    def unscaled(self, origins: Integers, people: Array, unseen: float) -> Array:
        """π·R of some origins before rows are brought to 1; (origin, target).

        people : (unit, unit) [people] seen, with the prior's
        unseen : R of two jobs that the survey cannot tell apart
        """
        counts = self.counts
        ratio = np.where(counts.allowed, people / self.scale, unseen)
        return np.asarray(self.expected[origins] * _between(counts.belongs[origins], ratio, counts.belongs))


@dataclass(frozen=True, eq=False)
class Interval:
    """The low and the high end of shares of movers, of the origins that are asked for.

    share : (origin, target) [share of the origin's movers]; total : (origin, 1) what brings rows to 1
    """

    rates: _Rates
    share: Array
    total: Array

    def __call__(self, origins: Integers) -> tuple[Array, Array]:
        """Low and high; (origin, target) [share of the origin's movers].

        origins : places
        """
        rates, share = self.rates, self.share[origins]
        low, high = (
            rates.unscaled(origins, self._at(end), unseen) / self.total[origins]
            for end, unseen in zip(self.percentiles, _UNSEEN, strict=True)
        )
        return np.minimum(low, share), np.maximum(high, share)

    def _at(self, seen: Array) -> Array:
        """(unit, unit) a percentile: the first where nobody was seen, the others where somebody was."""
        moves = self.rates.moves
        people = np.full(moves.shape, seen[0])
        people[np.nonzero(moves)] = seen[1:]
        return people

    @cached_property
    def percentiles(self) -> Array:
        """The 10th and 90th of a gamma law with the moves seen and the prior as its shape; (end, pair).

        The first is of pairs of units of which nobody was seen to move, then every other pair row by row.
        """
        # Loaded only here: it is slow to load, and what ships holds those of the declared prior.
        from scipy.special import gammaincinv

        shape = np.array([0.0, *self.rates.moves[np.nonzero(self.rates.moves)]]) + self.rates.prior
        return np.array([gammaincinv(shape, end) for end in (LOW, HIGH)])


def _between(origin: Array, figure: Array, target: Array) -> Array:
    """A figure between groups from one between their parts, or the other way; (origin group, target group).

    origin, target : (group, part) [share], nearly all 0
    figure : (part, part)
    """
    return np.ascontiguousarray(_mixed(target, _mixed(origin, figure).T).T)


def _mixed(weights: Array, figure: Array) -> Array:
    """Σ_part weight[group, part]·figure[part], over the few parts of each group; (group, …).

    weights : (group, part), nearly all 0
    """
    group, part = np.nonzero(weights != 0.0)
    weight, mixed = weights[group, part], np.zeros((len(weights), figure.shape[1]))
    known, first = np.unique(group, return_index=True)
    # Nearly every group has one part, so these are taken at once; added up part by part, digits stay.
    mixed[known] = weight[first, None] * figure[part[first]]
    for place in np.setdiff1d(np.arange(len(group)), first):
        mixed[group[place]] += weight[place] * figure[part[place]]
    return mixed


def _leaving(facts: OccupationFacts, counts: SurveyCounts, prior_years: float) -> Array:
    """(origin) [share of people/year] who change occupation, thin units held up by the projected rate."""
    people, projected = facts.employment, facts.transfer_rate
    mean = (projected * people).sum() / people.sum()
    scale = counts.movers.sum() / counts.person_years.sum() / mean
    seen, years = counts.belongs @ counts.movers, counts.belongs @ counts.person_years
    return np.asarray((seen + prior_years * scale * projected) / (years + prior_years))


@dataclass(frozen=True, eq=False)
class OwnMoves:
    """Moves that a user gives, which take the place of the survey's for the origins they name.

    table : (move) origin, target (occupations of the frame), share [share of those who leave the origin],
        leaving [share of people/year], people [people] seen to leave the origin
    """

    table: pd.DataFrame


def in_frame(rows: pd.DataFrame, became: Mapping[str, tuple[str, ...]], openings: pd.Series) -> pd.DataFrame:
    """Moves between codes of SOC 2010 or 2018 as moves between occupations of the frame.

    rows : (row) origin, target, share, leaving, people
    became : code -> the occupations that it became
    openings : (occupation) [persons/year]; divide a target that became several
    An origin that became several gives each of them its row; where several codes became one origin, their
    rows count by people seen.
    Returns (move) the same columns, a row for each pair of occupations.
    """
    found = []
    for row in rows.to_dict("records"):
        targets = list(became[row["target"]])
        part = openings.reindex(targets).fillna(0.0).to_numpy(float)
        part = part / part.sum() if part.sum() > 0 else np.full(len(targets), 1.0 / len(targets))
        for origin in became[row["origin"]]:
            for target, weight in zip(targets, part, strict=True):
                if origin != target:
                    went = row["share"] * row["people"] * weight
                    found.append({"origin": origin, "target": target, "went": went})
    table = pd.DataFrame(found)
    codes = rows.drop_duplicates("origin")
    each = [
        {"origin": origin, "people": row["people"], "left": row["leaving"] * row["people"]}
        for row in codes.to_dict("records")
        for origin in became[row["origin"]]
    ]
    whole = pd.DataFrame(each).groupby("origin")[["people", "left"]].sum()
    went = table.groupby(["origin", "target"], as_index=False)["went"].sum()
    people = went["origin"].map(whole["people"])
    leaving = went["origin"].map(whole["left"] / whole["people"])
    return pd.DataFrame(
        {
            "origin": went["origin"],
            "target": went["target"],
            "share": went["went"] / people,
            "leaving": leaving,
            "people": people,
        }
    )


def _with_own(moved: Movers, facts: OccupationFacts, own: OwnMoves) -> Movers:
    """The survey's moves with a user's in their place for the origins that the user gives.

    moved : by the survey; facts : places of occupations
    Shares are brought to 1 in a row; their interval is `share_interval` with the people seen.
    """
    share, seen, leaving = (one.copy() for one in (moved.share, moved.seen, moved.leaving))
    low, high = moved.interval(np.arange(len(share)))
    for origin, rows in own.table.groupby("origin"):
        place = facts.place(str(origin))
        targets = facts.occupations.get_indexer(pd.Index(rows["target"].to_list(), dtype=object))
        people = float(rows["people"].iloc[0])
        part: Array = np.zeros((1, len(facts.occupations)))
        part[0, targets] = rows["share"].to_numpy(float)
        part = rows_to_one(part)
        share[place], seen[place] = part[0], people * part[0]
        low[place], high[place] = share_interval(people * part[0], people)
        leaving[place] = float(rows["leaving"].iloc[0])

    def interval(origins: Integers) -> tuple[Array, Array]:
        return low[origins], high[origins]

    return replace(moved, share=share, seen=seen, leaving=leaving, interval=interval)


FLOW_NUMBERS = (
    *(PREFIX + name for name in FEATURES),
    "survey_weight_per_person", "move_prior", "leaving_prior", "move_room",
)  # fmt: skip
"""Parameters that yearly moves depend on."""

_LEAST_FLOW = 1.0
"""Of the moves that a market follows [persons/year]."""


@dataclass(frozen=True, eq=False)
class _NationalMoves:
    """Yearly moves between all occupations: one set for a person, a firm and the market.

    facts, counts, moved : see there
    flow : (origin, target) [persons/year], in all as many as the projected transfers
    """

    facts: OccupationFacts
    counts: SurveyCounts
    moved: Movers
    flow: Array

    @property
    def rates(self) -> Array:
        """The moves of a market; (origin, target) [share of the origin's people/year].

        As often as the survey sees people change occupation, which is more often than BLS projects.
        """
        made = followed(self.flow)
        return np.asarray(made / made.sum(axis=1, keepdims=True) * self.moved.leaving[:, None])


def national_moves(
    world: World, parameters: Parameters | None = None, own_moves: OwnMoves | None = None
) -> _NationalMoves:
    """Yearly moves between all occupations; kept for the next call with the same world and numbers.

    world : with all tables of moves
    parameters : those of `FLOW_NUMBERS`; the declared ones where none are given
    own_moves : a finer table of the user's, in place of the survey's
    """
    p = parameters or Parameters.default()
    return _national_moves(world, p.own(FLOW_NUMBERS), own_moves)


def followed(flow: Array) -> Array:
    """The moves that a market follows; (origin, target) [persons/year].

    flow : (origin, target) [persons/year]
    Moves that less than one person makes in a year are left out, 1% of all in the nation, unless no larger
    one leaves the origin or enters the target: a market then has less than half as many to follow.
    """
    largest = (flow >= flow.max(axis=1, keepdims=True)) | (flow >= flow.max(axis=0, keepdims=True))
    return np.where((flow >= _LEAST_FLOW) | largest, flow, 0.0)


@lru_cache(maxsize=2)
def _national_moves(
    world: World, own: tuple[tuple[str, float], ...], own_moves: OwnMoves | None
) -> _NationalMoves:
    p = Parameters(dict(own))
    facts = occupation_facts(world)
    counts = survey_counts(world, p["survey_weight_per_person"])
    worth = utility(features(facts, distances(world)), coefficients(p))
    moved = movers(facts, counts, worth, p["move_prior"], p["leaving_prior"])
    moved = moved if own_moves is None else _with_own(moved, facts, own_moves)
    transfers = float((facts.transfer_rate * facts.employment).sum())
    room = p["move_room"] * facts.openings
    flow = yearly_flows(facts.employment, moved.leaving, moved.share, transfers, room)
    return _NationalMoves(facts, counts, moved, flow)
