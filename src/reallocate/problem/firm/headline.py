"""The plan against its baseline in a few figures."""

from __future__ import annotations

import numpy as np

from reallocate.output.table import Rows
from reallocate.plan.accounts import totals
from reallocate.plan.open_positions import openings
from reallocate.plan.outcome import (
    Outcome,
)
from reallocate.problem.firm.solved_cases import SOURCES, SolvedCases

CANCELLED, DEFERRED = "cancelled open positions", "deferred openings"
BREAK_EVEN, OUTLAY = "break-even month", "largest outlay"
NPV, NPV_AFTER = "net present value", "net present value, later years included"
"""Figures of the first page on cash against the baseline."""


def _openings_row(solved: SolvedCases, plans: list[Outcome]) -> tuple[str, str, float, list[float]]:
    """Open positions that are cancelled, where that was asked for, or else filled later than otherwise."""
    waiting = [openings(plan, solved.base) for plan in plans]
    if solved.problem.setting.options.levers.cancel_open:
        return CANCELLED, "positions", 0.0, [float(one.cancelled.sum()) for one in waiting]
    return DEFERRED, "positions", 0.0, [float(one.deferred.sum()) for one in waiting]


def _headline_row(figure: str, unit: str, base: float, values: list[float]) -> dict[str, object]:
    """One figure of the plan, which is the last of the values, and its range over all of them."""
    shift = 0.0 if np.isnan(base) else base
    over = np.array(values) - shift
    return {
        "figure": figure,
        "unit": unit,
        "baseline": base,
        "plan": values[-1],
        "delta": float(over[-1]),
        "low": float(np.fmin.reduce(over)),
        # No number is the largest where the plan under one of the sources never breaks even.
        "high": float(over.max()),
    }


def headline_figures(solved: SolvedCases) -> Rows:
    """The plan against its baseline in a few figures, with their range over sources once it is there."""
    others = solved.by_source if solved.has(SOURCES) else {}
    plans = {**others, solved.problem.setting.options.reach_source: solved.plan}
    base = solved.base_totals
    each = [(totals(plan), solved.saving_of(plan), plan) for plan in plans.values()]
    rows = [
        ("positions", "FTE", base.positions, [one.positions for one, _, _ in each]),
        ("layoffs", "FTE", 0.0, [one.layoffs for one, _, _ in each]),
        ("quits", "FTE", base.quits, [one.quits for one, _, _ in each]),
        ("hires", "FTE", base.hires, [one.hires for one, _, _ in each]),
        ("redeployment", "FTE", 0.0, [one.moves for one, _, _ in each]),
        _openings_row(solved, list(plans.values())),
        ("run-rate saving", "USD million a year", np.nan, [one.saving for _, one, _ in each]),
        ("one-off cost", "USD million", np.nan, [one.one_off for _, one, _ in each]),
        (BREAK_EVEN, "months", np.nan, [one.cash.break_even_month for _, one, _ in each]),
        (OUTLAY, "USD million", np.nan, [one.cash.largest_outlay for _, one, _ in each]),
        (NPV, "USD million", np.nan, [one.cash.net_present_value for _, one, _ in each]),
        (NPV_AFTER, "USD million", np.nan, [one.cash.net_present_value_after for _, one, _ in each]),
        ("compute cash", "USD million over the plan", 0.0, [one.compute + one.capex for one, _, _ in each]),
        ("cost, present value", "USD million", base.present_value, [one.present_value for one, _, _ in each]),
    ]
    made = [_headline_row(*row) for row in rows]
    if not solved.has(SOURCES):
        return [{key: value for key, value in row.items() if key not in ("low", "high")} for row in made]
    return made
