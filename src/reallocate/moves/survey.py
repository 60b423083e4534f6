"""Moves as the household survey saw them, what makes them likelier, and flows that agree with projections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.arrays import Array, Flags
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.parameters import Parameters
from reallocate.moves.distance import DOMAINS, Distances
from reallocate.moves.facts import P50, OccupationFacts, openings
from reallocate.work.hours import rows_to_one
from reallocate.work.world import World

_YEARS = 8.0
"""Years of the survey that the network pools: 1,176.9 M person weights over 147.1 M employed."""


@dataclass(frozen=True, eq=False)
class SurveyCounts:
    """People whom the survey saw change between its units.

    occupations, units : labels; a unit is what one code of the survey tells apart
    moves : (unit, unit) [people] seen to move; nobody from a unit to itself
    person_years : (unit) [people · years] observed
    belongs : (occupation, unit) [share of the occupation's people]
    people : (unit, occupation) [share of the unit's people]
    newcomers : (unit, occupation) [share of the unit's openings]
    openings : (unit) [persons/year]
    """

    occupations: pd.Index
    units: pd.Index
    moves: Array
    person_years: Array
    belongs: Array
    people: Array
    newcomers: Array
    openings: Array

    @property
    def allowed(self) -> Flags:
        """(unit, unit) whether a move there could be seen: another unit, and one with openings."""
        other = ~np.eye(len(self.units), dtype=bool)
        return np.asarray(other & (self.openings > 0)[None, :])

    @property
    def movers(self) -> Array:
        """(unit) [people] seen to leave for another unit."""
        return np.asarray(self.moves.sum(axis=1))

    def counted_with(self, occupation: str) -> tuple[str, ...]:
        """Other occupations that the survey does not tell from an occupation.

        occupation : a label
        """
        units = self.belongs[self.occupations.get_loc(occupation)] > 0
        inside = self.occupations[np.asarray((self.people[units] > 0).any(axis=0))]
        return tuple(sorted(str(one) for one in inside if one != occupation))


@lru_cache(maxsize=4)
def survey_counts(world: World, weight_per_person: float) -> SurveyCounts:
    """The survey's moves counted in people.

    world : with the tables mobility, mobility_groups, mobility_bridge and projections
    weight_per_person : [person weights] that stand for one person seen
    n[u,v] = Σ M[g,h]·W[g] / weight_per_person over groups g of the survey's unit u and h of v, with M the
    yearly shares between groups and W the person weights of all pooled years; person-years are W over the
    same weight. Groups that one code of the survey holds together are one unit.
    Source: us-mobility (del Rio-Chanona et al. 2021, J. R. Soc. Interface 18:20200898, from the CPS ASEC).
    """
    labels = pd.Index(world.occupations.index.to_list(), dtype=object, name="occupation")
    table = world.table("mobility_groups").sort_values("group")
    groups = pd.Index(table["group"].to_list(), dtype=object)
    units = pd.Index(sorted(set(table["survey_group"])), dtype=object, name="unit")
    of_unit = units.get_indexer(pd.Index(table["survey_group"].to_list(), dtype=object))
    weight = table["survey_weight"].to_numpy(float)
    edges = world.table("mobility")
    source, target = (
        groups.get_indexer(pd.Index(edges[end].to_list(), dtype=object)) for end in ("source", "target")
    )
    size = len(units)
    people = edges["share"].to_numpy(float) * weight[source] / weight_per_person
    cells = of_unit[source] * size + of_unit[target]
    moves = np.bincount(cells, weights=people, minlength=size * size).reshape(size, size)
    np.fill_diagonal(moves, 0.0)
    members = _members(world, labels, groups, of_unit, table["employment"].to_numpy(float), size)
    share, rate = rows_to_one(members), openings(world, labels)
    newcomers = share * rate[:, None]
    return SurveyCounts(
        occupations=labels,
        units=units,
        moves=np.asarray(moves, dtype=np.float64),
        person_years=np.bincount(of_unit, weights=weight, minlength=size) / weight_per_person,
        belongs=share,
        people=rows_to_one(members.T),
        newcomers=rows_to_one(newcomers.T),
        openings=newcomers.sum(axis=0),
    )


def _members(
    world: World, labels: pd.Index, groups: pd.Index, of_unit: npt.NDArray[np.intp], people: Array, size: int
) -> Array:
    """(occupation, unit) [people] of the occupation counted in the unit."""
    bridge = world.table("mobility_bridge")
    group = groups.get_indexer(pd.Index(bridge["group"].to_list(), dtype=object))
    occupation = labels.get_indexer(pd.Index(bridge["occupation"].to_list(), dtype=object))
    known = (group >= 0) & (occupation >= 0)
    result = np.zeros((len(labels), size))
    parts = bridge["share"].to_numpy(float) * people[group]
    np.add.at(result, (occupation[known], of_unit[group[known]]), parts[known])
    return result


RELATED = {"related_closest": 3, "related_close": 2, "related_further": 1}
"""Coefficients of O*NET's three tiers of related occupations."""
GROUPS = ("same_minor_group", "same_major_group")
BARRIERS = ("schooling_up", "schooling_down", "bound_field")
PAY = ("pay_up", "pay_down")
FEATURES = (*DOMAINS, *RELATED, *GROUPS, *BARRIERS, *PAY)
PREFIX = "move_by_"
"""A coefficient's name among the parameters is this and the feature's."""

_BOUND_FIELDS = (
    "17-1000", "17-2000", "19-1000", "19-2000", "19-3000", "23-1000", "25-1000", "25-2000", "29-1000",
    "29-2000", "31-2000", "53-2000",
)  # fmt: skip
"""Minor groups that ask a degree of the field or a licence: architects, engineers, scientists, lawyers,
teachers, clinicians and their technicians, therapists' assistants, pilots (grade J)."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """What is known of every pair of jobs that bears on moving from one to the other.

    labels : of origins and targets
    features : (feature, origin, target) in the order of `FEATURES`
    openings : (target) [persons/year]
    """

    labels: pd.Index
    features: Array
    openings: Array


def pairs(facts: OccupationFacts, apart: Distances) -> Pairs:
    """The features of every pair of occupations, as from `features`.

    facts : groups, relations, schooling and pay; apart : distances in work, skills and knowledge
    """
    known = np.stack([one.astype(float) for one in features(facts, apart)])
    return Pairs(facts.occupations, known, facts.openings)


def features(facts: OccupationFacts, apart: Distances) -> Iterator[Array | Flags]:
    """The features of every pair of occupations one by one, in the order of `FEATURES`; (origin, target).

    facts : groups, relations, schooling and pay; apart : distances in work, skills and knowledge
    Distances count with a minus. Schooling is the difference of typical entry education, upward and
    downward [years]; a bound field is one of `_BOUND_FIELDS` entered from another minor group; pay is the
    difference of log median pay, upward and downward.
    """
    minor, major = facts.same_minor, facts.same_major
    school = facts.schooling[None, :] - facts.schooling[:, None]
    pay = np.log(facts.pay[:, P50])
    raise_ = pay[None, :] - pay[:, None]
    bound = np.isin(facts.minor, _BOUND_FIELDS)[None, :] & ~minor
    yield from (-apart.of(domain) for domain in DOMAINS)
    yield from (facts.tier == tier for tier in RELATED.values())
    yield from (minor, major)
    yield from (np.maximum(school, 0.0), np.maximum(-school, 0.0), bound)
    yield from (np.maximum(raise_, 0.0), np.maximum(-raise_, 0.0))


def unit_pairs(seen: SurveyCounts, known: Pairs) -> Pairs:
    """The same between the survey's units: the mean over their people and over their openings.

    seen : units and what they hold
    known : between occupations
    x[f,u,v] = Σ_ij people[u,i]·x[f,i,j]·newcomers[v,j]
    """
    features = np.stack([seen.people @ one @ seen.newcomers.T for one in known.features])
    return Pairs(seen.units, features, seen.openings)


def coefficients(parameters: Parameters) -> Array:
    """The weight of each feature; (feature).

    parameters : the numbers in force
    """
    return np.array([parameters[PREFIX + name] for name in FEATURES])


def utility(known: Iterable[Array | Flags], weight: Array) -> Array:
    """What speaks for a move, openings aside; (origin, target) [log odds].

    known : (feature) of every pair, as from `features`
    weight : (feature)
    U[i,j] = Σ_f w[f]·x[f,i,j]
    """
    total: Array | None = None
    for one, times in zip(known, weight, strict=True):
        if total is None:
            total, part = times * one, np.empty(one.shape)
        elif one.dtype == np.bool_:
            np.add(total, times, out=total, where=one.astype(np.bool_, copy=False))
        else:
            total += np.multiply(one, times, out=part)
    assert total is not None
    return total


def chances(worth: Array, openings: Array, allowed: Flags) -> Array:
    """The chance that somebody who leaves an origin goes to each target; rows sum to 1.

    worth : U, (origin, target) [log odds] as from `utility`
    openings : (target) [persons/year]
    allowed : (origin, target) whether a move there counts as one
    π[i,j] = O[j]·exp(U[i,j]) / Σ_k O[k]·exp(U[i,k])
    Source: McFadden 1974, Conditional logit analysis of qualitative choice behavior, in Zarembka (ed.),
    Frontiers in Econometrics, section 2.
    """
    total = worth + np.log(np.where(openings > 0, openings, 1.0))[None, :]
    total = np.where(allowed, total, -np.inf)
    odds = np.exp(total - total.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def fit(known: Pairs, moves: Array, allowed: Flags) -> Array:
    """The weights under which the observed moves are likeliest; (feature).

    known : features and openings
    moves : (origin, target) [people] seen to move
    allowed : (origin, target) whether a move there counts as one
    max_w Σ_ij n[i,j]·log π[i,j](w), which is concave
    """
    # Loaded only here: most runs take the fitted weights as they ship.
    from scipy.optimize import minimize

    share = moves / moves.sum()
    total = share.sum(axis=1, keepdims=True)

    def loss(weight: Array) -> tuple[float, Array]:
        chance = chances(utility(known.features, weight), known.openings, allowed)
        likelihood = (share * np.log(np.where(share > 0, chance, 1.0))).sum()
        return -float(likelihood), -np.tensordot(known.features, share - total * chance, axes=2)

    start = np.zeros(len(known.features))
    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"gtol": 1e-7})
    return np.asarray(result.x)


_STEPS = 2_000
_EXACT = 1e-8


def yearly_flows(people: Array, leaving: Array, share: Array, transfers: float, room: Array) -> Array:
    """People a year who go from each occupation to each other; (origin, target) [persons/year].

    people : E, (occupation) [persons]
    leaving : (origin) [share of people/year] who change occupation
    share : m, (origin, target) [share of the origin's movers]
    transfers : [persons/year] who change occupation in all
    room : (target) [persons/year] that a target takes at most
    f[i,j] = E[i]·leaving[i]·m[i,j]·c, c such that Σ f = transfers; then columns are lowered to their room and
    rows raised to their total in turns until both hold, which keeps f[i,j] = r[i]·m[i,j]·k[j], k ≤ 1. Rows
    keep their totals; nobody leaves an origin of which no target is known.
    Source: Deming, Stephan 1940, Annals of Mathematical Statistics 11:427, DOI 10.1214/aoms/1177731829,
    with bounds on columns as in Lamond, Stewart 1981, Transportation Research B 15:239.
    Raises `InvariantError` where the room is too small for all who leave.
    """
    total = people * leaving * share.any(axis=1)
    total = total * (transfers / total.sum())
    if room.sum() < total.sum():
        what = f"{total.sum():,.0f} people leave and {room.sum():,.0f} are taken"
        raise InvariantError(Problem(what, "flows", "Give figures of one economy."))
    column = np.ones(len(room))
    for _ in range(_STEPS):
        row = _over(total, _times(share, column))
        inflow = np.einsum("i,ij->j", row, share)
        following = np.minimum(1.0, room / np.maximum(inflow, 1e-12))
        if np.abs(following - column).max() < _EXACT:
            break
        column = following
    return np.asarray(_over(total, _times(share, column))[:, None] * share * column[None, :])


def _over(total: Array, times: Array) -> Array:
    """total ÷ times; nothing from an origin without a target."""
    return np.divide(total, times, out=np.zeros_like(total), where=times > 0)


def _times(share: Array, column: Array) -> Array:
    """Σ_j share[i,j]·column[j]; (origin)."""
    # Threads of a matrix library would wait here longer than they work.
    return np.asarray(np.einsum("ij,j->i", share, column))
