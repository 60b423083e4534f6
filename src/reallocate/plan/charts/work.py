"""Chart of work: which kinds of it stay with people, are augmented, or are automated."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.plan.charts.chart import Chart, Column, Drawn, Tables, category, colour
from reallocate.plan.charts.people import KINDS

MODES = {
    "human": "done by people",
    "augmented": "people with AI",
    "automated": "automated, reviewed by people",
    "dropped": "left undone",
}


def _work(tables: Tables) -> pd.DataFrame:
    modes = tables("modes")
    plan = modes[(modes["case"] == "plan") & modes["mode"].isin(MODES)]
    last = plan[plan["period"] == plan["period"].max()]
    frame = last.pivot_table(index="kind", columns="mode", values="hours", aggfunc="sum", fill_value=0.0)
    frame = frame.reindex(columns=list(MODES), fill_value=0.0)
    frame = frame[frame.sum(axis=1) > 0] / 1e6
    known = [kind for kind in KINDS if kind in frame.index]
    order = known + sorted(set(frame.index) - set(known))
    ordered: pd.DataFrame = frame.loc[order].rename_axis(columns=None).reset_index()
    return ordered


def _draw_work(frame: pd.DataFrame) -> Drawn:
    tall = frame.melt("kind", list(MODES), var_name="mode", value_name="hours")
    tall["share"] = tall["hours"] / tall.groupby("kind")["hours"].transform("sum")
    tall["order"] = tall["mode"].map({mode: place for place, mode in enumerate(MODES)})
    shown = [words for mode, words in MODES.items() if mode != "dropped" or frame[mode].max() > 0]
    tall["mode"] = tall["mode"].map(MODES)
    tall = tall[tall["mode"].isin(shown)]
    chart: alt.Chart = (
        alt.Chart(tall)
        .mark_bar(height=22)
        .encode(
            y=category("kind", None, frame["kind"].tolist()),
            x=alt.X(
                "hours:Q", title="Work in the last quarter [million hours]", axis=alt.Axis(format=",.3~g")
            ),
            color=colour("mode", shown),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("kind:N", title="kind of work"),
                alt.Tooltip("mode:N", title="how"),
                alt.Tooltip("hours:Q", title="million hours", format=",.2f"),
                alt.Tooltip("share:Q", title="share of the kind", format=".0%"),
            ],
        )
        .properties(height=36 * len(frame))
    )
    return chart


WHICH_WORK_MOVES = Chart(
    name="which_work_moves",
    title="Who does the work at the end of the plan, by kind of work [million hours a quarter]",
    reading=(
        "Each bar is a kind of work in the plan's last quarter, in hours that a person would have needed. "
        "Automated work still takes people's hours for review, correction and direction."
    ),
    empty="There is no work to show in the last quarter.",
    needs={"modes": ("case", "kind", "mode", "period", "hours")},
    columns={
        "kind": Column("Kind of work"),
        "human": Column("Done by people", "million hours"),
        "augmented": Column("People with AI", "million hours"),
        "automated": Column("Automated", "million hours"),
        "dropped": Column("Left undone", "million hours"),
    },
    frame=_work,
    draw=_draw_work,
)
