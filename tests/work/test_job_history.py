"""One job's past: errors and prices by hand, marks of divided codes, and its exposure fifth."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.work.jobs import three_jobs

from reallocate.jobs.history import NINETY, STATUSES, exposure_quintiles, job_history
from reallocate.work.history import history_tables, quintile_growth
from reallocate.work.world import World

SMALL = three_jobs()


def test_a_year_has_its_range_and_its_money() -> None:
    year = job_history(SMALL, pd.Series({"43-4051": 1.0})).years.loc[2019]
    assert year["employment"] == pytest.approx(66_000)
    assert year["employment_low"] == pytest.approx(66_000 * (1 - 0.02 * NINETY))
    assert year["wage_high"] == pytest.approx(42_000 * (1 + 0.01 * NINETY))
    assert year["wage_real"] == pytest.approx(42_000 * 100 / 85)
    assert year["wage_real_high"] == pytest.approx(year["wage_high"] * 100 / 85)
    assert (year["status"], year["status_words"]) == ("bridged", STATUSES["bridged"])


def test_several_occupations_add_up_with_independent_errors() -> None:
    found = job_history(SMALL, pd.Series({"11-1011": 1.0, "43-4051": 3.0}))
    year = found.years.loc[2017]
    assert year["employment"] == pytest.approx(70_000)
    error = ((10_000 * 0.02) ** 2 + (60_000 * 0.02) ** 2) ** 0.5
    assert year["employment_high"] - 70_000 == pytest.approx(NINETY * error)
    assert year["wage_mean"] == pytest.approx(0.25 * 100_000 + 0.75 * 40_000)
    pay_error = ((0.25 * 100_000 * 0.01) ** 2 + (0.75 * 40_000 * 0.01) ** 2) ** 0.5
    assert year["wage_low"] == pytest.approx(year["wage_mean"] - NINETY * pay_error)
    assert found.years.loc[2019, "status"] == "bridged", "the least sure of them"
    assert len(found.occupations) == 8


def test_a_year_in_which_one_of_several_is_not_released_is_missing() -> None:
    history = SMALL.table("history").copy()
    gap = history["occupation"].eq("43-4051") & history["year"].eq(2022)
    history.loc[gap, "employment"] = float("nan")
    hidden = replace(SMALL, tables={**SMALL.tables, "history": history})
    years = job_history(hidden, pd.Series({"11-1011": 1.0, "43-4051": 3.0})).years
    assert pd.isna(years.loc[2022, "employment"]) and years.loc[2025, "employment"] > 0


def test_growth_of_a_divided_code_is_no_growth() -> None:
    found = job_history(SMALL, pd.Series({"47-2031": 1.0}))
    assert found.quintiles["job_before"].isna().all()
    assert found.quintiles["job_after"].iloc[0] == pytest.approx((1.3 / 1.2) ** (1 / 3) - 1)
    assert any("its employment cannot be compared" in line for line in found.said)
    assert f"2017: {STATUSES['split']}." in found.said
    # Pay of the divided year is no start for a comparison either: 2019 to 2025.
    real = (50_000 * 1.15) / (50_000 * 1.05 * 100 / 85) - 1
    assert any(
        f"changed by {real * 100:+.1f}% from 2019 to 2025".replace("-", "−") in line for line in found.said
    )


def test_without_prices_pay_is_nominal_and_says_so() -> None:
    tables = {name: table for name, table in SMALL.tables.items() if name != "prices"}
    found = job_history(replace(SMALL, tables=tables), pd.Series({"43-4051": 1.0}))
    assert found.years["wage_real"].isna().all()
    assert any("not corrected for prices" in line for line in found.said)


def test_the_fifth_is_the_place_among_comparable_jobs() -> None:
    # Of 127 parts 60 are below clerks, who are 7 with their equal: the middle of all. Carpenters, whose 2017 is
    # divided, are compared with the others without being among them.
    found = exposure_quintiles(SMALL, pd.Series({"43-4051": 1.0})).loc["people"]
    assert found["fifth"] == 3
    assert exposure_quintiles(SMALL, pd.Series({"11-1011": 1.0})).loc["people", "fifth"] == 5
    assert exposure_quintiles(SMALL, pd.Series({"47-2031": 1.0})).loc["people", "fifth"] == 1
    assert found["all_before"] == pytest.approx(1.1**0.5 - 1)


def test_fifths_are_those_of_the_verb_that_shows_them_all(world: World) -> None:
    whole = history_tables(world)["history"]
    pd.testing.assert_frame_equal(quintile_growth(world), whole)
    found = exposure_quintiles(world, pd.Series({"43-4051": 1.0}))
    rows = whole.set_index(["source", "fifth"])
    for source, row in found.iterrows():
        growth = rows.loc[(source, row["fifth"]), "growth_2022_2025"]
        assert row["fifth_after"] == pytest.approx((1 + growth) ** (1 / 3) - 1)
    assert found.loc["gpt4", "fifth"] == 5, "customer service is among the most exposed by GPT-4's labels"


def test_new_codes_are_marked_in_the_shipped_history(world: World) -> None:
    found = job_history(world, pd.Series({"13-1082": 1.0}))
    assert list(found.years.index) == list(range(2017, 2026))
    assert found.years.loc[2017, "status"] == "new" and found.years.loc[2025, "status"] == "direct"
    assert found.years["wage_real"].notna().all()
    assert found.years.loc[2025, "wage_real"] == pytest.approx(found.years.loc[2025, "wage_mean"])
    assert found.years.loc[2017, "wage_real"] > 1.2 * found.years.loc[2017, "wage_mean"]
