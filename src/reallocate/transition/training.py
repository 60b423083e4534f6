"""What it takes to learn another job inside a firm: weeks of training, its cost, and learning by doing."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

from reallocate.measure.source import Grade
from reallocate.work.parameters import Parameter

ZONE_WEEKS = (6.0, 32.0, 78.0, 156.0, 312.0)
"""Usual preparation of job zones 1 to 5 [weeks]: middle of O*NET's ranges of specific vocational
preparation, up to 3 months, 3 to 12 months, 1 to 2 years, 2 to 4 years, and 6 of 4 to 10 years."""

SAME, BROAD, RELATED, OTHER = "same occupation", "same broad group", "related occupation", "other"

LEARNING: MappingProxyType[str, tuple[float, float]] = MappingProxyType(
    {SAME: (0.0, 0.1), BROAD: (1.0, 0.4), RELATED: (2.0, 0.6), OTHER: (4.0, 1.0)}
)
"""By closeness: weeks of training at least [weeks], and share of the ramp-up of unlike work (grade J)."""


def _judged(name: str, value: float, low: float, high: float, unit: str, says: str, source: str) -> Parameter:
    return Parameter(
        name=name, value=value, low=low, high=high, unit=unit, grade=Grade.J, vintage="2026", source=source,
        says=says,
    )  # fmt: skip


ASSUMED: MappingProxyType[str, Parameter] = MappingProxyType(
    {
        parameter.name: parameter
        for parameter in (
            _judged(
                "move_taught_share", 0.15, 0.05, 0.5, "share of the difference in usual preparation",
                "how much of a higher job zone's longer preparation a firm teaches before a move",
                "no measured figure at hand; most preparation is schooling and practice that people have",
            ),
            _judged(
                "move_training_cost", 800.0, 200.0, 2_000.0, "USD/person/week",
                "outside cost of a week of training, without the pay of the person trained",
                "no measured figure at hand; between online courses and intensive courses in person",
            ),
            _judged(
                "move_least_pay", 0.8, 0.6, 1.0, "share of the old job's cost",
                "what a job must pay to count as a move and not as a loss",
                "Trade Act of 1974, section 236(e): suitable employment pays at least 80% of the old wage",
            ),
            _judged(
                "move_least_share", 0.001, 0.0005, 0.005, "share of people/year",
                "yearly share of a group's people seen to go to another above which a move counts as usual",
                "the survey's median share is .0008; where the share is also above what size alone explains",
            ),
        )
    }
)  # fmt: skip
"""Assumptions on moves, each with unit, range, grade and source."""


def preparation(zone: pd.Series[float]) -> pd.Series[float]:
    """Usual preparation for a job zone [weeks], between whole zones by a straight line.

    zone : (row) [1–5]
    Source: O*NET 30.1 Job Zone Reference; the middle of each range is a judgement.
    """
    weeks = np.interp(zone.to_numpy(float), np.arange(1, 6), ZONE_WEEKS)
    return pd.Series(weeks, index=zone.index)


def training_weeks(
    origin_zone: pd.Series[float], target_zone: pd.Series[float], closeness: pd.Series[str]
) -> pd.Series[float]:
    """Training before a move [weeks], rounded to half weeks.

    origin_zone, target_zone : (move) [1–5]
    closeness : (move) how like the two jobs are
    least[closeness] + taught·max(0, preparation[target] − preparation[origin])
    """
    longer = (preparation(target_zone) - preparation(origin_zone)).clip(lower=0.0)
    least = closeness.map({name: weeks for name, (weeks, _) in LEARNING.items()}).astype(float)
    return ((least + ASSUMED["move_taught_share"].value * longer) * 2).round() / 2


def ramp_up_weeks(closeness: pd.Series[str], unlike: float) -> pd.Series[float]:
    """Learning by doing after a move [weeks], rounded to half weeks.

    closeness : (move) how like the two jobs are
    unlike : ramp-up in unlike work [weeks]
    """
    share = closeness.map({name: part for name, (_, part) in LEARNING.items()}).astype(float)
    return (share * unlike * 2).round() / 2
