"""The layoff record on a page: a timeline by stated reason, the table, what came back and at what price."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from reallocate.measure.number import ABSENT, cell, is_number
from reallocate.output.blocks import Block, Grid, Head, Heading, Picture, Prose
from reallocate.output.chart import Chart, Column, Drawn
from reallocate.study.layoffs.record import REASONS, Reversal
from reallocate.study.layoffs.text import record_said, reversals_said

TITLE = "Jobs in announced cuts, by the reason that the employer gave [thousand jobs a quarter]"
READING = (
    "Each panel is a way to cut, each bar a quarter; colours are reasons given, coded by what the employer "
    "said. Announcements without a number are not drawn. Companies were picked because they were in the news."
)
THOUSAND, WIDE = 1e3, 620


def layoff_blocks(tables: Mapping[str, pd.DataFrame], found: Reversal) -> tuple[Block, ...]:
    """Everything that the page says of the record.

    tables : as from `layoff_tables`
    found : price of taking a cut back
    """
    return (
        Prose(tuple(record_said(tables))),
        timeline_picture(tables["timeline"]),
        by_reason_grid(tables["by_reason"]),
        Heading("What was taken back, and what that costs"),
        Prose(tuple(reversals_said(tables, found))),
        later_grid(tables["record"]),
        record_grid(tables["record"]),
    )


def timeline_picture(timeline: pd.DataFrame) -> Picture:
    """The timeline with its figures.

    timeline : (quarter, mechanism, reason) jobs_cut, announcements
    """
    chart = Chart(
        name="layoffs",
        title=TITLE,
        reading=READING,
        empty="No announcement is on record.",
        needs={},
        columns={
            "quarter": Column("Quarter"),
            "mechanism": Column("how"),
            "reason": Column("reason"),
            "jobs_cut": Column("jobs", "jobs"),
            "announcements": Column("announcements"),
        },
        frame=lambda tables: timeline,
        draw=timeline_drawn,
    )
    return Picture(chart, timeline)


def timeline_drawn(timeline: pd.DataFrame) -> Drawn:
    """The chart without fonts.

    timeline : (quarter, mechanism, reason) jobs_cut
    """
    shown = timeline.dropna(subset="jobs_cut").assign(thousand=lambda t: t["jobs_cut"] / THOUSAND)
    quarters = pd.period_range(shown["quarter"].min(), shown["quarter"].max(), freq="Q").astype(str).tolist()
    drawn: alt.Chart = (
        alt.Chart(shown)
        .mark_bar()
        .encode(
            x=alt.X("quarter:O", title=None, scale=alt.Scale(domain=quarters), axis=alt.Axis(labelAngle=-60)),
            y=alt.Y("sum(thousand):Q", title="thousand jobs"),
            color=alt.Color(
                "reason:N",
                scale=alt.Scale(domain=list(REASONS)),
                legend=alt.Legend(title="reason given", orient="top"),
            ),
            row=alt.Row("mechanism:N", title=None, sort=["layoff", "voluntary", "hiring freeze"]),
            tooltip=["quarter:N", "mechanism:N", "reason:N", alt.Tooltip("jobs_cut:Q", format=",.0f")],
        )
        .properties(width=WIDE, height=90)
    )
    return drawn


def by_reason_grid(by_reason: pd.DataFrame) -> Grid:
    """Announcements by how and why.

    by_reason : as from `layoff_tables`
    """
    heads = (
        Head("How"), Head("Reason given"), Head("Times", number=True), Head("Jobs", number=True),
        Head("No number", number=True), Head("Unchecked", number=True), Head("Changed", number=True),
    )  # fmt: skip
    rows = tuple(
        (
            row["mechanism"], row["reason"], str(row["announcements"]), _jobs(row["jobs_cut"]),
            str(row["without_a_number"]), str(row["reason_not_checked"]), str(row["later_changed"]),
        )
        for row in by_reason.to_dict("records")
    )  # fmt: skip
    note = (
        "Times: announcements. Of these, no number: they do not say how many jobs; unchecked: the reason "
        "awaits a check; changed: something is noted as changed later. Substitution: AI does the work. "
        "Funding: money is needed elsewhere, mostly for AI. Contested: the employer contradicts itself, or "
        "nobody could check."
    )
    return Grid("Announcements by how and why", heads, rows, note, merged=True)


def later_grid(record: pd.DataFrame) -> Grid:
    """What changed later.

    record : as from `layoff_tables`
    """
    rows = tuple(
        (row["company"], row["date"], _jobs(row["jobs_cut"]), row["reason"], row["grade"], row["later"])
        for row in record[record["later"].ne("")].to_dict("records")
    )
    heads = (
        Head("Company"), Head("Announced"), Head("Jobs", number=True), Head("Reason given"),
        Head("Grade"), Head("What changed later"),
    )  # fmt: skip
    return Grid("What is noted as changed later", heads, rows)


def record_grid(record: pd.DataFrame) -> Grid:
    """Every announcement.

    record : as from `layoff_tables`
    """
    rows = tuple(
        (
            row["date"], row["company"], _jobs(row["jobs_cut"]), cell(row["workforce_share"], "share"),
            row["mechanism"], row["reason"] if row["checked"] else f"{row['reason']} (not checked)",
            row["grade"], row["stated_reason"] or ABSENT,
        )
        for row in record.to_dict("records")
    )  # fmt: skip
    heads = (
        Head("Announced"), Head("Company"), Head("Jobs", number=True), Head("Of its workforce", number=True),
        Head("How"), Head("Reason, coded"), Head("Grade"), Head("Reason, as stated"),
    )  # fmt: skip
    note = "Grades: A a filing; B named press or a tracker's row; C a secondary page."
    return Grid("Every announcement", heads, rows, note, fold="Every announcement")


def _jobs(value: object) -> str:
    return f"{float(value):,.0f}" if is_number(value) else ABSENT
