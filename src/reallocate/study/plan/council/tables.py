"""What a works council asks of a plan: jobs by route, the workload of those who stay, training."""

from __future__ import annotations

from reallocate.output.table import Column, of_unit, table
from reallocate.problem.firm.columns import CASE, FAMILY, PERIOD, ROLE, ROUTES, SOLVED, TO
from reallocate.problem.firm.families import (
    jobs_by_family,
    jobs_by_quarter,
    training_by_target,
    workload_by_family,
)
from reallocate.problem.firm.job_changes import ways_out

routes = table(
    "routes", "Jobs by route and quarter",
    CASE, FAMILY, PERIOD, ROUTES, source=f"{SOLVED} Roles by major group.",
)(jobs_by_quarter)  # fmt: skip


families = table(
    "families", "Jobs by route",
    FAMILY,
    of_unit("positions", open_positions="Open at the start", open_cancelled="Open, cancelled",
            open_deferred="Open, deferred a year"),
    ROUTES, Column("baseline_end", "Baseline at the end", "FTE"),
    source=f"{SOLVED} Roles by major group.",
)(jobs_by_family)  # fmt: skip


workload = table(
    "workload", "Workload of those who stay",
    FAMILY, PERIOD, Column("positions", unit="FTE"),
    of_unit("share of hours", intensity_baseline="Load, baseline", intensity="Load",
            intensity_if_less="Load, low capture"),
    of_unit("hours/quarter", delivered_baseline="Work delivered, baseline", has="Hours per position",
            delivered="Work delivered", review="Review", redo="Rework", directing="Directing AI",
            spare="Freed but unused"),
    source=f"{SOLVED} Roles by major group.",
)(workload_by_family)  # fmt: skip


training = table(
    "training", "Training",
    TO, Column("people", unit="people"),
    of_unit("weeks", weeks_each="Weeks each", person_weeks="Weeks in all"),
    of_unit("USD million", courses="Courses", cost="Cost in all"),
    source=f"{SOLVED} Moves as on the sheet Moves between roles.",
)(training_by_target)  # fmt: skip


ways = table(
    "ways", "Ways out",
    ROLE, Column("title", "From"), TO, Column("in_firm", "Also in this firm"),
    of_unit("share of movers", share_of_movers="Share of movers", share_low="Share, low",
            share_high="Share, high"),
    Column("people_seen", "People observed", "people"),
    of_unit("USD/year", pay_now="Median pay now", median_pay="Median pay there", entry_pay="Pay on entry"),
    Column("asks", "Requirements"),
    source="National figures, no plan is involved: the moves of `reallocate job`.",
)(ways_out)  # fmt: skip
