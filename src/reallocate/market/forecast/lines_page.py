"""Dated lines on AI's effect: what each says, kept in a file, and scored in the autumn of 2028."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reallocate.data.bundle import read_manifest
from reallocate.kernel.blocks import Block, Bullets, Prose, Section
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.marker import must_be_new
from reallocate.kernel.table import Column, computed, of_unit, table
from reallocate.kernel.text import BULLETS, LEAD, NOTE, Text
from reallocate.market.forecast.lines import (
    ALARM,
    COLLAPSE,
    FROM,
    LEAST_POWER,
    SHOWN_IN,
    SMALLER,
    TO,
    WITH,
    WITHOUT,
    Line,
    declared_series,
    every_line,
)
from reallocate.market.forecast.record import KEPT, kept_record, record_of
from reallocate.render.outline import sections
from reallocate.render.provenance import digest, how_to_repeat, provenance
from reallocate.render.result import Kind, Result
from reallocate.roster.file.rows import read_figures_file

NAME, _FORMAT = "ai-lines", 1
CANNOT = "cannot be told"
_SEAL, _POINTS = "seal", "log points"
_COLUMNS = ("line", "value")
_REMEDY = (
    f"Write a CSV file with the columns line and value: growth from {FROM} to {TO} less that of all jobs (of "
    "all sectors for postings) [log points], such as -2.1."
)
_FORECASTS = {WITHOUT: "without further AI", WITH: "with AI as in the model", ALARM: "alarm"}
_KINDS = {
    "jobs": "jobs, payroll survey", "employed": "employed, household survey, mean of 12 months",
    "postings": "postings, Hiring Lab", "spread": "postings, Hiring Lab",
}  # fmt: skip
_SOURCE = (
    "BLS CES, CPS, OEWS; Indeed Hiring Lab; the model's effect over 24 draws. Error: spread of two-year "
    "growth about its trend since mid-2022, and that the trend may go on or end."
)


def power_words(power: float) -> str:
    """A power in words; below 20% that nothing can be told."""
    return CANNOT if power < LEAST_POWER else f"{power:.0%}"


@table(
    "lines", "Five dated lines", Column("line", "Line"), Column("title", "Series"), Column("first", "From"),
    Column("last", "To"),
    *of_unit(_POINTS, signed=True, digits=1, trend="Trend, halved", without_low="Without AI, 10th",
             without_high="90th", with_low="With AI, 10th", with_middle="Median", with_high="90th percentile",
             alarm="Alarm, median", refuted_below="Model refuted below",
             refuted_known_trend="If trend were known"),
    *of_unit(_POINTS, digits=1, spread="Spread about trend", error="Standard error"),
    *(Column(name, label) for name, label in (
        ("power", "Power, model"), ("power_far", "Power, far draw"), ("power_smaller", "Power, −5"),
        ("power_alarm", "Power, alarm"), ("alarm_shows", "Alarm shows by"))),
    source=f"Against all jobs, or all sectors for postings. {_SOURCE}",
)  # fmt: skip
def lines(_: object = None) -> pd.DataFrame:
    """One row a series that is entered."""
    chosen = (one for key, one in every_line().items() if declared_series()[key].entered)
    return pd.DataFrame([_line(one) for one in chosen])


def _line(one: Line) -> dict[str, object]:
    low, _, high = one.quantiles(WITHOUT)
    with_low, middle, with_high = one.quantiles(WITH)
    months = one.alarm_shows
    return {
        "line": one.key, "title": declared_series()[one.key].title, "first": FROM, "last": TO,
        "trend": one.trend, "without_low": low, "without_high": high,
        "with_low": with_low, "with_middle": middle, "with_high": with_high,
        "alarm": one.quantiles(ALARM)[1],
        "refuted_below": one.refuted_below(), "refuted_known_trend": one.refuted_below(one.spread),
        "spread": one.spread, "error": one.error,
        "power": power_words(one.power(one.middle)), "power_far": power_words(one.power(one.low)),
        "power_smaller": power_words(one.power(SMALLER)), "power_alarm": power_words(one.power(COLLAPSE)),
        "alarm_shows": "not by then" if months is None else str(pd.Period(FROM, "M") + months),
    }  # fmt: skip


@table(
    "detectable", "Smallest effect that shows", Column("title", "Series"),
    Column("kind", "Source", words=_KINDS),
    Column("observations", "Observations", digits=0),
    *of_unit(_POINTS, signed=True, digits=1, effect_low="Model, 10th", effect="Model, median",
             effect_high="Model, 90th"),
    Column("detectable", "Smallest effect", _POINTS, digits=1),
    Column("detectable_known", "If trend were known", _POINTS, digits=1),
    Column("power", "Power, model"), Column("power_alarm", "Power, −10"),
    source=f"Over 24 months, in four of five cases at 5%. {_SOURCE}",
)  # fmt: skip
def detectable(_: object = None) -> pd.DataFrame:
    """One row a series that was looked at, the sharpest first."""
    rows = []
    for key, one in sorted(every_line().items(), key=lambda item: item[1].error):
        about = declared_series()[key]
        rows.append(
            {
                "title": about.title, "kind": about.kind, "observations": one.observations,
                "effect_low": one.low, "effect": one.middle, "effect_high": one.high,
                "detectable": SHOWN_IN * one.error, "detectable_known": SHOWN_IN * one.spread,
                "power": power_words(one.power(one.middle)), "power_alarm": power_words(one.power(COLLAPSE)),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def ai_lines(date: str, command: str = "") -> Result:
    """The five dated lines, each with three forecasts, power, and the value that refutes the model.

    date : on which they are entered [YYYY-MM-DD]
    """
    made = provenance({"date": date}, read_manifest(), ("numpy",), command)
    draws = {key: one.effects.tolist() for key, one in every_line().items() if declared_series()[key].entered}
    kept = {"version": made["version"], "hashes": made["hashes"], "draws": draws}
    facts = {"forecast": NAME, "format": _FORMAT, "date": date, **kept}
    return _result(facts, computed((lines, detectable), None), command)


def _result(facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], command: str = "") -> Result:
    named = {"title": f"Five lines on AI's effect, entered on {facts['date']}", **facts, "command": command}
    return Result(_KIND, named, dict(tables), _TEXT.said(tables["lines"], tables["detectable"]))


def save_lines(made: Result, file: Path) -> Path:
    """Write the lines into a new file; returns it. `InputError` where it exists."""
    must_be_new(file, KEPT)
    facts = {name: value for name, value in made.facts.items() if name not in ("title", "command", _SEAL)}
    rows = {name: json.loads(made.table(name).to_json(orient="records")) for name in ("lines", "detectable")}
    record = {**facts, **rows}
    text = json.dumps({**record, _SEAL: digest(record)}, indent=1, ensure_ascii=False, allow_nan=False)
    replace_file(file, f"{text}\n".encode(), may_exist=False)
    return file


def is_lines(file: Path) -> bool:
    """Whether a file holds the lines; raises `InputError` where it cannot be read."""
    return isinstance(record := record_of(file), dict) and record.get("forecast") == NAME


def read_lines(file: Path) -> Result:
    """The lines that were kept; `InputError` where the file is none, or was changed after it was written."""
    record = record_of(file)
    facts, tables = kept_record(file, NAME, _FORMAT, (lines, detectable))
    if record.pop(_SEAL, None) != digest(record):
        why = "Its seal does not fit its content."
        raise InputError(Problem("the forecast was changed after it was written", str(file), "", why))
    return _result(facts, tables, f"reallocate forecast {NAME} --date {facts['date']}")


_TEXT = Text()
"""The sentences of the lines; each is told the lines, and every series that was looked at."""


@_TEXT.sentence("headline", "headline", LEAD)
def what_can_be_told(made: pd.DataFrame, every: pd.DataFrame) -> list[str]:
    """That no series can tell the model's own effect, and which could tell a collapse."""
    able = int(every["power"].ne(CANNOT).sum())
    count = "None" if able == 0 else f"{able}"
    sharp = made.loc[made["power_alarm"].ne(CANNOT), "title"].tolist()
    return [
        f"{count} of {len(every)} series can tell the effect that the model expects of AI by {TO} from none.",
        f"A collapse, {-COLLAPSE:.0f} log points beyond the trend, would show by then with a power of "
        + "; ".join(
            f"{row['power_alarm']} in {str(row['title'])[:1].lower()}{str(row['title'])[1:]}"
            for row in made.to_dict("records")
        )
        + ".",
    ][: 2 if sharp else 1]


