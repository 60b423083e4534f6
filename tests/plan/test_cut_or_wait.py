"""A cut beside attrition: the exits add up, the headcounts meet where the walks do, the extra cost is exact."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.plan.firms import inputs_of, make_options

from reallocate.firm.cut.model import cut_or_wait, same_headcount_after, undone_cost, undone_worth
from reallocate.firm.model.options import Exits
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import solve
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
    found = cut_or_wait(cut, wait)
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
    found = cut_or_wait(cut, wait)
    assert found.laid_off_anyway == pytest.approx(40 - cut.layoffs.sum() + wait.layoffs.sum())
    assert found.laid_off_anyway > 1 and found.positions_refilled < 1


def test_offers_that_are_taken_count_among_those_who_would_have_left() -> None:
    """Few quit and some are idle, so that waiting makes offers; the cut needs fewer of them."""
    cut, wait = plans_of(40.0, voluntary=True, slack_at_start=0.05, quits_per_month=0.001)
    assert wait.voluntary.sum() > cut.voluntary.sum() + 1
    found = cut_or_wait(cut, wait)
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
    assert undone_cost(one) == pytest.approx(by_hand, rel=1e-9) and by_hand > 1
    cut, wait = usual()
    found = cut_or_wait(cut, wait)
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

    assert same_headcount_after(walk(), wait) == 1
    assert same_headcount_after(walk(0, 1, 2), wait) == 4
    assert same_headcount_after(walk(0, 5), wait) == 7
    assert math.isnan(same_headcount_after(walk(7), wait))


def test_a_plan_without_a_cut_is_not_compared() -> None:
    _, wait = usual()
    with pytest.raises(ValueError, match="no exits were decided"):
        cut_or_wait(wait, wait)
