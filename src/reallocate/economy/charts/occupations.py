"""Chart of who gains and who loses: occupations whose employment changes most."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.output.chart import BAND, Chart, Column, Drawn, Tables, category

SIDE = 10
"""Occupations that are drawn on either side."""
SMALLEST = 0.5
"""A change that is not drawn [persons]."""


def _occupations(tables: Tables) -> pd.DataFrame:
    table = tables("occupations").sort_values("change", ascending=False, kind="stable")
    table = table[table["change"].abs() >= SMALLEST]
    most = pd.concat([table[table["change"] > 0].head(SIDE), table[table["change"] < 0].tail(SIDE)])
    return most[["occupation", "title", "change", "change_share"]].reset_index(drop=True)


def _draw(frame: pd.DataFrame) -> Drawn:
    twice = frame["title"].duplicated(keep=False)
    label = frame["title"].where(~twice, frame["title"] + " (" + frame["occupation"] + ")")
    frame = frame.assign(label=label)
    chart: alt.Chart = (
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
    return chart


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
    frame=_occupations,
    draw=_draw,
)
