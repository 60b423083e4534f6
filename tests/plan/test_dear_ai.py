"""The limit of dear AI is no AI: what a plan is when an hour with AI costs far more than the hours it spares."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.plan.firms import inputs_of, make_options

from reallocate.data.bundle import load_world
from reallocate.firm.model.ai_hour import DEAREST, todays_use_is_given
from reallocate.firm.model.cases import Setting, free_options
from reallocate.firm.model.demand import worth_of_work
from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import baseline, baseline_inputs, solve
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import scenario_from_flags
from reallocate.kernel.parameters import Parameters

PRICES = ("api_price", "rent_price", "gpu_capex", "power_price", "software_per_augmented_hour", "software_per_automated_hour")
FIRMS = {"524100": 20_000.0, "513200": 20_000.0, "622000": 9_000.0, "541600": 1_200.0, "445000": 10_000.0}
"""Insurer, software publisher, hospital, consulting, grocery."""
TIMES = (1.0, 1.25, 2.0, 3.0, 5.0, 10.0, 1000.0)
USED = {"assisted_today": 0.029}


def dearer(p: Parameters, times: float) -> Parameters:
    """All prices of AI so many times as high."""
    return p.replace(**{name: p[name] * times for name in PRICES})


@cache
def firm(industry: str) -> Setting:
    setting = prepare(load_world(), scenario_from_flags([industry], FIRMS[industry])).setting
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


@pytest.mark.parametrize(
    ("industry", "times"),
    [("541600", (1.0, 5.0)), *(pytest.param(one, TIMES, marks=pytest.mark.long) for one in FIRMS)],
)
def test_dearer_ai_costs_more_and_never_hires_beyond_no_ai(industry: str, times: tuple[float, ...]) -> None:
    """With work that is given each price keeps more people than the one below; where work responds, dear AI
    makes less of it wanted as well, so that the way there need not be even."""
    given = [planned(industry, one, work_elasticity=0.0) for one in times]
    free, off = [planned(industry, one) for one in times], without_ai(industry)
    assert (np.diff([one.positions[-1] for one in given]) > -1e-6).all()
    for path in (given, free):
        assert (np.diff([one.objective for one in path]) > -1e-6).all()
        assert max(one.positions[-1] for one in path) < off.positions[-1] * (1 + 1e-6)


def test_ai_of_today_stays_in_the_baseline_at_every_price_that_is_plausible() -> None:
    top = {name: Parameters().about(name).high for name in DEAREST}
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


@pytest.mark.parametrize("eta", [0.0, 1.0])
def test_work_costs_no_more_than_people_alone_however_dear_ai_is(eta: float) -> None:
    def of(options: Options) -> np.ndarray:
        i = inputs_of(options)
        return worth_of_work(i) * i.present_weights

    options = make_options(6, work_elasticity=0.5, coordination_elasticity=eta, **USED)
    prices = [replace(options, parameters=dearer(options.parameters, one)) for one in (1.0, 3.0, 1000.0)]
    today, dear, dearest = map(of, prices)
    assert (today <= dear + 1e-12).all() and (dear <= dearest + 1e-12).all()
    assert (dearest > today * (1 + 1e-4)).any() and (dearest < 1.05 * today).all()
    assert baseline(inputs_of(prices[2])).with_ai.sum() == 0
