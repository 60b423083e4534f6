"""A cut taken apart on a firm of three roles: what each rule keeps, and what the steps must do."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.firm.firms import inputs_of, make_options, setting_with

from reallocate.firm.cut.model import (
    Compared,
    compare,
    quarters_to_size,
    share_of_customers,
    with_ai_last,
    worth_threshold,
)
from reallocate.firm.model.cases import forced_options, freeze_options
from reallocate.firm.model.induced_quits import induced_quits_cost
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.options import Exits, Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.quits import share_that_stays
from reallocate.firm.model.solve import solve

COUNT, QUARTER, QUARTERS = 60.0, 3, 8
NO_QUITS = {"quits_per_month": 0.001, "slack_at_start": 0.2}


def options(exits: Exits | None, quarters: int = QUARTERS, **given: object) -> Options:
    return replace(make_options(quarters, dropping=True, **given), exits=exits)


def inputs(exits: Exits | None, quarters: int = QUARTERS, **given: object) -> Inputs:
    return inputs_of(options(exits, quarters, **given))


@cache
def taken_apart(count: float = COUNT, after: int | None = None, quarters: int = QUARTERS, **given: float) -> Compared:
    exits = Exits(count, kept=after)
    return compared_both_ways(options(exits, quarters, **given))


def compared_both_ways(of: Options) -> Compared:
    setting, quiet = setting_with(of), lambda words: None
    return with_ai_last(compare(setting, quiet), setting, quiet)


@pytest.mark.parametrize(
    ("count", "given"), [(COUNT, {}), (200.0, {}), (COUNT, {"work_elasticity": 0.5}), (200.0, NO_QUITS)],
    ids=["given work", "a larger cut", "it responds", "idle"],
)  # fmt: skip
def test_the_steps_add_up_and_each_plan_keeps_its_rule(count: float, given: dict[str, float]) -> None:
    """cut − nothing = AI + size + haste; size is never below 0 where the freeze is a plan of more rules."""
    both = taken_apart(count, **given)
    steps, last = both.steps, both.steps_ai_last
    assert steps.together.cost == pytest.approx(both.cut.objective - both.base.objective, rel=1e-9, abs=1e-9)
    assert last is not None and last.together.cost == pytest.approx(steps.together.cost, rel=1e-9, abs=1e-9)
    assert steps.ai.cost <= 1e-6 and steps.size.cost >= -1e-6
    assert both.freeze.layoffs.sum() == 0
    assert both.cut.layoffs[:, 0].sum() == pytest.approx(count)
    assert (both.cut.positions <= both.size + 1e-6).all() and both.size == pytest.approx(750 - count)
    i = both.freeze.inputs
    stay = (i.headcount[:, None] * share_that_stays(i.quits)[:, None] ** np.arange(1, QUARTERS + 1)).sum(axis=0)
    assert (both.freeze.positions <= np.maximum(both.size, stay) + 1e-6).all()


def test_severance_moves_haste_by_the_pay_of_those_laid_off_and_nothing_else() -> None:
    low, high = (taken_apart(severance_share=share) for share in (0.12, 0.45))
    i = low.cut.inputs
    paid = 0.33 * 4 * float(i.loaded_cost @ low.cut.layoffs[:, 0]) * i.pay_path[0] * i.discount[0]
    assert high.steps.haste.cost - low.steps.haste.cost == pytest.approx(paid, rel=1e-6)
    for name in ("ai", "size"):
        assert getattr(high.steps, name).cost == pytest.approx(getattr(low.steps, name).cost, abs=1e-6)


def test_haste_does_not_depend_on_how_long_the_positions_stay_closed() -> None:
    """From the quarters on that quits need; a shorter pause makes it smaller."""
    forever = taken_apart()
    needs = round(forever.quarters_to_size)
    assert needs == forever.quarters_to_size and 1 < needs < QUARTERS - 1
    later = [taken_apart(after=pause).steps.haste.cost for pause in (needs, QUARTERS - 1)]
    assert later == pytest.approx([forever.steps.haste.cost] * len(later), rel=1e-2)
    assert taken_apart(after=1).steps.haste.cost < forever.steps.haste.cost


def test_more_quits_reach_the_size_sooner_and_idle_hours_make_haste_cheaper() -> None:
    quits = [taken_apart(quits_per_month=share).quarters_to_size for share in (0.006, 0.025)]
    assert quits == sorted(quits, reverse=True) and quits[0] > quits[-1]
    idle = [taken_apart(slack_at_start=share).steps.haste.cost for share in (0.0, 0.05, 0.2)]
    assert idle == sorted(idle, reverse=True) and idle[-1] < 0 < idle[0]


def test_a_larger_cut_costs_more_of_each_position_and_a_cut_of_nothing_costs_nothing() -> None:
    sizes = [taken_apart(count).steps.size.cost / count for count in (20.0, 60.0, 150.0)]
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]
    nothing = taken_apart(1e-6).steps
    assert abs(nothing.haste.cost) < 1e-4 and abs(nothing.size.cost) < 1e-4


def test_without_further_ai_ai_is_nothing_and_haste_is_the_same() -> None:
    with_ai = taken_apart()
    none = compared_both_ways(options(Exits(COUNT), ai=False))
    assert none.steps.ai.cost == pytest.approx(0, abs=0.01 * none.steps.haste.cost)
    assert none.steps.haste.cost == pytest.approx(with_ai.steps.haste.cost, rel=0.02)
    assert none.steps_ai_last == none.steps


def test_the_threshold_is_silent_where_no_plan_differs() -> None:
    both = taken_apart()
    assert worth_threshold(both.freeze, both.free) > 0
    assert np.isnan(worth_threshold(both.free, both.free))
    assert share_of_customers(both.freeze, both.free) == pytest.approx(0, abs=1e-9)
    responds = taken_apart(work_elasticity=0.5)
    assert 0.2 < share_of_customers(responds.freeze, responds.free) <= 1


def test_the_quarters_that_quits_need_are_counted_from_the_cut() -> None:
    freeze = taken_apart().freeze
    size = 690.0
    near, far = size * 1.004, size * 1.02

    def walk(*apart: int) -> Outcome:
        positions = [far if t in apart else near for t in range(QUARTERS)]
        return replace(freeze, headcount=np.array([positions]))

    assert quarters_to_size(walk(), size) == 1
    assert quarters_to_size(walk(0, 1, 2), size) == 4
    assert quarters_to_size(walk(0, 5), size) == 7
    assert np.isnan(quarters_to_size(walk(7), size))


def test_everybody_leaves_in_that_quarter_in_proportion_and_the_first_is_what_nothing_says() -> None:
    dated = inputs(Exits(COUNT, quarter=QUARTER))
    plan = solve(dated).outcome
    share = dated.headcount / dated.headcount.sum()
    np.testing.assert_allclose(plan.layoffs[:, QUARTER], COUNT * share, atol=1e-9)
    assert plan.layoffs[:, :QUARTER].sum() == 0
    asked = options(Exits(COUNT, quarter=QUARTER, kept=2))
    for made in (forced_options(asked, 20.0, pro_rata=False), freeze_options(asked, 20.0)):
        assert made.exits is not None and (made.exits.quarter, made.exits.kept) == (QUARTER, 2)
    free = forced_options(options(None), 20.0, pro_rata=True)
    assert free.exits is not None and free.exits.quarter == 0


def test_a_dated_cut_and_its_freeze_are_no_larger_before_than_without_it() -> None:
    """Nobody is hired in order to be laid off; the freeze starts from what it has then."""
    exits = Exits(COUNT, quarter=QUARTER)
    both = compare(setting_with(options(exits, demand_growth=0.08)), lambda words: None)
    before, after = slice(0, QUARTER), slice(QUARTER, None)
    for one in (both.cut, both.freeze):
        assert (one.headcount[:, before] <= both.free.headcount[:, before] + 1e-3).all()
    assert (both.cut.positions[after] <= both.size + 1e-6).all()
    assert both.freeze.layoffs.sum() == 0 and both.freeze.positions[QUARTER] > both.size
    assert both.freeze.positions[QUARTER] <= both.free.positions[QUARTER - 1]


def test_what_layoffs_induce_is_charged_in_the_quarter_of_the_first_of_them() -> None:
    dated = inputs(Exits(COUNT, quarter=QUARTER))
    np.testing.assert_allclose(solve(dated).outcome.induced_quits_cost, induced_quits_cost(dated, QUARTER))
    idle = inputs(Exits(COUNT, quarter=QUARTER), slack_at_start=0.3, quits_per_month=0.0)
    plan = solve(idle).outcome
    assert plan.layoffs[:, 0].sum() > 1, "people without work go before the cut"
    np.testing.assert_allclose(plan.induced_quits_cost, induced_quits_cost(idle, 0))
