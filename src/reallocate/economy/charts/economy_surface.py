"""Chart of jobs over what is not known of prices and spending."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.measure.number import signed
from reallocate.output.chart import Chart, Column, Drawn, Tables, category

ROW = 34


def _surface(tables: Tables) -> pd.DataFrame:
    table = tables("surface").sort_values(["pass_through", "spent_of_profits"], kind="stable")
    rows = [
        f"{100 * passed:.0f}% of savings: {100 * spent:.0f}% of profits"
        for passed, spent in zip(table["pass_through"], table["spent_of_profits"], strict=True)
    ]
    return pd.DataFrame(
        {
            "passed": rows,
            "elasticity": table["elasticity"],
            "net": 100.0 * table["net"],
        }
    ).reset_index(drop=True)


def _draw(frame: pd.DataFrame) -> Drawn:
    order = list(dict.fromkeys(frame["passed"]))[::-1]
    across = alt.X(
        "elasticity:O",
        title="What a price 1% lower sells more [%]",
        axis=alt.Axis(labelAngle=0, ticks=False, domain=False),
    )
    rows = category("passed", None, order, split_at=": ")
    widest = max(float(frame["net"].abs().max()), 0.1)
    tiles = (
        alt.Chart(frame)
        .mark_rect()
        .encode(
            x=across,
            y=rows,
            color=alt.Color(
                "net:Q",
                scale=alt.Scale(scheme="redblue", domainMin=-widest, domainMax=widest, domainMid=0),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("passed:N", title="reaches prices, is spent"),
                alt.Tooltip("elasticity:Q", title="a price 1% lower sells more, %", format=".1f"),
                alt.Tooltip("net:Q", title="jobs, % of all", format="+.2f"),
            ],
        )
    )
    strong = alt.condition(abs(alt.datum.net) > 0.6 * widest, alt.value("white"), alt.value("black"))
    labelled = frame.assign(label=[signed(net, 1) for net in frame["net"]])
    words = alt.Chart(labelled).mark_text().encode(x=across, y=rows, text="label:N", color=strong)
    chart: Drawn = alt.layer(tiles, words).properties(height=ROW * len(order))
    return chart


ECONOMY_SURFACE = Chart(
    name="economy_surface",
    title="Jobs against no further AI, over how buyers, firms and owners respond [% of all jobs]",
    reading=(
        "Each row says how much of what firms save reaches prices, and how much of profits is spent at home; "
        "columns say how buyers respond to prices. All else is as assumed, and the figure the middle of the "
        "sources of what AI can do. Pay stays as at the start here, so that figures differ a little from the "
        "run's."
    ),
    empty="Adoption is off.",
    needs={"surface": ("elasticity", "pass_through", "spent_of_profits", "net")},
    columns={
        "passed": Column("What reaches prices, what is spent"),
        "elasticity": Column("What a price 1% lower sells more", "%"),
        "net": Column("Jobs", "% of all jobs"),
    },
    frame=_surface,
    draw=_draw,
)
