"""Indeed Hiring Lab: US job postings by sector, and in sectors that AI reaches far beside others."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_SECTORS, _EXPOSED = "us_sector_postings_monthly.csv", "us_exposed_vs_control_monthly.csv"

PACK = Pack(
    name="hiring-lab-sector",
    folder="hiring-lab-sector",
    title="Job postings by sector, United States",
    citation="Indeed Hiring Lab, job postings index by sector",
    licence="CC BY 4.0",
    vintage="February 2020 to September 2024 by sector; exposed sectors to August 2026",
    conversion_of="daily figures by sector, as monthly means",
    files={
        _SECTORS: "6a55148515c5ab013179d3efb587ebe63c9c328de3a9dc7ddaf13c591406f072",
        _EXPOSED: "5a1e075c883b8b04eeb996e8e3df0157113ea15960d7d7189a1e2623e38c9fb5",
    },
    tables=("postings",),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Postings by month.

    folder : the source's own folder
    Returns `sectors` (series: the sector; month, value [index, 100 = 1 February 2020]) and `exposed` (series:
    exposed or control; month, value), sectors that AI reaches far and others.
    """
    sectors = pd.read_csv(folder / _SECTORS)
    both = pd.read_csv(folder / _EXPOSED).melt("date", ["exposed", "control"], "series", "value")
    return {
        "sectors": pd.DataFrame(
            {"series": sectors["sector"], "month": sectors["month"], "value": sectors["postings_index"]}
        ),
        "exposed": pd.DataFrame(
            {"series": both["series"], "month": both["date"].str[:7], "value": both["value"]}
        ),
    }
