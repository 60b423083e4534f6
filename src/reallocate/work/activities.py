"""W8: the 37 activities, each with one kind of work, and the sets of them that the laws use."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import pandas as pd

KINDS = ("managing", "coordinating", "routine analysis", "specialist", "hands-on")
"""The fixed axis of kinds of work; a plan adds `DIRECTING`."""

DIRECTING = "directing AI"
FAMILIES = ("code", "writing", "support", "analysis", "other")
"""What trials of augmentation are grouped by (W5)."""

Width = Literal["narrow", "wide"]
WIDTHS: tuple[Width, ...] = ("narrow", "wide")
"""The two readings of a set of activities: the narrow one is contained in the wide one."""


def activities() -> pd.DataFrame:
    """The 37 O*NET generalized work activities that carry tasks, with what reallocate says of each.

    Returns (activity) title, kind (of work), family (of augmentation), coordination and direction
    (narrow, wide, or empty where the activity is in neither set), reason (of the kind). The kind
    is a judgement by the detailed activities with the most employment-weighted hours.
    Source: O*NET 30.1 Content Model Reference (titles); kinds, families and sets are this project's.
    """
    text = files("reallocate.work").joinpath("activities.csv")
    with text.open(encoding="utf-8") as stream:
        return pd.read_csv(stream, keep_default_na=False, index_col="activity")


@cache
def activity_set(name: Literal["coordination", "direction"], width: Width) -> pd.Index:
    """The activities of a set, in the narrow or the wide reading.

    name : `coordination` (set C of P2) or `direction` (of the direction index)
    width : `narrow` or `wide`
    """
    widths = WIDTHS[: WIDTHS.index(width) + 1]
    table = activities()
    return table.index[table[name].isin(widths)]
