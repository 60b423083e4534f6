"""What moves between a firm's roles rest on: who moves, what jobs ask, and what can be aimed at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.transition.choice import FEATURES, PREFIX, TIERS, related
from reallocate.transition.distance import Distances, distances
from reallocate.transition.job_zones import LICENSED
from reallocate.transition.movers import Movers, movers
from reallocate.transition.observed import no_targets
from reallocate.transition.requirements import Requirements, requirements, schooled
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Mask = npt.NDArray[np.bool_]

USUAL = 0.01
HIGHEST_STEP = 1.5
ENOUGH = 0.5
CLOSEST = ("Primary-Short", "Primary-Long")


@dataclass(frozen=True, eq=False)
class MoveContext:
    """All that a firm's moves rest on, and no assumption changes; computed once.

    occupations : labels
    distances, moved, needs : see there
    open_to : (origin, target) whether a move can be aimed at, as in `aims`
    fit : (origin, target) [probability] that the schooling of people in the origin is enough
    related : (origin, target) whether O*NET lists the target as related
    jobs : (occupation) [share of all employment]
    content : (occupation, activity) [share of hours]
    """

    occupations: pd.Index
    distances: Distances
    moved: Movers
    needs: Requirements
    open_to: Mask
    fit: Array
    related: Mask
    jobs: Array
    content: Array


def move_context(world: World, parameters: Parameters | None = None) -> MoveContext:
    """What moves rest on.

    world : with mobility, skills, knowledge, education and projections
    parameters : those of `choice` and move_prior; the declared ones where none are given
    What is computed is kept for the next call with the same world and numbers.
    """
    p = parameters or Parameters.default()
    names = (*(PREFIX + feature for feature in FEATURES), "move_prior")
    return _move_context(world, tuple((name, p[name]) for name in names))


@lru_cache(maxsize=2)
def _move_context(world: World, own: tuple[tuple[str, float], ...]) -> MoveContext:
    result = distances(world)
    moved = movers(world, result, Parameters(dict(own)))
    needs = requirements(world)
    fit = schooled(needs, needs.education)
    jobs = world.occupations["employment"].reindex(result.occupations).fillna(0.0).to_numpy(float)
    content = world.content.sel(occupation=result.occupations.to_numpy())
    return MoveContext(
        occupations=result.occupations,
        distances=result,
        moved=moved,
        needs=needs,
        open_to=aims(world, moved, fit),
        fit=fit,
        related=related(world, result.occupations, TIERS.values()),
        jobs=jobs / jobs.sum(),
        content=content.transpose("occupation", "activity").values,
    )


def aims(world: World, moved: Movers, fit: Array) -> Mask:
    """Which moves can be aimed at; (origin, target).

    world : with the table related
    moved : for usual moves
    fit : (origin, target) [probability] that the schooling of people in the origin is enough
    Those that at least a hundredth of the origin's movers were seen to make; those that O*NET lists as
    related; those within a minor group. Left out, unless usual, are licensed work from outside its
    broad group or what O*NET relates most closely, or for which fewer than half have the schooling, and
    work more than one job zone up, to the nearest half. Chief executives, legislators and remainders such
    as "…, All Other" are never a target.
    """
    labels = moved.occupations
    known = world.occupations.reindex(labels)
    groups = {level: known[f"{level}_group"].to_numpy(str) for level in ("minor", "broad")}
    same = {level: group[:, None] == group[None, :] for level, group in groups.items()}
    usual = moved.observed & (moved.share >= USUAL)
    listed, closest = related(world, labels, TIERS.values()), related(world, labels, CLOSEST)
    zone = known["job_zone"].to_numpy(float)
    steep = zone[None, :] - zone[:, None] > HIGHEST_STEP
    licensed = known["minor_group"].isin(LICENSED).to_numpy()
    foreign = licensed[None, :] & (~(same["broad"] | closest) | (fit < ENOUGH))
    never = no_targets(known)
    allowed: Mask = (usual | ((listed | same["minor"]) & ~(steep | foreign))) & ~never[None, :]
    np.fill_diagonal(allowed, False)
    return allowed
