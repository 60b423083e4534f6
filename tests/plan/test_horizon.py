"""A longer plan of the worked example begins like the shorter one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reallocate.firm.model.cases import free_options
from reallocate.firm.model.plan import Outcome, cash_table, costs_by_period
from reallocate.firm.model.solve import solve
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import load_scenario
from reallocate.work.world import World

FIRST_YEAR = slice(0, 4)


@pytest.fixture(scope="module")
def plans(world: World) -> dict[int, Outcome]:
    """The worked example's free plan over 12 and over 16 quarters."""
    setting = prepare(world, load_scenario("hyperscaler-2026")).setting
    options = free_options(setting.options)
    assert options.quarters == 12
    return {
        quarters: solve(setting.inputs(replace(options, quarters=quarters))).outcome for quarters in (12, 16)
    }


@pytest.mark.long
@pytest.mark.parametrize("name", ["headcount", "hires", "with_ai", "automated", "directing"])
def test_first_year_decisions_hardly_move_when_the_plan_is_longer(name: str, plans: dict[int, Outcome]) -> None:
    short, long = (getattr(plans[quarters], name)[:, FIRST_YEAR] for quarters in (12, 16))
    assert short.sum() > 1
    assert np.abs(long - short).sum() < 0.01 * short.sum()


@pytest.mark.long
def test_first_year_cash_hardly_moves_either_though_the_plan_decides_something(
    plans: dict[int, Outcome]
) -> None:
    short, long = (cash_table(costs_by_period(plans[quarters]))["total"][FIRST_YEAR] for quarters in (12, 16))
    assert (long - short).abs().sum() < 0.01 * short.sum()
    # So that agreement is not for want of decisions.
    positions = plans[12].positions
    assert positions[3] < 0.99 * plans[12].inputs.headcount.sum()
    assert plans[12].with_ai[:, 3].sum() > 1_000
