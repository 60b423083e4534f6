"""What somebody would have to learn for another occupation: skills and fields of knowledge, by name."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.transition.coverage import lacking
from reallocate.transition.requirements import Requirements
from reallocate.work.world import World

SHOWN_FROM = 0.25
"""A shortfall of less than this on the scale of levels [0–7] lies within what ratings can tell."""


def skill_gaps(world: World, needs: Requirements, own: Array, target: str) -> pd.DataFrame:
    """What a target needs above what somebody brings, the weightiest first.

    world : with the table elements
    needs : of all occupations
    own : (element) [0–7] the person's levels, in the order of `needs`
    target : an occupation
    Returns (row) element, title, domain (skill or knowledge), level_now, level_needed [0–7], importance
    [0–1], lacking [share of all that the target needs].
    lacking as from `coverage.lacking`; elements of equal weight are ordered by code; shortfalls under a
    quarter of a level are left out
    Source: O*NET 30.1, Skills and Knowledge (levels, and importance on a scale of 1 to 5).
    """
    place = needs.occupations.get_loc(target)
    level, importance = needs.level[place], needs.importance[place]
    missing = lacking(importance, level, own)
    shown = np.flatnonzero((level - own >= SHOWN_FROM) & (importance > 0))
    # Elements stand by code, so a stable sort orders equals by code.
    order = shown[np.argsort(-missing[shown], kind="stable")]
    elements, named = needs.elements.to_numpy(object)[order], _named(world)
    at = named.index.get_indexer(pd.Index(elements, dtype=object))
    texts = {name: named[name].to_numpy(object)[at] for name in ("title", "domain")}
    figures = {"level_now": own, "level_needed": level, "importance": importance, "lacking": missing}
    return pd.DataFrame(
        {"element": elements} | texts | {name: values[order] for name, values in figures.items()}
    )


@lru_cache(maxsize=2)
def _named(world: World) -> pd.DataFrame:
    """(element) title and domain."""
    return world.table("elements").astype(object).set_index("element")
