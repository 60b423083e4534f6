"""Where people who change occupation go: openings, made likelier or less by what lies between two jobs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.transition.distance import DOMAINS, Distances
from reallocate.transition.facts import P50, OccupationFacts
from reallocate.transition.survey import SurveyCounts
from reallocate.work.parameters import Parameters

Mask = npt.NDArray[np.bool_]

RELATED = {"related_closest": 3, "related_close": 2, "related_further": 1}
"""Coefficients of O*NET's three tiers of related occupations."""
GROUPS = ("same_minor_group", "same_major_group")
BARRIERS = ("schooling_up", "schooling_down", "bound_field")
PAY = ("pay_up", "pay_down")
FEATURES = (*DOMAINS, *RELATED, *GROUPS, *BARRIERS, *PAY)
PREFIX = "move_by_"
"""A coefficient's name among the parameters is this and the feature's."""

BOUND_FIELDS = (
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
    return Pairs(facts.occupations, np.stack(list(features(facts, apart))), facts.openings)


def features(facts: OccupationFacts, apart: Distances) -> Iterator[Array]:
    """The features of every pair of occupations one by one, in the order of `FEATURES`; (origin, target).

    facts : groups, relations, schooling and pay; apart : distances in work, skills and knowledge
    Distances count with a minus. Schooling is the difference of typical entry education, upward and
    downward [years]; a bound field is one of `BOUND_FIELDS` entered from another minor group; pay is the
    difference of log median pay, upward and downward.
    """
    minor, major = facts.same_minor, facts.same_major
    school = facts.schooling[None, :] - facts.schooling[:, None]
    pay = np.log(facts.pay[:, P50])
    raise_ = pay[None, :] - pay[:, None]
    bound = np.isin(facts.minor, BOUND_FIELDS)[None, :] & ~minor
    yield from (-apart.of(domain) for domain in DOMAINS)
    yield from ((facts.tier == tier).astype(float) for tier in RELATED.values())
    yield from (minor.astype(float), major.astype(float))
    yield from (np.maximum(school, 0.0), np.maximum(-school, 0.0), bound.astype(float))
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


def utility(known: Iterable[Array], weight: Array) -> Array:
    """What speaks for a move, openings aside; (origin, target) [log odds].

    known : (feature) of every pair, as from `features`
    weight : (feature)
    U[i,j] = Σ_f w[f]·x[f,i,j]
    """
    total: Array = np.zeros(1)
    for one, times in zip(known, weight, strict=True):
        total = total + times * one
    return total


def chances(worth: Array, openings: Array, allowed: Mask) -> Array:
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


def fit(known: Pairs, moves: Array, allowed: Mask) -> Array:
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
