"""The dated forecasts beside rivals, as tables: series, forecasters, scores, and skill by era."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.number import listed, to_figures
from reallocate.kernel.table import BY_ROW, Column, table
from reallocate.kernel.units import MONTHS_A_YEAR
from reallocate.market.forecast.methods import LEVELS, crps, is_inside
from reallocate.market.forecast.monthly import BLS, CROWD, NO_CHANGE, OURS, Target
from reallocate.render.provenance import records

SERIES = {
    "unemployment": "Unemployment rate",
    "openings": "Job openings",
    "quits": "Quits rate",
    "hires": "Hires rate",
    "5415": "Jobs, computer systems design (5415)",
    "518": "Jobs, computing infrastructure (518)",
    "519": "Jobs, search and other information (519)",
    "employment": "Jobs, nonfarm payrolls",
}
_UNITS = {
    "unemployment": "share of the labour force", "openings": "persons",
    **dict.fromkeys(("quits", "hires"), "share of employment"),
    **dict.fromkeys(("5415", "518", "519", "employment"), "persons"),
}  # fmt: skip
FORECASTERS = {
    OURS: "this project", NO_CHANGE: "no change", BLS: "BLS projection", CROWD: "crowd (Metaculus)"
}  # fmt: skip
_QUANTILES = tuple(f"q{round(100 * level):02d}" for level in LEVELS)
MEDIAN = "q50"
_WHICH = (
    Column("series", "Figure", words=SERIES), Column("month", "Month"),
    Column("forecaster", "Forecaster", words=FORECASTERS), Column("unit", "Unit"),
)  # fmt: skip


@table(
    "forecasts", "Forecasts", _WHICH, Column("origin", "Last month known"),
    Column("last", "Last figure", BY_ROW), *(Column(name, f"{int(name[1:])}%",
    BY_ROW) for name in _QUANTILES),
    source="A forecaster without a distribution has a median only.",
)  # fmt: skip
def forecasts(targets: Sequence[Target]) -> pd.DataFrame:
    """One row a figure, month and forecaster."""
    return pd.DataFrame([_row(one) for one in targets])


def _row(one: Target) -> dict[str, object]:
    whole = one.quantiles.size > 1
    kept = zip(_QUANTILES, one.quantiles, strict=True) if whole else [(MEDIAN, one.quantiles[0])]
    values = dict.fromkeys(_QUANTILES, np.nan) | {name: to_figures(value, 6) for name, value in kept}
    return {
        "series": one.series, "month": one.month, "forecaster": one.forecaster, "unit": _UNITS[one.series],
        "origin": one.origin, "last": to_figures(one.last, 6), **values,
    }  # fmt: skip


_SCORED = (
    *_WHICH, Column("median", "Median", BY_ROW), Column("actual", "Actual", BY_ROW),
    Column("error", "Error", BY_ROW, signed=True), Column("crps", "CRPS", BY_ROW, about="less is better"),
    Column("inside", "In the 80% interval"),
)  # fmt: skip


@table("scored", "Forecast and actual", *_SCORED,
       source="CRPS: Gneiting, Raftery 2007; of a single number it is the absolute error.")  # fmt: skip
def scored(context: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """Every forecast whose figure has come out."""
    made, actual = context
    rows = made.merge(actual, on=["series", "month"], how="inner")
    names = [one.name for one in _SCORED]
    return pd.DataFrame([_scored(row) for row in records(rows)], columns=names)


def _scored(row: Mapping[str, object]) -> dict[str, object]:
    values = _quantiles(row)
    actual, median = float(str(row["value"])), float(str(row[MEDIAN]))
    inside = None if values.size == 1 else is_inside(values, actual)
    return {
        **{name: row[name] for name in ("series", "month", "forecaster", "unit")},
        "median": median, "actual": actual, "error": median - actual, "crps": crps(values, actual),
        "inside": inside,
    }  # fmt: skip


def _quantiles(row: Mapping[str, object]) -> Array:
    values = np.array([np.nan if row[name] is None else float(str(row[name])) for name in _QUANTILES])
    return values if np.isfinite(values).all() else np.array([float(str(row[MEDIAN]))])


@table(
    "leaders", "Who leads", Column("series", "Figure", words=SERIES),
    Column("forecaster", "Forecaster", words=FORECASTERS), Column("figures", "Figures", digits=0),
    Column("unit", "Unit"), Column("crps", "Mean CRPS", BY_ROW),
    Column("ratio", "CRPS against no change", "ratio", digits=2),
    Column("coverage", "Inside", "share of figures"), Column("leads", "Leads"),
)  # fmt: skip
def leaders(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a figure and forecaster, over the months that both it and no change forecast."""
    found = []
    for (series, forecaster), part in rows.groupby(["series", "forecaster"], sort=False):
        still = rows[rows["series"].eq(str(series)) & rows["forecaster"].eq(NO_CHANGE)]
        same = still[still["month"].isin(part["month"])]["crps"].mean()
        known = part["inside"].dropna().astype(float)
        found.append(
            {
                "series": series, "forecaster": forecaster, "figures": len(part), "unit": _UNITS[str(series)],
                "crps": part["crps"].mean(), "ratio": part["crps"].mean() / same if same > 0 else np.nan,
                "coverage": known.mean() if len(known) else np.nan,
            }
        )  # fmt: skip
    names = ["series", "forecaster", "figures", "unit", "crps", "ratio", "coverage"]
    frame = pd.DataFrame(found, columns=names)
    least = frame.groupby("series")["ratio"].transform("min") if len(frame) else frame["ratio"]
    return frame.assign(leads=frame["ratio"].eq(least))


