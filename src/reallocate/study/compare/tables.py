"""The tables of a comparison: inputs, main figures, causes, roles, kinds of work, limits that decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reallocate.measure.number import cell, is_number, say
from reallocate.output.table import BY_ROW, Column, of_unit, table
from reallocate.problem.firm.why import FIGURES, Why
from reallocate.result.result import Result
from reallocate.scenario.firm.differences import Difference, part_says

SIDES = ("a", "b")
RANGES = ("a_low", "a_high", "b_low", "b_high")
NOT_GIVEN = "not given"
EFFECTS = {
    "input": "may change the plan",
    "follows": "follows from another input",
    "aside": "does not change the plan",
    "made": "data and program",
}
"""What an input that differs does to the plan."""

NET_PRESENT_COST = "cost, present value"
FROM_HEADLINE = {
    NET_PRESENT_COST: NET_PRESENT_COST,
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
SAVED = "cost saved against the baseline, present value"
POWER = "power of own GPUs"
LEAST_COST = "least cost"
CHANGED_LEAST = 0.5
"""A role whose positions differ by less is the same [FTE]."""


@dataclass(frozen=True, eq=False)
class ComparedPlans:
    """Two plans, how their inputs differ, and why their results do.

    differences : of the inputs
    same : how many inputs are the same
    why : the causes of the difference
    """

    a: Result
    b: Result
    differences: list[Difference]
    same: int
    why: Why

    def rows(self, name: str, key: str) -> list[pd.DataFrame]:
        """One table of both plans, each row under its key."""
        return [plan.table(name).drop_duplicates(key).set_index(key) for plan in (self.a, self.b)]


def _both(unit: str) -> tuple[Column, ...]:
    """A figure of both plans, its change and its ranges."""
    ends = (Column(name, f"{name[0].upper()}, {name[2:]}", unit) for name in RANGES)
    change = Column("change", "B less A", unit, signed=True)
    return (Column("a", "A", unit), Column("b", "B", unit), change, *ends)


@table(
    "inputs", "Inputs that differ",
    Column("key", "Key"), Column("unit", "Unit"), Column("a", "A"), Column("b", "B"),
    Column("a_number", "A, number", BY_ROW), Column("b_number", "B, number", BY_ROW),
    Column("says", "Input"), Column("effect", "Effect", words=EFFECTS),
    source="The scenarios and assumptions of both plans.",
)  # fmt: skip
def inputs(plans: ComparedPlans) -> list[dict[str, Any]]:
    """Inputs that differ, with both values in words, and as numbers where they are."""
    rows = []
    for one in plans.differences:
        first, second = values(one.a, one.b, one.unit)
        numbers = [float(value) if is_number(value) else np.nan for value in (one.a, one.b)]
        rows.append(
            {
                "key": one.key, "unit": one.unit, "a": first, "b": second, "a_number": numbers[0],
                "b_number": numbers[1], "says": one.says, "effect": one.effect,
            }
        )  # fmt: skip
    return rows


def values(first: object, second: object, unit: str) -> tuple[str, str]:
    """Two values in words; with every digit where fewer would make them look the same."""
    words = _value(first, unit), _value(second, unit)
    if words[0] == words[1] and is_number(first) and is_number(second):
        return f"{first:.10g} {unit}".strip(), f"{second:.10g} {unit}".strip()
    return words


def _value(value: object, unit: str) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return NOT_GIVEN
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {cell(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(say(one, unit) if is_number(one) else str(one) for one in value)
    return say(value, unit) if is_number(value) else cell(value)


@table(
    "results", "Main figures", Column("figure", "Figure"), Column("unit", "Unit"), _both(BY_ROW),
    source="Both plans; ranges over sources of reach, where a figure was computed under several.",
)  # fmt: skip
def results(plans: ComparedPlans) -> pd.DataFrame:
    """The main figures of both plans."""
    sides = [_figures(plan) for plan in (plans.a, plans.b)]
    order = sides[0].index.union(sides[1].index, sort=False)
    rows = pd.DataFrame({"figure": order, "unit": [_first(sides, name, "unit") for name in order]})
    for side, figures in zip(SIDES, sides, strict=True):
        for column, name in (("value", side), ("low", f"{side}_low"), ("high", f"{side}_high")):
            rows[name] = figures[column].reindex(order).to_numpy(float)
    return rows.assign(change=rows["b"] - rows["a"])


@table(
    "why", "Causes of the difference",
    Column("input", "Input"), Column("says", "In words"),
    Column("net_present_cost", "Cost, present value", "USD million", signed=True),
    of_unit("FTE", signed=True, positions="Positions at end", layoffs="Layoffs"),
    source="Contributions of the inputs; they add up to B less A.",
)  # fmt: skip
def why(plans: ComparedPlans) -> pd.DataFrame:
    """What each input contributes to the difference of the results."""
    says = part_says(plans.differences)
    rows = [(share.input, says.get(share.input, ""), *share.values) for share in plans.why.shares]
    return pd.DataFrame(rows, columns=["input", "says", *FIGURES])


@table(
    "roles", "Roles that change",
    Column("role", "Code"), Column("title", "Role"), Column("unit", "Unit"), _both("FTE"),
    Column("layoffs_a", "Layoffs, A", "FTE"), Column("layoffs_b", "Layoffs, B", "FTE"),
    source="Positions at the end, the largest change first; ranges over equally good plans.",
)  # fmt: skip
def roles(plans: ComparedPlans) -> pd.DataFrame:
    """Roles whose positions at the end differ, the largest change first.

    Roles are as the ranges were computed, small ones taken together, where both studies took the same
    together; single roles otherwise. A role that only one of the firms has is missing on the other side.
    """
    same = set(plans.a.table("groups")["role"]) == set(plans.b.table("groups")["role"])
    tables = plans.rows("groups" if same else "roles", "role")
    order = tables[0].index.union(tables[1].index, sort=False)
    rows = pd.DataFrame({"role": order, "title": [_first(tables, role, "title") for role in order]})
    rows["unit"] = "FTE"
    for side, one in zip(SIDES, tables, strict=True):
        ends = one.reindex(order)
        rows[side] = ends["plan_end"].to_numpy(float)
        rows[f"layoffs_{side}"] = ends["layoffs"].to_numpy(float)
        for end in ("low", "high"):
            rows[f"{side}_{end}"] = (ends["baseline_end"] + ends[f"delta_{end}"]).to_numpy(float)
    return _largest(rows.assign(change=rows["b"].fillna(0.0) - rows["a"].fillna(0.0)))


@table(
    "kinds", "Kinds of work", Column("kind", "Kind of work"), Column("unit", "Unit"), _both("FTE"),
    source="Positions at the end; ranges over equally good plans.",
)  # fmt: skip
def kinds(plans: ComparedPlans) -> pd.DataFrame:
    """Positions at the end in both plans by kind of work."""
    tables = plans.rows("kinds", "kind")
    order = tables[0].index.union(tables[1].index, sort=False)
    rows = pd.DataFrame({"kind": order, "unit": "FTE"})
    for side, one in zip(SIDES, tables, strict=True):
        ends = one.reindex(order)
        rows[side] = ends["positions_plan"].to_numpy(float)
        for end in ("low", "high"):
            rows[f"{side}_{end}"] = (ends["positions_baseline"] + ends[f"delta_{end}"]).to_numpy(float)
    return rows.assign(change=rows["b"] - rows["a"])


@table(
    "limits", "Limits that decide",
    Column("limit", "Limit"), Column("unit", "Unit"),
    Column("a", "A", BY_ROW, absent="no limit"), Column("b", "B", BY_ROW, absent="no limit"),
    Column("decides_a", "Binding in A"), Column("decides_b", "Binding in B"),
    of_unit("USD million", signed=True, up_a="One more, A", up_b="One more, B"),
    source="Limits that are binding in either plan; one more: change of cost by one unit more.",
)  # fmt: skip
def limits(plans: ComparedPlans) -> pd.DataFrame:
    """The limits that decide in either plan: their levels, and the value of one more."""
    tables = plans.rows("limits", "limit")
    order = tables[0].index.union(tables[1].index, sort=False)
    rows = pd.DataFrame({"limit": order, "unit": [_first(tables, name, "unit") for name in order]})
    for side, one in zip(SIDES, tables, strict=True):
        known = one.reindex(order)
        rows[side] = known["level"].to_numpy(float)
        rows[f"decides_{side}"] = known["decides"].eq(True).to_numpy(bool)
        rows[f"up_{side}"] = known["up"].to_numpy(float)
    return rows[rows["decides_a"] | rows["decides_b"]]


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
    return next(str(one.loc[name, column]) for one in tables if name in one.index)


def _largest(rows: pd.DataFrame) -> pd.DataFrame:
    changed = rows[rows["change"].abs() >= CHANGED_LEAST]
    order = changed["change"].abs().sort_values(ascending=False, kind="stable").index
    return changed.loc[order]


TABLES = (inputs, results, why, roles, kinds, limits)
