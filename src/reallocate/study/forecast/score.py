"""A saved forecast compared with the figures since: coverage, error, interval score, beside no change."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reallocate.data.bundle import bundle_folder, read_manifest
from reallocate.economy.tech_workforce.paths import LEVELS
from reallocate.measure.number import cell
from reallocate.output.blocks import Block, Prose, Section
from reallocate.output.table import Column, computed, of_unit, table
from reallocate.problem.nation.outcome import COLUMNS, Outcome, must_match
from reallocate.result.provenance import provenance
from reallocate.result.result import Kind, Result
from reallocate.study.forecast.record import forecast_record
from reallocate.study.forecast.tables import HIGH, LOW, MEDIAN, NAICS, PERSONS, WITHOUT, YEAR

OF_ACTUAL = "share of the actual"
INTERVAL_SCORE = (
    "Gneiting, Raftery 2007, J. Am. Stat. Assoc. 102:359, section 6.2, DOI 10.1198/016214506000001437."
)


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
    must_match(made, actual)
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
    return Result(SCORE, facts, tables, {"headline": _text(tables["score"].iloc[0], len(chosen))})


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
    blocks = (Prose(result.explain()["headline"], "lead"), result.grid("rows", *columns))
    return [Section("headline", "In short", blocks)]


def card(result: Result) -> Sequence[Block]:
    """The summary in a terminal and a notebook."""
    columns = ("industry", "year", "low", "middle", "high", "actual")
    return [Prose(result.explain()["headline"]), result.grid("rows", *columns)]


SCORE = Kind(
    "score", "the score of a forecast", "reallocate forecast score --out", TABLES, (), page, card,
    about="a forecast compared with the figures since",
)  # fmt: skip
