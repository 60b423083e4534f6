"""The extended market: people and money are conserved, and each law off does what its docstring says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.market.nation import (
    NORMAL,
    PEOPLE,
    TRUE,
    accounts,
    assumed,
    five_occupations,
    market,
    off,
    runs,
    unemployment,
)

from reallocate.kernel.parameters import Parameters
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Flows, Path, run_flow
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.diffusion import Diffusion
from reallocate.market.laws.money_held import PARTS, Spending
from reallocate.market.laws.policy import Policy, Responses
from reallocate.market.nation.batches import select_runs, simulate_in_batches, simulate_without_ai, without_ai
from reallocate.market.nation.demand import jobs_surface, net_jobs
from reallocate.market.nation.fit import rates_of
from reallocate.market.nation.rest import follow, steady_state
from reallocate.market.nation.run import LAWS, Economy, RunAssumptions
from reallocate.market.nation.trajectory import Trajectory, simulate
from reallocate.market.state.market import STEP_WEEKS, Rates

SHIPPED = tuple(law.key for law in LAWS if law.is_on)


@pytest.fixture(scope="module")
def found() -> Trajectory:
    """All laws on, then each off in turn."""
    slow = {"renewal_lag": 8}
    return runs(assumed(**slow), *(assumed(laws=off(**{name: False}), **slow) for name in SHIPPED))


def without(law: str) -> int:
    return 1 + SHIPPED.index(law)


def test_nobody_is_lost_and_without_adoption_all_stays_at_rest(found: Trajectory) -> None:
    people = found.people[:, [0, 1, 3]].sum(axis=(1, 2))
    np.testing.assert_allclose(people, np.broadcast_to(people[0], people.shape), rtol=1e-9)
    assert (found.people >= 0).all()
    change = found.parts.sum(axis=1) * PEOPLE.sum() / PEOPLE[None, :, None]
    np.testing.assert_allclose(found.wanted, 1.0 + change, atol=1e-9)
    at_rest = steady_state(market(), NORMAL, [assumed().rates], np.ones(1))
    np.testing.assert_array_equal(found.people[0, ..., 0], at_rest.state.people[..., 0])
    still = without("adoption")
    np.testing.assert_allclose(found.wanted[:, :, still], 1.0, atol=1e-4)
    np.testing.assert_allclose(found.people[-1, ..., still], found.people[0, ..., still], rtol=5e-3)
    np.testing.assert_allclose(found.prices[:, still], 1.0, atol=1e-4)
    assert unemployment(found)[0] > unemployment(found)[without("adoption")]


def test_without_prices_new_work_or_the_wage_curve_fewer_jobs_are_left(found: Trajectory) -> None:
    assert (found.parts[:, 2:, :, without("demand")] == 0).all()
    assert (found.parts[-1, 1:, :, 0].sum(axis=1) != 0).all()
    jobs = found.parts[-1].sum(axis=(0, 1))
    assert jobs[without("new_work")] < jobs[0]
    assert (found.parts[:, 1, :, without("new_work")] == 0).all()
    assert (found.parts[:8, 1, :, 0] == 0).all(), "new tasks came before their time"
    assert jobs[without("wages")] < jobs[0]
    assert (found.wages[:, :, without("wages")] == 1).all()
    assert (found.wages[-1, 3:, 0] < 1).all()


def test_from_a_slump_the_market_recovers_to_rest() -> None:
    still = [replace(assumed(), laws=off(adoption=False, wages=False))]
    low = 0.95
    slump = Economy(market(), accounts(), NORMAL, demand=(low, *np.linspace(low, 1.0, 9)))
    found = simulate(slump, still, 60)
    idle = found.people[:, 1].sum(axis=(1, 2))
    at_rest = steady_state(market(), NORMAL, [still[0].flow_rates], np.ones(1)).state.people[1].sum()
    assert idle[0] > 1.2 * at_rest, "the start is at rest at less demand"
    np.testing.assert_allclose(idle[1], idle[0], rtol=1e-2, err_msg="which holds for the first quarter")
    np.testing.assert_allclose(idle[-1], at_rest, rtol=2e-2)


STEPS = 240
ON = rates_of(TRUE, NORMAL.outside)
LAWS_OF_FLOWS = ("on_the_job", "leaving", "replaced", "close_surplus", "close_shortage")


def shift(rates: list[Rates]) -> Flows:
    """Three years in which the first occupation loses a quarter of its jobs and the last gains as many."""
    at_rest = steady_state(five_occupations(), NORMAL, rates, np.ones(len(rates)))
    after = at_rest.wanted.copy()
    moved = 0.25 * after[0]
    after[0] -= moved
    after[-1] += moved
    nothing = np.ones((72, len(rates)))
    path = Path(np.stack([at_rest.wanted, after]), nothing, nothing)
    return run_flow(five_occupations(), at_rest.state, path, rates, STEP_WEEKS, True, at_rest.entering)


def test_each_law_of_flows_off_does_what_it_says() -> None:
    """Ten calm years with all laws and without each; then demand that shifts between occupations."""
    rates, names = [ON, *(ON.with_(**{name: 0.0}) for name in LAWS_OF_FLOWS)], ("on", *LAWS_OF_FLOWS)
    calm, _ = follow(five_occupations(), NORMAL, rates, np.ones((STEPS, len(rates))))
    mean = pd.DataFrame({name: calm.total(name).mean(axis=0) for name in TOTALS}, index=names)
    on, off_ = mean.loc["on"], mean.loc["on_the_job"]
    assert off_["quits"] < 1e-9 < on["quits"] and off_["hires"] < 0.8 * on["hires"]
    assert off_["vacancies"] / off_["hires"] > on["vacancies"] / on["hires"], "openings wait longer"
    off_, left = mean.loc["leaving"], ["separations", "quits", "exits"]
    assert off_["exits"] == 0.0 < on["exits"] and off_["hires"] < on["hires"]
    assert off_[left].sum() < on[left].sum()
    off_ = mean.loc["replaced"]
    assert off_["openings"] < 0.9 * on["openings"] and off_["quits"] < 0.9 * on["quits"]
    assert off_["unemployed"] / off_["employed"] > on["unemployed"] / on["employed"]
    found = shift(rates)
    idle = found.total("unemployed") / (found.total("unemployed") + found.total("employed"))
    surplus, shortage = names.index("close_surplus"), names.index("close_shortage")
    shrinking, growing = found.paths[:, 0, 0], found.paths[:, 0, -1]
    assert (shrinking[1:, surplus] > shrinking[1:, 0]).all(), "too many stay where too few are wanted"
    assert (idle[1:24, surplus] < idle[1:24, 0]).all()
    assert growing[-1, shortage] < growing[-1, 0] and (idle[:, shortage] > idle[:, 0]).all()


def test_without_entries_the_labour_force_shrinks_and_with_them_nobody_is_lost() -> None:
    scale = np.linspace(1.0, 0.85, STEPS)[:, None]
    ends = [
        follow(five_occupations(), normal, [ON], scale)[0].end.people[..., 0].sum(axis=1)
        for normal in (NORMAL, replace(NORMAL, outside=0.0))
    ]
    force = [one[:2].sum() for one in ends]
    assert force[0] == pytest.approx(
        five_occupations().employment.sum() / (1.0 - NORMAL.unemployment), rel=0.02
    )
    assert force[1] < 0.7 * force[0]
    at_rest = steady_state(five_occupations(), NORMAL, [ON], np.ones(1)).state.people[..., 0].sum(axis=1)
    assert ends[0][[0, 1, 3]].sum() == pytest.approx(at_rest[[0, 1, 3]].sum(), rel=1e-12)


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


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("nothing", NO_AI)
def test_without_ai_the_effect_of_ai_is_exactly_zero(policy: str, nothing: str) -> None:
    """Bit for bit, in every quarter of every draw."""
    here = (HERE, drawn(POLICIES[policy], **NO_AI[nothing]), 6)
    found, without = simulate_in_batches(*here), simulate_without_ai(*here)
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


def test_each_point_has_a_row_and_lower_prices_and_spent_profits_bring_jobs() -> None:
    surface = jobs_surface(HERE, assumed(renewal_lag=4), 12, (0.5, 1.5), (0.2, 1.0), (0.1, 1.0))
    axes = surface[["elasticity", "pass_through", "spent_of_profits"]]
    assert len(axes.drop_duplicates()) == len(surface) == 8
    np.testing.assert_allclose(surface["made"] + surface["lost"], surface["net"], atol=1e-9)
    np.testing.assert_allclose(surface[list(PARTS)].sum(axis=1), surface["net"], atol=1e-9)
    np.testing.assert_allclose(surface["net_share"] * PEOPLE.sum(), surface["net"], rtol=1e-9)
    assert np.ptp(surface["ended"]) < 1e-9
    net = surface.set_index(["elasticity", "pass_through", "spent_of_profits"])["net_share"]
    for elasticity in (0.5, 1.5):
        assert net[elasticity, 1.0, 0.1] > net[elasticity, 0.2, 0.1]
        assert net[elasticity, 0.2, 1.0] > net[elasticity, 0.2, 0.1]
