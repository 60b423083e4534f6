"""A plan's study as one object for machines, what leads the page first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reallocate.plan.break_even import without_noise
from reallocate.study.plan import cut_tables
from reallocate.study.plan.plan_tables import BREAK_EVEN, NPV, NPV_AFTER, OUTLAY

if TYPE_CHECKING:
    from reallocate.study.plan.result import PlanStudy

COUNCIL = ("families", "routes", "workload", "people_groups", "training", "calendar", "refused")
IMPLIED = "implied"
FINANCE = ("finance", "accounts", "switches", "route_costs")
WORTH = ("limit", "unit", "level", "decides", "up", "down", "up_to", "down_to")
UNITS = {
    "cut_or_wait": cut_tables.UNITS,
    "break_even_month": "months from the start until cash added up is better than the baseline's for good, "
    "to one decimal; 0 where it is never worse, null where it is worse at the end",
    "largest_outlay": "USD million by which cash added up falls behind the baseline's at most",
    "largest_outlay_quarter": "quarter at whose end it does; null where cash is never behind",
    "net_present_value": "USD million of the cash saved against the baseline within the plan",
    "net_present_value_after": "USD million, with running cost after the plan and GPUs at book value",
}


def as_object(study: PlanStudy) -> dict[str, Any]:
    """The study as plain lists, dictionaries, numbers and text.

    study : solved
    """
    plan_only = {
        name: study.table(name).query("case == 'plan'").drop(columns="case")
        for name in ("headcount", "modes", "cash")
    }
    assumed = study.table("assumptions")[["name", "parameter", "value", "unit", "grade", "source", "moves"]]
    cut = cut_tables.cut_object(study.table("cut_or_wait"))
    return {
        "status": study.status.code,
        "cut_or_wait": None if cut is None else _clean(cut),
        **_clean(_cash_figures(study)),
        "scenario": dict(study.scenario),
        "sources": _records(study.table("sources")),
        "objective": study.meta["objective"],
        **{name: _records(table) for name, table in plan_only.items()},
        "totals": {case: _clean(dict(values)) for case, values in study.totals.items()},
        "value_of_one_more": _records(study.table("limits")[list(WORTH)]),
        "funding": {
            "channels": _records(study.table("channels")),
            "settings": _records(study.table("funding")),
        },
        "council": {name: _records(study.table(name)) for name in COUNCIL},
        "finance": {name: _records(study.table(name)) for name in FINANCE},
        "assumptions": _records(assumed),
        **_implied(study),
        "units": UNITS,
    }


def _cash_figures(study: PlanStudy) -> dict[str, Any]:
    """What the plan's cash does against the baseline, as the first page has it."""
    plan = study.table("headline").set_index("figure")["plan"].astype(float)
    return {
        "break_even_month": round(float(plan[BREAK_EVEN]), 1),
        "largest_outlay": float(plan[OUTLAY]),
        "largest_outlay_quarter": _outlay_quarter(study.table("cash")),
        "net_present_value": float(plan[NPV]),
        "net_present_value_after": float(plan[NPV_AFTER]),
    }


def _outlay_quarter(cash: pd.DataFrame) -> str | None:
    """The quarter at whose end cash is furthest behind the baseline's."""
    total = cash.pivot(index="period", columns="case", values="total").cumsum()
    gained = without_noise((total["baseline"] - total["plan"]).to_numpy(), total["baseline"].to_numpy())
    worst = int(np.argmin(gained))
    return str(total.index[worst]) if gained[worst] < 0 else None


def _implied(study: PlanStudy) -> dict[str, Any]:
    """What one must believe for a cut, where one was asked about."""
    tables = {name: _records(table) for name, table in study.tables.items() if name.startswith(IMPLIED)}
    return {IMPLIED: {"tables": tables, "sentences": study.said[IMPLIED]}} if tables else {}


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [_clean({str(key): value for key, value in row.items()}) for row in table.to_dict("records")]


def _clean(row: dict[str, Any]) -> dict[str, Any]:
    cleaned = {}
    for key, value in row.items():
        plain = value.item() if hasattr(value, "item") else value
        if isinstance(plain, float):
            plain = plain + 0.0 if plain == plain else None
        cleaned[key] = plain
    return cleaned
