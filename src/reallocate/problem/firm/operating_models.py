"""Two operating models in figures: the observed past, today, baseline and plan."""

from __future__ import annotations

import numpy as np

from reallocate.output.table import Rows
from reallocate.plan.gpu_stock import wear
from reallocate.plan.inputs import ALL_KINDS
from reallocate.plan.outcome import Outcome
from reallocate.plan.plan_hours import load_of
from reallocate.plan.role_tables import positions_by_kind
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.scenario.firm.schema import Past
from reallocate.work.compounding import QUARTERS, yearly_growth

BY_EMPLOYEE = "hours of work delivered per employee (hours of coordination not counted)"
BY_DOLLAR = "work delivered per dollar of running cost"
PEOPLES_SHARE = "people's share of running cost of the firm's own work"
BY_PEOPLE, WITH_AI = "growth of work done by people", "growth of work done with AI"
DIRECTING = "positions that direct AI"
MEASURES: dict[str, tuple[str, str]] = {
    "headcount": ("growth driver", "persons or FTE"),
    "growth of headcount on the year before": ("growth driver", "share/year"),
    "growth of capital expenditure on the year before": ("growth driver", "share/year"),
    BY_PEOPLE: ("growth driver", "share/year"),
    WITH_AI: ("growth driver", "share of all work/year"),
    "pay as a share of pay plus capital expenditure": ("core asset", "share"),
    PEOPLES_SHARE: ("core asset", "share"),
    "revenue per employee": ("operational goal", "USD/person/year"),
    BY_EMPLOYEE: ("operational goal", "hours/quarter"),
    BY_DOLLAR: ("operational goal", "hours/USD thousand"),
    **dict.fromkeys(ALL_KINDS, ("talent profile", "share of positions")),
    DIRECTING: ("talent profile", "FTE"),
}
"""Measure -> its row in the story and its unit."""


def observed(one: Past, before: Past | None) -> dict[str, float]:
    """The four rows for an observed year; growth on the year before, where that was observed."""
    def ratio(top: float | None, bottom: float | None) -> float:
        return top / bottom if top is not None and bottom else np.nan

    spend = (one.compensation or np.nan) + (one.capex or np.nan)
    headcount, capex = (before.headcount, before.capex) if before else (None, None)
    return {
        "headcount": np.nan if one.headcount is None else one.headcount,
        "growth of headcount on the year before": ratio(one.headcount, headcount) - 1,
        "growth of capital expenditure on the year before": ratio(one.capex, capex) - 1,
        "pay as a share of pay plus capital expenditure": ratio(one.compensation, spend),
        "revenue per employee": ratio(one.revenue, one.headcount),
    }


def planned(outcome: Outcome, period: int) -> dict[str, float]:
    """The four rows for one quarter of a plan; today is the first quarter's beginning."""
    i = outcome.inputs
    today = period == 0
    people = float((i.headcount if today else outcome.headcount[:, period]).sum())
    work = i.work.sum() if today else load_of(outcome).delivered[:, period].sum()
    cash = outcome.cash.iloc[period]
    payroll = i.loaded_cost @ i.headcount if today else cash["payroll"]
    tokens = cash["compute"] + float(outcome.owned[period]) * wear(i)
    cost = payroll + (0.0 if today and i.in_use == 0 else tokens)
    return {
        "headcount": people,
        PEOPLES_SHARE: float(payroll / cost),
        BY_EMPLOYEE: float(1e3 * work / people),
        BY_DOLLAR: float(work / cost),
        **({} if today else _drivers(outcome)),
        **dict(zip(ALL_KINDS, map(float, _profile(outcome, today)), strict=True)),
        DIRECTING: 0.0 if today else float(outcome.headcount[-1, period]),
    }


def _drivers(outcome: Outcome) -> dict[str, float]:
    i = outcome.inputs
    years = len(i.periods) / QUARTERS
    start, end = outcome.workload[:, 0].sum(), outcome.workload[:, -1].sum()
    people = end - outcome.automated[:, -1].sum() - outcome.dropped[:, :, -1].sum()
    return {
        BY_PEOPLE: float(yearly_growth(people / start, years)),
        WITH_AI: float((outcome.with_ai[:, -1].sum() / end - i.used_hours[:, 0].sum() / start) / years),
    }


def _profile(outcome: Outcome, today: bool) -> np.ndarray:
    i = outcome.inputs
    if today:
        hours = (i.work_by_kind + i.coordination_by_kind).sum(axis=0)
        return np.asarray(hours / hours.sum())
    positions = positions_by_kind(outcome).sum(axis=0)
    return np.asarray(positions / positions.sum())


def measured(solved: SolvedCases) -> Rows:
    """The story's four rows, dated: the observed past, today, baseline and plan.

    Delivered work counts all but coordinating work, so that fewer meetings are no gain by definition, and
    without what is left undone.
    """
    past = sorted(solved.problem.scenario.past, key=lambda one: one.year)
    columns: dict[str, dict[str, float]] = {
        f"{one.year} (observed)": observed(one, past[place - 1] if place else None)
        for place, one in enumerate(past)
    }
    end = solved.problem.scenario.periods[-1][:4]
    columns["today"] = planned(solved.base, 0)
    columns[f"baseline {end}"] = planned(solved.base, -1)
    columns[f"plan {end}"] = planned(solved.plan, -1)
    return [
        {
            "row": row,
            "measure": measure,
            "unit": unit,
            **{name: values.get(measure, np.nan) for name, values in columns.items()},
        }
        for measure, (row, unit) in MEASURES.items()
        if any(measure in values for values in columns.values())
    ]
