"""Courses of capability: fast is never slower than trend, and each grows with a shorter doubling time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reallocate.data.bundle import load_world
from reallocate.firm.model.cases import free_options
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import scenario_from_flags
from reallocate.kernel.parameters import Parameters
from reallocate.work.capability import FAST, FAST_IS_TREND, doublings

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
