"""The last known employment of codes that are published only together with others."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.frames import parts_employment
from reallocate.data.packs import crosswalks, oews_national

NATIONAL = pd.DataFrame(
    [
        (2017, "11-0001", "detailed", 10.0),
        (2018, "11-0001", "detailed", 20.0),
        (2018, "11-0002", "detailed", 30.0),
        (2018, "11-0003", "detailed", 40.0),
        (2018, "11-0004", "broad", 50.0),
    ],
    columns=["year", "occupation", "level", "employment"],
)
BRIDGE = pd.DataFrame(
    [
        ("11-0001", "11-1001"),
        ("11-0002", "11-1002"),
        ("11-0002", "11-1003"),
        ("11-0003", "11-2001"),
        ("11-0004", "11-1004"),
    ],
    columns=["soc2010", "soc2018"],
)


def test_the_last_year_of_a_code_that_is_alone_counts_and_nothing_else() -> None:
    assert parts_employment(NATIONAL, BRIDGE, pd.Index(["11-2001"])).to_dict() == {"11-1001": 20.0}


def test_aides_are_known_and_special_teachers_are_not(source_data: Path) -> None:
    """31-1120 is the only large hybrid whose parts were published; 25-2052 changed its meaning."""
    opened = source_data / "open"
    national = oews_national.tidy(opened / oews_national.PACK.folder)["national"]
    bridge = crosswalks.tidy(opened / crosswalks.PACK.folder)["soc2010_to_soc2018"]
    found = parts_employment(national, bridge, pd.Index(["31-1120", "25-2052"]))
    assert found["31-1121"] == 797_670
    assert found["31-1122"] == 2_211_950
    assert not {"25-2055", "25-2056"} & set(found.index)
