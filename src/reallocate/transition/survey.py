"""Moves as the household survey saw them: between its groups, with how many people stand behind a row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.transition.choice import Pairs
from reallocate.work.shares import rows_to_one
from reallocate.work.world import World

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Survey:
    """Observed moves between broad groups.

    groups : labels
    moves : (origin, target) [share of the origin's movers]; rows sum to 1, or are 0 where nobody was
        seen to move
    leaving : (origin) [share of people/year] who moved to a group that the survey tells apart
    movers : (origin) [persons] how many movers were observed at least
    allowed : (origin, target) whether the survey can tell a move there from staying
    members : (group, occupation) [share of the group's people]; rows sum to 1
    employment : (group) [persons]
    """

    groups: pd.Index
    moves: Array
    leaving: Array
    movers: Array
    allowed: Mask
    members: Array
    employment: Array


def survey(world: World, occupations: pd.Index) -> Survey:
    """The survey's moves, those between groups that it does not tell apart left out.

    world : with the tables mobility, mobility_groups and mobility_bridge
    occupations : the axis of `members`
    The number of movers behind a row is not published; there is at least one for each target seen.
    Source: del Rio-Chanona et al. 2021, J. R. Soc. Interface 18:20200898, from the CPS ASEC.
    """
    table = world.table("mobility_groups").sort_values("group")
    groups = pd.Index(table["group"], name="group")
    one = table["survey_group"].to_numpy(str)
    allowed = one[:, None] != one[None, :]
    edges = world.table("mobility").pivot(index="source", columns="target", values="share")
    shares = np.where(allowed, edges.reindex(index=groups, columns=groups).fillna(0.0).to_numpy(), 0.0)
    bridge = world.table("mobility_bridge").pivot(index="group", columns="occupation", values="share")
    members = bridge.reindex(index=groups, columns=occupations).fillna(0.0).to_numpy()
    return Survey(
        groups=groups,
        moves=rows_to_one(shares),
        leaving=shares.sum(axis=1),
        movers=(shares > 0).sum(axis=1).astype(float),
        allowed=allowed,
        members=rows_to_one(members),
        employment=table["employment"].to_numpy(float),
    )


def group_pairs(seen: Survey, known: Pairs) -> Pairs:
    """Features between groups: the mean over their occupations; their share of the openings.

    seen : with members and employment
    known : features between occupations
    O[g] = Σ_o O[o]·E[g]·B[g,o] / Σ_h E[h]·B[h,o]; a group of which no occupation is left takes its
    employment times the mean rate of openings.
    """
    features = np.stack([seen.members @ feature @ seen.members.T for feature in known.features])
    result = rows_to_one((seen.members * seen.employment[:, None]).T).T @ known.openings
    rate = result.sum() / seen.employment[result > 0].sum()
    return Pairs(seen.groups, features, np.where(result > 0, result, rate * seen.employment))
