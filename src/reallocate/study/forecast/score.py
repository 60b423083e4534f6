"""A saved forecast compared with the figures since: coverage, error, interval score, beside no change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.data.bundle import bundle_folder, read_manifest
from reallocate.economy.tech_workforce.paths import LEVELS
from reallocate.errors import InputError, Problem
from reallocate.measure.number import cell
from reallocate.output.blocks import Block, Prose, Section
from reallocate.output.table import Column, computed, of_unit, table
from reallocate.result.provenance import provenance
from reallocate.result.result import Kind, Result
from reallocate.study.forecast.record import forecast_record
from reallocate.study.forecast.tables import HIGH, LOW, MEDIAN, NAICS, PERSONS, WITHOUT, YEAR

Array = npt.NDArray[np.float64]

COLUMNS = ("industry", "year", "employment")
REMEDY = "Write a CSV file with the columns industry (NAICS, or all), year, employment [persons in May]."
OF_ACTUAL = "share of the actual"
INTERVAL_SCORE = (
    "Gneiting, Raftery 2007, J. Am. Stat. Assoc. 102:359, section 6.2, DOI 10.1198/016214506000001437."
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
        score: Array = width + 2.0 / (1.0 - self.share) * self.missed
        return score

    def error(self, made: Array) -> float:
        """Mean absolute error of a forecast [share of the actual].

        made : [persons]
        """
        return float(np.abs(made / self.actual - 1.0).mean())


@table("rows", "Forecast and actual", NAICS, YEAR,
       of_unit(PERSONS, low=LOW, middle=MEDIAN, high=HIGH, without=WITHOUT, actual="Actual"),
       Column("inside", "Inside the interval"),
       Column("error", "Error of the median", OF_ACTUAL, signed=True),
       Column("interval_score", "Interval score", PERSONS), source=INTERVAL_SCORE)  # fmt: skip
def rows(context: Outcome) -> pd.DataFrame:
    """One row an industry and year."""
    return context.rows.assign(
        actual=context.actual,
        inside=context.missed == 0.0,
        error=context.rows["middle"].to_numpy(dtype=float) / context.actual - 1.0,
        interval_score=context.interval_score,
    )


@table("score", "How good the forecast was", Column("coverage", "Inside the interval", "share of values"),
       Column("wanted", "Intended", "share of values"), Column("error", "Error of the median", OF_ACTUAL),
       Column("error_no_change", "Error of no change", OF_ACTUAL),
       Column("error_without", "Error of the trend", OF_ACTUAL),
       Column("interval_score", "Interval score", OF_ACTUAL, about="less is better"),
       source=INTERVAL_SCORE)  # fmt: skip
def score(context: Outcome) -> pd.DataFrame:
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


TABLES = (score, rows)


def score_forecast(forecast: Result, actual: pd.DataFrame, command: str = "") -> Result:
    """A saved forecast compared with what came.

    forecast : as read from its file
    actual : industry, year, employment [persons]; rows of years or industries that were not forecast are
        faults, years that have not come may lack
    command : that made it, for the record
    Raises `InputError` with everything that cannot be scored.
    """
    made = forecast.table("employment").set_index(["industry", "year"])
    _must_match(made, actual)
    keys = pd.MultiIndex.from_arrays([actual["industry"].astype(str), actual["year"].astype(int)])
    chosen = made.loc[keys, ["low", "middle", "high", "without"]].reset_index()
    start = made.xs(LEVELS, level="year")["middle"].reindex(chosen["industry"]).to_numpy(dtype=float)
    low, high = (float(end) for end in forecast.facts["interval"])
    outcome = Outcome(chosen, actual["employment"].to_numpy(dtype=float), start, high - low)
    tables = computed(TABLES, outcome)
    request = {"forecast": forecast_record(forecast), "actual": actual[list(COLUMNS)].to_csv(index=False)}
    facts = {
        "title": f"The forecast of {forecast.facts['date']}, scored",
        "date": forecast.facts["date"],
        **provenance(request, read_manifest(bundle_folder()), ("numpy", "pandas"), command),
    }
    return Result(
        SCORE,
        MappingProxyType(facts),
        MappingProxyType(tables),
        MappingProxyType({"headline": _text(tables["score"].iloc[0], len(chosen))}),
    )


def _must_match(table: pd.DataFrame, actual: pd.DataFrame) -> None:
    missing = [name for name in COLUMNS if name not in actual.columns]
    if missing:
        raise InputError(Problem(f"the column {', '.join(missing)} is missing", "actual", REMEDY))
    problems = [] if len(actual) else [Problem("there is no row", "actual", REMEDY)]
    for place, (industry, year, jobs) in enumerate(actual[list(COLUMNS)].itertuples(index=False), start=2):
        if (str(industry), year) not in table.index or year == LEVELS:
            what = f"{industry} in {year} was not forecast"
            years = sorted({int(one) for one in table.index.get_level_values("year")} - {LEVELS})
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
    try:
        return pd.read_csv(file, dtype={"industry": str})
    except (OSError, ValueError) as error:
        raise InputError(Problem("the file cannot be read", str(file), REMEDY, str(error))) from error


def _text(found: pd.Series, values: int) -> list[str]:
    shares = {str(name): cell(value, "share", digits=1, exact=True) for name, value in found.items()}
    return [
        f"{found['coverage']:.0%} of {values} values lie in the interval, which was made to hold "
        f"{found['wanted']:.0%}.",
        f"The mean absolute error of the median is {shares['error']}. It is {shares['error_no_change']} for "
        f"no change, and {shares['error_without']} for the trend without further AI.",
        f"The interval score is {shares['interval_score']} of employment; less is better.",
    ]


def page(result: Result) -> Sequence[Section]:
    """Every part of the page."""
    columns = ("industry", "year", "low", "middle", "high", "actual", "inside", "error")
    blocks = (Prose(tuple(result.explain()["headline"]), "lead"), result.grid("rows", *columns))
    return [Section("headline", "In short", blocks)]


def card(result: Result) -> Sequence[Block]:
    """The summary in a terminal and a notebook."""
    columns = ("industry", "year", "low", "middle", "high", "actual")
    return [Prose(tuple(result.explain()["headline"])), result.grid("rows", *columns)]


SCORE = Kind(
    "score", "the score of a forecast", "reallocate forecast score --out", TABLES, (), page, card,
    about="a forecast compared with the figures since",
)  # fmt: skip
