"""Where people who change occupation go: openings, made less likely by distance (a conditional logit)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.transition.distance import DOMAINS, Distances
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Mask = npt.NDArray[np.bool_]

TIERS = {
    "related_closest": "Primary-Short",
    "related_close": "Primary-Long",
    "related_further": "Supplemental",
}
"""Coefficients of O*NET's three tiers of related occupations."""
FEATURES = (*DOMAINS, *TIERS)
PREFIX = "move_by_"
"""A coefficient's name among the parameters is this and the feature's."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """What is known of every pair of occupations that bears on moving from one to the other.

    labels : of origins and targets
    features : (feature, origin, target) in the order of `FEATURES`; distances count against a move,
        tiers for it
    openings : (target) [persons/year]
    """

    labels: pd.Index
    features: Array
    openings: Array


def pairs(world: World, found: Distances) -> Pairs:
    """The features of every pair of occupations.

    world : with the tables related and projections
    """
    labels = found.occupations
    rows = [-found.of(domain) for domain in DOMAINS]
    rows += [related(world, labels, (tier,)).astype(float) for tier in TIERS.values()]
    return Pairs(labels, np.stack(rows), openings(world, labels))


def related(world: World, labels: pd.Index, tiers: Iterable[str]) -> Mask:
    """Whether O*NET lists the target as related to the origin in one of these tiers; (origin, target).

    world : with the table related
    labels : occupations
    """
    listed = world.table("related")
    listed = listed[listed["tier"].isin(list(tiers))]
    origin, target = (labels.get_indexer(pd.Index(listed[end])) for end in ("occupation", "related"))
    known = (origin >= 0) & (target >= 0)
    result = np.zeros((len(labels), len(labels)), dtype=bool)
    result[origin[known], target[known]] = True
    return result


def openings(world: World, labels: pd.Index) -> Array:
    """Openings a year; where fewer than 50 were projected, employment times the rate of leaving.

    world : with the table projections
    labels : occupations
    Source: BLS Employment Projections 2024-34, table 1.10.
    """
    table = world.table("projections").set_index("occupation").reindex(labels)
    leaving = table["employment_2024"] * (table["exit_rate"] + table["transfer_rate"])
    return table["openings"].where(table["openings"] > 0, leaving).to_numpy(float)


def coefficients(parameters: Parameters) -> Array:
    """The weight of each feature; (feature).

    parameters : the numbers in force
    """
    return np.array([parameters[PREFIX + name] for name in FEATURES])


def chances(known: Pairs, weight: Array, allowed: Mask) -> Array:
    """The chance that somebody who leaves an origin goes to each target; rows sum to 1.

    known : features and openings
    weight : (feature)
    allowed : (origin, target) whether a move there counts as one
    π[i,j] = O[j]·exp(Σ_f w[f]·x[f,i,j]) / Σ_k O[k]·exp(Σ_f w[f]·x[f,i,k])
    Source: McFadden 1974, Conditional logit analysis of qualitative choice behavior, in Zarembka (ed.),
    Frontiers in Econometrics, section 2.
    """
    utility = np.tensordot(weight, known.features, axes=1) + np.log(known.openings)[None, :]
    utility = np.where(allowed, utility, -np.inf)
    odds = np.exp(utility - utility.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def fit(known: Pairs, moves: Array, movers: Array, allowed: Mask) -> Array:
    """The weights under which the observed moves are likeliest; (feature).

    known : features and openings
    moves : (origin, target) [share of the origin's movers]; rows sum to 1
    movers : (origin) [persons] how many were observed, the weight of a row
    allowed : (origin, target) whether a move there counts as one
    max_w Σ_i n[i]·Σ_j m[i,j]·log π[i,j](w), which is concave
    """
    # Loaded only here: most runs take the fitted weights as they ship.
    from scipy.optimize import minimize

    count = movers / movers.sum()

    def loss(weight: Array) -> tuple[float, Array]:
        share = chances(known, weight, allowed)
        likelihood = (count[:, None] * moves * np.log(np.where(moves > 0, share, 1.0))).sum()
        surplus = count[:, None] * (moves - share)
        return -float(likelihood), -np.tensordot(known.features, surplus, axes=2)

    start = np.zeros(len(known.features))
    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"gtol": 1e-7})
    return np.asarray(result.x)
