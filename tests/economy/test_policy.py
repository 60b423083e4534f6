"""Levers in runs: the direction of each, money that adds up, and nothing where there is no policy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.economy.nation import NORMAL, accounts, assumed, market, runs

from reallocate.economy.laws.policy import LEVERS, Policy, Responses, moved_money
from reallocate.economy.policies_compared import compare_policies
from reallocate.errors import InvariantError
from reallocate.work.parameters import Parameters

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
    return compare_policies(market(), accounts(), NORMAL, assumed(), POLICIES, RESPONSES, 24).set_index(
        "policy"
    )


@pytest.mark.parametrize("name", ["higher benefits", "longer benefits"])
def test_benefits_raise_unemployment(table: pd.DataFrame, name: str) -> None:
    assert table.loc[name, "unemployment"] > 0
    assert table.loc[name, "cost"] > 0


def test_retraining_moves_people_to_other_occupations(table: pd.DataFrame) -> None:
    assert table.loc["retraining", "switches"] > 0.001
    assert abs(table.loc["wage insurance", "switches"]) < table.loc["retraining", "switches"]


@pytest.mark.parametrize("name", ["wage insurance", "hiring subsidy"])
def test_what_brings_people_to_work(table: pd.DataFrame, name: str) -> None:
    assert table.loc[name, "unemployment"] < 0
    assert table.loc[name, "cost_per_job"] > 0


def test_no_policy_is_as_nothing(table: pd.DataFrame) -> None:
    changes = table.loc[["none", "nothing"], ["unemployment", "employment", "switches", "cost"]]
    np.testing.assert_array_equal(changes.to_numpy(dtype=float), 0.0)


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
