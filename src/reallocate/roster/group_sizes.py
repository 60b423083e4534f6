"""About how many people are in each group of several columns, so that no two figures contradict each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reallocate.roster.privacy import TOTAL, graded, largest_first, least_shown, published_total, with_small_pooled
from reallocate.work.dimensions import plain

WIDEST_FIRST = ("age", "country", "location", "department", "level")
"""Whose number a group takes that holds mostly the same people as another. Age is first: a plan shows it too."""
MOSTLY = 0.5


def group_sizes(columns: Mapping[str, pd.Series], key: bytes) -> dict[str, pd.Series]:
    """(column) about how many people each group has, as from `graded`; small groups are "other".

    columns : (column) the group of each person, "" where none is given; all of the same people
    key : of the machine
    Groups of two columns that share more than half of their people take the same number from the key, so that
    the same people are shown as the same figure. No group is shown as larger than one that holds all its
    people, or than all people together. Both follow from who shares a group, not from how many, so that
    one person more or less seldom decides them.
    """
    people = len(next(iter(columns.values()), ()))
    if people < least_shown(key, TOTAL):
        return {column: pd.Series(dtype=float) for column in columns}
    pooled = {column: with_small_pooled(values, key, column) for column, values in columns.items()}
    sizes = {column: groups.value_counts().sort_index() for column, groups in pooled.items()}
    shared = {
        (first, second): _shared(pooled[first], pooled[second], sizes[first].index, sizes[second].index)
        for first in columns
        for second in columns
        if first != second
    }
    number = _number_of(sizes, shared)
    alone = {
        column: np.array([graded(size, key, number[column, str(group)]) for group, size in counts.items()])
        for column, counts in sizes.items()
    }
    total = published_total(people, key)
    return {
        column: largest_first(pd.Series(_capped(column, alone, sizes, shared, total), index=sizes[column].index))
        for column in columns
    }


def number_name(column: str, group: str) -> str:
    """What the number of a group is drawn for, where no other group holds mostly the same people.

    column, group : such as location and a place
    """
    return f"{column} {plain(group)}"


def _shared(first: pd.Series, second: pd.Series, rows: pd.Index, columns: pd.Index) -> np.ndarray:
    """(group of the first, group of the second) people in both."""
    at = rows.get_indexer(first) * len(columns) + columns.get_indexer(second)
    return np.bincount(at, minlength=len(rows) * len(columns)).reshape(len(rows), len(columns))


def _number_of(
    sizes: Mapping[str, pd.Series], shared: Mapping[tuple[str, str], np.ndarray]
) -> dict[tuple[str, str], str]:
    """(column, group) what its number is drawn for: the widest group that holds mostly the same people."""
    found: dict[tuple[str, str], str] = {}
    order = [column for column in WIDEST_FIRST if column in sizes]
    for place, column in enumerate(order):
        for at, (group, size) in enumerate(sizes[column].items()):
            alike = (
                (wide, str(sizes[wide].index[into]))
                for wide in order[:place]
                for into in np.flatnonzero(
                    shared[column, wide][at] > MOSTLY * np.maximum(sizes[wide].to_numpy(), size)
                )
            )
            same = next(alike, None)
            found[column, str(group)] = found[same] if same else number_name(column, str(group))
    return found


def _capped(
    column: str,
    alone: Mapping[str, np.ndarray],
    sizes: Mapping[str, pd.Series],
    shared: Mapping[tuple[str, str], np.ndarray],
    total: float,
) -> np.ndarray:
    """(group) its size, or that of the smallest whole that holds all its people."""
    most = np.minimum(alone[column], total)
    for other, figures in alone.items():
        if other != column:
            holds = shared[column, other] == sizes[column].to_numpy()[:, None]
            most = np.minimum(most, np.where(holds, figures, np.inf).min(axis=1))
    return most
