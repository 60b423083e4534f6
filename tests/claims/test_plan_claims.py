"""Claims about a firm's plan: figures by hand, verdicts that turn and turn back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.claims.conftest import context_of

from reallocate.claims.basis.claim import Claim, Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.plan_basis import (
    Level,
    announced_cut,
    centre_figures,
    figures,
    figures_of,
    firm_of,
    in_force,
    megawatt,
    options_with,
    plan_samples,
    sampled_figures,
    source_of,
)
from reallocate.claims.rows import force_multipliers, funds_the_race, operating_model
from reallocate.firm.model.cases import solve_case
from reallocate.firm.model.relief import CAPTURES
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

NOW = Parameters.default()


def test_freed_payroll_and_work_of_fewer_people_by_hand(small_firm: ClaimContext) -> None:
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
                least = 1e-3 if name == "specialists" else 1e-9
                assert getattr(near, name) == pytest.approx(value, rel=1e-9, abs=least), name


def test_announced_exits_free_their_pay_and_cost_severance(small_firm: ClaimContext) -> None:
    cut = announced_cut(small_firm, NOW, 50.0)
    dear = announced_cut(small_firm, NOW, 50.0, 2.0)
    assert cut is not None and dear is not None
    setting = firm_of(small_firm).setting
    pay = setting.firm.payroll / setting.firm.headcount / 1e6
    assert cut.freed == pytest.approx(50 * pay * 1.5, rel=0.01)
    assert cut.exits > 0
    assert dear.freed == pytest.approx(2 * cut.freed, rel=1e-6)


def test_what_was_set_is_held_and_the_rest_is_drawn(small_firm: ClaimContext) -> None:
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


def test_rows_of_the_table_by_hand(small_firm: ClaimContext) -> None:
    firm, one = firm_of(small_firm), centre_figures(small_firm, NOW)
    assert operating_model._observed_growth(firm) == pytest.approx((1000 / 900) ** 0.5 - 1)
    assert operating_model._observed_share(firm) == pytest.approx(100 / 110)
    pay = one.payroll * 120e6 / firm.setting.firm.payroll
    assert operating_model._people_share(firm, one.payroll, one.compute) == pytest.approx(
        pay / (pay + one.compute + 60.0)
    )
    assert np.all(operating_model._moves_of(firm, one) > 0)


@pytest.mark.long
def test_a_megawatt_is_worth_more_the_fewer_there_are(world: World, tmp_path: Path) -> None:
    worths = []
    for number, megawatts in enumerate((0.3, 0.6, 20.0)):
        context = context_of(world, tmp_path / str(number), megawatts=megawatts)
        found = megawatt(context, in_force(context, NOW), Level())
        assert found.power == megawatts
        worths.append(found.worth)
    assert worths[0] > worths[1] > worths[2] == 0.0
