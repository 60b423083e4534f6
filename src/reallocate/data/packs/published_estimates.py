"""Published estimates of what AI does to jobs, unemployment and pay, each with its locator and grade."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_FILE = "estimates.csv"
_RANGE, _NUMBER = r"^(-?[\d.]+) to (-?[\d.]+)$", r"^[\d.]+$"

PACK = Pack(
    name="published-estimates",
    folder="estimates/published-estimates",
    title="Estimates of AI's effect on jobs, unemployment and pay: payrolls, CPS, ACS, Norway, Sweden",
    citation="Compiled for this project from the publications that each row names",
    licence="figures stated in publications",
    vintage="to September 2026",
    files={_FILE: "0d1a0447a8c72b4191e6fa33f55302de11a1614500a7e3b85d7bc96f1fd40ed7"},
    tables=("published_estimates",),
    as_read=("published_estimates",),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Each estimate with its error or range, where one was published.

    folder : the source's own folder
    Returns `published_estimates` (id, what, data, value, standard_error, low, high [unit], uncertainty: as
    published; unit, period, locator, grade).
    """
    rows = pd.read_csv(folder / _FILE, dtype=str).fillna("")
    given = rows["se_or_interval"]
    ends = given.str.extract(_RANGE)
    table = rows[["id", "what", "data", "unit", "period", "locator", "grade"]].assign(
        value=rows["b"].astype(float),
        standard_error=pd.to_numeric(given.where(given.str.match(_NUMBER)), errors="coerce"),
        low=ends[0].astype(float),
        high=ends[1].astype(float),
        uncertainty=given,
    )
    return {"published_estimates": table}
