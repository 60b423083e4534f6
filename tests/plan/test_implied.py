"""What one must believe for a cut: the answer is known for tiny firms, and holds by its own laws."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from tests.plan.firms import make_options, setting_with

from reallocate.firm.beliefs import model as implied_edge
from reallocate.firm.beliefs.model import (
    ANY_TIME,
    AT_ONCE,
    FOR_GPUS,
    NEAR,
    PRO_RATA,
    READINGS,
    Beliefs,
    Cut,
    Judged,
    Span,
    cash_of_everything,
    edges,
    is_near,
    judge,
    options_under,
    together,
)
from reallocate.firm.model.options import Exits, Products
from reallocate.firm.model.solve import solve

QUITS, DEMAND, SLACK = "quits_per_month", "demand_growth", "slack_at_start"
FAST = {"adoption_midpoint": 3.0, "adoption_width": 1.0, "capture_augmented": 0.9, "capture_automated": 0.9}
COUNT = 40.0
QUARTERS = 6
SPAN = Span(QUITS, 0.0, 0.011, 0.025)


def cut(count: float = COUNT, products: Products | None = None, **given: float) -> Cut:
    options = make_options(QUARTERS, **{**FAST, **given})
    setting = setting_with(options)
    return Cut(setting, count, products, cash_of_everything(setting, products) if products else np.nan)


@cache
def judged(quits: float) -> Judged:
    return judge(cut(), Beliefs(((QUITS, quits),)))


def test_the_cut_is_best_where_nobody_quits_and_the_freer_it_is_the_less_it_costs() -> None:
    found = judged(0.0)
    assert found.layoffs >= COUNT
    assert found.share(ANY_TIME) == 0.0 and is_near(found.share(ANY_TIME))
    found = judged(0.025)
    assert found.layoffs == 0.0
    assert all(found.share(reading) > NEAR for reading in READINGS)
    for quits in (0.0, 0.011, 0.025):
        found = judged(quits)
        assert 0.0 <= found.share(ANY_TIME) <= found.share(AT_ONCE) + 1e-9
        assert found.share(AT_ONCE) <= found.share(PRO_RATA) + 1e-9


def test_the_extra_cost_is_that_of_two_plans_solved_apart() -> None:
    asked = cut()
    options = options_under(asked.setting, Beliefs())
    free = solve(asked.setting.inputs(options)).outcome
    forced = solve(
        asked.setting.inputs(make_options(QUARTERS, dropping=True, exits=Exits(COUNT), **FAST)), choose=False
    ).outcome
    extra = dict(judge(asked, Beliefs(), (PRO_RATA,)).extra)[PRO_RATA]
    assert extra == pytest.approx(forced.objective - free.objective, rel=1e-6)


def test_idle_people_at_the_start_make_the_cut_cheaper() -> None:
    with_work, idle = (judge(cut(), Beliefs(((SLACK, share),)), (AT_ONCE,)) for share in (0.0, 0.1))
    assert idle.share(AT_ONCE) < with_work.share(AT_ONCE)


def test_exits_spread_over_quarters_are_all_made_by_then() -> None:
    asked = cut(quits_per_month=0.02)
    options = make_options(
        QUARTERS, dropping=True, exits=Exits(COUNT, False, quarters=3), rehire_pause=0.0, **FAST
    )
    plan = solve(asked.setting.inputs(options), choose=False).outcome
    assert plan.layoffs[:, :3].sum() == pytest.approx(COUNT)


@pytest.mark.long
def test_the_edge_lies_where_the_answer_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(implied_edge, "HALVINGS", 3)
    (edge,) = edges(cut(), [SPAN], (ANY_TIME,))
    width = (SPAN.high - SPAN.now) / 2**3
    assert edge.near_at is not None and SPAN.now < edge.near_at < SPAN.high
    assert edge.favours == SPAN.low and edge.least == edge.low
    below, above = (
        judge(cut(), Beliefs(((QUITS, edge.near_at + step),)), (ANY_TIME,)).share(ANY_TIME)
        for step in (-width, width)
    )
    assert is_near(below) and not is_near(above)


def test_a_range_in_which_the_answer_holds_has_no_edge() -> None:
    (edge,) = edges(cut(), [Span(QUITS, 0.009, 0.011, 0.012)], (ANY_TIME,))
    assert edge.near_at is None


@pytest.mark.long
def test_beliefs_move_together_until_the_cut_is_near_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(implied_edge, "HALVINGS", 3)
    quits, demand = Span(QUITS, 0.005, 0.025, 0.025), Span(DEMAND, 0.01, 0.016, 0.05)
    steps = together(
        cut(quits_per_month=quits.now), [(DEMAND, demand.low), (QUITS, quits.low)], [quits, demand], ANY_TIME
    )
    assert [step.name for step in steps] == [DEMAND, QUITS]
    assert not is_near(steps[0].share) and is_near(steps[1].share)
    assert quits.low < float(steps[1].value) < quits.now, "the last goes no further than it must"


def test_where_all_beliefs_are_not_enough_each_is_told() -> None:
    more = Span(QUITS, 0.011, 0.011, 0.025)
    steps = together(cut(), [(QUITS, 0.025), ("capability", "plateau")], [more], AT_ONCE)
    assert [step.value for step in steps] == [0.025, "plateau"]
    assert not any(is_near(step.share) for step in steps)


def test_the_price_of_work_undone_moves_all_its_steps() -> None:
    asked = cut().setting
    low = options_under(asked, Beliefs((("drop_price", 1.3),))).parameters
    assert low["drop_price_steep"] == pytest.approx(1.5) and low["drop_price_last"] == pytest.approx(2.5)
    same = options_under(asked, Beliefs((("drop_price", 1.5),))).parameters
    assert same["drop_price_last"] == pytest.approx(5.0)


def test_a_cut_that_a_promise_forbids_is_never_near_the_best() -> None:
    promised = make_options(QUARTERS, no_layoffs=4, **FAST)
    asked = Cut(setting_with(promised), COUNT)
    found = judge(asked, Beliefs(), (AT_ONCE,))
    assert np.isnan(found.share(AT_ONCE)) and not is_near(found.share(AT_ONCE))


def test_gpus_for_products_count_where_cash_is_short_alone() -> None:
    asked = cut(products=Products(12.0, 1.0))
    found = judge(asked, Beliefs(cash_share=2.0), (AT_ONCE, FOR_GPUS))
    assert found.share(FOR_GPUS) == pytest.approx(found.share(AT_ONCE), abs=1e-6)
    asked = cut(products=Products(12.0, 1.0))
    shares = [
        judge(asked, Beliefs(gpu_value=value, cash_share=0.9), (FOR_GPUS,)).share(FOR_GPUS)
        for value in (0.5, 2.0)
    ]
    assert shares[0] != pytest.approx(shares[1], abs=1e-6)
