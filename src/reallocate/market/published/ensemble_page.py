"""An ensemble of a labour market as a result: tables, sentences, page and card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.bundle import load_tables, read_manifest
from reallocate.kernel.arrays import QUANTILES, SUFFIXES
from reallocate.kernel.blocks import Block, Heading, Prose, Section
from reallocate.kernel.ensemble import CONTENT, Folder, ShardFiles, make_missing
from reallocate.kernel.executor import SERIAL, Say, Where, Workers, must_be_ready
from reallocate.kernel.look import look_at_folder
from reallocate.kernel.number import cell, sentence
from reallocate.kernel.parameters import design
from reallocate.kernel.table import BY_ROW, Column, Range, Tables, computed, table, with_quantiles
from reallocate.kernel.text import BULLETS, Text
from reallocate.market.published.ensemble import (
    DECIDING,
    OUTCOMES,
    SPREAD,
    EnsembleRun,
    deciding,
    made_draws,
    must_be_possible,
    ranges,
    read_draws,
    variance_shares,
)
from reallocate.market.published.keys import MarketScenario
from reallocate.market.published.prepare import PreparedMarket, prepare_market
from reallocate.market.published.result import RATES
from reallocate.market.published.run import title_of
from reallocate.market.published.tables import BEVERIDGE, FORCE, POSITIONS, UNEMPLOYMENT
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat, provenance
from reallocate.render.result import Kind, Result
from reallocate.render.saving import add_files

_VARIANCE = "share of the variance"
_LABELS = {
    "unemployment_rate": ("Unemployed", FORCE),
    "vacancy_rate": ("Open", POSITIONS),
    "long_term_unemployment_rate": ("Long-term unemployed", FORCE),
}


@table("path", "The labour market by step", Column("step", "Step"),
       Column("years", "Years", "years", digits=1),
       *(with_quantiles(Column(name, *_LABELS[name], digits=2)) for name in RATES),
       section="unemployment", fold="Every step")  # fmt: skip
def _path(context: EnsembleRun) -> pd.DataFrame:
    """Rates after each step: median of the draws, with 10th and 90th percentile."""
    columns: dict[str, object] = {"step": np.arange(len(context.years)), "years": context.years}
    for name in RATES:
        ends = np.quantile(context.paths[name], list(SUFFIXES.values()), axis=1)
        columns |= {f"{name}{end}": values for end, values in zip(SUFFIXES, ends, strict=True)}
    return pd.DataFrame(columns)


@table("outcomes", "Outcomes over all draws", Column("outcome", "Code"), Column("says", "Outcome"),
       Column("p10", "10th percentile", BY_ROW, digits=2), Column("p50", "Median", BY_ROW, digits=2),
       Column("p90", "90th percentile", BY_ROW, digits=2), Column("unit", "Unit"),
       section="headline", show=("says", "p50", Range("10th–90th percentile", "p10", "p90")))  # fmt: skip
def _outcomes(context: EnsembleRun) -> pd.DataFrame:
    """One row an outcome."""
    rows = [
        {"outcome": name, "says": OUTCOMES[name][0], "unit": OUTCOMES[name][1]}
        | {end: float(np.quantile(values, share)) for end, share in QUANTILES.items()}
        for name, values in context.outcomes.items()
    ]
    return pd.DataFrame(rows)


@table("importance", "Variance by number drawn",
       Column("outcome", "Outcome", words={name: words for name, (words, _) in OUTCOMES.items()}),
       Column("name", "Key of the scenario"), Column("says", "Number drawn"),
       Column("alone", "Alone", _VARIANCE), Column("alone_error", "Alone, standard error", _VARIANCE),
       Column("all", "With interactions", _VARIANCE),
       Column("all_error", "With interactions, standard error", _VARIANCE),
       source="Sobol' 2001, Math. Comput. Simul. 55:271; estimators of Saltelli et al. 2010, Comput. Phys. "
              "Commun. 181:259, DOI 10.1016/j.cpc.2009.09.018.",
       section="importance", merged=True,
       show=("outcome", "says", "alone", "alone_error", "all", "all_error"))  # fmt: skip
def _importance(context: EnsembleRun) -> pd.DataFrame:
    """One row an outcome and a number; none with too few draws."""
    return variance_shares(context.outcomes, context.drawn, context.design)


@table("draws", "Numbers drawn", Column("name", "Key of the scenario"), Column("says", "Number drawn"),
       Column("unit", "Unit"), Column("low", "Lowest", BY_ROW), Column("peak", "Most likely", BY_ROW),
       Column("high", "Highest", BY_ROW), source="Triangular distributions; ranges are assumptions.",
       section="draws", show=("says", "low", "peak", "high"))  # fmt: skip
def _draws(context: EnsembleRun) -> pd.DataFrame:
    """One row a number."""
    return pd.DataFrame([vars(one) for one in context.drawn])


_TABLES = (_path, _outcomes, _importance, _draws)


_SECTIONS = {
    "headline": "In short",
    "unemployment": "Unemployment through time",
    "beveridge": "Openings against unemployment",
    "importance": "Which number matters most",
    "draws": "Numbers drawn",
    "not_said": "Limits of these figures",
}


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    facts = result.facts
    drawn = ("Draws, spread, seed", f"{facts['draws']:,}, {facts['spread']:.0%}, {facts['seed']}")
    repeat = how_to_repeat(facts, drawn, request="Scenario and ranges")
    return [*sections(result, _TEXT, _SECTIONS), repeat]


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Prose(text["headline"]),
        Heading(_SECTIONS["importance"]),
        Prose(text["importance"]),
        Heading(_SECTIONS["not_said"]),
        Prose(text["not_said"], "note"),
    ]


_TEXT = Text()
ENSEMBLE = Kind(
    "ensemble", CONTENT, "reallocate simulate ensemble --draws N --out", _TABLES,
    (UNEMPLOYMENT, BEVERIDGE), _page, _card, text=(_TEXT,),
)  # fmt: skip


@_TEXT.sentence("headline", "headline", BULLETS)
def median_and_range(tables: Tables, count: int, spread: float) -> list[str]:
    """The median of each outcome with its range.

    count : of draws
    spread : how far above and below a number was drawn [share of it]
    """
    lines = []
    for row in tables["outcomes"].to_dict("records"):
        unit = " points" if row["unit"] == "percentage points" else "%"
        ends = (cell(row[name], digits=2, exact=True) for name in ("p10", "p90"))
        lines.append(
            f"{sentence(row['says'])}: {cell(row['p50'], digits=2, exact=True)}{unit}, median of {count:,} "
            f"draws; 10th–90th percentile {'–'.join(ends)}{unit}."
        )
    return lines


@_TEXT.sentence("importance", "importance", BULLETS)
def which_matters_most(tables: Tables, count: int, spread: float) -> list[str]:
    """Which number drawn decides each outcome most.

    count, spread : as for the headline
    """
    table = tables["importance"]
    if table.empty:
        return ["There are too few draws, or too similar results, to rank the numbers by importance."]
    lines = []
    for outcome, rows in table.groupby("outcome", sort=False):
        ranked = rows.sort_values("all", ascending=False)
        best = ranked.iloc[0]
        words = OUTCOMES[str(outcome)][0]
        line = (
            f"{sentence(words)}{',' if ',' in words else ''} depends most on {best['says']}: "
            f"{_share(best['all'])} of the variance, {_share(min(best['alone'], best['all']))} by it alone"
        )
        if len(ranked) > 1:
            second = ranked.iloc[1]
            apart = 2.0 * float(np.hypot(best["all_error"], second["all_error"]))
            line += (
                f"; then {second['says']} ({_share(second['all'])})"
                if best["all"] - second["all"] > apart
                else f"; with so few draws {second['says']} ({_share(second['all'])}) may matter as much"
            )
        lines.append(line + ".")
    return lines


@_TEXT.sentence("not_said", "not_said", BULLETS)
def not_said(tables: Tables, count: int, spread: float) -> list[str]:
    """What the range over draws is not.

    count, spread : as for the headline
    """
    return [
        f"Each number is drawn independently from {spread:.0%} below to {spread:.0%} above its value, most "
        "often near it. The range is an assumption of this project: the published calibration gives none.",
        "An interval shows how far the result moves with these numbers if the laws are true. It is no "
        "forecast, and it leaves out what the laws leave out.",
    ]


def _share(number: float) -> str:
    return f"{min(max(number, 0.0), 1.0):.0%}"


_CHUNK = 128
"""Draws of one shard: about a second of work, which is all that a kill can lose; a few thousand draws make
enough of them for several workers."""


def ensemble(
    scenario: MarketScenario,
    draws: int,
    folder: Path,
    spread: float = SPREAD,
    tables: Mapping[str, pd.DataFrame] | None = None,
    progress: Say | None = None,
    shard: int = _CHUNK,
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
    tables = computed(_TABLES, run)
    bundle = read_manifest()
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
    return Result(ENSEMBLE, facts, tables, _TEXT.said(tables, draws, spread))
