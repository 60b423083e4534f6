"""A saved forecast held against what came: coverage, error, interval score, beside no change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.study.forecast.paths import LEVELS
from reallocate.study.forecast.run import FORMAT, NAME

Array = npt.NDArray[np.float64]

COLUMNS = ("industry", "year", "employment")
REMEDY = "Write a CSV file with the columns industry (NAICS, or all), year, employment [persons in May]."


@dataclass(frozen=True, eq=False)
class Score:
    """How good a forecast was.

    rows : industry, year, low, middle, high, actual [persons], inside, error [share of the actual], interval
        score [persons]
    coverage : of the actual values that lie inside the interval [share]; wanted : what it was made to be
    error, error_no_change, error_without : mean absolute error of the middle, of the level of May 2025, and
        of the trend without further AI [share of the actual]
    interval_score : mean, as a share of the actual [share]; less is better
    """

    rows: pd.DataFrame
    coverage: float
    wanted: float
    error: float
    error_no_change: float
    error_without: float
    interval_score: float

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        figures = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "rows"}
        return {**figures, "rows": json.loads(self.rows.to_json(orient="records"))}


def score_forecast(saved: Mapping[str, Any], actual: pd.DataFrame) -> Score:
    """A saved forecast beside what came.

    saved : as `Forecast.as_json`, read from its file
    actual : industry, year, employment [persons]; rows of years or industries that were not forecast are
        faults, years that have not come may lack
    Interval score (u − l) + 2/α·(l − x)₊ + 2/α·(x − u)₊, α the share outside the interval.
    Raises `InputError` with everything that cannot be scored.
    Source: Gneiting, Raftery 2007, J. Am. Stat. Assoc. 102:359, section 6.2, DOI 10.1198/016214506000001437.
    """
    table = pd.DataFrame(saved["employment"]).set_index(["industry", "year"])
    _must_match(table, actual)
    keys = pd.MultiIndex.from_arrays([actual["industry"].astype(str), actual["year"].astype(int)])
    rows = table.loc[keys, ["low", "middle", "high", "without"]].reset_index()
    came = actual["employment"].to_numpy(dtype=float)
    start = table.xs(LEVELS, level="year")["middle"].reindex(rows["industry"]).to_numpy(dtype=float)
    low, middle, high = (rows[name].to_numpy(dtype=float) for name in ("low", "middle", "high"))
    outside = 1.0 - (float(saved["interval"][1]) - float(saved["interval"][0]))
    missed = np.maximum(low - came, 0.0) + np.maximum(came - high, 0.0)
    points = (high - low) + 2.0 / outside * missed
    rows = rows.assign(actual=came, inside=missed == 0.0, error=middle / came - 1.0, interval_score=points)
    still = rows["without"].to_numpy(dtype=float)
    return Score(
        rows,
        coverage=float((missed == 0.0).mean()),
        wanted=1.0 - outside,
        error=_error(middle, came),
        error_no_change=_error(start, came),
        error_without=_error(still, came),
        interval_score=float((points / came).mean()),
    )


def _error(made: Array, came: Array) -> float:
    return float(np.abs(made / came - 1.0).mean())


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
        problems.append(Problem("an industry's year stands there twice", "actual"))
    if problems:
        raise InputError(problems)


def read_forecast(file: Path) -> dict[str, Any]:
    """A saved forecast.

    file : JSON; raises `InputError` where it is none, or of another format
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            Problem("it cannot be read as a saved forecast", str(file), why=str(error))
        ) from error
    if not isinstance(found, dict) or found.get("forecast") != NAME or found.get("format") != FORMAT:
        raise InputError(Problem(f"it is no forecast {NAME} of format {FORMAT}", str(file)))
    return found


def read_actual(file: Path) -> pd.DataFrame:
    """What came, from a CSV file.

    file : industry, year, employment [persons]; raises `InputError` where it cannot be read
    """
    try:
        return pd.read_csv(file, dtype={"industry": str})
    except (OSError, ValueError) as error:
        raise InputError(Problem("it cannot be read", str(file), REMEDY, str(error))) from error
