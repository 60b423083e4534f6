"""The tables of a study that set plans side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.plan.accounts import statistics_table, totals
from reallocate.plan.hours import relief_in_kind
from reallocate.plan.inputs import ALL_KINDS, THOUSAND
from reallocate.plan.labelled import evaluate
from reallocate.plan.load import kind_shares
from reallocate.plan.money_tables import (
    bridge_table,
    channel_table,
    profit_and_loss,
)
from reallocate.plan.openings import openings
from reallocate.plan.outcome import (
    Outcome,
    cash_table,
    costs_by_period,
    headcount_table,
    modes_table,
)
from reallocate.plan.role_tables import activity_table, kind_table, move_table, role_table
from reallocate.study.plan.case_tables import case_table, grid_table, source_table
from reallocate.study.plan.problem.role_groups import (
    group_of,
    group_table,
    hold_the_plan,
    named_groups,
    with_ranges,
)
from reallocate.study.plan.problem.solved_cases import Parts

Array = npt.NDArray[np.float64]
CANCELLED, DEFERRED = "cancelled open positions", "deferred openings"
BREAK_EVEN, OUTLAY = "break-even month", "largest outlay"
NPV, NPV_AFTER = "net present value", "net present value, years after the plan included"
"""Figures of the first page on cash against the baseline."""


def headline_table(parts: Parts) -> pd.DataFrame:
    """The plan against its baseline in a few figures, with their range over sources of reach.

    parts : every plan of the study
    """
    plans = {**parts.by_source, parts.prepared.setting.options.reach_source: parts.plan}
    base = parts.base_totals
    each = [(totals(plan), parts.saving_of(plan), plan) for plan in plans.values()]
    rows = [
        ("positions", "FTE", base.positions, [one.positions for one, _, _ in each]),
        ("layoffs", "FTE", 0.0, [one.layoffs for one, _, _ in each]),
        ("quits", "FTE", base.quits, [one.quits for one, _, _ in each]),
        ("hires", "FTE", base.hires, [one.hires for one, _, _ in each]),
        ("redeployment", "FTE", 0.0, [one.moves for one, _, _ in each]),
        _openings_row(parts, list(plans.values())),
        ("run-rate saving", "USD million a year", np.nan, [one.saving for _, one, _ in each]),
        ("one-off cost", "USD million", np.nan, [one.one_off for _, one, _ in each]),
        (BREAK_EVEN, "months", np.nan, [one.cash.break_even_month for _, one, _ in each]),
        (OUTLAY, "USD million", np.nan, [one.cash.largest_outlay for _, one, _ in each]),
        (NPV, "USD million", np.nan, [one.cash.net_present_value for _, one, _ in each]),
        (NPV_AFTER, "USD million", np.nan, [one.cash.net_present_value_after for _, one, _ in each]),
        ("compute cash", "USD million over the plan", 0.0, [one.compute + one.capex for one, _, _ in each]),
        ("present value", "USD million", base.present_value, [one.present_value for one, _, _ in each]),
    ]
    return pd.DataFrame([_headline_row(*row) for row in rows])


def _openings_row(parts: Parts, plans: list[Outcome]) -> tuple[str, str, float, list[float]]:
    """Open positions that are cancelled, where that was asked for, or else filled later than otherwise."""
    found = [openings(plan, parts.base) for plan in plans]
    if parts.prepared.setting.options.levers.cancel_open:
        return CANCELLED, "positions", 0.0, [float(one.cancelled.sum()) for one in found]
    return DEFERRED, "positions", 0.0, [float(one.deferred.sum()) for one in found]


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


def roles(parts: Parts) -> pd.DataFrame:
    """Who is affected, with ranges over near-optimal plans and over sources of reach.

    Where a role was planned as part of a group, the range is the group's and stands in its own table.

    parts : every plan of the study
    """
    plan, base = parts.plan, parts.base
    table = role_table(plan, base, parts.prepared.setting.firm.roles)
    table.insert(4, "group", group_of(parts, table))
    single = with_ranges(parts, table)
    for column in ("delta_low", "delta_high", "layoffs_low", "layoffs_high"):
        # A role that has its group's name may be only a part of it.
        alone = table["group"].map(table["group"].value_counts()) == 1
        table[column] = single[column].where(alone & (table["group"] == table["role"]))
    others = [one.headcount[:, -1] - base.headcount[:, -1] for one in (plan, *parts.by_source.values())]
    table["sources_low"], table["sources_high"] = np.min(others, axis=0), np.max(others, axis=0)
    order = table["delta"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def kinds(parts: Parts) -> pd.DataFrame:
    """Kinds of work: hours by mode, positions, and the range of positions over near-optimal plans.

    parts : every plan of the study
    """
    table = kind_table(parts.plan, parts.base).set_index("kind")
    relief = parts.ranges.kinds
    hours = parts.plan.inputs.hours
    central = {kind: _hours_with_relief(parts.plan, kind) for kind in relief}
    for place, name in enumerate(("low", "high")):
        table[f"delta_{name}"] = [
            table.loc[kind, "delta"] + (relief[kind][place] - central[kind]) / hours
            if kind in relief
            else np.nan
            for kind in table.index
        ]
    hold_the_plan(table, "delta")
    return table.reindex(list(ALL_KINDS)).reset_index()


def _hours_with_relief(plan: Outcome, kind: str) -> float:
    """What AI adds to the hours that people work in a kind in the last quarter, mostly below 0."""
    share = kind_shares(plan)[:, ALL_KINDS.index(kind)]
    relief = evaluate((plan.inputs.periods,), relief_in_kind(plan.figures, plan.inputs, kind, share))
    return -float(relief[-1])


def activities(parts: Parts) -> pd.DataFrame:
    """Activities that AI reaches, with the range of automated hours over near-optimal plans.

    parts : every plan of the study
    """
    table = activity_table(parts.plan, parts.prepared.setting.activities)
    for place, name in enumerate(("low", "high")):
        table[f"automated_{name}"] = [
            parts.ranges.activities[a][place] * THOUSAND if a in parts.ranges.activities else np.nan
            for a in table["activity"]
        ]
    hold_the_plan(table, "automated")
    return table


def both(parts: Parts, table_of: Callable[[Outcome], pd.DataFrame], *keys: str) -> pd.DataFrame:
    """One table for baseline and plan, with the quarters named.

    parts : every plan of the study
    table_of : a plan's table
    keys : columns that name a row
    """
    labels = dict(enumerate(parts.prepared.scenario.periods))
    tables = [
        table_of(outcome).assign(case=case)
        for case, outcome in (("baseline", parts.base), ("plan", parts.plan))
    ]
    joined = pd.concat(tables, ignore_index=True)
    joined["period"] = joined["period"].map(labels)
    front = ["case", *keys]
    return joined[[*front, *(column for column in joined.columns if column not in front)]]


def statistics(parts: Parts) -> pd.DataFrame:
    """Every kind of cost by quarter and its present value; the sum is what the plan minimises.

    parts : every plan of the study
    """
    table = statistics_table(parts.plan)
    labels = dict(enumerate(parts.prepared.scenario.periods))
    return table.assign(period=table["period"].map(labels))


def all_tables(parts: Parts, titles: pd.Series) -> dict[str, pd.DataFrame]:
    """The tables of plan and baseline, and of what stands beside them, by name.

    parts : every plan of the study
    titles : (major group) official titles
    """
    firm = parts.prepared.setting.firm
    by_role = roles(parts)
    groups = group_table(parts, by_role, titles)
    return {
        "headline": headline_table(parts),
        "headcount": both(parts, headcount_table, "role", "period"),
        "modes": both(parts, modes_table, "kind", "mode", "period"),
        "cash": both(parts, lambda outcome: cash_table(costs_by_period(outcome)), "period"),
        "profit_and_loss": both(parts, profit_and_loss, "period"),
        "roles": named_groups(by_role, groups),
        "groups": groups,
        "kinds": kinds(parts),
        "activities": activities(parts),
        "moves": move_table(parts.plan, firm.roles),
        "bridge": bridge_table(parts.plan, parts.base),
        "channels": channel_table(parts.free, parts.base, parts.plan),
        "sources": source_table(parts),
        "cases": case_table(parts),
        "grid": grid_table(parts),
        "statistics": statistics(parts),
    }
