"""W2: what the labels say, by hand and against the published figures."""

from __future__ import annotations

import pandas as pd
import pytest

from reallocate.work.reach import (
    LABEL_SOURCES,
    SOURCES,
    occupation_scores,
    occupation_totals,
    reach,
    soc_mean,
    task_reach,
)

LABELS = pd.DataFrame(
    {
        "onet_code": ["11-1111.00"] * 3 + ["11-1111.01"],
        "task_id": [1, 2, 3, 4],
        "type": ["core", "", "supplemental", "core"],
        "people_exposure": ["E1", "E2", "E0", "E1"],
        "gpt4_exposure": ["E0", "E2", "E2", "E1"],
        "gpt4_automation": ["T3", "T4", "T2", "T0"],
    }
)
HOURS = pd.DataFrame(
    [
        ("11-1111", "11-1111.00", 1, "a", 0.2),
        ("11-1111", "11-1111.00", 2, "a", 0.1),
        ("11-1111", "11-1111.00", 2, "b", 0.1),
        ("11-1111", "11-1111.01", 4, "b", 0.4),
        ("11-1111", "11-1111.01", 9, "b", 0.1),
        ("11-1111", "11-1111.01", 9, "c", 0.1),
    ],
    columns=["occupation", "onet_code", "task_id", "activity", "hours"],
)
BY_NAME = {source.name: source for source in LABEL_SOURCES}


def test_eight_sources_in_their_fixed_order() -> None:
    assert SOURCES == (
        "people", "gpt4", "gpt4-second-rubric", "gpt4-second-automation",
        "people-direct", "gpt4-direct", "copilot-usage", "claude-usage",
    )  # fmt: skip


def test_exposure_and_automation_are_not_mixed() -> None:
    tasks = task_reach(LABELS, BY_NAME["people"])
    assert tasks["augmentable"].tolist() == [1, 1, 0, 1]
    assert tasks["automatable"].tolist() == [1, 1, 0, 0]
    direct = task_reach(LABELS, BY_NAME["people-direct"])
    assert direct["augmentable"].tolist() == [1, 1, 0, 1]
    assert direct["automatable"].tolist() == [1, 0, 0, 0]


def test_reach_counts_labelled_hours_only_and_leaves_unlabelled_cells_out() -> None:
    cells = reach(HOURS, task_reach(LABELS, BY_NAME["gpt4"])).set_index("activity")
    assert cells.index.tolist() == ["a", "b"]
    assert cells.at["a", "augmentable"] == pytest.approx(1 / 3)
    assert cells.at["a", "automatable"] == pytest.approx(1.0)
    assert cells.at["b", "augmentable"] == pytest.approx(1.0)
    assert cells.at["b", "automatable"] == pytest.approx(0.1 / 0.5)


def test_totals_weigh_cells_by_hours() -> None:
    content = pd.DataFrame({"occupation": ["o", "o"], "activity": ["a", "b"], "share": [0.3, 0.7]})
    cells = pd.DataFrame(
        {
            "occupation": ["o", "o"],
            "activity": ["a", "b"],
            "augmentable": [1.0, 0.5],
            "automatable": [0.0, 1.0],
        }
    )
    totals = occupation_totals(content, cells).loc["o"]
    assert totals["augmentable"] == pytest.approx(0.65)
    assert totals["automatable"] == pytest.approx(0.7)


def test_scores_by_hand() -> None:
    scores = occupation_scores(LABELS).loc["11-1111.00"]
    assert scores["people_alpha"] == pytest.approx(2 / 4)
    assert scores["people_beta"] == pytest.approx(2.5 / 4)
    assert scores["gpt4_zeta"] == pytest.approx(2 / 4)


def test_scores_equal_the_published_ones(labelled: dict[str, pd.DataFrame]) -> None:
    """Eloundou et al. 2023: all 923 occupations, six scores each."""
    published = labelled["published"].set_index("onet_code")
    scores = occupation_scores(labelled["labels"])[published.columns]
    assert len(published) == 923
    assert scores.index.sort_values().equals(published.index.sort_values())
    assert (scores.loc[published.index] - published).abs().max().max() < 1e-12


def test_people_and_gpt4_disagree_as_published(labelled: dict[str, pd.DataFrame]) -> None:
    scores = occupation_scores(labelled["labels"])
    assert scores["people_alpha"].corr(scores["gpt4_alpha"]) == pytest.approx(0.44, abs=0.006)
    assert scores["people_beta"].corr(scores["gpt4_beta"]) == pytest.approx(0.88, abs=0.005)


@pytest.mark.parametrize(
    ("rater", "of_direct", "of_automatable"), [("people", 0.37, 0.27), ("gpt4", 0.70, 0.47)]
)
def test_exposed_and_automatable_are_two_things(
    labelled: dict[str, pd.DataFrame], rater: str, of_direct: float, of_automatable: float
) -> None:
    labels = labelled["labels"]
    direct = labels[f"{rater}_exposure"].eq("E1")
    automatable = labels["gpt4_automation"].isin(["T3", "T4"])
    assert automatable[direct].mean() == pytest.approx(of_direct, abs=0.005)
    assert direct[automatable].mean() == pytest.approx(of_automatable, abs=0.005)


def test_automatable_share_by_major_group(labelled: dict[str, pd.DataFrame]) -> None:
    """The design's figures are plain means over the group's tasks."""
    labels = labelled["labels"]
    reached = task_reach(labels, BY_NAME["people"])["automatable"]
    shares = reached.groupby(labels["onet_code"].str[:2]).mean()
    expected = {
        "11": 0.20,
        "13": 0.40,
        "15": 0.47,
        "41": 0.45,
        "23": 0.45,
        "43": 0.70,
        "35": 0.15,
        "47": 0.03,
    }
    for code, share in expected.items():
        assert shares[code] == pytest.approx(share, abs=0.015), code


def test_nearly_all_tasks_of_today_are_labelled(
    onet: dict[str, pd.DataFrame], labelled: dict[str, pd.DataFrame]
) -> None:
    keys = ["onet_code", "task_id"]
    matched = onet["tasks"].merge(labelled["labels"][keys], on=keys)
    assert (len(onet["tasks"]), len(matched)) == (18_796, 18_739)


def test_the_mean_over_variants_is_unweighted() -> None:
    scores = pd.DataFrame({"x": [0.0, 1.0, 0.4]}, index=["11-1111.00", "11-1111.01", "22-2222.00"])
    assert soc_mean(scores)["x"].to_dict() == {"11-1111": 0.5, "22-2222": 0.4}
