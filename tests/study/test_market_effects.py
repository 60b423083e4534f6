"""Who bears it: each table of a small nation is there, and says what it is."""

from __future__ import annotations

import numpy as np
import pytest
from tests.economy.nation import NORMAL, RATES, SAVED, accounts, assumed, market

from reallocate.kernel.parameters import Parameters
from reallocate.market.nation.economy import National
from reallocate.market.nation.effects import POLICIES, Effects
from reallocate.work.world import World


@pytest.fixture(scope="module")
def effects(world: World) -> Effects:
    nation = National(market(), NORMAL, 0.09, 0.036)
    return Effects(world, Parameters.default(), nation, RATES, accounts(), assumed(), SAVED, 24)


def test_a_lost_job_levers_laws_and_the_surface(effects: Effects) -> None:
    table = effects.lost_job()
    whole = table[table["part"] == "all"].set_index(["who", "market"])["lost"]
    for who in ("everybody", "people whose hours AI saves"):
        assert 0.5 < whole[who, "calm"] < whole[who, "slack"] < 3
    np.testing.assert_allclose(sorted(table["unemployment"].unique()), [0.05, 0.09], atol=2e-4)
    table = effects.ages().set_index(["age", "quintile"])["change"]
    assert table["22–25", 5] < table["26–54", 5] < 0
    table, gaps = effects.pay()
    assert len(table) == 5
    assert (table["displaced"] >= table["displaced_without"] - 1e-3).all()
    assert gaps["pay"] < 0
    table = effects.policies()
    assert list(table["policy"]) == ["none", *POLICIES]
    assert (table["cost"].iloc[1:] > 0).all()
    table = effects.without_each_law().set_index("off")
    assert table.loc["adoption", "net_share"] == pytest.approx(0.0, abs=1e-4)
    assert table.loc["new_work", "net_share"] <= table.loc["none", "net_share"] < 0
    table = effects.surface()
    assert [table[name].nunique() for name in ("elasticity", "pass_through", "spent_of_profits")] == [5, 3, 3]
