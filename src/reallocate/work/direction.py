"""T, direction index: the share of hours that directs the work of others or of machines."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from reallocate.work.activities import WIDTHS, activity_set


def set_share(content: xr.DataArray, chosen: pd.Index) -> xr.DataArray:
    """The share of hours that falls on a set of activities.

    content : (occupation or role, activity) [share of hours]
    chosen : activities; those without hours anywhere may be absent from content
    Returns (occupation or role) [share of hours].
    """
    return content.where(content["activity"].isin(chosen.to_numpy()), 0.0).sum("activity")


def direction_index(content: xr.DataArray) -> xr.DataArray:
    """The direction index by its two definitions.

    content : (occupation or role, activity) [share of hours]
    Returns (width, occupation or role) [share of hours]. Narrow: setting strategies, planning,
    supervising and directing, staffing. Wide: also deciding, scheduling, relaying, training,
    coaching, and checking the work of others or of machines (monitoring, inspecting, judging,
    compliance). Hours that check machines are not told apart from those that check people.
    I[o] = Σ_a∈set h[o,a]
    """
    shares = [set_share(content, activity_set("direction", width)) for width in WIDTHS]
    return xr.concat(shares, pd.Index(WIDTHS, name="width"), coords="minimal")
