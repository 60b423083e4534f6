"""The charts of a round trip: walks that add up, people, rounds, the displaced, and the draws."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from reallocate.coupling.ledger import SOME
from reallocate.economy.lost_jobs.cells import ALL
from reallocate.output.chart import BAND, Chart, Column, Drawn, Tables, category, colour, tips, zero
from reallocate.output.kinds import Line, bands, stacked_bars, steps_of, walk
from reallocate.study.couple.tables import JOB_PARTS

SHOWN = 10
"""Groups of occupations that a chart shows at most."""
LINES = 5
THOUSAND = 1e3
STEPS = (
    "The plan's cut, spread",
    "What the firm lacks",
    "Other proportions",
    "Market's response",
    "Not yet there at the end",
    "Jobs that adopters end",
)
"""The rows of the table `reconciled` in few words, in their order."""
STATUSES = {"employed": "in work", "unemployed": "without work", "outside": "outside the labour force"}
HOW = {"laid_off": "laid off", "not_replaced": "left and not replaced"}
BEARERS = {"severance": "the firm: severance, notice", "benefits": "benefits", "person": "the person"}
PAY = {"pay_found": 0, "pay_after_1": 1, "pay_after_5": 5, "pay_after_10": 10}
EVERYBODY = "All together"
OUTCOMES = {
    "jobs_ended": "Jobs at unchanged output, end of the plan",
    "jobs_wanted": "Jobs wanted in all, end of the run",
    "employed": "People in work, end of the run",
    "unemployed": "People without work, end of the run",
}
ENDS = {"p50": "median of the draws", "one_run": "central run"}
WALK = walk("step", "Jobs [thousand]", "thousand jobs")


def groups_of(table: pd.DataFrame) -> pd.DataFrame:
    """Groups of occupations with the most jobs ended first, without the total, in short words.

    table : the ledger
    """
    groups = table[table["group"] != ALL].sort_values("jobs_ended", ascending=False, kind="stable")
    return groups.assign(title=groups["title"].str.removesuffix(" Occupations"))


def _largest(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """Groups that a chart shows: those in which jobs end."""
    groups = groups_of(table)
    return groups[groups["jobs_ended"].abs() > SOME].head(most)


def _steps(tables: Tables) -> pd.DataFrame:
    return steps_of("step", STEPS, (tables("reconciled")["persons"] / THOUSAND).tolist())


def _jobs(tables: Tables) -> pd.DataFrame:
    table = tables("jobs").set_index("part")
    order = ["ended", "renewed", "built", "cheaper", "spent", "net"]
    labels = [JOB_PARTS[part] for part in order]
    return steps_of("step", labels, (table.loc[order, "run_end"] / THOUSAND).tolist())


STEPS_CHART = Chart(
    name="couple_steps",
    title="From the plan's cut to the jobs that adopters end, end of the plan [thousand jobs]",
    reading=(
        "Each bar begins where the one above ends; the last is their sum and the market's own figure. The "
        "first is the plan's cut for a unit of work, times the share that follows, times the people of the "
        "industries. The firm lacks some occupations of the industries, which are unchanged, and the others "
        "stand in other proportions there."
    ),
    empty="No jobs end.",
    needs={"reconciled": ("step", "persons")},
    columns={"step": Column("Step"), "value": Column("Jobs", "thousand")},
    frame=_steps,
    draw=WALK,
)
JOBS = Chart(
    name="couple_jobs",
    title="From the jobs that end to the jobs that are wanted, end of the run [thousand jobs]",
    reading=(
        "Each bar begins where the one above ends; the last is their sum. Bars to the left of 0 are fewer "
        "jobs than in the same market without these adopters. Lower prices, compute, new tasks and incomes "
        "act in every industry, not only in the firm's."
    ),
    empty="No jobs end.",
    needs={"jobs": ("part", "run_end")},
    columns={"step": Column("Part"), "value": Column("Jobs", "thousand")},
    frame=_jobs,
    draw=WALK,
)


def _people(tables: Tables) -> pd.DataFrame:
    table = tables("path")
    change = {name: (table[name] - table[f"{name}_without"]) / THOUSAND for name in STATUSES}
    return pd.DataFrame({"year": table["year"], **change})


PEOPLE = Chart(
    name="couple_people",
    title="Where people are, against the same market without these adopters [thousand people]",
    reading=(
        "Below 0 there are fewer people than without adopters, above 0 more. The three lines add up to 0 in "
        "every year: nobody appears or is lost."
    ),
    empty="The run is shorter than a year.",
    needs={"path": ("year", *STATUSES, *(f"{name}_without" for name in STATUSES))},
    columns={
        "year": Column("Spring of", "year"),
        **{name: Column(words.capitalize(), "thousand people") for name, words in STATUSES.items()},
    },
    frame=_people,
    draw=bands(
        "year", [Line(words, name) for name, words in reversed(STATUSES.items())], "People [thousand]",
        [("line", "who"), ("year", "spring of", ".0f"), ("rate", "thousand people", "+,.1f")],
        against_zero=True,
    ),
)  # fmt: skip


def _rounds(tables: Tables) -> pd.DataFrame:
    table = tables("rounds")
    rows = table.loc[(table["round"] > 0) & (table["residual"] > 0), ["round", "residual"]]
    rows = rows.assign(percent=100.0 * rows["residual"])[["round", "percent"]]
    return rows.reset_index(drop=True) if len(rows) > 1 else rows.head(0)


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
            tooltip=tips(("round", "round"), ("percent", "% of itself", ".2r")),
        )
        .properties(height=200)
    )
    return drawn


ROUNDS = Chart(
    name="couple_rounds",
    title="Change of the shock by each round [% of itself]",
    reading=(
        "Plan and market are solved in turn until the shock stays. Each step down the axis is a tenth of the "
        "one before."
    ),
    empty="Rounds: nothing to draw; the first round already leaves the shock unchanged.",
    needs={"rounds": ("round", "residual")},
    columns={"round": Column("Round"), "percent": Column("Change of the shock", "% of itself")},
    frame=_rounds,
    draw=_draw_rounds,
)


def _how(tables: Tables) -> pd.DataFrame:
    table = _largest(tables("ledger"), SHOWN)
    return pd.DataFrame({"title": table["title"], **{name: table[name] / THOUSAND for name in HOW}})


def _bearers(tables: Tables) -> pd.DataFrame:
    table = _largest(tables("ledger"), SHOWN)
    return table.loc[table["lost"] > 0, ["title", *BEARERS]].reset_index(drop=True)


def _pay(tables: Tables) -> pd.DataFrame:
    table = tables("ledger")
    total = table[table["group"] == ALL].assign(title=EVERYBODY)
    chosen = pd.concat([total, _largest(table, LINES)])
    return pd.DataFrame({"title": chosen["title"], **{name: 100.0 * chosen[name] for name in PAY}})


def _draw_pay(frame: pd.DataFrame) -> Drawn:
    tall = frame.melt("title", var_name="when", value_name="percent")
    tall["years"] = tall["when"].map(PAY)
    lines = (
        alt.Chart(tall)
        .mark_line(strokeWidth=2, point=True)
        .encode(
            x=alt.X("years:Q", title="Years after the new job is found", axis=alt.Axis(values=[0, 1, 5, 10])),
            y=alt.Y("percent:Q", title="Pay, against the lost job [%]", scale=alt.Scale(zero=False)),
            color=colour("title", frame["title"].tolist()),
            tooltip=tips(
                ("title", "group"), ("years", "years after", ".0f"), ("percent", "% of the job lost", ".1f")
            ),
        )
    )
    even = alt.Chart(pd.DataFrame({"even": [100.0]})).mark_rule(strokeDash=[4, 3]).encode(y="even:Q")
    drawn: Drawn = alt.layer(even, lines).properties(height=300)
    return drawn


HOW_CHART = Chart(
    name="couple_how",
    title="Jobs that adopters end, by group of occupations and by how they end [thousand]",
    reading=(
        "The groups with the most jobs ended; the table has all. People are laid off as often for each "
        "position as in the plan. Where more are laid off than jobs end, others are hired again, and the bar "
        "of those not replaced lies to the left of 0."
    ),
    empty="No jobs end.",
    needs={"ledger": ("group", "title", "jobs_ended", *HOW)},
    columns={
        "title": Column("Group"),
        **{name: Column(words.capitalize(), "thousand") for name, words in HOW.items()},
    },
    frame=_how,
    draw=stacked_bars("title", HOW, "Jobs [thousand]", "thousand jobs"),
)
BEARERS_CHART = Chart(
    name="couple_bearers",
    title="Who bears the loss of those laid off, by group of occupations [USD million, present value]",
    reading=(
        "A whole bar is the loss of all who are laid off in the group. Its parts are what the firm pays "
        "them, what benefits replace, and what the people themselves bear."
    ),
    empty=(
        "The plan lays nobody off: there is no loss of people laid off, no severance and no benefits. The "
        "loss falls on people who look for a job that is no longer offered."
    ),
    needs={"ledger": ("group", "title", "jobs_ended", "lost", *BEARERS)},
    columns={
        "title": Column("Group"),
        **{name: Column(words.capitalize(), "USD million") for name, words in BEARERS.items()},
    },
    frame=_bearers,
    draw=stacked_bars("title", BEARERS, "Loss at present value [USD million]", "USD million"),
)
PAY_CHART = Chart(
    name="couple_pay",
    title="Pay in the job found, against the lost job [%]",
    reading=(
        "100% is what the lost job would pay at the same time, with the tenure it would have by then. Of "
        "somebody laid off who finds a job and stays in it; months without work come before. The axis does "
        "not begin at 0."
    ),
    empty="No jobs end.",
    needs={"ledger": ("group", "title", "jobs_ended", *PAY)},
    columns={
        "title": Column("Group"),
        "pay_found": Column("When found", "%"),
        "pay_after_1": Column("After 1 year", "%"),
        "pay_after_5": Column("After 5 years", "%"),
        "pay_after_10": Column("After 10 years", "%"),
    },
    frame=_pay,
    draw=_draw_pay,
)


def _interval(tables: Tables) -> pd.DataFrame:
    table = tables("interval").set_index("outcome").loc[list(OUTCOMES)]
    figures = table[["p10", "p50", "p90", "one_run"]] / THOUSAND
    figures.loc["jobs_ended"] *= -1.0
    ends = figures[["p10", "p90"]]
    figures = figures.assign(p10=ends.min(axis=1), p90=ends.max(axis=1))
    labelled = figures.assign(label=[OUTCOMES[str(name)] for name in figures.index])
    return labelled.dropna(subset="p50").reset_index(drop=True)


def _draw_interval(frame: pd.DataFrame) -> Drawn:
    axis, order = category("label", None, frame["label"].tolist(), split_at=", "), list(ENDS.values())
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
            color=colour("end", order),
            shape=alt.Shape("end:N", scale=alt.Scale(domain=order, range=["circle", "diamond"])),
            tooltip=tips(("label", "outcome"), ("end", "which"), ("thousand", "thousand", "+,.1f")),
        )
    )
    drawn: Drawn = alt.layer(zero("x"), lines, dots).properties(height=(BAND + 20) * len(frame))
    return drawn


INTERVAL = Chart(
    name="couple_interval",
    title="Jobs and people: central run and draws [thousand]",
    reading=(
        "A line goes from the 10th to the 90th percentile of the draws. Left of 0 there are fewer than "
        "without adopters."
    ),
    empty="No draw gave a plan.",
    needs={"interval": ("outcome", "p10", "p50", "p90", "one_run")},
    columns={
        "label": Column("Outcome"),
        "p10": Column("10th percentile", "thousand"),
        "p50": Column("Median", "thousand"),
        "p90": Column("90th percentile", "thousand"),
        "one_run": Column("Central run", "thousand"),
    },
    frame=_interval,
    draw=_draw_interval,
)

CHARTS = (STEPS_CHART, JOBS, PEOPLE, ROUNDS, HOW_CHART, PAY_CHART, BEARERS_CHART, INTERVAL)
