"""The sheets of a plan's workbook that is handed on; every other table is in a second file."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reallocate.firm.alternatives.page import assumptions, limits, tipping_points
from reallocate.firm.alternatives.promises import promises, sources
from reallocate.firm.cut.tables import cut_figures_of_plan, cut_paths
from reallocate.firm.own_plan.page import OWN_PLAN_TABLES
from reallocate.firm.plan.accounts import CASH_ITEMS, cash
from reallocate.firm.plan.groups import SUMMED
from reallocate.firm.plan.people import headcount, headline, roles
from reallocate.firm.plan.roles import CASE, ROLE, TITLE
from reallocate.kernel.table import ACROSS, Column, Live, Native, Sheet, Tables, across, read_across

_MILLIONS, _POSITIONS = Column("quarter", unit="USD million"), Column("quarter", unit="FTE")
_FLOWS = {"hires": 1, "quits": -1, "voluntary": -1, "layoffs": -1, "moves_in": 1, "moves_out": -1}
"""Flows of positions -> whether they add or take away."""
_END, _WITHOUT = "Positions at the end", "Positions at the end, baseline"
_SAVED, _CUT, _FREEZE = "Saved so far", "Saved so far, lay off now", "Saved so far, stop refilling"
_SO_FAR, _AGAINST = "Cash saved so far [USD million]", "Positions against baseline [FTE]"


def _cut_paths(tables: Tables) -> pd.DataFrame:
    """Cash saved so far with the cut and where refilling stops, quarters across."""
    paths = tables["cut_paths"]
    both = zip(paths["period"], paths["saved_cut"], paths["saved_freeze"], strict=True)
    rows = [
        {"item": _CUT, **dict(zip(paths["period"], paths["saved_cut"], strict=True))},
        {"item": _FREEZE, **dict(zip(paths["period"], paths["saved_freeze"], strict=True))},
        {"item": "Lay off now less stop refilling", **{
            period: Live(float(cut - freeze), (0,), (1,)) for period, cut, freeze in both
        }},
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _money(tables: Tables) -> pd.DataFrame:
    """Cash of baseline and plan by item, quarters across; what the plan saves, and has saved so far."""
    rows: list[dict[Any, Any]] = []
    sums: dict[str, pd.Series] = {}
    at: dict[str, int] = {}
    for case, of_case in tables["cash"].groupby("case", sort=False):
        by_quarter = of_case.set_index("period")
        first = len(rows)
        rows += [
            {"item": cash.column(item).heading, "case": case, **by_quarter[item].to_dict()}
            for item in CASH_ITEMS
        ]
        places = tuple(range(first, len(rows)))
        sums[str(case)], at[str(case)] = by_quarter["total"], len(rows)
        total = {period: Live(float(one), places) for period, one in by_quarter["total"].items()}
        rows.append({"item": "Total", "case": case, **total})
    saving = sums["baseline"] - sums["plan"]
    place = len(rows)
    apart = {period: Live(float(one), (at["baseline"],), (at["plan"],)) for period, one in saving.items()}
    so_far = {
        period: Live(float(one), (place,), before=number > 0)
        for number, (period, one) in enumerate(saving.cumsum().items())
    }
    return pd.DataFrame([*rows, {"item": "Saved in the quarter", **apart}, {"item": _SAVED, **so_far}])


def _people(tables: Tables) -> pd.DataFrame:
    """Positions of the whole firm from quarter to quarter, quarters across."""
    walk = tables["headcount"]
    plan = walk[walk["case"] == "plan"].groupby("period", sort=False)[["begin", *_FLOWS, "end"]].sum()
    base = walk[walk["case"] == "baseline"].groupby("period", sort=False)["end"].sum()
    rows: list[dict[Any, Any]] = [{"item": "Positions at the start", **plan["begin"].to_dict()}]
    rows += [{"item": headcount.column(flow).heading, **plan[flow].to_dict()} for flow in _FLOWS]
    added = (0, *(place for place, sign in enumerate(_FLOWS.values(), start=1) if sign > 0))
    taken = tuple(place for place, sign in enumerate(_FLOWS.values(), start=1) if sign < 0)
    end = {period: Live(float(one), added, taken) for period, one in plan["end"].items()}
    place = len(rows)
    change = plan["end"] - base
    rows += [
        {"item": _END, **end},
        {"item": _WITHOUT, **base.to_dict()},
        {"item": "Change against baseline", **{
            period: Live(float(one), (place,), (place + 1,)) for period, one in change.items()
        }},
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _titled(walk: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Rows of roles with their titles beside their codes."""
    titles = tables["roles"].set_index("role")["title"]
    return walk.assign(title=walk["role"].map(titles).fillna(""))


