"""The tables of a study that set plans side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from reallocate.plan.accounts import statistics_table, totals
from reallocate.plan.inputs import ALL_KINDS, THOUSAND
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
from reallocate.study.solved import Parts


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


def case_table(parts: Parts) -> pd.DataFrame:
    """The free plan, forced exits and what was announced, against one baseline.

    parts : every plan of the study
    """
    rows = []
    for name, plan in parts.cases.items():
        figures, told = totals(plan), parts.saving_of(plan)
        rows.append(
            {
                "case": name,
                "positions": told.positions,
                "layoffs": figures.layoffs,
                "quits": figures.quits,
                "saving": told.saving,
                "one_off": told.one_off,
                "payback": told.payback,
                "work_dropped": figures.work_dropped,
                "present_value": figures.present_value,
            }
        )
    announced = parts.prepared.scenario.announced
    if announced is not None:
        gone = -((announced.exits or 0.0) + (announced.open_positions_closed or 0.0))
        rows.append(
            {
                "case": f"as announced on {announced.date} (exits and closed open positions)",
                "positions": gone,
                "layoffs": announced.exits,
            }
        )
    return pd.DataFrame(rows)


def source_table(parts: Parts) -> pd.DataFrame:
    """One row a source of reach: what the plan would be if that source were right.

    parts : every plan of the study
    """
    plans = {**parts.by_source, parts.prepared.setting.options.reach_source: parts.plan}
    rows = []
    for name in parts.prepared.setting.firm.augmentable.coords["source"].values:
        if str(name) not in plans:
            continue
        plan = plans[str(name)]
        figures, told = totals(plan), parts.saving_of(plan)
        rows.append(
            {
                "source": str(name),
                "positions": told.positions,
                "layoffs": figures.layoffs,
                "saving": told.saving,
                "compute": figures.compute + figures.capex,
                "automated_share": figures.automated,
            }
        )
    return pd.DataFrame(rows)


def grid_table(parts: Parts) -> pd.DataFrame:
    """Plans for exits of 0 to 20% at three speeds of adoption.

    parts : every plan of the study
    """
    rows = []
    for speed, plans in parts.grid.items():
        for share, plan in plans:
            figures, told = totals(plan), parts.saving_of(plan)
            rows.append(
                {
                    "exits_share": share,
                    "speed": speed,
                    "positions": told.positions,
                    "layoffs": figures.layoffs,
                    "saving": told.saving,
                    "one_off": told.one_off,
                    "payback": told.payback,
                    "work_dropped": figures.work_dropped,
                }
            )
    return pd.DataFrame(rows).sort_values(["exits_share", "speed"], ignore_index=True)


def roles(parts: Parts) -> pd.DataFrame:
    """Who is affected, with ranges over near-optimal plans and over sources of reach.

    parts : every plan of the study
    """
    plan, base = parts.plan, parts.base
    table = role_table(plan, base, parts.prepared.setting.firm.roles)
    end = dict(zip(table["role"], table["baseline_end"], strict=True))
    for place, name in enumerate(("low", "high")):
        table[f"delta_{name}"] = [
            parts.ranges.roles[r][place] - end[r] if r in parts.ranges.roles else np.nan
            for r in table["role"]
        ]
    _hold_the_plan(table, "delta")
    others = [one.headcount[:, -1] - base.headcount[:, -1] for one in (plan, *parts.by_source.values())]
    table["sources_low"], table["sources_high"] = np.min(others, axis=0), np.max(others, axis=0)
    order = table["delta"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _hold_the_plan(table: pd.DataFrame, figure: str) -> None:
    """Ranges come from grouped roles: widen them where the plan's own figure lies just outside."""
    known = table[f"{figure}_low"].notna()
    table.loc[known, f"{figure}_low"] = table.loc[known, [f"{figure}_low", figure]].min(axis=1)
    table.loc[known, f"{figure}_high"] = table.loc[known, [f"{figure}_high", figure]].max(axis=1)


def kinds(parts: Parts) -> pd.DataFrame:
    """Kinds of work: hours by mode, positions, and the range of positions over near-optimal plans.

    parts : every plan of the study
    """
    table = kind_table(parts.plan, parts.base).set_index("kind")
    relief = parts.ranges.kinds
    hours = parts.plan.inputs.hours
    central = {kind: _relief(parts.plan, kind) for kind in relief}
    for place, name in enumerate(("low", "high")):
        table[f"delta_{name}"] = [
            table.loc[kind, "delta"] + (relief[kind][place] - central[kind]) / hours
            if kind in relief
            else np.nan
            for kind in table.index
        ]
    _hold_the_plan(table, "delta")
    return table.reindex(list(ALL_KINDS)).reset_index()


def _relief(plan: Outcome, kind: str) -> float:
    i, p = plan.inputs, plan.inputs.options.parameters
    chosen = (i.cells.table["kind"] == kind).to_numpy()
    saving = i.cells.table["saving"].to_numpy(float)
    more = p["capture"] * (1 - p["redo_share"] * (1 - i.cells.good[:, -1]) - saving) - p["review_hours"]
    relief = p["capture"] * saving * plan.with_ai[:, -1] + more * plan.automated[:, -1]
    return -float(relief[chosen].sum())


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
    _hold_the_plan(table, "automated")
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


def all_tables(parts: Parts) -> dict[str, pd.DataFrame]:
    """The tables of this file by name.

    parts : every plan of the study
    """
    firm = parts.prepared.setting.firm
    return {
        "headline": headline_table(parts),
        "headcount": both(parts, headcount_table, "role", "period"),
        "modes": both(parts, modes_table, "kind", "mode", "period"),
        "cash": both(parts, lambda outcome: cash_table(costs_by_period(outcome)), "period"),
        "profit_and_loss": both(parts, profit_and_loss, "period"),
        "roles": roles(parts),
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
