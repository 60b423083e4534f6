"""Pay that was not published is filled and said to be; groups are the official ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.occupations import WAGES, fill_wages, minor_groups, occupation_table
from reallocate.kernel.errors import DataError

LISTED = pd.DataFrame(
    {"occupation": ["15-0000", "15-1200", "27-2000"], "title": ["C", "D", "E"], "level": ["major", "minor", "minor"]}
)


def frame(**wages: float) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "occupation": ["27-2011", "27-2012", "27-2022"],
            "minor_group": "27-2000",
            "employment": [1.0, 100.0, 300.0],
        }
    )
    for wage in WAGES:
        table[wage] = [np.nan, 80_000.0, 40_000.0]
    return table


def test_a_missing_wage_is_the_minor_groups_mean_by_employment() -> None:
    filled = fill_wages(frame()).set_index("occupation")
    assert filled.at["27-2011", "wage_mean"] == pytest.approx(50_000.0)
    assert filled["wage_status"].tolist() == ["filled", "observed", "observed"]


def test_a_group_without_any_wage_is_an_error() -> None:
    with pytest.raises(DataError, match="no wage to fill from"):
        fill_wages(frame().head(1))


def test_minor_groups_follow_the_official_list() -> None:
    codes = pd.Series(["15-1252", "27-2011"])
    assert minor_groups(codes, LISTED).tolist() == ["15-1200", "27-2000"]
    with pytest.raises(DataError, match="no listed minor group"):
        minor_groups(pd.Series(["99-1111"]), LISTED)


def test_a_top_coded_wage_is_its_lower_bound_and_flagged() -> None:
    published = pd.DataFrame({"occupation": ["15-1252"], "title": ["Developers"], "level": ["detailed"]})
    cell = {"areatype": "N", "industry": "000000", "occupation": "15-1252", "employment": 10.0, "employment_rse": 1.0}
    wages = dict.fromkeys(WAGES, 100_000.0) | {"wage_p90": np.nan, "wage_rse": 0.4, "wage_footnote": "5"}
    cells = pd.DataFrame([cell | wages])
    row = occupation_table(published, cells, LISTED).iloc[0]
    assert row["wage_p90"] == 239_200.0 and row["wage_top_coded"] and row["wage_status"] == "observed"
    assert row["wage_p50"] == 100_000.0
    with pytest.raises(DataError, match="no national employment"):
        occupation_table(published, cells.assign(employment=np.nan), LISTED)


def test_the_error_of_a_wage_that_was_filled_is_missing() -> None:
    frame = load_tables()["occupations"]
    assert frame["wage_rse"].isna().equals(frame["wage_status"].eq("filled"))
    assert frame["wage_rse"].max() < 20


def test_shipped_pay_is_whole_and_in_order() -> None:
    frame = load_tables()["occupations"]
    percentiles = frame[["wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90"]].to_numpy()
    assert (np.diff(percentiles, axis=1) >= 0).all()
    assert (frame[list(WAGES)] > 0).all(axis=None)
    groups = load_tables()["groups"].set_index("code")
    for level in ("major", "minor", "broad"):
        assert set(frame[f"{level}_group"]) == set(groups.index[groups["level"] == level])
    assert groups["title"]["15-1250"] == "Software and Web Developers, Programmers, and Testers"
