"""Groups of people, areas and lost jobs: they add up, who is exposed loses more, and a loss by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.market.nation import NORMAL, PEOPLE, RATES, SAVED, assumed, market, runs

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.diffusion import Diffusion
from reallocate.market.laws.job_loss import _CALM, PRIME, SLACK, AfterLoss, looking_again
from reallocate.market.laws.labour_force import exits_ahead, who_leaves_and_enters
from reallocate.market.laws.tenure import Tenure, tenure_by_age
from reallocate.market.nation.cohorts import (
    Cohorts,
    DemandPath,
    demanded,
    follow_cohorts,
    follow_side_by_side,
)
from reallocate.market.nation.economy import National
from reallocate.market.nation.effects import (
    Areas,
    _age_groups,
    _area_table,
    _by_exposure,
    _employment_by_age,
    _run_areas,
    read_areas,
    relative_pay,
)
from reallocate.market.nation.lost_job import ages_of_runs, loss
from reallocate.market.nation.lost_jobs import (
    _FEWEST,
    ALL,
    OTHER,
    Cells,
    _looking_near,
    _small_rows,
    must_add_up,
)
from reallocate.market.nation.lost_pay import (
    Slack,
    demand_level,
    employed_later,
    lost_pay,
)
from reallocate.market.nation.pay import (
    _quintile_cohorts,
    entry_share,
    gini,
    openings_within_reach,
    percentile_ratio,
)
from reallocate.market.nation.rest import steady_state
from reallocate.market.nation.run import Laws
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.state.ages import Ages
from reallocate.market.state.market import STEP_WEEKS, STEPS_PER_QUARTER, unemployment_rate
from reallocate.market.state.network import Network, complete
from reallocate.work.panel import quintiles
from reallocate.work.world import World

QUARTERS = 24
AREAS = pd.DataFrame({"area": ["1", "2"], "title": ["Offices", "Farms"], "state": ["X", "Y"]})
AGES = Ages.of(Parameters.default())
START, P = 4, Parameters.default()
NATION = National(market(), NORMAL, 0.09, 0.036)


@pytest.fixture(scope="module")
def found() -> Trajectory:
    return runs(assumed(), quarters=QUARTERS)


@pytest.fixture(scope="module")
def demand(found: Trajectory) -> DemandPath:
    return demanded(market(), NORMAL, RATES, found, 0)


@pytest.fixture(scope="module")
def still() -> DemandPath:
    """Nothing happens."""
    at_rest = steady_state(market(), NORMAL, [RATES], np.ones(1))
    jobs = np.repeat(at_rest.wanted.T, QUARTERS + 1, axis=0)
    return DemandPath(at_rest.state.people[:, :, 0], jobs, at_rest.entering[:, 0], RATES)


def test_groups_add_up_to_the_run_ages_stay_as_they_are_and_off_all_lose_alike(
    found: Trajectory, demand: DemandPath, still: DemandPath
) -> None:
    people = follow_cohorts(market(), demand, _age_groups(market(), AGES, QUARTERS))
    np.testing.assert_allclose(people.sum(axis=3), found.people[..., 0][:, [0, 1, 3]], rtol=1e-12)
    assert (people >= 0).all()
    people = follow_cohorts(market(), still, _age_groups(market(), AGES, QUARTERS))
    share = people[:, :2].sum(axis=(1, 2)) / people[:, :2].sum(axis=(1, 2, 3))[:, None]
    np.testing.assert_allclose(share, np.broadcast_to(AGES.share, share.shape), rtol=0.02)
    with_ai, without = (_employment_by_age(market(), each, AGES, alike=True) for each in (demand, still))
    table = _by_exposure(with_ai, without, SAVED, AGES)
    spread = table.groupby("quintile")["change"].agg(lambda change: change.max() - change.min())
    assert spread.max() < 1e-9


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


COHORT_QUARTERS = 12
FASTER = assumed(diffusion=Diffusion(1.0, 0.3, 1.0, 0.5))
GROUPS = {
    "quintiles": _quintile_cohorts(quintiles(SAVED, PEOPLE), COHORT_QUARTERS),
    "ages": _age_groups(market(), AGES, COHORT_QUARTERS),
}


def plainly(demand: DemandPath, groups: Cohorts) -> Array:
    """People by group at the end; (employed–unemployed–outside, occupation, group)."""
    a, leaving, r = market().network.dense(), market().exits_per_step(STEP_WEEKS), demand.rates
    vacant = demand.start[2].copy()
    e, u, out = demand.start[[0, 1, 3]][:, :, None] * groups.share
    for step in range(COHORT_QUARTERS * STEPS_PER_QUARTER):
        quarter, within = divmod(step, STEPS_PER_QUARTER)
        before, after = demand.jobs[quarter : quarter + 2]
        of_e, of_u = e.sum(axis=1), u.sum(axis=1)
        over = of_e + vacant - (before + (after - before) * (within + 1) / STEPS_PER_QUARTER)
        left = leaving * r.leaving * of_e
        lost = r.separation * (of_e - left) + (1 - r.separation) * np.minimum(
            of_e - left, r.close_surplus * np.maximum(over, 0)
        )
        opened = r.opening * of_e + (1 - r.opening) * np.minimum(
            of_e, r.close_shortage * np.maximum(-over, 0)
        )
        stay = e * (1 - (left + lost) / of_e)[:, None]
        applied = a / (a @ vacant)[:, None]
        sent = applied.T @ (r.effort * (u + r.on_the_job * stay)) * vacant[:, None]
        tight = vacant / sent.sum(axis=1)
        chance = tight * (1 - np.exp(-1 / tight))
        finding = (applied @ (vacant * chance))[:, None]
        quits, freed = finding * r.effort * r.on_the_job * stay, finding * r.effort * u
        weight = groups.leaving
        away = left[:, None] * weight * e / (weight * e).sum(axis=1)[:, None]
        tired = (leaving * r.leaving * (of_u - freed.sum(axis=1)))[:, None]
        worn = tired * weight * u / (weight * u).sum(axis=1)[:, None]
        cut, came = e * (lost / of_e)[:, None], out * demand.entering[:, None]
        gone = away + worn
        if len(groups.newcomers):
            gone = gone.sum(axis=1)[:, None] * groups.newcomers
        into = np.zeros_like(u)
        np.add.at(into.T, groups.separated[quarter], cut.T)
        e = e + sent * chance[:, None] - away - cut - quits
        u = u + into + came - freed - worn
        out = out + gone - came
        vacant = vacant + opened + r.replaced * (left + quits.sum(axis=1)) - sent.sum(axis=1) * chance
        for one in (e, u) if len(groups.newcomers) else (e, u, out):
            older = groups.ageing[:-1] * one[:, :-1]
            one[:, :-1] -= older
            one[:, 1:] += older
    return np.stack([e, u, out])


@pytest.mark.parametrize("name", list(GROUPS))
def test_side_by_side_is_plain_numpy_of_each_run(name: str) -> None:
    found = runs(assumed(), FASTER, quarters=COHORT_QUARTERS)
    demands = [demanded(market(), NORMAL, RATES, found, run) for run in (0, 1)]
    for last in follow_side_by_side(market(), demands, [GROUPS[name]] * 2):
        both = last
    assert not np.allclose(both[0], both[1], rtol=1e-3)
    for demand, people in zip(demands, both, strict=True):
        np.testing.assert_allclose(people, plainly(demand, GROUPS[name]), rtol=1e-9, atol=1e-6)
        np.testing.assert_allclose(people, follow_cohorts(market(), demand, GROUPS[name])[-1], rtol=1e-12)


def areas(part: np.ndarray) -> Areas:
    return Areas(AREAS.iloc[: part.shape[1]], PEOPLE[:, None] * part, np.zeros(part.shape[1]))


def test_one_area_is_the_nation_like_areas_live_alike_and_exposed_work_loses_more(
    found: Trajectory, demand: DemandPath, still: DemandPath
) -> None:
    alone = _run_areas(market(), NORMAL, areas(np.ones((6, 1))), demand)
    np.testing.assert_allclose(alone.employed[:, 0], found.people[-1, 0, :, 0], rtol=1e-9)
    np.testing.assert_allclose(alone.totals[:, 2, 0], found.totals[:, 2, 0], rtol=1e-9)
    both = _run_areas(market(), NORMAL, areas(np.tile([[0.9, 0.1]], (6, 1))), demand)
    np.testing.assert_allclose(both.unemployment[:, 0], both.unemployment[:, 1], rtol=1e-9)
    part = np.array([[0.2, 0.8], [0.2, 0.8], [0.5, 0.5], [0.5, 0.5], [0.8, 0.2], [0.8, 0.2]])
    with_ai, without = (_run_areas(market(), NORMAL, areas(part), each) for each in (demand, still))
    table = _area_table(areas(part), with_ai, without).set_index("title")
    assert list(table.index) == ["Offices", "Farms"]
    assert table.loc["Offices", "change_share"] < table.loc["Farms", "change_share"]
    np.testing.assert_allclose(table["gained"] + table["lost"], table["change"], rtol=1e-9)
    force = with_ai.totals[:, 0] + with_ai.totals[:, 2]
    np.testing.assert_allclose(force[-1], force[0], rtol=0.02, err_msg="people moved between areas")


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


def test_the_spread_of_pay_and_openings_within_reach_by_hand() -> None:
    pay = np.array([[20.0, 50.0], [100.0, 300.0]])
    assert percentile_ratio(pay, np.array([[20.0, 60.0], [15.0, 5.0]])) == pytest.approx(100.0 / 20.0)
    assert gini(np.array([7.0, 7.0]), np.array([1.0, 3.0])) == pytest.approx(0.0)
    assert gini(np.array([30.0, 10.0]), np.array([1.0, 1.0])) == pytest.approx(0.25)
    assert gini(np.array([1e9, 0.0]), np.array([1.0, 999.0])) == pytest.approx(0.999)
    assert entry_share(np.array([30.0, 10.0, 60.0]), np.array([1.0, 1.0, 0.0])) == pytest.approx(0.4)
    openings, idle = np.array([10.0, 30.0, 60.0]), np.array([50.0, 100.0, 50.0])
    for displaced in ([1.0, 0.0, 0.0], [5.0, 2.0, 9.0]):
        found = openings_within_reach(complete(3), openings, idle, np.array(displaced))
        assert found == pytest.approx(100.0 / 200.0)
    openings, idle = np.array([10.0, 10.0, 90.0, 90.0]), np.array([20.0, 20.0, 20.0, 20.0])
    first, last = np.array([1.0, 0.0, 0.0, 0.0]), np.array([0.0, 0.0, 0.0, 1.0])
    assert openings_within_reach(apart(), openings, idle, first) == pytest.approx(0.5)
    assert openings_within_reach(apart(), openings, idle, last) == pytest.approx(4.5)
    crowded = openings_within_reach(apart(), openings, np.array([20.0, 180.0, 20.0, 20.0]), first)
    assert crowded == pytest.approx(0.1)
    assert np.isnan(openings_within_reach(complete(2), np.ones(2), np.ones(2), np.zeros(2)))


def apart() -> Network:
    """Two pairs of occupations, with moves inside each pair alone."""
    half = np.full(8, 0.5)
    return Network(np.array([0, 2, 4, 6, 8]), np.array([0, 1, 0, 1, 2, 3, 2, 3]), half)


LAW = Tenure.of(Parameters.default())
ALIKE = replace(market(), exit_rate=np.zeros(6))
NEVER = RATES.with_(separation=0.0)


def always(finding: float, months: int = 240, pay: float = 1.0) -> Slack:
    return Slack(np.full((months, 6), finding), np.full(6, pay), 0.05)


def test_a_wait_lower_pay_slack_a_match_lost_and_exits_that_are_given_by_hand() -> None:
    assert lost_pay(ALIKE, NEVER, always(1.0), Tenure(), 8.0, 0.0) == pytest.approx(1 / 12, rel=1e-12)
    # With one chance in four a month, four months go by on average; at no interest that is what is lost.
    assert lost_pay(ALIKE, NEVER, always(0.25), Tenure(), 8.0, 0.0) == pytest.approx(4 / 12, rel=1e-9)
    # A tenth less from the second month on, of 240 months.
    found = lost_pay(ALIKE, NEVER, always(1.0, pay=0.9), Tenure(), 8.0, 0.0)
    assert found == pytest.approx((1 + 239 * 0.1) / 12, rel=1e-12)
    # Two points above normal, 3% a point: 6% less from the second month on, of 240 months.
    own = np.full((240, 6), 0.045 / 12.0)
    usual = lost_pay(market(), RATES, always(0.3), LAW, 8.0, 0.05)
    assert lost_pay(market(), RATES, always(0.3), LAW, 8.0, 0.05, own) == pytest.approx(usual, rel=1e-12)
    slump = replace(always(1.0), above_normal=np.full(240, 2.0))
    found = lost_pay(ALIKE, NEVER, slump, Tenure(), 8.0, 0.0, after=AfterLoss(hiring_pay=0.03))
    assert found == pytest.approx((1 + 239 * 0.06) / 12, rel=1e-12)
    # A job that pays e^.05 of the next: the first month in full, then the difference.
    found = lost_pay(ALIKE, NEVER, always(1.0), Tenure(), 8.0, 0.0, after=AfterLoss(match=0.05))
    assert found == pytest.approx((1 + 239 * (1 - np.exp(-0.05))) / 12, rel=1e-12)


def test_the_level_of_demand_that_is_found_leaves_so_many_without_work() -> None:
    for without in (0.05, 0.08):
        level = demand_level(market(), NORMAL, RATES, without)
        at_rest = steady_state(market(), NORMAL, [RATES], np.array([level])).state.people[:2].sum(axis=1)
        assert unemployment_rate(*at_rest) == pytest.approx(without, abs=5e-6)


def test_who_stops_looking_is_that_share_of_the_jobless_and_in_slack_fewer_look() -> None:
    """With no jobs lost again, n of those without a job are not looking once the first months are over."""
    law, find = AfterLoss(leave=0.25, outside=0.4), 0.3
    back = float(looking_again(np.array(find), law))
    looking, idle = 1.0, 0.0
    for _ in range(60):
        looking, idle = (1 - find - 0.25) * looking + back * idle, 0.25 * looking + (1 - back) * idle
    assert idle / (looking + idle) == pytest.approx(0.4, rel=1e-9)
    job, gone = employed_later(ALIKE, NEVER, always(find), Tenure(), after=law)
    usual, _ = employed_later(ALIKE, NEVER, always(find), Tenure())
    assert (job < usual).all() and (gone > 0).all()
    p = Parameters.default()
    calm, middle, slack = (AfterLoss.of(p, each) for each in (0.04, (_CALM + SLACK) / 2, 0.12))
    assert (calm.outside, slack.leave) == (p["jobless_outside"], p["jobless_leave_slack"])
    assert middle.outside == pytest.approx((calm.outside + slack.outside) / 2)
    assert AfterLoss.of(p, 0.12, PRIME).outside == p["jobless_outside_25_to_54"]
    # Half leave in the first month, the others find work at once and keep it.
    leaving = np.zeros((36, 6))
    leaving[0] = 0.5
    with_job, gone = employed_later(ALIKE, NEVER, always(1.0), LAW, leaving)
    assert with_job == pytest.approx(0.5) and gone == pytest.approx(0.5)


@pytest.fixture(scope="module")
def pair() -> Trajectory:
    one = assumed()
    return runs(one, replace(one, laws=replace(one.laws, adoption=False)), quarters=12)


def test_ages_differ_in_what_they_lose_and_add_up_and_areas_alike_are_the_nation(pair: Trajectory) -> None:
    each = loss(market(), RATES, P, pair, START)
    assert (np.diff(each.lost[:, :3], axis=1) > 0).all(), "longer tenure, more to lose"
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

    def near(part: np.ndarray) -> np.ndarray:
        return _looking_near(NATION, RATES, areas(part), pair, START).months

    months = loss(market(), RATES, P, pair, START).months
    np.testing.assert_allclose(
        near(np.tile([[0.7, 0.3]], (6, 1))), np.stack([months, months], axis=1), rtol=1e-6
    )
    apart = np.array([[0.1, 0.9], [0.1, 0.9], [0.5, 0.5], [0.5, 0.5], [0.9, 0.1], [0.9, 0.1]])
    assert (near(apart) * apart).sum() > months.sum()


def test_pay_of_areas_adds_up_to_the_nations_and_few_people_do_not_stand_apart() -> None:
    people = market()
    paid = pd.DataFrame(
        {"area": ["1", "2", "1"], "occupation": ["a", "a", "b"], "wage_mean": [45_000.0, 30_000.0, np.nan]}
    )
    areas = Areas(AREAS, PEOPLE[:, None] * np.array([[0.25, 0.75]]), np.zeros(2))
    ratio = relative_pay(areas, paid, people)
    assert ratio[0, 0] / ratio[0, 1] == pytest.approx(1.5)
    np.testing.assert_allclose((areas.employment * ratio).sum(axis=1), PEOPLE)
    assert (ratio[1:] == 1).all(), "what was not released is the nation's"
    table = cells().over_occupations(np.eye(3), pd.Index(["a", "b", "c"]))
    assert list(table["group"]) == ["a", OTHER, ALL], "three people alone would be told by what is missing"
    assert table.loc[1, "jobs_ended"] == pytest.approx(33)
    must_add_up(table, table.iloc[-1], ("jobs_ended", "lost"), "groups")
    enough = pd.DataFrame({"jobs_ended": [40.0, 3.0, -3.0, 0.5], "laid_off": [0.0, 0.0, 0.0, 0.0]})
    assert list(_small_rows(enough)) == [False, True, True, True] and _FEWEST == 5
    nobody = pd.DataFrame({"jobs_ended": [40.0, 6.0, 0.0], "laid_off": [0.0, 0.0, 1e-9]})
    assert list(_small_rows(nobody)) == [False, False, True], "where nobody is nothing is told"


LOST = np.array([[1.0, 2.0], [3.0, 1.0], [2.0, 2.0]])
OUT = np.array([[40.0, 60.0], [10.0, 20.0], [1.0, 2.0]])
PAID = np.array([[50_000.0], [100_000.0], [80_000.0]])


def cells() -> Cells:
    """Three occupations and two ages."""
    return Cells(
        persons={"jobs_ended": OUT, "laid_off": OUT / 2},
        money={"lost": OUT * PAID * LOST / 1e6},
        means={"lost_years": LOST},
        number=OUT,
        paid=OUT * PAID,
    )


@pytest.mark.parametrize("column", ["jobs_ended", "laid_off", "lost"])
def test_a_part_that_is_changed_or_missing_is_refused(column: str) -> None:
    for value in (33.3, np.nan):
        table = cells().over_ages(pd.Index(["young", "old"]))
        table.loc[0, column] = value
        with pytest.raises(InvariantError, match=f"ages, {column}"):
            must_add_up(table, table.iloc[-1], ("jobs_ended", "laid_off", "lost"), "ages")
