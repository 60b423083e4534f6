"""Small departments, sites and countries: their people count with attributes of donors from the whole firm.

Rounding hides one person in 24 of 25 cases, but four people who come or go together show four times as often,
in every table at once. So what is published of a small department is that it has people, not what they do:
each of them counts as somebody drawn from the whole firm. On average every figure stays right.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.roster.privacy import uniform
from reallocate.roster.worker_types import FILLED
from reallocate.work.dimensions import OF_COLUMN, OTHER, plain

FEW, TIMES = 8.0, 1.5
"""[people] A department, site or country with so many never shows what its people do; with 1.5 times as many
it always does."""
MOST_APART = 0.1
"""[share of rows] As long as small groups have fewer, no donor is from one."""
KEPT = ("status", "manager")
"""What a person keeps."""
ROW, SLOT, SMALL = "row", "slot", "small group"


def with_donors(rows: pd.DataFrame, occupations: pd.Series, key: bytes) -> tuple[pd.DataFrame, pd.Series]:
    """The rows as they may be counted: people of small groups with a donor's attributes, their group "other".

    rows : (row) as in `People.rows`
    occupations : (row) code of each row
    key : of the machine
    A group is small where it has fewer people than 8·1.5^u, u drawn for the group: 8 to 12, so that a person
    more or less seldom decides it. The k-th person of small groups takes the attributes of the row whose
    number is next above the one drawn for k. Both are permanent: whichever small group is closed, the same
    last donors are gone. Donors are not of small groups themselves, unless these have a tenth of all rows:
    occupations that work in small groups alone would vanish.
    Source: Andridge and Little, A review of hot deck imputation for survey non-response, International
    Statistical Review 78, 2010, doi:10.1111/j.1751-5823.2010.00103.x; Ohlsson, Coordination of samples using
    permanent random numbers, in Business Survey Methods, 1995, doi:10.1002/9781118150504.
    """
    small = {column: _in_small_group(rows, column, key) for column in OF_COLUMN}
    kinds = pd.Series("", index=rows.index, dtype=object)
    for column, is_small in small.items():
        kinds = kinds.mask(is_small, kinds + column)
    if kinds.eq("").all():
        return rows, occupations
    numbers = _row_numbers(rows, key)
    may_give = kinds.eq("") | (kinds.ne("").mean() >= MOST_APART)
    donor = pd.Series(rows.index, index=rows.index)
    for status in sorted(rows["status"].unique()):
        of_status = rows["status"].eq(status)
        givers = may_give & of_status
        pool = numbers[givers if givers.any() else of_status]
        for kind in sorted(set(kinds[of_status]) - {""}):
            members = rows.index[of_status & kinds.eq(kind)]
            donor[members] = _drawn(pool, len(members), f"{status} {kind}", key)
    counted = rows.loc[donor].set_axis(rows.index).assign(**{name: rows[name] for name in KEPT})
    # Somebody with reports keeps their own manager, so that no circle arises.
    leads = rows.index.isin(rows["manager"].dropna().unique())
    counted["manager"] = rows["manager"].where(leads, rows["manager"].loc[donor].set_axis(rows.index))
    for column in OF_COLUMN:
        counted[column] = counted[column].mask(small[column], OTHER)
    return counted, occupations.loc[donor].set_axis(rows.index)


def _in_small_group(rows: pd.DataFrame, column: str, key: bytes) -> pd.Series:
    """(row) Whether its department, site or country is small; not where none is given."""
    names = rows[column].astype(str).map(plain)
    sizes = names[rows["status"].eq(FILLED)].value_counts()
    small = {
        name: name != "" and sizes.get(name, 0) < FEW * TIMES ** uniform(key, SMALL, column, name)
        for name in names.unique()
    }
    return names.map(small).astype(bool)


def _drawn(pool: pd.Series, count: int, kind: str, key: bytes) -> pd.Index:
    """Rows of the donors of some people, in a permanent order.

    pool : (row) number from 0 to 1
    kind : of whom they are the donors
    """
    ordered = pool.sort_values(kind="stable")
    slots = [uniform(key, SLOT, kind, str(number)) for number in range(count)]
    return ordered.index[np.searchsorted(ordered.to_numpy(), slots) % len(ordered)]


def _row_numbers(rows: pd.DataFrame, key: bytes) -> pd.Series:
    """(row) A number from 0 to 1 that the key gives to what a row holds; alike rows have different ones."""
    held = pd.util.hash_pandas_object(rows.drop(columns="manager"), index=False)
    again = held.groupby(held.to_numpy()).cumcount()
    pairs = zip(held.tolist(), again.tolist(), strict=True)
    return pd.Series([uniform(key, ROW, f"{one:x}", str(count)) for one, count in pairs], index=rows.index)
