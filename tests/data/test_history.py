"""The history: nobody appears or vanishes unsaid, errors are carried, statuses are true."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.frames import bridged_year
from reallocate.data.packs import oews_national

ROWS = pd.DataFrame(
    {
        "occupation": ["11-1111", "22-2222", "22-9999", "33-3333"],
        "title": ["One", "Two", "Two, All Other", "Three"],
        "employment": [100.0, 300.0, 200.0, np.nan],
        "employment_rse": [10.0, 2.0, 5.0, np.nan],
        "wage_mean": [50_000.0, 80_000.0, np.nan, 40_000.0],
        "wage_rse": [1.5, 0.8, np.nan, 2.0],
    }
)
PAIRS = pd.DataFrame(
    [
        ("11-1111", "11-1111", 1.0),
        ("22-2222", "22-2220", 1.0),
        ("22-9999", "22-2220", 0.25),
        ("22-9999", "44-4444", 0.75),
        ("33-3333", "33-3333", 1.0),
    ],
    columns=["origin", "occupation", "share"],
)
FRAME = pd.Index(["11-1111", "22-2220", "33-3333", "44-4444", "55-5555"])


def bridged(year: int) -> pd.DataFrame:
    return bridged_year(ROWS, PAIRS, year, FRAME).set_index("occupation")


def test_a_year_by_hand() -> None:
    found = bridged(2017)
    assert found["employment"].to_dict() == pytest.approx(
        {"11-1111": 100.0, "22-2220": 350.0, "33-3333": np.nan, "44-4444": 150.0, "55-5555": np.nan}, nan_ok=True
    )
    assert found.at["22-2220", "employment_rse"] == pytest.approx(np.hypot(300 * 2.0, 50 * 5.0) / 350)
    assert found.at["22-2220", "wage_mean"] == pytest.approx(80_000.0)
    assert np.isnan(found.at["44-4444", "wage_mean"]) and np.isnan(found.at["33-3333", "employment_rse"])
    assert found["status"].to_dict() == {
        "11-1111": "direct",
        "22-2220": "split",
        "33-3333": "direct",
        "44-4444": "new",
        "55-5555": "direct",
    }


def test_the_error_of_pay_is_carried_as_that_of_independent_parts() -> None:
    assert bridged(2017)["wage_rse"].to_dict() == pytest.approx(
        {"11-1111": 1.5, "22-2220": 0.8, "33-3333": np.nan, "44-4444": np.nan, "55-5555": np.nan}, nan_ok=True
    )
    paid = ROWS.assign(wage_mean=[50_000.0, 80_000.0, 40_000.0, 40_000.0], wage_rse=[1.5, 0.8, 3.0, 2.0])
    found = bridged_year(paid, PAIRS, 2017, FRAME).set_index("occupation")
    parts = np.array([300 * 80_000.0, 50 * 40_000.0])
    assert found.at["22-2220", "wage_rse"] == pytest.approx(np.hypot(*(parts * [0.8, 3.0])) / parts.sum())


def test_every_shipped_wage_has_its_error() -> None:
    history = load_tables()["history"]
    assert history["wage_mean"].isna().equals(history["wage_rse"].isna())
    assert history["wage_rse"].median() == pytest.approx(0.9, abs=0.1) and history["wage_rse"].max() < 30


def test_joint_codes_of_2019_make_hybrids() -> None:
    assert set(bridged(2019).loc[["22-2220", "44-4444"], "status"]) == {"hybrid"}


def test_whole_codes_that_join_are_bridged() -> None:
    pairs = PAIRS[PAIRS["occupation"] != "44-4444"].assign(share=1.0)
    found = bridged_year(ROWS, pairs, 2017, FRAME).set_index("occupation")
    assert found.at["22-2220", "status"] == "bridged" and found.at["22-2220", "employment"] == 500.0


def test_every_occupation_has_every_year_once() -> None:
    history = load_tables()["history"]
    assert len(history) == 830 * 9 and not history.duplicated(["occupation", "year"]).any()
    from_2021 = history[history["year"] >= 2021]
    assert set(from_2021["status"]) == {"direct"}
    unreleased = history.loc[history["employment"].isna(), ["occupation", "year"]]
    assert unreleased.to_numpy().tolist() == [["13-1074", 2020], ["29-1024", 2022]]


def test_the_history_adds_up_to_what_was_published_less_what_is_said_to_be_lost() -> None:
    tables = load_tables()
    totals = tables["history"].groupby("year")["employment"].sum()
    for row in tables["history_loss"].itertuples():
        kept = row.employment_published * (1.0 - row.employment_lost_share)
        assert totals[row.year] == pytest.approx(kept, abs=500)
        assert 0 < row.employment_lost_share < 0.0005 and "Legislators" in row.note


def test_2025_is_the_frame_itself() -> None:
    tables = load_tables()
    last = tables["history"].query("year == 2025").set_index("occupation")
    frame = tables["occupations"].set_index("occupation")
    assert last["employment"].equals(frame["employment"])
    assert last["wage_mean"].isna().sum() == (frame["wage_status"] == "filled").sum()


def test_growth_of_whole_codes_is_within_what_can_be() -> None:
    """Growth 2017–19 and 2022–25 of occupations above 5,000 jobs; beyond these bounds a bridge is wrong."""
    wide = load_tables()["history"].pivot(index="occupation", columns="year", values="employment")
    for start, end in ((2017, 2019), (2022, 2025)):
        growth = (wide[end] / wide[start] - 1.0)[wide[start] > 5_000].dropna()
        assert growth.median() == pytest.approx(0.03, abs=0.02)
        assert growth.quantile(0.99) < 0.8 and growth.min() > -0.75


def test_direct_rows_are_the_published_ones(source_data: Path) -> None:
    national = oews_national.tidy(source_data / "open" / oews_national.PACK.folder)["national"]
    published = national[national["level"] == "detailed"].set_index(["occupation", "year"])
    history = load_tables()["history"].query("status == 'direct' and year < 2025")
    direct = history.set_index(["occupation", "year"]).dropna(subset="employment")
    expected = published.reindex(direct.index)
    assert direct["employment"].equals(expected["employment"])
    assert np.allclose(direct["wage_mean"], expected["wage_mean"], equal_nan=True)
    assert np.allclose(direct["employment_rse"], expected["employment_rse"], atol=0.051)
    # Some hourly wages have a published error where the yearly wage is not published.
    of_yearly = expected["wage_rse"].where(expected["wage_mean"].notna())
    assert np.allclose(direct["wage_rse"], of_yearly, atol=0.051, equal_nan=True)
