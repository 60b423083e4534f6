"""People by group and roles by place, exactly; groups of fewer than five stand together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reallocate.work.firm import MARKS, NOT_GIVEN, OTHER, plain

FEW = 5
"""[people or FTE] Smaller groups, titles and roles stand together."""
FEWER = f"fewer than {FEW}"


def group_counts(values: pd.Series) -> pd.Series:
    """(group) People, the largest first; groups of fewer than five are "other", which stands last.

    values : (row) the group of each person, "" where none is given
    """
    named = values.where(values.ne(""), NOT_GIVEN)
    sizes = named.value_counts()
    counts = named.where(~named.isin(sizes.index[sizes < FEW]), OTHER).value_counts()
    last = counts.index.isin([OTHER, NOT_GIVEN])
    return counts.iloc[np.lexsort((counts.index.to_numpy(dtype=str), -counts.to_numpy(), last))]


def cells(rows: pd.DataFrame, role: pd.Series, by: Sequence[str]) -> pd.DataFrame:
    """The department, site or country under which each row is planned; (row) one column for each of `by`.

    rows : (row) fte [share of full time], 0 where nobody works, and the columns of `by`
    role : (row) occupation with which each is planned
    by : columns, in the order in which people are divided
    Within an occupation places of fewer than five full-time positions are "other".
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
    small = [one for one in size if size[one] < FEW]
    # With nobody at work in them, open positions join the largest place instead.
    nobody = len(small) < len(size) and not any(size[one] for one in small)
    target = max(size, key=lambda one: (size[one], plain(one))) if nobody else OTHER
    return {one: target if one in small else one for one in size}


def one_spelling(texts: pd.Series) -> pd.Series:
    """Names with the most frequent spelling where only case and spaces differ; "not given" for blanks."""
    keys = texts.astype(str).map(plain)
    counts = pd.DataFrame({"key": keys, "text": texts.astype(str)}).value_counts().sort_index()
    first = counts.sort_values(ascending=False, kind="stable").reset_index().drop_duplicates("key")
    spelling = dict(zip(first["key"], first["text"].str.split().str.join(" "), strict=True)) | {"": NOT_GIVEN}
    return keys.map(spelling)
