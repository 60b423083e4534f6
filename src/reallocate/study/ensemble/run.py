"""Many runs of a labour market, each with numbers of its own: medians with intervals, and what moves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from reallocate.data.bundle import bundle_folder, load_tables, read_manifest
from reallocate.disk.look import look_at_folder
from reallocate.executor import SERIAL, Say, Where, Workers, must_be_ready
from reallocate.output.table import computed
from reallocate.problem.market.draws import (
    SPREAD,
    ranges,
)
from reallocate.problem.market.ensemble import (
    DECIDING,
    EnsembleRun,
    deciding,
    made_draws,
    must_be_possible,
    read_draws,
)
from reallocate.problem.market.prepare import PreparedMarket, prepare_market
from reallocate.problem.shards.folder import Folder, ShardFiles
from reallocate.problem.shards.make import make_missing
from reallocate.result.provenance import provenance
from reallocate.result.result import Result
from reallocate.result.saving import add_files
from reallocate.scenario.market.schema import MarketScenario
from reallocate.study.ensemble.outline import ENSEMBLE
from reallocate.study.ensemble.tables import TABLES
from reallocate.study.ensemble.text import text
from reallocate.study.market.run import title_of
from reallocate.work.draws import design

CHUNK = 512
"""Draws of one shard: a few seconds of work, which is all that a kill can lose."""


def ensemble(
    scenario: MarketScenario,
    draws: int,
    folder: Path,
    spread: float = SPREAD,
    tables: Mapping[str, pd.DataFrame] | None = None,
    progress: Say | None = None,
    shard: int = CHUNK,
    command: str = "",
    where: Where = SERIAL,
) -> Result:
    """An ensemble of a labour market by the published laws, in a folder; goes on where it was stopped.

    scenario : as written; its seed is that of the draws
    folder : where shards, manifest and results lie; new, empty, or of the same ensemble
    spread : how far above and below its value a number is drawn [share of it]
    tables : that ship; those of the package where none are given
    progress : is told what is under way
    shard : draws of one shard
    command : that made it, for the record
    where : shards are made; the same bytes anywhere
    Raises `InputError` with every problem of the scenario, or where the folder holds anything else.
    Each shard is written whole and listed with its hash, so that a run stopped at any moment loses only the
    shards that are under way and makes none twice; what lies in the folder at the end does not depend on
    where it stopped.
    """
    say = progress or (lambda _: None)
    must_be_possible(scenario, draws)
    look_at_folder(folder, replaced=False)
    Folder(folder, {}).must_be_ours()
    must_be_ready(where)
    say("Reading the market")
    prepared = prepare_market(tables if tables is not None else load_tables(), scenario)
    drawn = ranges(prepared, spread)
    laid_out = design(len(drawn), draws, scenario.seed)
    firsts = range(0, draws, shard)
    store = Folder(folder, deciding(prepared, drawn, draws, shard), chunks=len(firsts))
    tasks = {
        store.name(chunk, chunk=chunk): (prepared, drawn, laid_out.points[first : first + shard], first)
        for chunk, first in enumerate(firsts)
    }
    with store.alone(), Workers(where) as workers:
        store.open()
        make_missing(store, workers, made_draws, tasks, say, f"{draws:,} draws")
        store.write_manifest()
        say("Summarising the draws")
        run = read_draws(prepared, drawn, laid_out, store, tasks)
        result = _result(prepared, run, store, spread, command)
        shards = ShardFiles(store, tasks)
        add_files(folder, ENSEMBLE.name, result.contents(), shards)
    return replace(result, inputs=shards)


def _result(prepared: PreparedMarket, run: EnsembleRun, store: Folder, spread: float, command: str) -> Result:
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
    return Result(ENSEMBLE, facts, tables, text(tables, draws, spread))
