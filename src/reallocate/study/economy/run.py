"""The nation's labour market under the extended laws, as a study: draws, gate, tables, sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.economy.assumptions import market_accounts
from reallocate.economy.charts import ECONOMY_CHARTS
from reallocate.economy.fitted import Fitted
from reallocate.economy.laws.policy import Policy
from reallocate.economy.nation import National, fitted_national
from reallocate.economy.run_assumptions import Laws
from reallocate.output.chart import Chart
from reallocate.result.shown import Shown
from reallocate.scenario.market.request import EconomyRun
from reallocate.study.economy.as_json import as_object
from reallocate.study.economy.gate import gate_table
from reallocate.study.economy.parts import START, EconomyParts
from reallocate.study.economy.text import sentences
from reallocate.work.world import World

DECIDING = ("numpy", "scipy", "numba")
"""Libraries whose version may move a digit."""


@dataclass(frozen=True, eq=False, repr=False)
class EconomyStudy(Shown):
    """The extended market through time.

    meta : facts: title, version, seed, hashes, command, gate and the like
    tables : by name
    said : sentences by part of the page
    """

    @property
    def charts(self) -> Mapping[str, Chart]:
        """Its charts, by name."""
        return ECONOMY_CHARTS

    def as_json(self) -> dict[str, Any]:
        """The study as one object for machines."""
        return as_object(self.meta, self.tables, self.explain())


def economy_study(
    asked: EconomyRun, progress: Callable[[str], None] | None = None, command: str = ""
) -> EconomyStudy:
    """The extended market, run.

    asked : what of it
    progress : is told what is under way
    command : that made it
    """
    say = progress or (lambda _: None)
    say("Reading the market (the first run after an install compiles once, about 10 seconds)")
    world = load_world()
    nation, values = fitted_national(world.tables)
    parts = EconomyParts(asked, world, nation, values, market_accounts(world, asked.parameters), say)
    tables = parts.tables()
    say("Holding the market against the years it was fitted to")
    tables["gate"] = gate_table(nation, values, world.tables)
    meta = _meta(asked, nation, values, world, command)
    return EconomyStudy(
        MappingProxyType(meta), MappingProxyType(tables), MappingProxyType(sentences(tables, meta))
    )


def _meta(asked: EconomyRun, nation: National, values: Fitted, world: World, command: str) -> dict[str, Any]:
    written = {
        "years": asked.years,
        "draws": asked.draws,
        "capability": asked.capability,
        "sources": list(asked.sources or world.sources),
        "laws": {name: getattr(asked.laws, name) for name in Laws.__dataclass_fields__},
        "policy": {name: getattr(asked.policy, name) for name in Policy.__dataclass_fields__},
        "own": {
            name: asked.parameters[name] for name in asked.parameters if asked.parameters.about(name).is_own
        },
        "seed": asked.seed,
    }
    return {
        "kind": "economy",
        "title": asked.title,
        "version": version("reallocate"),
        "mode": "extended",
        "engine": "flow",
        **written,
        "occupations": nation.market.size,
        "employment": float(nation.market.employment.sum()),
        "start": START,
        "fitted": {"first": values.first, "last": values.last},
        "hashes": {
            "asked": _hash(json.dumps(written, sort_keys=True).encode()),
            "bundle": _hash(json.dumps(read_manifest(bundle_folder()), sort_keys=True).encode()),
            "libraries": ", ".join(f"{name} {version(name)}" for name in DECIDING),
        },
        "command": command or "reallocate simulate",
    }


def _hash(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
