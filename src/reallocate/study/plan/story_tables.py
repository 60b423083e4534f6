"""The tables that speak in the story's words: two operating models, and cuts that pay for compute."""

from __future__ import annotations

import numpy as np

from reallocate.output.table import BY_ROW, Column, Rows, of_unit, table
from reallocate.problem.firm.columns import UNIT
from reallocate.problem.firm.funding import (
    BILLION_IN_MILLIONS,
    OWN_MIX,
    chosen_case,
    freed_in_a_year,
    funding_row,
    severance_paid,
)
from reallocate.problem.firm.operating_models import MEASURES, observed, planned
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.work.compounding import QUARTERS


@table(
    "operating_models", "Two operating models",
    Column("row"), Column("measure"), UNIT,
    source="Observed years: as the scenario states them, with their own grade; baseline and plan: solved.",
    others=Column("", unit=BY_ROW),
)  # fmt: skip
def operating_models(solved: SolvedCases) -> Rows:
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


@table(
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
)  # fmt: skip
def funding(solved: SolvedCases) -> Rows:
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
    mix = solved.cases.get(chosen_case(solved))
    if mix is not None:
        i = mix.inputs
        left = mix.layoffs[:, 0]
        pay = float(i.loaded_cost @ left * QUARTERS / left.sum()) * 1e6
        freed = float(i.loaded_cost @ left * QUARTERS) / BILLION_IN_MILLIONS
        ends = [float(left.sum()) * each / 1e9 for each in given.severance_range]
        rows.append(funding_row(solved, OWN_MIX, pay, float(left.sum()), freed, (ends[0], ends[1])))
    return rows