def _positions(tables: Tables) -> pd.DataFrame:
    """Positions of the plan by role: at the start, then at the end of each quarter."""
    walk = tables["headcount"]
    walk = _titled(walk[walk["case"] == "plan"], tables)
    ends = across(walk, ("role", "title"), "period", "end")
    first = walk[walk["period"] == walk["period"].iloc[0]].set_index("role")["begin"]
    ends.insert(2, "Start", ends["role"].map(first))
    return ends


def _headcount(tables: Tables) -> pd.DataFrame:
    """Headcount by role and quarter, with the title of each role."""
    walk = _titled(tables["headcount"], tables)
    return walk[["case", "role", "title", *(name for name in walk if name not in ("case", "role", "title"))]]


def _roles(tables: Tables) -> pd.DataFrame:
    """Roles with their walk, routes and ranges, those that lose most positions first."""
    whole = tables["roles"].sort_values("delta", kind="stable")
    return whole[[name for name in _IN_SHORT if name in whole]]


_BESIDE = {"title": ("title", "kind"), "delta": ("delta", "delta_low", "delta_high")}
"""Column of the roles that the page shows -> what the workbook has in its place."""
_IN_SHORT = ("role", *(name for shown in roles.place.show for name in _BESIDE.get(str(shown), (str(shown),))))
_ITEM, _POSITION = Column("item", "Cash"), Column("item", "Positions")
_CUT_BY_QUARTER = read_across(
    "cut_by_quarter", "Cut and freeze by quarter", _ITEM, across=_MILLIONS, source=cut_paths.source
)
_MONEY_BY_QUARTER = read_across(
    "money_by_quarter", "Money by quarter", _ITEM, CASE, across=_MILLIONS, source=cash.source
)
_PEOPLE_BY_QUARTER = read_across(
    "people_by_quarter", "People by quarter", _POSITION, across=_POSITIONS, source=headcount.source
)
_POSITIONS_BY_ROLE = read_across(
    "positions_by_role", "Positions by role and quarter", ROLE, TITLE, across=_POSITIONS,
    source=f"{headcount.source} At the end of each quarter.",
)  # fmt: skip
_HEADCOUNT = read_across(
    headcount.name, headcount.title, CASE, ROLE, TITLE, *headcount.columns[2:], across=_POSITIONS,
    source=headcount.source,
)  # fmt: skip
_ROLES_IN_SHORT = read_across(
    "roles_in_short", "Change by role", *(roles.column(name) for name in _IN_SHORT), across=_POSITIONS,
    source=roles.source,
)  # fmt: skip

SHEETS = (
    Sheet(OWN_PLAN_TABLES[0]),
    Sheet(headline),
    Sheet(cut_figures_of_plan),
    Sheet(_CUT_BY_QUARTER, _cut_paths, chart=Native(_SO_FAR, "line", rows=(_CUT, _FREEZE))),
    Sheet(_MONEY_BY_QUARTER, _money, chart=Native(_SO_FAR, "column", rows=(_SAVED,))),
    Sheet(_PEOPLE_BY_QUARTER, _people, chart=Native("Positions [FTE]", "line", rows=(_END, _WITHOUT))),
    Sheet(_POSITIONS_BY_ROLE, _positions, total=ACROSS),
    Sheet(
        _ROLES_IN_SHORT,
        _roles,
        total=SUMMED,
        chart=Native("Change against baseline [FTE]", "bar", columns=("delta",)),
    ),
    Sheet(promises),
    Sheet(assumptions),
    Sheet(
        tipping_points,
        chart=Native(_AGAINST, "bar", columns=("positions_at_low", "positions_at_high")),
    ),
    Sheet(sources, chart=Native(_AGAINST, "bar", columns=("positions",))),
    Sheet(limits),
    Sheet(_HEADCOUNT, _headcount, is_first=False),
)
"""In their order. A table on none of them is a sheet of the second file; a table by department and quarter
joins them with one line."""
