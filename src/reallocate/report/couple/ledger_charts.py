"""Charts of the displaced: which jobs end and how, who bears the loss, and pay in the job that is found."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from reallocate.output.chart import BAND, Chart, Column, Drawn, Tables, category, colour
from reallocate.study.couple.ledger import SOME

SHOWN = 10
LINES = 5
THOUSAND = 1e3
ALL = "all"
HOW = {"laid_off": "laid off", "not_replaced": "left and not replaced"}
BEARERS = {"severance": "the firm: severance, notice", "benefits": "benefits", "person": "the person"}
PAY = {"pay_found": 0, "pay_after_1": 1, "pay_after_5": 5, "pay_after_10": 10}
EVERYBODY = "All together"


def groups_of(table: pd.DataFrame) -> pd.DataFrame:
    """Groups of occupations with the most jobs ended first, without the total, in short words.

    table : the ledger
    """
    found = table[table["group"] != ALL].sort_values("jobs_ended", ascending=False, kind="stable")
    return found.assign(title=found["title"].str.removesuffix(" Occupations"))


def _drawn(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """Groups that a chart shows: those in which jobs end."""
    groups = groups_of(table)
    return groups[groups["jobs_ended"].abs() > SOME].head(most)


def _how(tables: Tables) -> pd.DataFrame:
    table = _drawn(tables("ledger"), SHOWN)
    return pd.DataFrame({"title": table["title"], **{name: table[name] / THOUSAND for name in HOW}})


def _bearers(tables: Tables) -> pd.DataFrame:
    table = _drawn(tables("ledger"), SHOWN)
    return table.loc[table["lost"] > 0, ["title", *BEARERS]].reset_index(drop=True)


def _stacked(frame: pd.DataFrame, parts: Mapping[str, str], title: str, unit: str) -> Drawn:
    order = frame["title"].tolist()
    tall = frame.rename(columns=parts).melt("title", var_name="part", value_name="value")
    tall["place"] = tall["part"].map({words: place for place, words in enumerate(parts.values())})
    drawn: Drawn = (
        alt.Chart(tall)
        .mark_bar(height=BAND - 6)
        .encode(
            y=category("title", None, order),
            x=alt.X("value:Q", title=title, stack="zero"),
            color=colour("part", list(parts.values())),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("title:N", title="group"),
                alt.Tooltip("part:N", title="part"),
                alt.Tooltip("value:Q", title=unit, format=",.2f"),
            ],
        )
        .properties(height=(BAND + 4) * len(frame))
    )
    return drawn


def _draw_how(frame: pd.DataFrame) -> Drawn:
    return _stacked(frame, HOW, "Jobs [thousand]", "thousand jobs")


def _draw_bearers(frame: pd.DataFrame) -> Drawn:
    return _stacked(frame, BEARERS, "Loss at present value [USD million]", "USD million")


def _pay(tables: Tables) -> pd.DataFrame:
    table = tables("ledger")
    total = table[table["group"] == ALL].assign(title=EVERYBODY)
    chosen = pd.concat([total, _drawn(table, LINES)])
    return pd.DataFrame({"title": chosen["title"], **{name: 100.0 * chosen[name] for name in PAY}})


def _draw_pay(frame: pd.DataFrame) -> Drawn:
    order = frame["title"].tolist()
    tall = frame.melt("title", var_name="when", value_name="percent")
    tall["years"] = tall["when"].map(PAY)
    lines = (
        alt.Chart(tall)
        .mark_line(strokeWidth=2, point=True)
        .encode(
            x=alt.X("years:Q", title="Years after the new job is found", axis=alt.Axis(values=[0, 1, 5, 10])),
            y=alt.Y("percent:Q", title="Pay, beside the job that was lost [%]", scale=alt.Scale(zero=False)),
            color=colour("title", order),
            tooltip=[
                alt.Tooltip("title:N", title="group"),
                alt.Tooltip("years:Q", title="years after"),
                alt.Tooltip("percent:Q", title="% of the job lost", format=".1f"),
            ],
        )
    )
    even = alt.Chart(pd.DataFrame({"even": [100.0]})).mark_rule(strokeDash=[4, 3]).encode(y="even:Q")
    drawn: Drawn = alt.layer(even, lines).properties(height=300)
    return drawn


COUPLE_HOW = Chart(
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
    draw=_draw_how,
)
COUPLE_BEARERS = Chart(
    name="couple_bearers",
    title="Who bears what those laid off lose, by group of occupations [USD million, present value]",
    reading=(
        "A whole bar is what all who are laid off in the group lose together; its parts are what the firm "
        "pays them, what benefits replace, and what is left to the people themselves."
    ),
    empty=(
        "The plan lays nobody off, so that no loss of people laid off is there to share out: no severance, "
        "no benefits. What ends is felt by people who look for a job that is no longer offered."
    ),
    needs={"ledger": ("group", "title", "jobs_ended", "lost", *BEARERS)},
    columns={
        "title": Column("Group"),
        **{name: Column(words.capitalize(), "USD million") for name, words in BEARERS.items()},
    },
    frame=_bearers,
    draw=_draw_bearers,
)
COUPLE_PAY = Chart(
    name="couple_pay",
    title="Pay in the job that is found, beside the job that was lost [%]",
    reading=(
        "100% is what the lost job would pay at the same time, with the years of tenure it would have by "
        "then. Of somebody laid off who finds a job and keeps it; months without work come before. The axis "
        "does not begin at 0."
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
