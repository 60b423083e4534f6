"""JOLTS: monthly rates of hires, quits and separations, December 2000 to April 2024."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_FILE = "jolts_total_nonfarm_rates_2000-12_2024-04.csv"
_SERIES = {"hires_rate": "hires", "quits_rate": "quits", "total_separations_rate": "separations"}

PACK = Pack(
    name="jolts-rates",
    folder="jolts-rates",
    title="Rates of hires, quits and separations, total nonfarm, seasonally adjusted",
    citation="U.S. Bureau of Labor Statistics, Job Openings and Labor Turnover Survey, total nonfarm",
    licence="US government work (public domain)",
    vintage="December 2000 to April 2024",
    conversion_of=(
        "transcribed monthly rates; quits agree with the published series month by month, hires and "
        "separations were not checked against another copy"
    ),
    files={_FILE: "5fbb08141b9a35f82f213e5a0f1d220c5ea7bca88314990997bd53afa8b32e0c"},
    tables=("labour_flows", "market_series"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Monthly rates, one row a series and month.

    folder : the source's own folder
    Returns `rates` (series, month [YYYY-MM], value [share of employment/month]).
    """
    frame = pd.read_csv(folder / _FILE).rename(columns=_SERIES)
    rates = frame.melt("date", list(_SERIES.values()), "series", "value")
    rates = rates.assign(month=rates["date"].str[:7], value=rates["value"] / 100.0)
    return {"rates": rates[["series", "month", "value"]]}
