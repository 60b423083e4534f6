"""What a lost job costs: by hand where everybody is alike, and what each law adds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.economy.nation import NORMAL, PEOPLE, RATES, market

from reallocate.kernel.errors import DataError
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.job_loss import CALM, PRIME, SLACK, AfterLoss, looking_again
from reallocate.market.laws.tenure import Tenure
from reallocate.market.nation.lost_pay import (
    Slack,
    demand_level,
    displacement_cost,
    employed_later,
    lost_pay,
    reemployed,
    slack_at,
)

EVERYBODY = {"everybody": PEOPLE}
LAW = Tenure.of(Parameters.default())
ALIKE = replace(market(), exit_rate=np.zeros(6))
NEVER = RATES.with_(separation=0.0)


def always(finding: float, months: int = 240, pay: float = 1.0) -> Slack:
    return Slack(np.full((months, 6), finding), np.full(6, pay), 0.05)


def test_a_wait_and_lower_pay_by_hand() -> None:
    assert lost_pay(ALIKE, NEVER, always(1.0), Tenure(), 8.0, 0.0) == pytest.approx(1 / 12, rel=1e-12)
    # With one chance in four a month, four months go by on average; at no interest that is what is lost.
    assert lost_pay(ALIKE, NEVER, always(0.25), Tenure(), 8.0, 0.0) == pytest.approx(4 / 12, rel=1e-9)
    # A tenth less from the second month on, of 240 months.
    found = lost_pay(ALIKE, NEVER, always(1.0, pay=0.9), Tenure(), 8.0, 0.0)
    assert found == pytest.approx((1 + 239 * 0.1) / 12, rel=1e-12)


def test_tenure_lost_and_earned_again_by_hand() -> None:
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
    sure = ~table["part"].isin(["pay where people find work", "pay of jobs begun in slack"])
    assert (table.loc[sure, "lost"] > 0).all()
    assert lost["slack", "pay of jobs begun in slack"] > lost["calm", "pay of jobs begun in slack"]
    assert markets["slack"].unemployment > markets["calm"].unemployment
    assert lost["slack", "all"] > lost["calm", "all"]
    assert lost["calm", "all"] > 2 * lost["calm", "months of search"], (
        "without tenure most of it is missed"
    )
    back = table.groupby("market")["reemployed"].first()
    assert back["slack"] < back["calm"] < 1


def test_all_find_work_at_once_and_less_sure_jobs_leave_fewer_with_one() -> None:
    assert reemployed(ALIKE, NEVER, always(1.0), Tenure()) == pytest.approx(1.0)
    assert reemployed(market(), RATES, always(0.3), LAW) < reemployed(market(), RATES, always(0.3), Tenure())


def test_the_level_of_demand_that_leaves_so_many_without_work() -> None:
    level = demand_level(market(), NORMAL, RATES, 0.08)
    assert level < 1
    assert slack_at(market(), NORMAL, RATES, level, 1.0, 1.0).unemployment == pytest.approx(0.08, abs=1e-4)
    with pytest.raises(DataError, match="no demand"):
        demand_level(market(), NORMAL, RATES, 0.9)


def test_exits_that_are_given_take_the_place_of_the_occupations_own() -> None:
    own = np.full((240, 6), 0.045 / 12.0)
    some = market()
    usual = lost_pay(some, RATES, always(0.3), LAW, 8.0, 0.05)
    assert lost_pay(some, RATES, always(0.3), LAW, 8.0, 0.05, own) == pytest.approx(usual, rel=1e-12)
    retired = own.copy()
    retired[60:] = 1.0
    assert (lost_pay(some, RATES, always(0.3), LAW, 8.0, 0.05, retired) < 0.85 * usual).all()


def test_a_job_begun_in_slack_and_a_match_lost_by_hand() -> None:
    """Two points above normal, 3% a point: 6% less from the second month on, of 240 months."""
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
    dearer = lost_pay(ALIKE, NEVER, always(find), Tenure(), 8.0, 0.0, after=law)
    assert (dearer > lost_pay(ALIKE, NEVER, always(find), Tenure(), 8.0, 0.0)).all()


def test_in_slack_fewer_look_and_who_leaves_has_no_job_by_hand() -> None:
    p = Parameters.default()
    calm, middle, slack = (AfterLoss.of(p, each) for each in (0.04, (CALM + SLACK) / 2, 0.12))
    assert (calm.outside, slack.leave) == (p["jobless_outside"], p["jobless_leave_slack"])
    assert middle.outside == pytest.approx((calm.outside + slack.outside) / 2)
    assert AfterLoss.of(p, 0.12, PRIME).outside == p["jobless_outside_25_to_54"]
    # Half leave in the first month, the others find work at once and keep it.
    leaving = np.zeros((36, 6))
    leaving[0] = 0.5
    with_job, gone = employed_later(ALIKE, NEVER, always(1.0), LAW, leaving)
    assert with_job == pytest.approx(0.5) and gone == pytest.approx(0.5)
