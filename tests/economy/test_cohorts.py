"""Groups that are followed side by side are the laws of flows in plain numpy, run by run and group by group."""

from __future__ import annotations

import numpy as np
import pytest
from tests.economy.nation import NORMAL, PEOPLE, RATES, SAVED, assumed, market, runs

from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.diffusion import Diffusion
from reallocate.market.laws.labour_force import Ages
from reallocate.market.nation.cohorts import (
    Cohorts,
    DemandPath,
    demanded,
    follow_cohorts,
    follow_side_by_side,
)
from reallocate.market.nation.effects import age_groups
from reallocate.market.nation.pay import quintile_cohorts
from reallocate.market.state.market import STEP_WEEKS, STEPS_PER_QUARTER
from reallocate.work.panel import quintiles

QUARTERS = 12
FASTER = assumed(diffusion=Diffusion(1.0, 0.3, 1.0, 0.5))
GROUPS = {
    "quintiles": quintile_cohorts(quintiles(SAVED, PEOPLE), QUARTERS),
    "ages": age_groups(market(), Ages.of(Parameters.default()), QUARTERS),
}


def plainly(demand: DemandPath, groups: Cohorts) -> Array:
    """People by group at the end; (employed–unemployed–outside, occupation, group)."""
    a, leaving, r = market().network.dense(), market().exits_per_step(STEP_WEEKS), demand.rates
    vacant = demand.start[2].copy()
    e, u, out = demand.start[[0, 1, 3]][:, :, None] * groups.share
    for step in range(QUARTERS * STEPS_PER_QUARTER):
        quarter, within = divmod(step, STEPS_PER_QUARTER)
        before, after = demand.jobs[quarter : quarter + 2]
        of_e, of_u = e.sum(axis=1), u.sum(axis=1)
        over = of_e + vacant - (before + (after - before) * (within + 1) / STEPS_PER_QUARTER)
        left = leaving * r.leaving * of_e
        lost = r.separation * (of_e - left) + (1 - r.separation) * np.minimum(
            of_e - left, r.close_surplus * np.maximum(over, 0)
        )
        opened = r.opening * of_e + (1 - r.opening) * np.minimum(of_e, r.close_shortage * np.maximum(-over, 0))
        stay = e * (1 - (left + lost) / of_e)[:, None]
        applied = a / (a @ vacant)[:, None]
        sent = applied.T @ (r.effort * (u + r.on_the_job * stay)) * vacant[:, None]
        tight = vacant / sent.sum(axis=1)
        chance = tight * (1 - np.exp(-1 / tight))
        finding = (applied @ (vacant * chance))[:, None]
        quits, freed = finding * r.effort * r.on_the_job * stay, finding * r.effort * u
        weight = groups.leaving
        away = left[:, None] * weight * e / (weight * e).sum(axis=1)[:, None]
        tired = (leaving * r.leaving * (of_u - freed.sum(axis=1)))[:, None]
        worn = tired * weight * u / (weight * u).sum(axis=1)[:, None]
        cut, came = e * (lost / of_e)[:, None], out * demand.entering[:, None]
        gone = away + worn
        if len(groups.newcomers):
            gone = gone.sum(axis=1)[:, None] * groups.newcomers
        into = np.zeros_like(u)
        np.add.at(into.T, groups.separated[quarter], cut.T)
        e = e + sent * chance[:, None] - away - cut - quits
        u = u + into + came - freed - worn
        out = out + gone - came
        vacant = vacant + opened + r.replaced * (left + quits.sum(axis=1)) - sent.sum(axis=1) * chance
        for one in (e, u) if len(groups.newcomers) else (e, u, out):
            older = groups.ageing[:-1] * one[:, :-1]
            one[:, :-1] -= older
            one[:, 1:] += older
    return np.stack([e, u, out])


@pytest.mark.parametrize("name", list(GROUPS))
def test_side_by_side_is_plain_numpy_of_each_run(name: str) -> None:
    found = runs(assumed(), FASTER, quarters=QUARTERS)
    demands = [demanded(market(), NORMAL, RATES, found, run) for run in (0, 1)]
    for last in follow_side_by_side(market(), demands, [GROUPS[name]] * 2):
        both = last
    assert not np.allclose(both[0], both[1], rtol=1e-3)
    for demand, people in zip(demands, both, strict=True):
        np.testing.assert_allclose(people, plainly(demand, GROUPS[name]), rtol=1e-9, atol=1e-6)
        np.testing.assert_allclose(people, follow_cohorts(market(), demand, GROUPS[name])[-1], rtol=1e-12)
