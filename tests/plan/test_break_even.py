"""The break-even month, the largest outlay and net present value, recomputed from the printed cash tables."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.plan.firms import inputs_of, make_options
from tests.plan.plans import inputs, outcome

from reallocate.firm.model.break_even import break_even_month, cash_against_baseline, without_noise
from reallocate.firm.model.options import Exits
from reallocate.firm.model.plan import Outcome, cash_table, costs_by_period
from reallocate.firm.model.quality_rules import unfixed_share
from reallocate.firm.model.solve import baseline, solve
from reallocate.firm.plan.money import saving


@pytest.mark.parametrize(
    ("gained", "month"),
    [
        ([-114, -160, -135, -107, -54, 148], 3 * (5 + 54 / 202)),
        ([-10, 10], 4.5),
        ([5, 9, 20], 0.0),
        ([0, 0, 0], 0.0),
        ([-1, -5, -9], None),
        ([4, 9, -1], None),
        ([-4, 6, -2, 2], 10.5),
        ([2, -6, 3, 9], 8.0),
        ([-3, 0, 0], 6.0),
    ],
)
def test_cash_breaks_even_where_it_crosses_for_good(gained: list[float], month: float | None) -> None:
    """Twice across: only the last crossing counts. Worse at the end: no month."""
    found = break_even_month(np.array(gained, float))
    assert math.isnan(found) if month is None else found == pytest.approx(month)


def test_what_a_solver_leaves_of_zero_is_no_outlay() -> None:
    spent = np.array([1e4, 2e4, 3e4])
    assert break_even_month(without_noise(np.array([-1e-5, 1e-5, -1e-5]), spent)) == 0.0
    assert without_noise(np.array([-1.0, 1.0, 2.0]), spent)[0] == -1.0


NEVER, TWICE = "plain", "severance, then hires that cost much"


def plan_and_baseline(name: str) -> tuple[Outcome, Outcome]:
    """Exits that are hired again after a pause: cash falls behind, gets ahead, falls behind and turns for good."""
    if name != TWICE:
        return outcome(name), baseline(inputs(name))
    dear = {"hire_cost": 60_000.0, "severance_share": 0.1, "notice_days": 0.0}
    slow = {"rehire_pause": 2.0, "adoption_midpoint": 5.0}
    hard = inputs_of(make_options(10, dropping=True, exits=Exits(30.0), **dear, **slow))
    return solve(hard).outcome, baseline(hard)


def printed(outcome: Outcome) -> list[float]:
    return [float(total) for total in cash_table(costs_by_period(outcome))["total"]]


@pytest.mark.parametrize("name", [NEVER, TWICE, "exits pro rata", "everything", "tight budget"])
def test_they_are_those_of_the_printed_cash_table(name: str) -> None:
    plan, base = plan_and_baseline(name)
    paid, usual = printed(plan), printed(base)
    behind, month, outlay, quarter, value, turns = 0.0, 0.0, 0.0, None, 0.0, 0
    for t, (mine, other) in enumerate(zip(paid, usual, strict=True)):
        before, behind = behind, behind + mine - other
        if before > 0 >= behind:
            month, turns = 3 * (t + before / (before - behind)), turns + 1
        if behind > outlay:
            outlay, quarter = behind, t
        value += plan.inputs.discount[t] * (other - mine)
    found = cash_against_baseline(plan, base)
    if behind > 0:
        assert math.isnan(found.break_even_month)
    else:
        assert found.break_even_month == pytest.approx(month, abs=1e-6)
    assert found.largest_outlay == pytest.approx(outlay, abs=1e-6) and found.outlay_quarter == quarter
    assert found.net_present_value == pytest.approx(value, rel=1e-9)
    assert saving(plan, base).cash.net_present_value == found.net_present_value
    assert turns == {NEVER: 0, TWICE: 2}.get(name, turns)
    assert math.isnan(found.break_even_month) == (name == NEVER)


def test_with_the_years_after_it_is_the_difference_of_objectives_less_lost_work() -> None:
    """Without dropped and unfixed work the plan minimises exactly this."""
    plan, base = outcome("plain"), baseline(inputs("plain"))
    assert plan.dropped.sum() == base.dropped.sum() == 0 == (unfixed_share(plan.inputs) * plan.automated).sum()
    found = cash_against_baseline(plan, base)
    assert found.net_present_value_after == pytest.approx(base.objective - plan.objective, rel=1e-6)
    assert found.net_present_value_after > found.net_present_value
