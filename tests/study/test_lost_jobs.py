"""What one person loses with a job, in a nation small enough to think through."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.economy.nation import NORMAL, PEOPLE, RATES, assumed, market, runs

from reallocate.kernel.errors import InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.unemployment_duration import survivor_function
from reallocate.market.nation.economy import National
from reallocate.market.nation.effects import Areas, relative_pay
from reallocate.market.nation.lost_job import ages_of_runs, loss, slack_seen, slopes
from reallocate.market.nation.lost_jobs import looking_near
from reallocate.market.nation.run import Laws
from reallocate.market.nation.trajectory import Trajectory

START, P = 4, Parameters.default()
NAMES = pd.DataFrame({"area": ["1", "2"], "title": ["Offices", "Farms"], "state": ["X", "Y"]})
NATION = National(market(), NORMAL, 0.09, 0.036)


@pytest.fixture(scope="module")
def pair() -> Trajectory:
    one = assumed()
    return runs(one, replace(one, laws=replace(one.laws, adoption=False)), quarters=12)


def test_ages_find_work_alike_and_differ_in_what_they_lose_beside_the_run(pair: Trajectory) -> None:
    each = loss(market(), RATES, P, pair, START)
    slack = slack_seen(market(), RATES, pair.people[:, :3, :, 0], START)
    np.testing.assert_allclose(each.months, survivor_function(slack.finding).sum(axis=0))
    assert (each.benefit_months < each.months).all() and (each.benefit_months <= 6).all()
    assert (np.diff(each.lost[:, :3], axis=1) > 0).all(), "longer tenure, more to lose"
    assert (np.diff(each.of_one["pay_found"], axis=1) < 0).all()
    assert (each.gone[:, 3] > each.gone[:, 2]).all()
    assert (each.with_job + each.gone < 1).all()
    seen = ages_of_runs(NATION, RATES, P, pair, START, Laws(), True)
    idle = (pair.people[1:, 1, :, 0] - pair.people[1:, 1, :, 1]).sum(axis=0) / 4.0
    np.testing.assert_allclose(seen.unemployed.sum(axis=1), idle, atol=1e-9)
    work = pair.people[-1, 0, :, 0] - pair.people[-1, 0, :, 1]
    np.testing.assert_allclose(seen.employed.sum(axis=1), work, atol=1e-9)
    people = pair.people.copy()
    people[-1, 1, 2, 0] *= 1.01
    with pytest.raises(InvariantError, match="do not add up over ages"):
        ages_of_runs(NATION, RATES, P, replace(pair, people=people), START, Laws(), True)


def test_areas_alike_are_the_nation_and_the_loss_is_that_of_a_market_like_it(pair: Trajectory) -> None:
    def near(part: np.ndarray) -> np.ndarray:
        areas = Areas(NAMES, PEOPLE[:, None] * part, np.zeros(2))
        return looking_near(NATION, RATES, areas, pair, START).months

    months = loss(market(), RATES, P, pair, START).months
    np.testing.assert_allclose(
        near(np.tile([[0.7, 0.3]], (6, 1))), np.stack([months, months], axis=1), rtol=1e-6
    )
    apart = np.array([[0.1, 0.9], [0.1, 0.9], [0.5, 0.5], [0.5, 0.5], [0.9, 0.1], [0.9, 0.1]])
    assert (near(apart) * apart).sum() > months.sum()
    here, (by_month, by_pay) = loss(market(), RATES, P, pair, START), slopes(market(), RATES, P, pair, START)
    people = pair.people.copy()
    people[:, 2] *= 0.93
    there = loss(market(), RATES, P, replace(pair, people=people), START)
    assert (there.months > 1.03 * here.months).all()
    longer, better = (there.months - here.months)[:, None], (there.found - here.found)[:, None]
    found = here.lost + by_month * longer + by_pay * better
    np.testing.assert_allclose(found, there.lost, atol=0.002)
    assert np.abs(there.lost - here.lost).max() > 0.01, "what is told apart is larger than what is missed"
    assert (by_month > 0).all() and (by_pay < 0).all()


def test_pay_of_areas_adds_up_to_the_nations() -> None:
    people = market()
    cells = pd.DataFrame(
        {"area": ["1", "2", "1"], "occupation": ["a", "a", "b"], "wage_mean": [45_000.0, 30_000.0, np.nan]}
    )
    areas = Areas(NAMES, PEOPLE[:, None] * np.array([[0.25, 0.75]]), np.zeros(2))
    ratio = relative_pay(areas, cells, people)
    assert ratio[0, 0] / ratio[0, 1] == pytest.approx(1.5)
    np.testing.assert_allclose((areas.employment * ratio).sum(axis=1), PEOPLE)
    assert (ratio[1:] == 1).all(), "what was not released is the nation's"
