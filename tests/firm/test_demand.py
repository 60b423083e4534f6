"""Work that answers to its cost, AI in use today, and AI so dear that it is none."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from tests.firm.firms import (
    CLERKS,
    ROLES,
    Role,
    inputs_of,
    make_options,
    outcome,
    plan,
    setting_with,
)
from tests.golden_pages import Goldens

from reallocate.data.bundle import load_world
from reallocate.firm.model.ai_hour import _DEAREST, todays_use_is_given
from reallocate.firm.model.cases import Setting, free_options
from reallocate.firm.model.firm import todays_use
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.firm.model.relief import freed_hours, relief
from reallocate.firm.model.solve import baseline, baseline_inputs, solve
from reallocate.firm.model.totals import statistics_table
from reallocate.firm.model.variables import CHEAPER, _down_edges, up_edges
from reallocate.firm.plan.response import (
    ScaleEffect,
    _positions_at,
    capture_curves,
    growth_sentences,
    scale_effect,
)
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import scenario_from_flags
from reallocate.kernel.parameters import Parameters

USED = {"assisted_today": 0.029}
EASY = {"capture_augmented": 0.9, "capture_automated": 0.9, "adoption_width": 1.0, **USED}


@cache
def found(elasticity: float, roles: tuple[Role, ...] = ROLES, **own: float) -> Outcome:
    return plan(make_options(8, work_elasticity=elasticity, **{**EASY, **own}), roles)


def test_bands_reach_both_ends_of_what_may_be_assumed() -> None:
    assert up_edges(1e-12)[-1] - 1 < 1e-11
    most = Parameters.default().about("work_elasticity").valid[1]
    assert np.isfinite(np.array(CHEAPER) ** -most).all() and (up_edges(most)[2:] == 3.0).all()


@pytest.mark.parametrize("elasticity", [0.0, 1e-12])
def test_without_response_the_plan_is_that_of_given_work(elasticity: float) -> None:
    given, other = found(0.0), found(elasticity)
    assert np.abs(given.headcount - other.headcount).max() < 1e-9 * given.headcount.max()
    assert given.objective == pytest.approx(other.objective, rel=1e-9)
    assert len(given.inputs.goods) == 0 and given.up.size == 0


@pytest.mark.parametrize(("elasticity", "redeployment", "today"), [(0.5, True, 0.0), (0.15, False, 0.029), (3.0, True, 0.029)])
def test_without_further_ai_nothing_answers(elasticity: float, redeployment: bool, today: float) -> None:
    levers = {"ai": False, "dropping": True, "redeployment": redeployment, "assisted_today": today}
    given, other = (plan(make_options(6, work_elasticity=e, **levers)) for e in (0.0, elasticity))
    assert other.up.sum() == other.down.sum() == 0
    assert np.abs(given.positions / other.positions - 1).max() < 1e-9
    assert given.objective == pytest.approx(other.objective, rel=1e-9)


def test_work_is_given_up_where_nobody_can_be_found_for_it() -> None:
    """Every tenth person quits in a quarter and few can be hired: the bands that are worth least go first."""
    short = {"dropping": True, "max_hires_per_quarter": 4.0, "quits_per_month": 0.035, "redeployment": False}
    one = plan(make_options(6, work_elasticity=0.5, **short))
    down = one.down[:, :, -1]
    assert down.sum() > 0.05
    full = np.isclose(down, -np.diff(_down_edges(0.5)))
    assert (full[:, :-1] | (down[:, 1:] < 1e-7)).all()
    assert statistics_table(one)["present_value"].sum() == pytest.approx(one.objective, rel=1e-9)


def test_where_people_are_idle_no_more_work_is_wanted() -> None:
    for own in ({"slack_at_start": 0.05}, {"demand_growth": -0.2}):
        assert not inputs_of(make_options(4, work_elasticity=1.0, **own)).may_grow.any()
        assert plan(make_options(4, work_elasticity=1.0, **own)).up.sum() == 0


@pytest.fixture(scope="module")
def setting() -> Setting:
    options = make_options(6, work_elasticity=0.5, capture_augmented=0.9, capture_automated=0.9, assisted_today=0.029, adoption_width=1.0)
    return setting_with(options)


def test_both_effects_add_up_and_curves_fall_with_capture_and_rise_with_response(setting: Setting) -> None:
    found = scale_effect(setting)
    assert found.baseline + found.substitution + found.scale == pytest.approx(found.plan)
    assert found.substitution < 0 < found.scale
    assert (found.low, found.now, found.high) == (0.15, 0.5, 1.5)
    below, above = (_positions_at(setting, work_elasticity=found.break_even + by) for by in (-0.1, 0.1))
    assert below <= found.baseline <= above
    rows = capture_curves(setting, (0.0, 1.5), (0.1, 0.5, 0.9))
    given, answers = (np.array([one[2] for one in rows if one[0] == e]) for e in (0.0, 1.5))
    assert (np.diff(given) <= 1e-6).all() and given[-1] < given[0] - 10
    assert (answers >= given - 1e-6).all()


def test_the_answer_in_words_stands_beside_what_is_measured_as_kept(golden: Goldens) -> None:
    """A response of 1.7 needed, of 0.8, of 0.1, and none that is enough."""
    one = ScaleEffect(1000.0, 900.0, 930.0, 1.7, 0.15, 0.5, 1.5)
    told = [" ".join(growth_sentences(replace(one, break_even=needed))) for needed in (1.7, 0.8, 0.1, float("nan"))]
    golden("firm/growth", "\n".join(told))


P = {"assisted_today": 0.1, "adoption_ceiling": 0.8, "capture_augmented": 0.5}


def test_use_and_work_by_hand() -> None:
    """One role of 100 hours, 50 of them within reach, of which a fifth is saved where AI is used: 10 are assisted.

    r·50·f = 10 and f = 1/(1 − r·0.5·0.4·50/100) = 1/(1 − 0.1·r): 50·r = 10·(1 − 0.1·r), so r = 10/51.
    """
    found = todays_use(P, np.array([100.0]), np.array([0]), np.array([50.0]), np.array([0.4]))
    assert found.share == pytest.approx(10 / 51, rel=1e-12)
    role, hours, saving = np.array([0]), np.array([5.0]), np.array([0.4])
    assert todays_use(P, np.array([100.0]), role, hours, saving).share == 0.95 * 0.8
    nothing = todays_use(P, np.array([100.0]), role[:0], hours[:0], saving[:0])
    assert nothing.share == 0 and nothing.larger.tolist() == [1.0]


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


PRICES = ("api_price", "rent_price", "gpu_capex", "power_price", "software_per_augmented_hour", "software_per_automated_hour")
FIRMS = {"524100": 20_000.0, "622000": 9_000.0, "541600": 1_200.0}
"""Insurer, hospital, consulting."""


def dearer(p: Parameters, times: float) -> Parameters:
    """All prices of AI so many times as high."""
    return p.replace(**{name: p[name] * times for name in PRICES})


@cache
def firm(industry: str) -> Setting:
    setting = prepare(load_world(), scenario_from_flags([industry], FIRMS[industry], quarters=6)).setting
    return replace(setting, options=free_options(setting.options))


def planned(industry: str, times: float = 1.0, **own: float) -> Outcome:
    setting = firm(industry)
    p = dearer(setting.options.parameters.replace(**own), times)
    return solve(setting.inputs(replace(setting.options, parameters=p))).outcome


def without_ai(industry: str) -> Outcome:
    """No tokens by any route: neither the AI of today nor further AI, at prices of today."""
    setting = firm(industry)
    levers = replace(setting.options.levers, api=False, rent=False, own=False)
    return solve(setting.inputs(replace(setting.options, levers=levers))).outcome


@pytest.mark.parametrize("industry", [pytest.param(one, marks=[pytest.mark.long] * (one != "541600")) for one in FIRMS])
def test_at_a_thousand_times_the_price_a_plan_is_that_without_ai(industry: str) -> None:
    dear, off = planned(industry, 1000.0), without_ai(industry)
    assert dear.with_ai.sum() < 1e-6 * dear.given_work.sum()
    assert np.abs(dear.headcount / np.maximum(off.headcount, 1e-9) - 1)[:-1].max() < 1e-3
    assert dear.positions == pytest.approx(off.positions, rel=1e-3)
    assert dear.objective == pytest.approx(off.objective, rel=1e-3)
    base = baseline(dear.inputs)
    assert base.positions == pytest.approx(dear.positions, rel=1e-3)
    assert base.objective == pytest.approx(dear.objective, rel=1e-3)
    # Today's AI spares 0.3 to 1% of the hours, so that little more people are needed than with it.
    kept = baseline(firm(industry).inputs())
    assert 0 < dear.positions[-1] / kept.positions[-1] - 1 < 0.0125


def test_ai_of_today_stays_in_the_baseline_at_every_price_that_is_plausible() -> None:
    top = {name: Parameters().about(name).high for name in _DEAREST}
    beyond = {**top, "software_per_augmented_hour": 2 * top["software_per_augmented_hour"]}
    options = make_options(4, **USED)
    for own, kept in (({}, True), (top, True), (beyond, False)):
        i = inputs_of(replace(options, parameters=options.parameters.replace(**own)))
        assert not todays_use_is_given(i)
        without = baseline_inputs(i)
        assert todays_use_is_given(without) == kept
        base = baseline(i)
        assert (np.abs(base.with_ai / i.used_hours - 1).max() < 0.01) == kept
        assert (base.with_ai <= i.used_hours * 1.01).all()
