"""The charts of a labour market by the published laws."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from reallocate.output.chart import BAND, Chart, Column, Drawn, Tables, category, colour

LINES = {
    "unemployment_rate": "unemployed",
    "unemployment_rate_without": "unemployed, without the shock",
    "long_term_unemployment_rate": "long-term unemployed",
}


def _rates(tables: Tables) -> pd.DataFrame:
    path = tables("path")
    spread = [f"{name}_{end}" for name in LINES for end in ("low", "high") if f"{name}_{end}" in path.columns]
    return path[["years", *(name for name in LINES if name in path.columns), *spread]]


def _draw_rates(frame: pd.DataFrame) -> Drawn:
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
    drawn: Drawn = alt.layer(bands, lines).properties(height=320)
    return drawn


UNEMPLOYMENT = Chart(
    name="unemployment",
    title="Unemployment through time [% of the labour force at the start]",
    reading=(
        "Each line is a share of the labour force after each step; of several runs the median, with a band "
        "from the 10th to the 90th percentile. The first years are the way from the start, "
        "where everybody without a job has just lost it, to the market's own level."
    ),
    empty="There is no step to show.",
    needs={"path": ("years", "unemployment_rate", "long_term_unemployment_rate")},
    columns={
        "years": Column("Years since the start", "years"),
        "unemployment_rate": Column("Unemployed", "% of the labour force"),
        "unemployment_rate_low": Column("Unemployed, 10th percentile", "% of the labour force"),
        "unemployment_rate_high": Column("Unemployed, 90th percentile", "% of the labour force"),
        "unemployment_rate_without": Column("Without the shock", "% of the labour force"),
        "long_term_unemployment_rate": Column("Long-term unemployed", "% of the labour force"),
    },
    frame=_rates,
    draw=_draw_rates,
)

MARKS = 10
"""Moments that are marked along the curve, so that its way is seen without colours."""


def _loop(tables: Tables) -> pd.DataFrame:
    path = tables("path")
    drawn = path[path["in_loop"]] if "in_loop" in path.columns and path["in_loop"].any() else path
    return drawn[["years", "unemployment_rate", "vacancy_rate"]].reset_index(drop=True)


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


def _draw_loop(frame: pd.DataFrame) -> Drawn:
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
    drawn: Drawn = alt.layer(line, points, words).properties(height=420)
    return drawn


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
    frame=_loop,
    draw=_draw_loop,
)

SIDE = 10
"""Occupations that are drawn on either side."""
SMALLEST = 0.5
"""A change that is not drawn [persons]."""


def _gains(tables: Tables) -> pd.DataFrame:
    table = tables("occupations").sort_values("change", ascending=False, kind="stable")
    table = table[table["change"].abs() >= SMALLEST]
    most = pd.concat([table[table["change"] > 0].head(SIDE), table[table["change"] < 0].tail(SIDE)])
    return most[["occupation", "title", "change", "change_share"]].reset_index(drop=True)


def _draw_gains(frame: pd.DataFrame) -> Drawn:
    twice = frame["title"].duplicated(keep=False)
    label = frame["title"].where(~twice, frame["title"] + " (" + frame["occupation"] + ")")
    frame = frame.assign(label=label)
    drawn: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(height=BAND - 8)
        .encode(
            y=category("label", None, frame["label"].tolist()),
            x=alt.X("change:Q", title="Change in employment [persons]", axis=alt.Axis(format=",.3~s")),
            tooltip=[
                alt.Tooltip("label:N", title="occupation"),
                alt.Tooltip("change:Q", title="people", format="+,.0f"),
                alt.Tooltip("change_share:Q", title="share", format="+.1%"),
            ],
        )
        .properties(height=BAND * len(frame))
    )
    return drawn


WHO_GAINS_AND_LOSES = Chart(
    name="who_gains_and_loses",
    title="Who gains and who loses, at the end [persons]",
    reading=(
        "The occupations whose employment differs most: at the end, against the same market without the "
        "shock; without a shock, against the start. The table holds every one."
    ),
    empty="No occupation's employment differs by half a person.",
    needs={"occupations": ("occupation", "title", "change", "change_share")},
    columns={
        "title": Column("Occupation"),
        "occupation": Column("Code"),
        "change": Column("Change in employment", "persons"),
        "change_share": Column("Change", "share"),
    },
    frame=_gains,
    draw=_draw_gains,
)

CHARTS = (UNEMPLOYMENT, BEVERIDGE, WHO_GAINS_AND_LOSES)
