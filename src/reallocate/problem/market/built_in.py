"""The labour markets that ship: people by occupation, and moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.scenario.market.schema import US
from reallocate.transition.national_moves import followed, national_moves
from reallocate.work.world import World

COLUMNS = ["occupation", "title", "employment", "wage"]
MOVES = ["source", "target", "weight"]

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class BuiltIn:
    """A market that ships.

    people : occupation, title, employment [persons], wage [USD/year]
    left_out : occupation, title, employment [persons], why
    """

    people: pd.DataFrame
    left_out: pd.DataFrame


def built_in(tables: Tables, name: str) -> BuiltIn:
    """A market by its name.

    tables : that ship
    name : `us` or `us-groups`
    Groups out of which, or into which, no move was seen are left out of `us-groups`, again and again until
    each has both among those that stay: they could neither lose nor gain anybody.
    """
    if name == US:
        people = tables["occupations"].rename(columns={"wage_mean": "wage"})[COLUMNS]
        return BuiltIn(people.reset_index(drop=True), people.iloc[:0].assign(why=""))
    groups = tables["mobility_groups"].rename(columns={"group": "occupation"}).assign(wage=float("nan"))
    kept, why = groups, pd.Series("", index=groups.index)
    moves = _away(group_moves(tables))
    while True:
        inside = moves[moves["source"].isin(kept["occupation"]) & moves["target"].isin(kept["occupation"])]
        leave, enter = (kept["occupation"].isin(inside[end]) for end in ("source", "target"))
        if (leave & enter).all():
            break
        why[kept.index[~leave]] = "no move out was seen"
        why[kept.index[leave & ~enter]] = "no move in was seen"
        kept = kept[leave & enter]
    out = groups.drop(index=kept.index)[COLUMNS].assign(why=why.drop(index=kept.index))
    return BuiltIn(kept[COLUMNS].reset_index(drop=True), out.reset_index(drop=True))


def group_moves(tables: Tables) -> pd.DataFrame:
    """Moves seen between the groups of the published network; source, target, weight [share/year].

    tables : that ship
    """
    return tables["mobility"].rename(columns={"share": "weight"})[MOVES]


def occupation_moves(world: World, codes: pd.Index) -> pd.DataFrame:
    """Moves out of occupations, as for a person's ways out; source, target, weight [persons/year].

    world : with all tables of moves
    codes : the occupations that the market has; targets outside of them are given as well
    """
    made = national_moves(world)
    labels = made.facts.occupations
    inside = labels.isin(codes)
    flow = made.flow[inside]
    flow[:, inside] = followed(flow[:, inside])
    origin, target = np.nonzero(flow)
    cells = {"source": labels[inside][origin], "target": labels[target], "weight": flow[origin, target]}
    return pd.DataFrame(cells)


def _away(moves: pd.DataFrame) -> pd.DataFrame:
    return moves[(moves["source"] != moves["target"]) & (moves["weight"] > 0)]
