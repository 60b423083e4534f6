"""A solved study: tables, charts and sentences, which can be saved as a folder and opened again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

import pandas as pd

from reallocate.data.bundle import bundle_folder, read_manifest
from reallocate.data.industry import find_industries
from reallocate.measure.number import spoken
from reallocate.plan.accounts import totals
from reallocate.plan.charts import draw
from reallocate.result.named import table_named
from reallocate.scenario.firm.read import scenario_from_flags
from reallocate.scenario.firm.saved import kept_scenario, kept_tables
from reallocate.scenario.firm.schema import Scenario
from reallocate.study.plan import doubt_tables, plan_tables, story_tables
from reallocate.study.plan.alternative_tables import alternative_table, frontier_table
from reallocate.study.plan.as_json import as_object
from reallocate.study.plan.columns import UNITS
from reallocate.study.plan.council import tables as council_tables
from reallocate.study.plan.council.calendar import calendar_table, refused_table
from reallocate.study.plan.council.people_groups import group_table
from reallocate.study.plan.cut_tables import cut_table
from reallocate.study.plan.finance import tables as finance_tables
from reallocate.study.plan.implied.tables import implied_tables
from reallocate.study.plan.outlook_tables import outlook_tables
from reallocate.study.plan.problem.solved_cases import Parts
from reallocate.study.plan.product_tables import product_table
from reallocate.study.plan.text import sentences
from reallocate.study.plan.ways_table import ways_table
from reallocate.work.history import history_tables
from reallocate.work.world import World

DECIDING = ("highspy", "linopy", "numpy", "pandas", "xarray")
"""Libraries whose version may move a digit."""


@dataclass(frozen=True)
class Status:
    """How a study ended: always optimal, or it would not have been made.

    code : of the solver
    cause, remedy : in words where something is to be known
    """

    code: str
    cause: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, eq=False)
class PlanStudy:
    """One firm's plan with everything a reader needs to judge it.

    meta : facts about the study
    status : how it ended
    tables : by name
    said : sentences by part of the page
    totals : baseline, plan and delta
    """

    meta: Mapping[str, Any]
    status: Status
    tables: Mapping[str, pd.DataFrame]
    said: Mapping[str, list[str]]
    totals: Mapping[str, Mapping[str, float]]
    scenario: Mapping[str, Any]

    @classmethod
    def of(cls, parts: Parts, world: World, command: str) -> PlanStudy:
        """The study made of everything that was computed.

        parts : the plans
        world : what it was computed on
        command : that made it
        """
        titles = world.table("groups").set_index("code")["title"]
        made = plan_tables.all_tables(parts, titles)
        routes = council_tables.route_table(parts, titles)
        tables = {
            **made,
            "cut_or_wait": cut_table(parts),
            "alternatives": alternative_table(parts),
            "frontier": frontier_table(parts),
            **outlook_tables(parts.uncertain),
            **implied_tables(parts.implied),
            "routes": routes,
            "families": council_tables.family_table(parts, routes),
            "workload": council_tables.load_table(parts, titles),
            "people_groups": group_table(parts, world),
            "training": council_tables.training_table(parts),
            "calendar": calendar_table(parts),
            "refused": refused_table(parts),
            "finance": finance_tables.finance_table(parts),
            "accounts": finance_tables.accounts_by_year(parts),
            "switches": finance_tables.switch_points(parts.plan.inputs),
            "route_costs": finance_tables.route_costs(parts),
            "ways": ways_table(parts, world, made["roles"]),
            "operating_models": story_tables.operating_models(parts),
            "funding": story_tables.funding_table(parts),
            "products": product_table(parts),
            "limits": doubt_tables.limits(parts),
            "flips": doubt_tables.flips(parts),
            "assumptions": doubt_tables.assumptions(parts),
            **history_tables(world),
            **kept_tables(world, parts.prepared.scenario),
        }
        base, plan = (asdict(figures) for figures in (parts.base_totals, parts.plan_totals))
        delta = {name: plan[name] - base[name] for name in plan}
        return cls(
            meta=MappingProxyType(facts(parts, world, command)),
            status=Status("optimal"),
            tables=MappingProxyType(tables),
            said=MappingProxyType(sentences(parts, tables)),
            totals=MappingProxyType({"baseline": base, "plan": plan, "delta": delta}),
            scenario=MappingProxyType(kept_scenario(parts.prepared.scenario)),
        )

    def table(self, name: str) -> pd.DataFrame:
        """One table.

        name : such as `roles`; raises `UnknownName` where there is none
        """
        return table_named(self.tables, name)

    def chart(self, name: str) -> dict[str, Any]:
        """One chart as a Vega-Lite specification.

        name : such as `payroll_against_compute`; raises `UnknownName` where there is none
        """
        return draw(name, self.table)

    def explain(self) -> dict[str, list[str]]:
        """The study in sentences, by part of the page."""
        return spoken(self.said)

    @property
    def units(self) -> dict[tuple[str, str], str]:
        """(table, column) → unit."""
        return dict(UNITS)

    def json(self) -> dict[str, Any]:
        """The study as one object for machines."""
        return as_object(self)

    def __repr__(self) -> str:
        said = [line for part in ("cut_or_wait", "headline") for line in self.said.get(part, [])]
        lines = [str(self.meta["title"] or self.meta["name"]), *said]
        return "\n".join(lines)


def facts(parts: Parts, world: World, command: str) -> dict[str, Any]:
    """What a reader must know to repeat the study.

    parts : the plans
    world : what they were computed on
    command : that made it
    """
    scenario, firm = parts.prepared.scenario, parts.prepared.setting.firm
    text = json.dumps(kept_scenario(scenario), sort_keys=True)
    shipped = hashlib.sha256(json.dumps(read_manifest(bundle_folder()), sort_keys=True).encode())
    return {
        "name": scenario.name,
        "title": _title(world, scenario, firm.headcount),
        "version": version("reallocate"),
        "seed": 0,
        "hashes": {
            "bundle": "sha256:" + shipped.hexdigest(),
            "scenario": "sha256:" + hashlib.sha256(text.encode()).hexdigest(),
            "libraries": ", ".join(f"{name} {version(name)}" for name in DECIDING),
        },
        "command": command or f"reallocate plan {scenario.name}",
        "objective": totals(parts.plan).present_value,
        "headline_source": parts.prepared.setting.options.reach_source,
        "industry_text": "; ".join(f"{name} ({code})" for code, name in _industries(world, scenario))
        or "own role table",
        "own_share": own_share(firm.roles),
        "filled_share": firm.filled_share,
        "start": scenario.start,
        "periods": list(scenario.periods),
        "notes": [note.sentence for note in parts.prepared.notes],
        "pay_notes": [note.sentence for note in parts.prepared.notes if note.about == "own pay"],
    }


def own_share(roles: pd.DataFrame) -> float:
    """The share of payroll that rests on the own pay of the people it is paid to.

    roles : (role) headcount [FTE], loaded_cost [USD/FTE/year] and, where known, own_pay [share of headcount]
    share = Σ_r headcount·loaded_cost·own_pay / Σ_r headcount·loaded_cost
    """
    pay = roles["headcount"] * roles["loaded_cost"]
    own = roles.get("own_pay", pd.Series(0.0, index=roles.index))
    return float((pay * own).sum() / pay.sum())


def _industries(world: World, scenario: Scenario) -> list[tuple[str, str]]:
    """The industries meant, as (code, official title)."""
    found = find_industries(scenario.industries, world.table("industries"))
    return [(industry.code, industry.title) for industry in found]


def _title(world: World, scenario: Scenario, headcount: float) -> str:
    """The title or the name given; where the name only repeats the flags, industries and headcount."""
    if scenario.title or not scenario.industries:
        return scenario.title or scenario.name
    if scenario.name != scenario_from_flags(scenario.industries, headcount).name:
        return scenario.name
    names = ", ".join(name for _, name in _industries(world, scenario))
    return f"{names} with {headcount:,.0f} FTE"
