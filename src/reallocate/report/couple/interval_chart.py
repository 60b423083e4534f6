"""Chart of the interval: what the draws give for jobs and people, beside the one run."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.output.chart import BAND, Chart, Column, Drawn, Tables, category, colour

THOUSAND = 1e3
LABELS = {
    "jobs_ended": "Jobs at unchanged output, end of the plan",
    "jobs_wanted": "Jobs wanted in all, end of the run",
    "employed": "People in work, end of the run",
    "unemployed": "People without work, end of the run",
}
ENDS = {"p50": "middle of the draws", "one_run": "the one run"}


def _interval(tables: Tables) -> pd.DataFrame:
    table = tables("interval").set_index("outcome").loc[list(LABELS)]
    figures = table[["p10", "p50", "p90", "one_run"]] / THOUSAND
    figures.loc["jobs_ended"] *= -1.0
    figures[["p10", "p90"]] = pd.DataFrame(
        {"p10": figures[["p10", "p90"]].min(axis=1), "p90": figures[["p10", "p90"]].max(axis=1)}
    )
    found = figures.assign(label=[LABELS[str(name)] for name in figures.index]).reset_index(drop=True)
    return found.dropna(subset="p50").reset_index(drop=True)


def _draw(frame: pd.DataFrame) -> Drawn:
    axis = category("label", None, frame["label"].tolist(), split_at=", ")
    across = alt.X(
        "p10:Q",
        title="Against the same market without these adopters [thousand]",
        axis=alt.Axis(tickCount=8, labelOverlap=True),
    )
    lines = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.25).encode(y=axis, x=across, x2="p90:Q")
    points = frame.melt("label", list(ENDS), var_name="end", value_name="thousand")
    points["end"] = points["end"].map(ENDS)
    dots = (
        alt.Chart(points)
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            y=axis,
            x="thousand:Q",
            color=colour("end", list(ENDS.values())),
            shape=alt.Shape(
                "end:N", scale=alt.Scale(domain=list(ENDS.values()), range=["circle", "diamond"])
            ),
            tooltip=[
                alt.Tooltip("label:N", title="what"),
                alt.Tooltip("end:N", title="which"),
                alt.Tooltip("thousand:Q", title="thousand", format="+,.1f"),
            ],
        )
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(strokeWidth=1).encode(x="zero:Q")
    drawn: Drawn = alt.layer(zero, lines, dots).properties(height=(BAND + 20) * len(frame))
    return drawn


COUPLE_INTERVAL = Chart(
    name="couple_interval",
    title="Jobs and people, with what the draws leave open [thousand]",
    reading=(
        "A line leaves one draw in ten below and one in ten above. Left of 0 there are fewer than without "
        "adopters."
    ),
    empty="No draw gave a plan.",
    needs={"interval": ("outcome", "p10", "p50", "p90", "one_run")},
    columns={
        "label": Column("What"),
        "p10": Column("One draw in ten below", "thousand"),
        "p50": Column("Middle", "thousand"),
        "p90": Column("One draw in ten above", "thousand"),
        "one_run": Column("The one run", "thousand"),
    },
    frame=_interval,
    draw=_draw,
)
