"""The charts of a plan, in the order of its page."""

from __future__ import annotations

from reallocate.output.chart import Chart
from reallocate.study.plan.charts.doubt import HISTORY_FIFTHS, RANGE_OVER_SOURCES, TIPPING_POINTS
from reallocate.study.plan.charts.money import MONEY, PAYROLL_AGAINST_COMPUTE
from reallocate.study.plan.charts.people import (
    HEADCOUNT_WALK,
    NEAR_OPTIMAL_ROLES,
    WHICH_WORK_MOVES,
    WHO_IS_AFFECTED,
)

CHARTS: tuple[Chart, ...] = (
    PAYROLL_AGAINST_COMPUTE, HEADCOUNT_WALK, WHO_IS_AFFECTED, NEAR_OPTIMAL_ROLES, WHICH_WORK_MOVES, MONEY,
    RANGE_OVER_SOURCES, TIPPING_POINTS, HISTORY_FIFTHS,
)  # fmt: skip
