"""Levers in runs: the direction of each, money that adds up, and nothing where there is no policy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.market.nation import NORMAL, accounts, assumed, market, runs

from reallocate.kernel.errors import InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.policy import LEVERS, Policy, Responses, moved_money
from reallocate.market.nation.outcomes import compare_policies
from reallocate.market.nation.run import Economy

RESPONSES = Responses.of(Parameters.default())
POLICIES = {
    "higher benefits": Policy(benefit_level=0.1),
    "longer benefits": Policy(benefit_weeks=13.0),
    "retraining": Policy(retraining=1.0),
    "wage insurance": Policy(wage_insurance=0.5),
    "hiring subsidy": Policy(hiring_subsidy=0.25),
    "nothing": Policy(),
}


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return compare_policies(Economy(market(), accounts(), NORMAL), assumed(), POLICIES, RESPONSES, 24).set_index(
        "policy"
    )


@pytest.mark.parametrize("name", ["higher benefits", "longer benefits"])
def test_benefits_raise_unemployment(table: pd.DataFrame, name: str) -> None:
    assert table.loc[name, "unemployment"] > 0
    assert table.loc[name, "cost"] > 0


def test_retraining_moves_people_and_no_policy_is_as_nothing(table: pd.DataFrame) -> None:
    assert table.loc["retraining", "switches"] > 0.001
    assert abs(table.loc["wage insurance", "switches"]) < table.loc["retraining", "switches"]
    changes = table.loc[["none", "nothing"], ["unemployment", "employment", "switches", "cost"]]
    np.testing.assert_array_equal(changes.to_numpy(dtype=float), 0.0)


@pytest.mark.parametrize("name", ["wage insurance", "hiring subsidy"])
def test_what_brings_people_to_work(table: pd.DataFrame, name: str) -> None:
    assert table.loc[name, "unemployment"] < 0
    assert table.loc[name, "cost_per_job"] > 0


def test_a_run_with_a_policy_leaves_the_others_alone() -> None:
    policy = replace(assumed(), policy=Policy(retraining=0.5, benefit_level=0.1), responses=RESPONSES)
    beside, alone = runs(assumed(), policy, quarters=8), runs(assumed(), quarters=8)
    np.testing.assert_array_equal(beside.people[..., 0], alone.people[..., 0])
    assert (beside.people[..., 1] != beside.people[..., 0]).any()
    people = beside.people[..., 1][:, [0, 1, 3]].sum(axis=(1, 2))
    np.testing.assert_allclose(people, people[0], rtol=1e-9)


def test_costs_are_paid_by_quarter_and_lever() -> None:
    policy = replace(assumed(), policy=Policy(wage_insurance=0.5), responses=RESPONSES)
    found = runs(policy, quarters=4)
    paid = found.policy[1:, :, 0]
    assert (paid[:, LEVERS.index("wage_insurance")] > 0).all()
    assert (np.delete(paid, LEVERS.index("wage_insurance"), axis=1) == 0).all()
    assert moved_money(paid[-1]).sum() == pytest.approx(0.0, abs=1e-12)
    assert (found.subsidised == 1).all()


def test_a_policy_needs_what_people_do_about_it() -> None:
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


@pytest.mark.parametrize(
    "lever", ["benefit_level", "benefit_weeks", "retraining", "wage_insurance", "hiring_subsidy"]
)
def test_every_lever_that_does_something_pays(lever: str) -> None:
    amount = 13.0 if lever == "benefit_weeks" else 0.3
    policy = Policy(**{lever: amount})
    found = runs(replace(assumed(), policy=policy, responses=RESPONSES), assumed(), quarters=2)
    assert not policy.is_nothing and (found.people[..., 0] != found.people[..., 1]).any()
    assert (found.policy[1:, :, 0].sum(axis=1) > 0).all()
    assert Policy(wage_insurance=0.5, insured_years=0.0).is_nothing
    assert Policy(hiring_subsidy=0.5, subsidised_months=0.0).is_nothing
