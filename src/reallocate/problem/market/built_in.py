"""The labour markets that ship: people by occupation, and moves that were seen or filled between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reallocate.scenario.market.schema import US

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


def occupation_moves(tables: Tables) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Moves between occupations of SOC 2018, and which were given moves in.

    tables : that ship
    Returns source, target, weight [share/year], and occupations that nobody was seen to enter: as many
    enter them as leave, along the same pairs, w[p,o] = w[o,p]·e_o/e_p. A survey that could show nobody
    leaving them could show nobody entering either.
    """
    moves = tables["mobility_detail"].rename(columns={"share": "weight"})[MOVES]
    people = tables["occupations"].set_index("occupation")["employment"]
    away = _away(moves)
    closed = tuple(str(code) for code in people.index[~people.index.isin(away["target"])])
    out = away[away["source"].isin(closed)]
    back = pd.DataFrame(
        {
            "source": out["target"],
            "target": out["source"],
            "weight": out["weight"] * out["source"].map(people) / out["target"].map(people),
        }
    )
    return pd.concat([moves, back], ignore_index=True), closed


def _away(moves: pd.DataFrame) -> pd.DataFrame:
    return moves[(moves["source"] != moves["target"]) & (moves["weight"] > 0)]
