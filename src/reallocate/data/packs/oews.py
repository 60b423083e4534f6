"""OEWS May 2025: employment and pay by occupation, for the nation, its industries and its areas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

PACK = Pack(
    name="oews-2025",
    folder="oews-2025",
    title="Occupational Employment and Wage Statistics, May 2025",
    citation="U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics, May 2025",
    licence="US government work (public domain)",
    vintage="May 2025",
    conversion_of="BLS OEWS May 2025 estimates and their area, industry, occupation and footnote tables",
    files={
        "area.csv": "924e614be283c4b41694270352a3d309de4944c97be46b8f6d60939c298f2fcc",
        "footnote.csv": "bcf72f8596d7482f78a7a0fa62fa9070d228985b6d199540395c77ea4a8a2e6a",
        "industry.csv": "4eb900b6fdd75bb017f75d8d2aa478692e7147a4cfe4d873605cc85068a6e532",
        "occupation.csv": "8fb3c0eef025f20b17a56b35bf6e14ed59132017d5821294eecdbec0074c3e18",
        "oews_may_2025.parquet": "dd1193270eedaed86e0c61ca37ccbc404a5aa4d28fe838ef192ad155b3e1d117",
    },
    tables=(
        "occupations",
        "groups",
        "staffing",
        "industries",
        "areas",
        "area_employment",
        "history",
        "industry_bridge",
        "industry_staffing",
        "industries_io",
    ),  # fmt: skip
    as_read=("areas",),
)

_LEVELS = {"0": "major", "1": "minor", "2": "broad", "3": "detailed"}
_COLUMNS = {
    "employment_rse_pct": "employment_rse",
    "wage_rse_pct": "wage_rse",
    **{f"wage_annual_{name}": f"wage_{name}" for name in ("mean", "p10", "p25", "p50", "p75", "p90")},
}


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The four OEWS tables with codes written as SOC writes them (`15-1252`).

    folder : the source's own folder
    Returns `occupations` (occupation, title, level), `industries` (industry, title, level),
    `areas` (area, title, areatype, state) and `cells` (areatype, area, industry, occupation,
    employment [persons], employment_rse [%], wages [USD/year], wage_rse [%], footnotes). A figure that BLS
    did not release is missing, never zero.

    Source: BLS OEWS, May 2025; the self-employed are not in it.
    """
    cells = pd.read_parquet(folder / "oews_may_2025.parquet").rename(columns=_COLUMNS)
    cells = cells.astype(dict.fromkeys(_COLUMNS.values(), "float64"))
    codes = pd.Series({code: _soc(code) for code in cells["occupation"].unique()})
    cells["occupation"] = cells["occupation"].map(codes)
    return {
        "occupations": _occupations(folder),
        "industries": _industries(folder),
        "areas": _areas(folder),
        "cells": cells,
    }


def _soc(code: str) -> str:
    """An OEWS occupation code as SOC writes it: `151252` is `15-1252`.

    code : six digits
    """
    return f"{code[:2]}-{code[2:]}"


def _occupations(folder: Path) -> pd.DataFrame:
    frame = pd.read_csv(folder / "occupation.csv", dtype=str)
    levels = frame["display_level"].map(_LEVELS)
    return pd.DataFrame(
        {
            "occupation": frame["occupation_code"].map(_soc),
            "title": frame["occupation_name"].str.strip(),
            "level": levels.where(frame["occupation_code"] != "000000", "total"),
        }
    )


def _industries(folder: Path) -> pd.DataFrame:
    frame = pd.read_csv(folder / "industry.csv", dtype=str)
    return pd.DataFrame(
        {
            "industry": frame["industry_code"],
            "title": frame["industry_name"].str.strip(),
            "level": frame["display_level"].astype("int64"),
        }
    )


def _areas(folder: Path) -> pd.DataFrame:
    """Areas with the name of the state that holds them (the first one, where several do)."""
    frame = pd.read_csv(folder / "area.csv", dtype=str)
    names = frame["area_name"].str.strip()
    is_state = frame["areatype_code"] == "S"
    states = dict(zip(frame.loc[is_state, "state_code"], names[is_state], strict=True))
    return pd.DataFrame(
        {
            "area": frame["area_code"],
            "title": names,
            "areatype": frame["areatype_code"].map({"N": "nation", "S": "state", "M": "metropolitan"}),
            "state": frame["state_code"].map(states).fillna(""),
        }
    )
