"""Charts of money: payroll against compute, and how the plan's cash departs from the baseline."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.plan.charts.chart import Chart, Column, Drawn, Tables, colour

ITEMS = {
    "payroll": "payroll",
    "compute": "compute, running",
    "capex": "compute, bought",
    "exits": "exits",
    "training": "training",
    "change": "change",
}
CASES = ["baseline", "plan"]
UNIT = "USD million"


def _items(cash: pd.DataFrame) -> list[str]:
    return [item for item in ITEMS if item in cash.columns]


def _levels(tables: Tables) -> pd.DataFrame:
    cash = tables("cash")
    rows = cash[cash["case"].isin(CASES)].sort_values(["period", "case"], kind="stable")
    return rows[["period", "case", *_items(cash), "total"]].reset_index(drop=True)


def _draw_levels(frame: pd.DataFrame) -> Drawn:
    items = _items(frame)
    tall = frame.melt(["period", "case"], items, var_name="item", value_name="value")
    tall["place"] = tall["item"].map({item: place for place, item in enumerate(items)})
    tall["item"] = tall["item"].map(ITEMS)
    shown = [ITEMS[item] for item in items if frame[item].abs().max() > 0]
    tall = tall[tall["item"].isin(shown)]
    across = alt.X("period:O", title="Quarter; left bar baseline, right bar plan", axis=_quarters(frame))
    beside = alt.XOffset("case:N", sort=CASES)
    up = alt.Y("value:Q", title=f"Cash out a quarter [{UNIT}]", axis=alt.Axis(format=",.0f"))
    # Pale bars stand on white ones, or else the grid would show through them.
    paper = (
        alt.Chart(tall)
        .mark_bar(color="white")
        .encode(x=across, xOffset=beside, y=up, order=alt.Order("place:Q"))
    )
    bars = (
        alt.Chart(tall)
        .mark_bar()
        .encode(
            x=across,
            xOffset=beside,
            y=up,
            color=colour("item", shown),
            order=alt.Order("place:Q"),
            opacity=alt.condition("datum.case === 'baseline'", alt.value(0.5), alt.value(1.0)),
            tooltip=[
                alt.Tooltip("period:O", title="quarter"),
                alt.Tooltip("case:N", title="case"),
                alt.Tooltip("item:N", title="for"),
                alt.Tooltip("value:Q", title=UNIT, format=",.1f"),
            ],
        )
    )
    return alt.layer(paper, bars).properties(height=300)


def _quarters(frame: pd.DataFrame) -> alt.Axis:
    crowded = frame["period"].nunique() > 8
    return alt.Axis(labelAngle=-40 if crowded else 0, labelOverlap=True)


def _departures(tables: Tables) -> pd.DataFrame:
    cash = tables("cash")
    items = [*_items(cash), "total"]
    plan, base = (
        cash[cash["case"] == case].set_index("period").sort_index()[items] for case in ("plan", "baseline")
    )
    change = plan - base
    change["cumulative"] = change["total"].cumsum()
    profit = tables("profit_and_loss")
    if {"case", "period", "total"} <= set(profit.columns):
        with_induced_quits = profit.set_index(["case", "period"])["total"]
        change["charged"] = with_induced_quits["plan"] - with_induced_quits["baseline"]
        change["charged_cumulative"] = change["charged"].cumsum()
    return change.rename_axis("period").reset_index()


def _draw_departures(frame: pd.DataFrame) -> Drawn:
    items = [item for item in _items(frame) if frame[item].abs().max() > 0]
    tall = frame.melt("period", items, var_name="item", value_name="value")
    tall["item"] = tall["item"].map(ITEMS)
    lines = {"cumulative": "cash, added up", "charged_cumulative": "profit and loss, added up"}
    added = frame.melt("period", [name for name in lines if name in frame.columns], "line", "value")
    added["line"] = added["line"].map(lines)
    across = alt.X("period:O", title="Quarter", axis=_quarters(frame))
    up = alt.Y("value:Q", title=f"Plan minus baseline [{UNIT}]", axis=alt.Axis(format=",.0f"))
    bars = (
        alt.Chart(tall)
        .mark_bar(width=alt.RelativeBandSize(band=0.55))
        .encode(
            x=across,
            y=up,
            color=colour("item", [ITEMS[item] for item in items], "In the quarter"),
            tooltip=[
                alt.Tooltip("period:O", title="quarter"),
                alt.Tooltip("item:N", title="for"),
                alt.Tooltip("value:Q", title=f"plan minus baseline, {UNIT}", format="+,.1f"),
            ],
        )
    )
    dashes = alt.StrokeDash(
        "line:N",
        scale=alt.Scale(domain=list(lines.values()), range=[[1, 0], [5, 4]]),
        legend=alt.Legend(
            title="Since the start", orient="top", symbolType="stroke", symbolSize=300, columns=1
        ),
    )
    line = (
        alt.Chart(added)
        .mark_line(strokeWidth=2)
        .encode(
            x=across,
            y="value:Q",
            strokeDash=dashes,
            tooltip=[
                alt.Tooltip("period:O", title="quarter"),
                alt.Tooltip("line:N", title="of"),
                alt.Tooltip("value:Q", title=f"plan minus baseline, {UNIT}", format="+,.1f"),
            ],
        )
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(strokeWidth=1).encode(y="zero:Q")
    return alt.layer(bars, zero, line).properties(height=340)


_MONEY_COLUMNS = {
    "payroll": Column("Payroll", UNIT),
    "compute": Column("Compute, running", UNIT),
    "capex": Column("Compute, bought", UNIT),
    "exits": Column("Exits", UNIT),
    "training": Column("Hiring, training, learning", UNIT),
    "change": Column("Change", UNIT),
}

PAYROLL_AGAINST_COMPUTE = Chart(
    name="payroll_against_compute",
    title="Payroll against compute, cash a quarter [USD million]",
    reading=(
        "Two bars a quarter: the pale one on the left is the baseline, the full one on the right the plan. "
        "Exits are severance, notice pay and replacing people who were to stay; change is the cost of "
        "installing and adopting."
    ),
    empty="There is no cash to show.",
    needs={"cash": ("case", "period", "payroll", "total")},
    columns={
        "period": Column("Quarter"),
        "case": Column("Case"),
        **_MONEY_COLUMNS,
        "total": Column("Total", UNIT),
    },
    frame=_levels,
    draw=_draw_levels,
)

MONEY = Chart(
    name="money",
    title="Plan minus baseline: cash in each quarter, and added up [USD million]",
    reading=(
        "Below zero the plan spends less than the baseline, above zero more. The bars split each quarter's "
        "difference; the full line adds the differences up, and where it crosses zero for good the plan has "
        "paid back. The dashed line is the same for profit and loss, where bought compute is spread over "
        "its life."
    ),
    empty="There is no cash to compare.",
    needs={"cash": ("case", "period", "payroll", "total")},
    columns={
        "period": Column("Quarter"),
        **_MONEY_COLUMNS,
        "total": Column("Cash, total", UNIT),
        "cumulative": Column("Cash, added up", UNIT),
        "charged": Column("Profit and loss, total", UNIT),
        "charged_cumulative": Column("Profit and loss, added up", UNIT),
    },
    frame=_departures,
    draw=_draw_departures,
)
