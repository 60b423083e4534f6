"""What the odds of any worker rest on: who moves, what jobs ask, openings, and what can be aimed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.errors import DataError
from reallocate.transition.choice import FEATURES, PREFIX, TIERS
from reallocate.transition.distance import Distances, distances
from reallocate.transition.movers import Movers, movers
from reallocate.transition.requirements import Requirements, requirements, schooled
from reallocate.transition.training import LICENSED
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

ESTIMATED = (*(PREFIX + name for name in FEATURES), "move_prior")
"""The parameters that the ground rests on."""

USUAL = 0.01
HIGHEST_STEP = 1.5
ENOUGH = 0.5
CLOSEST = ("Primary-Short", "Primary-Long")
NOT_ONE_JOB = "All Other"


@dataclass(frozen=True, eq=False)
class Ground:
    """All that the odds of any worker rest on, and no assumption changes; computed once.

    occupations : labels
    distances, moved, needs : see there
    tightness : (occupation) [ratio to the nation] openings per unemployed
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
    tightness: Array
    open_to: Mask
    fit: Array
    related: Mask
    jobs: Array
    content: Array


def ground(world: World, parameters: Parameters | None = None) -> Ground:
    """What the odds rest on.

    world : with mobility, skills, knowledge, education, projections and unemployment
    parameters : those of `choice` and move_prior; the declared ones where none are given
    What is computed is kept for the next call with the same world and numbers.
    """
    p = parameters or Parameters.default()
    return _ground(
        world, tuple((name, p[name]) for name in (*(PREFIX + one for one in FEATURES), "move_prior"))
    )


@lru_cache(maxsize=2)
def _ground(world: World, own: tuple[tuple[str, float], ...]) -> Ground:
    found = distances(world)
    moved = movers(world, found, Parameters(dict(own)))
    needs = requirements(world)
    fit = schooled(needs, needs.education)
    jobs = world.occupations["employment"].reindex(found.occupations).fillna(0.0).to_numpy(float)
    return Ground(
        occupations=found.occupations,
        distances=found,
        moved=moved,
        needs=needs,
        tightness=tightness(world, moved),
        open_to=aims(world, moved, fit),
        fit=fit,
        related=_related(world, found.occupations, TIERS.values()),
        jobs=jobs / jobs.sum(),
        content=world.content.sel(occupation=found.occupations.to_numpy())
        .transpose("occupation", "activity")
        .values,
    )


def tightness(world: World, moved: Movers) -> Array:
    """Openings per unemployed in each occupation, over the nation's; (occupation) [ratio].

    world : with the tables unemployment and projections
    moved : for openings
    (openings ÷ employment ÷ unemployment rate of the major group) ÷ the same for the nation
    Source: BLS Employment Projections 2024-34, table 1.10; BLS Current Population Survey 2025.
    """
    table = world.table("unemployment")
    latest = table[table["year"] == table["year"].max()].set_index("major_group")["rate"]
    rate = pd.Series(moved.occupations.str[:2] + "-0000").map(latest).to_numpy(float)
    if np.isnan(rate).any():
        raise DataError("the table of unemployment lacks a major group")
    jobs = world.table("projections").set_index("occupation")["employment_2024"]
    employment = jobs.reindex(moved.occupations).to_numpy(float)
    nation = moved.openings.sum() / employment.sum() / float(latest["00-0000"])
    ratio: Array = moved.openings / employment / rate / nation
    return ratio


def aims(world: World, moved: Movers, fit: Array) -> Mask:
    """Which moves can be aimed at; (origin, target).

    world : with the table related
    moved : for usual moves
    fit : (origin, target) [probability] that the schooling of people in the origin is enough
    Those that at least a hundredth of the origin's movers were seen to make; those that O*NET lists as
    related; those within a minor group. Left out, unless usual, are licensed work from outside its
    broad group or what O*NET relates most closely, or for which fewer than half have the schooling, and
    work more than one job zone up, to the nearest half. A remainder such as "…, All Other" is no job
    to aim at.
    """
    labels = moved.occupations
    known = world.occupations.reindex(labels)
    same = {level: _same(known[f"{level}_group"].to_numpy(str)) for level in ("minor", "broad")}
    usual = moved.observed & (moved.share >= USUAL)
    related, closest = _related(world, labels, TIERS.values()), _related(world, labels, CLOSEST)
    zone = known["job_zone"].to_numpy(float)
    steep = zone[None, :] - zone[:, None] > HIGHEST_STEP
    licensed = known["minor_group"].isin(LICENSED).to_numpy()
    foreign = licensed[None, :] & (~(same["broad"] | closest) | (fit < ENOUGH))
    remainder = known["title"].str.contains(NOT_ONE_JOB).to_numpy()
    allowed: Mask = (usual | ((related | same["minor"]) & ~(steep | foreign))) & ~remainder[None, :]
    np.fill_diagonal(allowed, False)
    return allowed


def _same(group: npt.NDArray[np.str_]) -> Mask:
    same: Mask = group[:, None] == group[None, :]
    return same


def _related(world: World, labels: pd.Index, tiers: Iterable[str]) -> Mask:
    listed = world.table("related")
    listed = listed[listed["tier"].isin(list(tiers))]
    origin, target = (labels.get_indexer(pd.Index(listed[end])) for end in ("occupation", "related"))
    found = np.zeros((len(labels), len(labels)), dtype=bool)
    found[origin, target] = True
    return found
