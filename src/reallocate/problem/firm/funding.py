"""What exits free in a year, beside capital expenditure."""

from __future__ import annotations

import numpy as np

from reallocate.output.table import Rows
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
    for name, plan in solved.every_case.items():
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


def funding_rows(solved: SolvedCases) -> Rows:
    """What exits free in a year, from cash flow of plan minus baseline, beside capital expenditure.

    One row a pay setting; low and high over the ends of the ranges of severance and capital
    expenditure; the last row is the plan's own choice of roles.
    """
    given = solved.problem.scenario.funding
    if given is None or not solved.funding:
        return []
    rows = []
    for name in dict.fromkeys(run.name for run in solved.funding):
        runs = sorted((run for run in solved.funding if run.name == name), key=lambda run: run.severance)
        freed = freed_in_a_year(runs[0]) / BILLION_IN_MILLIONS
        low, high = (severance_paid(run) / BILLION_IN_MILLIONS for run in (runs[0], runs[-1]))
        rows.append(funding_row(solved, name, runs[0].pay, runs[0].jobs, freed, (low, high)))
    mix = solved.every_case.get(chosen_case(solved))
    if mix is not None:
        i = mix.inputs
        left = mix.layoffs[:, 0]
        pay = float(i.loaded_cost @ left * QUARTERS / left.sum()) * 1e6
        freed = float(i.loaded_cost @ left * QUARTERS) / BILLION_IN_MILLIONS
        ends = [float(left.sum()) * each / 1e9 for each in given.severance_range]
        rows.append(funding_row(solved, OWN_MIX, pay, float(left.sum()), freed, (ends[0], ends[1])))
    return rows
