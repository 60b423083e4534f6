"""The build-out: jobs by hand in a small nation, and the nation's own beside the household's dollar."""

from __future__ import annotations

import numpy as np
import pytest
from tests.market.nation import accounts

from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.input_output import build_out
from reallocate.market.nation.assumptions import market_accounts
from reallocate.work.world import World


def test_jobs_by_hand() -> None:
    """What a dollar buys of an industry, with all its suppliers, times that industry's staff."""
    a = accounts()
    build = np.array([0.5, 0.3])
    found = build_out(a, build, 10.0)
    rounds = build + a.domestic @ build + a.domestic @ a.domestic @ build
    for _ in range(60):
        rounds = build + a.domestic @ rounds
    np.testing.assert_allclose(found.new_money, 10.0 * rounds @ a.staff, rtol=1e-10)
    basket = a.household / a.spent_at_home[0]
    same = build_out(a, basket, 10.0)
    np.testing.assert_allclose(same.diverted, 0.0, atol=1e-12 * same.new_money.sum())
    np.testing.assert_array_equal(build_out(a, build, 0.0).new_money, 0.0)


def test_a_billion_makes_fewer_jobs_than_households_give_up(world: World) -> None:
    """3,100 jobs a billion of machines and buildings at home; 5,200 of the households' basket."""
    capital = Parameters.default().replace(industry_compute_capital=1.0, industry_compute_power=0.0)
    a = market_accounts(world, capital)
    found = build_out(a, a.build, 1_000.0)
    assert found.new_money.sum() == pytest.approx(3_122, abs=5)
    assert found.diverted.sum() == pytest.approx(3_122 - 5_229, abs=10)
    assert a.build_imports == pytest.approx(0.33, abs=0.01)
