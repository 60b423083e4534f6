"""GPUs for products: what was announced is bought where nothing is short, and cash decides what is given up."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.plan.firms import (
    inputs_of,
    make_options,
    setting_with,
)
from tests.plan.plans import outcome

from reallocate.firm.alternatives.limits import limits_of, shadow_price
from reallocate.firm.model.compute_rules import cost_of_gpu, relative_value
from reallocate.firm.model.inputs import STATISTICS
from reallocate.firm.model.options import Products
from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.firm.model.solve import solve
from reallocate.firm.model.totals import cash_by_year
from reallocate.firm.model.variables import STEPS
from reallocate.firm.plan.products import bought_share, product_plans, value_that_competes
from reallocate.work.compute import owner_cost_per_hour

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
    surplus = (relative_value(with_products().inputs) - 1) @ with_products().products * cost_of_gpu(with_products().inputs)
    gain = float(surplus @ with_products().inputs.discount)
    assert gain > 1
    assert with_products().objective == pytest.approx(alone.objective - gain, rel=1e-9)


def test_power_is_shared() -> None:
    i = with_products().inputs
    most = float(with_products().products_had[-1]) * i.prices.power / 2
    plan = with_products(megawatts=most)
    used = (plan.products_had + plan.owned) * i.prices.power
    assert (used <= most + 1e-9).all()
    assert used[-1] == pytest.approx(most)
    assert bought_share(plan) < 1


def test_less_cash_buys_fewer_and_never_costs_less() -> None:
    setting = setting_with(make_options(8, **LATE))
    plans = [one.plan for one in product_plans(setting, setting.options, WANTED, (1.0, 0.97, 0.94, 0.9))]
    found = [plan for plan in plans if plan is not None]
    assert len(found) == 4
    bought = [bought_share(plan) for plan in found]
    assert bought[0] == pytest.approx(1.0)
    assert bought == sorted(bought, reverse=True)
    assert bought[-1] < 0.9
    costs = [plan.objective for plan in found]
    assert costs == sorted(costs)
    for share, one in zip((1.0, 0.97, 0.94, 0.9), found, strict=True):
        assert max(cash_by_year(one)) <= share * max(cash_by_year(found[0])) * (1 + 1e-6)


def test_an_impossible_plan_says_why() -> None:
    options = make_options(4, layoffs=False)
    setting = setting_with(options)
    last = product_plans(setting, options, WANTED, (1.0, 0.05))[-1]
    assert last.plan is None
    assert "no plan" in last.reason


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


def test_their_cost_by_hand() -> None:
    plan = outcome("GPUs for products")
    i, found = plan.inputs, costs_by_period(plan)
    ordered = plan.products.sum(axis=0)
    had = np.array([ordered[: t - 1].sum() if t >= 2 else 0.0 for t in range(6)])
    running = i.options.parameters["gpu_power"] / 1000 * 77.0 * 2190 + 82_000 * 0.04 / 4
    assert found["GPUs for products"].to_numpy() == pytest.approx((ordered * 82_000 + had * running) / 1e6, rel=1e-7)
    assert 0 < bought_share(plan) < 1


@pytest.mark.parametrize("quarters", [len(STEPS) - 1, len(STATISTICS)])
def test_as_many_quarters_as_steps_or_kinds_of_cost(quarters: int) -> None:
    """Axes of the same length are told apart by name."""
    plan = solve(inputs_of(make_options(quarters, products=WANTED, redeployment=False)), choose=False).outcome
    assert bought_share(plan) == pytest.approx(1.0)
