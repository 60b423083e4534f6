"""Task labels as they are read: one row a task, every labelling under its own name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.packs import gpts_are_gpts as source


@pytest.fixture(scope="module")
def tidy(source_data: Path) -> dict[str, pd.DataFrame]:
    return source.tidy(source_data / "open" / source.PACK.folder)


def test_one_row_a_task_without_its_sentence(tidy: dict[str, pd.DataFrame]) -> None:
    labels = tidy["labels"]
    assert len(labels) == 19_265
    assert not labels.duplicated(["onet_code", "task_id"]).any()
    assert set(labels["type"]) == {"core", "supplemental", ""}
    for column in ("people_exposure", "gpt4_exposure", "gpt4_second_exposure"):
        assert set(labels[column]) == {"E0", "E1", "E2"}
    for column in ("gpt4_automation", "gpt4_second_automation"):
        assert set(labels[column]) == {"T0", "T1", "T2", "T3", "T4"}


def test_people_labelled_automation_for_100_tasks_only(tidy: dict[str, pd.DataFrame]) -> None:
    labels = tidy["labels"]
    rated = labels[labels["people_automation"] != ""]
    assert len(rated) == 100
    people = rated["people_automation"].isin(["T3", "T4"])
    agreement = {
        column: (rated[column].isin(["T3", "T4"]) == people).mean()
        for column in ("gpt4_automation", "gpt4_second_automation")
    }
    assert agreement == pytest.approx({"gpt4_automation": 0.88, "gpt4_second_automation": 0.92})


def test_the_two_automation_labellings_are_different_runs(tidy: dict[str, pd.DataFrame]) -> None:
    labels = tidy["labels"]
    first = labels["gpt4_automation"].isin(["T3", "T4"]).sum()
    second = labels["gpt4_second_automation"].isin(["T3", "T4"]).sum()
    assert (first, second) == (3_879 + 132, 2_646 + 358)


def test_shares_of_tasks_are_the_papers(tidy: dict[str, pd.DataFrame]) -> None:
    """Eloundou et al. 2023: alpha 14.86% by people and 14.03% by GPT-4, zeta 46.76% and 55.56%."""
    labels = tidy["labels"]
    for column, alpha, zeta in (("people_exposure", 14.86, 46.76), ("gpt4_exposure", 14.03, 55.56)):
        assert 100 * labels[column].eq("E1").mean() == pytest.approx(alpha, abs=0.006)
        assert 100 * labels[column].isin(["E1", "E2"]).mean() == pytest.approx(zeta, abs=0.006)


def test_zeta_is_read_from_the_column_named_gamma(tidy: dict[str, pd.DataFrame]) -> None:
    published = tidy["published"]
    assert len(published) == 923
    assert {"people_zeta", "gpt4_zeta"} <= set(published)
    assert (published["people_zeta"] >= published["people_alpha"] - 1e-12).all()
