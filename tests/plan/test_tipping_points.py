"""The value of an input at which the answer changes; an input may also leave no plan at all."""

from __future__ import annotations

from math import isnan

import pytest
from tests.plan.firms import make_options, setting_with

from reallocate.firm.alternatives.limits import tipping_point_sentence
from reallocate.firm.alternatives.tipping_points import Answer, TippingPoint, in_order, tipping_points

ENOUGH_NOW = 95.0
"""[USD million/year] of cash: enough for today's demand and attrition, not for much more of either."""


def points(cash: float | None) -> dict[str, TippingPoint]:
    options = make_options(4, cash_per_year=cash)
    setting = setting_with(options)
    return {one.name: one for one in tipping_points(setting, ("demand_growth", "capture_automated"))}


@pytest.fixture(scope="module")
def tight() -> dict[str, TippingPoint]:
    return points(ENOUGH_NOW)


def test_an_end_without_a_plan_is_an_answer_and_said_plainly(tight: dict[str, TippingPoint]) -> None:
    one = tight["demand_growth"]
    assert one.impossible_at == (one.high,) and isnan(one.high_positions) and isnan(one.high_layoffs)
    assert one.low_positions > 0 and one.low_layoffs == pytest.approx(0.0, abs=1e-6)
    assert one.flips_to is Answer.NO_PLAN
    assert one.flips_at is not None and one.now < one.flips_at < one.high
    assert [point.name for point in in_order(list(tight.values()))] == ["demand_growth", "capture_automated"]
    one = tight["demand_growth"]
    about = make_options().parameters.about(one.name)
    text = tipping_point_sentence(one, about)
    assert f"at {one.high:g} {about.unit} no plan is possible within the limits" in text
    assert text.endswith(f"Beyond about {one.flips_at:.2g} no plan keeps the limits.") and "nan" not in text


def test_without_a_limit_both_ends_have_a_plan() -> None:
    one = points(None)["demand_growth"]
    assert one.impossible_at == () and one.flips_to is Answer.LAYOFFS and one.swing > 0
