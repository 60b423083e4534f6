"""A page of the ledger: dated forecasts of published figures beside rivals, in the one file that is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.disk.marker import must_be_new
from reallocate.disk.replace import replace_file
from reallocate.economy.assumptions import market_accounts
from reallocate.measure.number import cell
from reallocate.output.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.output.table import Column, computed
from reallocate.problem.nation.targets import OURS, monthly_targets, yearly_targets
from reallocate.result.provenance import how_to_repeat, provenance
from reallocate.result.result import Kind, Result
from reallocate.study.forecast.ledger_tables import MEDIAN, SERIES, forecasts
from reallocate.study.forecast.record import KEPT, kept_record, record_of
from reallocate.study.forecast.skill import shipped_skill, skill, skill_text
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

NAME, FORMAT = "labour-market", 1
LIBRARIES = ("numpy", "scipy")
LOW, HIGH = "q10", "q90"
MONTHS = 12
SKILL = "How good such forecasts have been"
SHOWN = (
    "series", "month", "forecaster", Column(LOW, "10th percentile", "in the unit stated"),
    Column(MEDIAN, "Median", "in the unit stated"), Column(HIGH, "90th percentile", "in the unit stated"),
    "unit",
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
    made = provenance({"date": date}, read_manifest(bundle_folder()), LIBRARIES, command)
    kept = {name: made[name] for name in ("version", "hashes")}
    facts = {"forecast": NAME, "format": FORMAT, "date": date, **kept}
    return ledger_result(facts, dict(tables), command)


def ledger_result(
    facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], command: str = ""
) -> Result:
    """A page of the ledger as a result.

    facts : as its file holds them
    """
    named = {"title": f"The labour market, forecast on {facts['date']}", **facts, "command": command}
    whole = {**tables, "skill": shipped_skill()}
    return Result(LEDGER, named, whole, _text(tables["forecasts"]))


def save_ledger(ledger: Result, file: Path) -> Path:
    """Write a page of the ledger into a new file; returns it. `InputError` where it exists."""
    must_be_new(file, KEPT)
    facts = {name: value for name, value in ledger.facts.items() if name not in ("title", "command")}
    rows = json.loads(ledger.table("forecasts").to_json(orient="records"))
    lines = ",\n".join(json.dumps(row, allow_nan=False) for row in rows)
    head = json.dumps(facts, indent=1, allow_nan=False)[:-2]
    replace_file(file, f'{head},\n "forecasts": [\n{lines}\n]\n}}\n'.encode(), may_exist=False)
    return file


def is_ledger(file: Path) -> bool:
    """Whether a file is a page of the ledger; raises `InputError` where it cannot be read."""
    return isinstance(record := record_of(file), dict) and record.get("forecast") == NAME


def read_ledger(file: Path) -> Result:
    """A page of the ledger that was kept; `InputError` where it is none, or of another format."""
    facts, tables = kept_record(file, NAME, FORMAT, (forecasts,))
    return ledger_result(facts, tables, f"reallocate forecast {NAME} --date {facts['date']}")


def _text(rows: pd.DataFrame) -> dict[str, list[str]]:
    ours = rows[rows["forecaster"].eq(OURS)]
    headline = []
    for name, part in ours.groupby("series", sort=False):
        first, last = part.iloc[0], part.iloc[min(MONTHS, len(part)) - 1]
        is_share = str(first["unit"]).startswith("share")
        middle, low, high = (_figure(last[one], is_share) for one in (MEDIAN, LOW, HIGH))
        now = _figure(first["last"], is_share)
        headline.append(
            f"{SERIES[str(name)]} in {last['month']}: {middle} (10th–90th percentile {low}–{high}), {now} in "
            f"{first['origin']}."
        )
    return {
        "skill": skill_text(shipped_skill()),
        "headline": headline,
        "method": [
            "Unemployment and openings: the mean of no change and an autoregression on claims and jobs with "
            "a Minnesota prior. Quits: the same for 6 months, then no change.",
            "Hires: an autoregression in monthly changes for 3 months, then no change.",
            "Jobs by year: own growth of three years, halved towards the rate that BLS projects. No change "
            "where that had the smaller errors one year ahead by then. The interval holds a lasting error of "
            "the rate.",
            "Intervals are the errors that the same rule had made by then, up and down, the pandemic left "
            "out.",
        ],
        "limits": [
            "Past figures are as revised since. A forecast of the day had first estimates.",
            "BLS and the crowd give one number; their CRPS is the absolute error.",
            "The crowd's page states its changes without a year of comparison; 2025 is a reading.",
            "Quits end in July 2024 and openings in October 2025 in the data that ship, so some months "
            "forecast here are past.",
        ],
    }


def _figure(value: float, is_share: bool) -> str:
    if is_share:
        return cell(float(value), "share", digits=1, exact=True)
    return cell(float(f"{value:.4g}"), "persons")


def page(result: Result) -> list[Section]:
    """Every part of the page."""
    text = result.explain()
    grid = result.grid("forecasts", *SHOWN, most=len(result.table("forecasts")), merged=True)
    by_era = result.grid("skill", most=len(result.table("skill")), merged=True, fold="Every series and era")
    return [
        Section("skill", SKILL, (Bullets(text["skill"]), by_era)),
        Section("headline", "In short", (Bullets(text["headline"]),)),
        Section("forecasts", "Every forecast", (grid,)),
        Section("method", "Method", (Bullets(text["method"]),)),
        Section("limits", "Limits", (Bullets(text["limits"]),)),
        how_to_repeat(result.facts, ("Date", str(result.facts["date"])), request="Request"),
    ]


def card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Heading(SKILL), Bullets(text["skill"]), Heading("Forecasts"), Bullets(text["headline"]),
        Prose(text["method"], "note"), Bullets(text["limits"]),
    ]  # fmt: skip


LEDGER = Kind(
    "ledger", "a page of the ledger of forecasts", f"reallocate forecast {NAME} --out",
    (forecasts, skill), (), page, card, lead=("skill", "headline"), about="dated forecasts beside rivals",
)  # fmt: skip
