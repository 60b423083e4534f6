"""A prepared market, run through all its steps, and what identifies it in a record."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

import numpy as np

from reallocate.economy.engines.agents_workers import Workers
from reallocate.economy.engines.flow import Flows
from reallocate.economy.engines.run import run_engine
from reallocate.economy.laws.shock import cycle, demand_after, progress
from reallocate.economy.market.time_steps import WEEKS
from reallocate.economy.result import MarketResult
from reallocate.errors import InputError, Problem
from reallocate.problem.market.prepare import PreparedMarket, after_shock
from reallocate.scenario.market.schema import MarketScenario
from reallocate.work.parameters import Parameters


def run_market(prepared: PreparedMarket) -> MarketResult:
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


def without_folders(scenario: MarketScenario) -> dict[str, Any]:
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
