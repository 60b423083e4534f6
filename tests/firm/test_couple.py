"""A small insurer's plan becomes its industry's: everything adds up, and what is asked wrongly is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reallocate.kernel.errors import InputError, InvariantError
from reallocate.loop.ledger import (
    _BORNE,
    _PAID_TO_PEOPLE,
    _must_reconcile,
    _years_of_pay,
)
from reallocate.loop.page import coupled_study
from reallocate.loop.shock import shock_of
from reallocate.market.nation.run import Laws
from reallocate.market.simulate.request import EconomyRun
from reallocate.render.result import Result
from reallocate.work.world import World

SHARE = 0.3


@pytest.fixture(scope="module")
def insurer(study: Result) -> Result:
    """The small study, in an industry."""
    scenario = {**study.facts["scenario"], "industries": ["524100"]}
    return replace(study, facts={**study.facts, "scenario": scenario})


@pytest.fixture(scope="module")
def coupled(insurer: Result) -> Result:
    return coupled_study(insurer, SHARE, EconomyRun(years=4, capability="reversal"), draws=2)


def test_the_shock_is_the_plans_change_of_positions(insurer: Result, world: World) -> None:
    shock = shock_of(insurer, world)
    roles = insurer.table("roles").set_index("occupation")
    dropped = insurer.facts["totals"]["plan"]["work_dropped"]
    clerks = roles.loc["43-4051"]
    expected = clerks["plan_end"] / clerks["baseline_end"] / (1.0 - dropped) - 1.0
    assert float(shock.change.sel(occupation="43-4051")) == pytest.approx(expected)
    assert float(shock.change.sel(occupation="35-3023")) == 0.0
    assert shock.quarters == 6 and shock.industries == ("524100",) and 0 <= shock.compute < 0.2


@pytest.mark.long
def test_jobs_from_plan_to_market_add_up_nobody_is_lost_and_rounds_converge(coupled: Result) -> None:
    steps = coupled.table("reconciled")["persons"].to_numpy()
    assert steps[:-1].sum() == pytest.approx(steps[-1])
    assert steps[0] > 0 > steps[1]
    people = coupled.table("occupations")
    assert steps[-1] == pytest.approx(float(-SHARE * people["people"] @ people["change"]))
    jobs = coupled.table("jobs").set_index("part")
    assert jobs.loc["ended", "plan_end"] == pytest.approx(-steps[-1])
    assert jobs.drop(index="net")["run_end"].sum() == pytest.approx(jobs.loc["net", "run_end"])
    path = coupled.table("path")
    whole = path[["employed", "unemployed", "outside"]].sum(axis=1)
    without = path[["employed_without", "unemployed_without", "outside_without"]].sum(axis=1)
    np.testing.assert_allclose(whole, without)
    np.testing.assert_allclose(whole, whole.iloc[0])
    assert path["employed"].iloc[-1] < path["employed_without"].iloc[-1]
    rounds = coupled.table("rounds")
    assert coupled.facts["converged"] == (rounds["residual"].iloc[-1] < coupled.facts["residual_wanted"])
    assert (rounds[["pay", "hiring", "quits"]].iloc[1:] < 1).all().all()
    response = coupled.table("response").set_index("comes_back")["hires"]
    assert response["half as many quit"] < response["no response"]


@pytest.mark.long
def test_who_bears_the_loss_adds_up(coupled: Result, insurer: Result) -> None:
    table = coupled.table("ledger").set_index("group")
    total = table.loc["all"]
    assert sum(total[name] for name in _BORNE) == pytest.approx(total["lost"])
    assert total["laid_off"] > 0 and total["severance"] > 0 and total["benefits"] > 0
    paid = insurer.table("statistics").set_index("statistic")["value"]
    years = (paid.loc["severance"].sum() + paid.loc["notice pay"].sum()) / insurer.facts["totals"]["plan"]["layoffs"]
    pay = 108_700.0  # of 2,000 people, by the role table
    assert _years_of_pay(insurer, _PAID_TO_PEOPLE, insurer.facts["totals"]["plan"]["layoffs"]) == pytest.approx(
        years * 1e6 / pay, rel=0.02
    )
    assert 2 < total["months"] < 8 and 0.5 < total["lost_years"] < 3
    assert total["pay_found"] < total["pay_after_5"] < 1
    broken = coupled.table("ledger")
    broken.loc[broken["group"] == "all", "person"] += 1.0
    with pytest.raises(InvariantError, match="who bears it"):
        _must_reconcile(broken)


def test_what_cannot_be_is_refused_in_words(insurer: Result, study: Result) -> None:
    with pytest.raises(InputError, match="names no industry"):
        coupled_study(study, SHARE, EconomyRun(years=4))
    with pytest.raises(InputError, match="Give at least 2 years"):
        coupled_study(insurer, SHARE, EconomyRun(years=1))
    with pytest.raises(InputError, match="the share is 1.5"):
        coupled_study(insurer, 1.5, EconomyRun(years=2))
    with pytest.raises(InputError, match="the law of adoption is off"):
        coupled_study(insurer, SHARE, EconomyRun(years=2, laws=Laws(adoption=False)))


