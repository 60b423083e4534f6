"""Roles by department, site or country: cells of five people or more, small ones together as "other"."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reallocate.roster.privacy import FEWEST, least_shown
from reallocate.work.dimensions import NOT_GIVEN, OTHER, plain


def cells(rows: pd.DataFrame, role: pd.Series, by: Sequence[str], digest: str) -> pd.DataFrame:
    """The department, site or country under which each row is planned; (row) one column for each of `by`.

    rows : (row) fte [share of full time], 0 where nobody works, and the columns of `by`
    role : (row) occupation with which each is planned
    by : columns, in the order in which people are divided
    digest : of the file; it draws from how many people a cell stands alone, five to nine
    Within an occupation small cells are "other", and where these have fewer than five people together, the
    smallest of the cells joins them: no cell is had by taking the others from their sum.
    """
    named = pd.DataFrame({column: _one_spelling(rows[column]) for column in by}, index=rows.index)
    for code, members in rows.groupby(role).groups.items():
        _divide(named, rows["fte"], members, by, f"{code}", digest)
    return named


def _divide(
    named: pd.DataFrame, fte: pd.Series, members: pd.Index, by: Sequence[str], place: str, digest: str
) -> None:
    """Put small cells of some rows together, column by column; changes `named`."""
    if not by:
        return
    column = by[0]
    sizes = fte[members].groupby(named.loc[members, column]).sum().sort_index()
    sizes = sizes.sort_values(kind="stable")
    small = [one for one in sizes.index if sizes[one] < least_shown(f"{place} {one}", digest, column)]
    larger = [one for one in sizes.index if one not in small]
    together = float(sizes[small].sum())
    if small and together < FEWEST and larger:
        # With nobody at work in them, open positions join the largest cell instead.
        small = [*small, larger.pop(0)] if together > 0 else small
    target = OTHER if together > 0 or not larger else larger[-1]
    joined = named.loc[members, column].isin(small)
    named.loc[members[joined.to_numpy()], column] = target
    for value, inside in named.loc[members].groupby(column).groups.items():
        _divide(named, fte, inside, by[1:], f"{place} {value}", digest)


def _one_spelling(texts: pd.Series) -> pd.Series:
    """Names with the most frequent spelling where only case and spaces differ; "not given" for blanks."""
    keys = texts.astype(str).map(plain)
    counts = pd.DataFrame({"key": keys, "text": texts.astype(str)}).value_counts().sort_index()
    first = counts.sort_values(ascending=False, kind="stable").reset_index().drop_duplicates("key")
    spelling = dict(zip(first["key"], first["text"].str.split().str.join(" "), strict=True)) | {"": NOT_GIVEN}
    return keys.map(spelling)
