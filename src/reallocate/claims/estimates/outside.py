"""Series that may not ship: what was computed from them, computed again where they are at hand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.claims.estimates.regression import Estimate, best_kink, kinked_line
from reallocate.kernel.arrays import Array

PAYROLLS, YOUNG_ALONE, SHORT = "payrolls", "payrolls_young_alone", "short_unemployment"
LATER, LATER_LAYOFFS, LATER_MANAGERS = "later_months", "later_layoffs", "later_managers"
_PAYROLL_FILE = "validation-only/estimates/canaries-adp-2026-05/index_2022-11_100.csv"
_TRACKER_FILE = "validation-only/estimates/yale-tracker-2026-06/shares.csv"
FILES = (_PAYROLL_FILE, _TRACKER_FILE)
"""Under the folder of source files."""
_PAYROLL_MONTHS = ("2021-05", "2026-04")
_KINK = "2022-11"
_TRIED = ("2021-11", "2024-12")
"""Months at which one kink is tried."""
_PEOPLE = {
    1: {"35-40": 0.8801, "41-49": 1.281, "50+": 2.253},
    5: {"35-40": 5.83, "41-49": 7.901, "50+": 12.56},
}
"""People of the release in November 2022, by fifth and age [million]. Source: the same release."""
_READINGS_A_YEAR = 4
"""Independent readings in a year of three-month means of a rotating sample."""


@dataclass(frozen=True)
class Stated:
    """Figures from one series that does not ship.

    series : what they were computed from
    computed : the month of that
    unit : of the figures, or as named
    figures : (name)
    best_month : at which one kink fits best; "" where none was tried
    """

    series: str
    computed: str
    unit: str
    figures: Mapping[str, float] = field(default_factory=dict)
    best_month: str = ""

    def estimate(self, name: str) -> Estimate:
        """A figure with its standard error; not a number where none is stated.

        name : of the figure; its error is `name`_error
        """
        return Estimate(self.figures[name], self.figures.get(f"{name}_error", float("nan")))


@cache
def stated() -> Mapping[str, Stated]:
    """Everything that was computed from series that do not ship, by name."""
    text = resources.files("reallocate.claims.estimates").joinpath("stated.toml").read_text(encoding="utf-8")
    return {name: Stated(**entry) for name, entry in tomllib.loads(text).items()}


def at_hand(sources: Path | None) -> Mapping[str, Stated]:
    """The same, computed again where a folder of source files has the series.

    sources : laid out as `reallocate data build --from` reads it; none for the figures as stated
    Later months are never computed again: they enter with a release that names the day.
    """
    made = dict(stated())
    if sources is None:
        return made
    if (path := sources / _PAYROLL_FILE).is_file():
        young, older = _payrolls(path)
        made[PAYROLLS] = _kinked(made[PAYROLLS], young - older)
        made[YOUNG_ALONE] = _kinked(made[YOUNG_ALONE], young)
    if (path := sources / _TRACKER_FILE).is_file():
        made[SHORT] = _odds(made[SHORT], path)
    return made


def _payrolls(path: Path) -> tuple[pd.Series, pd.Series]:
    """log(fifth 5/fifth 1) at 22 to 25, and at 35 and older; (month) [natural logarithm]."""
    rows = pd.read_csv(path, dtype=str)
    months = pd.period_range(*_PAYROLL_MONTHS, freq="M").astype(str)
    index = {
        (int(row["quintile"]), row["age"]): [
            float(value) for year in range(2021, 2027) for value in row[str(year)].split()
        ]
        for row in rows.to_dict("records")
    }
    table = pd.DataFrame(index, index=months)
    # A constant factor, such as all people of a fifth, moves no change of the gap.
    older = {
        fifth: table[[(fifth, age) for age in of_age]].mul(list(of_age.values())).sum(axis=1)
        for fifth, of_age in _PEOPLE.items()
    }
    pairs = (table[5, "22-25"] / table[1, "22-25"], older[5] / older[1])
    young, old = (pd.Series(np.log(one.to_numpy(float)), index=months) for one in pairs)
    return young, old


def _kinked(before: Stated, gap: pd.Series) -> Stated:
    """The fall of a gap since November 2022, and what is beyond its slope before.

    beyond = change of slope · years since
    """
    months = list(map(str, gap.index))
    place = months.index(_KINK)
    values: Array = 100.0 * gap.to_numpy(float)
    kink, years = kinked_line(values, place), (len(values) - 1 - place) / 12.0
    tried = range(months.index(_TRIED[0]), months.index(_TRIED[1]) + 1)
    level = 100.0 * gap
    ends = ("2022-11", "2023-11", "2024-11", "2025-11", "2026-04")
    names = ("year_1", "year_2", "year_3", "to_april_2026")
    steps = dict(zip(names, level[list(ends)].diff()[1:], strict=True))
    start = float(level.loc["2022-09":"2022-11"].mean())
    every = {
        "fall": float(level.iloc[-3:].mean()) - start,
        "slope": kink.slope,
        "beyond": kink.change * years,
        "beyond_error": kink.change_error * years,
        "to_november_2024": float(level["2024-11"] - level["2022-11"]),
        **steps,
    }
    figures = {name: every[name] for name in before.figures}
    return Stated(before.series, "now", before.unit, figures, months[best_kink(values, tried)])


def _odds(before: Stated, path: Path) -> Stated:
    """Odds of the highest group among people unemployed under five weeks over those among workers."""
    rows = pd.read_csv(path).set_index("series")["values"].str.split()
    shares = {str(name): np.array(values, dtype=float) / 100.0 for name, values in rows.items()}
    names = list(shares)
    work, short = shares[names[0]], shares[next(name for name in names if "<5" in name)]
    relative = np.log(short / (1.0 - short)) - np.log(work / (1.0 - work))
    first, last = relative[:12], relative[-12:]
    error = np.sqrt((np.nanvar(first, ddof=1) + np.nanvar(last, ddof=1)) / _READINGS_A_YEAR)
    figures = {
        "first_year": float(np.exp(np.nanmean(first))),
        "last_year": float(np.exp(np.nanmean(last))),
        "change": 100.0 * float(np.nanmean(last) - np.nanmean(first)),
        "change_error": 100.0 * float(error),
    }
    return Stated(before.series, "now", before.unit, figures)
