"""A labour market as a study: run by its laws, beside itself without the shock, with all it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

import pandas as pd

from reallocate.data.bundle import bundle_folder, load_tables, read_manifest
from reallocate.economy.result import MarketResult
from reallocate.output.table import computed
from reallocate.problem.market.prepare import PreparedMarket, prepare_market
from reallocate.problem.market.run import market_hash, run_market, without_folders
from reallocate.result.provenance import provenance
from reallocate.result.result import Result
from reallocate.scenario.market.schema import BUILT_IN, MarketScenario
from reallocate.scenario.market.written import scenario_inputs
from reallocate.study.market.outline import MARKET
from reallocate.study.market.tables import TABLES, MarketContext
from reallocate.study.market.text import sentences

LIBRARIES = ("numpy", "scipy", "numba")
"""Libraries whose version may move a digit."""


def market_study(
    scenario: MarketScenario,
    tables: Mapping[str, pd.DataFrame] | None = None,
    progress: Callable[[str], None] | None = None,
    command: str = "",
) -> Result:
    """A labour market, run.

    tables : that ship; those of the package where none are given
    progress : is told what is under way
    Raises `InputError` with every problem of the scenario and its files.
    """
    say = progress or (lambda _: None)
    say("Reading the market")
    shipped = tables if tables is not None else load_tables()
    prepared = prepare_market(shipped, scenario)
    size = f"{scenario.time.steps} steps of {prepared.market.size} occupations"
    say(f"Running {size} (the first run after an install compiles once, about 10 seconds)")
    context = MarketContext(prepared, run_market(prepared), shipped["market_series"])
    return Result(
        MARKET,
        _facts(prepared, context.result, command),
        computed(TABLES, context),
        sentences(context),
        inputs=scenario_inputs(scenario),
    )


def title_of(scenario: MarketScenario, size: int) -> str:
    """The heading of the report.

    size : occupations
    """
    if scenario.title:
        return scenario.title
    file = PurePath(scenario.market.occupations).name
    name = BUILT_IN.get(scenario.market.occupations, f"the labour market of {file}")
    return f"{name} ({size} occupations)"


def _facts(prepared: PreparedMarket, result: MarketResult, command: str) -> dict[str, Any]:
    scenario, market = prepared.scenario, prepared.market
    written = without_folders(scenario)
    return {
        "title": title_of(scenario, market.size),
        "engine": scenario.engine,
        "runs": scenario.runs,
        "steps": scenario.time.steps,
        "step_weeks": scenario.time.step_weeks,
        "occupations": market.size,
        "labour_force": float(result.flows.labour_force[0]),
        "employment": float(market.employment.sum()),
        "long_term_steps": scenario.laws.long_term_steps,
        "stays": prepared.stay,
        "network": prepared.network,
        "moves": len(market.network.weight),
        "rates": {name: getattr(prepared.rates, name) for name in RATES_READ},
        "scenario": written,
        **provenance(
            written, read_manifest(bundle_folder()), LIBRARIES, command or "reallocate simulate market",
            scenario.seed, market=f"sha256:{market_hash(prepared)}",
        ),
    }  # fmt: skip


RATES_READ = ("separation", "opening", "close_surplus", "close_shortage")
