"""The tables that speak in the story's words: two operating models, and cuts that pay for compute."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.plan.inputs import ALL_KINDS
from reallocate.plan.load import load_of
from reallocate.plan.outcome import Outcome, cash_table, costs_by_period
from reallocate.plan.present_value import QUARTERS, wear
from reallocate.plan.role_tables import positions_by_kind
from reallocate.scenario.firm.schema import Past
from reallocate.study.plan.problem.solved_cases import FundingRun, Parts
from reallocate.work.compounding import yearly_growth
from reallocate.work.compute import HOURS_PER_YEAR

BILLION_IN_MILLIONS = 1e3
MONTHS = 12
OWN_MIX = "the plan's own choice of roles"
"""The row of the funding table in which the plan chooses who leaves."""


def operating_models(parts: Parts) -> pd.DataFrame:
    """The story's four rows, dated: the observed past, today, baseline and plan.

    Delivered work counts all but coordinating work, so that fewer meetings are no gain by definition, and
    without what is left undone.

    parts : every plan of the study
    """
    past = sorted(parts.prepared.scenario.past, key=lambda one: one.year)
    columns: dict[str, dict[tuple[str, str, str], float]] = {}
    for place, one in enumerate(past):
        columns[f"{one.year} (observed)"] = _observed(one, past[place - 1] if place else None)
    end = parts.prepared.scenario.periods[-1][:4]
    columns["today"] = _planned(parts.base, 0, parts)
    columns[f"baseline {end}"] = _planned(parts.base, -1, parts)
    columns[f"plan {end}"] = _planned(parts.plan, -1, parts)
    keys = list(dict.fromkeys(key for column in columns.values() for key in column))
    order = {"growth driver": 0, "core asset": 1, "operational goal": 2, "talent profile": 3}
    keys.sort(key=lambda key: order[key[0]])
    rows = [
        {
            "row": key[0],
            "measure": key[1],
            "unit": key[2],
            **{name: column.get(key, np.nan) for name, column in columns.items()},
        }
        for key in keys
    ]
    return pd.DataFrame(rows)


def _observed(one: Past, before: Past | None) -> dict[tuple[str, str, str], float]:
    def ratio(top: float | None, bottom: float | None) -> float:
        return top / bottom if top is not None and bottom else np.nan

    def growth(now: float | None, then: float | None) -> float:
        return (now / then - 1) if now is not None and then else np.nan

    spend = (one.compensation or np.nan) + (one.capex or np.nan)
    return {
        ("growth driver", "headcount", "persons or FTE"): one.headcount
        if one.headcount is not None
        else np.nan,
        ("growth driver", "growth of headcount on the year before", "share/year"): growth(
            one.headcount, before.headcount if before else None
        ),
        ("growth driver", "growth of capital expenditure on the year before", "share/year"): growth(
            one.capex, before.capex if before else None
        ),
        ("core asset", "employees' share of pay and capital expenditure", "share"): ratio(
            one.compensation, spend
        ),
        ("operational goal", "revenue per employee", "USD/person/year"): ratio(one.revenue, one.headcount),
    }


def _planned(outcome: Outcome, period: int, parts: Parts) -> dict[tuple[str, str, str], float]:
    """The four rows for one quarter of a plan; today is the first quarter's beginning."""
    i = outcome.inputs
    today = period == 0
    people = i.headcount if today else outcome.headcount[:, period]
    work = i.work.sum() if today else load_of(outcome).delivered[:, period].sum()
    cash = cash_table(costs_by_period(outcome)).iloc[period]
    payroll = i.loaded_cost @ i.headcount if today else cash["payroll"]
    compute = 0.0 if today else cash["compute"] + float(outcome.owned[period]) * wear(i)
    rows = {
        ("growth driver", "headcount", "persons or FTE"): float(people.sum()),
        ("growth driver", "growth of work done by people", "share/year"): np.nan,
        ("growth driver", "growth of work done with AI", "share of all work/year"): np.nan,
        ("core asset", "people's share of running cost of the firm's own work", "share"): float(
            payroll / (payroll + compute)
        ),
        ("operational goal", "work delivered per employee, coordination left out", "hours/quarter"): float(
            1e3 * work / people.sum()
        ),
        ("operational goal", "work delivered per dollar of running cost", "hours/USD thousand"): float(
            work / (payroll + compute)
        ),
    }
    if not today:
        rows.update(_drivers(outcome))
    shares = _profile(outcome, today)
    for kind, share in zip(ALL_KINDS, shares, strict=True):
        rows["talent profile", kind, "share of positions"] = float(share)
    directing = 0.0 if today else float(outcome.headcount[-1, period])
    rows["talent profile", "positions that direct AI", "FTE"] = directing
    return rows


