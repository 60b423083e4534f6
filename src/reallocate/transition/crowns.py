"""The first move of each occupation's card, and whether there is room for everybody who follows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array, Integers
from reallocate.transition.odds import SEARCHING
from reallocate.transition.ways import (
    AFTER,
    MOST,
    MOST_STUDY,
    NOW,
    REACHED,
    SAFER,
    SEEN,
    WaysContext,
    all_moves,
)

GAP = 1.0
"""A first lies within this of the best score [points], a judgement."""

FULL = 1.0
"""Followers of all firsts into an occupation, over its openings, at most."""


@dataclass(frozen=True, eq=False)
class Crowns:
    """Which move is named first, and how full its openings become.

    first : (origin) place of the target; −1 where none is named
    fit : (origin) place of the target that may be first, room aside; −1 where none may
    load : (target) followers of firsts who are hired in a year, over openings
    crowd : (target) the same if every move that may be first were named
    advised : (target) the same if those who look try what is shown to them in equal parts
    """

    first: Integers
    fit: Integers
    load: Array
    crowd: Array
    advised: Array


def may_be_first(moves: pd.DataFrame) -> pd.Series[bool]:
    """Whether a move may be named first, room aside; (move).

    moves : (move) as from `ways.moves_of`, of one or more origins
    The best of those shown now or after study that is better in pay or in AI's reach and has AI reach no
    further (by 5 points, and a fifth of the hours), where it lies within one point of the origin's best
    score. What asks study is never first unless three people did it.
    """
    shown = moves["section"].isin([NOW, AFTER])
    best = moves["score"].where(shown).groupby(moves["origin"]).transform("max")
    seen = (moves["seen"] >= SEEN) | (moves["section"] == NOW)
    further = (moves["automatable"] >= REACHED) & (moves["automatable_change"] >= SAFER)
    fit = shown & seen & moves["better"] & ~further & (moves["score"] >= best - GAP)
    own = moves["score"].where(fit).groupby(moves["origin"]).transform("max")
    return fit & (moves["score"] == own)


@lru_cache(maxsize=2)
def crowns(context: WaysContext) -> Crowns:
    """The first of every occupation, for people who bring what is usual in it.

    context : of all occupations
    Moves that may be first are taken by score, the highest first: each is named where
    Σ s·E[i]·p[i,j] over the origins whose first is j stays within j's openings. A crown is only withheld for
    want of room, and goes to no other move; the order on a card does not change.
    """
    facts = context.facts
    moves = all_moves(context)
    looking = context.parameters[SEARCHING] * facts.employment
    hired = looking[moves["origin"]] * context.odds[moves["origin"], moves["place"]]
    first, best = (np.full(len(facts.occupations), -1, dtype=np.intp) for _ in range(2))
    load, crowd = np.zeros(len(facts.occupations)), np.zeros(len(facts.occupations))
    fit = moves.assign(hired=hired)[may_be_first(moves)].drop_duplicates("origin")
    ranked = fit.sort_values(["score", "origin", "place"], ascending=[False, True, True])
    columns = (ranked[name].tolist() for name in ("origin", "place", "hired"))
    for origin, place, people in zip(*columns, strict=True):
        best[origin], crowd[place] = place, crowd[place] + people
        if load[place] + people <= FULL * facts.openings[place]:
            first[origin], load[place] = place, load[place] + people
    advised = _advised(context, moves.assign(hired=hired))
    return Crowns(first, best, load / facts.openings, crowd / facts.openings, advised)


def _advised(context: WaysContext, moves: pd.DataFrame) -> Array:
    """(target) followers of all that is shown, in equal parts, over openings."""
    parts = [
        moves[moves["section"] == section].groupby("origin").head(most)
        for section, most in ((NOW, MOST), (AFTER, MOST_STUDY))
    ]
    shown = pd.concat(parts)
    count = shown.groupby("origin")["place"].transform("size")
    total = np.zeros(len(context.facts.occupations))
    np.add.at(total, shown["place"].to_numpy(int), (shown["hired"] / count).to_numpy(float))
    return np.asarray(total / context.facts.openings)
