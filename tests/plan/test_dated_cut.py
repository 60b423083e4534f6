"""A cut in a later quarter: the exits, the pause and the closed positions begin there, and nothing before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.firms import (
    inputs_of,
    make_options,
    setting_with,
    with_baseline,
)
from tests.plan.plans import FAST

from reallocate.firm.model.cases import closed_options, forced_options
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.options import Exits, Options
from reallocate.firm.model.solve import induced_quits_cost, solve

COUNT, QUARTER, QUARTERS = 60.0, 3, 8


def options(exits: Exits | None, quarters: int = QUARTERS, **given: float) -> Options:
    return replace(make_options(quarters, dropping=True, **given), exits=exits)


def inputs(exits: Exits | None, quarters: int = QUARTERS, **given: float) -> Inputs:
    return inputs_of(options(exits, quarters, **given))


def test_everybody_leaves_in_that_quarter_in_proportion_and_the_first_is_what_nothing_says() -> None:
    dated = inputs(Exits(COUNT, quarter=QUARTER))
    plan = solve(dated).outcome
    share = dated.headcount / dated.headcount.sum()
    np.testing.assert_allclose(plan.layoffs[:, QUARTER], COUNT * share, atol=1e-9)
    assert plan.layoffs[:, :QUARTER].sum() == 0
    plans = [solve(inputs(exits)).outcome for exits in (Exits(COUNT), Exits(COUNT, quarter=0))]
    np.testing.assert_array_equal(plans[0].headcount, plans[1].headcount)
    asked = options(Exits(COUNT, quarter=QUARTER))
    for made in (forced_options(asked, 20.0, pro_rata=False), closed_options(asked, 20.0)):
        assert made.exits is not None and made.exits.quarter == QUARTER
    free = forced_options(options(None), 20.0, pro_rata=True)
    assert free.exits is not None and free.exits.quarter == 0


def test_the_pause_closed_positions_and_exits_by_choice_count_from_there() -> None:
    dated = inputs(Exits(COUNT, quarter=QUARTER), rehire_pause=2.0, demand_growth=0.08)
    staffed = dated.headcount > 0
    hires = solve(dated).outcome.hires[staffed]
    assert hires[:, QUARTER : QUARTER + 2].sum() == 0
    assert (hires[:, [*range(QUARTER), QUARTER + 2]].sum(axis=0) > 1).all()
    roles = inputs(Exits(COUNT, pro_rata=False, quarter=QUARTER), **FAST)
    plan = solve(roles).outcome
    assert plan.layoffs[:, QUARTER].sum() == pytest.approx(COUNT)
    spread = inputs(Exits(COUNT, pro_rata=False, quarters=2, quarter=QUARTER), rehire_pause=0.0, **FAST)
    made = solve(spread).outcome
    assert made.layoffs[:, QUARTER : QUARTER + 2].sum() == pytest.approx(COUNT)
    assert made.objective <= solve(inputs(roles.options.exits, rehire_pause=0.0, **FAST)).outcome.objective
    dated = with_baseline(inputs_of(closed_options(options(Exits(COUNT, quarter=QUARTER)), COUNT)))
    plan = solve(dated).outcome
    assert dated.baseline_headcount is not None
    gone = dated.baseline_headcount.sum(axis=0) - plan.positions
    np.testing.assert_allclose(gone, np.where(np.arange(QUARTERS) < QUARTER, 0.0, COUNT), atol=1e-6)


def test_what_layoffs_induce_is_charged_in_the_quarter_of_the_first_of_them() -> None:
    dated = inputs(Exits(COUNT, quarter=QUARTER))
    charged = solve(dated).outcome.induced_quits_cost
    np.testing.assert_allclose(charged, induced_quits_cost(dated, QUARTER))
    idle = inputs(Exits(COUNT, quarter=QUARTER), slack_at_start=0.3, quits_per_month=0.0)
    plan = solve(idle).outcome
    assert plan.layoffs[:, 0].sum() > 1, "people without work go before the cut"
    np.testing.assert_allclose(plan.induced_quits_cost, induced_quits_cost(idle, 0))


def test_nobody_is_hired_before_the_date_in_order_to_be_laid_off() -> None:
    """Without the limit the pause after the cut makes it pay to hire ahead of it."""
    asked = options(Exits(COUNT, pro_rata=False, quarter=QUARTER), **FAST)
    setting = setting_with(asked)
    free = solve(setting.inputs(replace(asked, exits=None))).outcome
    limited, unlimited = (solve(one).outcome for one in (setting.inputs(), inputs_of(asked)))
    before = slice(0, QUARTER)
    assert (limited.headcount[:, before] <= free.headcount[:, before] + 1e-3).all()
    assert unlimited.positions[QUARTER - 1] > free.positions[QUARTER - 1] + 1
    assert unlimited.objective < limited.objective
