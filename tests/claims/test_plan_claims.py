"""Claims about a firm's plan and its reversal: figures by hand, verdicts that turn and turn back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.claims.conftest import context_of

from reallocate.claims.basis import reversal as reversal_plan
from reallocate.claims.basis.claim import Claim, Verdict, by_draws_back, by_share_back
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.plan_basis import (
    _COSTS,
    Level,
    OverCut,
    announced_cut,
    centre_figures,
    figures,
    figures_of,
    firm_of,
    in_force,
    megawatt,
    on_average,
    options_with,
    plan_samples,
    sampled_figures,
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
from reallocate.claims.rows import force_multipliers, funds_the_race, operating_model
from reallocate.claims.rows import permanent_readings as reversal_readings
from reallocate.firm.model.cases import solve_case
from reallocate.firm.model.inputs import AFTER, STATISTICS, VALUE_AT_END, Inputs
from reallocate.firm.model.programme import Program, build, decided
from reallocate.firm.model.relief import CAPTURES
from reallocate.firm.model.solve import solve
from reallocate.firm.model.solver import Solver
from reallocate.firm.outlooks.model import Recourse
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.market.nation.outcomes import PEOPLE, WORK
from reallocate.work.world import World

NOW = Parameters.default()


def test_freed_payroll_work_of_fewer_people_and_rows_of_the_table_by_hand(small_firm: ClaimContext) -> None:
    parameters = in_force(small_firm, NOW)
    options = options_with(small_firm, parameters, source_of(small_firm))
    solved, base = solve_case(firm_of(small_firm).setting, options, choose=False)
    plan, i = solved.outcome, solved.outcome.inputs
    fewer = base.headcount - plan.headcount
    by_hand = float((i.pay_path * (i.loaded_cost @ fewer)).sum())
    assert figures(plan, base).freed == pytest.approx(by_hand, rel=1e-9)
    assert by_hand > 0
    one = centre_figures(small_firm, NOW)
    assert one.work_each == pytest.approx(one.base_positions / one.positions, rel=1e-6)
    assert 1 < one.all_work_each < one.work_each
    firm, one = firm_of(small_firm), centre_figures(small_firm, NOW)
    assert operating_model._observed_growth(firm) == pytest.approx((1000 / 900) ** 0.5 - 1)
    assert operating_model._observed_share(firm) == pytest.approx(100 / 110)
    pay = one.payroll * 120e6 / firm.setting.firm.payroll
    assert operating_model._people_share(firm, one.payroll, one.compute) == pytest.approx(
        pay / (pay + one.compute + 60.0)
    )
    assert np.all(operating_model._moves_of(firm, one) > 0)


def test_a_plan_near_the_one_as_assumed_is_the_plan_by_itself(small_firm: ClaimContext) -> None:
    """Where it starts, and whose baseline it shares, does not change a figure.

    But the mix of work: who does what is not the same in all plans of one cost.
    """
    high = NOW.replace(capture_automated=1.0, work_elasticity=1.0)
    for parameters, source in plan_samples(small_firm, high, ("review_hours", "quits_per_month")):
        options = options_with(small_firm, parameters, source)
        plan, base = solve_case(firm_of(small_firm).setting, options, choose=False)
        alone, near = figures(plan.outcome, base), figures_of(small_firm, parameters, source)
        assert near.best_role == alone.best_role
        for name, value in vars(alone).items():
            if name != "best_role":
                least = 2e-3 if name in ("specialists", "by_kind") else 1e-9
                assert getattr(near, name) == pytest.approx(value, rel=1e-9, abs=least, nan_ok=True), name


def test_announced_exits_free_their_pay_and_cost_severance_and_what_was_set_is_held(
    small_firm: ClaimContext,
) -> None:
    cut = announced_cut(small_firm, NOW, 50.0)
    dear = announced_cut(small_firm, NOW, 50.0, 2.0)
    assert cut is not None and dear is not None
    setting = firm_of(small_firm).setting
    pay = setting.firm.payroll / setting.firm.headcount / 1e6
    assert cut.freed == pytest.approx(50 * pay * 1.5, rel=0.01)
    assert cut.exits > 0
    assert dear.freed == pytest.approx(2 * cut.freed, rel=1e-6)
    found = plan_samples(
        small_firm, NOW.replace(capture_automated=0.7), ("capture_automated", "review_hours")
    )
    assert [one["capture_automated"] for one, _ in found] == [0.7, 0.7]
    assert len({one["review_hours"] for one, _ in found}) == 2
    assert len({source for _, source in found}) == 2


@pytest.mark.parametrize(
    ("claim", "past", "there"),
    [
        (funds_the_race.CLAIM, {**dict.fromkeys(CAPTURES, 1.0), "review_hours": 0.1}, Verdict.MIXED),
        (force_multipliers.CLAIM, {**dict.fromkeys(CAPTURES, 1.0), "review_hours": 0.0}, Verdict.MIXED),
        (operating_model.CLAIM, dict.fromkeys(CAPTURES, 0.0), Verdict.MIXED),
    ],
)
def test_verdicts_turn_and_turn_back(
    small_firm: ClaimContext, claim: Claim, past: dict[str, float], there: Verdict
) -> None:
    before = claim.measure(small_firm, NOW)
    beyond = claim.measure(small_firm, NOW.replace(**past))
    assert before.verdict is not there
    assert beyond.verdict is there
    assert beyond.middle != before.middle
    assert claim.measure(small_firm, NOW).verdict is before.verdict


def test_a_twentieth_of_the_rise_is_twenty_times_the_share_and_may_turn_the_verdict(
    small_firm: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    much = funds_the_race.CLAIM.measure(small_firm, NOW)
    monkeypatch.setattr(funds_the_race, "_spent", lambda _: [10.0, 12.0])
    little = funds_the_race.CLAIM.measure(small_firm, NOW)
    assert little.middle == pytest.approx(20 * much.middle, rel=1e-6)
    assert [one.verdict for one in (much, little)] == [Verdict.NOT_SUPPORTED, Verdict.SUPPORTED]
    monkeypatch.setattr(funds_the_race, "_spent", lambda _: [10.0])
    with pytest.raises(InputError, match="two observed years"):
        funds_the_race._yearly_rise(firm_of(small_firm))


def test_row_5_is_by_definition_while_any_plan_would_turn_its_rows(
    small_firm: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, firm = operating_model.CLAIM, firm_of(small_firm)
    found = claim.measure(small_firm, NOW)
    assert (found.verdict, found.first_verdict) == (Verdict.BY_DEFINITION, Verdict.SUPPORTED)
    assert "only how far is a result" in found.reason and "with no plan at all" in found.finding
    each = sampled_figures(small_firm, NOW)
    alone = operating_model._without_a_plan(firm, each)
    assert alone is not None and alone < operating_model._observed_share(firm)
    # No fewer positions than going on as it is, or pay so large that announced spending hardly counts.
    for changed in ({"positions": each[0].base_positions}, {"base_payroll": 1e3 * each[0].base_payroll}):
        assert operating_model._without_a_plan(firm, [*each[1:], replace(each[0], **changed)]) is None
    monkeypatch.setattr(operating_model, "_without_a_plan", lambda *_: None)
    found = claim.measure(small_firm, NOW)
    assert found.verdict is found.first_verdict is Verdict.SUPPORTED and found.reason == ""


@pytest.mark.long
def test_a_megawatt_is_worth_more_the_fewer_there_are(world: World, tmp_path: Path) -> None:
    worths = []
    for number, megawatts in enumerate((0.3, 0.6, 20.0)):
        context = context_of(world, tmp_path / str(number), megawatts=megawatts)
        found = megawatt(context, in_force(context, NOW), Level())
        assert found.power == megawatts
        worths.append(found.worth)
    assert worths[0] > worths[1] > worths[2] == 0.0


OPEN = Verdict.CANNOT_BE_TOLD
ROUNDING = 1e-6
"""A solver's, of what was decided."""


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


def test_without_a_reversal_nothing_comes_back_and_what_a_stall_does_who_directs_and_where(
    small_firm: ClaimContext,
) -> None:
    found = _returned(small_firm, Reversal())
    assert found.cut > 0
    assert found.back == pytest.approx(0.0, abs=1e-3)
    assert _cost(small_firm, Reversal()).total == pytest.approx(0.0, abs=1e-4)
    assert found.with_ai == pytest.approx(1.0, abs=1e-3)
    falls, stalled = (_returned(small_firm, Reversal(one)) for one in (_FALLS_BACK, STALLS))
    assert 0.0 <= stalled.back < falls.back
    assert falls.alone < stalled.alone
    cost = _cost(small_firm, Reversal(_FALLS_BACK, hires_directing=False))
    assert cost.directing == 0.0
    assert cost.total >= 0.0
    twice, beyond = (_returned(small_firm, Reversal(dearer=one, buys=False)).back for one in (2.0, 512.0))
    assert twice < 0.2 < beyond


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
