"""Unemployment of the young against all: how it moved since the first chat systems, and what would show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from reallocate.claims.basis.statistical_power import POWER, TEST
from reallocate.economy.forecasting.combined import PANDEMIC
from reallocate.measure.arrays import Array

YOUNG, GRADUATES, ALL = "unemployment_20_24", "unemployment_graduates_20_24", "unemployment"
RELEASE = "2022-11"
"""The last month without a chat system that everybody could use: ChatGPT came out on its last day."""
SINCE = "2015-01"
YEAR = 12
"""Months of a mean: a series without seasonal adjustment has no season left in it."""


@dataclass(frozen=True)
class YoungGap:
    """Unemployment of a group above what it usually is where all have as much [percentage points].

    before, now : mean of the year to `RELEASE`, and of the last year at hand
    noise : standard deviation of changes over as many months before `RELEASE`, the pandemic left out
    spans : pairs of years, as many months apart, that the noise is learnt from; most of them overlap
    last : month of the last figure
    """

    before: float
    now: float
    noise: float
    spans: int
    last: str

    @property
    def change(self) -> float:
        """Since `RELEASE` [percentage points]."""
        return self.now - self.before

    @property
    def detectable(self) -> float:
        """Smallest change that shows in four of five cases, (z_0.9 + z_0.8)·noise [percentage points]."""
        return float(ndtri(TEST) + ndtri(POWER)) * self.noise

    @property
    def ends(self) -> tuple[float, float]:
        """The change less and more what chance does in one of ten cases on either side."""
        reach = float(ndtri(TEST)) * self.noise
        return self.change - reach, self.change + reach


def young_gap(months: pd.DataFrame, group: str, plain: bool = False) -> YoungGap:
    """How unemployment of a group moved against that of all.

    months : series, month, value, the shipped table `national_months`
    group : `YOUNG` or `GRADUATES`
    plain : the difference to all, with a = 0 and b = 1
    gap[t] = u_group[t] − a − b·u_all[t], a and b by least squares from `SINCE` to `RELEASE`, without the
    pandemic: the young lose jobs first in every downturn, which is no doing of AI. Means of twelve months.
    Source: BLS Current Population Survey.
    """
    wide = months.pivot(index="month", columns="series", values="value")
    both = 100.0 * wide.loc[wide.index >= SINCE, [group, ALL]].dropna()
    calm = (both.index < PANDEMIC[0]) | (both.index > PANDEMIC[1])
    learnt = both[calm & (both.index <= RELEASE)]
    slope, level = (1.0, 0.0) if plain else np.polyfit(learnt[ALL], learnt[group], 1)
    gap = (both[group] - level - slope * both[ALL]).where(calm)
    year = gap.rolling(YEAR).mean()
    apart = len(gap.loc[RELEASE:]) - 1
    changes: Array = year[year.index <= RELEASE].diff(apart).dropna().to_numpy(dtype=float)
    noise = float(np.sqrt((changes**2).mean()))
    return YoungGap(
        float(year[RELEASE]), float(year.iloc[-1]), noise, len(changes), str(gap.index[-1])
    )
