"""A forecast of the tech workforce as the one file that is kept, opened and scored later."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reallocate.data.bundle import load_world, read_manifest
from reallocate.kernel.arrays import INTERVAL, Array
from reallocate.kernel.blocks import Block, Prose, Section
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.limited import within_limits
from reallocate.kernel.look import file_bytes, file_size
from reallocate.kernel.marker import must_be_new
from reallocate.kernel.number import cell
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Column, Table, computed, of_unit, table
from reallocate.kernel.text import LEAD, Text
from reallocate.market.forecast.page import (
    FORECAST,
    FORECAST_TABLES,
    HIGH,
    LOW,
    MEDIAN,
    NAICS,
    PERSONS,
    TEXT,
    WITHOUT,
    YEAR,
    ForecastFigures,
)
from reallocate.market.forecast.tech import LEVELS_YEAR, run_forecast
from reallocate.render.outline import sections
from reallocate.render.provenance import digest, provenance
from reallocate.render.result import Kind, Result
from reallocate.roster.file.rows import read_figures_file
from reallocate.work.world import World

NAME = "tech-workforce"
_FORMAT = 1
_MOST_BYTES = 16 * 1024**2
"""[bytes] Of a forecast's file, which has some hundred kilobytes."""
KEPT = "A forecast that is kept is never written over."
_NOT_IN_FILE = ("title", "command")
"""Facts that follow from the others, or from how the forecast was requested."""


def _forecast_result(
    facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], command: str = ""
) -> Result:
    """A forecast as a result.

    facts : as its file holds them
    command : that made it, where it is known
    """
    named = {"title": f"The tech workforce, forecast on {facts['date']}", **facts, "command": command}
    return Result(FORECAST, named, dict(tables), TEXT.said(ForecastFigures.of(tables)))


def _forecast_record(forecast: Result) -> dict[str, Any]:
    """A forecast as its file holds it: facts, then each table as rows."""
    facts = {name: value for name, value in forecast.facts.items() if name not in _NOT_IN_FILE}
    tables = {
        one.name: json.loads(forecast.table(one.name).to_json(orient="records")) for one in FORECAST_TABLES
    }
    return {**facts, **tables}


def save_forecast(forecast: Result, file: Path) -> Path:
    """Write a forecast into a new file; returns it. `InputError` where it exists or cannot be written."""
    must_be_new(file, KEPT)
    record = json.dumps(_forecast_record(forecast), indent=1, ensure_ascii=False, allow_nan=False)
    replace_file(file, f"{record}\n".encode(), may_exist=False)
    return file


def read_forecast(file: Path) -> Result:
    """A forecast that was kept.

    file : JSON; raises `InputError` where it is none, or of another format
    """
    facts, tables = kept_record(file, NAME, _FORMAT, FORECAST_TABLES)
    return _forecast_result(facts, tables)


