"""Chart of the Beveridge curve: openings against unemployment, along time."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from reallocate.output.chart import Chart, Column, Drawn, Tables

MARKS = 10
"""Moments that are marked along the curve, so that its way is seen without colours."""


def _path(tables: Tables) -> pd.DataFrame:
    path = tables("path")
    chart = path[path["in_loop"]] if "in_loop" in path.columns and path["in_loop"].any() else path
    return chart[["years", "unemployment_rate", "vacancy_rate"]].reset_index(drop=True)


def _evenly(frame: pd.DataFrame) -> list[int]:
    """Places along the curve that lie equally far apart as it is drawn."""
    along = np.zeros(len(frame))
    for name in ("unemployment_rate", "vacancy_rate"):
        values = frame[name].to_numpy(dtype=float)
        step = np.diff(values) / (np.ptp(values) or 1.0)
        along[1:] += step**2
    covered = np.cumsum(np.sqrt(along))
    wanted = np.linspace(0.0, covered[-1], MARKS + 1)
    return sorted({int(place) for place in np.searchsorted(covered, wanted).clip(0, len(frame) - 1)})


def _draw(frame: pd.DataFrame) -> Drawn:
    marked = frame.iloc[_evenly(frame)]
    across = alt.X(
        "unemployment_rate:Q",
        title="Unemployed [% of the labour force at the start]",
        scale=alt.Scale(zero=False, padding=20),
    )
    up = alt.Y(
        "vacancy_rate:Q",
        title="Open positions [% of all positions]",
        scale=alt.Scale(zero=False, padding=20),
    )
    tooltip = [
        alt.Tooltip("years:Q", title="years", format=".1f"),
        alt.Tooltip("unemployment_rate:Q", title="unemployed, %", format=".2f"),
        alt.Tooltip("vacancy_rate:Q", title="open positions, %", format=".2f"),
    ]
    line = alt.Chart(frame).mark_line(strokeWidth=1.5).encode(x=across, y=up, order="years:Q")
    points = (
        alt.Chart(marked)
        .mark_point(filled=True, size=60, opacity=1)
        .encode(
            x=across,
            y=up,
            color=alt.Color("years:Q", scale=alt.Scale(scheme="viridis", reverse=True), legend=None),
            tooltip=tooltip,
        )
    )
    words = (
        alt.Chart(marked)
        .mark_text(dx=9, dy=-9, align="left")
        .encode(x=across, y=up, text=alt.Text("years:Q", format=".0f"))
    )
    chart: Drawn = alt.layer(line, points, words).properties(height=420)
    return chart


BEVERIDGE = Chart(
    name="beveridge",
    title="The Beveridge curve: openings against unemployment [%]",
    reading=(
        "The line goes from moment to moment; the numbers are years since the start, light is early and dark "
        "is late. Over a shock the part from its first step is drawn, over a business cycle the last full "
        "one, else all. A curve that turns counter-clockwise has more people without a job, for the same "
        "openings, while unemployment falls than while it rises."
    ),
    empty="There is no step to show.",
    needs={"path": ("years", "unemployment_rate", "vacancy_rate")},
    columns={
        "years": Column("Years since the start", "years"),
        "unemployment_rate": Column("Unemployed", "% of the labour force"),
        "vacancy_rate": Column("Open positions", "% of all positions"),
    },
    frame=_path,
    draw=_draw,
)
