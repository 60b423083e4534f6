"""Chart of the jobs that end and are made, part by part."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.economy.job_effects import PART_LABELS
from reallocate.output.chart import BAND, Chart, Column, Drawn, Tables, category

MILLION = 1e6


def _jobs(tables: Tables) -> pd.DataFrame:
    table = tables("jobs")
    last = table[table["year"] == table["year"].max()]
    return pd.DataFrame(
        {
            "part": last["part"].map(PART_LABELS),
            **{name: last[name] / MILLION for name in ("jobs_low", "jobs", "jobs_high")},
            **{name: last[name] for name in ("share_low", "share", "share_high")},
        }
    ).reset_index(drop=True)


def _draw(frame: pd.DataFrame) -> Drawn:
    axis = category("part", None, frame["part"].tolist())
    across = alt.X("jobs:Q", title="Jobs wanted, change against no further AI [million]")
    bars = (
        alt.Chart(frame)
        .mark_bar(height=BAND - 8)
        .encode(
            y=axis,
            x=across,
            tooltip=[
                alt.Tooltip("part:N", title="part"),
                alt.Tooltip("jobs:Q", title="million jobs", format="+.2f"),
                alt.Tooltip("jobs_low:Q", title="one draw in ten below", format="+.2f"),
                alt.Tooltip("jobs_high:Q", title="one draw in ten above", format="+.2f"),
            ],
        )
    )
    ranges = alt.Chart(frame).mark_rule(strokeWidth=2).encode(y=axis, x="jobs_low:Q", x2="jobs_high:Q")
    chart: Drawn = alt.layer(bars, ranges).properties(height=(BAND + 8) * len(frame))
    return chart


ECONOMY_JOBS = Chart(
    name="economy_jobs",
    title="Jobs that end and jobs that are made, at the end [million]",
    reading=(
        "A bar is the middle of the draws; the line on it leaves one draw in ten below and one in ten above. "
        "Each part comes after the ones above it. The last bar is their sum, draw by draw."
    ),
    empty="The run is shorter than a year.",
    needs={"jobs": ("year", "part", "jobs", "jobs_low", "jobs_high", "share", "share_low", "share_high")},
    columns={
        "part": Column("Part"),
        "jobs_low": Column("One draw in ten below", "million jobs"),
        "jobs": Column("Middle", "million jobs"),
        "jobs_high": Column("One draw in ten above", "million jobs"),
        "share": Column("Middle", "% of all jobs"),
    },
    frame=_jobs,
    draw=_draw,
)
