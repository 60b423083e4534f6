"""Charts of the whole country and of the rounds: where people are, and how rounds settle."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from reallocate.output.chart import Chart, Column, Drawn, Tables, colour

STATUSES = {"employed": "in work", "unemployed": "without work", "outside": "outside the labour force"}
THOUSAND = 1e3


def _people(tables: Tables) -> pd.DataFrame:
    table = tables("path")
    change = {name: (table[name] - table[f"{name}_without"]) / THOUSAND for name in STATUSES}
    return pd.DataFrame({"year": table["year"], **change})


def _draw_people(frame: pd.DataFrame) -> Drawn:
    tall = frame.rename(columns=STATUSES).melt("year", var_name="who", value_name="thousand")
    across = alt.X(
        "year:Q", title=None, scale=alt.Scale(nice=False), axis=alt.Axis(format="d", tickMinStep=1)
    )
    lines = (
        alt.Chart(tall)
        .mark_line(strokeWidth=2, point=True)
        .encode(
            x=across,
            y=alt.Y("thousand:Q", title="People [thousand]"),
            color=colour("who", list(STATUSES.values())),
            tooltip=[
                alt.Tooltip("who:N", title="who"),
                alt.Tooltip("year:Q", title="spring of", format=".0f"),
                alt.Tooltip("thousand:Q", title="thousand people", format="+,.1f"),
            ],
        )
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(strokeWidth=1).encode(y="zero:Q")
    drawn: Drawn = alt.layer(zero, lines).properties(height=260)
    return drawn


def _rounds(tables: Tables) -> pd.DataFrame:
    table = tables("rounds")
    found = table.loc[(table["round"] > 0) & (table["residual"] > 0), ["round", "residual"]]
    found = found.assign(percent=100.0 * found["residual"])[["round", "percent"]]
    return found.reset_index(drop=True) if len(found) > 1 else found.head(0)


def _draw_rounds(frame: pd.DataFrame) -> Drawn:
    least, most = (float(np.log10(end)) for end in (frame["percent"].min(), frame["percent"].max()))
    tens = [10.0**power for power in range(int(np.floor(least)), int(np.ceil(most)) + 1)]
    drawn: Drawn = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2, point=True)
        .encode(
            x=alt.X("round:O", title="Round", axis=alt.Axis(labelAngle=0)),
            y=alt.Y(
                "percent:Q",
                title="Change of the shock [% of itself]",
                scale=alt.Scale(type="log", domain=[tens[0], tens[-1]]),
                axis=alt.Axis(format="~r", values=tens),
            ),
            tooltip=[
                alt.Tooltip("round:O", title="round"),
                alt.Tooltip("percent:Q", title="% of itself", format=".2r"),
            ],
        )
        .properties(height=200)
    )
    return drawn


COUPLE_PEOPLE = Chart(
    name="couple_people",
    title="Where people are, against the same market without these adopters [thousand people]",
    reading=(
        "Below 0 there are fewer people than without adopters, above 0 more. The three lines add up to 0 in "
        "every year: nobody appears or is lost."
    ),
    empty="The run is shorter than a year.",
    needs={"path": ("year", *STATUSES, *(f"{name}_without" for name in STATUSES))},
    columns={
        "year": Column("Spring of"),
        **{name: Column(words.capitalize(), "thousand people") for name, words in STATUSES.items()},
    },
    frame=_people,
    draw=_draw_people,
)
COUPLE_ROUNDS = Chart(
    name="couple_rounds",
    title="How far each round still changes the shock [% of itself]",
    reading=(
        "Plan and market are told to each other until the shock stays: each step down of the axis is a tenth "
        "of the one before."
    ),
    empty=(
        "There is nothing to draw of the rounds: the first already changes nothing that the market was told."
    ),
    needs={"rounds": ("round", "residual")},
    columns={"round": Column("Round"), "percent": Column("Change of the shock", "% of itself")},
    frame=_rounds,
    draw=_draw_rounds,
)
