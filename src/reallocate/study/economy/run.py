"""The nation's labour market while firms adopt AI, as a study: draws, gate, tables, sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.economy.assumptions import market_accounts
from reallocate.economy.batches import Simulate, simulate_in_batches
from reallocate.economy.current import current
from reallocate.economy.fitted import fitted
from reallocate.output.table import computed
from reallocate.problem.nation.context import START, EconomyContext
from reallocate.problem.nation.market import current_market
from reallocate.result.provenance import provenance
from reallocate.result.result import Result
from reallocate.scenario.market.request import EconomyRun
from reallocate.scenario.market.schema import MarketScenario
from reallocate.scenario.market.written import scenario_inputs
from reallocate.study.economy.assumptions import whole_request
from reallocate.study.economy.outline import KIND
from reallocate.study.economy.tables import TABLES
from reallocate.study.economy.text import text

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
    say("Reading the market (the first run after an install compiles once, about 10 seconds)")
    world = load_world()
    nation, rates = current_market(world)
    accounts = market_accounts(world, request.parameters)
    context = EconomyContext(request, world, nation, rates, accounts, say, simulated)
    tables = computed(TABLES, context)
    facts = _facts(context, command or "reallocate simulate nation")
    inputs: Mapping[str, bytes] = {}
    if scenario is not None:
        laws = scenario.laws.model_copy(update={"mode": "extended"})
        inputs = scenario_inputs(scenario.model_copy(update={"laws": laws}))
    return Result(KIND, facts, tables, text(tables, facts), inputs=inputs)


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
        "fitted": {"first": fitted().first, "last": fitted().last},
        "observed": {name: [current().months[name], value] for name, value in current().observed.items()},
        **provenance(written, read_manifest(bundle_folder()), DECIDING, command, request.seed),
    }
