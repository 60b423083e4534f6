"""People by group, exactly; groups of fewer than five stand together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.work.dimensions import NOT_GIVEN, OTHER

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
