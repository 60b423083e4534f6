"""The layoff record: coded announcements, by mechanism and stated reason, and what came back."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import BY_ROW, Column, table
from reallocate.problem.firm.layoff_record import PERSON_RATE, LayoffContext

REASONS = ("substitution", "funding", "other", "contested")


REASON = Column("reason", "Reason given")
MECHANISM = Column("mechanism", "How")
JOBS = Column("jobs_cut", "Jobs", "jobs", about="missing, not 0, where the announcement gives no number")
PRESS = "Announcements as filings and press give them; see the table's sources."


@table("by_reason", "Announcements by how and why", MECHANISM, REASON,
       Column("announcements", "Times"), JOBS,
       Column("without_a_number", "No number"),
       Column("reason_not_checked", "Unchecked"),
       Column("later_changed", "Changed"), source=PRESS)  # fmt: skip
def by_reason(context: LayoffContext) -> pd.DataFrame:
    """Announcements by mechanism and reason given."""
    record = context.record
    grouped = record.assign(
        none=record["jobs_cut"].isna(), unchecked=~record["checked"], changed=record["later"].ne(""),
        reason=pd.Categorical(record["reason"], REASONS),
    ).groupby(["mechanism", "reason"], observed=True)
    frame: pd.DataFrame = grouped.agg(
        announcements=("company", "size"),
        jobs_cut=("jobs_cut", lambda jobs: jobs.sum(min_count=1)),
        without_a_number=("none", "sum"),
        reason_not_checked=("unchecked", "sum"),
        later_changed=("changed", "sum"),
    ).reset_index()
    return frame.astype({"reason": str})


@table("timeline", "Jobs by quarter and reason", Column("quarter", "Quarter"), MECHANISM, REASON, JOBS,
       Column("announcements", "Times"), source=PRESS)  # fmt: skip
def timeline(context: LayoffContext) -> pd.DataFrame:
    """Jobs in announced cuts by quarter, mechanism and reason given."""
    record = context.record
    quarter = pd.PeriodIndex(pd.to_datetime(record["date"]), freq="Q").astype(str)
    grouped = record.assign(quarter=quarter).groupby(["quarter", "mechanism", "reason"])
    return grouped.agg(
        jobs_cut=("jobs_cut", lambda jobs: jobs.sum(min_count=1)), announcements=("company", "size")
    ).reset_index()


@table("record", "Every announcement", Column("date", "Announced"), Column("company", "Company"), JOBS,
       Column("workforce_share", "Of its workforce", "share of workforce"), MECHANISM,
       Column("reason", "Reason, coded"), Column("stated_reason", "Reason, as stated"),
       Column("checked", "Reason checked"), Column("later", "Changed later"), Column("grade", "Grade"),
       Column("source", "Source"), source=PRESS)  # fmt: skip
def record(context: LayoffContext) -> pd.DataFrame:
    """One row an announcement, the earliest first."""
    return context.record


@table("taken_back", "Cost of taking one cut back", Column("figure", "Figure"),
       Column("value", "Value", BY_ROW), Column("unit", "Unit"),
       source="Severance, cost of a hire and months of learning: assumptions of a plan. Rates: surveys.",
       )  # fmt: skip
def taken_back(context: LayoffContext) -> pd.DataFrame:
    """What a plan pays to take one cut back, and how often cuts were taken back."""
    cost = context.reversal
    rows = [
        ("loaded cost of the position", cost.loaded_cost, "USD/year"),
        ("severance", cost.severance, "USD"),
        ("finding somebody", cost.hiring, "USD"),
        ("pay while they learn", cost.learning, "USD"),
        ("cost of taking one cut back", cost.price, "USD"),
        ("the same in pay of the position", cost.months, "months"),
        (PERSON_RATE, cost.person_rate, "share of people"),
        *((name, rate, "share of firms") for name, rate in cost.firm_rates.items()),
    ]
    return pd.DataFrame(rows, columns=taken_back.names)


TABLES = (by_reason, timeline, record, taken_back)
