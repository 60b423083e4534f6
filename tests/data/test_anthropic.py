"""Claude usage by task: every conversation counts once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.packs import anthropic as source

TASKS = """O*NET-SOC Code,Title,Task ID,Task,Task Type
11-1111.00,Chiefs,1,Sign letters.,Core
22-2222.00,Makers,2,sign letters,Core
22-2222.00,Makers,3,Make things.,Core
33-3333.00,Idlers,4,Rest.,Core
"""
USAGE = """task_name,pct
sign letters.,40
make things.,50
none,10
"""
INTERACTION = """interaction_type,pct
directive,60
none,40
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {
        "onet_task_statements": TASKS,
        "onet_task_mappings": USAGE,
        "automation_vs_augmentation": INTERACTION,
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_text_of_two_occupations_is_split_and_nothing_counts_twice(folder: Path) -> None:
    tidy = source.tidy(folder)
    assert tidy["usage"].to_dict("list") == {
        "onet_code_2010": ["11-1111.00", "22-2222.00", "22-2222.00"],
        "task_id": [1, 2, 3],
        "share": pytest.approx([0.2, 0.2, 0.5]),
    }
    assert tidy["unassigned"].to_dict("list") == {"text": ["none"], "share": [0.1]}
    assert tidy["described"]["onet_code_2010"].tolist() == ["11-1111.00", "22-2222.00", "33-3333.00"]
    assert tidy["interaction"]["type"].tolist() == ["directive", "none"]


@pytest.fixture(scope="module")
def tidy(source_data: Path) -> dict[str, pd.DataFrame]:
    return source.tidy(source_data / "open" / source.PACK.folder)


def test_the_release_adds_up(tidy: dict[str, pd.DataFrame]) -> None:
    usage, left = tidy["usage"], tidy["unassigned"]
    assert usage["share"].sum() + left["share"].sum() == pytest.approx(1.0, abs=1e-9)
    assert left["text"].tolist() == ["none"]
    assert not usage.duplicated(["onet_code_2010", "task_id"]).any()


def test_automation_is_43_percent_of_classified_use(tidy: dict[str, pd.DataFrame]) -> None:
    """Handa et al. 2025: directive and feedback loop are automation; 57% is augmentation."""
    shares = tidy["interaction"].set_index("type")["share"].drop("none")
    automation = shares[["directive", "feedback loop"]].sum() / shares.sum()
    assert automation == pytest.approx(0.43, abs=0.015)
