"""Accounts beside cash, and the plan at other server lives and pay."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.output.table import Rows
from reallocate.plan.accounts import totals
from reallocate.plan.money_tables import profit_and_loss
from reallocate.plan.route_choice import (
    OWN,
    token_route,
    token_shares,
)
from reallocate.problem.firm.case_rows import against
from reallocate.problem.firm.finance_runs import LIFE, FinanceRun
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.work.compounding import QUARTERS


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
    return {
        **named,
        **against(plan, base),
        "own_gpus": float(plan.owned.max(initial=0.0)),
        "own_share": token_shares(plan)[OWN],
        "capex": figures.capex,
        "present_value": figures.present_value,
        "worth": usual.present_value - figures.present_value,
        "route": token_route(plan),
        "note": "",
    }


def accounts_by_year(solved: SolvedCases) -> pd.DataFrame:
    """Cash beside profit and loss by year of the plan, baseline and plan [USD million].

    cash = payroll + exits + training + change + compute_opex + capex; profit_and_loss takes
    depreciation, in equal parts over the life in use, instead of capex.
    """
    periods = solved.problem.scenario.periods
    years = [periods[start : start + QUARTERS] for start in range(0, len(periods), QUARTERS)]
    names = [f"{quarters[0]} to {quarters[-1]}" for quarters in years]
    tables = []
    for case, one in (("baseline", solved.base), ("plan", solved.plan)):
        cash = one.cash.drop(columns="period")
        costs = cash.rename(columns={"compute": "compute_opex", "total": "cash"})
        costs["depreciation"] = profit_and_loss(one)["depreciation"]
        costs["profit_and_loss"] = costs["cash"] - costs["capex"] + costs["depreciation"]
        year = np.arange(len(periods)) // QUARTERS
        summed = costs.groupby(year).sum().rename_axis("number").reset_index(drop=True)
        tables.append(summed.assign(case=case, year=names))
    return pd.concat(tables, ignore_index=True)


def run_rows(solved: SolvedCases) -> Rows:
    """The plan solved again at each server life and pay per head.

    route is the one that most tokens come by in the last quarter.
    """
    return [_run_row(run) for run in solved.finance]