@_TEXT.sentence("lines", "lines", BULLETS)
def what_refutes(made: pd.DataFrame, _: pd.DataFrame) -> list[str]:
    """Each line as a statement that can fail."""
    return [
        f"{row['title']}: under {row['refuted_below']:+.1f} log points against all from {row['first']} to "
        f"{row['last']}, the model's effect is refuted. Without further AI {row['without_low']:+.1f} to "
        f"{row['without_high']:+.1f} are expected. The model's effect against none: {row['power']}."
        for row in made.to_dict("records")
    ]


@_TEXT.sentence("method", "method", NOTE)
def how_it_is_read(_: pd.DataFrame, __: pd.DataFrame) -> list[str]:
    """What the forecasts and their errors are."""
    return [
        "Without AI: half of the series' own trend against all jobs, with its error. With AI: the same and "
        "the model's draws. Alarm: the same and a collapse of 10 log points, a size set here.",
        "The error holds that the trend may go on or end. If the trend were known to halve, errors were "
        "smaller and the values that refute nearer, as the table says. Business support jobs fell by 15.7 "
        "log points in two years before any of this: on that trend alone a narrow line would refute.",
        "Score: the logarithm of the density that each forecast gave to what came, compared pair by pair.",
        "Noise of occupations rests on eight yearly changes, of postings on 27 months, of industries on "
        "under five years: it is rough. An industry's effect is that of occupations named for it.",
    ]


_SECTIONS = {
    "headline": "What published series could tell",
    "lines": "Five dated lines that can fail",
    "detectable": "Every series that was looked at",
    "method": "How it is read",
}


