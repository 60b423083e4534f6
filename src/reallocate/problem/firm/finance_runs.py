"""The plan solved anew under what finance argues about: how long a server lives, what pay counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reallocate.errors import InfeasiblePlan
from reallocate.plan.cases import Setting, solve_case
from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome
from reallocate.scenario.firm.schema import Funding, Scenario

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
    solved: tuple[Outcome, Outcome] | None = None
    reason: str = ""


def finance_plans(
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


def submit_finance(scenario: Scenario, setting: Setting, pool: Any) -> list[tuple[list[FinanceRun], Any]]:
    """The settings of each question, still to be solved, and the job that solves them.

    scenario : whose pay settings are compared, where it has any
    setting : the firm, small roles grouped
    """
    options = setting.options
    now = options.parameters["gpu_life"]
    lives = sorted({*LIVES, now})
    runs = [FinanceRun(LIFE, life, f"{life:g} years", life == now) for life in lives]
    cases = [(replace(options, parameters=options.parameters.replace(gpu_life=life)), 1.0) for life in lives]
    jobs = [(runs, pool.submit(finance_plans, setting, cases))]
    given = scenario.funding
    if given is not None:
        own = setting.firm.payroll / setting.firm.headcount
        pays = [FinanceRun(PAY, pay, name, abs(pay / own - 1) < SAME) for name, pay in named_pay(given)]
        factors = [(options, pay / own) for pay in given.pay_settings]
        jobs.append((pays, pool.submit(finance_plans, setting, factors)))
    return jobs


def named_pay(given: Funding) -> list[tuple[str, float]]:
    """Each pay setting [USD/FTE/year] with its name, or with its amount where it has none."""
    names = given.pay_names or ("",) * len(given.pay_settings)
    return [
        (name or f"USD {pay:,.0f}", pay) for name, pay in zip(names, given.pay_settings, strict=True)
    ]


def collect(jobs: list[tuple[list[FinanceRun], Any]]) -> list[FinanceRun]:
    """The settings with their plans.

    jobs : as submitted
    """
    return [
        replace(run, reason=plans) if isinstance(plans, str) else replace(run, solved=plans)
        for runs, job in jobs
        for run, plans in zip(runs, job.result(), strict=True)
    ]
