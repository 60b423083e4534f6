"""Runs some at a time, and each beside itself without further AI: zero AI has an effect of exactly zero."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.economy.nation import NORMAL, accounts, assumed, market

from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.diffusion import Diffusion
from reallocate.market.laws.money_held import Spending
from reallocate.market.laws.policy import Policy, Responses
from reallocate.market.nation.batches import select_runs, simulate_in_batches, simulate_without_ai, without_ai
from reallocate.market.nation.demand import net_jobs
from reallocate.market.nation.run import Economy, RunAssumptions
from reallocate.market.nation.trajectory import Trajectory

HERE = Economy(market(), accounts(), NORMAL)
RESPONSES = Responses.of(Parameters.default())
POLICIES = {
    "none": Policy(),
    "benefits": Policy(benefit_level=0.3, benefit_weeks=26.0),
    "retraining": Policy(retraining=1.0),
    "insurance": Policy(wage_insurance=0.8, insured_years=4.0),
    "subsidy": Policy(hiring_subsidy=0.9, subsidised_months=24.0),
}
NO_AI = {
    "nobody may adopt": {"diffusion": Diffusion(0.0, 0.02, 0.5)},
    "nobody adopts more": {"diffusion": Diffusion(0.6, 0.0, 0.0)},
    "nothing is saved": {"saved": np.zeros((6, 41)), "compute": np.zeros((6, 41))},
}


def drawn(policy: Policy, **changes: object) -> list[RunAssumptions]:
    """Draws that differ in everything a run without AI reads, under a policy."""
    base = replace(assumed(**changes), policy=policy, responses=RESPONSES)
    spendings = (Spending(), Spending(0.4, 0.9, 0.75, 0.9, 0.1, 1.0), Spending(1.8, 0.3, 1.0, 0.2, 0.9, 0.5))
    return [
        replace(base, spending=one, wage_speed=speed)
        for one, speed in zip(spendings, (0.1, 0.2, 0.3), strict=True)
    ]


def both(runs: list[RunAssumptions], quarters: int = 6) -> tuple[Trajectory, Trajectory]:
    """The runs, and the same without further AI."""
    here = (HERE, runs, quarters)
    return simulate_in_batches(*here), simulate_without_ai(*here)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("nothing", NO_AI)
def test_without_ai_the_effect_of_ai_is_exactly_zero(policy: str, nothing: str) -> None:
    """Bit for bit, in every quarter of every draw."""
    found, without = both(drawn(POLICIES[policy], **NO_AI[nothing]))
    for name in set(Trajectory.__dataclass_fields__) - {"adopted"}:
        np.testing.assert_array_equal(getattr(found, name), getattr(without, name), err_msg=name)
    assert (net_jobs(found, without)[-1] == 0).all()


@pytest.mark.parametrize("closure", Closure)
def test_draws_that_differ_in_ai_alone_share_the_run_without_it(
    closure: Closure, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, third = drawn(Policy(), closure=closure)
    own = replace(one.adjustment, saving_kept=0.4, displaced_gap=-0.3)
    use = {"diffusion": Diffusion(0.9, 0.05, 0.6), "use_now": one.use_now / 2.0}
    more = replace(one, renewed=0.9, adjustment=own, **use)
    made: list[int] = []

    def counted(*given: object) -> Trajectory:
        made.append(len(given[1]))  # type: ignore[arg-type]
        return simulate_in_batches(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("reallocate.market.nation.batches.simulate_in_batches", counted)
    shared = simulate_without_ai(HERE, [one, other, more, third], 4)
    assert made == [3]
    each = simulate_in_batches(HERE, [without_ai(run) for run in (one, other, more, third)], 4)
    for name in Trajectory.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(shared, name), getattr(each, name), err_msg=name)


def test_runs_do_not_depend_on_how_many_are_made_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    here = (HERE, drawn(Policy()), 4)
    together = simulate_in_batches(*here)
    monkeypatch.setattr("reallocate.market.nation.batches.BATCH", 2)
    told: list[str] = []
    apart = simulate_in_batches(*here, told.append)
    for name in Trajectory.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(together, name), getattr(apart, name), err_msg=name)
    assert told == [f"Runs {which} of 3, 4 quarters each" for which in ("1 to 2", "3 to 3")]
    assert select_runs(together, [2, 0]).prices.tolist() == together.prices[:, [2, 0]].tolist()
