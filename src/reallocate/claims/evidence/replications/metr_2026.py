"""METR 2026: how fast the time horizon of the leading models doubles."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained

_FILE = "open/epoch/benchmark_data_2026_05/metr_time_horizons_external.csv"
_VERSION = "METR-Horizon-v1.1"
_PUBLISHED = "2026-01-29"
_SINCE = ("2023", "2024")
_CAUSE = (
    "since the file holds later revisions of the horizons and not every model that led: with so few "
    "models since 2024, each of them moves the slope"
)


def replicate(context: EvidenceContext) -> Found:
    """The doubling times.

    context : with the table of horizons, which does not ship
    """
    file = context.file(_FILE)
    if file is None:
        return {}
    table = pd.read_csv(file, parse_dates=["Release date"])
    table = table[(table["METR version"] == _VERSION) & (table["Release date"] <= _PUBLISHED)]
    table = table.sort_values(["Release date", "Time horizon"])
    led = table[table["Time horizon"] >= table["Time horizon"].cummax()]
    return {f"doubling_since_{year}": _doubling(led[led["Release date"] >= year], year) for year in _SINCE}


def _doubling(led: pd.DataFrame, year: str) -> Obtained:
    """Days in which the horizon doubles."""
    days = (led["Release date"] - led["Release date"].min()).dt.days.to_numpy(dtype=float)
    slope = float(np.polyfit(days, np.log2(led["Time horizon"].to_numpy(dtype=float)), 1)[0])
    names = ", ".join(f"{row['Model version']} {row['Time horizon']:.0f}" for row in led.to_dict("records"))
    return Obtained(1.0 / slope, f"{len(led)} models, minutes: {names}", _CAUSE)
