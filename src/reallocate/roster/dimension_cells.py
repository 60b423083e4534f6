"""Roles by department, site or country: cells of 50 people or more, small ones together as "other"."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reallocate.roster.privacy import FEWEST, ROLES, coarse_order, least_role
from reallocate.work.dimensions import MARKS, NOT_GIVEN, OTHER, plain

TIMES = 2.0
"""By so much more people a cell of an occupation must have than an occupation, to stand alone: somebody is
counted in one occupation, and in a cell of each dimension besides."""


def cells(
    rows: pd.DataFrame, role: pd.Series, by: Sequence[str], key: bytes, fewest: float | None = None
) -> pd.DataFrame:
    """The department, site or country under which each row is planned; (row) one column for each of `by`.

    rows : (row) fte [share of full time], 0 where nobody works, and the columns of `by`
    role : (row) occupation with which each is planned
    by : columns, in the order in which people are divided
    key : of the machine; it gives from how many people a cell stands alone, 50 to 90
    fewest : [FTE] from which a cell stands alone in figures that nobody else sees, by exact size
    Within an occupation small cells are "other", and where these have fewer than 50 people together, the
    smallest of the cells joins them: no cell is had by taking the others from their sum. Rows that are
    "other" already have the attributes of donors and tell of nobody: a few of them join the largest cell.
    """
    named = pd.DataFrame({column: _one_spelling(rows[column]) for column in by}, index=rows.index)
    within = role.astype(str)
    for column in by:
        sizes = rows["fte"].groupby([within, named[column]]).sum()
        of_place: dict[str, dict[str, float]] = {}
        where = [sizes.index.get_level_values(level).astype(str) for level in (0, 1)]
        for place, value, people in zip(*where, sizes, strict=True):
            of_place.setdefault(place, {})[value] = float(people)
        home = {
            place: _homes(f"{place}{MARKS[column]}", sizes, key, fewest) for place, sizes in of_place.items()
        }
        pairs = zip(within.tolist(), named[column].tolist(), strict=True)
        planned = [home[place][value] for place, value in pairs]
        named[column] = pd.Series(planned, index=rows.index, dtype=str)
        # As a role's headcount is drawn for it: without a column in which all of a place are together.
        apart = within.map({place: len({*of_value.values()}) > 1 for place, of_value in home.items()})
        within = within + (MARKS[column] + named[column].map(plain)).where(apart, "")
    return named


def _homes(place: str, sizes: dict[str, float], key: bytes, fewest: float | None) -> dict[str, str]:
    """(value) what each department, site or country of an occupation is planned as."""
    if fewest is None:
        least = {one: least_role(key, place + plain(one), TIMES * FEWEST) for one in sizes}
        ordered = sorted(sizes, key=lambda one: coarse_order(sizes[one], key, ROLES, place + plain(one)))
        small = [one for one in ordered if sizes[one] < least[one]]
    else:
        ordered = sorted(sizes, key=lambda one: (sizes[one], plain(one)))
        small = [one for one in ordered if sizes[one] < fewest]
    larger = [one for one in ordered if one not in small]
    together = sum(sizes[one] for one in small if one != OTHER)
    # With nobody at work in them, open positions join the largest cell instead.
    while small and 0 < together < (fewest or TIMES * FEWEST) and larger:
        small.append(larger.pop(0))
        together += sizes[small[-1]]
    target = OTHER if together > 0 or not larger else larger[-1]
    return {one: target if one in small else one for one in sizes}


def _one_spelling(texts: pd.Series) -> pd.Series:
    """Names with the most frequent spelling where only case and spaces differ; "not given" for blanks."""
    keys = texts.astype(str).map(plain)
    counts = pd.DataFrame({"key": keys, "text": texts.astype(str)}).value_counts().sort_index()
    first = counts.sort_values(ascending=False, kind="stable").reset_index().drop_duplicates("key")
    spelling = dict(zip(first["key"], first["text"].str.split().str.join(" "), strict=True)) | {"": NOT_GIVEN}
    return keys.map(spelling)
