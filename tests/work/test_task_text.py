"""Tasks read from their words: by hand on a few, and sensibly with the shipped words."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from reallocate.work.task_text import (
    FIRST,
    LEAST_OCCUPATIONS,
    SMOOTHING,
    task_reader,
    word_counts,
    word_stems,
)
from reallocate.work.world import World

COUNTS = pd.DataFrame(
    [("cook", "a", 3.0), ("writ", "b", 2.0), ("report", "b", 1.5), ("report", "a", 0.5)],
    columns=["word", "activity", "tasks"],
)
ACTIVITIES = pd.Index(["a", "b"])


@pytest.mark.parametrize(
    "forms",
    [
        ("plan", "plans", "planned", "planning"),
        ("study", "studies", "studied", "studying"),
        ("process", "processes", "processed", "processing"),
        ("schedule", "schedules", "scheduled", "scheduling"),
        ("sell", "sells", "selling"),
    ],
)
def test_forms_of_a_word_are_one(forms: tuple[str, ...]) -> None:
    assert len({word_stems(form) for form in forms}) == 1


def test_the_first_word_that_tells_something_is_marked() -> None:
    assert word_stems("I am planning the plans of all") == {"plan", FIRST + "plan"}
    assert word_stems("We use it!") == frozenset()
    assert word_stems("Budgets: PLAN") == {"budget", "plan", FIRST + "budget"}


def test_shares_are_those_of_bayes_by_hand() -> None:
    reader = task_reader(COUNTS, ACTIVITIES)
    total, words = {"a": 3.5, "b": 3.5}, 3
    likelihood = {}
    for activity, number in (("a", {"report": 0.5, "writ": 0.0}), ("b", {"report": 1.5, "writ": 2.0})):
        each = [
            (number[word] + SMOOTHING) / (total[activity] + SMOOTHING * words) for word in ("report", "writ")
        ]
        likelihood[activity] = math.prod(each)
    found = reader.shares(["Write a report on elephants"]).loc[0]
    assert found["a"] == pytest.approx(likelihood["a"] / sum(likelihood.values()))
    assert found.sum() == pytest.approx(1.0)


def test_a_task_without_known_words_has_the_prior() -> None:
    reader = task_reader(COUNTS.assign(tasks=[6.0, 1.0, 0.5, 0.0]), ACTIVITIES)
    assert reader.known_words("Ride elephants") == ()
    found = reader.shares(["Ride elephants"]).loc[0]
    assert found["a"] == pytest.approx((6 + SMOOTHING) / (7.5 + 2 * SMOOTHING))


def test_words_of_few_occupations_are_left_out() -> None:
    texts = pd.DataFrame(
        {
            "occupation": [f"o{number}" for number in range(LEAST_OCCUPATIONS)] + ["o0"] * LEAST_OCCUPATIONS,
            "text": ["mend nets"] * LEAST_OCCUPATIONS + ["mend sails"] * LEAST_OCCUPATIONS,
        }
    )
    shares = pd.DataFrame({"a": [1.0, 0.5] * LEAST_OCCUPATIONS, "b": [0.0, 0.5] * LEAST_OCCUPATIONS})
    found = word_counts(texts, shares)
    assert set(found["word"]) == {"mend", "net", FIRST + "mend"}
    counted = found.set_index(["word", "activity"])["tasks"]
    assert counted["mend", "a"] + counted["mend", "b"] == pytest.approx(2 * LEAST_OCCUPATIONS)
    assert counted["net", "b"] == pytest.approx(0.5 * (LEAST_OCCUPATIONS // 2))


def test_order_and_neighbours_change_nothing(world: World) -> None:
    reader = task_reader(world.table("task_words"), world.activities.index)
    tasks = ["Repair engines", "Teach students", "Record sales in a ledger"]
    together, backwards = reader.shares(tasks), reader.shares(tasks[::-1])
    assert np.array_equal(together.to_numpy(), backwards.to_numpy()[::-1])
    shuffled = world.table("task_words").sample(frac=1.0, random_state=1)
    assert task_reader(shuffled, world.activities.index).shares(tasks).equals(together)


@pytest.mark.parametrize(
    ("task", "activity"),
    [
        ("Supervise a team of five analysts", "Guiding, Directing, and Motivating Subordinates"),
        ("Repair broken pumps and motors", "Repairing and Maintaining Mechanical Equipment"),
        ("Schedule appointments for patients", "Scheduling Work and Activities"),
        ("Teach mathematics to students", "Training and Teaching Others"),
        ("Drive trucks to deliver goods", "Operating Vehicles, Mechanized Devices, or Equipment"),
        ("Analyze sales data to identify trends", "Analyzing Data or Information"),
    ],
)
def test_the_shipped_words_read_common_tasks(world: World, task: str, activity: str) -> None:
    shares = task_reader(world.table("task_words"), world.activities.index).shares([task]).loc[0]
    assert world.activities.at[shares.idxmax(), "title"] == activity


def test_a_shipped_word_is_one_word_of_several_occupations(world: World) -> None:
    words = world.table("task_words")["word"].str.removeprefix(FIRST)
    assert words.str.fullmatch("[a-z]+").all()
    assert words.nunique() < 4_000
