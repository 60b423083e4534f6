"""Chart of unemployment through time, with the spread of runs where there are several."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.output.chart import Chart, Column, Drawn, Tables, colour

LINES = {
    "unemployment_rate": "unemployed",
    "unemployment_rate_without": "unemployed, without the shock",
    "long_term_unemployment_rate": "unemployed for a long time",
}


def _path(tables: Tables) -> pd.DataFrame:
    path = tables("path")
    spread = [f"{name}_{end}" for name in LINES for end in ("low", "high") if f"{name}_{end}" in path.columns]
    return path[["years", *(name for name in LINES if name in path.columns), *spread]]


def _draw(frame: pd.DataFrame) -> Drawn:
    shown = [name for name in LINES if name in frame.columns]
    tall = pd.concat(
        [
            pd.DataFrame(
                {
                    "years": frame["years"],
                    "line": LINES[name],
                    "rate": frame[name],
                    "low": frame.get(f"{name}_low", frame[name]),
                    "high": frame.get(f"{name}_high", frame[name]),
                }
            )
            for name in reversed(shown)
        ]
    )
    years = alt.X("years:Q", title="Years since the start", scale=alt.Scale(nice=False))
    hue = colour("line", [LINES[name] for name in shown])
    lines: alt.Chart = (
        alt.Chart(tall)
        .mark_line(strokeWidth=2)
        .encode(
            x=years,
            y=alt.Y("rate:Q", title="[% of the labour force at the start]", scale=alt.Scale(zero=True)),
            color=hue,
            tooltip=[
                alt.Tooltip("line:N", title="who"),
                alt.Tooltip("years:Q", title="years", format=".1f"),
                alt.Tooltip("rate:Q", title="% of the labour force", format=".2f"),
            ],
        )
    )
    if not any(column.endswith("_low") for column in frame.columns):
        alone: alt.Chart = lines.properties(height=320)
        return alone
    bands = alt.Chart(tall).mark_area(opacity=0.2).encode(x=years, y="low:Q", y2="high:Q", color=hue)
    chart: Drawn = alt.layer(bands, lines).properties(height=320)
    return chart


UNEMPLOYMENT = Chart(
    name="unemployment",
    title="Unemployment through time [% of the labour force at the start]",
    reading=(
        "Each line is a share of the labour force after each step; of several runs the middle, with a band "
        "that leaves one run in ten below and one in ten above. The first years are the way from the start, "
        "where everybody without a job has just lost it, to the market's own level."
    ),
    empty="There is no step to show.",
    needs={"path": ("years", "unemployment_rate", "long_term_unemployment_rate")},
    columns={
        "years": Column("Years since the start", "years"),
        "unemployment_rate": Column("Unemployed", "% of the labour force"),
        "unemployment_rate_low": Column("Unemployed, one run in ten below", "% of the labour force"),
        "unemployment_rate_high": Column("Unemployed, one run in ten above", "% of the labour force"),
        "unemployment_rate_without": Column("Without the shock", "% of the labour force"),
        "long_term_unemployment_rate": Column("For a long time", "% of the labour force"),
    },
    frame=_path,
    draw=_draw,
)
