"""Row 9: what a reversal brings back, what not having known it costs, and what a market gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from reallocate.claims.basis import reversal as reversal_plan
from reallocate.claims.basis.claim import Verdict, by_draws_back, by_share_back
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.plan_basis import (
    _COSTS,
    OverCut,
    firm_of,
    in_force,
    on_average,
    options_with,
    source_of,
)
from reallocate.claims.basis.reversal import (
    _FALLS_BACK,
    _GOES_ON,
    STALLS,
    Returned,
    Reversal,
    _figures_of_market,
    _turned,
    market_returned,
    plan_returned,
    returned_at_cost,
)
from reallocate.claims.rows import permanent_readings as reversal_readings
from reallocate.firm.model.inputs import AFTER, STATISTICS, VALUE_AT_END, Inputs
from reallocate.firm.model.programme import Program, build, decided
from reallocate.firm.model.solve import solve
from reallocate.firm.model.solver import Solver
from reallocate.firm.model.start import NearVertex
from reallocate.firm.outlooks.model import Recourse
from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters
from reallocate.market.nation.outcomes import PEOPLE, WORK
from reallocate.work.world import World

NOW = Parameters.default()
OPEN = Verdict.CANNOT_BE_TOLD
ROUNDING = 1e-6
"""A solver's, of what was decided."""
EVERY = (
    Reversal(_FALLS_BACK),
    Reversal(STALLS),
    Reversal(tokens=1.0, rents=0.4),
    Reversal(_FALLS_BACK, tokens=0.5, quarter=3),
    Reversal(dearer=64.0, buys=False),
)


def _returned(context: ClaimContext, reversal: Reversal, parameters: Parameters = NOW) -> Returned:
    return plan_returned(context, in_force(context, parameters), source_of(context), reversal)


def _cost(context: ClaimContext, reversal: Reversal) -> OverCut:
    return returned_at_cost(context, in_force(context, NOW), source_of(context), reversal).over_cut


def _whole_with_held(program: Program, values: Array) -> Solver:
    """A whole programme in which all that was decided in six quarters can move by no more than rounding."""
    held = decided(program, 6, values)
    known = np.flatnonzero(np.isfinite(held))
    solver = Solver(program.model.matrices)
    solver.bound_columns(known, held[known] - ROUNDING, held[known] + ROUNDING)
    return solver


@pytest.fixture(scope="module")
def inputs(small_firm: ClaimContext) -> Inputs:
    """The small firm's figures over a plan long enough for a reversal in the seventh quarter."""
    options = options_with(small_firm, in_force(small_firm, NOW), source_of(small_firm))
    long = replace(options, quarters=14, levers=replace(options.levers, dropping=True))
    return firm_of(small_firm).setting.inputs(long)


def test_without_a_reversal_nothing_comes_back_and_knowing_is_worth_nothing(small_firm: ClaimContext) -> None:
    found = _returned(small_firm, Reversal())
    assert found.cut > 0
    assert found.back == pytest.approx(0.0, abs=1e-3)
    assert _cost(small_firm, Reversal()).total == pytest.approx(0.0, abs=1e-4)
    assert found.with_ai == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("reversal", EVERY)
def test_to_know_never_costs_more(small_firm: ClaimContext, reversal: Reversal) -> None:
    cost = _cost(small_firm, reversal)
    assert cost.total >= 0.0
    assert cost.total == pytest.approx(sum(cost.costs.values()))
    assert cost.cut > 0


def test_the_cost_of_not_knowing_is_that_of_two_plans(small_firm: ClaimContext, inputs: Inputs) -> None:
    """Against the plan followed to the letter and the best of one who knows, each solved on its own."""
    found = _cost(small_firm, Reversal(_FALLS_BACK))
    fallen = _turned(inputs, Reversal(_FALLS_BACK), 6)
    knows, planned = solve(fallen, choose=False).outcome, solve(inputs, choose=False)
    stays, program = planned.outcome, build(fallen)
    solver = _whole_with_held(program, planned.solution.values)
    follows = Recourse(program, solver, 6).least(may_close=False)
    assert found.total == pytest.approx(follows.objective - knows.objective, rel=1e-3)
    base = firm_of(small_firm).setting.baseline(inputs.options)
    assert found.known_cut == pytest.approx(float(base.positions[5] - knows.positions[5]), abs=0.01)
    assert found.cut == pytest.approx(float(base.positions[5] - stays.positions[5]), abs=0.01)
    assert found.total > 0.0
    assert found.directing == pytest.approx(
        float(follows.headcount[-1, 13] - knows.headcount[-1, 13]), abs=0.1
    )


def test_what_turns_turns_at_its_date_and_not_before(inputs: Inputs) -> None:
    good, api, rent = inputs.cells.good, inputs.prices.api, inputs.prices.rent
    falls, stalled = (_turned(inputs, Reversal(one), 6).cells.good for one in (_FALLS_BACK, STALLS))
    assert (good[:, 6] > good[:, 0]).all()
    for found in (falls, stalled):
        np.testing.assert_array_equal(found[:, :6], good[:, :6])
    np.testing.assert_array_equal(falls[:, 6:], np.repeat(good[:, [0]], 8, axis=1))
    np.testing.assert_array_equal(stalled[:, 6:], np.repeat(good[:, [5]], 8, axis=1))
    dear = _turned(inputs, Reversal(tokens=1.0, dearer=3.0), 6).prices
    np.testing.assert_array_equal(dear.api[:6], api[:6])
    assert dear.api[6] == pytest.approx(3.0 * api[5] * 2.0**0.25)
    assert dear.api[9] == pytest.approx(3.0 * api[5] * 2.0)
    np.testing.assert_allclose(dear.rent[6:], 3.0 * rent[6:])
    same = _turned(inputs, Reversal(_GOES_ON), 6)
    np.testing.assert_array_equal(same.cells.good, good)
    np.testing.assert_array_equal(same.prices.api, api)


