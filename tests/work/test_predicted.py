"""Reach predicted from activities: by hand, against brute force, and how well it does on real labels."""

from __future__ import annotations

import pandas as pd
import pytest

from reallocate.work.hours import occupation_content, task_hours
from reallocate.work.reach import (
    LABEL_SOURCES,
    activity_means,
    complete,
    leave_one_out,
    predict_totals,
    reach,
    task_reach,
)

CONTENT = pd.DataFrame(
    [("o", "a", 0.5), ("o", "b", 0.5), ("p", "a", 1.0), ("q", "a", 0.25), ("q", "b", 0.5), ("q", "c", 0.25)],
    columns=["occupation", "activity", "share"],
)
CELLS = pd.DataFrame(
    [("o", "a", 1.0), ("o", "b", 0.0), ("p", "a", 0.25), ("q", "b", 0.5), ("q", "c", 1.0)],
    columns=["occupation", "activity", "x"],
)


def test_means_weigh_by_hours() -> None:
    means = activity_means(CONTENT, CELLS, ["x"])["x"]
    assert means.to_dict() == pytest.approx({"a": 0.5, "b": 0.25, "c": 1.0})


def test_a_cell_nobody_rated_takes_the_mean_and_says_so() -> None:
    whole = complete(CONTENT, CELLS, ["x"]).set_index(["occupation", "activity"])
    assert whole.loc[("q", "a")].tolist() == [0.5, "predicted"]
    assert whole.loc[("o", "a")].tolist() == [1.0, "observed"]
    assert whole["status"].eq("predicted").sum() == 1


def test_a_task_list_is_scored_from_its_activities() -> None:
    means = activity_means(CONTENT, CELLS, ["x"])
    listed = pd.DataFrame({"occupation": ["mine"] * 2, "activity": ["a", "b"], "share": [0.2, 0.8]})
    assert predict_totals(listed, means).at["mine", "x"] == pytest.approx(0.2 * 0.5 + 0.8 * 0.25)


def test_an_activity_without_any_rating_stays_missing() -> None:
    means = activity_means(CONTENT, CELLS, ["x"])
    unknown = pd.DataFrame({"occupation": ["mine"], "activity": ["z"], "share": [1.0]})
    assert predict_totals(unknown, means)["x"].isna().all()


def test_leaving_one_out_equals_doing_it_one_by_one() -> None:
    fast = leave_one_out(CONTENT, CELLS, ["x"])["x"]
    for code in ("o", "p"):
        means = activity_means(
            CONTENT[CONTENT["occupation"] != code], CELLS[CELLS["occupation"] != code], ["x"]
        )
        own = CONTENT[CONTENT["occupation"] == code]
        assert fast[code] == pytest.approx(predict_totals(own, means).at[code, "x"])
    # Activity c occurs in q alone, so that nothing predicts it, and q's own a is unrated.
    assert fast["q"] == pytest.approx(0.0)


FOUND = {
    # Correlation over held-out SOC occupations with 37 activities.
    "people_alpha": 0.71,
    "people_beta": 0.89,
    "gpt4_alpha": 0.65,
    "gpt4_beta": 0.89,
    "gpt4_second_alpha": 0.67,
    "gpt4_second_beta": 0.82,
    "gpt4_automatable": 0.79,
    "gpt4_second_automatable": 0.77,
    "people_direct": 0.65,
    "gpt4_direct": 0.71,
}


def test_how_well_activities_predict_a_held_out_occupation(
    onet: dict[str, pd.DataFrame], labelled: dict[str, pd.DataFrame]
) -> None:
    labels = labelled["labels"]
    tasks = labels[["onet_code", "task_id"]].copy()
    for rater in ("people", "gpt4", "gpt4_second"):
        first, second = (labels[f"{rater}_exposure"].eq(label).astype(float) for label in ("E1", "E2"))
        tasks[f"{rater}_alpha"], tasks[f"{rater}_beta"] = first, first + 0.5 * second
    for source, name in (
        ("gpt4", "gpt4_automatable"),
        ("gpt4-second-automation", "gpt4_second_automatable"),
        ("people-direct", "people_direct"),
        ("gpt4-direct", "gpt4_direct"),
    ):
        chosen = next(found for found in LABEL_SOURCES if found.name == source)
        tasks[name] = task_reach(labels, chosen)["automatable"]
    hours = task_hours(onet["tasks"], onet["task_activities"])
    content = occupation_content(hours)
    found = {}
    for name in FOUND:
        pair = tasks[["onet_code", "task_id", name]].rename(columns={name: "augmentable"})
        cells = reach(hours, pair.assign(automatable=0.0))
        both = content.merge(cells, on=["occupation", "activity"])
        actual = (both["augmentable"] * both["share"]).groupby(both["occupation"]).sum()
        actual /= both.groupby("occupation")["share"].sum()
        found[name] = actual.corr(leave_one_out(content, cells, ["augmentable"])["augmentable"])
    assert found == pytest.approx(FOUND, abs=0.0051)
