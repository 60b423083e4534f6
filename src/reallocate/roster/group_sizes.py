"""About how many people are in each group of several columns, so that no figures contradict each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reallocate.roster.privacy import (
    ABOUT,
    TOTAL,
    graded,
    in_two_digits,
    largest_first,
    least_shown,
    published_total,
    with_small_pooled,
)
from reallocate.work.dimensions import plain

AGE = "age"
"""Keeps the figures from `graded`, which a plan shows too."""
WIDEST_FIRST = (AGE, "country", "location", "department", "level")
"""Whose number a group takes that holds mostly the same people. Age is first: a plan shows it too."""
MOSTLY, NEARLY = 0.5, 0.9
"""Shares of the larger of two groups from which they take one number, and are one unknown of the sums."""
ROUNDS = 30


def group_sizes(columns: Mapping[str, pd.Series], key: bytes) -> dict[str, pd.Series]:
    """(column) about how many people each group has, as from `graded`; small groups are "other".

    columns : (column of `WIDEST_FIRST`) the group of each person, "" where none is given; of the same people
    key : of the machine
    Groups of two columns that share more than half of their people take the same number from the key, so that
    the same people are shown as the same figure. No group is shown as larger than one that holds all its
    people, or than all people together. Both follow from who shares a group, not from how many, so that
    one person more or less seldom decides them. Then figures are moved within their cells until the groups of
    each column but age make about all people: it follows from what is shown without it and tells no more.
    """
    people = len(next(iter(columns.values()), ()))
    if people < least_shown(key, TOTAL):
        return {column: pd.Series(dtype=float) for column in columns}
    pooled = {column: with_small_pooled(values, key, column) for column, values in columns.items()}
    sizes = {column: groups.value_counts().sort_index() for column, groups in pooled.items()}
    at = {column: sizes[column].index.get_indexer(pd.Index(groups)) for column, groups in pooled.items()}
    shared = _shared(at)
    number = _number_of(sizes, shared)
    alone = {
        column: np.array([graded(size, key, number[column, str(group)]) for group, size in counts.items()])
        for column, counts in sizes.items()
    }
    total = published_total(people, key)
    moved = {column: each for column, each in alone.items() if column != AGE}
    fitted = alone | _adding_up(moved, _unknowns(sizes, shared, moved), total)
    figures = {column: _capped(column, fitted, sizes, shared, total) for column in columns}
    return {
        column: largest_first(pd.Series(figures[column], index=counts.index))
        for column, counts in sizes.items()
    }


def number_name(column: str, group: str) -> str:
    """What the number of a group is drawn for, where no other group holds mostly the same people.

    column, group : such as location and a place
    """
    return f"{column} {plain(group)}"


def _shared(places: Mapping[str, np.ndarray]) -> dict[tuple[str, str], np.ndarray]:
    """(column, another) (group of the one, group of the other) people in both.

    places : (column) (person) which of the column's groups
    """
    groups = {column: int(at.max()) + 1 for column, at in places.items()}
    return {
        (one, other): np.bincount(
            places[one] * groups[other] + places[other], minlength=groups[one] * groups[other]
        ).reshape(groups[one], groups[other])
        for one in places
        for other in places
        if one != other
    }


def _unknowns(
    sizes: Mapping[str, pd.Series],
    shared: Mapping[tuple[str, str], np.ndarray],
    alone: Mapping[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """(column) (group) which unknown its figure is: one for nearly the same people and one figure."""
    found: dict[str, np.ndarray] = {}
    count = 0
    for column in (column for column in WIDEST_FIRST if column in alone):
        found[column] = np.arange(count, count + len(sizes[column]))
        for wide, places in found.items():
            if wide != column:
                larger = np.maximum.outer(sizes[column].to_numpy(), sizes[wide].to_numpy())
                same = (shared[column, wide] > NEARLY * larger) & np.equal.outer(alone[column], alone[wide])
                found[column] = np.where(same.any(axis=1), places[same.argmax(axis=1)], found[column])
        count += len(sizes[column])
    return found


def _adding_up(
    alone: Mapping[str, np.ndarray], unknowns: Mapping[str, np.ndarray], total: float
) -> dict[str, np.ndarray]:
    """(column) (group) figures near those alone whose sum is near the total in each column.

    x[group] ← x[group]·total/Σx for each column in turn, never outside the figure's cell, a factor of √5
    to either side.
    Source: Deming and Stephan 1940, Annals of Mathematical Statistics 11:427, doi:10.1214/aoms/1177731829.
    """
    first = np.ones(1 + max((int(one.max(initial=0)) for one in unknowns.values()), default=0))
    for column, places in unknowns.items():
        first[places] = alone[column]
    found, widest = first.copy(), np.sqrt(ABOUT)
    for _ in range(ROUNDS):
        for places in unknowns.values():
            scaled = found[places] * (total / found[places].sum())
            found[places] = np.clip(scaled, first[places] / widest, first[places] * widest)
    return {column: in_two_digits(found[places]) for column, places in unknowns.items()}


def _number_of(
    sizes: Mapping[str, pd.Series], shared: Mapping[tuple[str, str], np.ndarray]
) -> dict[tuple[str, str], str]:
    """(column, group) what its number is drawn for: the widest group that holds mostly the same people."""
    found: dict[tuple[str, str], str] = {}
    order = [column for column in WIDEST_FIRST if column in sizes]
    for place, column in enumerate(order):
        for at, (group, size) in enumerate(sizes[column].items()):
            alike = (
                (wide, str(other))
                for wide in order[:place]
                for other, both in zip(sizes[wide].index, shared[column, wide][at], strict=True)
                if both > MOSTLY * max(sizes[wide][other], size)
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
    return np.asarray(most)
