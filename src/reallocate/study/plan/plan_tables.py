"""The tables of a study that set plans side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.plan.accounts import statistics_table, totals
from reallocate.plan.inputs import ALL_KINDS, THOUSAND
from reallocate.plan.load import kind_shares, relief_in_kind
from reallocate.plan.money_tables import (
    bridge_table,
    cancelled_positions,
    channel_table,
    profit_and_loss,
)
from reallocate.plan.outcome import (
    Outcome,
    cash_table,
    costs_by_period,
    headcount_table,
    modes_table,
)
from reallocate.plan.role_tables import activity_table, kind_table, move_table, role_table
from reallocate.study.plan.case_tables import case_table, grid_table, source_table
from reallocate.study.plan.role_groups import group_of, group_table, hold_the_plan, named_groups, with_ranges
from reallocate.study.plan.solved import Parts

Array = npt.NDArray[np.float64]


def headline_table(parts: Parts) -> pd.DataFrame:
    """The plan against its baseline in a few figures, with their range over sources of reach.

    parts : every plan of the study
    """
    plans = {**parts.by_source, parts.prepared.setting.options.reach_source: parts.plan}

    def row(
        figure: str, unit: str, base: float, values: dict[str, float], told: str = "delta"
    ) -> dict[str, object]:
        plan = values[parts.prepared.setting.options.reach_source]
        shift = base if told == "delta" and not np.isnan(base) else 0.0
        over = [value - shift for value in values.values() if not np.isnan(value)]
        return {
            "figure": figure,
            "unit": unit,
            "baseline": base,
            "plan": plan,
            "delta": plan - shift,
            "low": min(over, default=np.nan),
            "high": max(over, default=np.nan),
        }

    base = parts.base_totals
    all_totals = {name: totals(plan) for name, plan in plans.items()}
    savings = {name: parts.saving_of(plan) for name, plan in plans.items()}
    rows = [
        row("positions", "FTE", base.positions, {n: t.positions for n, t in all_totals.items()}),
        row("layoffs", "FTE", 0.0, {n: t.layoffs for n, t in all_totals.items()}),
        row("quits", "FTE", base.quits, {n: t.quits for n, t in all_totals.items()}),
        row("hires", "FTE", base.hires, {n: t.hires for n, t in all_totals.items()}),
        row("redeployment", "FTE", 0.0, {n: t.moves for n, t in all_totals.items()}),
        row(
            "cancelled open positions",
            "positions",
            0.0,
            {n: cancelled_positions(plan, parts.base) for n, plan in plans.items()},
        ),
        row("run-rate saving", "USD million a year", np.nan, {n: s.saving for n, s in savings.items()}),
        row("one-off cost", "USD million", np.nan, {n: s.one_off for n, s in savings.items()}),
        row("payback", "months", np.nan, {n: s.payback for n, s in savings.items()}),
        row(
            "compute cash",
            "USD million over the plan",
            0.0,
            {n: t.compute + t.capex for n, t in all_totals.items()},
        ),
        row(
            "present value",
            "USD million",
            base.present_value,
            {n: t.present_value for n, t in all_totals.items()},
        ),
    ]
    return pd.DataFrame(rows)


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

    def weigh(weight: Array, hours: Array) -> float:
        return float((weight * hours)[:, -1].sum())

    review = -float(share @ plan.review[:, -1])
    return -sum(relief_in_kind(plan.inputs, kind, share, weigh, plan.with_ai, plan.automated, review))


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
