"""The extended market: people and money are conserved, and each law off does what its docstring says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.economy.nation import NORMAL, PEOPLE, accounts, assumed, market, off, runs, unemployment

from reallocate.market.flow.cell import TOTALS
from reallocate.market.nation.rest import steady_state
from reallocate.market.nation.run import LAWS, Economy
from reallocate.market.nation.trajectory import Trajectory, simulate

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
