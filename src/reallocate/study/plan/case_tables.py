"""The tables of plans that stand beside the one that was requested; an impossible one says why."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import Column, of_unit, table
from reallocate.plan.alternatives import figures_of
from reallocate.plan.inputs import MILLION
from reallocate.problem.firm.case_rows import case_rows, grid_rows, source_rows
from reallocate.problem.firm.columns import (
    CASE,
    CASH_FIGURES,
    EXTRA_COST,
    EXTRA_SHARE,
    LAYOFFS,
    NOTE,
    POSITIONS,
    PRESENT_VALUE,
    SAVING,
    SOLVED_AGAIN,
    SOURCE,
    WORK_DROPPED,
)
from reallocate.problem.firm.solved_cases import SolvedCases

cases = table(
    "cases", "Cases side by side",
    CASE, POSITIONS, LAYOFFS, of_unit("FTE", quits="Quits", hires="Hires"), CASH_FIGURES, WORK_DROPPED,
    Column("largest_outlay", "Largest outlay", "USD million"),
    Column("net_present_value", "Net present value", "USD million", signed=True), PRESENT_VALUE,
    Column("extra_cost", "Beyond no cut", "USD million", signed=True),
    Column("exits_from", "Exits from"), NOTE,
    source=SOLVED_AGAIN,
)(case_rows)  # fmt: skip


sources = table(
    "sources", "Sources of reach",
    SOURCE, POSITIONS, LAYOFFS, SAVING, Column("compute", "Compute cash", "USD million"),
    Column("automated_share", "Work automated", "share of hours"), NOTE,
    source=SOLVED_AGAIN,
)(source_rows)  # fmt: skip


grid = table(
    "grid", "Exits and adoption",
    Column("exits_share", "Cut imposed", "share"), Column("speed", "Speed of adoption"),
    POSITIONS, LAYOFFS, CASH_FIGURES, WORK_DROPPED, NOTE,
    source=SOLVED_AGAIN,
)(grid_rows)  # fmt: skip


@table(
    "alternatives", "Near-optimal alternatives",
    Column("alternative", "Direction"), EXTRA_COST,
    of_unit("FTE", positions="Positions", layoffs="Layoffs", moved="People who change role", hires="Hires"),
    Column("first_year_cash", "Cash, first year", "USD million"),
    Column("power", "Power of own GPUs", "MW"), NOTE, EXTRA_SHARE,
    source=f"{SOLVED_AGAIN} Each goes as far as it can in one direction within the extra cost allowed.",
)  # fmt: skip
def alternatives(solved: SolvedCases) -> pd.DataFrame:
    """The best plan and those that go furthest in one direction, within the share of cost allowed."""
    rows = pd.DataFrame(figures_of(solved.alternatives))
    return rows.assign(extra_share=rows["extra_cost"] / abs(solved.plan.objective))


@table(
    "frontier", "Cost of jobs kept",
    EXTRA_COST, Column("positions", unit="FTE"), EXTRA_SHARE,
    Column("cost_per_job", "Cost per further job", "USD/position"),
    source=SOLVED_AGAIN,
)  # fmt: skip
def frontier(solved: SolvedCases) -> pd.DataFrame:
    """The most jobs kept at the end for each extra cost, and what one more job costs on the way."""
    rows = pd.DataFrame(solved.frontier, columns=["extra_cost", "positions"])
    jobs = rows["positions"].diff()
    price = rows["extra_cost"].diff() / jobs.where(jobs > 0)
    return rows.assign(
        extra_share=rows["extra_cost"] / abs(solved.plan.objective), cost_per_job=price * MILLION
    )
