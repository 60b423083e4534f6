"""Baselines that are solved once for many plans are those that each plan would have by itself."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plan.firms import inputs_of, make_options

from reallocate.firm.model import cases as baselines
from reallocate.firm.model.cases import Baselines
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.plan import costs_by_period
from reallocate.firm.model.solve import Solved, baseline, solve

USED = {"assisted_today": 0.1, "work_elasticity": 0.5, "demand_growth": 0.04}


def inputs(**own: float) -> Inputs:
    return inputs_of(make_options(5, **{**USED, **own}))


@pytest.mark.parametrize(
    ("other", "solves"),
    [
        ({"review_hours": 0.4}, 1),
        ({"capture_automated": 0.5}, 1),
        ({"quits_per_month": 0.03}, 2),
        ({"demand_growth": -0.04}, 2),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else "",
)
def test_only_what_a_baseline_depends_on_is_solved_anew(
    other: dict[str, float], solves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Solved] = []

    def counted(*given: object, **named: object) -> Solved:
        made.append(solve(*given, **named))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(baselines, "solve", counted)
    kept = Baselines()
    for own in ({}, other, {}):
        found, alone = kept.of(inputs(**own)), baseline(inputs(**own))
        assert found.objective == pytest.approx(alone.objective, rel=1e-12)
        np.testing.assert_allclose(found.headcount, alone.headcount, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(costs_by_period(found), costs_by_period(alone), rtol=1e-9, atol=1e-9)
        assert found.inputs.options == alone.inputs.options
    assert len(made) == solves
