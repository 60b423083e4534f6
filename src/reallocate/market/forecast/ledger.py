"""A page of the ledger of dated forecasts: made, kept and opened."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.data.bundle import load_world, read_manifest
from reallocate.kernel.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.marker import must_be_new
from reallocate.kernel.number import cell, listed, to_figures
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Column, computed
from reallocate.kernel.text import BULLETS, NOTE, Text
from reallocate.kernel.units import MONTHS_A_YEAR
from reallocate.market.forecast.ledger_tables import (
    MEDIAN,
    SERIES,
    SUCCESSION_FIGURES,
    forecasts,
    with_later_columns,
)
from reallocate.market.forecast.monthly import LEADS, monthly_targets, yearly_targets
from reallocate.market.forecast.record import KEPT, kept_record, record_of
from reallocate.market.forecast.revisions import revisions
from reallocate.market.forecast.rules import CHALLENGERS
from reallocate.market.forecast.skill import SKILL_TABLES, no_better_text, shipped_skill, skill_text
from reallocate.market.nation.assumptions import market_accounts
from reallocate.render.outline import sections
from reallocate.render.provenance import digest, how_to_repeat, provenance
from reallocate.render.result import Kind, Result
from reallocate.work.world import World

NAME, _FORMAT = "labour-market", 2
_FIRST_FORMAT = 1
"""Without roles, vintages, brakes and seal."""
_SEAL = "seal"
_LIBRARIES = ("numpy", "scipy")
_LOW, _HIGH = "q10", "q90"
_SHOWN = (
    "series", "month", "forecaster", "role", Column(_LOW, "10th percentile", "in the unit stated"),
    Column(MEDIAN, "Median", "in the unit stated"), Column(_HIGH, "90th percentile", "in the unit stated"),
    "unit", "held",
)  # fmt: skip


def labour_market(
    date: str, world: World | None = None, say: Callable[[str], None] | None = None, command: str = ""
) -> Result:
    """Forecasts of eight published figures, each from the last month at hand, beside its rivals.

    date : on which they are made [YYYY-MM-DD]
    world : the shipped figures, read where none are given
    say : told what is under way
    """
    world, tell = world or load_world(), say or (lambda _: None)
    tell("Monthly series: every forecast since five years after their first month")
    monthly = list(monthly_targets(world))
    tell("Jobs in technology and in the nation")
    yearly = list(yearly_targets(world, market_accounts(world, Parameters())))
    tables = computed((forecasts,), [*monthly, *yearly])
    made = provenance({"date": date}, read_manifest(), _LIBRARIES, command)
    kept = {name: made[name] for name in ("version", "hashes")}
    facts = {"forecast": NAME, "format": _FORMAT, "date": date, **kept}
    return _ledger_result(facts, dict(tables), command)


def _ledger_result(facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], command: str = "") -> Result:
    """A page of the ledger as a result.

    facts : as its file holds them
    """
    named = {"title": f"The labour market, forecast on {facts['date']}", **facts, "command": command}
    whole = {**tables, **computed((*SKILL_TABLES, revisions), None)}
    return Result(_LEDGER, named, whole, _TEXT.said(tables["forecasts"]))


def save_ledger(ledger: Result, file: Path) -> Path:
    """Write a page of the ledger into a new file; returns it. `InputError` where it exists."""
    must_be_new(file, KEPT)
    facts = {name: value for name, value in ledger.facts.items() if name not in ("title", "command", _SEAL)}
    rows = json.loads(ledger.table("forecasts").to_json(orient="records"))
    lines = ",\n".join(json.dumps(row, allow_nan=False) for row in rows)
    sealed = {**facts, _SEAL: digest({**facts, "forecasts": rows})}
    head = json.dumps(sealed, indent=1, allow_nan=False)[:-2]
    replace_file(file, f'{head},\n "forecasts": [\n{lines}\n]\n}}\n'.encode(), may_exist=False)
    return file


def is_ledger(file: Path) -> bool:
    """Whether a file is a page of the ledger; raises `InputError` where it cannot be read."""
    return isinstance(record := record_of(file), dict) and record.get("forecast") == NAME


def read_ledger(file: Path) -> Result:
    """A page of the ledger that was kept.

    Raises `InputError` where the file is none, is of another format, or was changed after it was written.
    """
    record = record_of(file)
    form = record.get("format") if isinstance(record, dict) else None
    if form == _FIRST_FORMAT:
        facts, tables = kept_record(file, NAME, _FIRST_FORMAT, (forecasts,), with_later_columns)
    else:
        facts, tables = kept_record(file, NAME, _FORMAT, (forecasts,))
        if record.pop(_SEAL, None) != digest(record):
            what, why = "the forecast was changed after it was written", "Its seal does not fit its content."
            raise InputError(Problem(what, str(file), "Take the file from where it was published.", why))
    return _ledger_result(facts, tables, f"reallocate forecast {NAME} --date {facts['date']}")


_TEXT = Text()
"""The sentences of a page of the ledger; each is told its forecasts."""


@_TEXT.sentence("skill", "skill", BULLETS)
def no_better_than_no_change(_: pd.DataFrame) -> list[str]:
    """What was forecast no better than by no change since 2022, and what was."""
    return no_better_text(shipped_skill())


@_TEXT.block("skill")
def each_era(result: Result) -> list[Block]:
    """Scores and intervals by era, before any figure over several eras."""
    return [result.grid(name, merged=True, most=len(result.table(name))) for name in ("by_era", "held")]


@_TEXT.sentence("skill", "skill", BULLETS, after="each_era")
def skill_by_era(_: pd.DataFrame) -> list[str]:
    """How good such forecasts have been."""
    return skill_text(shipped_skill())


@_TEXT.block("skill")
def over_eras(result: Result) -> list[Block]:
    """Scores over series or eras, and every row."""
    whole = {"merged": True, "most": len(result.table("skill"))}
    return [
        result.grid("by_rule"),
        result.grid("skill_tests", fold="Tests against no change", **whole),
        result.grid("skill", fold="Every rule, series and era", **whole),
    ]


@_TEXT.sentence("headline", "headline", BULLETS)
def in_a_year(rows: pd.DataFrame) -> list[str]:
    """Each figure in a year, or as far ahead as it is forecast, by the forecast that leads."""
    lines = []
    for name, part in rows[rows["role"].eq(LEADS)].groupby("series", sort=False):
        first, last = part.iloc[0], part.iloc[min(MONTHS_A_YEAR, len(part)) - 1]
        is_share = str(first["unit"]).startswith("share")
        middle, low, high = (_figure(last[one], is_share) for one in (MEDIAN, _LOW, _HIGH))
        now = _figure(first["last"], is_share)
        held = f" Such intervals held, by era (separate spans): {last['held']}." if last["held"] else ""
        lines.append(
            f"{SERIES[str(name)]} in {last['month']}: {middle} (10th–90th percentile {low}–{high}), {now} in "
            f"{first['origin']}.{held}"
        )
    return lines


@_TEXT.sentence("headline", "headline", BULLETS)
def brake(rows: pd.DataFrame) -> str:
    """Whether a shock brakes the challengers; nothing for a page without them."""
    part = rows[rows["forecaster"].isin(CHALLENGERS)]
    if part.empty:
        return ""
    on = part.loc[part["braked"].astype(bool), "series"].unique()
    if not len(on):
        return "The brake is off for all four monthly series."
    names = listed([SERIES[str(one)].lower() for one in on])
    return f"The brake is on, so that the challengers forecast no change, for {names}."


@_TEXT.sentence("method", "method", BULLETS)
def method(rows: pd.DataFrame) -> list[str]:
    """The rule of each figure, and the intervals."""
    monthly = _RULES if rows["forecaster"].isin(CHALLENGERS).any() else _FIRST_RULES
    return [
        *monthly,
        "Jobs by year: own growth of three years, halved towards the rate that BLS projects. No change "
        "where that had the smaller errors one year ahead by then. The interval holds a lasting error of "
        "the rate.",
        "Intervals are the errors that the same rule had made by then, up and down, the pandemic left out.",
        *(_REVISED if monthly is _RULES else ()),
    ]


_AUTOREGRESSION = (
    "Unemployment and openings: the mean of no change and an autoregression on claims and jobs with a "
    "Minnesota prior. Quits: the same for 6 months, then no change.",
    "Hires: an autoregression in monthly changes for 3 months, then no change.",
)
_RULES = (
    "No change leads all four monthly series. It is the outcome of a rule that was written down before "
    "fourteen rules were compared: none of them was better in every series and era.",
    "First challenger, an autoregression with a brake. " + " ".join(_AUTOREGRESSION) + " Brake: no change "
    "while a series moved in one of the last 12 months by more than 5 times its usual monthly change. The "
    "brake was added after the failure of 2020–21 had been seen.",
    "Second challenger, a guarded autoregression: the same to 24 months where its recent errors were 3% "
    "below those of no change. Its interval counts the pandemic's errors.",
    f"Rule of succession: a challenger leads a series where its CRPS is 5% lower on at least "
    f"{SUCCESSION_FIGURES} figures that came out after it was entered. Figures that were out by then do not "
    "count.",
)
_FIRST_RULES = _AUTOREGRESSION
_REVISED = (
    "Intervals of openings are wider by revisions: first to final print, at both ends, and each yearly "
    "benchmark between. This widening was not scored; what intervals held by era is without it.",
)


@_TEXT.block("method")
def how_far_figures_are_revised(result: Result) -> Block:
    """Declared sizes of revisions, with grade and source."""
    return result.grid("revisions", fold="How far figures are revised")


@_TEXT.sentence("limits", "limits", BULLETS)
def limits(_: pd.DataFrame) -> list[str]:
    """What to know of the figures behind it."""
    return [
        "Past figures are as revised since. A forecast of the day had first estimates.",
        "BLS and the crowd give one number; their CRPS is the absolute error.",
        "The crowd's page states its changes without a year of comparison; 2025 is a reading.",
        "Quits end in July 2024 and openings in October 2025 in the data that ship, so some months "
        "forecast here are past. No rule here foresees a turn.",
    ]


def _figure(value: float, is_share: bool) -> str:
    if is_share:
        return cell(float(value), "share", digits=1, exact=True)
    return cell(to_figures(value, 4), "persons")


_SECTIONS = {
    "skill": "How good such forecasts have been",
    "headline": "In short",
    "forecasts": "Every forecast",
    "method": "Method",
    "limits": "Limits",
}


@_TEXT.block("forecasts")
def every_forecast(result: Result) -> Block:
    """Every forecaster's figures by month."""
    return result.grid("forecasts", *_SHOWN, most=len(result.table("forecasts")), merged=True)


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    repeat = how_to_repeat(result.facts, ("Date", str(result.facts["date"])), request="Request")
    return [*sections(result, _TEXT, _SECTIONS), repeat]


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Heading(_SECTIONS["skill"]), Bullets(text["skill"]), result.grid("by_era", merged=True, most=24),
        Heading("Forecasts"), Bullets(text["headline"]),
        Prose(text["method"], NOTE), Bullets(text["limits"]),
    ]  # fmt: skip


_LEDGER = Kind(
    "ledger", "a page of the ledger of forecasts", f"reallocate forecast {NAME} --out",
    (forecasts, *SKILL_TABLES, revisions), (), _page, _card, lead=("skill", "headline"),
    about="dated forecasts beside rivals", text=(_TEXT,),
)  # fmt: skip
