"""A cut beside attrition, dated cuts, and the pause in which cut positions stay open."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.firm.firms import CLERKS, FAST, inputs_of, make_options, setting_with, with_baseline
from tests.firm.test_own_plan import rows_of, setting_of

from reallocate.firm.cut.model import _cut_or_wait, _same_headcount_after, _undone_cost, undone_worth
from reallocate.firm.model.cases import closed_options, forced_options
from reallocate.firm.model.held import solve_own_plan
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.options import Exits, Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import induced_quits_cost, solve
from reallocate.firm.model.totals import statistics_table

NO_QUITS = {"quits_per_month": 0.001, "slack_at_start": 0.2}


def plans_of(
    count: float, quarters: int = 8, pro_rata: bool = True, **given: float
) -> tuple[Outcome, Outcome]:
    """The cut and the best plan without it, both free to leave work undone."""
    options = make_options(quarters, dropping=True, **given)
    cut = solve(inputs_of(replace(options, exits=Exits(count, pro_rata)))).outcome
    return cut, solve(inputs_of(options)).outcome


@cache
def usual() -> tuple[Outcome, Outcome]:
    return plans_of(60.0)


@pytest.mark.parametrize(
    ("count", "given"),
    [
        (60.0, {}),
        (60.0, {"rehire_pause": 2.0}),
        (200.0, {}),
        (60.0, {"slack_at_start": 0.2}),
        (40.0, NO_QUITS),
    ],
)
def test_the_exits_add_up_and_waiting_costs_no_more(count: float, given: dict[str, float]) -> None:
    cut, wait = plans_of(count, **given)
    found = _cut_or_wait(cut, wait)
    parts = (
        found.positions_refilled, found.would_have_quit, found.positions_saved, found.laid_off_anyway,
    )  # fmt: skip
    assert sum(parts) == pytest.approx(found.exits, abs=1e-6) and found.exits == count
    assert found.extra_cost >= -1e-6
    assert found.extra_cost_per_exit * count == pytest.approx(1e6 * found.extra_cost)
    assert found.positions_refilled == pytest.approx(cut.hires.sum() - wait.hires.sum())
    assert found.positions_saved == pytest.approx(wait.positions[-1] - cut.positions[-1])


def test_people_who_must_go_anyway_are_no_extra_exits() -> None:
    """Hardly anybody quits and many have no work: the plan without the cut lays people off too."""
    cut, wait = plans_of(40.0, **NO_QUITS)
    assert wait.layoffs.sum() > 1
    found = _cut_or_wait(cut, wait)
    assert found.laid_off_anyway == pytest.approx(40 - cut.layoffs.sum() + wait.layoffs.sum())
    assert found.laid_off_anyway > 1 and found.positions_refilled < 1


def test_offers_that_are_taken_count_among_those_who_would_have_left() -> None:
    """Few quit and some are idle, so that waiting makes offers; the cut needs fewer of them."""
    cut, wait = plans_of(40.0, voluntary=True, slack_at_start=0.05, quits_per_month=0.001)
    assert wait.voluntary.sum() > cut.voluntary.sum() + 1
    found = _cut_or_wait(cut, wait)
    left = [one.quits.sum() + one.voluntary.sum() for one in (wait, cut)]
    assert found.would_have_quit == pytest.approx(left[0] - left[1], abs=1e-6)
    parts = (found.positions_refilled, found.would_have_quit, found.positions_saved, found.laid_off_anyway)
    assert sum(parts) == pytest.approx(40.0, abs=1e-6)


def test_undone_work_costs_the_pay_of_its_year_and_is_told_apart_from_cash() -> None:
    """Pay rises by a tenth a year, and nobody may be hired for work that grows."""
    frozen = {"hiring_freeze_quarters": 8, "real_pay_growth": 0.1, "demand_growth": 0.05}
    one = solve(inputs_of(make_options(8, dropping=True, **frozen))).outcome
    i = one.inputs
    assert one.dropped[:, :, 4:].sum() > 1 and (i.pay_path[4:] == pytest.approx(1.1))
    by_hand = 0.0
    for role in range(len(i.roles)):
        for quarter in range(8):
            undone = one.dropped[role, :, quarter].sum() + one.given_work[role, quarter] - one.workload[role, quarter]
            by_hand += i.present_weights[quarter] * i.hourly_worth[role] * undone * 1.1 ** (quarter // 4)
    assert _undone_cost(one) == pytest.approx(by_hand, rel=1e-9) and by_hand > 1
    cut, wait = usual()
    found = _cut_or_wait(cut, wait)
    table = statistics_table(cut).query("statistic == 'work dropped'")
    assert wait.dropped.sum() == 0 and cut.dropped[:, :, -1].sum() == 0
    assert undone_worth(cut) == pytest.approx(table["present_value"].sum())
    assert found.extra_undone == pytest.approx(undone_worth(cut)) and found.extra_undone > 1


def test_headcounts_are_the_same_from_where_they_stay_within_half_a_percent() -> None:
    cut, wait = usual()
    far = wait.headcount * 1.02
    near = wait.headcount * 1.004

    def walk(*apart: int) -> Outcome:
        columns = [far[:, t] if t in apart else near[:, t] for t in range(8)]
        return replace(cut, headcount=np.column_stack(columns))

    assert _same_headcount_after(walk(), wait) == 1
    assert _same_headcount_after(walk(0, 1, 2), wait) == 4
    assert _same_headcount_after(walk(0, 5), wait) == 7
    assert math.isnan(_same_headcount_after(walk(7), wait))


def test_a_plan_without_a_cut_is_not_compared() -> None:
    _, wait = usual()
    with pytest.raises(ValueError, match="no exits were decided"):
        _cut_or_wait(wait, wait)


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


PAUSE, PAUSE_QUARTER = 3, 1


def plan(share: float, pro_rata: bool = True) -> Outcome:
    """Sixty exits in the second quarter of a firm that grows."""
    exits = Exits(60.0, pro_rata=pro_rata, quarter=PAUSE_QUARTER, quarters=1)
    options = make_options(
        7, exits=exits, rehire_pause=float(PAUSE), quits_replaced_in_pause=share, demand_growth=0.05, dropping=True
    )
    return solve(inputs_of(options)).outcome


@pytest.mark.parametrize("pro_rata", [True, False], ids=["pro rata", "chosen"])
@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_people_who_come_replace_a_share_of_quits_at_most(share: float, pro_rata: bool) -> None:
    found = plan(share, pro_rata)
    came = found.hires + found.moves_in
    paused = slice(PAUSE_QUARTER, PAUSE_QUARTER + PAUSE)
    cut = found.layoffs[:, PAUSE_QUARTER] > 1e-6
    assert cut.any() and found.layoffs.sum() == pytest.approx(60)
    assert (came[cut, paused] <= share * found.quits[cut, paused] + 1e-6).all()
    assert (came[cut, PAUSE_QUARTER + PAUSE :] > found.quits[cut, PAUSE_QUARTER + PAUSE :]).any(), "after it they are refilled"


def test_with_all_quits_replaced_cut_positions_stay_open_and_the_more_may_be_the_less_a_cut_costs() -> None:
    found = plan(1.0)
    after = found.headcount[:-1, PAUSE_QUARTER]
    for quarter in range(PAUSE_QUARTER + 1, PAUSE_QUARTER + PAUSE):
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
    exits = Exits(60.0, pro_rata=False, quarter=PAUSE_QUARTER, quarters=1)
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
