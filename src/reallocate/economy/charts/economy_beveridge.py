"""Chart of the Beveridge curve while firms adopt AI: openings against unemployment, year by year."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.output.chart import Chart, Column, Drawn, Tables

MONTHS = 12


def _path(tables: Tables) -> pd.DataFrame:
    path = tables("path")[["year", "unemployment", "openings"]]
    ends = path.iloc[MONTHS - 1 :: MONTHS].reset_index(drop=True)
    return ends.assign(label=ends["year"].astype(int).astype(str))


def _draw(frame: pd.DataFrame) -> Drawn:
    across = alt.X(
        "unemployment:Q",
        title="Unemployed [% of the labour force]",
        scale=alt.Scale(zero=False, padding=30),
    )
    up = alt.Y(
        "openings:Q", title="Open positions [% of all positions]", scale=alt.Scale(zero=False, padding=30)
    )
    line = alt.Chart(frame).mark_line(strokeWidth=1.5).encode(x=across, y=up, order="year:Q")
    points = (
        alt.Chart(frame)
        .mark_point(filled=True, size=60, opacity=1)
        .encode(
            x=across,
            y=up,
            tooltip=[
                alt.Tooltip("label:N", title="year"),
                alt.Tooltip("unemployment:Q", title="unemployed, %", format=".2f"),
                alt.Tooltip("openings:Q", title="open positions, %", format=".2f"),
            ],
        )
    )
    words = alt.Chart(frame).mark_text(dx=9, dy=-9, align="left").encode(x=across, y=up, text="label:N")
    chart: Drawn = alt.layer(line, points, words).properties(height=360)
    return chart


ECONOMY_BEVERIDGE = Chart(
    name="economy_beveridge",
    title="Openings against unemployment, year by year (the Beveridge curve) [%]",
    reading=(
        "Each point is the middle of the draws at one year's end of the run; the line goes through them in "
        "order. Down and to the right there is less work for those who look; away from the corner at zero, "
        "people and openings find each other worse."
    ),
    empty="The run is shorter than a year.",
    needs={"path": ("year", "unemployment", "openings")},
    columns={
        "label": Column("Year"),
        "unemployment": Column("Unemployed", "% of the labour force"),
        "openings": Column("Open positions", "% of all positions"),
    },
    frame=_path,
    draw=_draw,
)
