"""Spans of ten years in the record: by hand on a made one, and what the shipped one says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.market.nation.observed import decades


def test_a_made_record_by_hand() -> None:
    series = pd.DataFrame(
        {
            "quarter": ["2000-Q1", "2000-Q2", "2000-Q3"],
            "output": [100.0, 121.0, np.nan],
            "employment": [10.0, 11.0, 12.0],
            "in_work": [0.60, 0.59, 0.58],
        }
    )
    found = decades(series, 1)
    assert len(found.ended) == 1 and (found.first, found.last) == ("2000-Q1", "2000-Q2")
    assert found.output_per_job[0] == pytest.approx(np.log(1.1))
    assert found.ended[0] == pytest.approx(1 - 1 / 1.1)
    assert found.jobs[0] == pytest.approx(np.log(1.1)) and found.in_work[0] == pytest.approx(-0.01)


def test_since_1980_each_job_made_more_and_people_stayed_in_work() -> None:
    found = decades(load_tables()["output_series"])
    assert len(found.ended) == 143 and found.first == "1980-Q1"
    assert (found.output_per_job > 0).all() and 0.05 < found.ended.min() < found.ended.max() < 0.2
    assert (found.jobs > 0).mean() > 0.9
    assert abs(found.in_work.mean()) < 0.005 < np.abs(found.in_work).max()
