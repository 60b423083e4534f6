"""Compute by API, rent or own: switch points, lead time, power, value at the end, what comes after the plan."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plan.firms import inputs_of, make_options, plan
from tests.plan.plans import FAST

from reallocate.firm.model.gpu_stock import capital_charge, in_use, value_at_end
from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.work.compute import cost_per_million_tokens

ROUTES = ("api", "rent", "own")


def tokens_by_route(found: Outcome, quarter: int = -1) -> dict[str, float]:
    per_gpu = found.inputs.prices.tokens_per_gpu / 1000
    rented, owned = found.rented[quarter] * per_gpu, found.owned[quarter] * per_gpu
    return {"api": float(found.api[quarter]), "rent": float(rented), "own": float(owned)}


@pytest.mark.parametrize(
    ("route", "prices"),
    [
        ("api", {"api_price": 0.05}),
        ("rent", {"rent_price": 0.3}),
        ("own", {"gpu_capex": 5_000.0}),
    ],
)
def test_the_cheapest_route_is_taken(route: str, prices: dict[str, float]) -> None:
    options = make_options(4, gpu_lead_time=1.0, **prices)
    cost = cost_per_million_tokens(options.parameters)
    assert min(cost, key=cost.__getitem__) == route
    found = tokens_by_route(plan(options))
    assert found[route] > 1
    assert [name for name in ROUTES if found[name] > 1e-6] == [route]


def test_value_at_the_end_discount_and_annuity_by_hand() -> None:
    """82,000 USD repaid in 22 equal parts with 8% a year from arrival, two quarters after the order."""
    i = inputs_of(make_options(6, gpu_lead_time=2.0))
    quarter = 1.08**-0.25
    charge = 82_000 / (quarter**2 * (1 - quarter**22) / (1 - quarter))
    assert capital_charge(i) * 1e6 == pytest.approx(charge)
    first_year = sum(charge * 1.08 ** (-(u + 0.5) / 4) for u in range(18))
    assert value_at_end(i)[0] * 1e6 == pytest.approx(first_year)
    short = value_at_end(inputs_of(make_options(6, gpu_lead_time=0.0, gpu_life=1.0))) * 1e6
    assert short[:3] == pytest.approx([0, 0, 0])
    assert (np.diff(short[2:]) > 0).all() and short[-1] < 82_000
    i = inputs_of(make_options(4))
    assert i.discount == pytest.approx([1.08**-0.125, 1.08**-0.375, 1.08**-0.625, 1.08**-0.875])
    assert i.end_discount == pytest.approx(1 / 1.08)
    assert i.annuity == pytest.approx(1 / 1.08 + 1 / 1.08**2 + 1 / 1.08**3 + 1 / 1.08**4)
    undiscounted = inputs_of(make_options(4, discount_rate=0.0))
    assert undiscounted.annuity == 4.0
    assert (undiscounted.discount == 1).all()


@pytest.mark.parametrize("order", [0, 3])
def test_a_quarter_of_use_costs_the_same_however_long_the_plan_is(order: int) -> None:
    """What was paid, less the value at the end, is the charge of the quarters in use until then."""
    for quarters in (6, 9, 30):
        i = inputs_of(make_options(quarters, gpu_lead_time=2.0))
        paid = i.discount[order] * i.prices.capex / 1e6 - i.end_discount * value_at_end(i)[order]
        assert paid == pytest.approx(capital_charge(i) * i.discount[in_use(i, order)].sum())


def test_owning_is_not_chosen_for_what_comes_after_the_plan_alone() -> None:
    """A token from an owned GPU costs 0.31 USD a million all in; at 0.15 by API none should be bought."""
    options = make_options(4, gpu_lead_time=1.0, api_price=0.15, rent=False)
    cost = cost_per_million_tokens(options.parameters)
    assert cost["own"] > 2 * cost["api"]
    assert plan(options).ordered.sum() == 0


@pytest.mark.parametrize(("years", "quarters"), [(0.6, 2), (0.7, 3), (0.25, 1), (5.5, 22)])
def test_a_gpu_lasts_for_whole_quarters_and_is_written_off_over_them(years: float, quarters: int) -> None:
    i = inputs_of(make_options(6, gpu_lead_time=0.0, gpu_life=years))
    assert i.prices.life == quarters
    assert (value_at_end(i) > 0).tolist() == [used < quarters for used in (6, 5, 4, 3, 2, 1)]
    assert all(len(range(*in_use(i, order).indices(6))) <= quarters for order in range(6))


def test_software_is_paid_by_the_hour_whatever_tokens_an_hour_takes() -> None:
    """Software of today, 3.78 and 5.67 USD an hour, is what 1.2 and 1.8 million tokens at 3.15 USD came to."""
    found = plan(make_options(4, **FAST))
    augmented, automated = (found.with_ai - found.automated).sum(axis=0), found.automated.sum(axis=0)
    assert automated.sum() > 1
    by_hour = (3.78 * augmented + 5.67 * automated) / 1e3
    assert costs_by_period(found)["software"].to_numpy() == pytest.approx(by_hour, rel=1e-9)
    assert by_hour == pytest.approx((1.2 * augmented + 1.8 * automated) * 3.15 / 1e3)
    more = plan(make_options(4, tokens_per_augmented_hour=2.4, tokens_per_automated_hour=3.6, **FAST))
    augmented, automated = (more.with_ai - more.automated).sum(axis=0), more.automated.sum(axis=0)
    assert costs_by_period(more)["software"].to_numpy() == pytest.approx((3.78 * augmented + 5.67 * automated) / 1e3)
