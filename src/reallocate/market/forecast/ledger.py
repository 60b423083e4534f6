"""A page of the ledger of dated forecasts: made, kept, opened and scored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.kernel.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.marker import must_be_new
from reallocate.kernel.number import cell, to_figures
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Column, computed
from reallocate.kernel.text import BULLETS, LEAD, NOTE, Text
from reallocate.kernel.units import MONTHS_A_YEAR
from reallocate.market.forecast.ledger_tables import (
    FORECASTERS,
    MEDIAN,
    SERIES,
    forecasts,
    leaders,
    scored,
    shipped_skill,
    skill,
    skill_text,
)
from reallocate.market.forecast.monthly import NO_CHANGE, OURS, figures_since, monthly_targets, yearly_targets
from reallocate.market.forecast.record import KEPT, kept_record, record_of
from reallocate.market.nation.assumptions import market_accounts
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat, provenance
from reallocate.render.result import Kind, Result
from reallocate.roster.file.rows import read_figures_file
from reallocate.work.world import World

NAME, _FORMAT = "labour-market", 1
_LIBRARIES = ("numpy", "scipy")
_LOW, _HIGH = "q10", "q90"
_SHOWN = (
    "series", "month", "forecaster", Column(_LOW, "10th percentile", "in the unit stated"),
    Column(MEDIAN, "Median", "in the unit stated"), Column(_HIGH, "90th percentile", "in the unit stated"),
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
    made = provenance({"date": date}, read_manifest(bundle_folder()), _LIBRARIES, command)
    kept = {name: made[name] for name in ("version", "hashes")}
    facts = {"forecast": NAME, "format": _FORMAT, "date": date, **kept}
    return _ledger_result(facts, dict(tables), command)


def _ledger_result(facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], command: str = "") -> Result:
    """A page of the ledger as a result.

    facts : as its file holds them
    """
    named = {"title": f"The labour market, forecast on {facts['date']}", **facts, "command": command}
    whole = {**tables, "skill": shipped_skill()}
    return Result(_LEDGER, named, whole, _TEXT.said(tables["forecasts"]))


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
    facts, tables = kept_record(file, NAME, _FORMAT, (forecasts,))
    return _ledger_result(facts, tables, f"reallocate forecast {NAME} --date {facts['date']}")


_TEXT = Text()
"""The sentences of a page of the ledger; each is told its forecasts."""


@_TEXT.sentence("skill", "skill", BULLETS)
def skill_by_era(_: pd.DataFrame) -> list[str]:
    """How good such forecasts have been."""
    return skill_text(shipped_skill())


@_TEXT.sentence("headline", "headline", BULLETS)
def in_a_year(rows: pd.DataFrame) -> list[str]:
    """Each figure in a year, or as far ahead as it is forecast."""
    lines = []
    for name, part in rows[rows["forecaster"].eq(OURS)].groupby("series", sort=False):
        first, last = part.iloc[0], part.iloc[min(MONTHS_A_YEAR, len(part)) - 1]
        is_share = str(first["unit"]).startswith("share")
        middle, low, high = (_figure(last[one], is_share) for one in (MEDIAN, _LOW, _HIGH))
        now = _figure(first["last"], is_share)
        lines.append(
            f"{SERIES[str(name)]} in {last['month']}: {middle} (10th–90th percentile {low}–{high}), {now} in "
            f"{first['origin']}."
        )
    return lines


@_TEXT.sentence("method", "method", BULLETS)
def method(_: pd.DataFrame) -> list[str]:
    """The rule of each figure, and the intervals."""
    return [
        "Unemployment and openings: the mean of no change and an autoregression on claims and jobs with "
        "a Minnesota prior. Quits: the same for 6 months, then no change.",
        "Hires: an autoregression in monthly changes for 3 months, then no change.",
        "Jobs by year: own growth of three years, halved towards the rate that BLS projects. No change "
        "where that had the smaller errors one year ahead by then. The interval holds a lasting error of "
        "the rate.",
        "Intervals are the errors that the same rule had made by then, up and down, the pandemic left out.",
    ]


@_TEXT.sentence("limits", "limits", BULLETS)
def limits(_: pd.DataFrame) -> list[str]:
    """What to know of the figures behind it."""
    return [
        "Past figures are as revised since. A forecast of the day had first estimates.",
        "BLS and the crowd give one number; their CRPS is the absolute error.",
        "The crowd's page states its changes without a year of comparison; 2025 is a reading.",
        "Quits end in July 2024 and openings in October 2025 in the data that ship, so some months "
        "forecast here are past. Openings are forecast for July 2027 as well, by no change: row 12a of the "
        "claims is scored by it.",
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


@_TEXT.block("skill")
def every_era(result: Result) -> Block:
    """Every series and era."""
    rows = len(result.table("skill"))
    return result.grid("skill", most=rows, merged=True, fold="Every series and era")


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
        Heading(_SECTIONS["skill"]), Bullets(text["skill"]), Heading("Forecasts"), Bullets(text["headline"]),
        Prose(text["method"], NOTE), Bullets(text["limits"]),
    ]  # fmt: skip


_LEDGER = Kind(
    "ledger", "a page of the ledger of forecasts", f"reallocate forecast {NAME} --out",
    (forecasts, skill), (), _page, _card, lead=("skill", "headline"), about="dated forecasts beside rivals",
    text=(_TEXT,),
)  # fmt: skip


_OUTCOMES = "outcomes.csv"
_COLUMNS = ("series", "month", "value")
_REMEDY = f"Write a CSV file with the columns {', '.join(_COLUMNS)}; rates as shares, jobs in persons."
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_SAME = 1e-9


def known_figures(file: Path, actual: Path | None, world: World | None = None) -> pd.DataFrame:
    """Figures to score a ledger by: those that ship, those kept beside its file, and further ones.

    actual : CSV file (series, month, value) of further figures
    Raises `InputError` with everything in it that cannot be used.
    """
    kept = file.parent / _OUTCOMES
    parts = [figures_since(world or load_world())]
    parts += [_read_figures(one) for one in (kept, actual) if one is not None and one.is_file()]
    if actual is not None and not actual.is_file():
        raise InputError(Problem("there is no such file", f"--actual {actual}", _REMEDY))
    return pd.concat(parts, ignore_index=True).drop_duplicates(["series", "month"], keep="last")


def _read_figures(file: Path) -> pd.DataFrame:
    """Figures that have come out, from a CSV file; `InputError` with everything that is wrong."""
    *names, value = _COLUMNS
    rows = read_figures_file(file, names, (value,), _REMEDY)
    problems = []
    for place, (series, month, value) in enumerate(rows[list(_COLUMNS)].itertuples(index=False), start=2):
        where = f"{file.name}, row {place}"
        if series not in SERIES:
            problems.append(Problem(f"{series} is not forecast", where, nearest=tuple(SERIES)))
        if not _MONTH.fullmatch(month):
            problems.append(Problem(f"{month} is no month", where, "Write it as 2026-03."))
        is_share = series in ("unemployment", "quits", "hires")
        most = 1.0 if is_share else np.inf
        if not 0 < value < most:
            what = f"{value} is no {'share between 0 and 1' if is_share else 'number above 0'}"
            problems.append(Problem(what, where, _REMEDY))
    if rows.duplicated(["series", "month"]).any():
        problems.append(Problem("a month of a series is given twice", str(file)))
    if problems:
        raise InputError(problems)
    return rows[list(_COLUMNS)]


def keep_figures(file: Path, actual: Path) -> Path:
    """Add figures that have come out to those kept beside a ledger; returns their file.

    Raises `InputError` where one of them is there with another value: what was published first counts.
    """
    target, new = file.parent / _OUTCOMES, _read_figures(actual)
    before = _read_figures(target) if target.is_file() else new.iloc[:0]
    both = before.merge(new, on=["series", "month"], suffixes=("_before", ""))
    off = both[(both["value_before"] / both["value"] - 1).abs() > _SAME]
    if len(off):
        one = off.iloc[0]
        what = f"{one['series']} of {one['month']} is kept as {one['value_before']}, not {one['value']}"
        why = "A forecast is scored by the figure as it was published first."
        raise InputError(Problem(what, str(target), "Leave the revised figure out.", why))
    whole = pd.concat([before, new]).drop_duplicates(["series", "month"]).sort_values(["series", "month"])
    replace_file(target, whole.to_csv(index=False).encode())
    return target


def score_ledger(ledger: Result, actual: pd.DataFrame, command: str = "") -> Result:
    """A page of the ledger compared with what has come out.

    actual : series, month, value
    """
    made = ledger.table("forecasts")
    rows = scored.checked(scored.compute((made, actual)))
    best = leaders.checked(leaders.compute(rows))
    request = {"ledger": ledger.facts["hashes"], "actual": actual.to_csv(index=False)}
    facts = {
        "title": f"The forecasts of {ledger.facts['date']}, scored",
        "date": ledger.facts["date"],
        **provenance(request, read_manifest(bundle_folder()), ("numpy", "pandas"), command),
    }
    tables = {"leaders": best, "scored": rows}
    return Result(_LEDGER_SCORE, facts, tables, _SCORE_TEXT.said(made, rows, best))


def next_figures(made: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The next month of each series that has not come out; series, month, and our row's figures."""
    ours = made[made["forecaster"].eq(OURS)]
    done = set(rows[["series", "month"]].itertuples(index=False, name=None))
    left = ours[[key not in done for key in ours[["series", "month"]].itertuples(index=False, name=None)]]
    return left.sort_values("month").groupby("series", sort=False).head(1)


