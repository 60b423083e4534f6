"""Compute by API, rent or own: switch points, lead time, power, value at the end, GPUs for products."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.firm.firms import inputs_of, make_options, plan, setting_with

from reallocate.firm.alternatives.limits import limits_of, shadow_price
from reallocate.firm.model.compute_rules import _cost_of_gpu, _relative_value
from reallocate.firm.model.gpu_stock import capital_charge, in_use, value_at_end
from reallocate.firm.model.options import Options, Products
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import solve
from reallocate.firm.model.totals import cash_by_year
from reallocate.firm.plan.own_or_rent import _own_cost, _shortest_life
from reallocate.firm.plan.response import bought_share, product_plans, value_that_competes
from reallocate.work.compute import HOURS_PER_QUARTER, owner_cost_per_hour


@pytest.mark.parametrize("order", [0, 3])
def test_a_quarter_of_use_costs_the_same_however_long_the_plan_is(order: int) -> None:
    """What was paid, less the value at the end, is the charge of the quarters in use until then."""
    for quarters in (6, 9, 30):
        i = inputs_of(make_options(quarters, gpu_lead_time=2.0))
        paid = i.discount[order] * i.prices.capex / 1e6 - i.end_discount * value_at_end(i)[order]
        assert paid == pytest.approx(capital_charge(i) * i.discount[in_use(i, order)].sum())


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
    cost = _own_cost(i, i.prices.rent / i.prices.rent[0])
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


def test_without_interest_the_plan_reckons_as_accounts_do() -> None:
    """No discount, no wait: what is not used up comes back at the end."""
    i = inputs_of(make_options(QUARTERS, discount_rate=0.0, gpu_lead_time=0.0))
    found = _own_cost(i, np.ones(QUARTERS))
    assert found.some == pytest.approx(found.accounts)
    assert found.at_once == pytest.approx(found.accounts)
    assert found.accounts / HOURS_PER_QUARTER == pytest.approx(owner_cost_per_hour(i.options.parameters))
    dearer = _own_cost(inputs_of(make_options(QUARTERS, gpu_lead_time=2.0)), np.ones(QUARTERS))
    assert dearer.accounts < dearer.some < dearer.at_once
    found = _own_cost(inputs_of(make_options(2, gpu_lead_time=3.0)), np.ones(2))
    assert np.isnan(found.some) and np.isnan(found.at_once) and found.accounts > 0


@pytest.mark.parametrize("at_once", [False, True])
def test_the_shortest_life_turns_the_choice(at_once: bool) -> None:
    i = inputs_of(make_options(12))
    life = _shortest_life(i, at_once)
    for quarters, owned in ((life - 1, False), (life, True)):
        cost = _own_cost(replace(i, prices=replace(i.prices, life=quarters)), np.ones(12))
        assert ((cost.at_once if at_once else cost.some) <= i.prices.rent[0]) == owned
    assert np.isnan(_shortest_life(inputs_of(make_options(12, rent_price=0.1)), at_once))


WANTED = Products(12.0, 1.0)
LATE = {"gpu_lead_time": 4.0}


@cache
def with_products(elasticity: float = 1.0, megawatts: float | None = None) -> Outcome:
    """The plan with GPUs for products and no budget."""
    options = make_options(6, products=Products(12.0, elasticity), megawatts=megawatts, gpu_lead_time=2.0)
    return solve(inputs_of(options)).outcome


@pytest.mark.parametrize("elasticity", [0.5, 1.0, 3.0])
def test_what_was_announced_is_bought_where_nothing_is_short(elasticity: float) -> None:
    plan = with_products(elasticity)
    each = plan.products.sum(axis=0)
    assert each * plan.inputs.prices.capex / 1e6 == pytest.approx(np.full(6, 3.0))
    assert bought_share(plan) == pytest.approx(1.0)


def test_they_leave_the_firm_s_own_work_as_it_is() -> None:
    """Without a limit that both share, the plan is the same with and without them."""
    alone = solve(inputs_of(make_options(6, gpu_lead_time=2.0))).outcome
    assert with_products().headcount == pytest.approx(alone.headcount, abs=1e-6)
    surplus = (_relative_value(with_products().inputs) - 1) @ with_products().products * _cost_of_gpu(with_products().inputs)
    gain = float(surplus @ with_products().inputs.discount)
    assert gain > 1
    assert with_products().objective == pytest.approx(alone.objective - gain, rel=1e-9)


def test_less_cash_buys_fewer_never_costs_less_and_may_leave_no_plan() -> None:
    setting = setting_with(make_options(8, **LATE))
    made = product_plans(setting, setting.options, WANTED, (1.0, 0.97, 0.94, 0.9))
    found = [one.plan for one in made if one.plan is not None]
    assert len(found) == 4
    still = setting_with(make_options(4, layoffs=False))
    *_, last = product_plans(still, still.options, WANTED, (1.0, 0.05))
    assert last.plan is None and "no plan" in last.reason
    bought = [bought_share(plan) for plan in found]
    assert bought[0] == pytest.approx(1.0)
    assert bought == sorted(bought, reverse=True)
    assert bought[-1] < 0.9
    costs = [plan.objective for plan in found]
    assert costs == sorted(costs)
    for share, one in zip((1.0, 0.97, 0.94, 0.9), found, strict=True):
        assert max(cash_by_year(one)) <= share * max(cash_by_year(found[0])) * (1 + 1e-6)


def test_a_gpu_hour_competes_from_the_value_that_is_told() -> None:
    """Over one year, with a budget that binds: a few GPUs just below that value are left, just above are bought."""
    options = make_options(4, dropping=True, cash_per_year=88.0, **LATE)
    setting = setting_with(options)
    now = solve(setting.inputs(options), choose=False)
    # A few GPUs need a few dollars, so it is the value of a small step that they meet.
    limit = replace(next(one for one in limits_of(options) if one.name == "cash budget"), step=1e-3)
    down = shadow_price(setting, options, limit, setting.baseline(), now).down
    assert down is not None and down > 1e-5
    i = now.program.inputs
    multiple = value_that_competes(i, 1e3 * down) / owner_cost_per_hour(i.options.parameters)
    # The multiple is of the mean discount of the year; the first quarter's dollar is worth most.
    first = 1 + (multiple - 1) * float(np.mean(i.discount)) / i.discount[0]
    for off, bought in ((0.99, False), (1.01, True)):
        # The value of the first step alone is set, the other steps are worth next to nothing.
        elasticity = -np.log(np.sqrt(0.25 * 0.5)) / np.log(first * off)
        few = solve(inputs_of(replace(options, products=Products(1e-3, float(elasticity)))), choose=False).outcome
        assert (few.products[0, 0] > 1e-9) == bought, off
