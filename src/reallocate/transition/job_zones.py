"""Job zones: how long it usually takes to prepare for a job."""

from __future__ import annotations

import numpy as np
import pandas as pd

ZONE_WEEKS = (6.0, 32.0, 78.0, 156.0, 312.0)
"""Usual preparation of job zones 1 to 5 [weeks]: middle of O*NET's ranges of specific vocational
preparation, up to 3 months, 3 to 12 months, 1 to 2 years, 2 to 4 years, and 6 of 4 to 10 years. The ranges
are O*NET 30.1's, the middle is a judgement (grade J)."""


def preparation(zone: pd.Series[float]) -> pd.Series[float]:
    """Usual preparation for a job zone [weeks], between whole zones by a straight line.

    zone : (row) [1–5]
    Source: O*NET 30.1 Job Zone Reference; the middle of each range is a judgement.
    """
    weeks = np.interp(zone.to_numpy(float), np.arange(1, 6), ZONE_WEEKS)
    return pd.Series(weeks, index=zone.index)
