"""The plan solved anew under what finance argues about: how long a server lives, what pay counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reallocate.errors import InfeasiblePlan
from reallocate.plan.cases import Case, Setting, solve_case
from reallocate.plan.outcome import Outcome
from reallocate.scenario.firm.schema import Scenario

LIFE, PAY = "server life", "pay per head"
LIVES = (2.0, 3.0, 5.0, 6.0)
"""[years] 5 to 6 stand in accounts, 2 to 3 is what critics say."""
SAME = 1e-6

Question = tuple[str, float, str, bool]
"""Question, value, name, whether it is in force."""


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


def finance_plans(setting: Setting, cases: tuple[Case, ...]) -> list[tuple[Outcome, Outcome] | str]:
    """Plans with their own baselines, or why there is none, each solved from where the last one ended.

    setting : the firm, small roles grouped
    cases : what is asked, of one length; those of one pay have one baseline
    """
    plans: list[tuple[Outcome, Outcome] | str] = []
    bases: dict[float, Outcome] = {}
    start: Any = None
    for case in cases:
        try:
            solved, base = solve_case(setting, case, bases.get(case.pay_factor), choose=False, start=start)
        except InfeasiblePlan as no:
            plans.append(" ".join(str(no).split()))
        else:
            start, bases[case.pay_factor] = solved.basis, base
            plans.append((solved.outcome, base))
    return plans


def submit_finance(scenario: Scenario, setting: Setting, pool: Any) -> list[tuple[list[Question], Any]]:
    """What is asked, and the job that solves it; one a question.

    scenario : whose pay settings are compared, where it has any
    setting : the firm, small roles grouped
    """
    options = setting.options
    now = options.parameters["gpu_life"]
    lives = [
        (
            (LIFE, life, f"{life:g} years", life == now),
            Case(LIFE, replace(options, parameters=options.parameters.replace(gpu_life=life))),
        )
        for life in sorted({*LIVES, now})
    ]
    pays = [
        ((PAY, pay, name, in_force), Case(PAY, options, factor))
        for pay, name, in_force, factor in _pays(scenario, setting)
    ]
    jobs = []
    for each in (lives, pays):
        if each:
            questions, cases = zip(*each, strict=True)
            jobs.append(([*questions], pool.submit(finance_plans, setting, cases)))
    return jobs


def _pays(scenario: Scenario, setting: Setting) -> list[tuple[float, str, bool, float]]:
    """Pay settings of the scenario, and what multiplies the firm's own pay to get there."""
    given = scenario.funding
    if given is None:
        return []
    own = setting.firm.payroll / setting.firm.headcount
    names = given.pay_names or tuple("" for _ in given.pay_settings)
    return [
        (pay, name or f"USD {pay:,.0f}", abs(pay / own - 1) < SAME, pay / own)
        for pay, name in zip(given.pay_settings, names, strict=True)
    ]


def collect(jobs: list[tuple[list[Question], Any]]) -> list[FinanceRun]:
    """The settings with their plans.

    jobs : as submitted
    """
    return [
        FinanceRun(*question, None, plans) if isinstance(plans, str) else FinanceRun(*question, plans)
        for questions, job in jobs
        for question, plans in zip(questions, job.result(), strict=True)
    ]
