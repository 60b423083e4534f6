"""One job's hours: by hand, over a mix, for a list of tasks, and for every shipped occupation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.work.jobs import ACTIVITIES, SOURCES, three_jobs

from reallocate.jobs.hours import NOT_A_CHANCE, job_hours, list_hours, reach_means
from reallocate.work.jobs import occupation_reach
from reallocate.work.world import World

SMALL = three_jobs()
FIRST, SECOND = ACTIVITIES
CHIEF, CLERK, CARPENTER = (pd.Series({code: 1.0}) for code in SMALL.occupations.index)


def test_one_occupation_is_its_own_content_and_reach() -> None:
    found = job_hours(SMALL, CHIEF)
    assert found.activities["share"].to_dict() == {FIRST: 0.5, SECOND: 0.5}
    row = found.activities.loc[FIRST]
    # 0.8, 1.0, 0.8, 1.0 and 0.9 by the five sources.
    assert [row[f"augmentable{end}"] for end in ("_low", "", "_high")] == pytest.approx([0.8, 0.9, 1.0])
    assert (row["people_augmentable"], row["model_augmentable"]) == (0.8, 1.0)
    assert (row["people_direct"], row["model_direct"]) == (0.4, 0.5)
    assert found.source_totals.loc["people", "augmentable"] == pytest.approx(0.6)
    # The band of the total is over the sources' totals, not over the activities' bands.
    assert found.total["augmentable_low"] == pytest.approx(0.5)
    assert found.total["augmentable_high"] == pytest.approx(0.8)


def test_a_mix_weighs_hours_before_reach() -> None:
    found = job_hours(SMALL, pd.Series({"11-1011": 3.0, "43-4051": 1.0}))
    share = 0.75 * 0.5 + 0.25 * 0.25
    assert found.activities.at[FIRST, "share"] == pytest.approx(share)
    reached = (0.75 * 0.5 * 0.8 + 0.25 * 0.25 * 0.4) / share
    assert found.by_source.at[("people", FIRST), "augmentable"] == pytest.approx(reached)
    together = 0.75 * 0.6 + 0.25 * 0.25
    assert found.source_totals.at["people", "augmentable"] == pytest.approx(together)


def test_the_order_and_size_of_weights_change_nothing() -> None:
    one = job_hours(SMALL, pd.Series({"11-1011": 3.0, "43-4051": 1.0}))
    other = job_hours(SMALL, pd.Series({"43-4051": 0.25, "11-1011": 0.75}))
    pd.testing.assert_frame_equal(one.activities, other.activities)
    pd.testing.assert_frame_equal(one.by_source, other.by_source)


def test_kinds_add_up_to_the_total() -> None:
    found = job_hours(SMALL, CLERK)
    assert found.kinds["share"].to_dict() == {"specialist": 0.75, "routine analysis": 0.25}
    weighted = (found.kinds["people_augmentable"] * found.kinds["share"]).sum()
    assert weighted == pytest.approx(found.total["people_augmentable"])


def test_an_activity_without_hours_is_left_out() -> None:
    assert list(job_hours(SMALL, CARPENTER).activities.index) == [FIRST]


def test_how_figures_came_about_is_carried() -> None:
    filled = job_hours(SMALL, CLERK)
    assert set(filled.activities["status"]) == {"filled"}
    assert filled.by_source.loc["claude-usage", "status"].eq("rescaled").all()
    assert any(
        "does not describe 43-4051 Clerks: its hours stand in from 43-4050." in line for line in filled.said
    )
    mixed = job_hours(SMALL, pd.Series({"11-1011": 1.0, "43-4051": 1.0}))
    assert set(mixed.activities["status"]) == {"several"}
    assert any(line.startswith("claude-usage rank whole occupations") for line in mixed.said)


def test_the_first_sentence_is_what_it_is_not_and_the_next_is_people_against_the_model() -> None:
    said = job_hours(SMALL, CHIEF).said
    assert said[0] == NOT_A_CHANCE and "not the chance" in NOT_A_CHANCE
    assert "of 60% of the hours, by GPT-4's labels of 80%" in said[1]
    assert "30% of the hours are automatable where people judge the speed and 40% where" in said[2]


def test_a_list_takes_the_means_of_what_was_described() -> None:
    means = reach_means(SMALL)
    # Clerks are filled in, so they teach nothing: (0.5·0.8 + 1.0·0.0) / 1.5.
    assert means.at[("people", FIRST), "augmentable"] == pytest.approx(0.4 / 1.5)
    assert means.at[("people", SECOND), "augmentable"] == pytest.approx(0.4)
    found = list_hours(SMALL, pd.Series({FIRST: 0.5, SECOND: 1.5}), "text")
    assert found.activities["share"].to_dict() == {SECOND: 0.75, FIRST: 0.25}
    assert found.source_totals.at["people", "augmentable"] == pytest.approx(0.75 * 0.4 + 0.25 * 0.4 / 1.5)
    assert set(found.activities["status"]) == {"predicted"}
    assert any(
        line.startswith("Foretold for an occupation from the words of its tasks alone") for line in found.said
    )


def test_every_shipped_occupation_has_whole_hours_and_its_known_reach(world: World) -> None:
    totals = occupation_reach(world)
    for code in world.occupations.index[::40]:
        found = job_hours(world, pd.Series({code: 1.0}))
        assert found.activities["share"].sum() == pytest.approx(1.0, abs=1e-5)
        assert found.kinds["share"].sum() == pytest.approx(1.0, abs=1e-5)
        shipped = totals.xs(code, level="occupation").loc[found.source_totals.index]
        pd.testing.assert_frame_equal(found.source_totals, shipped, check_names=False, check_index_type=False)
        inside = found.activities[["augmentable", "automatable"]].to_numpy()
        assert np.isfinite(inside).all() and (inside >= 0).all() and (inside <= 1 + 1e-9).all()
        assert found.by_source["status"].notna().all()
    assert list(found.source_totals.index) == list(world.sources)
    assert len(SOURCES) == 5
