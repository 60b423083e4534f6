"""Laws of pay by hand, off and in their direction; and each lever of policy does what its law says, costs what it pays out,
and is nothing where it pays nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.market.nation import NORMAL, RATES, accounts, assumed, market, runs

from reallocate.kernel.errors import InvariantError
from reallocate.kernel.parameters import Parameters
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
from reallocate.market.laws.separations import separation_by_tenure
from reallocate.market.laws.tenure import Tenure, tenure_pay
from reallocate.market.laws.wages import _LEAST, shared_rent, sticky_pay, wages_after
from reallocate.market.nation.outcomes import compare_policies
from reallocate.market.nation.run import Economy, Laws

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


def test_pay_follows_slack_part_of_the_way_within_bounds_and_off_it_stays() -> None:
    found = wages_after(np.ones((1, 1)), np.full((1, 1), 0.08), np.full((1, 1), 0.04), -0.1, 0.25)
    assert found[0, 0] == pytest.approx(2.0 ** (-0.1 * 0.25))
    now, normal = np.full((1, 1), 0.9), np.full((1, 1), 0.05)
    assert wages_after(np.ones((1, 1)), now, normal, 0.0, 0.25)[0, 0] == 1.0
    assert wages_after(np.ones((1, 1)), now, normal, -0.1, 1.0)[0, 0] == pytest.approx(_LEAST**0.1)
    assert wages_after(np.ones((1, 1)), 0.0 * now, normal, -0.1, 1.0)[0, 0] == pytest.approx(_LEAST**-0.1)


def test_part_of_a_fall_of_pay_does_not_happen_and_a_rise_does_by_hand_and_in_a_run() -> None:
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


def test_nothing_changes_nothing() -> None:
    assert Policy().is_nothing
    assert search_effort(RATES, Policy(), RESPONSES, 13.0) == RATES
    assert subsidised_jobs(Policy(), RESPONSES, 10.0, 100.0) == 1.0
    np.testing.assert_array_equal(policy_costs(Policy(), RESPONSES, 5.0, 10.0, 3.0, 50_000.0), 0.0)


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


def test_each_lever_does_what_it_is_for_and_no_policy_is_as_nothing() -> None:
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
