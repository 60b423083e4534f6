"""What it takes to learn another job inside a firm: weeks of training, its cost, and learning by doing."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

LICENSED = ("23-1000", "25-1000", "25-2000", "29-1000", "53-2000")
"""Minor groups open only to graduates of a field or to licence holders: lawyers and judges, teachers in
universities and schools, clinicians, pilots and controllers. No firm trains for these in weeks."""

ZONE_WEEKS = (6.0, 32.0, 78.0, 156.0, 312.0)
"""Usual preparation of job zones 1 to 5 [weeks]: middle of O*NET's ranges of specific vocational
preparation, up to 3 months, 3 to 12 months, 1 to 2 years, 2 to 4 years, and 6 of 4 to 10 years. The ranges
are O*NET 30.1's, the middle is a judgement (grade J)."""

SAME, BROAD, RELATED, OTHER = "same occupation", "same broad group", "related occupation", "other"

LEARNING: MappingProxyType[str, tuple[float, float]] = MappingProxyType(
    {SAME: (0.0, 0.1), BROAD: (1.0, 0.4), RELATED: (2.0, 0.6), OTHER: (4.0, 1.0)}
)
"""By closeness: weeks of training at least [weeks], and share of the ramp-up of unlike work. A judgement
of this project (grade J), no measured figures at hand."""


def preparation(zone: pd.Series[float]) -> pd.Series[float]:
    """Usual preparation for a job zone [weeks], between whole zones by a straight line.

    zone : (row) [1–5]
    Source: O*NET 30.1 Job Zone Reference; the middle of each range is a judgement.
    """
    weeks = np.interp(zone.to_numpy(float), np.arange(1, 6), ZONE_WEEKS)
    return pd.Series(weeks, index=zone.index)


def training_weeks(
    origin_zone: pd.Series[float], target_zone: pd.Series[float], closeness: pd.Series[str], taught: float
) -> pd.Series[float]:
    """Training before a move [weeks], rounded to half weeks.

    origin_zone, target_zone : (move) [1–5]
    closeness : (move) how like the two jobs are
    taught : [share] of the difference in usual preparation that is taught before a move
    least[closeness] + taught·max(0, preparation[target] − preparation[origin])
    """
    longer = (preparation(target_zone) - preparation(origin_zone)).clip(lower=0.0)
    least = closeness.map({name: weeks for name, (weeks, _) in LEARNING.items()}).astype(float)
    return ((least + taught * longer) * 2).round() / 2


def ramp_up_weeks(closeness: pd.Series[str], unlike: float) -> pd.Series[float]:
    """Time from a move until fully productive [weeks], rounded to half weeks.

    closeness : (move) how like the two jobs are
    unlike : the same for a move to unlike work [weeks]
    share[closeness]·unlike
    """
    share = closeness.map({name: part for name, (_, part) in LEARNING.items()}).astype(float)
    return (share * unlike * 2).round() / 2
