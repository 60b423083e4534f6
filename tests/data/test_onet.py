"""O*NET 30.1 as it is read: sizes as published, no task sentence."""

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
    }


def test_no_task_sentence_is_kept(tidy: dict[str, pd.DataFrame]) -> None:
    assert list(tidy["tasks"]) == ["onet_code", "task_id", "type"]
    assert set(tidy["tasks"]["type"]) == {"core", "supplemental", ""}


def test_a_title_that_reads_like_a_missing_value_is_a_title(tidy: dict[str, pd.DataFrame]) -> None:
    assert not tidy["titles"].isna().any().any()
    assert (tidy["titles"]["title"].str.len() > 0).all()
