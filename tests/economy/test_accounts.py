"""The nation's accounts close, and a dollar of compute goes where the table says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.economy.nation import PEOPLE, accounts

from reallocate.kernel.parameters import Parameters
from reallocate.market.nation.assumptions import market_accounts
from reallocate.market.state.accounts import compute_spending
from reallocate.work.world import World

SPENDING = pd.DataFrame(
    {
        "spending": ["capital", "capital", "power"],
        "industry": ["goods", "services", "goods"],
        "share": [0.25, 0.75, 1.0],
        "import_share": [0.4, 0.0, 0.0],
    }
)


def test_jobs_are_output_times_staff_and_a_dollar_of_compute_is_spent_once() -> None:
    np.testing.assert_allclose(accounts().jobs, PEOPLE, rtol=1e-12)
    build, abroad = compute_spending(
        SPENDING, pd.Index(["goods", "services"]), {"capital": 0.8, "power": 0.2}
    )
    np.testing.assert_allclose(build, [0.8 * 0.25 * 0.6 + 0.2, 0.8 * 0.75])
    assert abroad == pytest.approx(0.8 * 0.25 * 0.4)


def test_the_shipped_accounts_close(world: World) -> None:
    found = market_accounts(world, Parameters.default())
    people = world.occupations["employment"]
    assert len(found.industries) == 71
    assert 0.98 < found.jobs.sum() / people.sum() < 1.0
    assert found.build.sum() + found.build_imports == pytest.approx(1.0, abs=1e-9)
    assert (found.household >= 0).all()
    income = (found.labour + found.taxes + found.profits) @ found.output
    assert 26e6 < income < 29e6, "gross domestic product of 2023 [USD million]"
