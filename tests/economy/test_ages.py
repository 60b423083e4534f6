"""Groups that are followed add up to the run they are groups of, and the young carry fewer openings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.economy.nation import NORMAL, PEOPLE, RATES, SAVED, assumed, market, runs, undisturbed

from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.market.laws.labour_force import Ages, exits_ahead, who_leaves_and_enters
from reallocate.market.laws.tenure import tenure_by_age
from reallocate.market.nation.cohorts import DemandPath, demanded, follow_cohorts
from reallocate.market.nation.effects import (
    age_groups,
    ages_of_hires,
    by_exposure,
    employment_by_age,
    people_by_age,
)
from reallocate.market.nation.trajectory import Trajectory
from reallocate.work.panel import quintiles

QUARTERS = 24
AGES = Ages.of(Parameters.default())


@pytest.fixture(scope="module")
def found() -> Trajectory:
    return runs(assumed(), quarters=QUARTERS)


@pytest.fixture(scope="module")
def demand(found: Trajectory) -> DemandPath:
    return demanded(market(), NORMAL, RATES, found, 0)


@pytest.fixture(scope="module")
def still() -> DemandPath:
    return undisturbed(market(), NORMAL, RATES, QUARTERS)


def test_groups_add_up_to_the_run_and_ages_stay_as_they_are(
    found: Trajectory, demand: DemandPath, still: DemandPath
) -> None:
    people = follow_cohorts(market(), demand, age_groups(market(), AGES, QUARTERS))
    np.testing.assert_allclose(people.sum(axis=3), found.people[..., 0][:, [0, 1, 3]], rtol=1e-12)
    assert (people >= 0).all()
    people = follow_cohorts(market(), still, age_groups(market(), AGES, QUARTERS))
    share = people[:, :2].sum(axis=(1, 2)) / people[:, :2].sum(axis=(1, 2, 3))[:, None]
    np.testing.assert_allclose(share, np.broadcast_to(AGES.share, share.shape), rtol=0.02)


def test_the_young_lose_more_where_work_is_exposed_and_off_all_ages_lose_alike(
    demand: DemandPath, still: DemandPath
) -> None:
    with_ai, without = (employment_by_age(market(), each, AGES) for each in (demand, still))
    table = by_exposure(with_ai, without, SAVED, AGES).set_index(["age", "quintile"])["change"]
    assert table["22–25", 5] < table["26–54", 5] < 0
    assert table["22–25", 5] < table["22–25", 1]
    assert table["16–21", 5] < table["22–25", 5], "who comes newest waits longest"
    with_ai, without = (employment_by_age(market(), each, AGES, alike=True) for each in (demand, still))
    table = by_exposure(with_ai, without, SAVED, AGES)
    spread = table.groupby("quintile")["change"].agg(lambda change: change.max() - change.min())
    assert spread.max() < 1e-9


def test_leaving_by_age_does_not_change_how_many_leave(found: Trajectory, demand: DemandPath) -> None:
    groups = age_groups(market(), AGES, QUARTERS)
    one = replace(
        groups,
        share=np.ones((3, 6, 1)),
        leaving=np.ones(1),
        newcomers=np.zeros(0),
        ageing=np.zeros(1),
        separated=np.zeros((QUARTERS, 1), dtype=np.int64),
    )
    alone = follow_cohorts(market(), demand, one)[..., 0]
    apart = follow_cohorts(market(), demand, groups).sum(axis=3)
    np.testing.assert_allclose(alone, apart, rtol=1e-12)


def test_fifths_of_exposure_hold_fifths_of_people() -> None:
    fifth = quintiles(np.arange(100.0)[::-1], np.ones(100))
    np.testing.assert_array_equal(np.bincount(fifth), 20)
    assert fifth[0] == 4
    assert fifth[-1] == 0
    assert (np.diff(quintiles(SAVED, PEOPLE)) >= 0).all()


def test_hires_have_the_ages_of_those_who_apply(still: DemandPath) -> None:
    people = people_by_age(market(), still, AGES, settling=QUARTERS_A_YEAR)
    hires = ages_of_hires(market(), RATES, people[-1, :2], still.start[2])
    np.testing.assert_allclose(hires.sum(axis=1), 1.0)
    assert (hires[:, 0] > 1.1 * AGES.share[0]).all(), "who comes new must be hired"
    alike = people_by_age(market(), still, AGES, alike=True, settling=QUARTERS_A_YEAR)
    same = ages_of_hires(market(), RATES, alike[-1, :2], still.start[2])
    np.testing.assert_allclose(same, np.broadcast_to(AGES.share, same.shape), rtol=1e-9)


def test_exits_ahead_and_tenure_by_age_by_hand() -> None:
    """Nobody ages: the rate stays. All age at once after a month: the rate is that of the next age."""
    weight, rate = np.array([0.5, 2.0]), np.array([0.12])
    never = exits_ahead(weight, np.array([np.inf, np.inf]), rate, 3)
    assert never[:, :, 0] == pytest.approx(np.array([[0.005] * 3, [0.02] * 3]))
    soon = exits_ahead(weight, np.array([1.0 / 12.0, np.inf]), rate, 3)
    assert soon[0, :, 0] == pytest.approx([0.005, 0.02, 0.02])
    half = exits_ahead(weight, np.array([1.0 / 6.0, np.inf]), rate, 2)
    assert half[0, 1, 0] == pytest.approx((0.005 + 0.02) / 2)
    weight, _ = who_leaves_and_enters(AGES, 0.045)
    first = exits_ahead(weight, AGES.years, np.array([0.045]), 1)[:, 0, 0]
    assert float(AGES.share @ first) == pytest.approx(0.045 / 12.0)
    p = Parameters.default()
    tenure = tenure_by_age(AGES, p)
    assert float(AGES.share @ tenure) == pytest.approx(p["tenure_before"])
    assert (np.diff(tenure) > 0).all()
    doubled = tenure_by_age(AGES, p.replace(tenure_before=2 * p["tenure_before"]))
    assert doubled == pytest.approx(2 * tenure)
