"""The nation's labour market under the extended laws, as a study: draws, gate, tables, sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.economy.at_rest import follow, monthly, occupation_mobility
from reallocate.economy.calibrate import Fit
from reallocate.economy.extended import Assumed, Extended, Laws, run_extended
from reallocate.economy.fitted import Fitted
from reallocate.economy.gate import gate
from reallocate.study.economy_said import sentences
from reallocate.study.economy_tables import (
    fifth_table,
    industry_table,
    jobs_table,
    money_table,
    occupation_table,
    path_table,
    pay_table,
)
from reallocate.study.market_assumed import assumed, assumed_draws, market_accounts
from reallocate.study.named_tables import table_named
from reallocate.study.us_market import National, fitted_national, observed_months
from reallocate.work.hours_saved import automatable_hours
from reallocate.work.parameters import Parameters, parameter_table
from reallocate.work.world import World

Array = npt.NDArray[np.float64]
Say = Callable[[str], None]

START = 2026.25
"""Use of AI by sector was asked in March 2026."""
SEVERAL = 32
"""Runs that are made side by side."""


@dataclass(frozen=True, eq=False)
class EconomyRun:
    """What is asked of the extended market.

    years : how long [years]
    draws : of what is not known
    capability : trend, plateau, fast or reversal
    sources : of reach, in turn; all that ship where none are named
    laws : which are on
    parameters : in force
    seed : of the draws
    title : of the report
    """

    years: int = 10
    draws: int = 32
    capability: str = "trend"
    sources: tuple[str, ...] = ()
    laws: Laws = field(default_factory=Laws)
    parameters: Parameters = field(default_factory=Parameters)
    seed: int = 0
    title: str = "The labour market of the United States while firms adopt AI"


@dataclass(frozen=True, eq=False)
class EconomyStudy:
    """The extended market through time.

    meta : facts: title, version, seed, hashes, command, gate and the like
    tables : by name
    said : sentences by part of the page
    """

    meta: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    said: Mapping[str, list[str]]

    @property
    def status(self) -> str:
        """How it ended."""
        return "run"

    def table(self, name: str) -> pd.DataFrame:
        """One table.

        name : such as `path`; raises `UnknownName` where there is none
        """
        return table_named(self.tables, name)

    def explain(self) -> dict[str, list[str]]:
        """The study in sentences, by part of the page."""
        return {part: list(lines) for part, lines in self.said.items()}

    def __repr__(self) -> str:
        return "\n".join([str(self.meta["title"]), *self.said["headline"]])


def economy_study(asked: EconomyRun, progress: Say | None = None, command: str = "") -> EconomyStudy:
    """The extended market, run.

    asked : what of it
    progress : is told what is under way
    command : that made it
    """
    say = progress or (lambda _: None)
    say("Reading the market (the first run after an install compiles once, about 10 seconds)")
    world = load_world()
    nation, values = fitted_national(world.tables)
    accounts = market_accounts(world, asked.parameters)
    quarters = 4 * asked.years
    say(f"Drawing {asked.draws} times")
    runs, drawn = assumed_draws(
        world,
        asked.parameters,
        accounts,
        values.rates,
        quarters,
        asked.draws,
        sources=asked.sources,
        capability=asked.capability,
        seed=asked.seed,
        laws=asked.laws,
    )
    extended = _several(nation, accounts, runs, quarters, say)
    still = assumed(
        world, asked.parameters, accounts, values.rates, 1, world.sources[0], asked.capability,
        Laws(adoption=False),
    )  # fmt: skip
    without = run_extended(nation.market, accounts, nation.normal, [still], quarters)
    people = occupation_table(extended, without, nation.market, exposure(world))
    titles = world.table("industries_io").set_index("industry")["title"].to_dict()
    tables = {
        "path": path_table(extended, without, START),
        "jobs": jobs_table(extended, accounts, START),
        "occupations": people,
        "fifths": fifth_table(people),
        "industries": industry_table(extended, accounts, {str(key): str(x) for key, x in titles.items()}),
        "money": money_table(extended, START),
        "pay": pay_table(extended, nation.market, START),
        "drawn": drawn,
        "assumptions": parameter_table(asked.parameters),
    }
    say("Holding the market against the years it was fitted to")
    meta = _meta(asked, nation, values, world, command)
    return EconomyStudy(
        MappingProxyType(meta), MappingProxyType(tables), MappingProxyType(sentences(tables, meta))
    )


def exposure(world: World) -> Array:
    """Automatable share of hours, the middle of the sources; (occupation) [share of hours].

    world : content and reach
    """
    content = world.content.transpose("occupation", "activity").to_numpy()
    each = [(content * automatable_hours(world, source)).sum(axis=1) for source in world.sources]
    found: Array = np.median(np.stack(each), axis=0)
    return found


def _several(nation: National, accounts: Any, runs: list[Assumed], quarters: int, say: Say) -> Extended:
    """All runs, some at a time, side by side."""
    parts = []
    for first in range(0, len(runs), SEVERAL):
        some = runs[first : first + SEVERAL]
        say(f"Runs {first + 1} to {first + len(some)} of {len(runs)}, {quarters} quarters each")
        parts.append(run_extended(nation.market, accounts, nation.normal, some, quarters))
    names = Extended.__dataclass_fields__
    return Extended(
        **{name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names}
    )


def gate_said(nation: National, values: Fitted, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """The gate in sentences: whether the market looks like the one observed, AI off.

    nation : the market
    values : as fitted
    tables : that ship
    """
    seen = observed_months(tables)
    scale = np.maximum(1.0 + values.amplitude * seen.cycle[:, None], 0.0)
    flows, _ = follow(nation.market, nation.normal, [values.rates], scale)
    model = monthly(flows)[:, :, 0]
    found = Fit(
        values.array, np.full(len(values.array), np.nan), values.error, model, seen.values, seen.months
    )
    checks = gate(found, float(occupation_mobility(flows)[0]))
    held = sum(check.holds for check in checks)
    said = [
        f"With AI off the market is held against {seen.months[0]} to {seen.months[-1]}: {held} of "
        f"{len(checks)} checks hold (means, monthly paths, changes of occupation)."
    ]
    said += [
        f"It does not hold for {check.name}: {check.found:.4f} {check.unit}, not within {check.low:.4f} to "
        f"{check.high:.4f}."
        for check in checks
        if not check.holds
    ]
    return said


def _meta(asked: EconomyRun, nation: National, values: Fitted, world: World, command: str) -> dict[str, Any]:
    written = {
        "years": asked.years,
        "draws": asked.draws,
        "capability": asked.capability,
        "sources": list(asked.sources or world.sources),
        "laws": {name: getattr(asked.laws, name) for name in Laws.__dataclass_fields__},
        "own": {
            name: asked.parameters[name] for name in asked.parameters if asked.parameters.about(name).is_own
        },
        "seed": asked.seed,
    }
    return {
        "kind": "economy",
        "title": asked.title,
        "date": date.today().isoformat(),
        "version": version("reallocate"),
        "mode": "extended",
        "engine": "flow",
        **written,
        "occupations": nation.market.size,
        "employment": float(nation.market.employment.sum()),
        "fitted": f"to {values.first} to {values.last}, on {values.date}",
        "gate": gate_said(nation, values, world.tables),
        "hashes": {
            "asked": _hash(json.dumps(written, sort_keys=True).encode()),
            "bundle": _hash(json.dumps(read_manifest(bundle_folder()), sort_keys=True).encode()),
        },
        "command": command or "reallocate simulate",
    }


def _hash(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
