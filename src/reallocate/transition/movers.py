"""Who moves where in a year: what was observed, what distance expects, and both weighed together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.transition.choice import chances, coefficients, pairs
from reallocate.transition.distance import Distances
from reallocate.transition.survey import survey
from reallocate.work.parameters import Parameters
from reallocate.work.shares import rows_to_one
from reallocate.work.world import World

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Movers:
    """Yearly moves between occupations.

    occupations : labels
    share : (origin, target) [share of the origin's movers] as estimated from the survey
    observed : (origin, target) whether the survey saw it
    weighed : (origin, target) [share of the origin's movers] the estimate and what distance expects
    """

    occupations: pd.Index
    share: Array
    observed: Mask
    weighed: Array


def movers(world: World, found: Distances, parameters: Parameters) -> Movers:
    """Where people go, with thin rows held up by what distance and openings expect.

    world : with the tables mobility_detail, mobility, mobility_groups, mobility_bridge, related,
        projections
    parameters : the numbers in force
    weighed[i,j] ∝ π[i,j]·(n[i]·m[i,j] + a) / (n[i]·π[i,j]·v[i,j] + a), with n the movers observed,
    m their shares, π as in `choice.chances`, v how much of the pair the survey can tell from staying, a
    the prior: the posterior mean of a rate whose prior is a gamma law around what is expected.
    Source: Clayton, Kaldor 1987, Biometrics 43:671, DOI 10.2307/2532003.
    """
    labels = found.occupations
    known = pairs(world, found)
    others = ~np.eye(len(labels), dtype=bool)
    expected = chances(known, coefficients(parameters), others)
    share, observed = _estimate(world, labels)
    seen = survey(world, labels)
    belongs = rows_to_one((seen.members * seen.employment[:, None]).T)
    count = np.where(observed.any(axis=1), belongs @ seen.movers, 0.0)
    visible = belongs @ seen.allowed.astype(float) @ belongs.T
    prior = parameters["move_prior"]
    ratio = (count[:, None] * share + prior) / (count[:, None] * expected * visible + prior)
    return Movers(labels, share, observed, rows_to_one(expected * ratio))


def _estimate(world: World, labels: pd.Index) -> tuple[Array, Mask]:
    """(origin, target) share of movers; whether it was observed."""
    table = world.table("mobility_detail")
    origin, target = (labels.get_indexer(pd.Index(table[end])) for end in ("source", "target"))
    yearly = np.zeros((len(labels), len(labels)))
    yearly[origin, target] = table["share"].to_numpy(float)
    observed = np.zeros(yearly.shape, dtype=bool)
    observed[origin, target] = (table["status"] == "observed").to_numpy()
    return rows_to_one(yearly), observed
