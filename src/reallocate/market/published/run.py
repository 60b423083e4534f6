"""A prepared market, run through all its steps, as a result."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd

from reallocate.data.bundle import load_tables, read_manifest
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import computed
from reallocate.market.flow.engine import Flows, compiled_first
from reallocate.market.laws.demand_shock import cycle, demand_after, progress
from reallocate.market.published.keys import BUILT_IN, MarketScenario, scenario_inputs
from reallocate.market.published.page import MARKET, TEXT
from reallocate.market.published.prepare import PreparedMarket, after_shock, prepare_market
from reallocate.market.published.result import MarketResult
from reallocate.market.published.tables import TABLES, MarketContext
from reallocate.market.state.market import WEEKS
from reallocate.market.whole_people.engines import run_engine
from reallocate.market.whole_people.records import Workers
from reallocate.render.provenance import provenance
from reallocate.render.result import Result


def _run_market(prepared: PreparedMarket) -> MarketResult:
    """The market through all steps, and without the shock where there is one.

    d_i(t) = (d_i(0) + (after_i − d_i(0))·progress(t))·cycle(t), d(0) = e + u at the start, t from 0
    Raises `InputError` where figures have no end.
    """
    scenario, market = prepared.scenario, prepared.market
    steps, weeks = scenario.time.steps, scenario.time.step_weeks
    before = market.employment + prepared.rates.separation * market.employment
    demand = np.stack([before, demand_after(before, after_shock(prepared))])
    still, swing = np.zeros(steps), np.ones(steps)
    if scenario.cycle is not None:
        swing = cycle(steps, scenario.cycle.amplitude, scenario.cycle.period_steps)
    mix, shock = still, None
    if scenario.shock is not None:
        shock = (scenario.shock.start_step, scenario.shock.years * WEEKS / weeks)
        mix = progress(steps, *shock)

    tenure = Parameters.default()["tenure_before"]

    def run(share: np.ndarray) -> tuple[Flows, Workers | None]:
        return run_engine(
            scenario.engine, market, prepared.rates, demand, share, swing, weeks,
            scenario.laws.long_term_steps, scenario.runs, scenario.seed, tenure,
        )  # fmt: skip

    flows, workers = run(mix)
    result = MarketResult(
        market=market,
        flows=flows,
        without=run(still)[0] if shock is not None else None,
        workers=workers,
        demand=demand,
        step_weeks=weeks,
        shock=shock,
        cycle_steps=scenario.cycle.period_steps if scenario.cycle is not None else 0.0,
    )
    if not result.is_finite():
        remedy = "Give figures that lie nearer to one another."
        raise InputError(
            Problem("the figures are too large or too small to be reckoned with", "market", remedy)
        )
    return result


def _without_folders(scenario: MarketScenario) -> dict[str, Any]:
    """The scenario for the record; files by name, since folders may be telling."""
    written: dict[str, Any] = scenario.model_dump(mode="json")
    for section, key in (("market", "occupations"), ("market", "mobility"), ("shock", "file")):
        if written[section] is not None:
            written[section][key] = PurePath(written[section][key]).name
    return written


def market_hash(prepared: PreparedMarket) -> str:
    """Of all that the run reads: labels, people, moves, shock."""
    market, digest = prepared.market, hashlib.sha256()
    digest.update("\x1f".join(str(code) for code in market.occupations).encode(errors="surrogatepass"))
    net = market.network
    for part in (market.employment, net.start, net.target, net.weight, after_shock(prepared)):
        digest.update(np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()


_LIBRARIES = ("numpy", "scipy", "numba")
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
    say(f"Running {size}{compiled_first()}")
    context = MarketContext(prepared, _run_market(prepared), shipped["market_series"])
    return Result(
        MARKET,
        _facts(prepared, context.result, command),
        computed(TABLES, context),
        TEXT.said(context),
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
    written = _without_folders(scenario)
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
        "rates": {name: getattr(prepared.rates, name) for name in _RATES_READ},
        "scenario": written,
        **provenance(
            written, read_manifest(), _LIBRARIES, command or "reallocate simulate market",
            scenario.seed, market=f"sha256:{market_hash(prepared)}",
        ),
    }  # fmt: skip


_RATES_READ = ("separation", "opening", "close_surplus", "close_shortage")
