"""What AI reaches of each occupation's work: labels of tasks, uses, sentences of tasks, software and capability."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reallocate.data.bundle import load_world
from reallocate.firm.model.cases import free_options
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import scenario_from_flags
from reallocate.kernel.parameters import Parameters
from reallocate.work.capability import FAST, FAST_IS_TREND, doublings
from reallocate.work.firm import titles_apart
from reallocate.work.reach import (
    LABEL_SOURCES,
    activity_means,
    complete,
    leave_one_out,
    occupation_scores,
    predict_totals,
    reach,
    soc_mean,
    task_reach,
)
from reallocate.work.task_text import (
    _FIRST,
    _SMOOTHING,
    _word_stems,
    task_reader,
)
from reallocate.work.time_saved import _software_per_million_tokens

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


def test_scores_by_hand() -> None:
    scores = occupation_scores(LABELS).loc["11-1111.00"]
    assert scores["people_alpha"] == pytest.approx(2 / 4)
    assert scores["people_beta"] == pytest.approx(2.5 / 4)
    assert scores["gpt4_zeta"] == pytest.approx(2 / 4)
    scores = pd.DataFrame({"x": [0.0, 1.0, 0.4]}, index=["11-1111.00", "11-1111.01", "22-2222.00"])
    assert soc_mean(scores)["x"].to_dict() == {"11-1111": 0.5, "22-2222": 0.4}


def test_scores_equal_the_published_ones(labelled: dict[str, pd.DataFrame]) -> None:
    """Eloundou et al. 2023: all 923 occupations, six scores each; people and GPT-4 disagree as published."""
    published = labelled["published"].set_index("onet_code")
    scores = occupation_scores(labelled["labels"])[published.columns]
    assert len(published) == 923
    assert scores.index.sort_values().equals(published.index.sort_values())
    assert (scores.loc[published.index] - published).abs().max().max() < 1e-12
    assert scores["people_alpha"].corr(scores["gpt4_alpha"]) == pytest.approx(0.44, abs=0.006)
    assert scores["people_beta"].corr(scores["gpt4_beta"]) == pytest.approx(0.88, abs=0.005)


CONTENT = pd.DataFrame(
    [("o", "a", 0.5), ("o", "b", 0.5), ("p", "a", 1.0), ("q", "a", 0.25), ("q", "b", 0.5), ("q", "c", 0.25)],
    columns=["occupation", "activity", "share"],
)
CELLS = pd.DataFrame(
    [("o", "a", 1.0), ("o", "b", 0.0), ("p", "a", 0.25), ("q", "b", 0.5), ("q", "c", 1.0)],
    columns=["occupation", "activity", "x"],
)


def test_means_weigh_by_hours_and_a_cell_nobody_rated_takes_the_mean_and_says_so() -> None:
    means = activity_means(CONTENT, CELLS, ["x"])
    assert means["x"].to_dict() == pytest.approx({"a": 0.5, "b": 0.25, "c": 1.0})
    rows = [("mine", "a", 0.2), ("mine", "b", 0.8), ("unknown", "z", 1.0)]
    listed = predict_totals(pd.DataFrame(rows, columns=CONTENT.columns), means)["x"]
    assert listed["mine"] == pytest.approx(0.2 * 0.5 + 0.8 * 0.25) and np.isnan(listed["unknown"])
    whole = complete(CONTENT, CELLS, ["x"]).set_index(["occupation", "activity"])
    assert whole.loc[("q", "a")].tolist() == [0.5, "predicted"]
    assert whole.loc[("o", "a")].tolist() == [1.0, "observed"]
    assert whole["status"].eq("predicted").sum() == 1


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


COUNTS = pd.DataFrame(
    [("cook", "a", 3.0), ("writ", "b", 2.0), ("report", "b", 1.5), ("report", "a", 0.5)],
    columns=["word", "activity", "tasks"],
)
ACTIVITIES = pd.Index(["a", "b"])


def test_forms_of_a_word_are_one_and_the_first_word_that_tells_something_is_marked() -> None:
    for forms in ("plan plans planned planning", "study studies studied studying", "sell sells selling"):
        assert len({_word_stems(form) for form in forms.split()}) == 1
    assert _word_stems("I am planning the plans of all") == {"plan", _FIRST + "plan"}
    assert _word_stems("We use it!") == frozenset()
    assert _word_stems("Budgets: PLAN") == {"budget", "plan", _FIRST + "budget"}


def test_shares_are_those_of_bayes_by_hand() -> None:
    reader = task_reader(COUNTS, ACTIVITIES)
    total, words = {"a": 3.5, "b": 3.5}, 3
    likelihood = {}
    for activity, number in (("a", {"report": 0.5, "writ": 0.0}), ("b", {"report": 1.5, "writ": 2.0})):
        each = [
            (number[word] + _SMOOTHING) / (total[activity] + _SMOOTHING * words)
            for word in ("report", "writ")
        ]
        likelihood[activity] = math.prod(each)
    found = reader.shares(["Write a report on elephants"]).loc[0]
    assert found["a"] == pytest.approx(likelihood["a"] / sum(likelihood.values()))
    assert found.sum() == pytest.approx(1.0)
    # A task without known words has the prior.
    reader = task_reader(COUNTS.assign(tasks=[6.0, 1.0, 0.5, 0.0]), ACTIVITIES)
    found = reader.shares(["Ride elephants"]).loc[0]
    assert found["a"] == pytest.approx((6 + _SMOOTHING) / (7.5 + 2 * _SMOOTHING))


def test_a_plan_s_hourly_price_is_the_market_s_at_the_tokens_of_today() -> None:
    p = Parameters.default()
    by_token = _software_per_million_tokens(p)
    assert by_token == pytest.approx(3.15)
    assert p["software_per_augmented_hour"] == pytest.approx(1.2 * by_token)
    assert p["software_per_automated_hour"] == pytest.approx(1.8 * by_token)


QUARTERS = 12
DAYS = (20.0, 60.0, 88.0, 89.0, 90.0, 131.0, 196.0, 400.0)


def grown(scenario: str, days: float) -> np.ndarray:
    return doublings(Parameters({"doubling_days": days}), scenario, QUARTERS)


@pytest.mark.parametrize("scenario", ["trend", "fast", "plateau", "reversal"])
def test_a_longer_doubling_time_is_never_faster(scenario: str) -> None:
    paths = np.array([grown(scenario, days) for days in DAYS])
    assert (np.diff(paths, axis=0) <= 0).all()
    assert (np.diff(paths, axis=0)[:, 1] < 0).all()
    assert scenario != "fast" or (paths[:, 1:] > [grown("trend", days)[1:] for days in DAYS]).all()


def test_at_the_published_doubling_time_fast_is_the_published_reading_since_2024() -> None:
    days = Parameters.default()["doubling_days"]
    assert days == 131
    assert grown("fast", days)[1] == pytest.approx(365.25 / 4 / 89)
    assert grown("fast", 196.0)[1] == pytest.approx(365.25 / 4 / 131, rel=0.02), "since 2023, seen from 2019"


@pytest.mark.long
def test_fast_capability_is_as_trend_while_reach_does_not_widen() -> None:
    """The sentence that is printed where it is chosen: positions to 1%, a firm's saving to 2%."""
    world = load_world()
    setting = prepare(world, scenario_from_flags(["541600"], 1_200.0)).setting
    found = {}
    for capability in ("trend", FAST, "plateau"):
        inputs = setting.inputs(replace(free_options(setting.options), capability=capability))
        base, plan = baseline(inputs), solve(inputs, choose=False).outcome
        found[capability] = (plan.positions[-1], base.objective - plan.objective)
    trend, fast, plateau = found["trend"], found[FAST], found["plateau"]
    assert fast[0] == pytest.approx(trend[0], rel=0.01) and fast[1] == pytest.approx(trend[1], rel=0.02)
    assert abs(plateau[0] / trend[0] - 1) > 0.005
    assert "to 1% of the figure" in FAST_IS_TREND and "saving to 2%" in FAST_IS_TREND


def test_only_what_the_id_tells_apart_is_in_the_title() -> None:
    rows = [("Clerks", "Claims", "New  York"), ("Clerks", "", "Omaha"), ("Nurses", "Care", "Omaha")]
    ids = ["43-9061/claims@new york", "43-9061@omaha", "29-1141"]
    roles = pd.DataFrame(rows, columns=["title", "department", "location"], index=ids)
    assert titles_apart(roles).to_list() == ["Clerks (Claims, New  York)", "Clerks (Omaha)", "Nurses"]
    assert titles_apart(roles[["title"]]).to_list() == ["Clerks", "Clerks", "Nurses"]
