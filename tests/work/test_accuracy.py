"""How well reach is foretold for occupations held out: the shipped and written figures, computed again."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from reallocate.work.accuracy import (
    FOLDS,
    LABELS,
    PLACED,
    TASK,
    accuracy_sentence,
    accuracy_table,
    finer_hours,
    fold,
    held_out_shares,
    placed_right,
    rated_tasks,
    sureness,
)
from reallocate.work.hours import task_hours
from reallocate.work.reach import LABEL_SOURCES
from reallocate.work.world import World

FIGURES = ["correlation", "mean_absolute_error", "placed_right", "counted"]
KEYS = ["way", "label", "source"]


@pytest.fixture(scope="module")
def hours(onet: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return task_hours(onet["tasks"], onet["task_activities"])


@pytest.fixture(scope="module")
def computed(
    onet: dict[str, pd.DataFrame], labelled: dict[str, pd.DataFrame], hours: pd.DataFrame
) -> pd.DataFrame:
    found = accuracy_table(hours, onet["task_activities"], onet["task_texts"], labelled["labels"])
    return found.set_index(KEYS).sort_index()


@pytest.mark.long
def test_the_shipped_figures_are_computed_again(computed: pd.DataFrame, world: World) -> None:
    shipped = world.table("accuracy").set_index(KEYS)[FIGURES]
    pd.testing.assert_frame_equal(computed[FIGURES], shipped, atol=0.000051, rtol=0.0, check_dtype=False)


def test_the_written_figures_are_the_shipped_ones(world: World, root: Path) -> None:
    """Every row of the tables in docs/work.md: label, whose label, and three pairs of figures."""
    shipped = world.table("accuracy").set_index(KEYS)
    page = (root / "docs" / "work.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (direct|half|augmentable|automatable) \| ([\w-]+) \|((?: [.\d]+ \(\d+\) \|){3})$",
        page,
        re.MULTILINE,
    )
    assert len(rows) == 13
    for label, source, cells in rows:
        for way, cell in zip(
            ("activities", "finer activities", "text"), cells.strip(" |").split(" | "), strict=True
        ):
            one = shipped.loc[(way, label, source)]
            said = f"{one['correlation']:.2f} ({100 * one['mean_absolute_error']:.0f})".removeprefix("0")
            assert cell == said, (way, label, source)
    placed = re.findall(
        r"^\| (all tasks|surest|fairly sure|least sure) \|[^|]*\| (\d+)% \| ([\d,]+) \|$", page, re.MULTILINE
    )
    assert len(placed) == 4
    for name, right, counted in placed:
        one = shipped.loc[("text", PLACED, name)]
        assert (right, counted) == (f"{100 * one['placed_right']:.0f}", f"{one['counted']:,.0f}"), name


@pytest.mark.long
def test_the_design_figures_are_met(computed: pd.DataFrame) -> None:
    """Half and direct by people and GPT-4: 37 activities, then the 332 finer ones."""
    expected = {
        ("half", "people"): (0.89, 0.93),
        ("half", "gpt4"): (0.89, 0.93),
        ("direct", "people"): (0.71, 0.83),
        ("direct", "gpt4"): (0.65, 0.79),
    }
    for key, fits in expected.items():
        found = [computed.loc[(way, *key), "correlation"] for way in ("activities", "finer activities")]
        assert found == pytest.approx(fits, abs=0.0051), key


def test_words_of_the_own_occupation_are_never_learned(
    onet: dict[str, pd.DataFrame], hours: pd.DataFrame
) -> None:
    some = hours[hours["occupation"].str.startswith(("11-", "43-", "47-"))]
    texts = onet["task_texts"]
    before = held_out_shares(some, texts)
    one = "43-4051"
    other = before.index.get_level_values("occupation") != one
    changed = texts.assign(text=texts["text"].mask(texts["onet_code"].str.startswith(one), "Repair engines"))
    after = held_out_shares(some, changed)
    same_fold = before.index.get_level_values("occupation").map(fold) == fold(one)
    assert after[same_fold & other].equals(before[same_fold & other])
    assert not after[~other].equals(before[~other])
    assert before.sum(axis=1).to_numpy() == pytest.approx(1.0)


def test_folds_are_of_occupations_and_fixed() -> None:
    assert [fold(code) for code in ("11-1011", "15-1252", "43-4051")] == [2, 1, 3]
    assert {fold(f"{major}-{minor}") for major in range(11, 54) for minor in (1011, 2011)} == set(
        range(FOLDS)
    )


def test_finer_activities_keep_every_tasks_hours(onet: dict[str, pd.DataFrame], hours: pd.DataFrame) -> None:
    finer = finer_hours(hours, onet["task_activities"])
    assert finer["activity"].nunique() == 332
    by_task = ["occupation", *TASK]
    pd.testing.assert_series_equal(
        finer.groupby(by_task)["hours"].sum(), hours.groupby(by_task)["hours"].sum(), check_exact=False
    )


def test_labels_are_those_of_the_paper() -> None:
    labels = pd.DataFrame(
        {
            "onet_code": "x",
            "task_id": [1, 2, 3],
            "people_exposure": ["E1", "E2", "E0"],
            "gpt4_automation": ["T3", "T4", "T0"],
        }
    )
    plain = next(source for source in LABEL_SOURCES if source.name == "people")
    direct = next(source for source in LABEL_SOURCES if source.name == "people-direct")
    rated = rated_tasks(labels, plain)
    assert rated["direct"].tolist() == [1, 0, 0] and rated["half"].tolist() == [1, 0.5, 0]
    assert rated["augmentable"].tolist() == [1, 1, 0] and rated["automatable"].tolist() == [1, 1, 0]
    assert rated_tasks(labels, direct)["automatable"].tolist() == [1, 0, 0]


def test_a_task_is_placed_right_where_its_first_activity_is_official() -> None:
    rows = [("o", "x", 1, "a", 0.5), ("o", "x", 1, "b", 0.2), ("o", "x", 2, "b", 0.3)]
    hours = pd.DataFrame(rows, columns=["occupation", *TASK, "activity", "hours"])
    index = pd.MultiIndex.from_tuples([("o", "x", 1), ("o", "x", 2)], names=["occupation", *TASK])
    matched = pd.DataFrame({"a": [0.3, 0.96], "b": [0.7, 0.04]}, index=index)
    found = placed_right(hours, matched).set_index("source")
    assert found["placed_right"].to_dict() == pytest.approx(
        {"all tasks": 0.5, "least sure": float("nan"), "fairly sure": 1.0, "surest": 0.0}, nan_ok=True
    )
    assert found["counted"].tolist() == [2, 0, 1, 1]
    assert [sureness(share) for share in (0.0, 0.69, 0.7, 0.95, 1.0)] == [
        "least sure", "least sure", "fairly sure", "surest", "surest"
    ]  # fmt: skip


def test_the_sentence_says_way_size_and_limit(world: World) -> None:
    table = world.table("accuracy")
    said = accuracy_sentence(table, "text")
    assert said.startswith(
        "Foretold for an occupation from the words of its tasks alone, the augmentable share misses by"
    )
    assert "798 occupations that were held out" in said and "One person's list may differ more." in said
    assert accuracy_sentence(table, "activities") != said
    assert set(table["label"]) == {*LABELS, PLACED}