@_TEXT.block("lines")
def every_entered_line(result: Result) -> Block:
    """The lines with forecasts, power and the value that refutes."""
    return result.grid("lines")


@_TEXT.block("detectable")
def every_series(result: Result) -> Block:
    """The smallest effect that shows in each series."""
    return result.grid("detectable", most=len(result.table("detectable")))


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    repeat = how_to_repeat(result.facts, ("Date", str(result.facts["date"])), request="Request")
    return [*sections(result, _TEXT, _SECTIONS), repeat]


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [Prose(text["headline"], LEAD), Bullets(text["lines"]), Prose(text["method"], NOTE)]


_KIND = Kind(
    "ai-lines", "dated lines on AI's effect", f"reallocate forecast {NAME} --out", (lines, detectable), (),
    _page, _card, lead=("headline", "lines"), about="series that could show AI's effect", text=(_TEXT,),
)  # fmt: skip


def score_lines(made: Result, actual: Path, command: str = "") -> Result:
    """The lines compared with what came.

    actual : CSV file with line and value [log points]
    Raises `InputError` with everything in it that cannot be scored.
    """
    rows = read_figures_file(actual, _COLUMNS[:1], _COLUMNS[1:], _REMEDY)
    known = made.table("lines").set_index("line")
    problems = [
        Problem(f"there is no line {name}", f"{actual.name}, row {place}", nearest=tuple(known.index))
        for place, name in enumerate(rows["line"], start=2)
        if name not in known.index
    ]
    if rows["line"].duplicated().any():
        problems.append(Problem("a line is given twice", actual.name))
    if problems:
        raise InputError(problems)
    tables = {"lines_scored": lines_scored.checked(lines_scored.compute((known, made.facts["draws"], rows)))}
    request = {"lines": made.facts["hashes"], "actual": rows.to_csv(index=False)}
    facts = {
        "title": f"The lines of {made.facts['date']}, scored", "date": made.facts["date"],
        **provenance(request, read_manifest(), ("numpy", "pandas"), command),
    }  # fmt: skip
    return Result(_SCORE, facts, tables, _SCORE_TEXT.said(tables["lines_scored"]))


@table(
    "lines_scored", "What came", Column("title", "Series"),
    *of_unit(_POINTS, signed=True, digits=1, value="Came", refuted_below="Model refuted below"),
    Column("refuted", "Refuted"),
    *of_unit("log score", signed=True, digits=2, with_without="With against without",
             with_alarm="With against alarm", without_alarm="Without against alarm"),
    Column("told", "With or without"),
    source="Log score of a pair: above 0 the first forecast was nearer. Power below 20%: cannot be told.",
)  # fmt: skip
def lines_scored(context: tuple[pd.DataFrame, Mapping[str, list[float]], pd.DataFrame]) -> pd.DataFrame:
    """One row a line whose value has come."""
    known, draws, rows = context
    entries = {str(key): row for key, row in known.to_dict("index").items()}
    found = []
    for row in rows.to_dict("records"):
        key, value = str(row["line"]), float(row["value"])
        entered, effects = entries[key], np.array(draws[key], dtype=float)
        ends = np.quantile(effects, [0.1, 0.5, 0.9])
        one = Line(key, 0, float(entered["trend"]), float(entered["spread"]), effects, *map(float, ends))
        at = {name: one.log_density(name, value) for name in _FORECASTS}
        found.append(
            {
                "title": entered["title"], "value": value, "refuted_below": entered["refuted_below"],
                "refuted": bool(value < float(entered["refuted_below"])),
                "with_without": at[WITH] - at[WITHOUT], "with_alarm": at[WITH] - at[ALARM],
                "without_alarm": at[WITHOUT] - at[ALARM], "told": entered["power"],
            }
        )  # fmt: skip
    return pd.DataFrame(found)


_SCORE_TEXT = Text()
"""The sentences of the score; each is told its rows."""


@_SCORE_TEXT.sentence("headline", "headline", LEAD)
def which_are_refuted(rows: pd.DataFrame) -> list[str]:
    """Each line with what came, and whether it refutes the model's effect."""
    return [
        f"{row['title']}: {row['value']:+.1f} log points came, "
        f"{'below' if row['refuted'] else 'not below'} {row['refuted_below']:+.1f}: the model's effect is "
        f"{'refuted' if row['refuted'] else 'not refuted'}. With AI or without: {row['told']}."
        for row in rows.to_dict("records")
    ]


@_SCORE_TEXT.block("headline")
def scores_by_pair(result: Result) -> Block:
    """Log scores of each pair of forecasts."""
    return result.grid("lines_scored")


def _score_page(result: Result) -> list[Section]:
    return sections(result, _SCORE_TEXT, {"headline": "What came"})


def _score_card(result: Result) -> list[Block]:
    return [Prose(result.explain()["headline"]), result.grid("lines_scored")]


_SCORE = Kind(
    "ai-lines-score", "the score of dated lines", "reallocate forecast score --out", (lines_scored,), (),
    _score_page, _score_card, about="dated lines compared with what came", text=(_SCORE_TEXT,),
)  # fmt: skip
