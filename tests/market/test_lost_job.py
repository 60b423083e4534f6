"""What a lost job costs, by hand and in a small nation, by occupation, age and place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.market.nation import NORMAL, PEOPLE, RATES, assumed, market, runs

from reallocate.kernel.errors import DataError, InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.job_loss import _CALM, PRIME, SLACK, AfterLoss, looking_again
from reallocate.market.laws.tenure import Tenure
from reallocate.market.laws.unemployment_duration import survivor_function
from reallocate.market.nation.economy import National
from reallocate.market.nation.effects import Areas, relative_pay
from reallocate.market.nation.lost_job import ages_of_runs, loss, slack_seen, slopes
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
    displacement_cost,
    employed_later,
    lost_pay,
    slack_at,
)
from reallocate.market.nation.run import Laws
from reallocate.market.nation.trajectory import Trajectory

EVERYBODY = {"everybody": PEOPLE}
LAW = Tenure.of(Parameters.default())
ALIKE = replace(market(), exit_rate=np.zeros(6))
NEVER = RATES.with_(separation=0.0)


def always(finding: float, months: int = 240, pay: float = 1.0) -> Slack:
    return Slack(np.full((months, 6), finding), np.full(6, pay), 0.05)


def test_a_wait_lower_pay_and_tenure_by_hand() -> None:
    assert lost_pay(ALIKE, NEVER, always(1.0), Tenure(), 8.0, 0.0) == pytest.approx(1 / 12, rel=1e-12)
    # With one chance in four a month, four months go by on average; at no interest that is what is lost.
    assert lost_pay(ALIKE, NEVER, always(0.25), Tenure(), 8.0, 0.0) == pytest.approx(4 / 12, rel=1e-9)
    # A tenth less from the second month on, of 240 months.
    found = lost_pay(ALIKE, NEVER, always(1.0, pay=0.9), Tenure(), 8.0, 0.0)
    assert found == pytest.approx((1 + 239 * 0.1) / 12, rel=1e-12)
    # Tenure, lost and earned again.
    law, months = Tenure(0.3, 5.0), np.arange(240) / 12.0

    def pay(years: np.ndarray) -> np.ndarray:
        return np.asarray(np.exp(0.3 * (1 - np.exp(-years / 5.0))))

    kept, new = pay(8.0 + months).sum(), pay(months[:-1]).sum()
    found = lost_pay(ALIKE, NEVER, always(1.0), law, 8.0, 0.0)
    assert found == pytest.approx((kept - new) / pay(np.array(8.0)) / 12, rel=1e-12)


def test_each_part_adds_to_the_loss_and_slack_to_all() -> None:
    markets = {
        name: slack_at(market(), NORMAL, RATES, level, 5.0, 20.0)
        for name, level in (("calm", 1.0), ("slack", 0.9))
    }
    table = displacement_cost(market(), RATES, markets, Parameters.default(), EVERYBODY)
    lost = table.set_index(["market", "part"])["lost"]
    assert lost["slack", "pay of jobs begun in slack"] > lost["calm", "pay of jobs begun in slack"]
    assert markets["slack"].unemployment > markets["calm"].unemployment
    assert lost["slack", "all"] > lost["calm", "all"]
    assert lost["calm", "all"] > 2 * lost["calm", "months of search"], "without tenure most of it is missed"
    back = table.groupby("market")["reemployed"].first()
    assert back["slack"] < back["calm"] < 1


def test_the_level_of_demand_that_leaves_so_many_without_work() -> None:
    level = demand_level(market(), NORMAL, RATES, 0.08)
    assert level < 1
    assert slack_at(market(), NORMAL, RATES, level, 1.0, 1.0).unemployment == pytest.approx(0.08, abs=1e-4)
    with pytest.raises(DataError, match="no demand"):
        demand_level(market(), NORMAL, RATES, 0.9)


def test_a_job_begun_in_slack_a_match_lost_and_exits_that_are_given_by_hand() -> None:
    """Two points above normal, 3% a point: 6% less from the second month on, of 240 months."""
    own = np.full((240, 6), 0.045 / 12.0)
    usual = lost_pay(market(), RATES, always(0.3), LAW, 8.0, 0.05)
    assert lost_pay(market(), RATES, always(0.3), LAW, 8.0, 0.05, own) == pytest.approx(usual, rel=1e-12)
    slump = replace(always(1.0), above_normal=np.full(240, 2.0))
    found = lost_pay(ALIKE, NEVER, slump, Tenure(), 8.0, 0.0, after=AfterLoss(hiring_pay=0.03))
    assert found == pytest.approx((1 + 239 * 0.06) / 12, rel=1e-12)
    # A job that pays e^.05 of the next: the first month in full, then the difference.
    found = lost_pay(ALIKE, NEVER, always(1.0), Tenure(), 8.0, 0.0, after=AfterLoss(match=0.05))
    assert found == pytest.approx((1 + 239 * (1 - np.exp(-0.05))) / 12, rel=1e-12)


def test_who_stops_looking_is_that_share_of_the_jobless() -> None:
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


def test_in_slack_fewer_look_and_who_leaves_has_no_job_by_hand() -> None:
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
        return _looking_near(NATION, RATES, areas, pair, START).months

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


LOST = np.array([[1.0, 2.0], [3.0, 1.0], [2.0, 2.0]])
OUT = np.array([[40.0, 60.0], [10.0, 20.0], [1.0, 2.0]])
WAGE = np.array([[50_000.0], [100_000.0], [80_000.0]])


def cells() -> Cells:
    """Three occupations and two ages."""
    return Cells(
        persons={"jobs_ended": OUT, "laid_off": OUT / 2},
        money={"lost": OUT * WAGE * LOST / 1e6},
        means={"lost_years": LOST},
        number=OUT,
        paid=OUT * WAGE,
    )


def test_ages_and_places_by_hand() -> None:
    table = cells().over_ages(pd.Index(["young", "old"])).set_index("group")
    young = OUT[:, 0] * WAGE[:, 0]
    assert table.loc["young", "jobs_ended"] == 51
    assert table.loc["young", "lost_years"] == pytest.approx(float(young @ LOST[:, 0] / young.sum()))
    assert table.loc["young", "pay"] == pytest.approx(float(young.sum() / 51))
    assert table.loc[ALL, "lost"] == pytest.approx(table["lost"].iloc[:2].sum())
    part = np.array([[0.5, 0.2, 0.5], [0.5, 0.8, 0.5]])
    pay = np.array([[1.5, 1.0, 1.0], [0.5, 1.0, 1.0]])
    near = np.array([[4.0, 4.0, 4.0], [2.0, 2.0, 2.0]])
    table = cells().over_occupations(
        part, pd.Index(["dear", "cheap"]), pay, {"months": near}, {"idle": np.array([3.0, 4.0])}
    )
    rows = table.set_index("group")
    first = (OUT * WAGE * LOST).sum(axis=1) / 1e6
    assert rows.loc["dear", "lost"] == pytest.approx(float((part * pay)[0] @ first))
    assert rows.loc["dear", "pay"] > rows.loc["cheap", "pay"]
    assert rows.loc["dear", "months"] == 4 and rows.loc["cheap", "months"] == 2
    assert 2 < rows.loc[ALL, "months"] < 4 and rows.loc[ALL, "idle"] == 7
    must_add_up(table, rows.loc[ALL], ("jobs_ended", "laid_off", "lost", "idle"), "places")


def test_few_people_do_not_stand_apart() -> None:
    table = cells().over_occupations(np.eye(3), pd.Index(["a", "b", "c"]))
    assert list(table["group"]) == ["a", OTHER, ALL], "three people alone would be told by what is missing"
    assert table.loc[1, "jobs_ended"] == pytest.approx(33)
    must_add_up(table, table.iloc[-1], ("jobs_ended", "lost"), "groups")
    enough = pd.DataFrame({"jobs_ended": [40.0, 3.0, -3.0, 0.5], "laid_off": [0.0, 0.0, 0.0, 0.0]})
    assert list(_small_rows(enough)) == [False, True, True, True] and _FEWEST == 5
    nobody = pd.DataFrame({"jobs_ended": [40.0, 6.0, 0.0], "laid_off": [0.0, 0.0, 1e-9]})
    assert list(_small_rows(nobody)) == [False, False, True], "where nobody is nothing is told"


@pytest.mark.parametrize("column", ["jobs_ended", "laid_off", "lost"])
def test_a_part_that_is_changed_or_missing_is_refused(column: str) -> None:
    for value in (33.3, np.nan):
        table = cells().over_ages(pd.Index(["young", "old"]))
        table.loc[0, column] = value
        with pytest.raises(InvariantError, match=f"ages, {column}"):
            must_add_up(table, table.iloc[-1], ("jobs_ended", "laid_off", "lost"), "ages")
