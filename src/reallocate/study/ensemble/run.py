"""Many runs of a labour market, each with numbers of its own: medians with intervals, and what moves them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from reallocate.data.bundle import load_tables
from reallocate.disk.look import look_at_folder
from reallocate.disk.replace import make_folder
from reallocate.economy.engines.flow import Flows, State, run_flow
from reallocate.economy.engines.flow import Path as Demand
from reallocate.economy.laws.shock import cycle, demand_after, progress
from reallocate.economy.result import RATES
from reallocate.errors import InputError, Problem
from reallocate.output.chart import Chart
from reallocate.result.folder import TABLES, contents_of, list_files
from reallocate.result.plain import plain, records
from reallocate.result.shown import Shown
from reallocate.scenario.market.schema import MarketScenario
from reallocate.study.ensemble.draws import AMPLITUDE, PERIOD, SPREAD, YEARS, Range, ranges, rates_of, values
from reallocate.study.ensemble.folder import KIND, Folder
from reallocate.study.ensemble.result import (
    OUTCOMES,
    draw_table,
    importance_table,
    outcome_table,
    outcomes,
    path_table,
    sentences,
)  # fmt: skip
from reallocate.study.market.charts import CHARTS
from reallocate.study.market.prepare import PreparedMarket, after_shock, prepare_market
from reallocate.study.market.run import WEEKS, title_of
from reallocate.work.draws import Design, design

Array = npt.NDArray[np.float64]
Say = Callable[[str], None]

DECIDING = ("reallocate", "numpy", "scipy", "numba", "pyarrow")
"""Packages whose version may move a digit or a byte."""
CHUNK = 512
"""Draws of one shard: a few seconds of work, which is all that a kill can lose."""
FEWEST, MOST, MOST_NUMBERS = 2, 1_000_000, 300_000_000
"""Draws there may be, and numbers that all their paths may have together."""


@dataclass(frozen=True, eq=False, repr=False)
class Ensemble(Shown):
    """Many runs of a labour market.

    meta : facts
    tables : by name: path, outcomes, importance, draws
    said : sentences by part
    """

    @property
    def charts(self) -> Mapping[str, Chart]:
        """Its charts, by name."""
        return {chart.name: chart for chart in CHARTS}

    def as_json(self) -> dict[str, Any]:
        """The ensemble as one object for machines."""
        tables = {name: records(table) for name, table in self.tables.items()}
        facts = {name: plain(value) for name, value in self.meta.items()}
        return {"status": "run", **facts, **tables, "notes": self.explain()}


def ensemble(
    scenario: MarketScenario,
    draws: int,
    folder: Path,
    spread: float = SPREAD,
    tables: Mapping[str, pd.DataFrame] | None = None,
    progress: Say | None = None,
    shard: int = CHUNK,
) -> Ensemble:
    """An ensemble of a labour market by the published laws, in a folder; goes on where it was stopped.

    scenario : as written; its seed is that of the draws
    draws : how many
    folder : where shards, manifest and results lie; new, empty, or of the same ensemble
    spread : how far above and below its value a number is drawn [share of it]
    tables : that ship; those of the package where none are given
    progress : is told what is under way
    shard : draws of one shard
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
    kept = Folder(folder, _decides(prepared, drawn, draws, shard), -(-draws // shard))
    with kept.alone():
        kept.open()
        done = kept.done()
        for chunk in range(kept.chunks):
            if kept.shard(chunk).name not in done:
                say(f"{chunk * shard:,} of {draws:,} draws are made")
                rows = slice(chunk * shard, min((chunk + 1) * shard, draws))
                kept.write_shard(chunk, _made(prepared, drawn, laid_out, rows), done)
        kept.write_manifest(done)
        say("Reading what was made")
        result = _result(prepared, drawn, laid_out, kept, spread)
        _save(result, folder)
    return result


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


def _decides(prepared: PreparedMarket, drawn: tuple[Range, ...], draws: int, shard: int) -> dict[str, Any]:
    """Everything that decides what shards hold."""
    scenario, net, digest = prepared.scenario, prepared.market.network, hashlib.sha256()
    digest.update("\x1f".join(map(str, prepared.market.occupations)).encode(errors="surrogatepass"))
    market = (prepared.market.employment, net.start, net.target, net.weight, after_shock(prepared))
    for part in market:
        digest.update(np.ascontiguousarray(part).tobytes())
    told = scenario.model_dump(mode="json", exclude={"title", "market", "runs"})
    told["laws"]["mode"] = scenario.mode
    if scenario.shock is not None:
        del told["shock"]["file"]
    ranges_ = {one.name: [one.low, one.peak, one.high] for one in drawn}
    return {
        "market": digest.hexdigest(),
        "scenario": told,
        "ranges": ranges_,
        "draws": draws,
        "draws of a shard": shard,
        "packages": {name: version(name) for name in DECIDING},
    }


def _made(prepared: PreparedMarket, drawn: tuple[Range, ...], laid_out: Design, rows: slice) -> pa.Table:
    """The runs of some draws, as the rows of a shard."""
    assumed = values(drawn, laid_out.points[rows])
    flows, without = _run(prepared, assumed)
    paths = {name: rate(flows) for name, rate in RATES.items()}
    if not all(np.isfinite(path).all() for path in paths.values()):
        what = "the figures are too large or too small to be reckoned with"
        raise InputError(Problem(what, "market", "Give figures that lie nearer to one another."))
    still = RATES["unemployment_rate"](without) if without is not None else None
    columns: dict[str, Any] = {"draw": np.arange(rows.start, rows.stop), **assumed, **outcomes(paths, still)}
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


def _result(
    prepared: PreparedMarket, drawn: tuple[Range, ...], laid_out: Design, kept: Folder, spread: float
) -> Ensemble:
    """All shards read, in their order."""
    shards = [pq.read_table(kept.shard(chunk)) for chunk in range(kept.chunks)]
    every = pa.concat_tables(shards)
    count, scenario = every.num_rows, prepared.scenario
    paths = {
        name: np.concatenate(
            [part.flatten().to_numpy().reshape(len(part), -1) for part in every[name].chunks]
        ).T
        for name in RATES
    }
    told = {name: every[name].to_numpy() for name in OUTCOMES if name in every.column_names}
    years = np.arange(1.0, scenario.time.steps + 1.0) * (scenario.time.step_weeks / WEEKS)
    tables = {
        "path": path_table(paths, years),
        "outcomes": outcome_table(told),
        "importance": importance_table(told, drawn, laid_out),
        "draws": draw_table(drawn),
    }
    meta = {
        "kind": "ensemble",
        "title": title_of(scenario, prepared.market.size),
        "version": version("reallocate"),
        "draws": count,
        "in_design": laid_out.base * (len(drawn) + 2),
        "seed": scenario.seed,
        "steps": scenario.time.steps,
        "step_weeks": scenario.time.step_weeks,
        "occupations": prepared.market.size,
        "spread": spread,
    }
    said = sentences(tables, count, spread)
    return Ensemble(MappingProxyType(meta), MappingProxyType(tables), MappingProxyType(said))


def _save(result: Ensemble, folder: Path) -> None:
    """Tables and sentences beside the shards, each file whole, and the list of all of them."""
    make_folder(folder / TABLES)
    list_files(folder, KIND, contents_of(result, KIND.record))
