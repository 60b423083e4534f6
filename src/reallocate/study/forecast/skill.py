"""How good the rule of the monthly series was on past months, by era; it stands first where skill is told."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from reallocate.measure.number import listed
from reallocate.output.table import Column, table
from reallocate.study.forecast.ledger_tables import SERIES

FILE = "skill.csv"
SOURCE = (
    "Rolling origins from 2008 on, each from earlier months alone, as revised since. A forecast that touches "
    "2020 or 2021 belongs to 2020–21. Below 1 is better than no change. Spans: forecasts that do not overlap."
)
NOW = "since 2022"
FARTHEST = {"unemployment": 12, "openings": 12, "quits": 6, "hires": 3}
"""Months ahead up to which the rule is not no change."""
LEVEL = 0.99
"""Of the score of no change, from which a rule is no better."""
YEAR = 12
_At = dict[tuple[str, int, str], dict[Hashable, Any]]
"""Rows by series, months ahead and era."""
SHORT = {"unemployment": "unemployment", "openings": "openings", "quits": "quits", "hires": "hires"}


@table(
    "skill", "Skill on past months, by era", Column("series", "Figure", words=SERIES),
    Column("ahead", "Months ahead", digits=0), Column("era", "Era"), Column("origins", "Forecasts", digits=0),
    Column("spans", "Spans", digits=0),
    Column("crps_ratio", "CRPS against no change", "ratio", digits=2),
    Column("mae_ratio", "Mean absolute error against no change", "ratio", digits=2),
    Column("coverage", "In the 80% interval", "share of figures", digits=0),
    source=SOURCE,
)  # fmt: skip
def skill(rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row a series, months ahead and era, as `rolling_origins.rolling_months` found them.

    rows : those that ship where none are given
    """
    return shipped_skill() if rows is None else rows


@cache
def _shipped() -> pd.DataFrame:
    with files("reallocate.study.forecast").joinpath(FILE).open("rb") as file:
        return pd.read_csv(file)


def shipped_skill() -> pd.DataFrame:
    """Skill as it ships; `scripts/forecast_skill.py` makes it."""
    return _shipped().copy()


def skill_text(rows: pd.DataFrame) -> list[str]:
    """Skill in sentences, the newest era first.

    rows : as of `skill`
    """
    at = {(str(row["series"]), int(row["ahead"]), str(row["era"])): row for row in rows.to_dict("records")}
    worse = [name for name, ahead in FARTHEST.items() if at[name, ahead, NOW]["crps_ratio"] >= LEVEL]
    better = [name for name in FARTHEST if name not in worse]
    lines = []
    if worse:
        were = "were" if len(worse) > 1 else "was"
        each = listed([_now(at, name) for name in worse])
        lines.append(f"{NOW.capitalize()}, {each} {were} forecast no better than by no change.")
    if better:
        each = listed([_now(at, name) for name in better])
        lines.append(f"{NOW.capitalize()}, the rule was better than no change for {each}.")
    held = listed([f"{at[name, YEAR, NOW]['coverage']:.0%} of {SHORT[name]}" for name in FARTHEST])
    spans = sorted({int(at[name, YEAR, NOW]["spans"]) for name in FARTHEST})
    few = f"{spans[0]} to {spans[-1]}" if len(spans) > 1 else f"{spans[0]}"
    lines.append(
        f"The 80% interval {YEAR} months ahead held {held} {NOW}, over {few} spans of {YEAR} months that do "
        "not overlap."
    )
    return [*lines, *(f"By era, {_eras(at, name)}." for name in FARTHEST)]


def _now(at: _At, name: str) -> str:
    """A series with its score in the newest era."""
    row = at[name, FARTHEST[name], NOW]
    return (
        f"{SHORT[name]} (CRPS {row['crps_ratio']:.2f} of no change {FARTHEST[name]} months ahead, mean "
        f"absolute error {row['mae_ratio']:.2f})"
    )


def _eras(at: _At, name: str) -> str:
    """A series' scores in every era."""
    rows = [(era, row) for (one, ahead, era), row in at.items() if (one, ahead) == (name, FARTHEST[name])]
    each = listed([f"{row['crps_ratio']:.2f} {_when(era)}" for era, row in rows])
    return f"CRPS of {SHORT[name]} against no change {FARTHEST[name]} months ahead: {each}"


def _when(era: str) -> str:
    return era if era == NOW else f"in {era}"
