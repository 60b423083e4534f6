"""What somebody would have to learn for another occupation: skills and fields of knowledge, by name."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.transition.requirements import IMPORTANCES, LEAST_IMPORTANCE, Requirements
from reallocate.work.world import World

SHOWN_FROM = 0.25
"""A shortfall of less than this on the scale of levels [0–7] lies within what ratings can tell."""


def skill_gaps(world: World, needs: Requirements, own: Array, target: str) -> pd.DataFrame:
    """What a target needs above what somebody brings, the weightiest first.

    world : with the tables skills, knowledge and elements
    needs : of all occupations
    own : (element) [0–7] the person's levels, in the order of `needs`
    target : an occupation
    Returns (row) element, title, domain (skill or knowledge), level_now, level_needed [0–7], importance
    [0–1], lacking [share of all that the target needs].
    lacking[e] = importance[j,e]·max(0, level[j,e] − own[e]) / Σ_e importance[j,e]·level[j,e];
    elements of equal weight are ordered by code; shortfalls under a quarter of a level are left out
    Source: O*NET 30.1, Skills and Knowledge (levels, and importance on a scale of 1 to 5).
    """
    level = needs.level[needs.occupations.get_loc(target)]
    importance = _importance(world).loc[target, list(needs.elements)].to_numpy(float)
    short = np.maximum(level - own, 0.0)
    lacking = importance * short / float(importance @ level)
    shown = np.flatnonzero((short >= SHOWN_FROM) & (importance > 0))
    # Elements stand by code, so a stable sort orders equals by code.
    order = shown[np.argsort(-lacking[shown], kind="stable")]
    named = _named(world).reindex(needs.elements[order])[["title", "domain"]].reset_index(names="element")
    figures = {"level_now": own, "level_needed": level, "importance": importance, "lacking": lacking}
    return named.assign(**{name: values[order] for name, values in figures.items()})


@lru_cache(maxsize=2)
def _importance(world: World) -> pd.DataFrame:
    """(occupation, element) [0–1] how much each counts."""
    rated = pd.concat([world.table(name) for name in ("skills", "knowledge")])
    wide = rated.pivot(index="occupation", columns="element", values="importance")
    return (wide - LEAST_IMPORTANCE) / IMPORTANCES


@lru_cache(maxsize=2)
def _named(world: World) -> pd.DataFrame:
    """(element) title and domain."""
    return world.table("elements").set_index("element")
