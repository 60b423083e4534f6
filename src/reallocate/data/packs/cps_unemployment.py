"""CPS 2025: unemployment by the major group of the last job."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack
from reallocate.kernel.errors import DataError, Problem

_FILE = "cps_2025_unemployment_by_soc_major.csv"
_YEAR = 2025
_ROUNDING = 0.00051 + 0.0005
"""How far a rate of one digit may be from the ratio of its rounded parts [share]."""

PACK = Pack(
    name="cps-unemployment-2025",
    folder="cps-occupation",
    title="Unemployment by major group of the last job, 2025",
    citation=(
        "U.S. Bureau of Labor Statistics, Current Population Survey, unemployed persons by occupation "
        "of the last job, 2025"
    ),
    licence="US government work (public domain)",
    vintage="2025",
    files={_FILE: "a34956bf67894125895cdb68a5df6981bba2d034c2524fb70fff64eef1269551"},
    tables=("unemployment",),
    as_read=("unemployment",),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Unemployment by major group; `00-0000` is everybody, those without a last job too.

    folder : the source's own folder
    Returns `unemployment` (major_group, year, rate [share of the labour force],
    unemployed [persons], labour_force [persons]).
    Raises `DataError` where a rate is not the ratio of its parts, since a figure was then misread.
    """
    path = folder / _FILE
    frame = pd.read_csv(path, dtype={"soc_major": "str"})
    table = pd.DataFrame(
        {
            "major_group": frame["soc_major"] + "-0000",
            "year": _YEAR,
            "rate": frame["unemployment_rate_pct"] / 100.0,
            "unemployed": frame["unemployed_thousands"] * 1e3,
            "labour_force": frame["labor_force_thousands"] * 1e3,
        }
    )
    ratio = table["unemployed"] / table["labour_force"]
    off = table.loc[(table["rate"] - ratio).abs() > _ROUNDING, "major_group"].tolist()
    if off:
        raise DataError(Problem("the rate is not unemployed / labour force", f"{path}: {', '.join(off)}"))
    return {"unemployment": table}