FILE = "skill.csv"
_SOURCE = (
    "Rolling origins from 2008 on, each from earlier months alone, as revised since. A forecast that touches "
    "2020 or 2021 belongs to 2020–21. Below 1 is better than no change. Spans: forecasts that do not overlap."
)
_NOW = "since 2022"
_FARTHEST = {"unemployment": 12, "openings": 12, "quits": 6, "hires": 3}
"""Months ahead up to which the rule is not no change."""
_LEVEL = 0.99
"""Of the score of no change, from which a rule is no better."""
_At = dict[tuple[str, int, str], dict[Hashable, Any]]
"""Rows by series, months ahead and era."""
_SHORT = {"unemployment": "unemployment", "openings": "openings", "quits": "quits", "hires": "hires"}


@table(
    "skill", "Skill on past months, by era", Column("series", "Figure", words=SERIES),
    Column("ahead", "Months ahead", digits=0), Column("era", "Era"), Column("origins", "Forecasts", digits=0),
    Column("spans", "Spans", digits=0),
    Column("crps_ratio", "CRPS against no change", "ratio", digits=2),
    Column("mae_ratio", "Mean absolute error against no change", "ratio", digits=2),
    Column("coverage", "In the 80% interval", "share of figures", digits=0),
    source=_SOURCE,
)  # fmt: skip
def skill(rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row a series, months ahead and era, as `monthly.rolling_months` found them.

    rows : those that ship where none are given
    """
    return shipped_skill() if rows is None else rows


@cache
def _shipped() -> pd.DataFrame:
    with files("reallocate.market.forecast").joinpath(FILE).open("rb") as file:
        return pd.read_csv(file)


def shipped_skill() -> pd.DataFrame:
    """Skill as it ships; `scripts/pages/forecasts.py` makes it."""
    return _shipped().copy()


def skill_text(rows: pd.DataFrame) -> list[str]:
    """Skill in sentences, the newest era first.

    rows : as of `skill`
    """
    at = {(str(row["series"]), int(row["ahead"]), str(row["era"])): row for row in rows.to_dict("records")}
    worse = [name for name, ahead in _FARTHEST.items() if at[name, ahead, _NOW]["crps_ratio"] >= _LEVEL]
    better = [name for name in _FARTHEST if name not in worse]
    lines = []
    if worse:
        were = "were" if len(worse) > 1 else "was"
        each = listed([_now(at, name) for name in worse])
        lines.append(f"{_NOW.capitalize()}, {each} {were} forecast no better than by no change.")
    if better:
        each = listed([_now(at, name) for name in better])
        lines.append(f"{_NOW.capitalize()}, the rule was better than no change for {each}.")
    held = listed(
        [f"{at[name, MONTHS_A_YEAR, _NOW]['coverage']:.0%} of {_SHORT[name]}" for name in _FARTHEST]
    )
    spans = sorted({int(at[name, MONTHS_A_YEAR, _NOW]["spans"]) for name in _FARTHEST})
    few = f"{spans[0]} to {spans[-1]}" if len(spans) > 1 else f"{spans[0]}"
    lines.append(
        f"The 80% interval {MONTHS_A_YEAR} months ahead held {held} {_NOW}, over {few} spans of "
        f"{MONTHS_A_YEAR} months that do not overlap."
    )
    return [*lines, *(f"By era, {_eras(at, name)}." for name in _FARTHEST)]


def _now(at: _At, name: str) -> str:
    """A series with its score in the newest era."""
    row = at[name, _FARTHEST[name], _NOW]
    return (
        f"{_SHORT[name]} (CRPS {row['crps_ratio']:.2f} of no change {_FARTHEST[name]} months ahead, mean "
        f"absolute error {row['mae_ratio']:.2f})"
    )


def _eras(at: _At, name: str) -> str:
    """A series' scores in every era."""
    rows = [(era, row) for (one, ahead, era), row in at.items() if (one, ahead) == (name, _FARTHEST[name])]
    each = listed([f"{row['crps_ratio']:.2f} {_when(era)}" for era, row in rows])
    return f"CRPS of {_SHORT[name]} against no change {_FARTHEST[name]} months ahead: {each}"


def _when(era: str) -> str:
    return era if era == _NOW else f"in {era}"
