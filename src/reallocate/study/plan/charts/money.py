"""Charts of money: payroll against compute, and how the plan's cash departs from the baseline."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.output.chart import Chart, Column, Drawn, Tables, colour, tips, zero

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
DIFFERENCE = f"plan minus baseline, {UNIT}"


def _levels(tables: Tables) -> pd.DataFrame:
    cash = tables("cash")
    rows = cash[cash["case"].isin(CASES)].sort_values(["period", "case"], kind="stable")
    return rows[["period", "case", *ITEMS, "total"]].reset_index(drop=True)


def _draw_levels(frame: pd.DataFrame) -> Drawn:
    tall = frame.melt(["period", "case"], list(ITEMS), var_name="item", value_name="value")
    tall["place"] = tall["item"].map({item: place for place, item in enumerate(ITEMS)})
    tall["item"] = tall["item"].map(ITEMS)
    used = [words for item, words in ITEMS.items() if frame[item].abs().max() > 0]
    tall = tall[tall["item"].isin(used)]
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
            color=colour("item", used),
            order=alt.Order("place:Q"),
            opacity=alt.condition("datum.case === 'baseline'", alt.value(0.5), alt.value(1.0)),
            tooltip=tips(
                ("period", "quarter"), ("case", "case"), ("item", "for"), ("value", UNIT, ",.1f")
            ),
        )
    )
    return alt.layer(paper, bars).properties(height=300)


def _quarters(frame: pd.DataFrame) -> alt.Axis:
    crowded = frame["period"].nunique() > 8
    return alt.Axis(labelAngle=-40 if crowded else 0, labelOverlap=True)


def _departures(tables: Tables) -> pd.DataFrame:
    cash = tables("cash")
    items = [*ITEMS, "total"]
    plan, base = (
        cash[cash["case"] == case].set_index("period").sort_index()[items] for case in ("plan", "baseline")
    )
    change = plan - base
    change["cumulative"] = change["total"].cumsum()
    charged = tables("profit_and_loss").set_index(["case", "period"])["total"]
    change["charged"] = charged["plan"] - charged["baseline"]
    change["charged_cumulative"] = change["charged"].cumsum()
    return change.rename_axis("period").reset_index()


def _draw_departures(frame: pd.DataFrame) -> Drawn:
    items = [item for item in ITEMS if frame[item].abs().max() > 0]
    tall = frame.melt("period", items, var_name="item", value_name="value")
    tall["item"] = tall["item"].map(ITEMS)
    lines = {"cumulative": "cash, cumulative", "charged_cumulative": "profit and loss, cumulative"}
    added = frame.melt("period", list(lines), "line", "value")
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
            tooltip=tips(("period", "quarter"), ("item", "for"), ("value", DIFFERENCE, "+,.1f")),
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
            tooltip=tips(("period", "quarter"), ("line", "of"), ("value", DIFFERENCE, "+,.1f")),
        )
    )
    return alt.layer(bars, zero("y"), line).properties(height=340)


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
        "Two bars a quarter: the pale bar on the left is the baseline, the full bar on the right the plan. "
        "Exits: severance, notice pay and replacing people who quit because of layoffs. Change: the cost of "
        "installing and adopting AI."
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
    title="Plan minus baseline: cash in each quarter, and cumulative [USD million]",
    reading=(
        "Below zero the plan spends less than the baseline, above zero more. The bars split each quarter's "
        "difference. The full line is the cumulative difference; it crosses zero for good in the break-even "
        "month. The dashed line is the same for profit and loss, with bought compute depreciated over its "
        "life."
    ),
    empty="There is no cash to compare.",
    needs={"cash": ("case", "period", "payroll", "total"), "profit_and_loss": ("case", "period", "total")},
    columns={
        "period": Column("Quarter"),
        **_MONEY_COLUMNS,
        "total": Column("Cash, total", UNIT),
        "cumulative": Column("Cash, cumulative", UNIT),
        "charged": Column("Profit and loss, total", UNIT),
        "charged_cumulative": Column("Profit and loss, cumulative", UNIT),
    },
    frame=_departures,
    draw=_draw_departures,
)
