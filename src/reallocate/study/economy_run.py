"""The nation's labour market under the extended laws, as a study: draws, gate, tables, sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.economy.accounts import Accounts
from reallocate.economy.charts import ECONOMY_CHARTS
from reallocate.economy.extended import Assumed, Extended, Laws, run_extended
from reallocate.economy.fitted import Fitted
from reallocate.economy.laws.policy import Policy
from reallocate.errors import InvariantError, Problem
from reallocate.study.economy_demand import Corners
from reallocate.study.economy_gate import gate_table
from reallocate.study.economy_json import as_object
from reallocate.study.economy_policy import policy_table, under
from reallocate.study.economy_said import sentences
from reallocate.study.economy_tables import (
    fifth_table,
    industry_table,
    jobs_table,
    money_table,
    occupation_table,
    path_table,
    pay_table,
    with_ends,
)
from reallocate.study.market_assumed import DRAWN, assumed, assumed_draws, market_accounts
from reallocate.study.market_effects import Effects
from reallocate.study.named_tables import table_named
from reallocate.study.us_market import National, fitted_national
from reallocate.work.hours_saved import automatable_hours
from reallocate.work.parameters import Parameters, parameter_table
from reallocate.work.world import World

Array = npt.NDArray[np.float64]
Say = Callable[[str], None]

START = 2026.25
"""Use of AI by sector was asked in March 2026."""
SEVERAL = 32
"""Runs that are made side by side."""
PEOPLE = 1e-9
"""Of all people: how far their number may move before the run is wrong."""
DECIDING = ("numpy", "scipy", "numba")
"""Libraries whose version may move a digit."""


@dataclass(frozen=True, eq=False)
class EconomyRun:
    """What is asked of the extended market.

    years : how long [years]
    draws : of what is not known
    capability : trend, plateau, fast or reversal
    sources : of reach, in turn; all that ship where none are named
    laws : which are on
    policy : what is done beyond today, from the first quarter
    parameters : in force; those that somebody named are held, the others are drawn
    seed : of the draws
    title : of the report
    """

    years: int = 10
    draws: int = 32
    capability: str = "trend"
    sources: tuple[str, ...] = ()
    laws: Laws = field(default_factory=Laws)
    policy: Policy = field(default_factory=Policy)
    parameters: Parameters = field(default_factory=Parameters)
    seed: int = 0
    title: str = "The labour market of the United States while firms adopt AI"

    @property
    def drawn(self) -> tuple[str, ...]:
        """Parameters that are drawn: all that an ensemble draws, but for those that somebody named."""
        return tuple(name for name in DRAWN if not self.parameters.about(name).is_own)


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

    def chart(self, name: str) -> dict[str, Any]:
        """One chart as a Vega-Lite specification.

        name : such as `economy_jobs`
        """
        chart = ECONOMY_CHARTS[name]
        return chart.spec(chart.frame(self.table))

    def explain(self) -> dict[str, list[str]]:
        """The study in sentences, by part of the page."""
        return {part: list(lines) for part, lines in self.said.items()}

    def as_json(self) -> dict[str, Any]:
        """The study as one object for machines."""
        return as_object(self.meta, self.tables, self.said)

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
    parts = _Parts(asked, world, nation, values, market_accounts(world, asked.parameters), say)
    tables = parts.tables()
    say("Holding the market against the years it was fitted to")
    tables["gate"] = gate_table(nation, values, world.tables)
    meta = _meta(asked, nation, values, world, command)
    return EconomyStudy(
        MappingProxyType(meta), MappingProxyType(tables), MappingProxyType(sentences(tables, meta))
    )


@dataclass(frozen=True, eq=False)
class _Parts:
    """The parts of one study, each made once."""

    asked: EconomyRun
    world: World
    nation: National
    values: Fitted
    accounts: Accounts
    say: Say

    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table but the gate."""
        asked, market = self.asked, self.nation.market
        self.say(f"Drawing {asked.draws} times")
        drawn_runs, drawn = self._drawn()
        runs = under(asked.policy, drawn_runs, asked.parameters)
        extended = self._several(runs)
        without = self._run([self._still()])
        seen = exposure(self.world)
        people = occupation_table(extended, without, market, seen)
        titles = self.world.table("industries_io").set_index("industry")["title"].to_dict()
        tables = {
            "path": path_table(extended, without, START),
            "jobs": jobs_table(extended, without, self.accounts, START),
            "occupations": people,
            "fifths": fifth_table(extended, without, people["fifth"].to_numpy()),
            "industries": industry_table(
                extended, self.accounts, {str(key): str(x) for key, x in titles.items()}
            ),
            "money": money_table(extended, START),
            "pay": pay_table(extended, market, START),
            "drawn": with_ends(drawn, extended, without),
            "assumptions": assumption_table(asked),
        }
        if not asked.policy.is_nothing:
            self.say("The same draws without the policy")
            tables["policy"] = policy_table(extended, self._several(drawn_runs))
        middle = drawn_runs[nearest_middle(extended, people["fifth"].to_numpy())]
        return tables | self._beside(middle, seen)

    def _beside(self, middle: Assumed, seen: Array) -> dict[str, pd.DataFrame]:
        """What the corners of what is not known give, and the draw nearest the middle, without a policy."""
        asked = self.asked
        if not asked.laws.adoption:
            return {}
        self.say("Jobs at the corners of what is not known")
        sources = asked.sources or self.world.sources
        corners = Corners(
            self.world, asked.parameters, self.accounts, self.values.rates, self._quarters, sources,
            asked.capability, asked.laws,
        )  # fmt: skip
        found = {"surface": corners.surface(), "swings": corners.swings(asked.drawn)}
        self.say("Ages, and people followed by how exposed their work was")
        effects = Effects(
            self.world, asked.parameters, self.nation, self.values.rates, self.accounts,
            middle, seen,
            self._quarters,
        )  # fmt: skip
        return found | {"ages": effects.ages(), "divide": effects.pay()[0]}

    @property
    def _quarters(self) -> int:
        return 4 * self.asked.years

    def _assumed(self, source: str, laws: Laws) -> Assumed:
        return assumed(
            self.world, self.asked.parameters, self.accounts, self.values.rates, self._quarters, source,
            self.asked.capability, laws,
        )  # fmt: skip

    def _still(self) -> Assumed:
        """The same market, under the same policy, without further AI."""
        still = self._assumed(self.world.sources[0], replace(self.asked.laws, adoption=False))
        return under(self.asked.policy, [still], self.asked.parameters)[0]

    def _drawn(self) -> tuple[list[Assumed], pd.DataFrame]:
        asked = self.asked
        return assumed_draws(
            self.world,
            asked.parameters,
            self.accounts,
            self.values.rates,
            self._quarters,
            asked.draws,
            asked.drawn,
            asked.sources,
            asked.capability,
            asked.seed,
            asked.laws,
        )

    def _run(self, runs: list[Assumed]) -> Extended:
        return run_extended(self.nation.market, self.accounts, self.nation.normal, runs, self._quarters)

    def _several(self, runs: list[Assumed]) -> Extended:
        """All runs, some at a time, side by side."""
        made = []
        for first in range(0, len(runs), SEVERAL):
            some = runs[first : first + SEVERAL]
            self.say(
                f"Runs {first + 1} to {first + len(some)} of {len(runs)}, {self._quarters} quarters each"
            )
            made.append(self._run(some))
        names = Extended.__dataclass_fields__
        joined = {name: np.concatenate([getattr(part, name) for part in made], axis=-1) for name in names}
        must_conserve(found := Extended(**joined))
        return found


