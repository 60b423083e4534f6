"""Indeed Hiring Lab: an index of US job postings, and the share of postings that name AI by country."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_TOTALS, _NAMING_AI = "aggregate_job_postings_US.csv", "AI_posting.csv"

PACK = Pack(
    name="hiring-lab",
    folder="hiring-lab",
    title="Job postings, United States",
    citation="Indeed Hiring Lab, job postings index and share of postings that name AI",
    licence="CC BY 4.0",
    vintage="January 2019 to August 2026",
    files={
        _TOTALS: "13d8eb76f96b465d63c847e70e192aeac2fb723a98e8c5e7f68881d273c5975a",
        _NAMING_AI: "436027e9a1bdfa1055ffb5116e15b77d3592b018ad32c8360bd1688011b100cb",
    },
    tables=("postings",),
)

_SERIES = {"total postings": "all", "new postings": "new"}


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Postings day by day.

    folder : the source's own folder
    Returns `totals` (series: all or new; date, value [index, 100 = 1 February 2020], seasonally adjusted) and
    `naming_ai` (country, date, value [% of postings]).
    """
    totals = pd.read_csv(folder / _TOTALS)
    naming = pd.read_csv(folder / _NAMING_AI)
    return {
        "totals": pd.DataFrame(
            {
                "series": totals["variable"].map(_SERIES),
                "date": totals["date"],
                "value": totals["indeed_job_postings_index_SA"],
            }
        ),
        "naming_ai": naming.set_axis(["date", "country", "value"], axis="columns"),
    }
