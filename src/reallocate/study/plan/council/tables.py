"""What a works council asks of a plan: jobs by route, the workload of those who stay, training."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import Column, Rows, of_unit, table
from reallocate.problem.firm.columns import CASE, FAMILY, PERIOD, ROLE, ROUTES, SOLVED, TO
from reallocate.problem.firm.families import (
    jobs_by_family,
    jobs_by_quarter,
    training_by_target,
    workload_by_family,
)
from reallocate.problem.firm.job_changes import observed_changes
from reallocate.problem.firm.solved_cases import SolvedCases


@table(
    "routes", "Jobs by route and quarter",
    CASE, FAMILY, PERIOD, ROUTES, source=f"{SOLVED} Roles by major group.",
)  # fmt: skip
def routes(solved: SolvedCases) -> pd.DataFrame:
    """Jobs by route, role family and quarter, of baseline and plan [FTE]."""
    return jobs_by_quarter(solved)


@table(
    "families", "Jobs by route",
    FAMILY,
    of_unit("positions", open_positions="Open at the start", open_cancelled="Open, cancelled",
            open_deferred="Open, deferred a year"),
    ROUTES, Column("baseline_end", "Baseline at the end", "FTE"),
    source=f"{SOLVED} Roles by major group.",
)  # fmt: skip
def families(solved: SolvedCases) -> pd.DataFrame:
    """Jobs by route and role family over the whole plan, with what becomes of open positions [FTE]."""
    return jobs_by_family(solved)


@table(
    "workload", "Workload of those who stay",
    FAMILY, PERIOD, Column("positions", unit="FTE"),
    of_unit("share of hours", intensity_baseline="Load, baseline", intensity="Load",
            intensity_if_less="Load, low capture"),
    of_unit("hours/quarter", delivered_baseline="Work delivered, baseline", has="Hours per position",
            delivered="Work delivered", review="Review", redo="Rework", directing="Directing AI",
            spare="Freed but unused"),
    source=f"{SOLVED} Roles by major group.",
)  # fmt: skip
def workload(solved: SolvedCases) -> pd.DataFrame:
    """Workload of those who stay, by role family and quarter: hours per position, plan beside baseline."""
    return workload_by_family(solved)


@table(
    "training", "Training",
    TO, Column("people", unit="people"),
    of_unit("weeks", weeks_each="Weeks each", person_weeks="Weeks in all"),
    of_unit("USD million", courses="Courses", cost="Cost in all"),
    source=f"{SOLVED} Moves as on the sheet Moves between roles.",
)  # fmt: skip
def training(solved: SolvedCases) -> pd.DataFrame:
    """Who is trained for what: people, weeks and cost by the role they move into, over the plan."""
    return training_by_target(solved)


@table(
    "ways", "Observed job changes",
    ROLE, Column("title", "From"), TO, Column("in_firm", "Also in this firm"),
    of_unit("share of movers", share_of_movers="Share of movers", share_low="Share, low",
            share_high="Share, high"),
    Column("people_seen", "People observed", "people"),
    of_unit("USD/year", pay_now="Median pay now", median_pay="Median pay there", entry_pay="Pay on entry"),
    Column("asks", "Requirements"),
    source="National figures, no plan is involved: moves that the household survey saw, counted in people.",
)  # fmt: skip
def ways(solved: SolvedCases) -> pd.DataFrame | Rows:
    """The three most common moves out of each of the ten roles that lose most positions."""
    return observed_changes(solved)
