"""Jobs ended and made, as a surface and over draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.economy.nation import NORMAL, PEOPLE, accounts, assumed, market

from reallocate.economy.jobs_made import jobs_of, jobs_surface, net_loss
from reallocate.economy.laws.closed_demand import PARTS

QUARTERS = 12


@pytest.fixture(scope="module")
def surface() -> pd.DataFrame:
    return jobs_surface(
        market(), accounts(), NORMAL, assumed(renewal_lag=4), QUARTERS, (0.5, 1.5), (0.2, 1.0), (0.1, 1.0)
    )


def test_one_row_for_each_point(surface: pd.DataFrame) -> None:
    axes = surface[["elasticity", "pass_through", "spent_of_profits"]]
    assert len(axes.drop_duplicates()) == len(surface) == 8


def test_what_is_made_and_lost_is_net(surface: pd.DataFrame) -> None:
    np.testing.assert_allclose(surface["made"] + surface["lost"], surface["net"], atol=1e-9)
    np.testing.assert_allclose(surface[list(PARTS)].sum(axis=1), surface["net"], atol=1e-9)
    np.testing.assert_allclose(surface["net_share"] * PEOPLE.sum(), surface["net"], rtol=1e-9)


def test_lower_prices_and_spent_profits_bring_jobs(surface: pd.DataFrame) -> None:
    net = surface.set_index(["elasticity", "pass_through", "spent_of_profits"])["net_share"]
    for elasticity in (0.5, 1.5):
        assert net[elasticity, 1.0, 0.1] > net[elasticity, 0.2, 0.1]
        assert net[elasticity, 0.2, 1.0] > net[elasticity, 0.2, 0.1]


def test_hours_that_end_do_not_depend_on_what_is_bought(surface: pd.DataFrame) -> None:
    assert surface["ended"].nunique() == 1 or np.ptp(surface["ended"]) < 1e-9


def test_runs_do_not_depend_on_how_many_are_made_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    each = [replace(assumed(), renewed=share) for share in (0.0, 0.4, 0.8)]
    together = jobs_of(market(), accounts(), NORMAL, each, 6)
    monkeypatch.setattr("reallocate.economy.jobs_made.SEVERAL", 2)
    told: list[str] = []
    apart = jobs_of(market(), accounts(), NORMAL, each, 6, told.append)
    pd.testing.assert_frame_equal(together, apart)
    assert told == ["runs 1 to 2 of 3", "runs 3 to 3 of 3"]


def test_the_chance_of_a_net_loss() -> None:
    table = pd.DataFrame({"net_share": [-0.02, -0.01, -0.01, 0.01]})
    found = net_loss(table)
    assert found["probability"] == 0.75
    assert found["low"] < found["middle"] < found["high"]