def exposure(world: World) -> Array:
    """Automatable share of hours, the middle of the sources; (occupation) [share of hours].

    world : content and reach
    """
    content = world.content.transpose("occupation", "activity").to_numpy()
    each = [(content * automatable_hours(world, source)).sum(axis=1) for source in world.sources]
    found: Array = np.median(np.stack(each), axis=0)
    return found


def nearest_middle(extended: Extended, fifth: npt.NDArray[np.int64]) -> int:
    """The draw whose employment by fifth of exposure lies nearest the middle of all draws.

    extended : runs
    fifth : (occupation) 1 to 5
    """
    people = np.stack([extended.people[-1, 0, fifth == place].sum(axis=0) for place in range(1, 6)])
    return int(((people - np.median(people, axis=1)[:, None]) ** 2).sum(axis=0).argmin())


def must_conserve(extended: Extended) -> None:
    """End where people appear or are lost.

    extended : runs; raises `InvariantError` where people in work, without work and outside do not add up to
        those of the start, to 1e-9 of them, in any quarter of any run
    """
    people = extended.people[:, [0, 1, 3]].sum(axis=(1, 2))
    if np.abs(people / people[0] - 1.0).max() > PEOPLE:
        raise InvariantError(Problem("people do not add up from quarter to quarter", "the extended market"))


def assumption_table(asked: EconomyRun) -> pd.DataFrame:
    """Every parameter, and whether the draws go over its range.

    asked : of the market
    """
    table = parameter_table(asked.parameters)
    return table.assign(drawn=table["name"].isin(asked.drawn))


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
        "date": date.today().isoformat(),
        "version": version("reallocate"),
        "mode": "extended",
        "engine": "flow",
        **written,
        "occupations": nation.market.size,
        "employment": float(nation.market.employment.sum()),
        "start": START,
        "fitted": {"first": values.first, "last": values.last, "date": values.date},
        "hashes": {
            "asked": _hash(json.dumps(written, sort_keys=True).encode()),
            "bundle": _hash(json.dumps(read_manifest(bundle_folder()), sort_keys=True).encode()),
            "libraries": ", ".join(f"{name} {version(name)}" for name in DECIDING),
        },
        "command": command or "reallocate simulate",
    }


def _hash(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