def _drivers(outcome: Outcome) -> dict[tuple[str, str, str], float]:
    years = len(outcome.inputs.periods) / QUARTERS
    start = outcome.workload[:, 0].sum()
    automated = outcome.automated[:, -1].sum()
    people = outcome.workload[:, -1].sum() - automated - outcome.dropped[:, :, -1].sum()
    return {
        ("growth driver", "growth of work done by people", "share/year"): float(
            yearly_growth(people / start, years)
        ),
        ("growth driver", "growth of work done with AI", "share of all work/year"): float(
            outcome.with_ai[:, -1].sum() / outcome.workload[:, -1].sum() / years
        ),
    }


def _profile(outcome: Outcome, today: bool) -> np.ndarray:
    i = outcome.inputs
    if today:
        hours = (i.work_by_kind + i.coordination_by_kind).sum(axis=0)
        return np.asarray(hours / hours.sum())
    positions = positions_by_kind(outcome).sum(axis=0)
    return np.asarray(positions / positions.sum())


def funding_table(parts: Parts) -> pd.DataFrame:
    """What exits free in a year, from cash flow of plan minus baseline, beside capital expenditure.

    One row a pay setting; low and high over the ends of the ranges of severance and capital
    expenditure; the last row is the plan's own choice of roles.

    parts : every plan of the study
    """
    asked = parts.prepared.scenario.funding
    if asked is None or not parts.funding:
        return pd.DataFrame()
    rows = []
    for name in dict.fromkeys(run.name for run in parts.funding):
        runs = sorted((run for run in parts.funding if run.name == name), key=lambda run: run.severance)
        freed = freed_in_a_year(runs[0]) / BILLION_IN_MILLIONS
        low, high = (severance_paid(run) / BILLION_IN_MILLIONS for run in (runs[0], runs[-1]))
        rows.append(_funding_row(parts, name, runs[0].pay, runs[0].jobs, freed, (low, high)))
    mix = parts.cases.get(chosen_case(parts))
    if mix is not None:
        i = mix.inputs
        left = mix.layoffs[:, 0]
        pay = float(i.loaded_cost @ left * QUARTERS / left.sum()) * 1e6
        freed = float(i.loaded_cost @ left * QUARTERS) / BILLION_IN_MILLIONS
        ends = [float(left.sum()) * each / 1e9 for each in asked.severance_range]
        rows.append(_funding_row(parts, OWN_MIX, pay, float(left.sum()), freed, (ends[0], ends[1])))
    return pd.DataFrame(rows)


def chosen_case(parts: Parts) -> str:
    """The name of the case in which the plan chooses who leaves; empty where there is none.

    parts : every plan of the study
    """
    return next((name for name in parts.cases if "chosen by the plan" in name), "")


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


def _funding_row(
    parts: Parts, name: str, pay: float, jobs: float, freed: float, severance: tuple[float, float]
) -> dict[str, object]:
    asked = parts.prepared.scenario.funding
    assert asked is not None
    low_capex, high_capex = (capex / 1e9 for capex in asked.capex_range)
    before = (asked.previous_capex or np.nan) / 1e9
    hour = asked.gpu_hour or np.nan
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
