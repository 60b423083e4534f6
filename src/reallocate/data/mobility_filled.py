"""Moves that the survey could not show, filled from how closeness and openings guide those it shows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.errors import DataError, Problem
from reallocate.measure.arrays import Flags
from reallocate.work.shares import rows_to_one

Matrix = npt.NDArray[np.float64]

TIERS = ("Primary-Short", "Primary-Long", "Supplemental")
"""How closely O*NET relates two occupations, the closest first."""

NEARNESS = 3
"""Another major group, the same major group, the same minor group."""


def odds_by_closeness(
    flows: Matrix, openings: Matrix, undivided: Flags, occupations: pd.DataFrame, related: pd.DataFrame
) -> Matrix:
    """How much likelier people move to an occupation than its openings alone would make them.

    flows : (origin, target) [persons/year] observed
    openings : (occupation) [persons/year]
    undivided : (origin, target) whether the survey does not tell the move from staying
    occupations : (occupation) minor_group, major_group, in the order of the arrays
    related : occupation, related, tier
    Returns (origin, target) [ratio], one value for each of twelve classes of closeness: in the same
    minor group, the same major group or neither, by O*NET's three tiers of related occupations or none.
    k[class] = Σ flows / Σ flows expected, expected[o,p] = Σ_q flows[o,q]·v[p] / Σ_p v[p],
    over the pairs of the class that the survey tells apart
    """
    classes = closeness(occupations, related)
    open_to = np.where(undivided, 0.0, openings[None, :])
    expected = flows.sum(axis=1, keepdims=True) * open_to / open_to.sum(axis=1, keepdims=True)
    told = ~undivided
    count = NEARNESS * (len(TIERS) + 1)
    seen = np.bincount(classes[told], flows[told], count)
    thought = np.bincount(classes[told], expected[told], count)
    ratios = np.divide(seen, thought, out=np.ones(count), where=thought > 0)
    return ratios[classes]


def closeness(occupations: pd.DataFrame, related: pd.DataFrame) -> npt.NDArray[np.intp]:
    """The class of closeness of every pair of occupations.

    occupations : (occupation) minor_group, major_group
    related : occupation, related, tier
    Returns (origin, target) 4·(0 apart, 1 same major, 2 same minor group) + (0 unrelated, 1 to 3 the tier).
    """
    levels = (occupations[level].to_numpy() for level in ("major_group", "minor_group"))
    same = [level[:, None] == level[None, :] for level in levels]
    tier = np.zeros(same[0].shape, dtype=np.intp)
    origin = occupations.index.get_indexer(pd.Index(related["occupation"]))
    target = occupations.index.get_indexer(pd.Index(related["related"]))
    tier[origin, target] = related["tier"].map({name: place for place, name in enumerate(TIERS, 1)})
    return np.asarray(tier + (len(TIERS) + 1) * (same[0].astype(np.intp) + same[1]))


def moves_within(observed: Matrix, pull: Matrix, undivided: Flags) -> Matrix:
    """Moves that the survey does not tell from staying, for origins with observed moves.

    observed : (origin, target) [share/year]
    pull : (origin, target) openings times the odds by closeness [persons/year]
    undivided : (origin, target) whether the survey does not tell the move from staying
    Returns (origin, target) [share/year], 0 where a move was observed.
    fill[o,p] = Σ_q P[o,q]·pull[o,p] / Σ_q told apart pull[o,q], p not told apart, o ≠ p
    """
    told_apart = np.where(undivided, 0.0, pull).sum(axis=1, keepdims=True)
    filled: Matrix = np.where(undivided, pull, 0.0) * observed.sum(axis=1, keepdims=True) / told_apart
    np.fill_diagonal(filled, 0.0)
    return np.where(observed > 0, 0.0, filled)


def moves_of_relatives(
    observed: Matrix, occupations: pd.DataFrame, related: pd.DataFrame, transfer_rate: Matrix
) -> Matrix:
    """Moves of the occupations none of whose moves was observed: as people in related ones move.

    observed : (origin, target) [share/year]
    occupations : (occupation) minor_group, major_group, in the order of the arrays
    related : occupation, related, tier
    transfer_rate : (occupation) [share/year] who leave for another occupation
    Returns (origin, target) [share/year], 0 in the rows of other occupations.
    fill[o,p] = T[o]·Σ_d P[d,p] / Σ_d Σ_q≠o P[d,q], each row d first brought to a sum of 1, over the
    occupations d that O*NET relates to o and whose moves were observed; where there is none, those of
    its minor group, else of its major group, else all
    Raises `DataError` where no occupation has an observed move.
    """
    targets, classes = rows_to_one(observed), closeness(occupations, related)
    filled = np.zeros_like(observed)
    for origin in np.flatnonzero(observed.sum(axis=1) <= 0):
        filled[origin] = transfer_rate[origin] * _row_of_relatives(origin, classes[origin], targets)
    return filled


def _row_of_relatives(origin: int | np.signedinteger, close: npt.NDArray[np.intp], targets: Matrix) -> Matrix:
    """Where the nearest relatives that move elsewhere than to the origin move; sums to 1."""
    tiers = len(TIERS) + 1
    related, minor, major = close % tiers > 0, close >= 2 * tiers, close >= tiers
    for relatives in (related, minor, major, np.ones_like(related)):
        row = targets[relatives].sum(axis=0)
        row[origin] = 0.0
        if row.sum() > 0:
            return np.asarray(row / row.sum())
    raise DataError(Problem("no move out of any occupation was observed", where="mobility"))