def test_what_follows_a_plan_is_the_same_from_near_it_and_from_nothing(
    small_firm: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the first quarters need work that responds to its cost, which other starts leave out."""
    some = NOW.replace(work_elasticity=1.0)
    near = _returned(small_firm, Reversal(_FALLS_BACK), some)
    monkeypatch.setattr(NearVertex, "find", lambda _: False)
    nothing = _returned(small_firm.fresh(), Reversal(_FALLS_BACK), some)
    assert (near.after, near.unbroken) == pytest.approx((nothing.after, nothing.unbroken), abs=1e-3)


@pytest.mark.parametrize("reversal", [Reversal(_FALLS_BACK), Reversal(dearer=64.0, buys=False)])
def test_what_follows_is_the_best_of_the_whole_programme_with_all_before_held(
    small_firm: ClaimContext, reversal: Reversal
) -> None:
    given = small_firm, in_force(small_firm, NOW), source_of(small_firm)
    planned = reversal_plan._planned(*given, 6, reversal.buys, True)
    found = reversal_plan._followed(*given, reversal)
    for name in ("headcount", "hires", "moves", "with_ai", "ordered", "directing", "api"):
        before, after = (getattr(one, name)[..., :6] for one in (planned.plan, found))
        np.testing.assert_allclose(after, before, atol=1e-6, err_msg=name)
    solver = _whole_with_held(build(_turned(planned.plan.inputs, reversal, 6)), planned.values)
    assert found.objective == pytest.approx(solver.minimise().objective, rel=1e-6)


def test_what_a_stall_brings_back_who_directs_and_where_jobs_return(small_firm: ClaimContext) -> None:
    falls, stalled = (_returned(small_firm, Reversal(one)) for one in (_FALLS_BACK, STALLS))
    assert 0.0 <= stalled.back < falls.back
    assert falls.alone < stalled.alone
    cost = _cost(small_firm, Reversal(_FALLS_BACK, hires_directing=False))
    assert cost.directing == 0.0
    assert cost.total >= 0.0
    twice, beyond = (_returned(small_firm, Reversal(dearer=one, buys=False)).back for one in (2.0, 512.0))
    assert twice < 0.2 < beyond


def test_jobs_back_and_costs_are_counted_once_by_hand() -> None:
    cost = OverCut({"a": 2.0, "b": 1.0}, 6.0, 100.0, 90.0, 0.0)
    found = Returned(100.0, 80.0, 160.0, 70.0, 30.0, 0.0, 1.0, 0.5)
    assert found.back == pytest.approx(0.5)
    assert found.back_of_gone == pytest.approx(0.2)
    assert found.back_meanwhile == pytest.approx(0.3)
    assert replace(found, after=130.0, fewest=100.0).back_of_gone == 0.0
    assert (cost.total, cost.too_far) == (3.0, 0.1)
    assert replace(cost, known_cut=110.0).too_far == 0.0
    counted = Counter(name for kinds in _COSTS.values() for name in kinds)
    assert set(counted) == {*STATISTICS, AFTER, VALUE_AT_END}
    assert set(counted.values()) == {1}
    each = [OverCut(dict.fromkeys(_COSTS, value), 0.0, 1.0, 1.0, 0.0) for value in (1.0, 3.0)]
    assert sum(on_average(each).values()) == pytest.approx(np.mean([one.total for one in each]))


@pytest.mark.parametrize(
    ("below", "above", "verdict"),
    [(8, 1, Verdict.SUPPORTED), (7, 3, OPEN), (2, 8, Verdict.NOT_SUPPORTED), (2, 7, OPEN), (1, 1, OPEN)],
)
def test_four_fifths_of_the_draws_must_agree_on_permanence(below: int, above: int, verdict: Verdict) -> None:
    """The median of 7 below 20% and 3 above 60% lies below 20%: alone it does not decide."""
    shares = np.array([0.1] * below + [0.9] * above + [0.4] * (10 - below - above))
    assert by_draws_back(shares) is verdict
    for share, alone in ((0.1, Verdict.SUPPORTED), (0.2, OPEN), (0.6, OPEN), (0.7, Verdict.NOT_SUPPORTED)):
        assert by_share_back(share) is alone


def test_work_returns_in_the_nation_and_none_where_capability_had_not_grown(small_firm: ClaimContext) -> None:
    soon = market_returned(small_firm, NOW.replace(reversal_quarter=2.0))
    assert 0.0 < soon.work[1] <= soon.work[0] <= soon.work[2] < 1.0
    assert soon.people[0] < 1.0 and 0.0 <= soon.further <= 1.0
    none = market_returned(small_firm, NOW.replace(reversal_quarter=2.0, doubling_days=1e9))
    assert none.work[0] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(("people", "words"), [
    ([np.nan, 0.4, 0.6], "50% of the people who would be missing from work are in work (42% to 58%; some would be "
     "missing in 67% of the draws)"),
    ([np.nan] * 3, "in no draw would people be missing from work"),
])  # fmt: skip
def test_draws_in_which_nobody_is_missing_are_told_apart(
    people: list[float], words: str, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    each = {"share_of_unbroken": np.array([0.2, 0.4, 0.6]), "share_back": np.array([-0.1, 0.2, 0.3])}
    figures = {WORK: each, PEOPLE: {**each, "share_of_unbroken": np.array(people)}}
    monkeypatch.setattr(reversal_readings, "market_returned", lambda *_: _figures_of_market(figures))
    reading = reversal_readings.from_the_market(ClaimContext(world), Parameters.default())
    assert words in reading.finding and "nan" not in reading.finding
