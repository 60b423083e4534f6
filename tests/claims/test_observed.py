"""Observed lines of the claims: small cases by hand, and the published figures."""

from __future__ import annotations

import pandas as pd
import pytest

from reallocate.claims.rows.young_people import compute_per_employee, whether_peers_follow
from reallocate.data.observed import (
    exposed_gap,
    firms_using_ai,
    first_cuts_by_year,
    h100_per_employee,
    naming_ai,
)
from reallocate.work.world import World


def test_chips_of_all_makers_are_shared_by_the_people_of_the_day() -> None:
    chips = pd.DataFrame(
        {
            "owner": ["Meta", "Meta", "Meta", "Oracle"],
            "maker": ["Nvidia", "AMD", "Nvidia", "Nvidia"],
            "date": ["2025-12-31", "2025-12-31", "2025-09-30", "2025-12-31"],
            "h100": [100.0, 50.0, 90.0, 7.0],
            "h100_low": [80.0, 40.0, 70.0, 5.0],
            "h100_high": [130.0, 65.0, 99.0, 9.0],
        }
    )
    people = pd.DataFrame(
        {
            "company": ["Meta", "Meta", "Oracle"], "date": ["2025-12-31"] * 3, "people": [30.0, 10.0, 1.0],
            "grade": ["C", "A", "A"], "source": ["x", "y", "z"],
        }
    )  # fmt: skip
    table = h100_per_employee(chips, people)
    assert table.index.tolist() == [("Meta", "2025-12-31")], "the other quarter has no headcount"
    assert table.iloc[0].to_dict() == {
        "h100": 150.0, "people": 10.0, "each": 15.0, "each_low": 12.0, "each_high": 19.5,
    }  # fmt: skip


def test_published_chips_per_employee_of_meta(world: World) -> None:
    table = h100_per_employee(world.table("ai_chips"), world.table("headcounts")).loc["Meta"]
    ends = [f"{year}-12-31" for year in range(2022, 2026)]
    assert table.loc[ends, "h100"].tolist() == [33_959, 161_382, 774_426, 2_302_175]
    assert table.loc[ends, "each"].round(1).tolist() == [0.4, 2.4, 10.5, 29.2]


def test_years_use_and_postings_by_hand() -> None:
    record = pd.DataFrame(
        {
            "company": ["A", "A", "B", "C", "C"],
            "date": ["2023-05", "2024-01", "2024-02", "2022-11", "2025-03"],
            "ai_attribution": ["funding", "funding", "none", "none", "substitution"],
        }
    )
    assert first_cuts_by_year(record).to_dict() == {2023: 1, 2025: 1}
    rows = [("a", "2023-09", 0.02), ("a", "2025-08", 0.10), ("b", "2023-09", 0.04), ("b", "2025-08", 0.06)]
    rows += [("c", "2025-08", 0.50), ("a", "2024-01", 0.03)]
    table = pd.DataFrame(rows, columns=["place", "date", "share"]).assign(
        segment="states, question of 2023 to 2025", measure="current"
    )
    assert firms_using_ai(table).to_dict() == pytest.approx({"2023-09": 0.03, "2025-08": 0.08})
    rows = [("exposed", "2020-02", 50.0), ("control", "2020-02", 100.0)]
    rows += [("exposed", "2026-08", 40.0), ("control", "2026-08", 160.0)]
    postings = pd.DataFrame(rows, columns=["series", "month", "value"]).assign(place="US")
    assert exposed_gap(postings).tolist() == [0.0, -0.5]


def test_sentences_give_the_shipped_figures(world: World) -> None:
    assert "Meta 29 (22–38, 2025-12)" in compute_per_employee(world)
    assert "They fell before most of these cuts" in whether_peers_follow(world)
    assert naming_ai(world.table("postings"))["2026-06"] == pytest.approx(0.0578, abs=5e-5)
