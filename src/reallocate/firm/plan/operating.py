"""The two operating models in figures, observed and planned, and what exits free in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.firm.model.gpu_stock import wear
from reallocate.firm.model.inputs import ALL_KINDS
from reallocate.firm.model.plan import Outcome, costs_by_period, load_of
from reallocate.firm.plan.roles import UNIT, positions_by_kind
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.firm.request.keys import Funding, Past
from reallocate.kernel.blocks import Block, Grid, Head, Prose
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import ABSENT, cell, heading_unit, sentence
from reallocate.kernel.table import BY_ROW, Column, Range, Rows, of_unit, table
from reallocate.kernel.text import Text
from reallocate.kernel.units import MONTHS_A_YEAR, QUARTERS_A_YEAR
from reallocate.render.result import Result
from reallocate.work.compute import HOURS_PER_YEAR, yearly_growth

BY_EMPLOYEE = "hours of work delivered per employee (hours of coordination not counted)"
_BY_DOLLAR = "work delivered per dollar of running cost"
PEOPLES_SHARE = "people's share of running cost of the firm's own work"
_BY_PEOPLE, _WITH_AI = "growth of work done by people", "growth of work done with AI"
_DIRECTING = "positions that direct AI"
_MEASURES: dict[str, tuple[str, str]] = {
    "headcount": ("growth driver", "persons or FTE"),
    "growth of headcount on the year before": ("growth driver", "share/year"),
    "growth of capital expenditure on the year before": ("growth driver", "share/year"),
    _BY_PEOPLE: ("growth driver", "share/year"),
    _WITH_AI: ("growth driver", "share of all work/year"),
    "pay as a share of pay plus capital expenditure": ("core asset", "share"),
    PEOPLES_SHARE: ("core asset", "share"),
    "revenue per employee": ("operational goal", "USD/person/year"),
    BY_EMPLOYEE: ("operational goal", "hours/quarter"),
    _BY_DOLLAR: ("operational goal", "hours/USD thousand"),
    **dict.fromkeys(ALL_KINDS, ("talent profile", "share of positions")),
    _DIRECTING: ("talent profile", "FTE"),
}
"""Measure -> its row in the story and its unit."""


def _observed(one: Past, before: Past | None) -> dict[str, float]:
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


def _planned(outcome: Outcome, period: int) -> dict[str, float]:
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
        _BY_DOLLAR: float(work / cost),
        **({} if today else _drivers(outcome)),
        **dict(zip(ALL_KINDS, map(float, _profile(outcome, today)), strict=True)),
        _DIRECTING: 0.0 if today else float(outcome.headcount[-1, period]),
    }


def _drivers(outcome: Outcome) -> dict[str, float]:
    i = outcome.inputs
    years = len(i.periods) / QUARTERS_A_YEAR
    start, end = outcome.workload[:, 0].sum(), outcome.workload[:, -1].sum()
    people = end - outcome.automated[:, -1].sum() - outcome.dropped[:, :, -1].sum()
    return {
        _BY_PEOPLE: float(yearly_growth(people / start, years)),
        _WITH_AI: float((outcome.with_ai[:, -1].sum() / end - i.used_hours[:, 0].sum() / start) / years),
    }


def _profile(outcome: Outcome, today: bool) -> np.ndarray:
    i = outcome.inputs
    if today:
        hours = (i.work_by_kind + i.coordination_by_kind).sum(axis=0)
        return np.asarray(hours / hours.sum())
    positions = positions_by_kind(outcome).sum(axis=0)
    return np.asarray(positions / positions.sum())


def _measured(solved: SolvedPlan) -> Rows:
    """The story's four rows, dated: the observed past, today, baseline and plan.

    Delivered work counts all but coordinating work, so that fewer meetings are no gain by definition, and
    without what is left undone.
    """
    past = sorted(solved.problem.scenario.past, key=lambda one: one.year)
    columns: dict[str, dict[str, float]] = {
        f"{one.year} (observed)": _observed(one, past[place - 1] if place else None)
        for place, one in enumerate(past)
    }
    end = solved.periods[-1][:4]
    columns["today"] = _planned(solved.base, 0)
    columns[f"baseline {end}"] = _planned(solved.base, -1)
    columns[f"plan {end}"] = _planned(solved.plan, -1)
    return [
        {
            "row": row,
            "measure": measure,
            "unit": unit,
            **{name: values.get(measure, np.nan) for name, values in columns.items()},
        }
        for measure, (row, unit) in _MEASURES.items()
        if any(measure in values for values in columns.values())
    ]


BILLION_IN_MILLIONS = 1e3
OWN_MIX = "the plan's own choice of roles"
"""The row of the funding table in which the plan chooses who leaves."""


@dataclass(frozen=True)
class FundingRun:
    """One row of the funding arithmetic: exits whose positions stay closed, and the baseline.

    name : of the pay setting
    pay : [USD/FTE/year]
    severance : [USD/exit]
    jobs : [FTE]
    """

    name: str
    pay: float
    severance: float
    jobs: float
    plan: Outcome
    base: Outcome


@dataclass(frozen=True)
class FundedCut:
    """What a cut would fund, solved.

    given : the scenario's figures; none where it has none
    runs : one a pay setting and severance
    chosen : the same exits where the plan chooses who leaves, if there is such a plan
    """

    given: Funding | None
    runs: Sequence[FundingRun] = ()
    chosen: Outcome | None = None


def freed_in_a_year(run: FundingRun) -> float:
    """Payroll of the baseline less payroll of the plan over the first four quarters [USD million].

    run : exits whose positions stay closed
    """
    first = slice(0, QUARTERS_A_YEAR)
    plan, base = (costs_by_period(one)["payroll"].iloc[first].sum() for one in (run.plan, run.base))
    return float(base - plan)


def severance_paid(run: FundingRun) -> float:
    """Severance in the plan's cash flow less the baseline's [USD million].

    run : exits whose positions stay closed
    """
    plan, base = (costs_by_period(one)["severance"].sum() for one in (run.plan, run.base))
    return float(plan - base)


def _funding_row(
    given: Funding, name: str, pay: float, jobs: float, freed: float, severance: tuple[float, float]
) -> dict[str, object]:
    """What exits free and what severance they cost, beside the capital expenditure that they would fund.

    pay : [USD/FTE/year]; jobs : [FTE]; freed : [USD bn/year]; severance : its lowest and highest [USD bn]
    """
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
        "severance_low_months": severance[0] / freed * MONTHS_A_YEAR,
        "severance_high_months": severance[1] / freed * MONTHS_A_YEAR,
        "gpu_years": freed * 1e9 / (hour * HOURS_PER_YEAR),
    }


def _funding_rows(cut: FundedCut) -> Rows:
    """What exits free in a year, from cash flow of plan minus baseline, beside capital expenditure.

    One row a pay setting; low and high over the ends of the ranges of severance and capital
    expenditure; the last row is the plan's own choice of roles.
    """
    given, mix = cut.given, cut.chosen
    if given is None or not cut.runs:
        return []
    rows = []
    for name in dict.fromkeys(run.name for run in cut.runs):
        runs = sorted((run for run in cut.runs if run.name == name), key=lambda run: run.severance)
        freed = freed_in_a_year(runs[0]) / BILLION_IN_MILLIONS
        low, high = (severance_paid(run) / BILLION_IN_MILLIONS for run in (runs[0], runs[-1]))
        rows.append(_funding_row(given, name, runs[0].pay, runs[0].jobs, freed, (low, high)))
    if mix is not None:
        i = mix.inputs
        left = mix.layoffs[:, 0]
        pay = float(i.loaded_cost @ left * QUARTERS_A_YEAR / left.sum()) * 1e6
        freed = float(i.loaded_cost @ left * QUARTERS_A_YEAR) / BILLION_IN_MILLIONS
        ends = [float(left.sum()) * each / 1e9 for each in given.severance_range]
        rows.append(_funding_row(given, OWN_MIX, pay, float(left.sum()), freed, (ends[0], ends[1])))
    return rows


operating_models = table(
    "operating_models", "Two operating models",
    Column("row"), Column("measure"), UNIT,
    source="Observed years: as the scenario states them, with their own grade; baseline and plan: solved.",
    others=Column("", unit=BY_ROW),
)(_measured)  # fmt: skip


_SHARES = (
    Range("Share of capital spending", "share_of_capex_low", "share_of_capex_high"),
    Range("Share of its increase", "share_of_increase_low", "share_of_increase_high"),
    Range("Severance, once", "severance_low_bn", "severance_high_bn"),
    Range("Severance / freed pay", "severance_low_months", "severance_high_months"),
)
funding = table(
    "funding", "What the cut would fund",
    Column("setting", "Pay setting"), Column("pay_per_head", "Pay per head", "USD/FTE/year"),
    Column("jobs", unit="jobs"), Column("freed_bn", "Freed a year", "USD bn/year"),
    of_unit("share", share_of_capex_low="Share of capex, low", share_of_capex_high="Share of capex, high",
            share_of_increase_low="Capex increase, low", share_of_increase_high="Capex increase, high"),
    of_unit("USD bn", severance_low_bn="Severance, low", severance_high_bn="Severance, high"),
    of_unit("months", severance_low_months="Severance payback, low",
            severance_high_months="Severance payback, high"),
    Column("gpu_years", "GPU-years it buys", "GPU-years"),
    source="Plan minus baseline cash; pay, severance and capital spending as the scenario states them.",
    show=("setting", "pay_per_head", "jobs", "freed_bn", *_SHARES, "gpu_years"),
    caption="Freed pay against capital spending",
)(_funding_rows)  # fmt: skip


_NOT_AVAILABLE_NOTE = f"{ABSENT} = not available."
_BY_HOURS = (
    "Shares of kinds of work are shares of hours. Directing AI counts hours in all roles; positions that "
    "direct AI do nothing else."
)
_OBSERVED = " (observed)"
_OBSERVED_YEARS = "Observed years, from the scenario's public figures"
_PLANNED_YEARS = "Today, baseline and plan"
TEXT = Text()
"""Two operating models side by side."""
_NAMED = ("row", "measure", "unit")


@TEXT.block("finance/models")
def observed_and_planned(result: Result) -> list[Block]:
    """Today, baseline and plan; the workbook has the observed years too."""
    if not result.has("operating_models"):
        return [Prose((f"{_PLANNED_YEARS}: none.",), "absent")]
    table = result.in_dollars("operating_models")
    dated = [str(column) for column in table if column not in _NAMED]
    planned = [column for column in dated if not column.endswith(_OBSERVED)]
    return [_measures(table, planned, _PLANNED_YEARS)]


def _measures(table: pd.DataFrame, columns: list[str], caption: str) -> Grid:
    """The measures with a figure in these columns; each carries the unit of its row."""
    heads = (
        Head("Row"),
        Head("Measure"),
        *(Head(sentence(column.removesuffix(_OBSERVED)), "", True) for column in columns),
    )
    rows = []
    for _, row in table[table[columns].notna().any(axis=1)].iterrows():
        unit = str(row["unit"])
        beside = f" [{heading_unit(unit)}]" if unit and unit != "nan" else ""
        measure = f"{shown_money().words(str(row['measure']))}{beside}"
        rows.append((str(row["row"]), measure, *(cell(row[column], unit) for column in columns)))
    directing = table["measure"].eq("directing AI") & table[columns].notna().any(axis=1)
    notes = [_BY_HOURS] if directing.any() else []
    notes += [_NOT_AVAILABLE_NOTE] if any(ABSENT in row for row in rows) else []
    return Grid(caption, heads, tuple(rows), " ".join(notes), merged=True)
