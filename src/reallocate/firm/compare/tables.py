"""The tables of a comparison: inputs, main figures, causes, roles, kinds of work, limits that decide."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reallocate.firm.compare.model import FIGURES, Why
from reallocate.firm.request.saved import Difference, part_says
from reallocate.kernel.number import cell, is_number, say, sentence
from reallocate.kernel.table import BY_ROW, Column, Range, of_unit, table
from reallocate.render.result import Result

_SIDES = ("a", "b")
_RANGES = ("a_low", "a_high", "b_low", "b_high")
_NOT_GIVEN = "not given"
_EFFECTS = {
    "input": "may change the plan",
    "follows": "dependent: set by another input",
    "aside": "no effect on the plan",
    "made": "version of data and program",
}
"""What an input that differs does to the plan."""

NET_PRESENT_COST = "cost, present value"
_FROM_HEADLINE = {
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

_FROM_TOTALS = (
    ("voluntary", "voluntary exits", "FTE"),
    ("payroll", "payroll over the plan", "USD million"),
    ("cash", "all cash costs over the plan", "USD million"),
    ("automated", "work automated at the end", "share of work"),
    ("augmented", "work augmented at the end", "share of work"),
    ("work_dropped", "work left undone in the last quarter", "share of work"),
    ("power", "power of own GPUs", "MW"),
)
SAVED = "cost saved against the baseline, present value"
_CHANGED_LEAST = 0.5
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
        return [plan.in_dollars(name).drop_duplicates(key).set_index(key) for plan in (self.a, self.b)]


def _both(unit: str) -> tuple[Column, ...]:
    """A figure of both plans, its change and its ranges."""
    ends = (Column(name, f"{name[0].upper()}, {name[2:]}", unit) for name in _RANGES)
    change = Column("change", "B less A", unit, signed=True)
    return (Column("a", "A", unit), Column("b", "B", unit), change, *ends)


@table(
    "inputs", "Inputs that differ",
    Column("key", "Key"), Column("unit", "Unit"), Column("a", "A"), Column("b", "B"),
    Column("a_number", "A, number", BY_ROW), Column("b_number", "B, number", BY_ROW),
    Column("says", "Input"), Column("effect", "Effect", words=_EFFECTS),
    source="The scenarios and assumptions of both plans.",
)  # fmt: skip
def _inputs(plans: ComparedPlans) -> list[dict[str, Any]]:
    """Inputs that differ, with both values in words, and as numbers where they are."""
    rows = []
    for one in plans.differences:
        first, second = _values(one.a, one.b, one.unit)
        numbers = [float(value) if is_number(value) else np.nan for value in (one.a, one.b)]
        rows.append(
            {
                "key": one.key, "unit": one.unit, "a": first, "b": second, "a_number": numbers[0],
                "b_number": numbers[1], "says": one.says, "effect": one.effect,
            }
        )  # fmt: skip
    return rows


def _values(first: object, second: object, unit: str) -> tuple[str, str]:
    """Two values in words; with every digit where fewer would make them look the same."""
    words = _value(first, unit), _value(second, unit)
    if words[0] == words[1] and is_number(first) and is_number(second):
        return f"{first:.10g} {unit}".strip(), f"{second:.10g} {unit}".strip()
    return words


def _value(value: object, unit: str) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return _NOT_GIVEN
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {cell(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(say(one, unit) if is_number(one) else str(one) for one in value)
    return say(value, unit) if is_number(value) else cell(value)


_UNSEEN = 5e-4
"""A change below this share of a figure cannot be told from none [share]."""


def change_in_words(row: Mapping[Hashable, Any]) -> float | str:
    """The change of a figure; one too small to be seen is about 0.

    row : of the main figures
    """
    change = float(row["change"])
    if change and abs(change) < _UNSEEN * max(abs(row["a"]), abs(row["b"])):
        return "about 0"
    return round(change, 1) if row["unit"] == "months" else change


def in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """The main figures as they are read."""
    each = [change_in_words(row) for row in rows.to_dict("records")]
    changes = pd.Series(each, index=rows.index, dtype=object)
    return rows.assign(figure=rows["figure"].map(sentence), change=changes)


@table(
    "results", "Main figures", Column("figure", "Figure"), Column("unit", "Unit"), _both(BY_ROW),
    source="Both plans; ranges over sources of reach, where a figure was computed under several.",
    section="results", rows=lambda rows, facts: in_words(rows),
    show=("figure", "a", "b", "change", Range("A over sources", "a_low", "a_high"),
          Range("B over sources", "b_low", "b_high")),
)  # fmt: skip
def _results(plans: ComparedPlans) -> pd.DataFrame:
    """The main figures of both plans."""
    sides = [_figures(plan) for plan in (plans.a, plans.b)]
    rows = _side_by_side(sides, ["unit"], value="{}", low="{}_low", high="{}_high")
    return rows.assign(change=rows["b"] - rows["a"])


def _with_sum(rows: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    """The contribution of each input in words, and the sum."""
    names = rows["input"].str.removeprefix("parameters.")
    words = rows["says"].map(sentence) + " (" + names + ")"
    rows["input"] = words.where(rows["says"] != "", names.map(sentence))
    if len(rows) > 1:
        total = pd.DataFrame([{"input": "B less A", **rows[list(FIGURES)].sum().to_dict()}])
        rows = pd.concat([rows, total], ignore_index=True)
    return rows


@table(
    "why", "Causes of the difference",
    Column("input", "Input"), Column("says", "In words"),
    Column("net_present_cost", "Cost, present value", "USD million", signed=True),
    of_unit("FTE", signed=True, positions="Positions at end", layoffs="Layoffs"),
    source="Contributions of the inputs; they add up to B less A.",
    show=("input", *FIGURES), rows=_with_sum,
)  # fmt: skip
def _why(plans: ComparedPlans) -> pd.DataFrame:
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
def _roles(plans: ComparedPlans) -> pd.DataFrame:
    """Roles whose positions at the end differ, the largest change first.

    Roles are as the ranges were computed, small ones taken together, where both studies took the same
    together; single roles otherwise. A role that only one of the firms has is missing on the other side.
    """
    each = [set(plan.in_dollars("groups")["role"]) for plan in (plans.a, plans.b) if plan.has("groups")]
    same = len(each) == len(_SIDES) and each[0] == each[1]
    sides = _with_ends(plans.rows("groups" if same else "roles", "role"), "baseline_end")
    names = {"plan_end": "{}", "layoffs": "layoffs_{}", "low": "{}_low", "high": "{}_high"}
    rows = _side_by_side(sides, ["title"], **names)
    rows = rows.assign(unit="FTE", change=rows["b"].fillna(0.0) - rows["a"].fillna(0.0))
    changed = rows[rows["change"].abs() >= _CHANGED_LEAST]
    return changed.sort_values("change", key=lambda change: -change.abs(), kind="stable")


@table(
    "kinds", "Kinds of work", Column("kind", "Kind of work"), Column("unit", "Unit"), _both("FTE"),
    source="Positions at the end; ranges over equally good plans.",
)  # fmt: skip
def _kinds(plans: ComparedPlans) -> pd.DataFrame:
    """Positions at the end in both plans by kind of work."""
    sides = _with_ends(plans.rows("kinds", "kind"), "positions_baseline")
    rows = _side_by_side(sides, [], positions_plan="{}", low="{}_low", high="{}_high")
    return rows.assign(unit="FTE", change=rows["b"] - rows["a"])


def _binding(rows: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    binding = [
        " and ".join(side.upper() for side in _SIDES if row[f"decides_{side}"])
        for row in rows.to_dict("records")
    ]
    return rows.assign(limit=rows["limit"].map(sentence), binding=binding)


@table(
    "limits", "Limits that decide",
    Column("limit", "Limit"), Column("unit", "Unit"),
    Column("a", "A", BY_ROW, absent="no limit"), Column("b", "B", BY_ROW, absent="no limit"),
    Column("decides_a", "Binding in A"), Column("decides_b", "Binding in B"),
    of_unit("USD million", signed=True, up_a="One more, A", up_b="One more, B"),
    source="Limits that are binding in either plan; one more: change of cost by one unit more.",
    optional=True, caption="Binding limits", rows=_binding,
    show=("limit", "a", "b", Column("binding", "Binding in"), "up_a", "up_b"),
    note="One more: change of the cost, in present value, if the limit is one unit higher.",
)  # fmt: skip
def limits(plans: ComparedPlans) -> pd.DataFrame | None:
    """The limits that decide in either plan, and the value of one more; none beside a first answer."""
    if not (plans.a.is_whole and plans.b.is_whole):
        return None
    sides = plans.rows("limits", "limit")
    rows = _side_by_side(sides, ["unit"], level="{}", decides="decides_{}", up="up_{}")
    rows[["decides_a", "decides_b"]] = rows[["decides_a", "decides_b"]].eq(1.0)
    return rows[rows["decides_a"] | rows["decides_b"]]


def _with_ends(sides: list[pd.DataFrame], start: str) -> list[pd.DataFrame]:
    """Rows of each plan with the ends of their range, if any, which the plan has as changes from a start."""
    ends = {end: f"delta_{end}" for end in ("low", "high")}
    return [
        one.assign(**{end: one[start] + one[change] for end, change in ends.items() if change in one})
        for one in sides
    ]


def _side_by_side(sides: list[pd.DataFrame], same: list[str], **columns: str) -> pd.DataFrame:
    """Rows of both plans side by side, those of A first.

    sides : (key) rows of each plan
    same : columns that do not differ between the plans
    columns : column → what it is called beside that of the other plan, {} for the side
    """
    known = pd.concat([one[same] for one in sides])
    rows = known[~known.index.duplicated()]
    for side, one in zip(_SIDES, sides, strict=True):
        named = one.rename(columns={column: name.format(side) for column, name in columns.items()})
        beside = named.reindex(columns=[name.format(side) for name in columns.values()])
        rows = rows.join(beside.astype(float))
    return rows.reset_index()


def _figures(study: Result) -> pd.DataFrame:
    """(figure) unit, value, low, high of one plan; a range of changes is brought to the plan's level."""
    headline = study.in_dollars("headline").set_index("figure")
    amounts = headline.reindex(columns=["plan", "delta", "low", "high"]).astype(float)
    rows: list[tuple[str, str, float, float, float]] = []
    for name, figure in _FROM_HEADLINE.items():
        if name in headline.index:
            plan, delta, low, high = (float(value) for value in amounts.loc[name].to_numpy())
            unit, shift = str(headline["unit"][name]).removesuffix(" over the plan"), plan - delta
            rows.append((figure, unit, plan, low + shift, high + shift))
    start = float(study.in_dollars("roles")["headcount"].sum())
    baseline = study.facts["totals"]["baseline"]["positions"]
    rows.insert(1, ("headcount at the start", "FTE", start, np.nan, np.nan))
    rows.insert(2, ("positions at the end in the baseline", "FTE", baseline, np.nan, np.nan))
    totals = study.facts["totals"]["plan"]
    saved = study.facts["totals"]["baseline"]["present_value"] - totals["present_value"]
    rows.insert(1, (SAVED, "USD million", saved, np.nan, np.nan))
    rows += [(name, unit, totals[key], np.nan, np.nan) for key, name, unit in _FROM_TOTALS if key in totals]
    return pd.DataFrame(rows, columns=["figure", "unit", "value", "low", "high"]).set_index("figure")


TABLES = (_inputs, _results, _why, _roles, _kinds, limits)
