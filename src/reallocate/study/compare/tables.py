"""What differs in the results of two studies: main figures, roles, kinds of work, limits that decide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reallocate.result.result import Result

SIDES = ("a", "b")
RANGES = ("a_low", "a_high", "b_low", "b_high")

NET_PRESENT_COST = "net present cost"
FROM_HEADLINE = {
    "present value": NET_PRESENT_COST,
    "positions": "positions at the end",
    "layoffs": "layoffs",
    "quits": "quits",
    "hires": "hires",
    "redeployment": "redeployment",
    "cancelled open positions": "cancelled open positions",
    "deferred openings": "deferred openings",
    "run-rate saving": "run-rate saving against the baseline",
    "one-off cost": "one-off cost",
    "break-even month": "break-even month",
    "largest outlay": "largest outlay",
    "net present value": "net present value against the baseline",
    "compute cash": "compute over the plan, own GPUs included",
}
"""Figure of a plan's first page → figure of the comparison, in its order."""

FROM_TOTALS = (
    ("voluntary", "voluntary exits", "FTE"),
    ("payroll", "payroll over the plan", "USD million"),
    ("cash", "all cash costs over the plan", "USD million"),
    ("automated", "work automated at the end", "share of work"),
    ("augmented", "work augmented at the end", "share of work"),
    ("work_dropped", "work dropped at the end", "share of work"),
)
SAVED = "net present saving against the baseline"
POWER = "power of own GPUs"
LEAST_COST = "least cost"
CHANGED_LEAST = 0.5
"""A role whose positions differ by less is the same [FTE]."""


def result_table(a: Result, b: Result) -> pd.DataFrame:
    """The main figures of both plans: figure, unit, a, b, change, and ranges over sources of reach.

    a, b : solved studies
    The range of a figure stands where it was computed under several sources.
    """
    sides = [_figures(study) for study in (a, b)]
    order = sides[0].index.union(sides[1].index, sort=False)
    table = pd.DataFrame({"figure": order, "unit": [_first(sides, name, "unit") for name in order]})
    for side, figures in zip(SIDES, sides, strict=True):
        for column, name in (("value", side), ("low", f"{side}_low"), ("high", f"{side}_high")):
            table[name] = figures[column].reindex(order).to_numpy(float)
    table["change"] = table["b"] - table["a"]
    return table[["figure", "unit", "a", "b", "change", *RANGES]]


def role_changes(a: Result, b: Result) -> pd.DataFrame:
    """Roles whose positions at the end differ, the largest change first, with equally good plans' range.

    a, b : solved studies
    Columns role, title, unit, a, b, change, a_low, a_high, b_low, b_high, layoffs_a, layoffs_b. Roles are
    as the ranges were computed, small ones taken together, where both studies took the same together;
    single roles otherwise. A role that only one of the firms has is missing on the other side.
    """
    same = set(a.table("groups")["role"]) == set(b.table("groups")["role"])
    name = "groups" if same else "roles"
    tables = [study.table(name).drop_duplicates("role").set_index("role") for study in (a, b)]
    order = tables[0].index.union(tables[1].index, sort=False)
    table = pd.DataFrame({"role": order, "title": [_first(tables, role, "title") for role in order]})
    table["unit"] = "FTE"
    for side, rows in zip(SIDES, tables, strict=True):
        ends = rows.reindex(order)
        table[side] = ends["plan_end"].to_numpy(float)
        table[f"layoffs_{side}"] = ends["layoffs"].to_numpy(float)
        for end in ("low", "high"):
            table[f"{side}_{end}"] = (ends["baseline_end"] + ends[f"delta_{end}"]).to_numpy(float)
    table["change"] = table["b"].fillna(0.0) - table["a"].fillna(0.0)
    columns = ["role", "title", "unit", "a", "b", "change", *RANGES, "layoffs_a", "layoffs_b"]
    return _largest(table[columns])


