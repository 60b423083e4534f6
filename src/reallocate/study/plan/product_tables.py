"""What becomes of positions where GPUs for products compete with them for cash."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.output.table import Column, Rows, table
from reallocate.plan.accounts import totals
from reallocate.plan.plan_sentences import most_dropped
from reallocate.plan.product_cases import bought_share, value_that_competes
from reallocate.problem.firm.columns import LAYOFFS, NOTE, POSITIONS, SOLVED_AGAIN
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.work.token_price import owner_cost_per_hour

SAME = 5e-4


@table(
    "products", "Positions or GPUs for products",
    Column("cash_share", "Cash available", "share"), Column("cash", unit="USD million/year"),
    Column("gpus", "Announced GPUs bought", "share"), Column("payroll", unit="share", signed=True),
    POSITIONS, LAYOFFS, Column("work_dropped", "Undone, worst quarter", "share of work"), NOTE,
    source=f"{SOLVED_AGAIN} Value of GPUs falls as more are bought; all of it is set beside the plan.",
)  # fmt: skip
def products(solved: SolvedCases) -> Rows:
    """Plans for ever less cash, with GPUs for products: what is bought, and what becomes of positions.

    payroll : [share] over the plan, positions : [FTE] in the quarter in which they differ most, both against
    the same plan with all the cash; work_dropped : [share of the work] in the quarter with most of it
    """
    rows: list[dict[str, object]] = []
    first = next((one.plan for one in solved.products if one.plan is not None), None)
    for one in solved.products:
        row: dict[str, object] = {"cash_share": one.share, "cash": one.cash, "note": one.reason}
        if one.plan is not None and first is not None:
            figures, moved = totals(one.plan), one.plan.positions - first.positions
            row |= {
                "gpus": bought_share(one.plan),
                "payroll": figures.payroll / totals(first).payroll - 1,
                "positions": float(moved[np.abs(moved).argmax()]),
                "layoffs": figures.layoffs,
                "work_dropped": most_dropped(one.plan),
            }
        rows.append(row)
    return rows


def product_sentences(solved: SolvedCases, limits: pd.DataFrame) -> list[str]:
    """Whether positions pay for GPUs, in words.

    limits : limit, down [USD million]; the table of limits
    """
    if solved.products:
        return _summary(products(solved))
    scenario = solved.problem.scenario
    hour = owner_cost_per_hour(solved.problem.setting.options.parameters)
    if scenario.budget.cash_per_year is None:
        if scenario.funding is None:
            return []
        return [
            "No budget was given, so GPUs for products never compete with payroll here. A GPU is bought if "
            f"its hour is worth more than its cost of USD {hour:.2f}."
        ]
    down = limits.loc[limits["limit"] == "cash budget", "down"]
    if down.empty or np.isnan(down.iloc[0]):
        return []
    value = value_that_competes(solved.plan.inputs, float(down.iloc[0]))
    if value < hour * (1 + SAME):
        return [
            "The budget does not bind. Unspent cash would pay for GPUs for products whose hour is worth more "
            f"than its cost of USD {hour:.2f}."
        ]
    return [
        "Under this budget GPUs for products take cash from the plan if their hour is worth more than "
        f"about USD {value:.2f}. The hour costs USD {hour:.2f}. The difference is what the plan gains from "
        "the same cash."
    ]


def _summary(table: pd.DataFrame) -> list[str]:
    known = table[table["gpus"].notna()]
    if known.empty:
        return [f"With GPUs for products no plan is possible: {table['note'].iloc[0]}"]
    least = known.iloc[-1]
    text = (
        f"Suppose the firm has only {least['cash_share']:.0%} of the cash that people, compute and the "
        f"announced GPUs for products cost. Then it buys {1 - least['gpus']:.0%} fewer of these GPUs. "
        "Payroll "
        f"over the plan changes by {least['payroll']:+.1%}, positions by up to {least['positions']:+,.0f} "
        f"in a quarter, and {least['layoffs']:,.0f} people are laid off."
    )
    undone = float(least["work_dropped"])
    if undone >= SAME:
        text += f" In the worst quarter {undone:.1%} of the work is left undone."
    return [f"{text} This assumes that each further GPU is worth less than the one before."]
