"""Finance's questions: accounts beside cash, the plan at other settings, where routes of compute switch."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.output.table import BY_ROW, Column, Rows, of_unit, table
from reallocate.plan.accounts import totals
from reallocate.plan.money_tables import profit_and_loss, saving
from reallocate.plan.outcome import cash_table, costs_by_period
from reallocate.plan.switch import break_even
from reallocate.plan.token_routes import (
    API,
    OWN,
    RENT,
    UTILISATIONS,
    switch_points,
    token_route,
    token_shares,
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
from reallocate.problem.firm.finance_runs import LIFE, FinanceRun
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.work.compounding import QUARTERS


@table(
    "accounts", "Cash and accounts by year",
    Column("year", "Year of the plan"), CASE,
    of_unit("USD million", payroll="Payroll", exits="Exits", training="Hiring, training, learning",
            change="Change (installing, adopting)", compute_opex="Compute, running", capex="Compute, bought",
            cash="Cash", depreciation="Depreciation", profit_and_loss="Profit and loss"),
    source=f"{SOLVED} Bought compute is spread over its life.",
)  # fmt: skip
def accounts(solved: SolvedCases) -> pd.DataFrame:
    """Cash beside profit and loss by year of the plan, baseline and plan [USD million].

    cash = payroll + exits + training + change + compute_opex + capex; profit_and_loss takes
    depreciation, in equal parts over the life in use, instead of capex.
    """
    periods = solved.problem.scenario.periods
    tables = []
    for case, one in (("baseline", solved.base), ("plan", solved.plan)):
        cash = cash_table(costs_by_period(one)).drop(columns="period")
        costs = cash.rename(columns={"compute": "compute_opex", "total": "cash"})
        costs["depreciation"] = profit_and_loss(one)["depreciation"]
        costs["profit_and_loss"] = costs["cash"] - costs["capex"] + costs["depreciation"]
        year = np.arange(len(periods)) // QUARTERS
        summed = costs.groupby(year).sum().rename_axis("number").reset_index(drop=True)
        first = [periods[start] for start in range(0, len(periods), QUARTERS)]
        last = [
            periods[min(start + QUARTERS, len(periods)) - 1] for start in range(0, len(periods), QUARTERS)
        ]
        names = [f"{a} to {b}" for a, b in zip(first, last, strict=True)]
        tables.append(summed.assign(case=case, year=names))
    return pd.concat(tables, ignore_index=True)


@table(
    "finance", "Server life and pay settings",
    Column("question"), Column("taken", "Setting"), Column("value", unit=BY_ROW), UNIT, POSITIONS, LAYOFFS,
    Column("own_gpus", "Own GPUs", "GPUs"), Column("own_share", "Tokens from own GPUs", "share of tokens"),
    CASH_FIGURES, Column("capex", "Compute, bought", "USD million"), PRESENT_VALUE,
    Column("worth", "Cost saved, present value", "USD million"), Column("route", "Most tokens from"), NOTE,
    source=SOLVED_AGAIN,
)  # fmt: skip
def finance(solved: SolvedCases) -> Rows:
    """The plan solved again at each server life and pay per head.

    route is the one that most tokens come by in the last quarter.
    """
    return [_run_row(run) for run in solved.finance]


def _run_row(run: FinanceRun) -> dict[str, object]:
    named = {
        "question": run.question,
        "taken": f"{run.name}{' (assumed here)' if run.in_force else ''}",
        "value": run.value,
        "unit": "years" if run.question == LIFE else "USD/FTE/year",
    }
    if run.solved is None:
        return {**named, "route": "", "note": f"no plan is possible: {run.reason}"}
    plan, base = run.solved
    figures, usual = totals(plan), totals(base)
    gained = saving(plan, base)
    return {
        **named,
        "positions": gained.positions,
        "layoffs": figures.layoffs,
        "own_gpus": float(plan.owned.max(initial=0.0)),
        "own_share": token_shares(plan)[OWN],
        "saving": gained.saving,
        "one_off": gained.one_off,
        "break_even_month": gained.cash.break_even_month,
        "capex": figures.capex,
        "present_value": figures.present_value,
        "worth": usual.present_value - figures.present_value,
        "route": token_route(plan),
        "note": "",
    }


@table(
    "route_costs", "Tokens by route",
    Column("utilisation", unit="share of peak"),
    of_unit("USD/million tokens", own_accounts="Own, in accounts", own_plan="Own, in the plan", rent="Rent",
            api="API"),
    Column("cheapest"),
    source="Closed form from the prices in the sheet Assumptions.",
)  # fmt: skip
def route_costs(solved: SolvedCases) -> Rows:
    """Cost of a million tokens by route and utilisation, software left out [USD/million tokens].

    own_accounts without interest, own_plan as the plan reckons a GPU ordered in the first quarter
    """
    i = solved.plan.inputs
    now = i.options.parameters["utilisation"]
    books = i.prices.capex / i.prices.life + i.prices.running
    rent, api = float(i.prices.rent[0]), float(i.prices.api[0])
    late = len(i.periods) <= i.prices.lead_time
    planned = np.nan if late else break_even(i, 0, np.ones(len(i.periods)))
    rows = []
    for used in sorted({*UTILISATIONS, now}):
        tokens = i.prices.tokens_per_gpu * used / now
        each = {OWN: planned / tokens, RENT: rent / tokens, API: api}
        known = {name: cost for name, cost in each.items() if not np.isnan(cost)}
        rows.append(
            {
                "utilisation": used,
                "own_accounts": books / tokens,
                "own_plan": each[OWN],
                "rent": each[RENT],
                "api": api,
                "cheapest": min(known, key=lambda name: known[name]),
            }
        )
    return rows


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
