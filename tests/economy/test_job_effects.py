"""Jobs ended and made, as a surface, against the same run without further AI."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.economy.nation import NORMAL, PEOPLE, accounts, assumed, market

from reallocate.market.laws.money_held import PARTS
from reallocate.market.nation.demand import jobs_surface
from reallocate.market.nation.run import Economy

QUARTERS = 12


@pytest.fixture(scope="module")
def surface() -> pd.DataFrame:
    return jobs_surface(
        Economy(market(), accounts(), NORMAL), assumed(renewal_lag=4), QUARTERS, (0.5, 1.5), (0.2, 1.0), (0.1, 1.0)
    )


def test_each_point_has_a_row_and_lower_prices_and_spent_profits_bring_jobs(surface: pd.DataFrame) -> None:
    axes = surface[["elasticity", "pass_through", "spent_of_profits"]]
    assert len(axes.drop_duplicates()) == len(surface) == 8
    np.testing.assert_allclose(surface["made"] + surface["lost"], surface["net"], atol=1e-9)
    np.testing.assert_allclose(surface[list(PARTS)].sum(axis=1), surface["net"], atol=1e-9)
    np.testing.assert_allclose(surface["net_share"] * PEOPLE.sum(), surface["net"], rtol=1e-9)
    assert surface["ended"].nunique() == 1 or np.ptp(surface["ended"]) < 1e-9
    net = surface.set_index(["elasticity", "pass_through", "spent_of_profits"])["net_share"]
    for elasticity in (0.5, 1.5):
        assert net[elasticity, 1.0, 0.1] > net[elasticity, 0.2, 0.1]
        assert net[elasticity, 0.2, 1.0] > net[elasticity, 0.2, 0.1]
