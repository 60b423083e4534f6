"""O*NET 30.1 as it is read: sizes as published, sentences kept apart."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.packs import onet


@pytest.fixture(scope="module")
def tidy(source_data: Path) -> dict[str, pd.DataFrame]:
    return onet.tidy(source_data / "open" / onet.PACK.folder)


def test_sizes_are_those_of_the_release(tidy: dict[str, pd.DataFrame]) -> None:
    sizes = {name: len(table) for name, table in tidy.items()}
    assert sizes == {
        "tasks": 18_796,
        "task_activities": 23_850,
        "activities": 37,
        "intermediate": 332,
        "occupations": 1_016,
        "job_zones": 923,
        "related": 18_460,
        "titles": 1_016 + 56_505 + 7_955,
        "demands": 894 * (35 + 33),
        "education": 878 * (12 + 11 + 9 + 9),
        "education_categories": 12 + 11 + 9 + 9,
        "task_texts": 18_796,
    }


def test_sentences_are_in_one_table_only(tidy: dict[str, pd.DataFrame]) -> None:
    assert list(tidy["tasks"]) == ["onet_code", "task_id", "type"]
    assert list(tidy["task_texts"]) == ["onet_code", "task_id", "text"]
    sentences = set(tidy["task_texts"]["text"])
    others = [table for name, table in tidy.items() if name != "task_texts"]
    assert not any(
        set(table[column]) & sentences for table in others for column in table.select_dtypes("str")
    )
    assert set(tidy["tasks"]["type"]) == {"core", "supplemental", ""}


def test_a_title_that_reads_like_a_missing_value_is_a_title(tidy: dict[str, pd.DataFrame]) -> None:
    assert not tidy["titles"].isna().any().any()
    assert (tidy["titles"]["title"].str.len() > 0).all()


def test_what_o_net_would_suppress_is_kept_and_said(tidy: dict[str, pd.DataFrame]) -> None:
    demands = tidy["demands"]
    assert not demands.isna().any().any()
    assert demands.groupby("domain")["imprecise"].sum().to_dict() == {"knowledge": 4_861, "skill": 147}
    assert demands["importance"].between(1, 5).all() and demands["level"].between(0, 7).all()
    chief = demands[(demands["onet_code"] == "11-1011.00") & (demands["element"] == "2.A.1.a")].iloc[0]
    assert (chief["title"], chief["importance"], chief["level"]) == ("Reading Comprehension", 4.12, 4.62)


def test_answers_on_preparation_are_whole_and_none_is_an_answer(tidy: dict[str, pd.DataFrame]) -> None:
    shares = tidy["education"].groupby(["onet_code", "scale"])["share"].sum()
    assert shares.to_numpy() == pytest.approx(1.0, abs=5e-4)
    titles = tidy["education_categories"].set_index(["scale", "category"])["title"]
    assert titles["related experience", 1] == "None" and titles["on-site training", 1] == "None"
    assert titles["education", 6] == "Bachelor's Degree"
    assert titles.str.len().max() < 70
