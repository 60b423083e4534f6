"""Courses of capability: fast is never slower than trend, and each grows with a shorter doubling time."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.work.capability import doublings
from reallocate.work.parameters import Parameters

QUARTERS = 12
DAYS = (20.0, 60.0, 88.0, 89.0, 90.0, 131.0, 196.0, 400.0)


def grown(scenario: str, days: float) -> np.ndarray:
    return doublings(Parameters({"doubling_days": days}), scenario, QUARTERS)


@pytest.mark.parametrize("days", DAYS)
def test_fast_is_faster_than_trend_at_every_doubling_time(days: float) -> None:
    assert (grown("fast", days)[1:] > grown("trend", days)[1:]).all()
    assert grown("fast", days)[0] == grown("trend", days)[0] == 0


@pytest.mark.parametrize("scenario", ["trend", "fast", "plateau", "reversal"])
def test_a_longer_doubling_time_is_never_faster(scenario: str) -> None:
    paths = np.array([grown(scenario, days) for days in DAYS])
    assert (np.diff(paths, axis=0) <= 0).all()
    assert (np.diff(paths, axis=0)[:, 1] < 0).all()


def test_at_the_published_doubling_time_fast_is_the_published_reading_since_2024() -> None:
    days = Parameters.default()["doubling_days"]
    assert days == 131
    assert grown("fast", days)[1] == pytest.approx(365.25 / 4 / 89)
    assert grown("fast", 196.0)[1] == pytest.approx(365.25 / 4 / 131, rel=0.02), "since 2023, seen from 2019"
