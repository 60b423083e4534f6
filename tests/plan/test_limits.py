"""The value of one more and one less of every limit, and how far it holds: each confirmed by solving again."""

from __future__ import annotations

import math
from functools import cache

import pytest
from tests.plan.firms import make_options, setting_with
from tests.plan.plans import FAST, PLANS

from reallocate.firm.alternatives.limits import (
    FURTHEST,
    SAME,
    Limit,
    ShadowPrice,
    limits_of,
    shadow_price,
    shadow_price_sentence,
)
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import Solved, solve
from reallocate.kernel.errors import InfeasiblePlan

ASKED: dict[str, Options] = {
    "tight budget": PLANS["tight budget"],
    "quality": make_options(4, redo_share=0.8, unfixed_share_at_most=0.0005, **FAST),
    "promises": make_options(
        4, quits_per_month=0.0, max_exits_per_month=4.0, keep_share=0.98, keep_positions=(("43-9061", 390.0),), **FAST
    ),
    "people to direct": make_options(4, directing_lent=1.0, megawatts=0.0005, gpu_lead_time=1.0, **FAST),
    "hires": make_options(4, dropping=True, demand_growth=0.08, max_hires_per_quarter=10.0),
}


DECIDING = {
    "tight budget": "cash budget",
    "quality": "work that is bad and stays unnoticed",
    "promises": "positions kept, of those at the start",
    "people to direct": "outside help in directing AI, at no charge (none assumed)",
    "hires": "hires a quarter",
}
IDLE = "outside help in directing AI, at no charge (none assumed)"


@cache
def answered(name: str) -> tuple[Setting, Outcome, Solved, dict[str, ShadowPrice]]:
    """A plan with the worth of all its limits."""
    options = ASKED[name]
    setting = setting_with(options)
    base = setting.baseline()
    now = solve(setting.inputs(options, base), choose=False)
    limits = [one for one in limits_of(options) if one.name in (DECIDING[name], IDLE)]
    return setting, base, now, {one.name: shadow_price(setting, options, one, base, now) for one in limits}


def change(name: str, limit: Limit, by: float) -> float:
    """Change of the least cost, by a programme built and solved from nothing."""
    setting, base, now, _ = answered(name)
    try:
        moved = solve(setting.inputs(limit.shifted(ASKED[name], by), base), choose=False)
    except InfeasiblePlan:
        return math.inf
    return moved.outcome.objective - now.outcome.objective


@pytest.mark.long
@pytest.mark.parametrize("name", ASKED)
def test_one_more_and_one_less_are_confirmed_by_solving_again(name: str) -> None:
    for worth in answered(name)[3].values():
        for by, told in ((worth.limit.step, worth.up), (-worth.limit.step, worth.down)):
            if told is not None:
                assert change(name, worth.limit, by) == pytest.approx(told, abs=1e-6), worth.limit.name


@pytest.mark.parametrize("name", ASKED)
def test_the_limit_that_was_made_to_bind_decides(name: str) -> None:
    assert answered(name)[3][DECIDING[name]].decides


@pytest.mark.parametrize("name", ASKED)
def test_the_value_holds_where_it_is_said_to_and_no_further(name: str) -> None:
    found = 0
    for worth in answered(name)[3].values():
        limit = worth.limit
        for end, first, sign in ((worth.up_to, worth.up, 1.0), (worth.down_to, worth.down, -1.0)):
            if end is None or first is None:
                continue
            steps = sign * (end - limit.level) / limit.step
            each = change(name, limit, end - limit.level) / steps
            assert each == pytest.approx(first, rel=SAME, abs=1e-6), (limit.name, sign)
            found += 1
            low, high = limit.ends
            beyond = limit.level + sign * 1.4 * steps * limit.step
            if steps < FURTHEST / 2 and low < beyond < high and limit.name == DECIDING[name]:
                further = change(name, limit, beyond - limit.level)
                assert further / (1.4 * steps) != pytest.approx(first, rel=SAME, abs=1e-7), (limit.name, sign)
    assert found


def test_it_is_said_in_words_and_what_does_not_decide_has_no_range() -> None:
    worth = answered("tight budget")[3]["cash budget"]
    said = shadow_price_sentence(worth)
    assert worth.up_to is not None
    assert f"for each further one up to {worth.up_to:,.0f}" in said
    assert "less costs" in said
    setting, base, now, _ = answered("tight budget")
    free = Limit("nothing", "units", 1.0, 1.0, lambda options, by: options)
    worth = shadow_price(setting, ASKED["tight budget"], free, base, now)
    assert not worth.decides
    assert worth.up_to is None and worth.down_to is None
