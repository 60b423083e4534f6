"""Many runs of a labour market, each with numbers of its own: medians with intervals, and what moves them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from reallocate.data.bundle import bundle_folder, load_tables, read_manifest
from reallocate.disk.look import look_at_folder
from reallocate.economy.engines.flow import Flows, State, run_flow
from reallocate.economy.engines.flow import Path as Demand
from reallocate.economy.laws.shock import cycle, demand_after, progress
from reallocate.economy.result import RATES
from reallocate.errors import InputError, Problem
from reallocate.output.table import computed
from reallocate.problem.market.draws import (
    AMPLITUDE,
    PERIOD,
    SPREAD,
    YEARS,
    DrawnNumber,
    ranges,
    rates_of,
    values,
)
from reallocate.problem.market.prepare import PreparedMarket, after_shock, prepare_market
from reallocate.result.provenance import provenance
from reallocate.result.result import Result
from reallocate.result.saving import add_files
from reallocate.scenario.market.schema import MarketScenario
from reallocate.study.ensemble.folder import Folder, ShardFiles
from reallocate.study.ensemble.outline import ENSEMBLE
from reallocate.study.ensemble.tables import OUTCOMES, TABLES, EnsembleRun, outcomes_of
from reallocate.study.ensemble.text import text
from reallocate.study.market.run import WEEKS, title_of
from reallocate.work.draws import Design, design

Array = npt.NDArray[np.float64]
Say = Callable[[str], None]
Drawn = tuple[DrawnNumber, ...]

DECIDING = ("reallocate", "numpy", "scipy", "numba", "pyarrow")
"""Packages whose version may move a digit or a byte."""
CHUNK = 512
"""Draws of one shard: a few seconds of work, which is all that a kill can lose."""
FEWEST, MOST, MOST_NUMBERS = 2, 1_000_000, 300_000_000
"""Draws there may be, and numbers that all their paths may have together."""


def ensemble(
    scenario: MarketScenario,
    draws: int,
    folder: Path,
    spread: float = SPREAD,
    tables: Mapping[str, pd.DataFrame] | None = None,
    progress: Say | None = None,
    shard: int = CHUNK,
    command: str = "",
) -> Result:
    """An ensemble of a labour market by the published laws, in a folder; goes on where it was stopped.

    scenario : as written; its seed is that of the draws
    folder : where shards, manifest and results lie; new, empty, or of the same ensemble
    spread : how far above and below its value a number is drawn [share of it]
    tables : that ship; those of the package where none are given
    progress : is told what is under way
    shard : draws of one shard
    command : that made it, for the record
    Raises `InputError` with every problem of the scenario, or where the folder holds anything else.
    Each shard is written whole and listed with its hash, so that a run stopped at any moment loses at most
    one chunk and makes none twice; what lies in the folder at the end does not depend on where it stopped.
    """
    say = progress or (lambda _: None)
    say("Reading the market")
    _check(scenario, draws)
    look_at_folder(folder, replaced=False)
    prepared = prepare_market(tables if tables is not None else load_tables(), scenario)
    drawn = ranges(prepared, spread)
    laid_out = design(len(drawn), draws, scenario.seed)
    store = Folder(folder, _decides(prepared, drawn, draws, shard), -(-draws // shard))
    with store.alone():
        store.open()
        done = store.done()
        for chunk in range(store.chunks):
            if store.shard(chunk).name not in done:
                say(f"{chunk * shard:,} of {draws:,} draws are made")
                rows = slice(chunk * shard, min((chunk + 1) * shard, draws))
                store.write_shard(chunk, _made(prepared, drawn, laid_out, rows), done)
        store.write_manifest(done)
        say("Summarising the draws")
        result = _result(prepared, _read(prepared, drawn, laid_out, store), store, spread, command)
        add_files(folder, ENSEMBLE.name, result.contents())
    return replace(result, inputs=ShardFiles(store))


def _check(scenario: MarketScenario, draws: int) -> None:
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


def _decides(prepared: PreparedMarket, drawn: Drawn, draws: int, shard: int) -> dict[str, Any]:
    """Everything that decides what shards hold."""
    scenario, net, digest = prepared.scenario, prepared.market.network, hashlib.sha256()
    digest.update("\x1f".join(map(str, prepared.market.occupations)).encode(errors="surrogatepass"))
    market = (prepared.market.employment, net.start, net.target, net.weight, after_shock(prepared))
    for part in market:
        digest.update(np.ascontiguousarray(part).tobytes())
    request = scenario.model_dump(mode="json", exclude={"title", "market", "runs"})
    request["laws"]["mode"] = scenario.mode
    if scenario.shock is not None:
        del request["shock"]["file"]
    ranges_ = {one.name: [one.low, one.peak, one.high] for one in drawn}
    return {
        "market": digest.hexdigest(),
        "scenario": request,
        "ranges": ranges_,
        "draws": draws,
        "draws of a shard": shard,
        "packages": {name: version(name) for name in DECIDING},
    }


def _made(prepared: PreparedMarket, drawn: Drawn, laid_out: Design, rows: slice) -> pa.Table:
    """The runs of some draws, as the rows of a shard."""
    assumed = values(drawn, laid_out.points[rows])
    flows, without = _run(prepared, assumed)
    paths = {name: rate(flows) for name, rate in RATES.items()}
    if not all(np.isfinite(path).all() for path in paths.values()):
        what = "the figures are too large or too small to be reckoned with"
        raise InputError(Problem(what, "market", "Give figures that lie nearer to one another."))
    still = RATES["unemployment_rate"](without) if without is not None else None
    numbers = {"draw": np.arange(rows.start, rows.stop), **assumed}
    columns: dict[str, Any] = numbers | outcomes_of(paths, still)
    arrays = {name: pa.array(column) for name, column in columns.items()}
    for name, path in paths.items():
        flat = pa.array(np.ascontiguousarray(path.T).ravel())
        arrays[name] = pa.FixedSizeListArray.from_arrays(flat, len(path))
    return pa.table(arrays)


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


def _read(
    prepared: PreparedMarket, drawn: Drawn, laid_out: Design, store: Folder
) -> EnsembleRun:
    """All shards, in their order."""
    every = pa.concat_tables([pq.read_table(store.shard(chunk)) for chunk in range(store.chunks)])
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


def _result(
    prepared: PreparedMarket, run: EnsembleRun, store: Folder, spread: float, command: str
) -> Result:
    """What is shown and saved of the draws."""
    scenario, draws = prepared.scenario, int(store.decides["draws"])
    tables = computed(TABLES, run)
    bundle = read_manifest(bundle_folder())
    facts = {
        "title": title_of(scenario, prepared.market.size),
        "draws": draws,
        "in_design": run.design.base * (len(run.drawn) + 2),
        "steps": scenario.time.steps,
        "step_weeks": scenario.time.step_weeks,
        "occupations": prepared.market.size,
        "spread": spread,
        **provenance(dict(store.decides), bundle, DECIDING[1:], command, scenario.seed),
    }
    return Result(
        ENSEMBLE,
        MappingProxyType(facts),
        MappingProxyType(tables),
        MappingProxyType(text(tables, draws, spread)),
    )
