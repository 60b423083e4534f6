"""While cut positions stay open, people who come replace quits at most."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plan.firms import CLERKS, inputs_of, make_options
from tests.plan.test_own_plan import rows_of, setting_of

from reallocate.firm.model.held import solve_own_plan
from reallocate.firm.model.options import Exits
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import solve

PAUSE, QUARTER = 3, 1


def plan(share: float, pro_rata: bool = True) -> Outcome:
    """Sixty exits in the second quarter of a firm that grows."""
    exits = Exits(60.0, pro_rata=pro_rata, quarter=QUARTER, quarters=1)
    options = make_options(
        7, exits=exits, rehire_pause=float(PAUSE), quits_replaced_in_pause=share, demand_growth=0.05, dropping=True
    )
    return solve(inputs_of(options)).outcome


@pytest.mark.parametrize("pro_rata", [True, False], ids=["pro rata", "chosen"])
@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_people_who_come_replace_a_share_of_quits_at_most(share: float, pro_rata: bool) -> None:
    found = plan(share, pro_rata)
    came = found.hires + found.moves_in
    paused = slice(QUARTER, QUARTER + PAUSE)
    cut = found.layoffs[:, QUARTER] > 1e-6
    assert cut.any() and found.layoffs.sum() == pytest.approx(60)
    assert (came[cut, paused] <= share * found.quits[cut, paused] + 1e-6).all()
    assert (came[cut, QUARTER + PAUSE :] > found.quits[cut, QUARTER + PAUSE :]).any(), "after it they are refilled"


def test_with_all_quits_replaced_cut_positions_stay_open_and_the_more_may_be_the_less_a_cut_costs() -> None:
    found = plan(1.0)
    after = found.headcount[:-1, QUARTER]
    for quarter in range(QUARTER + 1, QUARTER + PAUSE):
        np.testing.assert_allclose(found.headcount[:-1, quarter], after, rtol=1e-9)
    costs = [plan(share).objective for share in (1.0, 0.7, 0.3, 0.0)]
    assert costs == sorted(costs) and costs[0] < costs[-1]


def test_an_own_plan_may_replace_quits_after_its_exits() -> None:
    setting = setting_of(6, quits_replaced_in_pause=1.0, demand_growth=0.0)
    own = solve_own_plan(setting, rows_of({"role": CLERKS.code, "period": 0, "exits": 30.0}), setting.baseline())
    clerks = own.outcome.inputs.roles.get_loc(CLERKS.code)
    assert own.beyond == ()
    assert 0 < own.outcome.hires[clerks, :4].sum() <= own.outcome.quits[clerks, :4].sum() + 1e-6
    more = rows_of(
        {"role": CLERKS.code, "period": 0, "exits": 30.0}, {"role": CLERKS.code, "period": 2, "hires": 25.0}
    )
    beyond = solve_own_plan(setting, more, setting.baseline())
    assert [one.amount for one in beyond.beyond] == [
        pytest.approx(25 - beyond.outcome.quits[clerks, 2], rel=1e-6)
    ]


@pytest.mark.parametrize("share", [0.0, 0.4])
def test_what_the_cut_costs_without_the_pause_bounds_what_it_costs_with_it(share: float) -> None:
    alike, chosen = plan(share), plan(share, pro_rata=False)
    assert alike.bound == alike.objective and alike.unproven == 0
    exits = Exits(60.0, pro_rata=False, quarter=QUARTER, quarters=1)
    options = make_options(7, exits=exits, rehire_pause=0.0, demand_growth=0.05, dropping=True)
    free = solve(inputs_of(options)).outcome
    assert chosen.bound == pytest.approx(free.objective, rel=1e-9)
    assert chosen.unproven == pytest.approx(1 - free.objective / chosen.objective) and 0 < chosen.unproven < 0.02


def test_the_best_plan_is_proven_where_nobody_is_laid_off_and_bounded_where_somebody_is() -> None:
    usual = solve(inputs_of(make_options(6))).outcome
    assert usual.layoffs.sum() == 0 and usual.unproven == 0
    idle = solve(inputs_of(make_options(6, slack_at_start=0.2, quits_per_month=0.001))).outcome
    assert idle.layoffs.sum() > 1 and idle.bound <= idle.objective and idle.unproven < 0.01
    nobody = solve(inputs_of(make_options(6, slack_at_start=0.2, quits_per_month=0.001, layoffs=False))).outcome
    assert idle.bound <= nobody.objective
