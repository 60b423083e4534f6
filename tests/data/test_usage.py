"""Claude usage carried from an old frame of codes into today's, and what is lost."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.observed import bridged_usage, claude_usage
from reallocate.data.packs import onet_crosswalk

USAGE = pd.DataFrame(
    {
        "onet_code_2010": ["15-1.00", "15-1.00", "11-1.00", "99-9.00"],
        "task_id": [1, 2, 3, 4],
        "share": [0.2, 0.2, 0.3, 0.1],
    }
)
BRIDGE = pd.DataFrame(
    [
        ("15-1.00", "15-1111.00"),
        ("15-1.00", "15-1111.01"),
        ("15-1.00", "15-2222.00"),
        ("11-1.00", "11-1021.00"),
        ("11-2.00", "11-3333.00"),
        ("99-9.00", "99-9999.00"),
    ],
    columns=["onet_code_2010", "onet_code"],
)
JOBS = pd.Series({"11-1020": 100.0, "11-3333": 50.0, "15-1111": 300.0, "15-2222": 100.0})
SPLIT = pd.DataFrame({"occupation": ["11-1020"], "part": ["11-1021"]})


def test_a_code_that_became_several_splits_by_employment_and_parts_find_their_hybrid() -> None:
    shares, lost = bridged_usage(USAGE, BRIDGE, JOBS, SPLIT)
    assert shares.to_dict() == pytest.approx({"11-1020": 0.3, "15-1111": 0.3, "15-2222": 0.1})
    assert lost == pytest.approx(0.1)


def test_usage_per_job_is_the_same_among_the_split_and_zero_where_none_was_published() -> None:
    found = claude_usage(USAGE, BRIDGE, JOBS, SPLIT)
    assert found.to_dict() == pytest.approx(
        {"11-1020": 3_000_000.0, "11-3333": 0.0, "15-1111": 1_000_000.0, "15-2222": 1_000_000.0}
    )


def test_the_official_bridge(source_data: Path) -> None:
    pairs = onet_crosswalk.tidy(source_data / "open" / onet_crosswalk.PACK.folder)["onet2010_to_onet2019"]
    assert len(pairs) == 1_164
    assert pairs["onet_code_2010"].nunique() == 1_110