_SCORE_TEXT = Text()
"""The sentences of the score of a page; each is told what was forecast, the rows scored, and who leads."""


@_SCORE_TEXT.sentence("headline", "headline", LEAD)
def nothing_scored(_: pd.DataFrame, rows: pd.DataFrame, best: pd.DataFrame) -> str:
    """That no figure has come out; nothing where one has."""
    return (
        "No figure that was forecast has come out in the data at hand, so nobody leads yet."
        if rows.empty
        else ""
    )


@_SCORE_TEXT.sentence("headline", "headline", LEAD)
def who_leads(_: pd.DataFrame, rows: pd.DataFrame, best: pd.DataFrame) -> list[str]:
    """Who leads in each figure."""
    lines = []
    for series, part in best[best["leads"]].groupby("series", sort=False):
        names = " and ".join(FORECASTERS[one] for one in part["forecaster"])
        count = int(part["figures"].iloc[0])
        ratio = part["ratio"].iloc[0]
        against = (
            "" if part["forecaster"].iloc[0] == NO_CHANGE else f", CRPS {ratio:.2f} of that of no change"
        )
        figures = "1 figure" if count == 1 else f"{count} figures"
        lines.append(f"{SERIES[str(series)]}: {names} leads after {figures}{against}.")
    return lines


