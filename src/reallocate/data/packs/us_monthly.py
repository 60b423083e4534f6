"""Monthly series of the United States: hires, unemployed by weeks and age, jobs of three tech industries."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_FILE = "us_monthly.csv"
_RATES = {
    "JTSHIR": "hires",
    "LNS14000036": "unemployment_20_24",
    "CGBD2024": "unemployment_graduates_20_24",
}
_WEEKS = ("UEMPLT5", "UEMP5TO14", "UEMP15T26", "UEMP27OV")
"""The unemployed by how long they have been, who add up to all."""
_THOUSANDS = {
    "CES6054150001": "5415", "CEU5051800001": "518", "CEU5051900001": "519",
    _WEEKS[0]: "unemployed_under_5_weeks",
}  # fmt: skip

PACK = Pack(
    name="us-monthly",
    folder="us-monthly",
    title="Hires; unemployed by weeks; unemployment at 20 to 24; employment in NAICS 5415, 518 and 519",
    citation=(
        "U.S. Bureau of Labor Statistics: Job Openings and Labor Turnover Survey, rate of hires, total "
        "nonfarm, seasonally adjusted (JTSHIR); Current Population Survey, rate of unemployment at 20 to 24, "
        "seasonally adjusted (LNS14000036), and of those among them with a bachelor's degree, not adjusted "
        "(CGBD2024), both to April 2024; unemployed for less than 5, 5 to 14, 15 to 26, and 27 and more "
        "weeks, seasonally adjusted (UEMPLT5, UEMP5TO14, UEMP15T26, UEMP27OV), to April 2024; Current "
        "Employment Statistics, all employees in computer systems design (CES6054150001, seasonally "
        "adjusted), computing infrastructure and data processing (CEU5051800001) and web search and other "
        "information (CEU5051900001)"
    ),
    licence="US government work (public domain)",
    vintage="to July 2026",
    files={_FILE: "0f75d19193521a0cd6d6026437de19724f4202cba4093323260f401b2a61dad2"},
    tables=("national_months",),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The series, one row a series and month; a month that was not published has no row.

    folder : the source's own folder
    Returns `series` (series, month [YYYY-MM], value): hires [share of employment/month]; unemployment at 20
    to 24 and of graduates of that age [share of the labour force]; unemployed, of these
    unemployed_under_5_weeks, 5415, 518 and 519 [persons]. Graduates, 518 and 519 are not seasonally adjusted.
    """
    rows = pd.read_csv(folder / _FILE).dropna(subset="value")
    by_weeks = rows[rows["series"].isin(_WEEKS)].pivot(index="date", columns="series", values="value")
    everyone = (1e3 * by_weeks[list(_WEEKS)]).sum(axis=1, skipna=False).rename("value").reset_index()
    unemployed = everyone.assign(series="unemployed", month=everyone["date"].str[:7])
    scale = dict.fromkeys(_RATES, 0.01) | dict.fromkeys(_THOUSANDS, 1e3)
    rows = rows[rows["series"].isin(list(scale))]
    kept = {
        "series": rows["series"].map(_RATES | _THOUSANDS),
        "month": rows["date"].str[:7],
        "value": rows["value"] * rows["series"].map(scale),
    }
    named = pd.DataFrame(kept)
    return {"series": pd.concat([named, unemployed[list(named)]], ignore_index=True)}
