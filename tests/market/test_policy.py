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
    return compare_policies(
        Economy(market(), accounts(), NORMAL), assumed(), POLICIES, RESPONSES, 24
    ).set_index("policy")


def test_each_lever_does_what_it_is_for_and_no_policy_is_as_nothing(table: pd.DataFrame) -> None:
    for name in ("higher benefits", "longer benefits"):
        assert table.loc[name, "unemployment"] > 0 and table.loc[name, "cost"] > 0
    for name in ("wage insurance", "hiring subsidy"):
        assert table.loc[name, "unemployment"] < 0 < table.loc[name, "cost_per_job"]
    assert table.loc["retraining", "switches"] > 0.001
    assert abs(table.loc["wage insurance", "switches"]) < table.loc["retraining", "switches"]
    changes = table.loc[["none", "nothing"], ["unemployment", "employment", "switches", "cost"]]
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
