"""Chart of unemployment while firms adopt AI, with the spread of draws, beside none of it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.output.chart import Chart, Column, Drawn, Tables

LINES = ["with AI", "without further AI"]


def _path(tables: Tables) -> pd.DataFrame:
    names = ["unemployment_low", "unemployment", "unemployment_high", "unemployment_without"]
    path = tables("path")[["year", *names]]
    ends = [divmod(round(12 * year) - 1, 12) for year in path["year"].tolist()]
    path.insert(0, "month", [f"{year}-{month + 1:02d}" for year, month in ends])
    return path


def _draw(frame: pd.DataFrame) -> Drawn:
    with_ai = frame.rename(
        columns={"unemployment": "rate", "unemployment_low": "low", "unemployment_high": "high"}
    ).assign(line=LINES[0])
    without = frame[["year", "month"]].assign(
        rate=frame["unemployment_without"],
        low=frame["unemployment_without"],
        high=frame["unemployment_without"],
        line=LINES[1],
    )
    tall = pd.concat([without, with_ai[["year", "month", "rate", "low", "high", "line"]]], ignore_index=True)
    across = alt.X(
        "year:Q", title=None, scale=alt.Scale(nice=False), axis=alt.Axis(format="d", tickMinStep=1)
    )
    up = alt.Y("rate:Q", title="[% of the labour force]", scale=alt.Scale(zero=False))
    legend = alt.Legend(title=None, orient="top", symbolType="square", symbolOpacity=1)
    hue = alt.Color("line:N", scale=alt.Scale(domain=LINES), sort=LINES, legend=legend)
    band = (
        alt.Chart(tall[tall["line"] == LINES[0]])
        .mark_area(opacity=0.2)
        .encode(x=across, y=alt.Y("low:Q"), y2="high:Q", color=hue)
    )
    told = [
        alt.Tooltip("line:N", title="who"),
        alt.Tooltip("month:N", title="end of"),
        alt.Tooltip("rate:Q", title="% of the labour force", format=".2f"),
    ]
    full, broken = (
        alt.Chart(tall[tall["line"] == line])
        .mark_line(strokeWidth=2, strokeDash=dash)
        .encode(x=across, y=up, color=hue, tooltip=told)
        for line, dash in zip(LINES, ([1, 0], [5, 3]), strict=True)
    )
    chart: Drawn = alt.layer(band, broken, full).properties(height=300)
    return chart


ECONOMY_UNEMPLOYMENT = Chart(
    name="economy_unemployment",
    title="Unemployment with AI and without further AI [% of the labour force]",
    reading=(
        "The full line is the middle of the draws; at each moment one draw in ten lies below the band and "
        "one in ten above. The broken line is the same market without further AI. The axis does not begin "
        "at 0."
    ),
    empty="There is no month to show.",
    needs={"path": ("year", "unemployment", "unemployment_low", "unemployment_high", "unemployment_without")},
    columns={
        "month": Column("End of"),
        "unemployment_low": Column("One draw in ten below", "% of the labour force"),
        "unemployment": Column("Middle", "% of the labour force"),
        "unemployment_high": Column("One draw in ten above", "% of the labour force"),
        "unemployment_without": Column("Without further AI", "% of the labour force"),
    },
    frame=_path,
    draw=_draw,
)
