"""T, direction index: the share of hours that directs the work of others or of machines."""

from __future__ import annotations

import pandas as pd

from reallocate.work.activities import WIDTHS, activity_set


def set_share(content: pd.DataFrame, chosen: pd.Index) -> pd.Series:
    """The share of each occupation's hours that falls on a set of activities.

    content : (occupation, activity) share [share of hours]
    chosen : activities
    Returns (occupation) share [share of hours]; 0 where none of them occurs.
    """
    inside = content["share"].where(content["activity"].isin(chosen), 0.0)
    return inside.groupby(content["occupation"]).sum()


def direction_index(content: pd.DataFrame) -> pd.DataFrame:
    """The direction index of each occupation by its two definitions.

    content : (occupation, activity) share [share of hours]
    Returns (occupation) narrow, wide [share of hours]. Narrow: setting strategies, planning,
    supervising and directing, staffing. Wide: also deciding, scheduling, relaying, training,
    coaching, and checking the work of others or of machines (monitoring, inspecting, judging,
    compliance). Hours that check machines are not told apart from those that check people.
    """
    shares = {width: set_share(content, activity_set("direction", width)) for width in WIDTHS}
    return pd.DataFrame(shares)
