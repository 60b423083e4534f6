"""Charts of people and their work: the headcount walk, who is affected and how surely, and who does what."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reallocate.measure.number import cell
from reallocate.output.chart import BAND, Chart, Column, Drawn, Tables, across, category, colour, tips, zero
from reallocate.plan.role_tables import informative_ranges
from reallocate.problem.firm.columns import MODES

MOST_ROLES = 20
RANGES = {("sources_low", "sources_high"): (1, 0.75), ("delta_low", "delta_high"): (4, 0.9)}
"""Columns with the ends of a range, and the width [pixels] and opacity of its line."""
TIPS = {
    "delta_low": "near-optimal plans, low",
    "delta_high": "near-optimal plans, high",
    "sources_low": "over sources, low",
    "sources_high": "over sources, high",
}
KINDS = ["managing", "coordinating", "routine analysis", "specialist", "hands-on", "directing AI"]
FLOWS = {
    "hires": ("Hires", 1),
    "quits": ("Quits", -1),
    "voluntary": ("Voluntary exits", -1),
    "layoffs": ("Layoffs", -1),
}


def _walk(tables: Tables) -> pd.DataFrame:
    headcount = tables("headcount")
    walks = {
        str(case): _steps(rows.sort_values(["period", "role"], kind="stable"))
        for case, rows in headcount.groupby("case")
        if case in ("baseline", "plan")
    }
    frame = pd.DataFrame(walks).reindex(columns=["baseline", "plan"])
    frame["change"] = frame["plan"] - frame["baseline"]
    return frame.rename_axis("step").reset_index()


def _steps(rows: pd.DataFrame) -> pd.Series:
    steps = {"Start": rows.loc[rows["period"] == rows["period"].iloc[0], "begin"].sum()}
    steps |= {FLOWS[name][0]: FLOWS[name][1] * rows[name].sum() for name in FLOWS}
    steps["End"] = rows.loc[rows["period"] == rows["period"].iloc[-1], "end"].sum()
    return pd.Series(steps, dtype=float)


def _draw_walk(frame: pd.DataFrame) -> Drawn:
    bars = frame[["step", "plan"]].rename(columns={"plan": "value"})
    ends = bars["step"].isin(["Start", "End"])
    bars["upper"] = bars["value"].where(ends, bars["value"].cumsum())
    bars["lower"] = (bars["upper"] - bars["value"]).where(~ends, 0.0)
    bars["sort"] = ends.map({True: "headcount", False: "change"})
    bars.loc[~ends, "sort"] = bars["value"].gt(0).map({True: "people in", False: "people out"})
    bars.loc[bars["step"] == "End", "step"] = "End, plan"
    end = frame.loc[frame["step"] == "End", "baseline"].iloc[0]
    bars.loc[len(bars)] = ["End, baseline", end, end, 0.0, "headcount of the baseline"]
    bars["label"] = [cell(round(value), "FTE") for value in bars["value"]]
    bars["top"] = bars[["upper", "lower"]].max(axis=1)
    order = bars["step"].tolist()
    meanings = ["headcount", "people in", "people out", "headcount of the baseline"]
    # The numbers stand to the right of the bars and need room there.
    room = alt.Scale(domain=[0.0, 1.25 * float(bars["top"].max())], nice=False)
    base = alt.Chart(bars).encode(y=category("step", None, order))
    bar = base.mark_bar(height=alt.RelativeBandSize(band=0.62)).encode(
        x=across("lower", "Headcount [FTE]", room),
        x2="upper:Q",
        color=alt.Color("sort:N", scale=alt.Scale(domain=meanings), legend=None),
        tooltip=tips(("step", "step"), ("value", "FTE", ",.0f")),
    )
    text = base.mark_text(dx=6, align="left").encode(x=alt.X("top:Q"), text="label:N")
    return alt.layer(bar, text).properties(height=34 * len(order))


def _affected(tables: Tables) -> pd.DataFrame:
    roles = informative_ranges(tables("groups").reset_index(drop=True))
    roles["role_title"] = _distinct_titles(roles)
    by_size = roles["delta"].abs().sort_values(ascending=False, kind="stable").index
    shown = roles.loc[by_size[:MOST_ROLES]].sort_values("delta", kind="stable")
    rest = roles.loc[by_size[MOST_ROLES:]]
    columns = ["role_title", "kind", "delta", "delta_low", "delta_high", "sources_low", "sources_high"]
    frame = shown.reindex(columns=columns)
    if len(rest):
        other = {"role_title": f"All {len(rest)} other roles", "kind": "other", "delta": rest["delta"].sum()}
        frame = pd.concat([frame, pd.DataFrame([other], columns=columns).astype(frame.dtypes.to_dict())])
    known = [pair for pair in RANGES if (frame[pair[1]] > frame[pair[0]]).any()]
    empty = [end for pair in RANGES if pair not in known for end in pair]
    return frame.drop(columns=empty).reset_index(drop=True)


def _distinct_titles(roles: pd.DataFrame) -> pd.Series:
    twice = roles["title"].duplicated(keep=False)
    return roles["title"].where(~twice, roles["title"] + " (" + roles["role"].astype(str) + ")")


def _draw_affected(frame: pd.DataFrame) -> Drawn:
    order = frame["role_title"].tolist()
    present = set(frame["kind"])
    kinds = [kind for kind in [*KINDS, "other"] if kind in present]
    kinds += sorted(present - set(kinds))
    base = alt.Chart(frame).encode(y=category("role_title", None, order))
    bar = base.mark_bar(height=13).encode(
        x=across("delta", "Change against baseline at the end [FTE]"),
        color=colour("kind", kinds, "Main kind of work"),
        tooltip=tips(
            ("role_title", "role"), ("kind", "main kind of work"), ("delta", "change, FTE", "+,.0f"),
            *((end, TIPS[end], "+,.0f") for end in TIPS if end in frame.columns),
        ),  # fmt: skip
    )
    lines = [
        alt.Chart(frame[frame[high] > frame[low]])
        .mark_rule(strokeWidth=width, opacity=opacity)
        .encode(y=category("role_title", None, order), x=f"{low}:Q", x2=f"{high}:Q")
        for (low, high), (width, opacity) in RANGES.items()
        if low in frame.columns
    ]
    return alt.layer(bar, *lines, zero("x")).properties(height=BAND * len(frame))


def _read_affected(frame: pd.DataFrame) -> str:
    """How to read the bars, and the lines that are drawn."""
    lines = ["Each bar is the change of a role's positions at the end of the plan against the baseline."]
    if "delta_low" in frame.columns:
        lines.append("The thick dark line is the range over plans that cost at most 0.5% more than the best.")
    if "sources_low" in frame.columns:
        lines.append("The thin line is the range over the sources of reach.")
    if len(lines) > 1:
        lines.append("Where a line crosses zero, even the direction of the change is uncertain.")
    return " ".join(lines)


def _layoffs(tables: Tables) -> pd.DataFrame:
    roles = tables("groups").reset_index(drop=True)
    roles["role_title"] = _distinct_titles(roles)
    roles = roles[roles["layoffs_high"] > 0.5].sort_values(
        ["layoffs", "layoffs_high"], ascending=False, kind="stable"
    )
    columns = ["role_title", "layoffs", "layoffs_low", "layoffs_high"]
    return roles[columns].head(MOST_ROLES).reset_index(drop=True)


def _draw_layoffs(frame: pd.DataFrame) -> Drawn:
    base = alt.Chart(frame).encode(y=category("role_title", None, frame["role_title"].tolist()))
    x = across("layoffs_low", "Layoffs over the plan [people, FTE]")
    span = base.mark_rule(strokeWidth=5, opacity=0.35).encode(x=x, x2="layoffs_high:Q")
    dot = base.mark_point(filled=True, size=75, opacity=1).encode(
        x="layoffs:Q",
        tooltip=tips(
            ("role_title", "role"), ("layoffs", "this plan", ",.0f"), ("layoffs_low", "fewest", ",.0f"),
            ("layoffs_high", "most", ",.0f"),
        ),  # fmt: skip
    )
    return alt.layer(span, dot).properties(height=BAND * len(frame))


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
    used = [words for mode, words in MODES.items() if mode != "dropped" or frame[mode].max() > 0]
    tall["mode"] = tall["mode"].map(MODES)
    tall = tall[tall["mode"].isin(used)]
    drawn: alt.Chart = (
        alt.Chart(tall)
        .mark_bar(height=22)
        .encode(
            y=category("kind", None, frame["kind"].tolist()),
            x=alt.X(
                "hours:Q", title="Work in the last quarter [million hours]", axis=alt.Axis(format=",.3~g")
            ),
            color=colour("mode", used),
            order=alt.Order("order:Q"),
            tooltip=tips(
                ("kind", "kind of work"), ("mode", "how"), ("hours", "million hours", ",.2f"),
                ("share", "share of the kind", ".0%"),
            ),  # fmt: skip
        )
        .properties(height=36 * len(frame))
    )
    return drawn


HEADCOUNT_WALK = Chart(
    name="headcount_walk",
    title="From today's headcount to the plan's [FTE]",
    reading=(
        "The first bar is the headcount at the start. Hires add to it; quits, voluntary exits and layoffs "
        "reduce it. The last two bars are the headcount at the end, in the plan and in the baseline. Moves "
        "between roles do not change the total."
    ),
    empty="There is no headcount to walk through.",
    needs={"headcount": ("case", "period", "role", "begin", "end")},
    columns={
        "step": Column("Step"),
        "baseline": Column("Baseline", "FTE"),
        "plan": Column("Plan", "FTE"),
        "change": Column("Change", "FTE"),
    },
    frame=_walk,
    draw=_draw_walk,
)

WHO_IS_AFFECTED = Chart(
    name="who_is_affected",
    title="Roles that change most against baseline [FTE]",
    reading="Each bar is the change of a role's positions at the end of the plan against the baseline.",
    empty="No role changes against the baseline.",
    needs={"groups": ("role", "title", "kind", "delta")},
    columns={
        "role_title": Column("Role"),
        "kind": Column("Main kind of work"),
        "delta": Column("Change", "FTE"),
        "delta_low": Column("Near-optimal plans, low", "FTE"),
        "delta_high": Column("Near-optimal plans, high", "FTE"),
        "sources_low": Column("Over sources, low", "FTE"),
        "sources_high": Column("Over sources, high", "FTE"),
    },
    frame=_affected,
    draw=_draw_affected,
    reads=_read_affected,
)

NEAR_OPTIMAL_ROLES = Chart(
    name="near_optimal_roles",
    title="Layoffs by role, and the range over near-optimal plans [FTE]",
    reading=(
        "The dot is this plan; the line runs from the fewest to the most layoffs of that role in any plan "
        "that costs at most 0.5% more than the best. A line that reaches zero means that the role's layoffs "
        "can be avoided."
    ),
    empty="No plan within 0.5% of the best lays anybody off.",
    needs={"groups": ("role", "title", "layoffs", "layoffs_low", "layoffs_high")},
    columns={
        "role_title": Column("Role"),
        "layoffs": Column("This plan", "FTE"),
        "layoffs_low": Column("Fewest", "FTE"),
        "layoffs_high": Column("Most", "FTE"),
    },
    frame=_layoffs,
    draw=_draw_layoffs,
)

WHICH_WORK_MOVES = Chart(
    name="which_work_moves",
    title="Who does the work at the end of the plan, by kind of work [million hours a quarter]",
    reading=(
        "Each bar is a kind of work in the plan's last quarter, in hours that a person would have needed. "
        "Automated work still takes people's hours for review, rework and directing AI."
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
