"""Jobs when money has to come from somewhere: by hand for two industries, and what each number does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.economy.nation import SAVED, accounts, two_industries

from reallocate.kernel.errors import InvariantError
from reallocate.market.laws.money_held import CENT, Demand, Spending, Use, closed_demand

NO_WAGES = np.ones(6)


def use(**changes: object) -> Use:
    base = Use(np.array([0.2, 0.4]), SAVED, 0.2 * SAVED, 0.0, np.full(6, 1 / 6))
    return replace(base, **changes)  # type: ignore[arg-type]


def demand(spending: Spending | None = None, moved: np.ndarray | None = None, **changes: object) -> Demand:
    return closed_demand(accounts(), use(**changes), NO_WAGES, spending or Spending(), moved)


def test_two_industries_by_hand() -> None:
    """Half of the goods industry saves 0.4 of its hours, all of it passed on and all money spent again.

    Unit cost of goods falls by .5·.4·.5 = .1: g = (.1, .02)/.98. Households go on to spend 80 and 90, so that
    they buy 80/p and 90/p; output meets these and the inputs that they need.
    """
    found = closed_demand(
        two_industries(),
        Use(np.array([0.5, 0.0]), np.array([0.4, 0.0]), np.zeros(2), 0.0, np.array([0.5, 0.5])),
        np.ones(2),
        Spending(1.0, 1.0, 0.5, 0.5, 0.0),
    )
    prices = np.array([1 - 0.1 / 0.98, 1 - 0.02 / 0.98])
    bought = np.array([80.0, 90.0]) / prices
    goods = (bought[0] + 0.2 * bought[1]) / 0.98
    services = bought[1] + 0.1 * goods
    np.testing.assert_allclose(found.prices, prices, rtol=1e-12)
    np.testing.assert_allclose(found.output, [goods, services], rtol=1e-12)
    np.testing.assert_allclose(found.jobs, [0.8 * goods, services], rtol=1e-12)
    np.testing.assert_allclose(found.jobs, [87.727_272_727, 102.840_909_091], rtol=1e-10)
    assert found.spending == pytest.approx(170.0, rel=1e-12)
    assert found.pay + found.profits == pytest.approx(170.0, rel=1e-12)
    np.testing.assert_allclose(found.parts.sum(axis=1), [-20.0, 0.0, 0.0, 10.568_181_818, 0.0], atol=1e-8)


def test_no_use_reproduces_the_accounts() -> None:
    found, before = demand(adopted=np.zeros(2)), accounts()
    np.testing.assert_allclose(found.output, before.output, rtol=1e-12)
    np.testing.assert_allclose(found.jobs, before.jobs, rtol=1e-12)
    np.testing.assert_array_equal(found.prices, np.ones(2))
    assert abs(found.parts).max() < 1e-9
    assert found.saved == pytest.approx(0.0, abs=1e-9)
    assert found.profits == pytest.approx(float(before.profits @ before.output), rel=1e-12)


def test_parts_are_the_change_of_jobs_and_money_is_neither_lost_nor_made() -> None:
    found = demand(renewed=0.3)
    np.testing.assert_allclose(found.parts.sum(axis=0), found.jobs - accounts().jobs, atol=1e-9)
    assert (found.parts[0] <= 0).all()
    assert (found.parts[1] >= 0).all()
    # What is earned beyond the base year is spent at home or saved.
    found, a = demand(), accounts()
    before = float((a.labour + a.profits + a.taxes) @ a.output)
    spent = a.household.sum() + a.household_imports.sum() + a.other_domestic.sum() + a.other_imports.sum()
    more = found.pay + found.profits + found.taxes - before
    assert more == pytest.approx(found.spending - spent + found.saved, abs=CENT * before)


def test_policy_moves_money_and_makes_none() -> None:
    none, moved = demand(), demand(moved=np.array([-5.0, 0.0, 5.0]))
    assert moved.jobs.sum() > none.jobs.sum(), "budgets spend all of it, people only a part"
    assert demand(moved=np.array([-5.0, 5.0, 0.0])).jobs.sum() < none.jobs.sum(), "of profits less is spent"
    with pytest.raises(InvariantError, match="policy"):
        demand(moved=np.array([1.0, 0.0, 0.0]))


@pytest.mark.parametrize(
    ("fewer", "more"),
    [
        (Spending(pass_through=0.2), Spending(pass_through=1.0)),
        (Spending(spent_of_profits=0.1), Spending(spent_of_profits=1.0)),
        (Spending(demand_made_good=0.0), Spending(demand_made_good=1.0)),
    ],
)
def test_what_brings_jobs_back(fewer: Spending, more: Spending) -> None:
    assert demand(more).jobs.sum() > demand(fewer).jobs.sum()


def test_elasticity_moves_spending_new_tasks_bring_jobs_and_dear_compute_raises_prices() -> None:
    """The same money is spent, so that it decides where the jobs are more than how many there are."""
    stiff, ready = demand(Spending(price_elasticity=0.3)), demand(Spending(price_elasticity=2.0))
    assert ready.prices[1] < ready.prices[0]
    assert ready.output[1] > stiff.output[1]
    assert ready.output[0] < stiff.output[0]
    assert abs(ready.jobs.sum() / stiff.jobs.sum() - 1.0) < 0.001
    assert demand(renewed=0.5).jobs.sum() > demand().jobs.sum()
    assert demand(compute=0.4 * SAVED).price_level > demand().price_level


def test_accounts_that_do_not_close_are_refused() -> None:
    with pytest.raises(InvariantError, match="do not add up"):
        replace(accounts(), profits=accounts().profits + 0.01)
    with pytest.raises(InvariantError, match="compute adds up to"):
        replace(accounts(), build_imports=0.5)
