"""The plan's charts: tables of a result in, Vega-Lite specifications out."""

from __future__ import annotations

from typing import Any

from reallocate.errors import DataError, UnknownName, nearest
from reallocate.plan.charts.chart import Chart, Column, Tables
from reallocate.plan.charts.doubt import FLIPS, HISTORY_FIFTHS, RANGE_OVER_SOURCES
from reallocate.plan.charts.money import MONEY, PAYROLL_AGAINST_COMPUTE
from reallocate.plan.charts.people import HEADCOUNT_WALK, NEAR_OPTIMAL_ROLES, WHO_IS_AFFECTED
from reallocate.plan.charts.work import WHICH_WORK_MOVES

CHARTS: dict[str, Chart] = {
    chart.name: chart
    for chart in (
        PAYROLL_AGAINST_COMPUTE,
        HEADCOUNT_WALK,
        WHO_IS_AFFECTED,
        NEAR_OPTIMAL_ROLES,
        WHICH_WORK_MOVES,
        MONEY,
        RANGE_OVER_SOURCES,
        FLIPS,
        HISTORY_FIFTHS,
    )
}

__all__ = ["CHARTS", "Chart", "Column", "Tables", "draw"]


def draw(name: str, tables: Tables) -> dict[str, Any]:
    """One chart of a plan as a Vega-Lite specification.

    name : a chart's name, such as `money`
    tables : gives a table of the result by name
    Raises `UnknownName` where there is no such chart and `DataError` where a table it needs
    is not available or has nothing to draw.
    """
    if name not in CHARTS:
        close = nearest(name, CHARTS) or tuple(CHARTS)
        raise UnknownName(f"there is no chart {name!r}; nearest: {', '.join(close)}")
    chart = CHARTS[name]
    lacking = chart.lacking(tables)
    if lacking:
        parts = [
            f"{', '.join(columns) or 'anything'} in the table {table}" for table, columns in lacking.items()
        ]
        raise DataError(f"the chart {name} needs {' and '.join(parts)}, not available")
    frame = chart.frame(tables)
    if frame.empty:
        raise DataError(chart.empty)
    return chart.spec(frame)
