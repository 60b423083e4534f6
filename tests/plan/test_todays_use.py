"""AI that is in use today: the baseline keeps it, work is as large as people alone would need, change begins there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.plan.firms import CLERKS, ROLES, inputs_of, make_options
from tests.plan.plans import outcome

from reallocate.firm.model.firm import todays_use
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.plan import costs_by_period
from reallocate.firm.model.relief import freed_hours, relief
from reallocate.firm.model.solve import baseline, solve
from reallocate.work.capability import quarters_to_half, rollout

P = {"assisted_today": 0.1, "adoption_ceiling": 0.8, "capture_augmented": 0.5}
USED = {"assisted_today": 0.029}


def test_use_and_work_by_hand() -> None:
    """One role of 100 hours, 50 of them within reach, of which a fifth is saved where AI is used: 10 are assisted.

    r·50·f = 10 and f = 1/(1 − r·0.5·0.4·50/100) = 1/(1 − 0.1·r): 50·r = 10·(1 − 0.1·r), so r = 10/51.
    """
    found = todays_use(P, np.array([100.0]), np.array([0]), np.array([50.0]), np.array([0.4]))
    assert found.share == pytest.approx(10 / 51, rel=1e-12)
    assert found.larger == pytest.approx([1 / (1 - 1 / 51)], rel=1e-12)
    # What people are spared is what is captured of the time saved: 0.5·0.4·10 hours.
    assert 100 * found.larger[0] - 100 == pytest.approx(0.5 * 0.4 * 10, rel=1e-12)
    role, hours, saving = np.array([0]), np.array([5.0]), np.array([0.4])
    assert todays_use(P, np.array([100.0]), role, hours, saving).share == 0.95 * 0.8
    nothing = todays_use(P, np.array([100.0]), role[:0], hours[:0], saving[:0])
    assert nothing.share == 0 and nothing.larger.tolist() == [1.0]


def test_the_curve_of_adoption_begins_at_todays_use() -> None:
    p = {"adoption_ceiling": 0.8, "adoption_width": 2.0, "adoption_midpoint": 5.0}
    half = quarters_to_half(p, 0.2)
    assert half == pytest.approx(2 * np.log(3))
    by_hand = 0.8 / (1 + np.exp(-(np.arange(1, 6) - half) / 2))
    assert rollout(p, 5, 0.2) == pytest.approx(by_hand, rel=1e-12)
    assert 0.8 / (1 + np.exp(half / 2)) == pytest.approx(0.2)
    assert rollout(p, 3) == pytest.approx(0.8 / (1 + np.exp((5 - np.arange(1, 4)) / 2)), rel=1e-12)


def test_the_baseline_has_todays_people_with_todays_ai() -> None:
    """Its work is larger than its people could do alone; with the AI of today they do it, quarter after quarter."""
    i = inputs_of(make_options(6, **USED))
    base = baseline(i)
    assert np.abs(base.with_ai - i.used_hours).max() < 1e-9 and base.automated.sum() == 0
    assert base.with_ai[:, 0].sum() == pytest.approx(0.029 * 0.45 * 750, rel=1e-9)
    assert np.abs(base.positions / (750 * i.growth) - 1).max() < 1e-9
    spared = evaluate((i.roles, i.periods), relief(base.figures, i))
    assert np.allclose(spared, i.freed_today[:, None] * i.growth, atol=1e-9)
    assert base.pace.sum() < 1e-9 and costs_by_period(base)["change"].sum() < 1e-9
    assert costs_by_period(base)["software"].to_numpy() == pytest.approx(3.78 * base.with_ai.sum(axis=0) / 1e3)
    assert evaluate((i.periods,), freed_hours(base.figures, i))[0] > 0


@pytest.mark.parametrize("eta", [0.0, 1.0])
def test_the_baselines_headcount_does_not_hang_on_what_is_assumed_of_ai(eta: float) -> None:
    less = {"capture_augmented": 0.2, "capture_automated": 0.2, "assisted_today": 0.1, "adoption_ceiling": 0.5, "coordination_elasticity": eta}
    found = [baseline(inputs_of(make_options(5, **own))) for own in ({"coordination_elasticity": eta, **USED}, less)]
    assert np.abs(found[0].headcount - found[1].headcount).max() < 1e-6


def test_for_what_is_used_today_nobody_moves_and_nothing_changes() -> None:
    dear = make_options(3, change_cost=50.0, system_cost=2e9, smallest_system=0.0, redeployment=False, **USED, adoption_width=1.0)
    found, base = solve(inputs_of(dear)).outcome, baseline(inputs_of(dear))
    assert found.with_ai.sum() > 0.5 * base.with_ai.sum()
    more = pd.DataFrame(found.with_ai - found.inputs.used_hours).groupby(found.inputs.cells.table["system"]).sum()
    assert more.to_numpy().max() < 1e-6
    assert found.systems.sum() == 0 and found.pace.sum() < 1e-6
    # Nothing more can be installed in a quarter, so nobody's work goes.
    still = make_options(2, **USED, adoption_width=400.0, quits_per_month=0.0)
    pay = [replace(CLERKS, pay=300_000.0), *ROLES[1:]]
    assert solve(inputs_of(still, pay)).outcome.moves.sum() < 0.05
    assert outcome("plain").moves.sum() > 5