@_SCORE_TEXT.sentence("headline", "headline", LEAD)
def what_comes_next(made: pd.DataFrame, rows: pd.DataFrame, best: pd.DataFrame) -> str:
    """The next month of each figure that has not come out."""
    coming = next_figures(made, rows).to_dict("records")
    each = "; ".join(f"{SERIES[row['series']]}, {row['month']}" for row in coming)
    return f"Next figures: {each}." if coming else ""


@_SCORE_TEXT.block("headline")
def who_leads_by_figure(result: Result) -> Block:
    """Mean scores by figure and forecaster."""
    return result.grid("leaders")


@_SCORE_TEXT.block("scored")
def every_score(result: Result) -> Block:
    """Every forecast whose figure has come out."""
    return result.grid("scored", merged=True, most=max(len(result.table("scored")), 1))


def _score_page(result: Result) -> list[Section]:
    """Every part of the page."""
    titles = {"headline": "Who leads, and what comes next", "scored": "Forecast and actual"}
    return sections(result, _SCORE_TEXT, titles)


def _score_card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    return [Prose(result.explain()["headline"]), result.grid("leaders")]


_LEDGER_SCORE = Kind(
    "ledger-score", "the score of a page of the ledger", "reallocate forecast score --out",
    (leaders, scored), (), _score_page, _score_card, about="forecasts compared with the figures since",
    text=(_SCORE_TEXT,),
)  # fmt: skip
