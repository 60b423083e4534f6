"""A second study made from the small one by changing its input and planning only its plan again."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from reallocate.firm.compare import model as compare_why
from reallocate.firm.model.cases import Setting
from reallocate.firm.request.prepare import parameters_of, prepare
from reallocate.firm.request.saved import ROLE_TABLE, scenario_again
from reallocate.render.result import Result
from reallocate.work.world import World


def quick_figures(setting: Setting) -> tuple[float, ...]:
    """Stands in for a plan: figures that every input moves, and inputs move together."""
    o, firm = setting.options, setting.firm
    p = o.parameters
    growth = (1 + p["demand_growth"]) ** o.quarters
    exits = o.exits.count if o.exits is not None else 0.0
    speed = {"trend": 1.0, "fast": 0.8}[o.capability] * (3 * p["adoption_width"] + o.levers.hiring_freeze_quarters)
    cost = firm.payroll / 1e6 * growth * speed + exits * p["severance_per_exit"] / 1e6
    room = o.limits.cash_per_year or 0.0
    return cost + 1e4 / (1 + room * growth), firm.headcount * growth - exits * speed, exits * growth


def changed(
    study: Result,
    world: World,
    folder: Path,
    keys: Mapping[str, Any],
    roles: pd.DataFrame | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Result:
    """The study with some keys of its scenario changed, and the main results that follow.

    keys : such as {"budget.cash_per_year": 200.0}
    roles : another role table
    """
    data = copy.deepcopy(dict(study.facts["scenario"]))
    for key, value in keys.items():
        section, *inner = key.split(".", 1)
        if inner:
            data[section] = {**data[section], inner[0]: value}
        else:
            data[section] = value
    tables = dict(study.tables)
    if roles is not None:
        tables[ROLE_TABLE] = roles
    known = {**study.facts, "headline_source": data["headline_reach"], **(facts or {})}
    scenario = scenario_again(data, tables.get(ROLE_TABLE), folder, "made")
    known["periods"] = list(scenario.periods)
    values = dict(parameters_of(world, scenario))
    assumed = tables["assumptions"]
    tables["assumptions"] = assumed.assign(
        value=[
            values.get(name, old) for name, old in zip(assumed["parameter"], assumed["value"], strict=True)
        ]
    )
    cost, positions, layoffs = compare_why._plan_figures(prepare(world, scenario).setting)
    plan = {**study.facts["totals"]["plan"], "present_value": cost, "positions": positions, "layoffs": layoffs}
    headline = tables["headline"].set_index("figure")
    for figure, value in (("cost, present value", cost), ("positions", positions), ("layoffs", layoffs)):
        headline.loc[figure, "delta"] += value - headline.loc[figure, "plan"]
        headline.loc[figure, "plan"] = value
    tables["headline"] = headline.reset_index()
    known |= {"totals": {**study.facts["totals"], "plan": plan}, "scenario": data}
    return replace(study, facts=MappingProxyType(known), tables=MappingProxyType(tables))
