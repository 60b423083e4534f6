"""Tables of a plan's money by quarter: cash, accounts, and every cost with its present value."""

from __future__ import annotations

import pandas as pd

from reallocate.firm.model.totals import statistics_table
from reallocate.firm.plan.money import profit_and_loss as charged
from reallocate.firm.plan.roles import CASE, PERIOD, PRESENT_VALUE, SOLVED
from reallocate.firm.plan.solved import SolvedPlan, both
from reallocate.kernel.table import Column, of_unit, table

CASH_ITEMS = ("payroll", "compute", "capex", "exits", "training", "change")
"""Columns of the cash table that add up to its total."""


@table(
    "cash", "Cash",
    CASE, PERIOD,
    of_unit("USD million", payroll="Payroll", compute="Compute, running", capex="Compute, bought",
            exits="Exits", training="Hiring, training, learning", change="Installing and adopting AI",
            total="Total"),
    source=SOLVED,
    show=("period", "case", "payroll", "compute", "capex", "exits", "training", "change", "total"),
)  # fmt: skip
def cash(solved: SolvedPlan) -> pd.DataFrame:
    """Cash by quarter, of baseline and plan."""
    return both(solved, lambda outcome: outcome.cash)


@table(
    "profit_and_loss", "Profit and loss",
    CASE, PERIOD,
    of_unit("USD million", payroll="Payroll", compute_opex="Compute, running", depreciation="Depreciation",
            restructuring="Restructuring charge", training="Hiring, training, learning",
            change="Installing and adopting AI", total="Total"),
    source=f"{SOLVED} Bought compute is spread over its life.",
    caption="Profit and loss by quarter: bought compute depreciated over its life",
    show=("period", "case", "payroll", "compute_opex", "depreciation", "restructuring", "training", "change",
          "total"),
)  # fmt: skip
def profit_and_loss(solved: SolvedPlan) -> pd.DataFrame:
    """What accounts charge by quarter, of baseline and plan."""
    return both(solved, charged)


@table(
    "statistics", "Objective by statistic",
    Column("statistic"), PERIOD, Column("value", unit="USD million"),
    Column("discount", "Discount factor", "ratio"), PRESENT_VALUE,
    source=f"{SOLVED} Present values add up to the objective.",
)  # fmt: skip
def statistics(solved: SolvedPlan) -> pd.DataFrame:
    """Every kind of cost by quarter and its present value; the sum is what the plan minimises."""
    table = statistics_table(solved.plan)
    labels = dict(enumerate(solved.periods))
    return table.assign(period=table["period"].map(labels))
