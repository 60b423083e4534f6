"""Firms that use AI: shares as published, dated, and in two segments that never meet."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.observed import SECTORS, STATES, fortnight_dates
from reallocate.data.packs import btos
from reallocate.kernel.errors import DataError

LISTED = pd.DataFrame({"fortnight": ["202401", "202402"], "date": ["2023-12-18", "2024-01-01"]})


def test_later_fortnights_follow_two_weeks_apart() -> None:
    dates = fortnight_dates(LISTED, pd.Series(["202402", "202404", "202403"]))
    assert dates[["202403", "202404"]].tolist() == ["2024-01-15", "2024-01-29"]
    with pytest.raises(DataError, match="202326"):
        fortnight_dates(LISTED, pd.Series(["202326"]))
    with pytest.raises(DataError, match="two weeks apart"):
        fortnight_dates(LISTED.assign(date=["2023-12-11", "2024-01-01"]), pd.Series(["202401"]))


def test_the_question_must_be_there_once_a_state(tmp_path: Path) -> None:
    frame = pd.DataFrame([["AK", "7", "Did it rain?", "1", "Yes", "5%"]], columns=[*btos.KEYS, "202401"])
    with pytest.raises(DataError, match="question on AI"):
        btos._answers(frame, tmp_path / "x.csv")


def test_shipped_shares_are_the_published_ones(source_data: Path) -> None:
    rows = load_tables()["ai_use"]
    states = rows[(rows["segment"] == STATES) & (rows["measure"] == "current")]
    assert states["date"].min() == "2023-08-28" and states["date"].max() == "2025-08-25"
    source = pd.read_csv(source_data / "open" / "btos" / btos.ESTIMATES, dtype="str")
    asked = source[(source["Question ID"] == "7") & (source["Answer"] == "Yes")].set_index("State")
    latest = states[states["date"] == "2025-08-25"].set_index("place")["share"]
    published = asked["202519"][asked["202519"] != "S"].str.rstrip("%").astype("float64") / 100
    assert latest.sort_index().to_dict() == pytest.approx(published.to_dict())
    assert states["share"].between(0.0, 0.35).all()


def test_the_segments_are_dated_apart_and_do_not_share_places() -> None:
    rows = load_tables()["ai_use"]
    segments = dict(iter(rows.groupby("segment")))
    assert set(segments) == {STATES, SECTORS}
    assert segments[STATES]["date"].max() < "2025-11" < segments[SECTORS]["date"].min()
    assert not set(segments[STATES]["place"]) & set(segments[SECTORS]["place"])
    sectors = segments[SECTORS].set_index(["measure", "place"])["share"]
    assert sectors["current"].idxmax() == "51" and sectors["current", "51"] == 0.181
    assert ("current", "22") not in sectors.index  # suppressed
