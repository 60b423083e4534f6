"""Staffing patterns: what was not released stays missing, what was filled is marked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.packs import oews
from reallocate.data.staffing import industry_table, staffing_table

OCCUPATIONS = pd.DataFrame(
    {"occupation": ["11-1011", "29-1211"], "wage_mean": [270_000.0, 200_000.0], "wage_p50": [210_000.0, 190_000.0]}
)
CELLS = pd.DataFrame(
    [
        ("N", "524100", "00-0000", 100.0, 1.0, 1.0, None),
        ("N", "524100", "11-1011", 60.0, np.nan, np.nan, "8"),
        ("N", "524100", "29-1211", np.nan, np.nan, np.nan, "5"),
        ("M", "000000", "29-1211", 5.0, 1.0, 1.0, None),
    ],
    columns=["areatype", "industry", "occupation", "employment", "wage_mean", "wage_p50", "wage_footnote"],
)


def test_missing_employment_stays_and_missing_pay_is_marked() -> None:
    rows = staffing_table(CELLS, OCCUPATIONS).set_index("occupation")
    assert list(rows.index) == ["11-1011", "29-1211"]
    assert np.isnan(rows.at["29-1211", "employment"])
    assert rows["wage_status"].tolist() == ["filled", "top-coded"]
    assert rows["wage_mean"].tolist() == [270_000.0, 239_200.0]


@pytest.mark.parametrize(
    ("code", "title", "naics"),
    [
        ("524100", "Insurance Carriers", "5241"),
        ("52--53", "Sector 52 - Finance and Insurance", "52"),
        ("31--34", "Sectors 31, 32, and 33 - Manufacturing", "31-33"),
        ("5220A1", "Credit Intermediation (5221 and 5223 only)", "5220A1"),
        ("000000", "Cross-Industry, Private, Federal, State, and Local", ""),
    ],
)
def test_codes_as_naics_writes_them(code: str, title: str, naics: str) -> None:
    industries = pd.DataFrame({"industry": [code], "title": [title], "level": [2]})
    cells = CELLS.assign(industry=code)
    table = industry_table(industries, cells, staffing_table(cells, OCCUPATIONS))
    assert table.at[0, "naics"] == naics
    assert table.at[0, "suppressed_share"] == pytest.approx(0.4)


def test_shipped_patterns_are_whole() -> None:
    tables = load_tables()
    staffing, industries = tables["staffing"], tables["industries"].set_index("industry")
    assert set(staffing["industry"]) == set(industries.index) and len(industries) == 444
    released = staffing.groupby("industry")["employment"].sum()
    # Cells are rounded to 10, so that a small industry's may add up to a little more than its total.
    assert (released <= industries["employment"] * 1.02 + 100).all()
    assert industries.loc["000000", "suppressed_share"] < 1e-4
    nation = staffing[staffing["industry"] == "000000"].set_index("occupation")
    frame = tables["occupations"].set_index("occupation")
    assert nation["employment"].equals(frame["employment"]) and nation["wage_mean"].equals(frame["wage_mean"])


def test_the_worked_examples_industries_are_there() -> None:
    industries = load_tables()["industries"].set_index("industry")
    for code in ("516200", "513200", "519200", "518200", "524100", "524114"):
        assert industries.at[code, "employment"] > 100_000 and industries.at[code, "suppressed_share"] < 0.03


def test_areas_are_not_filled_and_states_hold_the_nation() -> None:
    tables = load_tables()
    areas = tables["areas"].set_index("area")
    rows = tables["area_employment"].assign(kind=lambda t: t["area"].map(areas["areatype"]))
    assert rows["wage_mean"].isna().any()
    states = rows.loc[rows["kind"] == "state", "employment"].sum()
    assert states == pytest.approx(155_481_840, rel=0.01)
    assert areas.at["0023420", "state"] == "California"


def test_pay_in_an_area_is_in_order_and_withheld_wages_say_so() -> None:
    rows = load_tables()["area_employment"]
    percentiles = ["wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90"]
    whole = rows.dropna(subset=percentiles)
    assert len(whole) / len(rows) > 0.98
    assert (np.diff(whole[percentiles].to_numpy(), axis=1) >= 0).all()
    withheld = rows[rows["wage_top_coded"]]
    assert len(withheld) == 338 and withheld["wage_mean"].isna().all()
    assert set(withheld["occupation"].str[:2]) <= {"11", "23", "27", "29", "53"}


def test_figures_are_the_published_ones(source_data: Path) -> None:
    cells = oews.tidy(source_data / "open" / oews.PACK.folder)["cells"]
    key = ["industry", "occupation"]
    published = cells[cells["areatype"] == "N"].set_index(key)["employment"]
    shipped = load_tables()["staffing"].set_index(key)["employment"]
    assert shipped.equals(published.reindex(shipped.index).astype("float64"))
