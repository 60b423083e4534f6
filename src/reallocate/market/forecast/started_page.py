"""The nation's market from a past month as a result: tables, chart, sentences and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reallocate.data.bundle import load_world, read_manifest
from reallocate.kernel.blocks import Block, Bullets, Prose, Section
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Line, Lines
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import Say
from reallocate.kernel.table import Column, Tables, computed, of_unit, table
from reallocate.kernel.text import BULLETS, LEAD, NOTE, Text
from reallocate.kernel.units import MONTHS_A_YEAR
from reallocate.market.forecast.started import MARKET, NO_CHANGE, TOLD, VAR, Start, must_be_past, started
from reallocate.market.forecast.starts import (
    YEARS,
    by_month,
    interval_of_errors,
    mean_absolute,
    root_mean_square,
)
from reallocate.market.nation.observed import UNITS
from reallocate.market.nation.slumps import NO_SLUMP, Slumps, slumps
from reallocate.market.published.keys import MarketScenario, scenario_inputs
from reallocate.market.state.market import SERIES
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat, provenance
from reallocate.render.result import Kind, Result

MEASURE = Column(
    "measure",
    "Series",
    words={
        **{name: f"{name.capitalize()} [{unit}]" for name, unit in UNITS.items()},
        "separations": "Separations, all [% of employment a month]",
        "job_finding": "Job finding [% of the unemployed a month]",
    },
)
POINTS = "percentage points"
_MOST = 1.0
"""[points of unemployment] from which a line and what came have parted."""
LABELS = {MARKET: "Market, cycle fades", TOLD: "Market, told output", NO_CHANGE: "No change", VAR: "VAR"}
SOURCE = (
    "BLS CPS and JOLTS; told output: BEA, by quarter. Market: fitted to months before the start, and to none "
    "after 2019. VAR: Minnesota prior, logarithms of the four series, without the pandemic's months "
    "(Litterman 1986)."
)
_ANCHOR = (
    "Separations and job finding begin at the mean of the three months last seen, since the market counts "
    "them otherwise."
)
JOB_FINDING = (
    "Job finding is the share of the unemployed who are so no longer a month later, from those for less than "
    "five weeks (BLS CPS, to 2024-04; Shimer 2012). The market's is every hire, that of people who change "
    "jobs too, for each unemployed, at the survey's level."
)


@dataclass(frozen=True, eq=False)
class StartedRun:
    """A start, its rows, and the slumps that were known.

    rows : as from `by_month`
    known : slumps before the start
    """

    start: Start
    rows: pd.DataFrame
    known: Slumps


@table(
    "path", f"Path by month, {NO_SLUMP}", Column("month", "Month"), MEASURE,
    *of_unit("%", digits=2, market=LABELS[MARKET], market_low="10th percentile",
             market_high="90th percentile", told=LABELS[TOLD], no_change=LABELS[NO_CHANGE], var="VAR",
             came="What came"),
    Column("errors", "Earlier errors", digits=0, about="starts whose errors make the interval"),
    source=f"{SOURCE} {_ANCHOR} Interval: errors of earlier starts that had come due.",
    section="path", fold="Every month",
    show=("month", "measure", "market", "market_low", "market_high", "told", "no_change", "var", "came"),
    most=10_000,
)  # fmt: skip
def path(context: StartedRun) -> pd.DataFrame:
    """One row a month and measure; in per cent."""
    parts = []
    for name, part in context.rows.groupby("measure", sort=False):
        rows = part.drop(columns=["start", "ahead"])
        low = high = errors = np.full(len(rows), np.nan)
        if name in SERIES:
            low, high, errors = interval_of_errors(str(name), context.start.month, context.start.months)
        ends = {"market_low": rows[MARKET] + low, "market_high": rows[MARKET] + high}
        parts.append(rows.assign(**ends, errors=errors))
    return pd.concat(parts, ignore_index=True)


@table(
    "errors", "Error by month, root mean square", MEASURE, Column("figures", "Months", digits=0),
    *of_unit(POINTS, digits=2, market=LABELS[MARKET], told=LABELS[TOLD], no_change=LABELS[NO_CHANGE],
             var="VAR"),
    source=SOURCE, section="errors",
)  # fmt: skip
def errors(context: StartedRun) -> pd.DataFrame:
    """One row a measure, over the months that have a figure."""
    return root_mean_square(context.rows).drop(columns="start")


@table(
    "years_on", "Error by years ahead, absolute", MEASURE, Column("ahead", "Months ahead", digits=0),
    Column("starts", "Figures", digits=0),
    *of_unit(POINTS, digits=2, market=LABELS[MARKET], told=LABELS[TOLD], no_change=LABELS[NO_CHANGE],
             var="VAR"),
    source=SOURCE,
)  # fmt: skip
def years_on(context: StartedRun) -> pd.DataFrame:
    """One row a measure and year."""
    rows = mean_absolute(context.rows)
    return rows[rows["starts"].gt(0)]


_TABLES = (path, errors, years_on)
PATH_CHART = Chart(
    name="path",
    title=f"Told nothing, told output, and what came, {NO_SLUMP}",
    reading="Pale: eight of ten errors of earlier starts. The market told output knows slumps; nobody did.",
    tables=(path,),
    columns=("month", "measure", "market", "market_low", "market_high", "told", "came"),
    kind=Lines(
        "month",
        (Line("came", "what came"), Line("told", "told output"), Line("market", "market, cycle fades")),
        panels=("measure",),
    ),
    rows=lambda rows: rows[rows["measure"].eq("unemployment")],
    section="path",
)
TEXT = Text()
"""The sentences of a start; each is told its tables and facts."""
_Facts = Mapping[str, Any]


def _unemployment(tables: Tables) -> pd.DataFrame:
    rows = tables["path"]
    return rows[rows["measure"].eq("unemployment")].set_index("month")


def _percent(value: float) -> str:
    return f"{value:.1f}%"


@TEXT.sentence("headline", "headline", LEAD)
def level(tables: Tables, facts: _Facts) -> str:
    """Unemployment at the end of the path, beside what came."""
    rows = _unemployment(tables)
    end, at = rows.iloc[-1], str(rows.index[-1])
    words = f"From {facts['from']}, {NO_SLUMP}, unemployment is {_percent(end[MARKET])} in {at}"
    if np.isfinite(end["market_low"]):
        words += f" ({_percent(end['market_low'])} to {_percent(end['market_high'])})"
    came = rows["came"].dropna()
    if came.empty:
        return f"{words}, against {_percent(end[NO_CHANGE])} at the start."
    last = str(came.index[-1])
    then = "" if last == at else f" In {last} it is {_percent(rows[MARKET][last])}, and"
    told = float(rows[TOLD][last])
    with_output = f"; told output the market has {_percent(told)}" if np.isfinite(told) else ""
    words = f"{words}.{then} {_percent(came.iloc[-1])} came{with_output}."
    return words


@TEXT.sentence("headline", "headline", BULLETS)
def compared(tables: Tables, facts: _Facts) -> list[str]:
    """Errors beside those of no change and of a vector autoregression."""
    row = tables["errors"].set_index("measure").loc["unemployment"]
    if not row["figures"]:
        return ["No figure has come out since, so nothing is scored."]
    each = f"market {row[MARKET]:.1f}, no change {row[NO_CHANGE]:.1f}, VAR {row['var']:.1f}"
    told = f"; told output {row[TOLD]:.1f}" if np.isfinite(row[TOLD]) else ""
    return [f"Error of unemployment over {row['figures']:.0f} months, in points: {each}{told}."]


@TEXT.sentence("headline", "headline", BULLETS)
def parted(tables: Tables, facts: _Facts) -> list[str]:
    """When each line left what came by a point of unemployment or more."""
    rows, lines = _unemployment(tables), []
    for name, words in ((MARKET, "The market"), (TOLD, "Told output, it")):
        if when := parts_at(rows, name):
            lines.append(f"{words} is {_MOST:.0f} point or more from what came first in {when}.")
    return lines


def parts_at(rows: pd.DataFrame, name: str) -> str:
    """The first month in which a line of unemployment is a point or more from what came.

    rows : (month) lines and what came [%]
    name : of the line
    "" where no figure has come, or where it is in none.
    """
    far = rows.index[(rows[name] - rows["came"]).abs() >= _MOST]
    return str(far[0]) if len(far) else ""


@TEXT.sentence("slumps", "slumps", BULLETS)
def base_rate(tables: Tables, facts: _Facts) -> list[str]:
    """How often slumps came, as was known at the start."""
    return [
        f"No path here foresees a slump, so that each is to be read as: {NO_SLUMP}.",
        str(facts["slumps"]),
    ]


@TEXT.sentence("method", "method", NOTE)
def method(tables: Tables, facts: _Facts) -> list[str]:
    """What is known at the start, and what is not that of the time."""
    return [
        f"The market is fitted to 2001-01 to {facts['known']} and begins at the last unemployment and "
        "openings seen. Output's deviation from its trend then fades as it used to. Told output, it follows "
        "the quarters that came: this is a test of the response, not a forecast.",
        "Nothing in it is dated after the start but occupations, moves and exits, which are today's, and "
        "series as revised since. AI is in none of these paths.",
        "The interval is that of errors of earlier starts, not of draws of the assumptions. Openings miss by "
        "more than no change on average and should not be told as a level.",
        JOB_FINDING,
    ]


_SECTIONS = {
    "headline": "In short",
    "path": f"Unemployment, {NO_SLUMP}",
    "errors": "Errors beside no change and a VAR",
    "slumps": "How often slumps come",
    "method": "How it is made",
}


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    facts = result.facts
    repeat = how_to_repeat(
        facts, ("Start", str(facts["from"])), ("Fitted to", f"2001-01 to {facts['known']}")
    )
    return [*sections(result, TEXT, _SECTIONS), repeat]


def _yearly(result: Result) -> Block:
    """Unemployment at the end of each year of the run."""
    rows = _unemployment(result.tables).reset_index().iloc[MONTHS_A_YEAR - 1 :: MONTHS_A_YEAR]
    shown = ("month", "market", "market_low", "market_high", "told", "no_change", "var", "came")
    return result.grid("path", *shown, rows=rows, caption=f"Unemployment [%], {NO_SLUMP}", fold="")


def _card(result: Result) -> Sequence[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Prose(text["headline"], LEAD), _yearly(result), result.grid("errors"), Bullets(text["slumps"]),
        Prose(text["method"], NOTE),
    ]  # fmt: skip


STARTED = Kind(
    "nation-from", "a run of the nation's market from a past month",
    "reallocate simulate nation --from MONTH --out", _TABLES, (PATH_CHART,), _page, _card,
    about="the labour market from a past month", text=(TEXT,),
)  # fmt: skip
_LIBRARIES = ("numpy", "scipy", "numba")
_READ: Mapping[str, tuple[str, ...]] = {
    "title": (), "time": ("start", "years"), "laws": ("mode",), "market": ("occupations",)
}  # fmt: skip
"""Keys of a scenario that a run from a past month reads."""


def started_study(scenario: MarketScenario, say: Say | None = None, command: str = "") -> Result:
    """The nation's market from the scenario's month.

    scenario : with a month to start from
    say : called with each stage
    Raises `InputError` for a month without data, and for keys that such a run does not read.
    """
    must_read(scenario)
    month = scenario.time.start
    years = scenario.time.years if "years" in scenario.time.model_fields_set else YEARS
    world = load_world()
    start = started(world, month, years, say)
    run = StartedRun(start, by_month(start), slumps(world.tables, month))
    tables = computed(_TABLES, run)
    facts = {
        "title": scenario.title or f"The labour market of the United States from {month}, {NO_SLUMP}",
        "from": month, "years": years, "known": start.fitted.known, "slumps": run.known.sentence,
        **provenance({"from": month, "years": years}, read_manifest(), _LIBRARIES, command),
    }  # fmt: skip
    return Result(STARTED, facts, tables, TEXT.said(tables, facts), inputs=scenario_inputs(scenario))


def must_read(scenario: MarketScenario) -> None:
    """Raise `InputError` where a run from a past month does not read a key, or cannot begin then."""
    problems = []
    for name in scenario.model_fields_set:
        part = getattr(scenario, name)
        inside = getattr(part, "model_fields_set", None)
        if part is None or (inside is None and name in _READ):
            continue
        unread = [name] if inside is None else [f"[{name}] {one}" for one in inside - {*_READ.get(name, ())}]
        why = "AI, policy and draws are in none of its paths: it is told what was known, and then output."
        remedy = "Leave it out, or leave --from out."
        problems += [
            Problem("a run from a past month does not read this key", one, remedy, why)
            for one in sorted(unread)
        ]
    if problems:
        raise InputError(problems)
    must_be_past(load_world().tables, scenario.time.start)
