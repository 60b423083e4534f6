"""The extended market: people and money are conserved, and each law off does what its docstring says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
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
from reallocate.market.nation.rest import NormalSlack, continue_from, follow, steady_state
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


def total(found: Trajectory, name: str) -> np.ndarray:
    return np.asarray(found.totals[-24:, TOTALS.index(name)].mean(axis=0))


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
    exposed, others = found.people[-1, 0, 5, 0] / PEOPLE[5], found.people[-1, 0, 0, 0] / PEOPLE[0]
    assert exposed < others


def test_without_prices_new_work_or_the_wage_curve_fewer_jobs_are_left(found: Trajectory) -> None:
    assert (found.parts[:, 2:, :, without("demand")] == 0).all()
    assert (found.parts[-1, 1:, :, 0].sum(axis=1) != 0).all()
    jobs = found.parts[-1].sum(axis=(0, 1))
    assert jobs[without("new_work")] < jobs[0]
    assert (found.parts[:, 1, :, without("new_work")] == 0).all()
    assert (found.parts[:8, 1, :, 0] == 0).all(), "new tasks came before their time"
    jobs = found.parts[-1].sum(axis=(0, 1))
    assert jobs[without("wages")] < jobs[0]
    assert (found.wages[:, :, without("wages")] == 1).all()
    assert (found.wages[-1, 3:, 0] < 1).all()


def test_laws_of_flows_off_do_in_the_nation_what_they_do_in_a_market(found: Trajectory) -> None:
    off_ = without("job_to_job")
    assert total(found, "quits")[off_] < 1e-12 * total(found, "quits")[0]
    assert total(found, "hires")[off_] < total(found, "hires")[0]
    waiting = total(found, "vacancies") / total(found, "hires")
    assert waiting[off_] > waiting[0]
    off_ = without("leaving")
    assert total(found, "exits")[off_] == 0
    outside = found.people[:, 3, :, off_].sum(axis=1)
    np.testing.assert_allclose(outside, outside[0], rtol=1e-12)
    assert total(found, "vacancies")[without("replacement")] < total(found, "vacancies")[0]


def test_a_run_does_not_depend_on_those_beside_it(found: Trajectory) -> None:
    alone = runs(assumed(renewal_lag=8))
    np.testing.assert_array_equal(alone.people[..., 0], found.people[..., 0])


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


Array = npt.NDArray[np.float64]

STEPS = 240
ON = rates_of(TRUE, NORMAL.outside)


def calm(*rates: Rates, level: float = 1.0) -> Flows:
    """Ten years of the same demand after ten years of it, one run a set of rates."""
    found, _ = follow(five_occupations(), NORMAL, rates, np.full((STEPS, len(rates)), level))
    return found


def shift(*rates: Rates, steps: int = 72) -> Flows:
    """Three years in which the first occupation loses a quarter of its jobs and the last gains as many."""
    at_rest = steady_state(five_occupations(), NORMAL, rates, np.ones(len(rates)))
    after = at_rest.wanted.copy()
    moved = 0.25 * after[0]
    after[0] -= moved
    after[-1] += moved
    nothing = np.ones((steps, len(rates)))
    path = Path(np.stack([at_rest.wanted, after]), nothing, nothing)
    return run_flow(five_occupations(), at_rest.state, path, rates, STEP_WEEKS, True, at_rest.entering)


def a_step(flows: Flows, name: str) -> Array:
    """The mean of a total over all steps; (run) [persons]."""
    found: Array = flows.total(name).mean(axis=0)
    return found


def unemployed_share(flows: Flows) -> Array:
    """(step, run) [share of the labour force]."""
    found: Array = flows.total("unemployed") / (flows.total("unemployed") + flows.total("employed"))
    return found


def test_without_moves_on_the_job_nobody_quits_fewer_are_hired_and_openings_wait_longer() -> None:
    found = calm(ON, ON.with_(on_the_job=0.0))
    hires, quits = a_step(found, "hires"), a_step(found, "quits")
    assert hires[1] < 0.8 * hires[0]
    assert quits[0] > 10.0 and quits[1] < 1e-9
    waits = a_step(found, "vacancies") / hires
    assert waits[1] > waits[0]


def test_without_leaving_fewer_jobs_fall_vacant_and_separations_are_lower() -> None:
    found = calm(ON, ON.with_(leaving=0.0))
    assert a_step(found, "exits")[1] == 0.0 < a_step(found, "exits")[0]
    left = sum(a_step(found, name) for name in ("separations", "quits", "exits"))
    assert left[1] < left[0]
    assert a_step(found, "hires")[1] < a_step(found, "hires")[0]


def test_without_entries_the_labour_force_shrinks() -> None:
    nobody_outside = replace(NORMAL, outside=0.0)
    assert isinstance(nobody_outside, NormalSlack)
    scale = np.ones((STEPS, 1))
    with_entries, _ = follow(five_occupations(), NORMAL, [ON], scale)
    without, _ = follow(five_occupations(), nobody_outside, [ON], scale)
    force = [one.end.people[:2].sum() for one in (with_entries, without)]
    assert force[0] == pytest.approx(five_occupations().employment.sum() / (1.0 - NORMAL.unemployment), rel=0.02)
    assert force[1] < 0.7 * force[0]


def test_without_replacement_openings_and_moves_are_fewer_and_unemployment_is_higher() -> None:
    for level in (1.0, 0.9):
        found = calm(ON, ON.with_(replaced=0.0), level=level)
        assert a_step(found, "openings")[1] < 0.9 * a_step(found, "openings")[0]
        assert a_step(found, "quits")[1] < 0.9 * a_step(found, "quits")[0]
        assert unemployed_share(found)[-1, 1] > unemployed_share(found)[-1, 0]


def test_without_separations_towards_demand_people_stay_and_unemployment_is_lower_after_a_shock() -> None:
    found = shift(ON, ON.with_(close_surplus=0.0))
    shrinking = found.paths[:, 0, 0]
    assert (shrinking[1:, 1] > shrinking[1:, 0]).all(), "too many stay where too few are wanted"
    assert (unemployed_share(found)[1:24, 1] < unemployed_share(found)[1:24, 0]).all()


def test_without_openings_towards_demand_a_growing_occupation_stays_short_and_unemployment_is_higher() -> (
    None
):
    found = shift(ON, ON.with_(close_shortage=0.0))
    growing = found.paths[:, 0, -1]
    assert growing[-1, 1] < growing[-1, 0]
    assert (unemployed_share(found)[:, 1] > unemployed_share(found)[:, 0]).all()


def test_people_are_conserved_through_all_of_it() -> None:
    at_rest = steady_state(five_occupations(), NORMAL, [ON], np.ones(1))
    scale = np.linspace(1.0, 0.85, 60)[:, None]
    end = continue_from(five_occupations(), at_rest, at_rest.state, [ON], scale).end
    before, after = (state.people[[0, 1, 3]].sum() for state in (at_rest.state, end))
    assert after == pytest.approx(before, rel=1e-12)


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


QUARTERS = 12


@pytest.fixture(scope="module")
def surface() -> pd.DataFrame:
    return jobs_surface(
        Economy(market(), accounts(), NORMAL), assumed(renewal_lag=4), QUARTERS, (0.5, 1.5), (0.2, 1.0), (0.1, 1.0)
    )


def test_each_point_has_a_row_and_lower_prices_and_spent_profits_bring_jobs(surface: pd.DataFrame) -> None:
    axes = surface[["elasticity", "pass_through", "spent_of_profits"]]
    assert len(axes.drop_duplicates()) == len(surface) == 8
    np.testing.assert_allclose(surface["made"] + surface["lost"], surface["net"], atol=1e-9)
    np.testing.assert_allclose(surface[list(PARTS)].sum(axis=1), surface["net"], atol=1e-9)
    np.testing.assert_allclose(surface["net_share"] * PEOPLE.sum(), surface["net"], rtol=1e-9)
    assert surface["ended"].nunique() == 1 or np.ptp(surface["ended"]) < 1e-9
    net = surface.set_index(["elasticity", "pass_through", "spent_of_profits"])["net_share"]
    for elasticity in (0.5, 1.5):
        assert net[elasticity, 1.0, 0.1] > net[elasticity, 0.2, 0.1]
        assert net[elasticity, 0.2, 1.0] > net[elasticity, 0.2, 0.1]
