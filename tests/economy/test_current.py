"""Runs start where the market was last observed, and rest there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.economy.nation import RATES, market

from reallocate.kernel.errors import DataError
from reallocate.market.flow.engine import survey_series
from reallocate.market.nation.economy import (
    MOVED,
    Current,
    at_last_observed,
    current,
    current_text,
    last_observed,
)
from reallocate.market.nation.rest import follow
from reallocate.market.simulate.runs import current_market
from reallocate.market.state.market import SERIES
from reallocate.work.world import World

TABLE = pd.DataFrame(
    {
        "month": ["2024-01", "2024-02", "2024-03"],
        "unemployment": [0.05, 0.06, np.nan],
        "openings_rate": [0.03, 0.03, 0.035],
        "hires": [0.036, np.nan, np.nan],
        "quits": [0.02, 0.02, np.nan],
        "participation": [0.66, 0.64, np.nan],
    }
)


def at_rest(found: Current) -> np.ndarray:
    flows, _ = follow(market(), found.normal, [found.rates(RATES)], np.ones((2, 1)))
    return np.asarray(survey_series(flows)[0, :, 0])


def test_each_series_is_taken_where_it_ends() -> None:
    months, values, participation = last_observed(TABLE)
    assert months == {"unemployment": "2024-02", "openings": "2024-03", "hires": "2024-01", "quits": "2024-02"}
    assert values == {"unemployment": 0.06, "openings": 0.035, "hires": 0.036, "quits": 0.02}
    assert participation == 0.64
    with pytest.raises(DataError, match="hires has no figure"):
        last_observed(TABLE.assign(hires=np.nan))


def test_a_small_market_rests_where_it_was_observed() -> None:
    found = at_last_observed(market(), RATES, TABLE)
    assert set(found.values) == set(MOVED)
    np.testing.assert_allclose(at_rest(found), [found.observed[name] for name in SERIES], rtol=1e-6)
    assert found.rates(RATES).replaced == RATES.replaced
    assert found.normal.outside == pytest.approx(0.36 / 0.64)


def test_what_ships_is_the_last_month_of_the_shipped_series(world: World) -> None:
    months, observed, participation = last_observed(world.table("market_series"))
    ships = current()
    assert (dict(ships.months), dict(ships.observed), ships.participation) == (months, observed, participation)
    nation, rates = current_market(world)
    flows, _ = follow(nation.market, nation.normal, [rates], np.ones((2, 1)))
    found = survey_series(flows)[0, :, 0]
    np.testing.assert_allclose(found, [observed[name] for name in SERIES], rtol=1e-6)
    assert 'unemployment = "2025-11"' in current_text(ships)
