"""Open positions at the start: those that wait for the end of a pause are deferred, and none is cancelled unasked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.plans import inputs, outcome

from reallocate.firm.model.solve import baseline
from reallocate.firm.plan.open_positions import openings


def test_a_pause_on_hiring_defers_openings_and_cancels_none() -> None:
    """Exits in every role close it to hires for a year; its managers' four openings are filled after it."""
    plan, base = outcome("exits pro rata"), baseline(inputs("exits pro rata"))
    managers = plan.inputs.roles.get_loc("11-3021")
    assert plan.inputs.open_positions.sum() == 4 and plan.hires[managers, :4].sum() == 0
    found = openings(plan, base)
    assert found.cancelled.sum() == 0
    assert found.deferred.sum() == pytest.approx(min(4.0, base.hires[managers, :4].sum())) and found.deferred[managers] > 1
    assert found.filled.sum() == pytest.approx(min(4.0, plan.hires[managers].sum()))
    assert found.filled[:, :4].sum() == 0


def test_hires_within_the_year_fill_openings_first() -> None:
    plan, base = outcome("plain"), baseline(inputs("plain"))
    managers = plan.inputs.roles.get_loc("11-3021")
    hires = np.zeros_like(plan.hires)
    hires[managers, [1, 3, 5]] = (1.0, 1.0, 9.0)
    found = openings(replace(plan, hires=hires), base)
    usual = min(4.0, base.hires[managers, :4].sum())
    assert found.deferred[managers] == pytest.approx(usual - 2) and found.deferred.sum() == found.deferred[managers]
    np.testing.assert_allclose(found.filled[managers], [0, 1, 0, 1, 0, 2, 0, 0])
    assert openings(base, base).deferred.sum() == 0


def test_openings_that_must_be_cancelled_are() -> None:
    name = "freeze, then positions cancelled"
    plan, base = outcome(name), baseline(inputs(name))
    found = openings(plan, base)
    short = base.hires[:, :4].sum(axis=1) - plan.hires[:, :4].sum(axis=1)
    np.testing.assert_allclose(found.cancelled, np.clip(short, 0.0, plan.inputs.open_positions))
    assert found.cancelled.sum() > 1 and found.deferred.sum() == 0
