"""The nation's labour market while firms adopt AI as a result, and where its runs are kept."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from operator import attrgetter
from pathlib import Path
from typing import Any

from reallocate.data.bundle import load_world, read_manifest
from reallocate.kernel.ensemble import Folder
from reallocate.kernel.executor import SERIAL, Workers, must_be_ready
from reallocate.kernel.look import look_for_space
from reallocate.kernel.table import Tables, computed, computed_on_demand
from reallocate.market.flow.engine import compiled_first
from reallocate.market.nation.assumptions import market_accounts
from reallocate.market.nation.batches import BATCH, Simulate, simulate_in_batches
from reallocate.market.nation.economy import current, fitted
from reallocate.market.nation.slumps import slumps
from reallocate.market.published.keys import MarketScenario, scenario_inputs
from reallocate.market.simulate.assumptions import whole_request
from reallocate.market.simulate.ensemble import SHARD, ShardedRuns
from reallocate.market.simulate.page import KIND
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.runs import START, EconomyContext, current_market
from reallocate.market.simulate.tables import BY_PEOPLE, TABLES
from reallocate.market.simulate.text import TEXT
from reallocate.render.provenance import digest, provenance, version
from reallocate.render.result import Result

DECIDING = ("numpy", "scipy", "numba")
"""Libraries whose version may move a digit."""


def economy_study(
    request: EconomyRun,
    progress: Callable[[str], None] | None = None,
    command: str = "",
    scenario: MarketScenario | None = None,
    simulated: Simulate = simulate_in_batches,
) -> Result:
    """The nation's market, run.

    progress : called with each stage
    scenario : the request was made of; the saved result holds it, so that it runs again
    simulated : makes the runs of the draws; the same figures wherever that is
    """
    say = progress or (lambda _: None)
    say(f"Reading the market{compiled_first()}")
    world = request.world or load_world()
    nation, rates = current_market(world)
    accounts = market_accounts(world, request.parameters)
    context = EconomyContext(request, world, nation, rates, accounts, say, simulated)
    tables: Tables
    if context.adopted:
        tables = computed_on_demand(TABLES, context, BY_PEOPLE, attrgetter("lost_jobs"))
    else:
        tables = computed([one for one in TABLES if one not in BY_PEOPLE], context)
    facts = _facts(context, command or "reallocate simulate nation")
    return Result(KIND, facts, tables, TEXT.sentences_on_demand(tables, facts), inputs=inputs_of(scenario))


def inputs_of(scenario: MarketScenario | None) -> Mapping[str, bytes]:
    """What a saved run of the extended laws keeps of its scenario, so that it runs again."""
    if scenario is None:
        return {}
    laws = scenario.laws.model_copy(update={"mode": "extended"})
    return scenario_inputs(scenario.model_copy(update={"laws": laws}))


def _facts(context: EconomyContext, command: str) -> dict[str, Any]:
    request, market = context.request, context.nation.market
    written = whole_request(request, context.world.sources)
    start = context.extended.people[0, :2].mean(axis=-1)
    return {
        "title": request.title,
        "mode": "extended",
        "engine": "flow",
        **written,
        "occupations": market.size,
        "employment": float(market.employment.sum()),
        "labour_force": float(start.sum()),
        "start": START,
        "slumps": slumps(context.world.tables).sentence,
        "fitted": {"first": fitted().first, "last": fitted().last},
        "observed": {name: [current().months[name], value] for name, value in current().observed.items()},
        **provenance(written, read_manifest(), DECIDING, command, request.seed),
    }


_BESIDE = ".shards"
"""End of the name of the folder of shards; it begins with the name of the result."""
_WHAT = "runs of the nation's market that are not finished"
_SPACE = 1_600_000
"""Of the shards of one draw: with and without AI, under three closures [bytes/year]."""
_PACKAGES = ("reallocate", "numpy", "scipy", "numba", "pyarrow")
"""Packages whose version may move a digit or a byte."""


def shard_folder(request: EconomyRun, out: Path | None, executor: str | None) -> Path | None:
    """Where shards are kept, so that the same request continues after a stop; none where they are not.

    executor : name of where runs are made
    So few draws that a stop loses little are not kept, unless an executor is named.
    """
    if out is None or (executor is None and request.draws <= BATCH):
        return None
    return out.parent / f"{out.name}{_BESIDE}"


@contextmanager
def simulated_in(
    request: EconomyRun, sources: list[str], path: Path | None, executor: str | None, shard: int = SHARD
) -> Iterator[Simulate]:
    """What makes the runs of an ensemble.

    sources : of reach that ship
    path : where shards are kept, as `shard_folder` says; they are removed once the result is saved
    executor : name of where runs are made; in this process where none is named
    shard : draws of a shard
    Raises `InputError` where other runs lie there, or where the executor cannot be used.
    """
    if executor is None and path is None:
        yield simulate_in_batches
        return
    where = executor or SERIAL
    must_be_ready(where)
    with ExitStack() as stack:
        place = path or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        look_for_space(place, _SPACE * request.draws * request.years, "The shards of this run")
        folder = Folder(place, _deciding(request, sources, shard), _WHAT)
        stack.enter_context(folder.alone())
        folder.open()
        yield ShardedRuns(folder, stack.enter_context(Workers(where)), shard)
        folder.remove()


def _deciding(request: EconomyRun, sources: list[str], shard: int) -> dict[str, object]:
    """Everything that decides what shards hold."""
    return {
        "request": whole_request(request, sources),
        "data": digest(read_manifest()),
        "draws of a shard": shard,
        "packages": {name: version(name) for name in _PACKAGES},
    }
