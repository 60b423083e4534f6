"""The plan solved anew under what finance argues about: how long a server lives, what pay counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reallocate.errors import InfeasiblePlan
from reallocate.plan.cases import Case, Setting, solve_case
from reallocate.plan.outcome import Outcome
from reallocate.study.schema import Scenario

LIFE, PAY = "server life", "pay per head"
LIVES = (2.0, 3.0, 5.0, 6.0)
"""[years] 5 to 6 stand in accounts, 2 to 3 is what critics say."""
SAME = 1e-6


@dataclass(frozen=True)
class FinanceRun:
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
    solved: tuple[Outcome, Outcome] | None
    reason: str = ""


def finance_plan(setting: Setting, case: Case) -> tuple[Outcome, Outcome]:
    """A plan and its own baseline, each at the case's pay and prices.

    setting : the firm, small roles grouped
    case : what is asked
    """
    solved, base = solve_case(setting, case, choose=False)
    return solved.outcome, base


def submit_finance(
    scenario: Scenario, setting: Setting, pool: Any
) -> list[tuple[str, float, str, bool, Any]]:
    """Question, value, name, whether it is in force, and the job that solves it.

    scenario : whose pay settings are compared, where it has any
    setting : the firm, small roles grouped
    pool : to submit to
    """
    options = setting.options
    now = options.parameters["gpu_life"]
    jobs = []
    for life in sorted({*LIVES, now}):
        case = Case(LIFE, replace(options, parameters=options.parameters.replace(gpu_life=life)))
        jobs.append((LIFE, life, f"{life:g} years", life == now, pool.submit(finance_plan, setting, case)))
    for pay, name, in_force, factor in _pays(scenario, setting):
        jobs.append(
            (PAY, pay, name, in_force, pool.submit(finance_plan, setting, Case(PAY, options, factor)))
        )
    return jobs


def _pays(scenario: Scenario, setting: Setting) -> list[tuple[float, str, bool, float]]:
    """Pay settings of the scenario, and what multiplies the firm's own pay to get there."""
    asked = scenario.funding
    if asked is None:
        return []
    own = setting.firm.payroll / setting.firm.headcount
    names = asked.pay_names or tuple("" for _ in asked.pay_settings)
    return [
        (pay, name or f"USD {pay:,.0f}", abs(pay / own - 1) < SAME, pay / own)
        for pay, name in zip(asked.pay_settings, names, strict=True)
    ]


def collect(jobs: list[tuple[str, float, str, bool, Any]]) -> list[FinanceRun]:
    """The settings with their plans.

    jobs : as submitted
    """
    runs = []
    for question, value, name, in_force, job in jobs:
        try:
            runs.append(FinanceRun(question, value, name, in_force, job.result()))
        except InfeasiblePlan as no:
            runs.append(FinanceRun(question, value, name, in_force, None, " ".join(str(no).split())))
    return runs
