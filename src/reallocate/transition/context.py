"""What moves between a firm's roles rest on: the same moves as a person's ways out, and what jobs ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.transition.programmes import required_experience, study_needed
from reallocate.transition.requirements import Requirements, requirements
from reallocate.transition.ways import SEEN, SHORT_STUDY, WaysContext, ways_context
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Mask = npt.NDArray[np.bool_]

USUAL = 0.01


@dataclass(frozen=True, eq=False)
class MoveContext:
    """All that a firm's moves rest on; computed once for the same numbers.

    occupations : labels
    ways : shares of movers, people seen, facts and programmes, as for a person's ways out
    needs : skills and knowledge that occupations ask
    open_to : (origin, target) whether a move can be aimed at, as in `aims`
    study : (origin, target) [years] of study that entry asks, as for a person
    jobs : (occupation) [share of all employment]
    content : (occupation, activity) [share of hours]
    """

    occupations: pd.Index
    ways: WaysContext
    needs: Requirements
    open_to: Mask
    study: Array
    jobs: Array
    content: Array


def move_context(world: World, parameters: Parameters | None = None) -> MoveContext:
    """What moves rest on, kept for the next call with the same world and numbers.

    world : with all tables of moves
    parameters : those of `ways.NUMBERS`; the declared ones where none are given
    """
    return _move_context(world, ways_context(world, parameters))


@lru_cache(maxsize=2)
def _move_context(world: World, ways: WaysContext) -> MoveContext:
    facts = ways.facts
    every = np.arange(len(facts.occupations))
    study = study_needed(
        facts, ways.listed, [np.array([one]) for one in every], facts.usual_schooling, ways.parameters
    )
    labels = pd.Index(facts.occupations.to_list(), name="occupation")
    jobs = world.occupations["employment"].fillna(0.0).to_numpy(float)
    content = world.content.sel(occupation=labels.to_numpy())
    return MoveContext(
        occupations=labels,
        ways=ways,
        needs=requirements(world),
        open_to=aims(ways, study.years),
        study=study.years,
        jobs=jobs / jobs.sum(),
        content=content.transpose("occupation", "activity").values,
    )


def aims(ways: WaysContext, study: Array) -> Mask:
    """Which moves a firm can aim at; (origin, target).

    ways : shares of movers, people seen and what occupations ask
    study : (origin, target) [years]
    Moves that three people or more and a hundredth of the movers were seen to make, those to occupations that
    O*NET lists as related, and those between kin of a minor group; without those that ask more than half a
    year of courses, an apprenticeship or related work that is missing. Chief executives, legislators and
    remainders such as "…, All Other" are never a target.
    """
    facts, moved = ways.facts, ways.moved
    usual = (moved.seen >= SEEN) & (moved.share >= USUAL)
    indices = np.indices(study.shape)
    origin, target = indices[0], indices[1]
    missing = required_experience(facts, ways.listed, origin, target, moved.seen, ways.lift)[1]
    closed = (study > SHORT_STUDY) | (missing > 0) | (facts.apprenticeship | facts.excluded)[None, :]
    allowed: Mask = (usual | (facts.tier >= 1) | facts.kin) & ~closed
    np.fill_diagonal(allowed, False)
    return allowed
