"""Licensed occupations: of the frame, each with its source and grade, and none from a list that may not ship."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.occupations import licence_table
from reallocate.kernel.errors import DataError

WELL_KNOWN = {
    "29-1141": "all", "29-1051": "all", "29-1071": "all", "29-1021": "all", "29-1213": "all", "23-1011": "all",
    "25-2031": "all", "39-5012": "all", "41-9022": "all", "41-3021": "all", "47-2111": "most",
    "47-2152": "most", "53-2011": "federal", "51-8011": "federal",
}  # fmt: skip
NOT_LICENSED = ("11-1021", "13-1082", "15-1252", "43-4051", "41-2031", "53-7062")


def test_the_shipped_list_names_what_everybody_knows_and_its_sources() -> None:
    table = load_tables()["licences"].set_index("occupation")
    assert table["states"].reindex(WELL_KNOWN).to_dict() == WELL_KNOWN
    assert not table.index.isin(NOT_LICENSED).any() and not table.index.has_duplicates
    assert table["source"].str.len().gt(20).all()
    # Whoever calls a source unread must not grade it as read.
    assert (table["source"].str.contains("not opened") == table["grade"].eq("J")).all()


def test_no_remainder_is_listed() -> None:
    tables = load_tables()
    titles = tables["occupations"].set_index("occupation")["title"]
    assert not titles[tables["licences"]["occupation"]].str.contains("All Other").any()


def test_codes_outside_of_the_frame_are_all_named() -> None:
    known = pd.Index(load_tables()["occupations"]["occupation"])
    with pytest.raises(DataError, match="unknown occupations: 29-1141, 31-1131"):
        licence_table(known.drop(["29-1141", "31-1131"]))


def test_most_of_the_list_is_regulated_by_another_list_too(source_data: Path) -> None:
    folder = source_data / "validation-only" / "licensing"
    other = pd.read_csv(folder / "carollo_regulated_occupations_soc2010.csv")["soc2010"]
    ours = load_tables()["licences"]["occupation"]
    # SOC 2010 lists some by their broad or minor group; a few codes were given anew in 2018.
    wider = {code[:kept] for code in other for kept in (7, 6 if code.endswith("0") else 7)}
    found = ours.isin(wider) | ours.str[:6].isin(wider)
    assert found.mean() > 0.6
