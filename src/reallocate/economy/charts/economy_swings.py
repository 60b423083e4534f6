"""Chart of what the number of jobs hangs on: one assumption at a time, over its range."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.output.chart import BAND, Chart, Column, Drawn, Tables, category, colour

SHOWN = 10
RANGE = ["input at its lowest", "input at its highest"]


def _swings(tables: Tables) -> pd.DataFrame:
    table = tables("swings").head(SHOWN)
    return pd.DataFrame(
        {
            "label": table["label"],
            "says": table["says"],
            "low": 100.0 * table["net_low"],
            "high": 100.0 * table["net_high"],
        }
    )


def _draw(frame: pd.DataFrame) -> Drawn:
    order = frame["label"].tolist()
    axis = category("label", None, order, split_at=": ")
    ends = pd.concat(
        [
            frame[["label", "says"]].assign(end=RANGE[0], net=frame["low"]),
            frame[["label", "says"]].assign(end=RANGE[1], net=frame["high"]),
        ]
    )
    rule = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.25).encode(y=axis, x="low:Q", x2="high:Q")
    points = (
        alt.Chart(ends)
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            y=axis,
            x=alt.X(
                "net:Q",
                title="Jobs against no further AI [% of all jobs]",
                scale=alt.Scale(zero=True),
            ),
            color=colour("end", RANGE),
            tooltip=[
                alt.Tooltip("says:N", title="what"),
                alt.Tooltip("end:N", title="end"),
                alt.Tooltip("net:Q", title="jobs, % of all", format="+.2f"),
            ],
        )
    )
    chart: Drawn = alt.layer(rule, points).properties(height=(BAND + 14) * len(frame))
    return chart


ECONOMY_SWINGS = Chart(
    name="economy_swings",
    title="What the number of jobs hangs on, one assumption at a time [% of all jobs]",
    reading=(
        "Each line moves one assumption over its range, named with it, and leaves all others as assumed; the "
        "longest lines matter most. The table says what each is. Pay stays as at the start here."
    ),
    empty="Nothing that is drawn makes a difference.",
    needs={"swings": ("label", "says", "net_low", "net_high")},
    columns={
        "label": Column("Assumption and its range"),
        "says": Column("What it is"),
        "low": Column("Jobs at its lowest", "% of all jobs"),
        "high": Column("Jobs at its highest", "% of all jobs"),
    },
    frame=_swings,
    draw=_draw,
)