def kept_record(
    file: Path,
    name: str,
    form: int,
    tables: Sequence[Table[Any]],
    renewed: Callable[[pd.DataFrame], pd.DataFrame] = lambda rows: rows,
) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """The facts and tables of a forecast's file.

    name, form : what it must be, and of which format
    tables : that it holds
    renewed : gives a table of an earlier format the columns of today
    Raises `InputError` where it is none.
    """
    record = record_of(file)
    if not isinstance(record, dict) or record.get("forecast") != name or record.get("format") != form:
        raise InputError(Problem(f"it is no forecast {name} of format {form}", str(file)))
    try:
        held = {one.name: one.checked(renewed(pd.DataFrame(record.pop(one.name)))) for one in tables}
        str(record["date"]), str(record["hashes"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"the forecast lacks a part, or it is not as it was written ({type(error).__name__})"
        raise InputError(Problem(what, str(file))) from None
    return record, held


def record_of(file: Path) -> Any:
    """What a forecast's file holds, read within limits; `InputError` where it is no JSON."""
    return within_limits(_parsed, file, name=file.name, size=file_size(file))


def _parsed(file: Path) -> Any:
    try:
        return json.loads(file_bytes(file, _MOST_BYTES))
    except (ValueError, RecursionError):
        raise InputError(Problem("the file cannot be read as a saved forecast", str(file))) from None


DRAWS = 64
_LIBRARIES = ("numpy", "scipy", "numba")
"""Libraries whose version may move a digit."""


def tech_workforce(
    date: str,
    draws: int = DRAWS,
    seed: int = 0,
    parameters: Parameters | None = None,
    world: World | None = None,
    say: Callable[[str], None] | None = None,
    command: str = "",
) -> Result:
    """Employment of the tech industries to May 2030, with how open their market is.

    date : on which it is made [YYYY-MM-DD]
    draws : of what is not known about AI, and of how growth strays
    seed : of the draws
    parameters : in force; those set by name are fixed, the others are drawn
    world : the shipped figures, read where none are given
    say : told what is under way
    Employment = trend (each occupation as projected, times the industry's staff) × adoption's effect on the
    industry (output, prices, spending, new tasks) × a deviation of growth as in 2017 to 2025; median and
    10th–90th percentile of draws.
    Raises `InputError` where there are fewer than two draws, or what is assumed gives no number.
    """
    if draws < 2:
        raise InputError(Problem(f"an interval needs two draws or more, not {draws}", "--draws"))
    parameters, world = parameters or Parameters(), world or load_world()
    tell = say or (lambda _: None)
    context, drawn = run_forecast(world, parameters, draws, seed, tell)
    return _forecast_result(
        _facts(date, draws, seed, parameters, drawn, world), computed(FORECAST_TABLES, context), command
    )


def _facts(
    date: str, draws: int, seed: int, parameters: Parameters, drawn: tuple[str, ...], world: World
) -> dict[str, Any]:
    own = {name: parameters[name] for name in parameters if parameters.about(name).is_own}
    request = {"date": date, "draws": draws, "seed": seed, "own": own}
    assumed = {name: parameters.about(name).model_dump(mode="json") for name in parameters.names}
    bundle = read_manifest()
    made = provenance(request, bundle, _LIBRARIES, "", seed, parameters=digest(assumed))
    return {
        "forecast": NAME,
        "format": _FORMAT,
        "date": date,
        "version": made["version"],
        "seed": seed,
        "draws": draws,
        "sources": list(world.sources),
        "drawn": list(drawn),
        "own": own,
        "interval": [INTERVAL["low"], INTERVAL["high"]],
        "counted": "jobs in May as OEWS counts them, without the self-employed",
        "past": "growth a year from 2017 to 2025 of the industries' occupations in the whole nation, not of "
        "the industries, whose own growth is not available",
        "hashes": made["hashes"],
    }


_OUTCOME_COLUMNS = ("industry", "year", "employment")
_OUTCOME_REMEDY = (
    "Write a CSV file with the columns industry (NAICS, or all), year, employment [persons in May]."
)


@dataclass(frozen=True, eq=False)
class Outcome:
    """A forecast and what came.

    rows : industry, year, low, middle, high, without [persons]
    actual, start : (row) what came, and the level of May 2025 [persons]
    share : of values that the interval was made to hold
    """

    rows: pd.DataFrame
    actual: Array
    start: Array
    share: float

    @property
    def missed(self) -> Array:
        """How far each value lies outside its interval [persons]."""
        low, high = (self.rows[name].to_numpy(dtype=float) for name in ("low", "high"))
        beyond: Array = np.maximum(low - self.actual, 0.0) + np.maximum(self.actual - high, 0.0)
        return beyond

    @property
    def interval_score(self) -> Array:
        """(u − l) + 2/α·(l − x)₊ + 2/α·(x − u)₊, α the share outside the interval [persons]."""
        width = (self.rows["high"] - self.rows["low"]).to_numpy(dtype=float)
        return width + 2.0 / (1.0 - self.share) * self.missed

    def error(self, made: Array) -> float:
        """Mean absolute error of a forecast [share of the actual].

        made : [persons]
        """
        return float(np.abs(made / self.actual - 1.0).mean())


def _must_match(table: pd.DataFrame, actual: pd.DataFrame) -> None:
    """Raise `InputError` with everything in the figures since that cannot be scored by a forecast."""
    missing = [name for name in _OUTCOME_COLUMNS if name not in actual.columns]
    if missing:
        raise InputError(Problem(f"the column {', '.join(missing)} is missing", "actual", _OUTCOME_REMEDY))
    problems = [] if len(actual) else [Problem("there is no row", "actual", _OUTCOME_REMEDY)]
    for place, (industry, year, jobs) in enumerate(
        actual[list(_OUTCOME_COLUMNS)].itertuples(index=False), start=2
    ):
        year = int(year) if year == int(year) else year
        if (str(industry), year) not in table.index or year == LEVELS_YEAR:
            what = f"{industry} in {year} was not forecast"
            years = sorted({int(one) for one in table.index.get_level_values("year")} - {LEVELS_YEAR})
            known = (*dict.fromkeys(table.index.get_level_values("industry")), *map(str, years))
            problems.append(Problem(what, f"actual, row {place}", nearest=known))
        if not (isinstance(jobs, int | float) and np.isfinite(jobs) and jobs > 0):
            problems.append(Problem(f"employment is {jobs}, not a number above 0", f"actual, row {place}"))
    if actual.duplicated(subset=["industry", "year"]).any():
        problems.append(Problem("an industry's year is given twice", "actual"))
    if problems:
        raise InputError(problems)


def read_actual(file: Path) -> pd.DataFrame:
    """The figures since, from a CSV file.

    file : industry, year, employment [persons]; raises `InputError` where it cannot be read
    """
    industry, *numbers = _OUTCOME_COLUMNS
    return read_figures_file(file, (industry,), numbers, _OUTCOME_REMEDY)


_OF_ACTUAL = "share of the actual"
_INTERVAL_SCORE = (
    "Gneiting, Raftery 2007, J. Am. Stat. Assoc. 102:359, section 6.2, DOI 10.1198/016214506000001437."
)


@table("rows", "Forecast and actual", NAICS, YEAR,
       of_unit(PERSONS, low=LOW, middle=MEDIAN, high=HIGH, without=WITHOUT, actual="Actual"),
       Column("inside", "Inside the interval"),
       Column("error", "Error of the median", _OF_ACTUAL, signed=True),
       Column("interval_score", "Interval score", PERSONS), source=_INTERVAL_SCORE, section="headline",
       show=("industry", "year", "low", "middle", "high", "actual", "inside", "error"))  # fmt: skip
def _rows(context: Outcome) -> pd.DataFrame:
    """One row an industry and year."""
    return context.rows.assign(
        actual=context.actual,
        inside=context.missed == 0.0,
        error=context.rows["middle"].to_numpy(dtype=float) / context.actual - 1.0,
        interval_score=context.interval_score,
    )


@table("score", "How good the forecast was", Column("coverage", "Inside the interval", "share of values"),
       Column("wanted", "Intended", "share of values"), Column("error", "Error of the median", _OF_ACTUAL),
       Column("error_no_change", "Error of no change", _OF_ACTUAL),
       Column("error_without", "Error of the trend", _OF_ACTUAL),
       Column("interval_score", "Interval score", _OF_ACTUAL, about="less is better"),
       source=_INTERVAL_SCORE)  # fmt: skip
def _score(context: Outcome) -> pd.DataFrame:
    """All rows together: coverage, mean absolute errors, mean interval score."""
    middle, still = (context.rows[name].to_numpy(dtype=float) for name in ("middle", "without"))
    figures = {
        "coverage": float((context.missed == 0.0).mean()),
        "wanted": context.share,
        "error": context.error(middle),
        "error_no_change": context.error(context.start),
        "error_without": context.error(still),
        "interval_score": float((context.interval_score / context.actual).mean()),
    }
    return pd.DataFrame([figures])


_SCORE_TABLES = (_score, _rows)


def score_forecast(forecast: Result, actual: pd.DataFrame, command: str = "") -> Result:
    """A saved forecast compared with what came.

    forecast : as read from its file
    actual : industry, year, employment [persons]; rows of years or industries that were not forecast are
        faults, years that have not come may lack
    Raises `InputError` with everything that cannot be scored.
    """
    made = forecast.table("employment").set_index(["industry", "year"])
    _must_match(made, actual)
    keys = pd.MultiIndex.from_arrays([actual["industry"].astype(str), actual["year"].astype(int)])
    chosen = made.loc[keys, ["low", "middle", "high", "without"]].reset_index()
    start = made.xs(LEVELS_YEAR, level="year")["middle"].reindex(chosen["industry"]).to_numpy(dtype=float)
    low, high = (float(end) for end in forecast.facts["interval"])
    outcome = Outcome(chosen, actual["employment"].to_numpy(dtype=float), start, high - low)
    tables = computed(_SCORE_TABLES, outcome)
    request = {
        "forecast": _forecast_record(forecast),
        "actual": actual[list(_OUTCOME_COLUMNS)].to_csv(index=False),
    }
    facts = {
        "title": f"The forecast of {forecast.facts['date']}, scored",
        "date": forecast.facts["date"],
        **provenance(request, read_manifest(), ("numpy", "pandas"), command),
    }
    return Result(SCORE, facts, tables, _TEXT.said(tables["score"].iloc[0], len(chosen)))


_TEXT = Text()
"""The sentences of a score; each is told the score, and of how many values it is."""


@_TEXT.sentence("headline", "headline", LEAD)
def coverage(found: pd.Series, values: int) -> str:
    """How many values lie in the interval."""
    return (
        f"{found['coverage']:.0%} of {values} values lie in the interval, which was made to hold "
        f"{found['wanted']:.0%}."
    )


@_TEXT.sentence("headline", "headline", LEAD)
def errors(found: pd.Series, _: int) -> str:
    """The error of the median beside those of its rivals."""
    shares = {str(name): cell(value, "share", digits=1, exact=True) for name, value in found.items()}
    return (
        f"The mean absolute error of the median is {shares['error']}. It is {shares['error_no_change']} for "
        f"no change, and {shares['error_without']} for the trend without further AI."
    )


@_TEXT.sentence("headline", "headline", LEAD)
def interval_score(found: pd.Series, _: int) -> str:
    """The score of the interval."""
    score = cell(found["interval_score"], "share", digits=1, exact=True)
    return f"The interval score is {score} of employment; less is better."


def _page(result: Result) -> Sequence[Section]:
    """Every part of the page."""
    return sections(result, _TEXT, {"headline": "In short"})


def _card(result: Result) -> Sequence[Block]:
    """The summary in a terminal and a notebook."""
    columns = ("industry", "year", "low", "middle", "high", "actual")
    return [Prose(result.explain()["headline"]), result.grid("rows", *columns)]


SCORE = Kind(
    "score", "the score of a forecast", "reallocate forecast score --out", _SCORE_TABLES, (), _page, _card,
    about="a forecast compared with the figures since", text=(_TEXT,),
)  # fmt: skip
