"""The draws of an ensemble: what decides them, each shard made, and all of them read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import pyarrow as pa

from reallocate.disk.parquet import arrow_table
from reallocate.economy.engines.flow import Flows, State, run_flow
from reallocate.economy.engines.flow import Path as Demand
from reallocate.economy.laws.shock import cycle, demand_after, progress
from reallocate.economy.market.time_steps import WEEKS
from reallocate.economy.result import RATES
from reallocate.errors import InputError, Problem
from reallocate.measure.arrays import Array
from reallocate.problem.market.draws import (
    AMPLITUDE,
    PERIOD,
    YEARS,
    DrawnNumber,
    rates_of,
    values,
)
from reallocate.problem.market.prepare import PreparedMarket, after_shock
from reallocate.problem.market.run import market_hash
from reallocate.problem.shards.folder import Folder
from reallocate.problem.shards.make import shard_bytes
from reallocate.scenario.market.schema import MarketScenario
from reallocate.work.draws import Design

Drawn = tuple[DrawnNumber, ...]
DECIDING = ("reallocate", "numpy", "scipy", "numba", "pyarrow")
"""Packages whose version may move a digit or a byte."""
FEWEST, MOST, MOST_NUMBERS = 2, 1_000_000, 300_000_000
"""Draws there may be, and numbers that all their paths may have together."""

OUTCOMES: dict[str, tuple[str, str]] = {
    "unemployment_mean": ("unemployment, on average over the run", "% of the labour force"),
    "unemployment_highest": ("unemployment at its highest", "% of the labour force"),
    "unemployment_end": ("unemployment at the end", "% of the labour force"),
    "long_term_mean": ("long-term unemployment, on average over the run", "% of the labour force"),
    "vacancy_mean": ("the share of open positions, on average over the run", "% of all positions"),
    "shock_rise": ("the most that the shock adds to unemployment", "percentage points"),
}
"""Outcome of each draw: in words, and its unit."""


@dataclass(frozen=True, eq=False)
class EnsembleRun:
    """Many runs of a labour market.

    drawn : numbers, by axis of the design
    years : (step) [years]
    paths : by name of the rate, (step, draw) [%]
    outcomes : by name, (draw) [%]
    """

    drawn: tuple[DrawnNumber, ...]
    design: Design
    years: Array
    paths: Mapping[str, Array]
    outcomes: Mapping[str, Array]


def outcomes_of(paths: Mapping[str, Array], without: Array | None) -> dict[str, Array]:
    """The outcomes of each draw; (draw) [%].

    paths : by name of the rate, (step, draw) [%]
    without : (step, draw) unemployment without the shock, where there is one [%]
    """
    unemployment = paths["unemployment_rate"]
    found = {
        "unemployment_mean": unemployment.mean(axis=0),
        "unemployment_highest": unemployment.max(axis=0),
        "unemployment_end": unemployment[-1],
        "long_term_mean": paths["long_term_unemployment_rate"].mean(axis=0),
        "vacancy_mean": paths["vacancy_rate"].mean(axis=0),
    }
    return found if without is None else found | {"shock_rise": (unemployment - without).max(axis=0)}


def must_be_possible(scenario: MarketScenario, draws: int) -> None:
    """Raise for what an ensemble does not do."""
    problems = []
    if scenario.mode != "published":
        what = "an ensemble is made of the published laws in this version"
        problems.append(Problem(what, "[laws] mode", 'Take mode = "published".'))
    if scenario.engine != "flow":
        what = f"an ensemble is made with expected values, not with the engine of {scenario.engine}"
        problems.append(Problem(what, "engine", 'Take engine = "flow".'))
    numbers = draws * scenario.time.steps * len(RATES)
    if not FEWEST <= draws <= MOST:
        problems.append(Problem(f"{draws:,} draws are not between {FEWEST} and {MOST:,}", "--draws"))
    elif numbers > MOST_NUMBERS:
        what = f"{draws:,} draws of {scenario.time.steps:,} steps are {numbers:,} numbers to keep"
        remedy = f"Take fewer draws or steps: at most {MOST_NUMBERS:,} numbers."
        problems.append(Problem(what, "--draws", remedy))
    if problems:
        raise InputError(problems)


def deciding(prepared: PreparedMarket, drawn: Drawn, draws: int, shard: int) -> dict[str, Any]:
    """Everything that decides what shards hold."""
    scenario = prepared.scenario
    request = scenario.model_dump(mode="json", exclude={"title", "market", "runs"})
    request["laws"]["mode"] = scenario.mode
    if scenario.shock is not None:
        del request["shock"]["file"]
    ranges_ = {one.name: [one.low, one.peak, one.high] for one in drawn}
    return {
        "market": market_hash(prepared),
        "scenario": request,
        "ranges": ranges_,
        "draws": draws,
        "draws of a shard": shard,
        "packages": {name: version(name) for name in DECIDING},
    }


def made_draws(prepared: PreparedMarket, drawn: Drawn, points: Array, first: int) -> bytes:
    """The runs of some draws, as the content of a shard.

    points : (draw, number) of these draws in the design
    first : number of the first of them
    """
    assumed = values(drawn, points)
    flows, without = _run(prepared, assumed)
    paths = {name: rate(flows) for name, rate in RATES.items()}
    if not all(np.isfinite(path).all() for path in paths.values()):
        what = "the figures are too large or too small to be reckoned with"
        raise InputError(Problem(what, "market", "Give figures that lie nearer to one another."))
    still = RATES["unemployment_rate"](without) if without is not None else None
    numbers = {"draw": np.arange(first, first + len(points)), **assumed}
    columns: dict[str, Any] = numbers | outcomes_of(paths, still)
    arrays = {name: pa.array(column) for name, column in columns.items()}
    for name, path in paths.items():
        flat = pa.array(np.ascontiguousarray(path.T).ravel())
        arrays[name] = pa.FixedSizeListArray.from_arrays(flat, len(path))
    return shard_bytes(pa.table(arrays))


def _run(prepared: PreparedMarket, assumed: Mapping[str, Array]) -> tuple[Flows, Flows | None]:
    """The market with the numbers of each draw, and where there is a shock without it."""
    scenario, market = prepared.scenario, prepared.market
    steps, weeks = scenario.time.steps, scenario.time.step_weeks
    rates = rates_of(prepared.rates, assumed)
    start = State.published(market, rates, scenario.laws.long_term_steps)
    before = start.people[0] + start.people[1]
    after = np.stack([demand_after(one, after_shock(prepared)) for one in before.T], axis=1)
    still, swing = np.zeros((steps, len(rates))), np.ones((steps, len(rates)))
    if scenario.cycle is not None:
        pairs = zip(assumed[AMPLITUDE], assumed[PERIOD], strict=True)
        swing = np.stack([cycle(steps, float(high), float(long)) for high, long in pairs], axis=1)
    demand = np.stack([before, after])

    def run(mix: Array) -> Flows:
        return run_flow(market, start, Demand(demand, mix, swing), rates, weeks)

    if scenario.shock is None:
        return run(still), None
    lengths = assumed[YEARS] * WEEKS / weeks
    mix = np.stack([progress(steps, scenario.shock.start_step, float(one)) for one in lengths], axis=1)
    return run(mix), run(still)


def read_draws(
    prepared: PreparedMarket, drawn: Drawn, laid_out: Design, store: Folder, shards: Iterable[str]
) -> EnsembleRun:
    """All shards, in their order."""
    every = pa.concat_tables([arrow_table(store.shard(name).read_bytes()) for name in shards])
    paths = {
        name: np.concatenate(
            [part.flatten().to_numpy().reshape(len(part), -1) for part in every[name].chunks]
        ).T
        for name in RATES
    }
    found = {name: every[name].to_numpy() for name in OUTCOMES if name in every.column_names}
    time = prepared.scenario.time
    years = np.arange(1.0, time.steps + 1.0) * (time.step_weeks / WEEKS)
    return EnsembleRun(drawn, laid_out, years, paths, found)
