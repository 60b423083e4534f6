"""Skill of the rules on past months as it ships: tables by era, tests, and what they say."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from reallocate.kernel.number import listed
from reallocate.kernel.table import Column, table
from reallocate.kernel.units import MONTHS_A_YEAR
from reallocate.market.forecast.rolling import ERAS, SHOCK_ERA, by_rule_and_era
from reallocate.market.forecast.rules import BRAKED, GUARDED, NO_CHANGE, UNBRAKED

SKILL_FILE, TESTS_FILE = "skill.csv", "skill_tests.csv"
MONTHLY = {
    "unemployment": "Unemployment rate",
    "openings": "Job openings",
    "quits": "Quits rate",
    "hires": "Hires rate",
}
RULE_WORDS = {
    NO_CHANGE: "no change", BRAKED: "autoregression with a brake", GUARDED: "guarded autoregression",
    UNBRAKED: "autoregression without a brake",
}  # fmt: skip
USED_TO = {"unemployment": 12, "openings": 12, "quits": 6, "hires": 3}
"""Months ahead up to which the braked rule is not no change."""
NOW = "since 2022"
_CALM = tuple(era for era in ERAS if era != SHOCK_ERA)
_LEVEL = 0.99
"""Of the score of no change, from which a rule is no better."""
_SHORT = {name: words.split()[-1] if name == "openings" else name for name, words in MONTHLY.items()}
_COLUMN = {era: f"era_{place}" for place, era in enumerate(ERAS)}
_RATIO = "CRPS against no change"
_SOURCE = (
    "Rolling origins, each from earlier months alone, as revised since. Eras by the month forecast; a "
    "forecast that touches 2020 or 2021 belongs to 2020–21. Below 1 is better than no change."
)
_SPANS = "Spans: forecasts that do not overlap."
_At = dict[tuple[str, int, str], dict[Hashable, Any]]
"""Rows by series, months ahead and era."""
_WHICH = (Column("series", "Figure", words=MONTHLY), Column("ahead", "Months ahead", digits=0))
_OF_RULE = (Column("rule", "Rule", words=RULE_WORDS), *_WHICH)
_BY_ERA = tuple(Column(name, era.capitalize(), "ratio", digits=2) for era, name in _COLUMN.items())


@cache
def _shipped(name: str) -> pd.DataFrame:
    with files("reallocate.market.forecast").joinpath(name).open("rb") as file:
        return pd.read_csv(file)


def shipped_skill() -> pd.DataFrame:
    """Skill as it ships; `python -m scripts.pages.forecasts` makes it."""
    return _shipped(SKILL_FILE).copy()


@dataclass(frozen=True, eq=False)
class Measured:
    """Skill as it was computed from the shipped months.

    rows, tests : as from `rolling.rolling_months`
    kinds : of intervals, as from `intervals.interval_kinds`
    """

    rows: pd.DataFrame
    tests: pd.DataFrame
    kinds: pd.DataFrame


def _rows(context: Measured | None) -> pd.DataFrame:
    return shipped_skill() if context is None else context.rows


@table(
    "skill", "Skill on past months, by era", *_OF_RULE, Column("era", "Era"),
    Column("forecasts", "Forecasts", digits=0), Column("spans", "Spans", digits=0),
    Column("crps_ratio", _RATIO, "ratio", digits=2),
    Column("mae_ratio", "Absolute error", "ratio", digits=2, about="mean, against no change"),
    Column("mase", "MASE", "ratio", digits=1, about="error against the mean monthly change before"),
    Column("mase_no_change", "MASE, no change", "ratio", digits=1),
    Column("coverage", "In 80% interval", "share of figures", digits=0),
    Column("coverage_no_change", "In that of no change", "share of figures", digits=0),
    source=f"{_SOURCE} {_SPANS}",
)  # fmt: skip
def skill(context: Measured | None = None) -> pd.DataFrame:
    """One row a rule, series, months ahead and era, as `rolling.rolling_months` found them."""
    return _rows(context)


@table("by_era", "CRPS against no change, by era", *_WHICH, *_BY_ERA,
       source=f"The autoregression with a brake. {_SOURCE}")  # fmt: skip
def by_era(context: Measured | None = None) -> pd.DataFrame:
    """One row a series and months ahead, a column an era."""
    rows = _rows(context)
    return _wide(rows[rows["rule"].eq(BRAKED)], ["series", "ahead"], "crps_ratio")


@table("by_rule", "CRPS against no change, by rule", Column("rule", "Rule", words=RULE_WORDS), *_BY_ERA,
       source=f"Geometric mean over series and months ahead. {_SOURCE}")  # fmt: skip
def by_rule(context: Measured | None = None) -> pd.DataFrame:
    """One row a rule, a column an era."""
    wide = by_rule_and_era(_rows(context))
    return wide.rename(columns=_COLUMN).rename_axis(None, axis=1).reset_index()


@table("held", "Share in the 80% interval of no change", *_WHICH,
       *(one for era, name in _COLUMN.items() for one in (
           Column(name, era.capitalize(), "share of figures", digits=0),
           Column(f"{name}_spans", f"Spans {era}", digits=0))),
       source=f"The forecast that leads. {_SOURCE.partition(' Below')[0]} {_SPANS}")  # fmt: skip
def coverage(context: Measured | None = None) -> pd.DataFrame:
    """One row a series and months ahead; of each era the share and the spans."""
    rows = _rows(context)
    rows, key = rows[rows["rule"].eq(BRAKED)], ["series", "ahead"]
    spans = _wide(rows, key, "spans").rename(columns={name: f"{name}_spans" for name in _COLUMN.values()})
    return _wide(rows, key, "coverage_no_change").merge(spans, on=key)


@table("skill_tests", "Test against no change", *_OF_RULE, Column("forecasts", "Forecasts", digits=0),
       Column("statistic", "Diebold–Mariano t", "standard errors", digits=1, signed=True),
       source="Outside 2020–21, of CRPS, with errors that allow for overlap; below −2 the rule is better."
       )  # fmt: skip
def skill_tests(context: Measured | None = None) -> pd.DataFrame:
    """One row a rule, series and months ahead."""
    return _shipped(TESTS_FILE).copy() if context is None else context.tests


@table("intervals", "Intervals around the autoregression with a brake", Column("kind", "Kind"),
       Column("held", "Held", "share of figures", digits=0),
       Column("distance", "Mean distance from 80%", "share", digits=0),
       Column("ratio", _RATIO, "ratio", digits=3), source=f"Outside 2020–21. {_SOURCE}")  # fmt: skip
def intervals(context: Measured) -> pd.DataFrame:
    """One row a kind of interval."""
    return context.kinds


SKILL_TABLES = (by_era, by_rule, coverage, skill_tests, skill)


def _wide(rows: pd.DataFrame, key: list[str], value: str) -> pd.DataFrame:
    """One score, a column an era, rows in their order."""
    order = rows[key].drop_duplicates()
    wide = rows.pivot(index=key, columns="era", values=value).reindex(columns=list(_COLUMN))
    return order.merge(wide.rename(columns=_COLUMN).reset_index(), on=key)


def interval_record(series: str, rule: str, ahead: int) -> str:
    """What such 80% intervals held in each calm era, with the separate spans; "" where it is not known.

    series, rule : whose forecasts
    ahead : months; the next number of them that was scored stands for it
    """
    rows = shipped_skill()
    of_rule = BRAKED if rule == NO_CHANGE else rule
    rows = rows[rows["series"].eq(series) & rows["rule"].eq(of_rule) & rows["ahead"].ge(ahead)]
    if rows.empty:
        return ""
    at = int(rows["ahead"].min())
    value = "coverage_no_change" if rule == NO_CHANGE else "coverage"
    found = rows[rows["ahead"].eq(at)].set_index("era")
    each = found[[value, "spans"]].astype(float).to_dict("index")
    return ", ".join(
        f"{era} {each[era][value]:.0%} ({each[era]['spans']:.0f})" for era in _CALM if era in each
    )


def no_better_text(rows: pd.DataFrame) -> list[str]:
    """What was forecast no better than by no change in the newest era; stands before any other figure.

    rows : as of `skill`
    """
    at = _at(rows)
    worse = [name for name, ahead in USED_TO.items() if at[name, ahead, NOW]["crps_ratio"] >= _LEVEL]
    better = [name for name in USED_TO if name not in worse]
    lines = []
    if worse:
        were, each = ("were" if len(worse) > 1 else "was"), listed([_now(at, name) for name in worse])
        lines.append(f"{NOW.capitalize()}, {each} {were} forecast no better than by no change.")
    if better:
        each = listed([_now(at, name) for name in better])
        lines.append(f"{NOW.capitalize()}, the challenger was better than no change for {each}.")
    return lines


def skill_text(rows: pd.DataFrame) -> list[str]:
    """What the intervals held since 2022, and each series by era.

    rows : as of `skill`
    """
    at = _at(rows)
    every = [at[name, MONTHS_A_YEAR, NOW] for name in USED_TO]
    shares = [
        f"{row['coverage_no_change']:.0%} of {_SHORT[name]}" for name, row in zip(USED_TO, every, strict=True)
    ]
    spans = sorted({int(row["spans"]) for row in every})
    few = f"{spans[0]} to {spans[-1]}" if len(spans) > 1 else f"{spans[0]}"
    return [
        f"The 80% interval of no change {MONTHS_A_YEAR} months ahead held {listed(shares)} {NOW}, over {few} "
        f"spans of {MONTHS_A_YEAR} months that do not overlap.",
        *(f"By era, {_eras(at, name)}." for name in USED_TO),
    ]


def _at(rows: pd.DataFrame) -> _At:
    braked = rows[rows["rule"].eq(BRAKED)].to_dict("records")
    return {(str(row["series"]), int(row["ahead"]), str(row["era"])): row for row in braked}


def _now(at: _At, name: str) -> str:
    """A series with its score in the newest era."""
    row = at[name, USED_TO[name], NOW]
    return (
        f"{_SHORT[name]} (CRPS {row['crps_ratio']:.2f} of no change {USED_TO[name]} months ahead, mean "
        f"absolute error {row['mae_ratio']:.2f})"
    )


def _eras(at: _At, name: str) -> str:
    """A series' scores in every era."""
    rows = [(era, row) for (one, ahead, era), row in at.items() if (one, ahead) == (name, USED_TO[name])]
    each = listed([f"{row['crps_ratio']:.2f} {_when(era)}" for era, row in rows])
    return f"CRPS of {_SHORT[name]} against no change {USED_TO[name]} months ahead: {each}"


def _when(era: str) -> str:
    return era if era == NOW else f"in {era}"
