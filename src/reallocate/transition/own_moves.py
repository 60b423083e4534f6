"""A finer table of moves of the user's own: who leaves an occupation in a year, and where they go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.measure.share_interval import share_interval
from reallocate.transition.facts import OccupationFacts
from reallocate.transition.movers import Movers
from reallocate.work.shares import rows_to_one


@dataclass(frozen=True, eq=False)
class OwnMoves:
    """Moves that a user gives, which take the place of the survey's for the origins they name.

    table : (move) origin, target (occupations of the frame), share [share of those who leave the origin],
        leaving [share of people/year], people [people] seen to leave the origin
    """

    table: pd.DataFrame


def in_frame(rows: pd.DataFrame, became: Mapping[str, tuple[str, ...]], openings: pd.Series) -> pd.DataFrame:
    """Moves between codes of SOC 2010 or 2018 as moves between occupations of the frame.

    rows : (row) origin, target, share, leaving, people
    became : code -> the occupations that it became
    openings : (occupation) [persons/year]; divide a target that became several
    An origin that became several gives each of them its row; where several codes became one origin, their
    rows count by people seen.
    Returns (move) the same columns, a row for each pair of occupations.
    """
    found = []
    for row in rows.to_dict("records"):
        targets = list(became[row["target"]])
        part = openings.reindex(targets).fillna(0.0).to_numpy(float)
        part = part / part.sum() if part.sum() > 0 else np.full(len(targets), 1.0 / len(targets))
        for origin in became[row["origin"]]:
            for target, weight in zip(targets, part, strict=True):
                if origin != target:
                    went = row["share"] * row["people"] * weight
                    found.append({"origin": origin, "target": target, "went": went})
    table = pd.DataFrame(found)
    codes = rows.drop_duplicates("origin")
    each = [
        {"origin": origin, "people": row["people"], "left": row["leaving"] * row["people"]}
        for row in codes.to_dict("records")
        for origin in became[row["origin"]]
    ]
    whole = pd.DataFrame(each).groupby("origin")[["people", "left"]].sum()
    went = table.groupby(["origin", "target"], as_index=False)["went"].sum()
    people = went["origin"].map(whole["people"])
    leaving = went["origin"].map(whole["left"] / whole["people"])
    return pd.DataFrame(
        {
            "origin": went["origin"],
            "target": went["target"],
            "share": went["went"] / people,
            "leaving": leaving,
            "people": people,
        }
    )


def with_own(moved: Movers, facts: OccupationFacts, own: OwnMoves) -> Movers:
    """The survey's moves with a user's in their place for the origins that the user gives.

    moved : by the survey; facts : places of occupations
    Shares are brought to 1 in a row; their interval is `share_interval` with the people seen.
    """
    share, low, high = moved.share.copy(), moved.low.copy(), moved.high.copy()
    seen, leaving = moved.seen.copy(), moved.leaving.copy()
    for origin, rows in own.table.groupby("origin"):
        place = facts.place(str(origin))
        targets = facts.occupations.get_indexer(pd.Index(rows["target"].to_list(), dtype=object))
        people = float(rows["people"].iloc[0])
        part: Array = np.zeros((1, len(facts.occupations)))
        part[0, targets] = rows["share"].to_numpy(float)
        part = rows_to_one(part)
        share[place], seen[place] = part[0], people * part[0]
        low[place], high[place] = share_interval(people * part[0], people)
        leaving[place] = float(rows["leaving"].iloc[0])
    return replace(moved, share=share, low=low, high=high, seen=seen, leaving=leaving)
