"""Who works where: employment and pay of each occupation by industry and by area."""

from __future__ import annotations

import re

import pandas as pd

from reallocate.data.occupations import TOP_CODE, TOP_CODED_FOOTNOTE, WAGES

TOTAL = "00-0000"


def staffing_table(cells: pd.DataFrame, occupations: pd.DataFrame) -> pd.DataFrame:
    """The staffing pattern of every industry that has one, nationally.

    cells : OEWS cells
    occupations : the common frame with wages [USD/year]
    Returns industry, occupation, employment [persons], wage_mean, wage_p50 [USD/year],
    wage_status. Employment that was not released stays missing. A wage that was not released is
    the occupation's national one (filled), at least the top code where that is why (top-coded).
    """
    columns = ["industry", "occupation", "employment", "wage_mean", "wage_p50", "wage_footnote"]
    rows = cells.loc[cells["areatype"] == "N", columns]
    national = occupations.set_index("occupation")
    rows = rows[rows["occupation"].isin(national.index)].reset_index(drop=True)
    top_coded = rows["wage_footnote"].eq(TOP_CODED_FOOTNOTE)
    missing = rows[["wage_mean", "wage_p50"]].isna().any(axis=1)
    status = pd.Series("observed", index=rows.index).mask(missing, "filled")
    for wage in ("wage_mean", "wage_p50"):
        usual = rows["occupation"].map(national[wage])
        fill = usual.where(~top_coded, usual.clip(lower=TOP_CODE))
        rows[wage] = rows[wage].fillna(fill)
    rows["wage_status"] = status.mask(missing & top_coded, "top-coded")
    return rows.drop(columns="wage_footnote")


def industry_table(industries: pd.DataFrame, cells: pd.DataFrame, staffing: pd.DataFrame) -> pd.DataFrame:
    """Industries with their total employment and how much of it is in unreleased occupations.

    industries : (industry) title, level
    cells : OEWS cells
    staffing : as from `staffing_table`
    Returns industry, naics, title, level, employment [persons], suppressed_share [share].
    suppressed_share = 1 − Σ released occupations / total; below 0 is rounding and shown as 0
    """
    totals = cells[(cells["areatype"] == "N") & (cells["occupation"] == TOTAL)]
    total = industries["industry"].map(totals.set_index("industry")["employment"])
    released = industries["industry"].map(staffing.groupby("industry")["employment"].sum())
    names = zip(industries["industry"], industries["title"], strict=True)
    frame = industries.assign(
        naics=[_naics(code, title) for code, title in names],
        employment=total,
        suppressed_share=(1.0 - released / total).clip(lower=0.0),
    )
    return frame.dropna(subset="employment").reset_index(drop=True)


def _naics(code: str, title: str) -> str:
    """The code as NAICS writes it: `52` of `52--53`, `31-33` of `31--34`, `5241` of `524100`."""
    if "-" in code:
        first = code[:2]
        last = max(re.findall(r"\d+", title.split(" - ")[0]))
        return first if first == last else f"{first}-{last}"
    return code.rstrip("0")


def area_table(cells: pd.DataFrame, occupations: pd.DataFrame) -> pd.DataFrame:
    """Employment and pay of each occupation in each state and area, nothing filled.

    cells : OEWS cells
    occupations : the common frame
    Returns area, occupation, employment [persons], wages [USD/year], wage_top_coded: a wage that
    was withheld because it is at least 239,200.
    """
    columns = ["area", "occupation", "employment", *WAGES, "wage_footnote"]
    rows = cells.loc[cells["areatype"] != "N", columns]
    rows = rows[rows["occupation"].isin(occupations["occupation"])].reset_index(drop=True)
    top_coded = rows["wage_footnote"].eq(TOP_CODED_FOOTNOTE)
    return rows.drop(columns="wage_footnote").assign(wage_top_coded=top_coded)
