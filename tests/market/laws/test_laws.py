"""Laws of flows, demand and pay at their limits; and each lever of policy costs what it pays out, and is nothing where it pays nothing."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.market.nation import NORMAL, RATES, accounts, assumed, market, runs

from reallocate.kernel.errors import InputError, InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.areas import filled_cells, jobs_by_area
from reallocate.market.laws.diffusion import Diffusion, adopt
from reallocate.market.laws.input_output import build_out
from reallocate.market.laws.labour_force import share_of_hires, who_leaves_and_enters
from reallocate.market.laws.matching import applications_per_opening, hire_probability
from reallocate.market.laws.new_tasks import renewed_share, who_does_new_tasks
from reallocate.market.laws.policy import (
    LEVERS,
    Policy,
    Responses,
    moved_money,
    policy_costs,
    search_effort,
    subsidised_jobs,
)
from reallocate.market.laws.retention import retention
from reallocate.market.laws.separations import separation_by_tenure, separation_in_a_month, separations
from reallocate.market.laws.tenure import Tenure, tenure_pay
from reallocate.market.laws.unemployment_duration import (
    expected_months_without,
    survivor_function,
    weeks_without,
)
from reallocate.market.laws.wages import _LEAST, shared_rent, sticky_pay, wages_after
from reallocate.market.nation.assumptions import market_accounts
from reallocate.market.nation.outcomes import compare_policies
from reallocate.market.nation.run import _MOST, LAWS, Economy, Laws, use_today
from reallocate.market.published.keys import _LawKeys
from reallocate.market.state.ages import Ages
from reallocate.market.state.market import LONG_TERM, STEP_WEEKS, in_a_month
from reallocate.work.world import World

LAW = Tenure(when_new=3.0, when_settled=0.5, settles=2.0)
MISSING = np.nan


def test_without_a_law_only_chance_separates_and_a_new_job_is_less_sure() -> None:
    assert separations(100.0, 50.0, 0.1, 0.0) == pytest.approx(10.0)
    assert separations(100.0, 50.0, 0.0, 1.0) == pytest.approx(50.0)
    ratio = separation_by_tenure(np.array([0.0, 2.0, 1e9]), LAW)
    assert ratio == pytest.approx([3.0, 0.5 + 2.5 / np.e, 0.5])
    month = separation_in_a_month(0.05, np.array([0.0, 1e9]), LAW)
    assert month == pytest.approx([min(1.0, 2 * 0.05 * 3.0), 2 * 0.05 * 0.5])
    assert separation_in_a_month(0.4, np.array([0.0]), LAW)[0] == 1.0


def test_search_matching_and_retention_by_hand() -> None:
    assert applications_per_opening(6.0, 0.5 * 4.0 + 0.5 * 2.0) == 2.0
    assert applications_per_opening(6.0, 0.0) == 0.0
    assert hire_probability(4.0, 8.0) == pytest.approx(0.5 * (1 - math.exp(-2.0)), rel=1e-15)
    assert hire_probability(0.0, 8.0) == 0.0
    # Retention is the published figure.
    assert retention(6.75) == pytest.approx(0.5502916755953751, abs=1e-15)
    assert retention(15.0) > 0.0
    with pytest.raises(InputError, match="too long"):
        retention(16.0)


def test_how_long_people_are_without_work_by_hand() -> None:
    np.testing.assert_allclose(survivor_function(np.array([[0.5], [0.5], [0.5]]))[:, 0], [1.0, 0.5, 0.25])
    steady = np.full((600, 1), 0.2)
    assert survivor_function(steady).sum() == pytest.approx(5.0)
    assert expected_months_without([np.array([0.2])]) == pytest.approx(5.0)
    # Three months at a half, and then an eighth looks for four months more.
    assert expected_months_without([np.array([0.5]), np.array([0.25])]) == pytest.approx(1.75 + 4 / 8)
    assert np.isinf(expected_months_without([np.array([0.0])])).all()
    assert weeks_without(100.0, 520.0) == pytest.approx(10.0)
    assert in_a_month(np.array([0.5])) == pytest.approx(0.75)
    assert LONG_TERM == 13
    assert (LONG_TERM - 1) * STEP_WEEKS < 27.0 < LONG_TERM * STEP_WEEKS


def test_the_ages_of_the_labour_force_stay_as_they_are() -> None:
    ages, leaving = Ages.of(Parameters.default()), 0.047
    weight, come = who_leaves_and_enters(ages, leaving)
    leave = leaving * weight * ages.share
    older = ages.share / ages.years
    grown = older - np.concatenate([[0.0], older[:-1]])
    np.testing.assert_allclose(leaving * come - leave - grown, 0.0, atol=1e-12)
    assert leave.sum() == pytest.approx(leaving)
    assert come.sum() == pytest.approx(1.0)
    assert come[0] / ages.share[0] > come[1] / ages.share[1] > come[2] / ages.share[2] > come[3]
    assert come[3] == pytest.approx(0.0, abs=1e-12)
    assert weight[3] > weight[0] == weight[1] == weight[2]
    assert ages.share.sum() == pytest.approx(1.0)
    assert (share_of_hires(2.0, 8.0), share_of_hires(0.0, 0.0)) == (0.25, 0.0)


def test_jobs_of_a_build_out_like_the_households_and_the_nations(world: World) -> None:
    """Money that buys what households buy diverts no job."""
    a = accounts()
    basket = a.household / a.spent_at_home[0]
    same = build_out(a, basket, 10.0)
    np.testing.assert_allclose(same.diverted, 0.0, atol=1e-12 * same.new_money.sum())
    # The nation: 3,100 jobs a billion of machines and buildings at home; 5,200 of the households' basket.
    capital = Parameters.default().replace(industry_compute_capital=1.0, industry_compute_power=0.0)
    a = market_accounts(world, capital)
    found = build_out(a, a.build, 1_000.0)
    assert found.new_money.sum() == pytest.approx(3_122, abs=5)
    assert found.diverted.sum() == pytest.approx(3_122 - 5_229, abs=10)


def test_adoption_by_hand_rises_to_the_ceiling_and_without_a_pull_stays() -> None:
    """(p + q·(½·A_k + ½·Ā)/m)·(m − A_k)/4 with p = .02, q = .4, m = .5."""
    even = np.ones(3)
    now = np.array([0.0, 0.1, 0.2])
    after = adopt(now, even, Diffusion(0.5, 0.02, 0.4, 0.5), 0.25)
    speed = 0.02 + 0.4 * (0.5 * now + 0.5 * 0.1) / 0.5
    np.testing.assert_allclose(after, now + speed * (0.5 - now) / 4.0, rtol=1e-12)
    now = np.array([0.1, 0.2, 0.3])
    np.testing.assert_array_equal(adopt(now, even, Diffusion(0.5, 0.0, 0.0), 1.0), now)
    after = adopt(np.array([0.0, 0.0, 0.4]), even, Diffusion(0.5, 0.0, 0.5, peers=1.0), 5.0)
    np.testing.assert_array_equal(after[:2], 0.0)
    assert (adopt(np.array([0.0, 0.0, 0.4]), even, Diffusion(0.5, 0.0, 0.5, peers=0.0), 5.0)[:2] > 0.01).all()
    now, before = np.array([0.01, 0.1, 0.6]), np.zeros(3)
    for _ in range(400):
        before, now = now, adopt(now, even, Diffusion(0.5, 0.02, 0.5, 0.5), 0.25)
        assert (now <= 0.5).all()
    np.testing.assert_allclose(now, 0.5, atol=1e-3)
    assert (now >= before).all()


def told(assisted: float, ceiling: float) -> dict[str, float]:
    return {"assisted_today": assisted, "industry_adoption_ceiling": ceiling}


def test_use_today_by_hand_at_the_ceiling_and_off() -> None:
    """c·(.1·50 + .2·100) = .05·400 gives c = .8."""
    using = np.array([0.1, 0.2, 0.0])
    reach, work = np.array([50.0, 100.0, 30.0]), np.array([100.0, 200.0, 100.0])
    found = use_today(told(0.05, 1.0), using, reach, work)
    np.testing.assert_allclose(found, [0.08, 0.16, 0.0], rtol=1e-10)
    assert found @ reach == pytest.approx(0.05 * work.sum())
    found = use_today(told(0.05, 0.15), using, reach, work)
    assert found[1] == pytest.approx(_MOST * 0.15) and found[0] > 0.08
    assert found @ reach == pytest.approx(0.05 * work.sum())
    np.testing.assert_allclose(use_today(told(0.5, 0.2), using, reach, work), [0.19, 0.19, 0.0])
    assert not use_today(told(0.0, 0.5), using, reach, work).any()


def test_what_is_missing_is_filled_by_hand() -> None:
    """Of 80, 60 are known in an area of 600; the other 20 lie in two areas of 300 and 100 by their size."""
    released = np.array([[540.0, 300.0, 100.0], [60.0, MISSING, MISSING]])
    people, filled = filled_cells(released, np.array([940.0, 80.0]))
    np.testing.assert_allclose(people[1], [60.0, 15.0, 5.0])
    np.testing.assert_allclose(filled, [0.0, 15 / 315, 5 / 105])
    # The nation has 90 more than is known; an area with a hundredth of all people takes a hundredth of 100.
    released = np.array([[980.0, 10.0], [10.0, MISSING]])
    people, _ = filled_cells(released, np.array([990.0, 100.0]))
    assert people[1, 1] / people[1, 0] == pytest.approx(1.0 / 10.0)
    # Where nobody is known anywhere, people lie as all people do.
    people, filled = filled_cells(np.array([[540.0, 300.0, 160.0], [0.0, 0.0, 0.0]]), np.array([1000.0, 50.0]))
    np.testing.assert_allclose(people[1], [27.0, 15.0, 8.0])
    np.testing.assert_allclose(filled, people[1] / people.sum(axis=0))


@given(
    st.lists(st.one_of(st.just(MISSING), st.floats(0, 1e4)), min_size=12, max_size=12),
    st.lists(st.floats(1, 1e5), min_size=3, max_size=3),
)
def test_every_occupation_adds_up_to_the_nation(cells: list[float], national: list[float]) -> None:
    released = np.array([[5.0, 10.0, 20.0, 40.0], *np.reshape(cells, (3, 4))])
    total = np.array([75.0, *national])
    people, filled = filled_cells(released, total)
    np.testing.assert_allclose(people.sum(axis=1), total, rtol=1e-12)
    assert (people >= 0).all()
    assert ((filled >= 0) & (filled <= 1 + 1e-12)).all()
    grown = jobs_by_area(people, np.array([0.5, 1.0, 1.1, 2.0]))
    np.testing.assert_allclose(grown.sum(axis=1), total * [0.5, 1.0, 1.1, 2.0])


def test_every_law_has_a_key_that_is_on_as_the_list_says_and_words_of_its_own() -> None:
    assert [law.key for law in LAWS] == [one.name for one in fields(Laws)]
    written = _LawKeys().model_dump()
    assert {law.key: law.is_on for law in LAWS} == {law.key: written[law.key] for law in LAWS}
    assert vars(Laws()) == {law.key: law.is_on for law in LAWS}
    for part in ("name", "rule", "off"):
        words = [getattr(law, part) for law in LAWS]
        assert all(words) and len(set(words)) == len(words)


ADOPTED = np.array([0.0, 0.1, 0.2, 0.4])
WORK, SAVED, COMPUTE = np.array([0.0, 0.5, 0.5]), np.array([0.4, 0.4, 0.1]), np.array([0.1, 0.1, 0.1])
RESPONSES = Responses.of(Parameters.default())


def test_new_tasks_come_after_a_lag_where_people_work_with_ai_and_off_none_do() -> None:
    assert renewed_share(ADOPTED, 1, 0.5, 2) == 0.0
    assert renewed_share(ADOPTED, 3, 0.5, 2) == pytest.approx(0.5 * 0.1 / 0.4)
    assert renewed_share(ADOPTED, 3, 0.5, 0) == pytest.approx(0.5)
    assert renewed_share(ADOPTED, 3, 0.0, 1) == 0.0
    assert renewed_share(np.zeros(4), 3, 0.5, 1) == 0.0
    np.testing.assert_allclose(who_does_new_tasks(np.array([10.0, 30.0]), np.array([0.3, 0.1])), [0.5, 0.5])


def test_pay_follows_slack_within_bounds_and_part_of_a_fall_does_not_happen() -> None:
    found = wages_after(np.ones((1, 1)), np.full((1, 1), 0.08), np.full((1, 1), 0.04), -0.1, 0.25)
    assert found[0, 0] == pytest.approx(2.0 ** (-0.1 * 0.25))
    now, normal = np.full((1, 1), 0.9), np.full((1, 1), 0.05)
    assert wages_after(np.ones((1, 1)), now, normal, 0.0, 0.25)[0, 0] == 1.0
    assert wages_after(np.ones((1, 1)), now, normal, -0.1, 1.0)[0, 0] == pytest.approx(_LEAST**0.1)
    assert wages_after(np.ones((1, 1)), 0.0 * now, normal, -0.1, 1.0)[0, 0] == pytest.approx(_LEAST**-0.1)
    before, after = np.array([1.0, 1.0, 0.9]), np.array([0.9, 1.1, 0.9])
    np.testing.assert_allclose(sticky_pay(before, after, 0.25), [0.925, 1.1, 0.9])
    np.testing.assert_array_equal(sticky_pay(before, after, 0.0), after)
    on = Laws(sticky_pay=True)
    shipped, sticky, none, still = runs(
        assumed(), assumed(laws=on), assumed(laws=on, cuts_prevented=0.0),
        assumed(laws=Laws(sticky_pay=True, adoption=False)), quarters=16,
    ).wages[-1].T  # fmt: skip
    falls = shipped < 1.0
    assert falls.any() and (sticky[falls] > shipped[falls]).all()
    np.testing.assert_array_equal(none, shipped)
    np.testing.assert_allclose(still, 1.0, atol=1e-3)


def test_pay_and_safety_by_tenure_by_hand_as_published_and_off() -> None:
    years = np.array([0.0, 1.0, 5.0, 10.0, 30.0])
    law = Tenure(0.2, 4.0, 3.0, 0.5, 2.0)
    assert tenure_pay(np.array(4.0), law) == pytest.approx(np.exp(0.2 * (1 - np.exp(-1))))
    assert separation_by_tenure(np.array(2.0), law) == pytest.approx(0.5 + 2.5 * np.exp(-1))
    # Topel 1991: log pay is .18 higher after five years and .25 after ten.
    log_pay = np.log(tenure_pay(years, Tenure.of(Parameters.default())))
    assert log_pay[0] == 0.0
    assert log_pay[2] == pytest.approx(0.179, abs=0.005)
    assert log_pay[3] == pytest.approx(0.246, abs=0.005)
    np.testing.assert_array_equal(tenure_pay(years, Tenure()), 1.0)
    np.testing.assert_array_equal(separation_by_tenure(years, Tenure()), 1.0)


def test_rent_sharing_by_hand_off_and_in_its_direction() -> None:
    """A tenth of half of .3, all kept: .015; what only pays for its compute gives nothing."""
    np.testing.assert_allclose(shared_rent(0.1, 1.0, WORK, SAVED, COMPUTE), [0.0, 0.015, 0.0], atol=1e-15)
    assert not shared_rent(0.0, 1.0, WORK, SAVED, COMPUTE).any()
    assert not shared_rent(0.1, 0.0, WORK, SAVED, COMPUTE).any()
    less, more = (shared_rent(0.1, kept, WORK, SAVED, COMPUTE)[1] for kept in (0.1, 0.4))
    assert 0 < less < more


def effort(policy: Policy) -> float:
    return search_effort(RATES, policy, RESPONSES, 13.0).effort


def test_each_lever_does_what_it_is_for_and_nothing_changes_nothing() -> None:
    assert Policy().is_nothing
    assert search_effort(RATES, Policy(), RESPONSES, 13.0) == RATES
    assert subsidised_jobs(Policy(), RESPONSES, 10.0, 100.0) == 1.0
    np.testing.assert_array_equal(policy_costs(Policy(), RESPONSES, 5.0, 10.0, 3.0, 50_000.0), 0.0)
    policies = {
        "higher benefits": Policy(benefit_level=0.1),
        "wage insurance": Policy(wage_insurance=0.5),
        "nothing": Policy(),
    }
    compared = compare_policies(
        Economy(market(), accounts(), NORMAL), assumed(), policies, RESPONSES, 24
    ).set_index("policy")
    assert compared.loc["higher benefits", "unemployment"] > 0 and compared.loc["higher benefits", "cost"] > 0
    assert compared.loc["wage insurance", "unemployment"] < 0 < compared.loc["wage insurance", "cost_per_job"]
    changes = compared.loc[["none", "nothing"], ["unemployment", "employment", "switches", "cost"]]
    np.testing.assert_array_equal(changes.to_numpy(dtype=float), 0.0)


@pytest.mark.parametrize("years", [0.5, 20.0])
def test_insurance_works_as_far_as_it_pays(years: float) -> None:
    """Both follow share·T·(1 − e^(−years/T)): more with every year, by less each time."""
    policy, measured = Policy(wage_insurance=0.5, insured_years=years), Policy(wage_insurance=0.5)
    sooner = effort(policy) / RATES.effort - 1.0
    cost, usual = (
        policy_costs(one, RESPONSES, 1000.0, 4000.0, 500.0, 50_000.0)[LEVERS.index("wage_insurance")]
        for one in (policy, measured)
    )
    assert sooner / 0.15 == pytest.approx(cost / usual)
    regained = Parameters.default()["tenure_years"]
    assert cost / usual == pytest.approx(np.expm1(-years / regained) / np.expm1(-2.0 / regained))
    assert effort(Policy(wage_insurance=1.0, insured_years=0.0)) == RATES.effort


def test_costs_are_paid_by_quarter_and_lever() -> None:
    policy = replace(assumed(), policy=Policy(wage_insurance=0.5), responses=RESPONSES)
    found = runs(policy, quarters=4)
    paid = found.policy[1:, :, 0]
    assert (paid[:, LEVERS.index("wage_insurance")] > 0).all()
    assert (np.delete(paid, LEVERS.index("wage_insurance"), axis=1) == 0).all()
    assert moved_money(paid[-1]).sum() == pytest.approx(0.0, abs=1e-12)
    assert (found.subsidised == 1).all()
    with pytest.raises(InvariantError, match="policy"):
        replace(assumed(), policy=Policy(benefit_level=0.1))


SPENDS_NOTHING = {
    "insured for no years": (Policy(wage_insurance=1.0, insured_years=0.0), {}),
    "none of the loss insured": (Policy(wage_insurance=0.0, insured_years=20.0), {}),
    "no pay is lost": (Policy(wage_insurance=1.0), {"tenure_premium": 0.0}),
    "subsidised for no months": (Policy(hiring_subsidy=1.0, subsidised_months=0.0), {}),
    "a subsidy of nothing": (Policy(hiring_subsidy=0.0, subsidised_months=60.0), {}),
    "retraining costs nothing": (Policy(retraining=1.0), {"retraining_cost": 0.0}),
    "nobody draws benefits": (Policy(benefit_level=0.5, benefit_weeks=52.0), {"benefit_recipients": 0.0}),
}


@pytest.mark.parametrize("name", SPENDS_NOTHING)
def test_a_policy_that_pays_nothing_does_nothing(name: str) -> None:
    """Bit for bit, every quarter of the run is that without a policy."""
    policy, values = SPENDS_NOTHING[name]
    idle = replace(assumed(), policy=policy, responses=Responses.of(Parameters(values)))
    found = runs(idle, assumed(), quarters=6)
    assert not found.policy.any()
    for part in (
        getattr(found, field) for field in ("people", "wanted", "parts", "wages", "money", "totals")
    ):
        np.testing.assert_array_equal(part[..., 0], part[..., 1])
