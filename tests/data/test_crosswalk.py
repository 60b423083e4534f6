"""Bridges conserve people, and their tables of joint codes fit the frames they are for."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reallocate.data.bundle import load_tables
from reallocate.data.frames import JOINT_IN_2019, JOINT_IN_2025, bridge, divide
from reallocate.data.packs import oews_national
from reallocate.kernel.errors import DataError

PAIRS = pd.DataFrame(
    [("A", "a"), ("A", "b"), ("B", "b"), ("B", "c"), ("C", "d"), ("D", "e"), ("D", "f")],
    columns=["origin", "occupation"],
)


def test_an_origin_that_shares_nothing_is_divided_by_the_weight_year() -> None:
    shares = divide(PAIRS, pd.Series(dict.fromkeys("ABCD", 10.0)), pd.Series(dict.fromkeys("abcdef", 1.0) | {"e": 3.0}))
    found = shares.set_index(["origin", "occupation"])["share"]
    assert found["C", "d"] == pytest.approx(1.0)
    assert found["D", "e"] == pytest.approx(0.75) and found["D", "f"] == pytest.approx(0.25)


def test_origins_that_share_reach_the_sizes_of_the_weight_year() -> None:
    """A = 60 and B = 40 became a, b, c sized 30, 50, 20: a takes 30 of A, b its other 30 and 20 of B."""
    origins = pd.Series({"A": 60.0, "B": 40.0})
    pairs = PAIRS[PAIRS["origin"].isin(["A", "B"])]
    shares = divide(pairs, origins, pd.Series({"a": 300.0, "b": 500.0, "c": 200.0}))
    assert shares["share"].tolist() == pytest.approx([0.5, 0.5, 0.5, 0.5], abs=1e-6)


@settings(max_examples=6)
@given(
    st.lists(st.floats(1.0, 1e6), min_size=4, max_size=4),
    st.lists(st.floats(1.0, 1e6), min_size=6, max_size=6),
)
def test_people_are_conserved_and_order_is_irrelevant(sizes: list[float], weights: list[float]) -> None:
    origins = pd.Series(sizes, index=list("ABCD"))
    weight = pd.Series(weights, index=list("abcdef"))
    shares = divide(PAIRS, origins, weight)
    assert shares["share"].between(0.0, 1.0 + 1e-12).all()
    assert shares.groupby("origin")["share"].sum().tolist() == pytest.approx([1.0] * 4)
    turned = divide(PAIRS.iloc[::-1], origins[::-1], weight[::-1]).sort_index()
    assert turned["share"].tolist() == pytest.approx(shares["share"].tolist(), abs=1e-9)


def test_an_occupation_without_weight_is_an_error() -> None:
    with pytest.raises(DataError, match="no employment in 2021"):
        divide(PAIRS, pd.Series(dict.fromkeys("ABCD", 1.0)), pd.Series({"a": 1.0}))


def test_a_soc_2010_code_goes_where_the_crosswalk_says_and_to_joint_codes() -> None:
    crosswalk = pd.DataFrame(
        [("13-2021", "13-2022"), ("13-2021", "13-2023"), ("13-1021", "13-1021"), ("15-1111", "15-1221")],
        columns=["soc2010", "soc2018"],
    )
    frame = pd.Index(["13-1020", "13-2020", "15-1221", "25-3031"])
    codes = pd.Series(["13-1020", "13-2021", "15-1111", "25-3098", "11-1031"])
    pairs = bridge(2017, codes, crosswalk, frame)
    assert pairs.to_records(index=False).tolist() == [
        ("13-1020", "13-1020"),
        ("13-2021", "13-2020"),
        ("15-1111", "15-1221"),
        ("25-3098", "25-3031"),
    ]


def test_joint_codes_name_each_code_once() -> None:
    frame = set(load_tables()["occupations"]["occupation"])
    parts = list(chain(*JOINT_IN_2019.values()))
    assert len(parts) == len(set(parts)) == 72 and set(parts) <= frame
    assert set(JOINT_IN_2025) <= frame and not frame & set(chain(*JOINT_IN_2025.values()))


def test_joint_codes_of_2019_are_exactly_what_that_year_lacks(source_data: Path) -> None:
    national = oews_national.tidy(source_data / "open" / oews_national.PACK.folder)["national"]
    frame = set(load_tables()["occupations"]["occupation"])
    for year in (2019, 2020):
        rows = national[(national["year"] == year) & (national["level"] == "detailed")]
        codes = set(rows["occupation"])
        assert set(chain(*JOINT_IN_2019.values())) == frame - codes
        assert codes - frame == set(JOINT_IN_2019) | {"11-1031"}
