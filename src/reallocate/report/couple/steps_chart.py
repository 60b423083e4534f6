"""Charts that add up: from the plan's cut to jobs that end, and from those to jobs that are wanted."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.output.chart import BAND, Chart, Column, Drawn, Tables, category, colour

KINDS = ["the sum", "adds to it", "takes from it"]
TICKS = alt.Axis(tickCount=8, labelOverlap=True)
THOUSAND = 1e3
STEPS = (
    "The plan's cut, spread",
    "What the firm lacks",
    "Other proportions",
    "What came back",
    "Not yet there at the end",
    "Jobs that adopters end",
)
"""The rows of the table `reconciled` in few words, in their order."""
PARTS = {
    "ended": "Jobs that adopters end",
    "renewed": "New tasks",
    "built": "Computing that is bought",
    "cheaper": "Lower prices",
    "spent": "Other incomes",
    "net": "Jobs wanted in all",
}


def walk(labels: list[str], values: list[float]) -> pd.DataFrame:
    """Steps that begin where the one before ends; the last is the sum and begins at nothing.

    labels : of the steps
    values : of each, the last that of the sum [thousand]
    """
    ends = pd.Series(values[:-1]).cumsum()
    starts = ends.shift(fill_value=0.0)
    kinds = [
        KINDS[0] if place == 0 else KINDS[1] if step >= 0 else KINDS[2] for place, step in enumerate(values)
    ]
    return pd.DataFrame(
        {
            "step": labels,
            "thousand": values,
            "begin": [*starts, 0.0],
            "end": [*ends, values[-1]],
            "kind": [*kinds[:-1], KINDS[0]],
        }
    )


def _reconciled(tables: Tables) -> pd.DataFrame:
    table = tables("reconciled")
    return walk(list(STEPS), (table["persons"] / THOUSAND).tolist())


def _jobs(tables: Tables) -> pd.DataFrame:
    table = tables("jobs").set_index("part").loc[list(PARTS)]
    return walk(list(PARTS.values()), (table["run_end"] / THOUSAND).tolist())


def _said(thousand: float, kind: str) -> str:
    """A step in few characters; one so small that it rounds to nothing has no sign."""
    text = f"{thousand:,.1f}" if kind == KINDS[0] else f"{thousand:+,.1f}"
    return "0" if float(text.replace(",", "")) == 0.0 else text.replace("-", "−")


def _draw(frame: pd.DataFrame) -> Drawn:
    axis = category("step", None, frame["step"].tolist())
    edge = frame.assign(
        most=frame[["begin", "end"]].max(axis=1),
        said=[_said(value, kind) for value, kind in zip(frame["thousand"], frame["kind"], strict=True)],
    )
    room = 0.2 * (max(edge["most"].max(), 0.0) - min(frame[["begin", "end"]].to_numpy().min(), 0.0))
    high = max(float(edge["most"].max()), 0.0) + room
    low = min(float(frame[["begin", "end"]].to_numpy().min()), 0.0)
    across = alt.X("begin:Q", title="Jobs [thousand]", scale=alt.Scale(domain=[low, high]), axis=TICKS)
    told = [
        alt.Tooltip("step:N", title="step"),
        alt.Tooltip("thousand:Q", title="thousand jobs", format="+,.2f"),
    ]
    bars = (
        alt.Chart(frame)
        .mark_bar(height=BAND - 6)
        .encode(y=axis, x=across, x2="end:Q", color=colour("kind", KINDS), tooltip=told)
    )
    words = alt.Chart(edge).mark_text(align="left", dx=5).encode(y=axis, x=alt.X("most:Q"), text="said:N")
    drawn: Drawn = alt.layer(bars, words).properties(height=(BAND + 8) * len(frame))
    return drawn


COUPLE_STEPS = Chart(
    name="couple_steps",
    title="From the plan's cut to the jobs that adopters end, end of the plan [thousand jobs]",
    reading=(
        "Each bar begins where the one above ends; the last is their sum and the market's own figure. The "
        "first is the plan's cut for a unit of work, times the share that follows, times the people of the "
        "industries. The firm lacks some occupations of the industries, which stay as they are, and the "
        "others stand in other proportions there."
    ),
    empty="No jobs end.",
    needs={"reconciled": ("step", "persons")},
    columns={"step": Column("Step"), "thousand": Column("Jobs", "thousand")},
    frame=_reconciled,
    draw=_draw,
)
COUPLE_JOBS = Chart(
    name="couple_jobs",
    title="From the jobs that end to the jobs that are wanted, end of the run [thousand jobs]",
    reading=(
        "Each bar begins where the one above ends; the last is their sum. Bars to the left of 0 are fewer "
        "jobs than in the same market without these adopters. Lower prices, computing, new tasks and incomes "
        "act in every industry, not only in the firm's."
    ),
    empty="No jobs end.",
    needs={"jobs": ("part", "run_end")},
    columns={"step": Column("Part"), "thousand": Column("Jobs", "thousand")},
    frame=_jobs,
    draw=_draw,
)
