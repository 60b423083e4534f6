"""People look for work where they live: areas add up, and each lives through the nation's demand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.economy.nation import NORMAL, PEOPLE, RATES, assumed, market, runs, undisturbed

from reallocate.market.nation.cohorts import demanded
from reallocate.market.nation.effects import Areas, area_table, read_areas, run_areas
from reallocate.market.nation.trajectory import Trajectory
from reallocate.work.world import World

QUARTERS = 16
NAMES = pd.DataFrame({"area": ["1", "2"], "title": ["Offices", "Farms"], "state": ["X", "Y"]})


@pytest.fixture(scope="module")
def found() -> Trajectory:
    return runs(assumed(), quarters=QUARTERS)


def areas(part: np.ndarray) -> Areas:
    return Areas(NAMES.iloc[: part.shape[1]], PEOPLE[:, None] * part, np.zeros(part.shape[1]))


def test_one_area_is_the_nation_and_like_areas_live_alike(found: Trajectory) -> None:
    demand = demanded(market(), NORMAL, RATES, found, 0)
    alone = run_areas(market(), NORMAL, areas(np.ones((6, 1))), demand)
    np.testing.assert_allclose(alone.employed[:, 0], found.people[-1, 0, :, 0], rtol=1e-9)
    np.testing.assert_allclose(alone.totals[:, 2, 0], found.totals[:, 2, 0], rtol=1e-9)
    demand = demanded(market(), NORMAL, RATES, found, 0)
    both = run_areas(market(), NORMAL, areas(np.tile([[0.9, 0.1]], (6, 1))), demand)
    np.testing.assert_allclose(both.unemployment[:, 0], both.unemployment[:, 1], rtol=1e-9)


def test_who_has_more_exposed_work_loses_more(found: Trajectory) -> None:
    part = np.array([[0.2, 0.8], [0.2, 0.8], [0.5, 0.5], [0.5, 0.5], [0.8, 0.2], [0.8, 0.2]])
    with_ai, without = (
        run_areas(market(), NORMAL, areas(part), each)
        for each in (
            demanded(market(), NORMAL, RATES, found, 0),
            undisturbed(market(), NORMAL, RATES, QUARTERS),
        )
    )
    table = area_table(areas(part), with_ai, without).set_index("title")
    assert list(table.index) == ["Offices", "Farms"]
    assert table.loc["Offices", "change_share"] < table.loc["Farms", "change_share"]
    np.testing.assert_allclose(table["gained"] + table["lost"], table["change"], rtol=1e-9)
    force = with_ai.totals[:, 0] + with_ai.totals[:, 2]
    np.testing.assert_allclose(force[-1], force[0], rtol=0.02, err_msg="people moved between areas")


def test_looking_near_home_alone_leaves_more_without_work(found: Trajectory) -> None:
    part = np.array([[0.05, 0.95], [0.05, 0.95], [0.5, 0.5], [0.5, 0.5], [0.95, 0.05], [0.95, 0.05]])
    demand = demanded(market(), NORMAL, RATES, found, 0)
    apart = run_areas(market(), NORMAL, areas(part), demand)
    together = found.totals[-1, 0, 0] / (found.totals[-1, 0, 0] + found.totals[-1, 2, 0])
    assert apart.totals[-1, 0].sum() / apart.totals[-1, [0, 2]].sum() > together


def test_areas_that_ship_add_up_to_the_nation(world: World) -> None:
    people = world.occupations["employment"].head(6)
    small = market()
    nation = type(small)(
        pd.Index(people.index), people.to_numpy(dtype=float), small.network, exit_rate=small.exit_rate
    )
    for kind, count in (("state", 51), ("metropolitan", 400)):
        read = read_areas(world.table("areas"), world.table("area_employment"), nation, kind)
        assert len(read.names) >= count
        assert not read.names["state"].isin(["Puerto Rico", "Guam"]).any()
        np.testing.assert_allclose(read.employment.sum(axis=1), nation.employment, rtol=1e-12)
