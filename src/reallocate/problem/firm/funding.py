"""What exits free in a year, beside capital expenditure."""

from __future__ import annotations

import numpy as np

from reallocate.plan.outcome import costs_by_period
from reallocate.problem.firm.solved_cases import FundingRun, SolvedCases
from reallocate.work.compounding import QUARTERS
from reallocate.work.compute import HOURS_PER_YEAR

BILLION_IN_MILLIONS = 1e3
MONTHS = 12
OWN_MIX = "the plan's own choice of roles"
"""The row of the funding table in which the plan chooses who leaves."""


def chosen_case(solved: SolvedCases) -> str:
    """The name of the case in which the plan chooses who leaves; empty where there is none."""
    for name, plan in solved.cases.items():
        exits = plan.inputs.options.exits
        if exits is not None and not exits.pro_rata and not exits.closed:
            return name
    return ""


def freed_in_a_year(run: FundingRun) -> float:
    """Payroll of the baseline less payroll of the plan over the first four quarters [USD million].

    run : exits whose positions stay closed
    """
    plan, base = (costs_by_period(one)["payroll"].iloc[:QUARTERS].sum() for one in (run.plan, run.base))
    return float(base - plan)


def severance_paid(run: FundingRun) -> float:
    """Severance in the plan's cash flow less the baseline's [USD million].

    run : exits whose positions stay closed
    """
    plan, base = (costs_by_period(one)["severance"].sum() for one in (run.plan, run.base))
    return float(plan - base)


def funding_row(
    solved: SolvedCases, name: str, pay: float, jobs: float, freed: float, severance: tuple[float, float]
) -> dict[str, object]:
    """What exits free and what severance they cost, beside the capital expenditure that they would fund.

    pay : [USD/FTE/year]; jobs : [FTE]; freed : [USD bn/year]; severance : its lowest and highest [USD bn]
    """
    given = solved.problem.scenario.funding
    assert given is not None
    low_capex, high_capex = (capex / 1e9 for capex in given.capex_range)
    before = (given.previous_capex or np.nan) / 1e9
    hour = given.gpu_hour or np.nan
    return {
        "setting": name,
        "pay_per_head": pay,
        "jobs": jobs,
        "freed_bn": freed,
        "share_of_capex_low": freed / high_capex,
        "share_of_capex_high": freed / low_capex,
        "share_of_increase_low": freed / (high_capex - before),
        "share_of_increase_high": freed / (low_capex - before),
        "severance_low_bn": severance[0],
        "severance_high_bn": severance[1],
        "severance_low_months": severance[0] / freed * MONTHS,
        "severance_high_months": severance[1] / freed * MONTHS,
        "gpu_years": freed * 1e9 / (hour * HOURS_PER_YEAR),
    }
