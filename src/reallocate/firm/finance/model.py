"""The plan under what finance argues about: server life, pay, accounts beside cash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from reallocate.firm.model.cases import Setting, solve_case
from reallocate.firm.model.options import LIFE, PAY, Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.totals import totals
from reallocate.firm.plan.money import profit_and_loss
from reallocate.firm.plan.own_or_rent import OWN, token_route, token_shares
from reallocate.firm.plan.solved import NO_PLAN, SolvedPlan, against
from reallocate.firm.request.keys import Funding, Scenario
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.number import priced
from reallocate.kernel.table import Rows
from reallocate.kernel.units import QUARTERS_A_YEAR


@dataclass(frozen=True)
class _FinanceRun:
    """One setting that finance argues about, solved.

    question : server life or pay per head
    value : [years] or [USD/FTE/year]
    name : of the setting
    in_force : whether the plan itself takes it
    solved : plan and baseline; none where no plan is possible, and then `reason` says why
    """

    question: str
    value: float
    name: str
    in_force: bool
    solved: tuple[Outcome, Outcome] | None = None
    reason: str = ""


@dataclass(frozen=True)
class Finance:
    """The plan solved again at each server life and pay per head."""

    runs: Sequence[_FinanceRun]

    @property
    def lives(self) -> list[Outcome]:
        """The plan at each server life with which there is one."""
        return [run.solved[0] for run in self.runs if run.question == LIFE and run.solved is not None]


def _run_row(run: _FinanceRun) -> dict[str, object]:
    named = {
        "question": run.question,
        "taken": f"{run.name}{' (assumed here)' if run.in_force else ''}",
        "value": run.value,
        "unit": "years" if run.question == LIFE else "USD/FTE/year",
    }
    if run.solved is None:
        return {**named, "route": "", "note": f"{NO_PLAN}: {run.reason}"}
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


def accounts_by_year(solved: SolvedPlan) -> pd.DataFrame:
    """Cash beside profit and loss by year of the plan, baseline and plan [USD million].

    cash = payroll + exits + training + change + compute_opex + capex; profit_and_loss takes
    depreciation, in equal parts over the life in use, instead of capex.
    """
    periods = solved.periods
    years = [periods[start : start + QUARTERS_A_YEAR] for start in range(0, len(periods), QUARTERS_A_YEAR)]
    names = [f"{quarters[0]} to {quarters[-1]}" for quarters in years]
    tables = []
    for case, one in (("baseline", solved.base), ("plan", solved.plan)):
        cash = one.cash.drop(columns="period")
        costs = cash.rename(columns={"compute": "compute_opex", "total": "cash"})
        costs["depreciation"] = profit_and_loss(one)["depreciation"]
        costs["profit_and_loss"] = costs["cash"] - costs["capex"] + costs["depreciation"]
        year = np.arange(len(periods)) // QUARTERS_A_YEAR
        summed = costs.groupby(year).sum().rename_axis("number").reset_index(drop=True)
        tables.append(summed.assign(case=case, year=names))
    return pd.concat(tables, ignore_index=True)


def run_rows(finance: Finance) -> Rows:
    """The plan solved again at each server life and pay per head.

    route is the one that most tokens come by in the last quarter.
    """
    return [_run_row(run) for run in finance.runs]


_LIVES = (2.0, 3.0, 5.0, 6.0)
"""[years] 5 to 6 stand in accounts, 2 to 3 is what critics say."""
_SAME = 1e-6


def _finance_plans(
    setting: Setting, cases: Sequence[tuple[Options, float]]
) -> list[tuple[Outcome, Outcome] | str]:
    """Plans with their own baselines, or why there is none, each solved from where the last one ended.

    setting : the firm, small roles grouped
    cases : (options of one length, what multiplies pay); those of one pay have one baseline
    """
    plans: list[tuple[Outcome, Outcome] | str] = []
    bases: dict[float, Outcome] = {}
    start: Any = None
    for options, pay in cases:
        try:
            solved, base = solve_case(
                setting, options, bases.get(pay), choose=False, start=start, pay_factor=pay
            )
        except InfeasiblePlan as no:
            plans.append(" ".join(str(no).split()))
        else:
            start, bases[pay] = solved.start, base
            plans.append((solved.outcome.without_start, base.without_start))
    return plans


def submit_finance(scenario: Scenario, setting: Setting, pool: Any) -> list[tuple[list[_FinanceRun], Any]]:
    """The settings of each question, still to be solved, and the job that solves them.

    scenario : whose pay settings are compared, where it has any
    setting : the firm, small roles grouped
    """
    options = setting.options
    now = options.parameters["gpu_life"]
    lives = sorted({*_LIVES, now})
    runs = [_FinanceRun(LIFE, life, f"{life:g} years", life == now) for life in lives]
    cases = [(replace(options, parameters=options.parameters.replace(gpu_life=life)), 1.0) for life in lives]
    jobs = [(runs, pool.submit(_finance_plans, setting, cases))]
    given = scenario.funding
    if given is not None:
        own = setting.firm.payroll / setting.firm.headcount
        pays = [_FinanceRun(PAY, pay, name, abs(pay / own - 1) < _SAME) for name, pay in named_pay(given)]
        factors = [(options, pay / own) for pay in given.pay_settings]
        jobs.append((pays, pool.submit(_finance_plans, setting, factors)))
    return jobs


def named_pay(given: Funding) -> list[tuple[str, float]]:
    """Each pay setting [USD/FTE/year] with its name, or with its amount where it has none."""
    names = given.pay_names or ("",) * len(given.pay_settings)
    return [(name or priced(pay), pay) for name, pay in zip(names, given.pay_settings, strict=True)]


def collect(jobs: list[tuple[list[_FinanceRun], Any]]) -> Finance:
    """The settings with their plans.

    jobs : as submitted
    """
    return Finance([
        replace(run, reason=plans) if isinstance(plans, str) else replace(run, solved=plans)
        for runs, job in jobs
        for run, plans in zip(runs, job.result(), strict=True)
    ])  # fmt: skip
