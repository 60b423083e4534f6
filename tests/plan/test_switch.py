"""Where own, rent and API switch: the closed form against plans solved just on either side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.firms import inputs_of, make_options, plan

from reallocate.firm.model.options import Options
from reallocate.firm.plan.own_or_rent import own_cost, shortest_life
from reallocate.work.compute import HOURS_PER_QUARTER, owner_cost_per_hour

QUARTERS = 8
LEAD = 1.0
NEAR = 0.01
"""How far the two plans lie from the switch point."""


@pytest.mark.parametrize("life", [1.0, 5.5])
@pytest.mark.parametrize("growth", [0.0, 0.2])
def test_plans_on_either_side_of_the_rents_at_which_owning_pays(life: float, growth: float) -> None:
    def at(rent: float) -> Options:
        return make_options(
            QUARTERS, api=False, rent_price=rent, rent_price_growth=growth, gpu_life=life, gpu_lead_time=LEAD
        )

    i = inputs_of(at(3.0))
    cost = own_cost(i, i.prices.rent / i.prices.rent[0])
    below, above, beyond = (
        plan(at(price / HOURS_PER_QUARTER))
        for price in (cost.some * (1 - NEAR), cost.some * (1 + NEAR), cost.at_once * (1 + NEAR))
    )
    assert below.owned.max() == 0.0
    assert below.rented[-1] > 1
    assert above.owned.max() > 1
    assert beyond.owned[-1] > 1
    if life * 4 >= QUARTERS:
        assert beyond.rented[int(LEAD) :].max() == pytest.approx(0.0, abs=1e-6)


def test_plans_on_either_side_of_the_utilisation_at_which_owning_beats_the_api() -> None:
    def at(used: float) -> Options:
        return make_options(QUARTERS, utilisation=used, rent_price=90.0, gpu_lead_time=LEAD)

    i = inputs_of(at(0.2))
    cost, tokens = own_cost(i, np.ones(QUARTERS)), i.prices.tokens_per_gpu / 0.2
    below, above, beyond = (
        plan(at(price / (i.prices.api[0] * tokens)))
        for price in (cost.some * (1 - NEAR), cost.some * (1 + NEAR), cost.at_once * (1 + NEAR))
    )
    assert below.owned.max() == 0.0
    assert below.api[-1] > 1
    assert above.owned.max() > 1
    assert beyond.owned[-1] > 1
    assert beyond.api[int(LEAD) :].max() == pytest.approx(0.0, abs=1e-6)


def test_without_interest_the_plan_reckons_as_accounts_do() -> None:
    """No discount, no wait: what is not used up comes back at the end."""
    i = inputs_of(make_options(QUARTERS, discount_rate=0.0, gpu_lead_time=0.0))
    found = own_cost(i, np.ones(QUARTERS))
    assert found.some == pytest.approx(found.accounts)
    assert found.at_once == pytest.approx(found.accounts)
    assert found.accounts / HOURS_PER_QUARTER == pytest.approx(owner_cost_per_hour(i.options.parameters))
    dearer = own_cost(inputs_of(make_options(QUARTERS, gpu_lead_time=2.0)), np.ones(QUARTERS))
    assert dearer.accounts < dearer.some < dearer.at_once
    found = own_cost(inputs_of(make_options(2, gpu_lead_time=3.0)), np.ones(2))
    assert np.isnan(found.some) and np.isnan(found.at_once) and found.accounts > 0


@pytest.mark.parametrize("at_once", [False, True])
def test_the_shortest_life_turns_the_choice(at_once: bool) -> None:
    i = inputs_of(make_options(12))
    life = shortest_life(i, at_once)
    for quarters, owned in ((life - 1, False), (life, True)):
        cost = own_cost(replace(i, prices=replace(i.prices, life=quarters)), np.ones(12))
        assert ((cost.at_once if at_once else cost.some) <= i.prices.rent[0]) == owned
    assert np.isnan(shortest_life(inputs_of(make_options(12, rent_price=0.1)), at_once))
