"""Roles by department, site or country: cells of five people or more, small ones together as "other"."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reallocate.roster.groups import FEW
from reallocate.work.dimensions import MARKS, NOT_GIVEN, OTHER, plain


def cells(rows: pd.DataFrame, role: pd.Series, by: Sequence[str]) -> pd.DataFrame:
    """The department, site or country under which each row is planned; (row) one column for each of `by`.

    rows : (row) fte [share of full time], 0 where nobody works, and the columns of `by`
    role : (row) occupation with which each is planned
    by : columns, in the order in which people are divided
    Within an occupation cells of fewer than five full-time positions are "other", and where these have fewer
    together, the smallest of the cells joins them.
    """
    named = pd.DataFrame({column: one_spelling(rows[column]) for column in by}, index=rows.index)
    within = role.astype(str)
    for column in by:
        sizes = rows["fte"].groupby([within, named[column]]).sum()
        home = {place: _homes(of_place.droplevel(0)) for place, of_place in sizes.groupby(level=0)}
        pairs = zip(within.tolist(), named[column].tolist(), strict=True)
        named[column] = pd.Series([home[place][value] for place, value in pairs], index=rows.index, dtype=str)
        within = within + MARKS[column] + named[column].map(plain)
    return named


def _homes(sizes: pd.Series) -> dict[str, str]:
    """(value) what each department, site or country of an occupation is planned as."""
    size = {str(value): float(people) for value, people in sizes.items()}
    ordered = sorted(size, key=lambda one: (size[one], plain(one)))
    small = [one for one in ordered if size[one] < FEW]
    larger = ordered[len(small) :]
    together = sum(size[one] for one in small)
    # With nobody at work in them, open positions join the largest cell instead.
    while 0 < together < FEW and larger:
        small.append(larger.pop(0))
        together += size[small[-1]]
    target = OTHER if together > 0 or not larger else larger[-1]
    return {one: target if one in small else one for one in size}


def one_spelling(texts: pd.Series) -> pd.Series:
    """Names with the most frequent spelling where only case and spaces differ; "not given" for blanks."""
    keys = texts.astype(str).map(plain)
    counts = pd.DataFrame({"key": keys, "text": texts.astype(str)}).value_counts().sort_index()
    first = counts.sort_values(ascending=False, kind="stable").reset_index().drop_duplicates("key")
    spelling = dict(zip(first["key"], first["text"].str.split().str.join(" "), strict=True)) | {"": NOT_GIVEN}
    return keys.map(spelling)
