"""Tables and charts of a result, asked for by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.errors import UnknownName, nearest
from reallocate.output.chart import Chart


def table_named(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    """A copy of one table.

    tables : by name
    name : of the table; raises `UnknownName` where there is none
    """
    if name not in tables:
        close = ", ".join(nearest(name, tables) or sorted(tables))
        raise UnknownName(f"there is no table {name!r}; nearest: {close}")
    return tables[name].copy()


def chart_named(charts: Mapping[str, Chart], name: str, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """One chart as a Vega-Lite specification.

    charts : by name; none where a result has only tables
    name : of the chart; raises `UnknownName` where there is none
    tables : of the result, by name
    """
    if name not in charts:
        found = f"nearest: {', '.join(nearest(name, charts) or sorted(charts))}"
        if not charts:
            found = f"this result has tables only: {', '.join(sorted(tables))}"
        raise UnknownName(f"there is no chart {name!r}; {found}")
    chart = charts[name]
    return chart.spec(chart.frame(lambda table: table_named(tables, table)))
