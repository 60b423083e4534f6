"""Exposure to AI by nine measures, of occupations and of the 22 major groups, and who works in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MILLION, PERCENT
from reallocate.work.history import source_scores
from reallocate.work.panel import AFTER
from reallocate.work.world import World

USE_NOW = "claude-usage-2026-06"
"""Use per worker of the newest release; the other measures are the sources of reach."""
USE = ("claude-usage", USE_NOW)
"""Measures of use per worker: very skewed, so that they enter as log(1 + use)."""
_MOST = 0.99
"""Quantile at which the newest use per worker is cut."""
_MILITARY = "55-0000"


@dataclass(frozen=True, eq=False)
class Exposure:
    """Exposure of occupations and of major groups.

    scores : (occupation, measure) [each measure's own unit, use as log(1 + use per worker)]
    jobs : (occupation) in May 2022 [persons]
    groups : (major group, measure) means by jobs
    workers : (major group) in May 2022 [persons]
    """

    scores: pd.DataFrame
    jobs: pd.Series
    groups: pd.DataFrame
    workers: pd.Series

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures."""
        return tuple(map(str, self.scores))


def exposure_of(world: World) -> Exposure:
    """The nine measures.

    world : with the tables scores, claude_use and history
    An occupation without use in the newest release counts as without; use is in % of chats per million jobs
    of 2022.
    """
    history = world.table("history")
    jobs = history[history["year"].eq(AFTER[0])].set_index("occupation")["employment"]
    scores = source_scores(world).copy()
    jobs = jobs.reindex(scores.index)
    use = world.table("claude_use")
    chat = use[use["channel"].eq("chat") & use["level"].eq("occupation")].set_index("code")["use"]
    each = (chat.reindex(scores.index) / jobs).mul(PERCENT * MILLION)
    scores[USE_NOW] = each.fillna(0.0).clip(upper=float(each.quantile(_MOST)))
    for name in USE:
        scores[name] = np.log1p(scores[name].clip(lower=0.0))
    major, weights = world.occupations["major_group"].reindex(scores.index), jobs.fillna(0.0)
    groups = mean_by_group(scores, weights, major)
    workers = weights.groupby(major).sum()
    kept = [code for code in groups.index if code != _MILITARY]
    return Exposure(scores, jobs, groups.loc[kept], workers.loc[kept])


def mean_by_group(values: pd.DataFrame, jobs: pd.Series, group: pd.Series) -> pd.DataFrame:
    """Means by jobs of the occupations that have a value; (group, column).

    values : (occupation, column)
    jobs, group : (occupation) [persons], and the code of the group
    """
    total = values.mul(jobs, axis="index").groupby(group).sum()
    return total / values.notna().mul(jobs, axis="index").groupby(group).sum()


def in_own_proportion(measure: str, scores: Array) -> Array:
    """A measure in proportion to hours, not to its logarithm.

    scores : (occupation) as in `Exposure.scores`
    """
    return np.expm1(scores) if measure in USE else scores
