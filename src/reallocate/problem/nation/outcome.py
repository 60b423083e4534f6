"""A forecast beside the figures since: what may be compared, how far each value missed, and its score."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.economy.tech_workforce.paths import LEVELS
from reallocate.errors import InputError, Problem
from reallocate.measure.arrays import Array
from reallocate.roster.figures_file import read_figures_file

COLUMNS = ("industry", "year", "employment")
REMEDY = "Write a CSV file with the columns industry (NAICS, or all), year, employment [persons in May]."


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


def must_match(table: pd.DataFrame, actual: pd.DataFrame) -> None:
    """Raise `InputError` with everything in the figures since that cannot be scored by a forecast."""
    missing = [name for name in COLUMNS if name not in actual.columns]
    if missing:
        raise InputError(Problem(f"the column {', '.join(missing)} is missing", "actual", REMEDY))
    problems = [] if len(actual) else [Problem("there is no row", "actual", REMEDY)]
    for place, (industry, year, jobs) in enumerate(actual[list(COLUMNS)].itertuples(index=False), start=2):
        year = int(year) if year == int(year) else year
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
    industry, *numbers = COLUMNS
    return read_figures_file(file, (industry,), numbers, REMEDY)
