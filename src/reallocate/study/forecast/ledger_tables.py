"""The tables of the ledger: what is forecast by whom, and the scores of what has come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from reallocate.economy.forecasting.score import LEVELS, crps, is_inside
from reallocate.measure.arrays import Array
from reallocate.output.table import BY_ROW, Column, table
from reallocate.problem.nation.targets import BLS, CROWD, NO_CHANGE, OURS, Target
from reallocate.result.plain import records

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
UNITS = {
    "unemployment": "share of the labour force", "openings": "persons",
    **dict.fromkeys(("quits", "hires"), "share of employment"),
    **dict.fromkeys(("5415", "518", "519", "employment"), "persons"),
}  # fmt: skip
FORECASTERS = {
    OURS: "this project", NO_CHANGE: "no change", BLS: "BLS projection", CROWD: "crowd (Metaculus)"
}  # fmt: skip
QUANTILES = tuple(f"q{round(100 * level):02d}" for level in LEVELS)
MEDIAN = "q50"
WHICH = (
    Column("series", "Figure", words=SERIES), Column("month", "Month"),
    Column("forecaster", "Forecaster", words=FORECASTERS), Column("unit", "Unit"),
)  # fmt: skip


@table(
    "forecasts", "Forecasts", WHICH, Column("origin", "Last month known"),
    Column("last", "Last figure", BY_ROW), *(Column(name, f"{int(name[1:])}%", BY_ROW) for name in QUANTILES),
    source="A forecaster without a distribution has a median only.",
)  # fmt: skip
def forecasts(targets: Sequence[Target]) -> pd.DataFrame:
    """One row a figure, month and forecaster."""
    return pd.DataFrame([_row(one) for one in targets])


def _row(one: Target) -> dict[str, object]:
    whole = one.quantiles.size > 1
    kept = zip(QUANTILES, one.quantiles, strict=True) if whole else [(MEDIAN, one.quantiles[0])]
    values = dict.fromkeys(QUANTILES, np.nan) | {name: float(f"{value:.6g}") for name, value in kept}
    return {
        "series": one.series, "month": one.month, "forecaster": one.forecaster, "unit": UNITS[one.series],
        "origin": one.origin, "last": float(f"{one.last:.6g}"), **values,
    }  # fmt: skip


SCORED = (
    *WHICH, Column("median", "Median", BY_ROW), Column("actual", "Actual", BY_ROW),
    Column("error", "Error", BY_ROW, signed=True), Column("crps", "CRPS", BY_ROW, about="less is better"),
    Column("inside", "In the 80% interval"),
)  # fmt: skip


@table("scored", "Forecast and actual", *SCORED,
       source="CRPS: Gneiting, Raftery 2007; of a single number it is the absolute error.")  # fmt: skip
def scored(context: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """Every forecast whose figure has come out."""
    made, actual = context
    rows = made.merge(actual, on=["series", "month"], how="inner")
    names = [one.name for one in SCORED]
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
    values = np.array([np.nan if row[name] is None else float(str(row[name])) for name in QUANTILES])
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
                "series": series, "forecaster": forecaster, "figures": len(part), "unit": UNITS[str(series)],
                "crps": part["crps"].mean(), "ratio": part["crps"].mean() / same if same > 0 else np.nan,
                "coverage": known.mean() if len(known) else np.nan,
            }
        )  # fmt: skip
    names = ["series", "forecaster", "figures", "unit", "crps", "ratio", "coverage"]
    frame = pd.DataFrame(found, columns=names)
    least = frame.groupby("series")["ratio"].transform("min") if len(frame) else frame["ratio"]
    return frame.assign(leads=frame["ratio"].eq(least))
