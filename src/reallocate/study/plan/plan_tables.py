"""The tables of plan and baseline: the headline, people by role, work by kind, and cash."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from reallocate.output.table import BY_ROW, Column, of_unit, table
from reallocate.plan.accounts import statistics_table
from reallocate.plan.money_tables import bridge_table, channel_table
from reallocate.plan.money_tables import profit_and_loss as charged
from reallocate.plan.outcome import (
    Outcome,
    headcount_table,
    modes_table,
)
from reallocate.plan.role_tables import move_table
from reallocate.problem.firm.columns import (
    CASE,
    FLOWS,
    KIND_OF_WORK,
    MODES,
    NEAR_OPTIMAL,
    NEAR_OPTIMAL_LAYOFFS,
    NOTE,
    OVER_SOURCES,
    PERIOD,
    PRESENT_VALUE,
    ROLE,
    SOLVED,
    SOLVED_AGAIN,
    SOURCE_RANGES,
    TITLE,
    TO,
    UNIT,
    WALK,
    ranged,
)
from reallocate.problem.firm.headline import headline_figures
from reallocate.problem.firm.role_groups import (
    coded_roles,
    grouped,
    named_groups,
)
from reallocate.problem.firm.solved_cases import RANGES, SolvedCases
from reallocate.problem.firm.work_ranges import activities_with_ranges, kinds_with_ranges

CASH_ITEMS = ("payroll", "compute", "capex", "exits", "training", "change")
"""Columns of the cash table that add up to its total."""

headline = table(
    "headline", "Headline figures",
    Column("figure"), UNIT, of_unit(BY_ROW, baseline="Baseline", plan="Plan"),
    Column("delta", "Change", BY_ROW, signed=True),
    ranged(of_unit(BY_ROW, signed=True, low="Low", high="High")),
    source=f"{SOLVED} The range is over the sources of reach.",
)(headline_figures)  # fmt: skip


@table(
    "headcount", "Headcount by role and quarter",
    CASE, ROLE, PERIOD,
    of_unit("FTE", begin="At the start", hires="Hires", quits="Quits", voluntary="Voluntary exits",
            layoffs="Layoffs", moves_in="Moved in", moves_out="Moved out", end="At the end"),
    source=SOLVED,
)  # fmt: skip
def headcount(solved: SolvedCases) -> pd.DataFrame:
    """Jobs by role and quarter, of baseline and plan."""
    return both(solved, headcount_table)


@table(
    "roles", "Roles",
    ROLE, TITLE, Column("occupation", "Occupation code"), KIND_OF_WORK,
    Column("group", "Grouped with", optional=True),
    WALK, FLOWS, of_unit("FTE", contractors="Contractors", contractors_end="Contractors at the end"),
    of_unit("share of hours", automated_share="Work automated", augmented_share="Work augmented"),
    ranged(NEAR_OPTIMAL, NEAR_OPTIMAL_LAYOFFS, OVER_SOURCES),
    source=f"{SOLVED} {SOURCE_RANGES}.",
)  # fmt: skip
def roles(solved: SolvedCases) -> pd.DataFrame:
    """Who is affected, each role with the title of the group that it was planned in."""
    rows = coded_roles(solved)
    return named_groups(rows, grouped(solved, rows)) if solved.has(RANGES) else rows


@table(
    "groups", "Roles, small ones in groups",
    ROLE, TITLE, KIND_OF_WORK, Column("roles", "Roles in it", "roles"), WALK, FLOWS,
    ranged(OVER_SOURCES), NEAR_OPTIMAL, NEAR_OPTIMAL_LAYOFFS,
    source=f"{SOLVED} {SOURCE_RANGES}; a group's of its roles together.",
)  # fmt: skip
def groups(solved: SolvedCases) -> pd.DataFrame:
    """The roles on which ranges are computed: large ones alone, small ones together."""
    return grouped(solved, coded_roles(solved))


@table(
    "moves", "Moves between roles",
    Column("origin", "From, code"), Column("origin_title", "From"), TO, Column("positions", unit="FTE"),
    Column("training_weeks", "Training", "weeks"), Column("training_cost", "Training cost", "USD/person"),
    Column("basis", "What makes it possible"),
    source=f"{SOLVED} Which moves are possible: observed mobility and related jobs.",
)  # fmt: skip
def moves(solved: SolvedCases) -> pd.DataFrame:
    """Who moves from which role into which."""
    return move_table(solved.plan, solved.problem.setting.firm.roles)


@table(
    "bridge", "From reach to whole positions",
    Column("step"), Column("positions", unit="FTE"), NOTE, source=SOLVED,
)  # fmt: skip
def bridge(solved: SolvedCases) -> pd.DataFrame:
    """From what AI could do to whole positions."""
    return bridge_table(solved.plan, solved.base)


@table(
    "channels", "Substitution, funding, slack",
    Column("channel"), Column("positions", unit="FTE"), NOTE, source=SOLVED_AGAIN,
)  # fmt: skip
def channels(solved: SolvedCases) -> pd.DataFrame:
    """Why positions end: work done by AI, exits that fund compute, slack."""
    return channel_table(solved.free, solved.base, solved.plan)


kinds = table(
    "kinds", "Kinds of work",
    KIND_OF_WORK,
    of_unit("hours/quarter", hours="Hours of work", human="By people", augmented="Augmented",
            automated="Automated", dropped="Left undone", unfixed="Undetected errors"),
    of_unit("FTE", positions_baseline="Positions, baseline", positions_plan="Positions, plan"),
    Column("delta", "Change", "FTE", signed=True), ranged(NEAR_OPTIMAL),
    source=SOLVED,
)(kinds_with_ranges)  # fmt: skip


@table(
    "modes", "Work by kind, mode and quarter",
    CASE, KIND_OF_WORK, Column("mode", words=MODES), PERIOD,
    Column("hours", "Hours of work", "hours/quarter"),
    source=SOLVED,
)  # fmt: skip
def modes(solved: SolvedCases) -> pd.DataFrame:
    """Hours of work by kind and mode, of baseline and plan."""
    return both(solved, modes_table)


activities = table(
    "activities", "Activities",
    Column("activity", "Activity code"), Column("title", "Activity"), KIND_OF_WORK,
    of_unit("hours/quarter", hours="Hours of work", augmented="Augmented", automated="Automated"),
    of_unit("systems", systems="Systems possible", put_up="Systems installed"),
    Column("hours_to_cover", "Break-even hours, system", "hours/quarter"),
    ranged(of_unit("hours/quarter", automated_low="Automated, low", automated_high="Automated, high")),
    source=f"{SOLVED} Ranges: near-optimal plans.",
)(activities_with_ranges)  # fmt: skip


def both(solved: SolvedCases, table_of: Callable[[Outcome], pd.DataFrame]) -> pd.DataFrame:
    """One table for baseline and plan, with the quarters named.

    table_of : a plan's table
    """
    pair = (("baseline", solved.base), ("plan", solved.plan))
    joined = pd.concat([table_of(outcome).assign(case=case) for case, outcome in pair], ignore_index=True)
    joined["period"] = joined["period"].map(dict(enumerate(solved.problem.scenario.periods)))
    return joined


@table(
    "cash", "Cash",
    CASE, PERIOD,
    of_unit("USD million", payroll="Payroll", compute="Compute, running", capex="Compute, bought",
            exits="Exits", training="Hiring, training, learning", change="Installing and adopting AI",
            total="Total"),
    source=SOLVED,
)  # fmt: skip
def cash(solved: SolvedCases) -> pd.DataFrame:
    """Cash by quarter, of baseline and plan."""
    return both(solved, lambda outcome: outcome.cash)


@table(
    "profit_and_loss", "Profit and loss",
    CASE, PERIOD,
    of_unit("USD million", payroll="Payroll", compute_opex="Compute, running", depreciation="Depreciation",
            restructuring="Restructuring charge", training="Hiring, training, learning",
            change="Installing and adopting AI", total="Total"),
    source=f"{SOLVED} Bought compute is spread over its life.",
)  # fmt: skip
def profit_and_loss(solved: SolvedCases) -> pd.DataFrame:
    """What accounts charge by quarter, of baseline and plan."""
    return both(solved, charged)


@table(
    "statistics", "Objective by statistic",
    Column("statistic"), PERIOD, Column("value", unit="USD million"),
    Column("discount", "Discount factor", "ratio"), PRESENT_VALUE,
    source=f"{SOLVED} Present values add up to the objective.",
)  # fmt: skip
def statistics(solved: SolvedCases) -> pd.DataFrame:
    """Every kind of cost by quarter and its present value; the sum is what the plan minimises."""
    table = statistics_table(solved.plan)
    labels = dict(enumerate(solved.problem.scenario.periods))
    return table.assign(period=table["period"].map(labels))
