"""Moves that people were seen to make: yearly shares between broad groups, carried to occupations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.work.world import World


@dataclass(frozen=True, eq=False)
class Mobility:
    """Yearly moves between occupations' broad groups.

    share : (origin, target) [share of the origin's people/year] who go to the target's broad group; moves
        within a group were not told from staying, and are left out
    expected : (origin, target) [share/year] if everybody who leaves chose by the target's size alone
    """

    share: pd.DataFrame
    expected: pd.DataFrame


def group_weights(world: World) -> pd.DataFrame:
    """The chance that somebody in an occupation was counted in each group of the mobility survey.

    world : with the tables mobility_groups and mobility_bridge
    Returns (occupation or major group, group) [share]; rows sum to 1, a major group being its
    occupations weighted by employment.
    P(g | o) = E[g]·B[g,o] / Σ_g E[g]·B[g,o], B the share of group g that became occupation o
    """
    groups = world.table("mobility_groups").set_index("group")["employment"].sort_index()
    bridge = world.table("mobility_bridge").pivot(index="occupation", columns="group", values="share")
    people = bridge.reindex(columns=groups.index).fillna(0.0).mul(groups, axis=1).sort_index()
    major = people.groupby(people.index.str[:2] + "-0000").sum()
    both = pd.concat([people, major])
    total = both.sum(axis=1)
    return both[total > 0].div(total[total > 0], axis=0)


def observed_mobility(world: World, occupations: pd.Index) -> Mobility:
    """What share of an occupation's people goes to another's group in a year.

    world : with the tables mobility, mobility_groups and mobility_bridge
    occupations : occupations or major groups; those the survey does not know have no moves, which is
        unknown and not never
    share[o,p] = Σ_g,h P(g | o)·M[g,h]·P(h | p), g ≠ h; expected the same with
    M[g,h] replaced by Σ_k M[g,k]·E[h] / Σ_k≠g E[k]
    Source: del Rio-Chanona et al. 2021, J. R. Soc. Interface 18:20200898 (network, from the CPS ASEC).
    """
    weights = group_weights(world)
    groups = weights.columns
    edges = world.table("mobility")
    matrix = edges.pivot(index="source", columns="target", values="share").reindex(
        index=groups, columns=groups
    )
    moves = matrix.fillna(0.0).to_numpy(copy=True)
    np.fill_diagonal(moves, 0.0)
    size = world.table("mobility_groups").set_index("group")["employment"].reindex(groups).to_numpy(float)
    others = size[None, :] / (size.sum() - size[:, None])
    np.fill_diagonal(others, 0.0)
    by_size = moves.sum(axis=1, keepdims=True) * others
    known = pd.Index(sorted(set(occupations) & set(weights.index)), name="occupation")
    chance = weights.loc[known].to_numpy()
    share, expected = (
        pd.DataFrame(chance @ table @ chance.T, index=known, columns=known) for table in (moves, by_size)
    )
    return Mobility(share, expected)