def kind_changes(a: Result, b: Result) -> pd.DataFrame:
    """Kinds of work: positions at the end in both plans, with equally good plans' range.

    a, b : solved studies
    Columns kind, unit, a, b, change, a_low, a_high, b_low, b_high.
    """
    tables = [study.table("kinds").set_index("kind") for study in (a, b)]
    order = tables[0].index.union(tables[1].index, sort=False)
    table = pd.DataFrame({"kind": order, "unit": "FTE"})
    for side, rows in zip(SIDES, tables, strict=True):
        ends = rows.reindex(order)
        table[side] = ends["positions_plan"].to_numpy(float)
        for end in ("low", "high"):
            table[f"{side}_{end}"] = (ends["positions_baseline"] + ends[f"delta_{end}"]).to_numpy(float)
    table["change"] = table["b"] - table["a"]
    return table[["kind", "unit", "a", "b", "change", *RANGES]]


def limit_changes(a: Result, b: Result) -> pd.DataFrame:
    """The limits that decide in either plan: where they stand, and what one more is worth.

    a, b : solved studies
    Columns limit, unit, a, b [unit], decides_a, decides_b, up_a, up_b [USD million].
    """
    tables = [study.table("limits").drop_duplicates("limit").set_index("limit") for study in (a, b)]
    order = tables[0].index.union(tables[1].index, sort=False)
    table = pd.DataFrame({"limit": order, "unit": [_first(tables, name, "unit") for name in order]})
    for side, rows in zip(SIDES, tables, strict=True):
        known = rows.reindex(order)
        table[side] = known["level"].to_numpy(float)
        table[f"decides_{side}"] = known["decides"].eq(True).to_numpy(bool)
        table[f"up_{side}"] = known["up"].to_numpy(float)
    columns = ["limit", "unit", "a", "b", "decides_a", "decides_b", "up_a", "up_b"]
    return table.loc[table["decides_a"] | table["decides_b"], columns].reset_index(drop=True)


def _figures(study: Result) -> pd.DataFrame:
    """(figure) unit, value, low, high of one plan; a range of changes is brought to the plan's level."""
    headline = study.table("headline").set_index("figure")
    amounts = headline[["plan", "delta", "low", "high"]].astype(float)
    rows: list[tuple[str, str, float, float, float]] = []
    for name, figure in FROM_HEADLINE.items():
        if name in headline.index:
            plan, delta, low, high = (float(value) for value in amounts.loc[name].to_numpy())
            unit, shift = str(headline["unit"][name]).removesuffix(" over the plan"), plan - delta
            rows.append((figure, unit, plan, low + shift, high + shift))
    start = float(study.table("roles")["headcount"].sum())
    baseline = study.facts["totals"]["baseline"]["positions"]
    rows.insert(1, ("headcount at the start", "FTE", start, np.nan, np.nan))
    rows.insert(2, ("positions at the end in the baseline", "FTE", baseline, np.nan, np.nan))
    totals = study.facts["totals"]["plan"]
    saved = study.facts["totals"]["baseline"]["present_value"] - totals["present_value"]
    rows.insert(1, (SAVED, "USD million", saved, np.nan, np.nan))
    rows += [(name, unit, totals[key], np.nan, np.nan) for key, name, unit in FROM_TOTALS if key in totals]
    power = study.table("alternatives").set_index("alternative")["power"]
    if LEAST_COST in power.index:
        rows.append((POWER, "MW", float(power[LEAST_COST]), np.nan, np.nan))
    return pd.DataFrame(rows, columns=["figure", "unit", "value", "low", "high"]).set_index("figure")


def _first(tables: Sequence[pd.DataFrame], name: str, column: str) -> str:
    return next(str(table.loc[name, column]) for table in tables if name in table.index)


def _largest(table: pd.DataFrame) -> pd.DataFrame:
    changed = table[table["change"].abs() >= CHANGED_LEAST]
    order = changed["change"].abs().sort_values(ascending=False, kind="stable").index
    return changed.loc[order].reset_index(drop=True)
