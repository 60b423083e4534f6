"""Finance's questions: accounts beside cash, the plan at other settings, where routes of compute switch."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import BY_ROW, Column, Rows, of_unit, table
from reallocate.plan.route_choice import (
    cost_by_route,
    switch_points,
)
from reallocate.problem.firm.columns import (
    CASE,
    CASH_FIGURES,
    LAYOFFS,
    NOTE,
    POSITIONS,
    PRESENT_VALUE,
    SOLVED,
    SOLVED_AGAIN,
    UNIT,
)
from reallocate.problem.firm.finance_figures import accounts_by_year, run_rows
from reallocate.problem.firm.solved_cases import SolvedCases

accounts = table(
    "accounts", "Cash and accounts by year",
    Column("year", "Year of the plan"), CASE,
    of_unit("USD million", payroll="Payroll", exits="Exits", training="Hiring, training, learning",
            change="Installing and adopting AI", compute_opex="Compute, running", capex="Compute, bought",
            cash="Cash", depreciation="Depreciation", profit_and_loss="Profit and loss"),
    source=f"{SOLVED} Bought compute is spread over its life.",
)(accounts_by_year)  # fmt: skip


finance = table(
    "finance", "Server life and pay settings",
    Column("question"), Column("taken", "Setting"), Column("value", unit=BY_ROW), UNIT, POSITIONS, LAYOFFS,
    Column("own_gpus", "Own GPUs", "GPUs"), Column("own_share", "Tokens from own GPUs", "share of tokens"),
    CASH_FIGURES, Column("capex", "Compute, bought", "USD million"), PRESENT_VALUE,
    Column("worth", "Cost saved, present value", "USD million"), Column("route", "Most tokens from"), NOTE,
    source=SOLVED_AGAIN,
)(run_rows)  # fmt: skip


@table(
    "route_costs", "Tokens by route",
    Column("utilisation", unit="share of peak"),
    of_unit("USD/million tokens", own_accounts="Own, in accounts", own_plan="Own, in the plan", rent="Rent",
            api="API"),
    Column("cheapest"),
    source="Closed form from the prices in the sheet Assumptions.",
)  # fmt: skip
def route_costs(solved: SolvedCases) -> Rows:
    """Cost of a million tokens by route and utilisation, software left out [USD/million tokens]."""
    return cost_by_route(solved.plan.inputs)


@table(
    "switches", "Own, rent or API",
    Column("switch", "Break-even point"), UNIT,
    of_unit(BY_ROW, now="Assumed here", as_accounts="In accounts"),
    Column("some", "In the plan, some", BY_ROW, about="from here the plan owns or rents any at all"),
    Column("at_once", "In the plan, immediately", BY_ROW,
           about="from here the plan does so as early as it can"),
    source="Closed form from the prices in the sheet Assumptions.",
)  # fmt: skip
def switches(solved: SolvedCases) -> pd.DataFrame:
    """Where the choice between own, rent and API turns."""
    return switch_points(solved.plan.inputs)
