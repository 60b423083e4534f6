"""What the page says in words, against the figures it says it from."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reallocate.firm.alternatives.assumptions import replace_first
from reallocate.firm.alternatives.tipping_points import TippingPoint
from reallocate.firm.model.totals import totals
from reallocate.firm.model.words import money, months
from reallocate.firm.plan.solved import Cases, SolvedPlan
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.report.tables import moved_inputs
from reallocate.firm.report.text import _cash_sentence, _quits_and_ramp, _years, hands_on, whole_text
from reallocate.kernel.grade import Grade
from reallocate.kernel.number import say
from reallocate.render.result import Result


def moved(name: str, **changed: float | None) -> TippingPoint:
    figures: dict[str, float | None] = {
        "now": 0.011, "low": 0.007, "high": 0.025, "flips_at": None, "tenth_at": None,
        "low_positions": 900.0, "high_positions": 950.0, "low_layoffs": 0.0, "high_layoffs": 0.0,
    }  # fmt: skip
    return TippingPoint(name=name, **{**figures, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quarters", "words"), [(4, "1 year"), (6, "1.5 years"), (12, "3 years"), (2, "0.5 years")]
)
def test_years_agree_in_number(quarters: int, words: str) -> None:
    assert _years(quarters) == words


@pytest.mark.parametrize("value", [5.04, 10.36, 12.98, 99.9, 123.4])
def test_months_have_the_digits_of_the_tables(value: float) -> None:
    assert months(value) == say(value, "months")


def test_the_headline_says_when_cash_breaks_even_as_the_table_does(solved: SolvedPlan, study: Result) -> None:
    figures = study.table("headline").set_index("figure")["plan"]
    first, cash, *_ = study.explain()["headline"]
    assert first.startswith("After 1.5 years ")
    assert figures["break-even month"] == 0 and "never below the baseline's" in cash
    later = replace(solved.saving_of(solved.plan).cash, break_even_month=7.5, largest_outlay=2.5, outlay_quarter=1)
    said = _cash_sentence(later, solved.plan, solved.problem.scenario.periods)
    assert f"baseline's after {say(7.5, 'months')}. Before that it is at most USD" in said
    assert money(2.5) in said
    assert f"value of the cash saved is {money(figures['net present value'])} within the plan" in cash
    assert "payback" not in str(study.explain()).lower() and "earned back" not in str(study.explain())


def test_cash_that_never_turns_or_never_falls_behind_is_said(solved: SolvedPlan) -> None:
    cash, quarters = solved.saving_of(solved.plan).cash, solved.problem.scenario.periods
    never = replace(cash, break_even_month=float("nan"), largest_outlay=7.5, outlay_quarter=5)
    assert _cash_sentence(never, solved.plan, quarters).startswith(
        "Cumulative cash is still below the baseline's at the end of the plan. Over the plan it is at most "
        "USD 7.50 million below (end of 2027 Q4)."
    )
    always = replace(cash, break_even_month=0.0, largest_outlay=0.0, outlay_quarter=None)
    assert _cash_sentence(always, solved.plan, quarters).startswith("Cumulative cash is never below")


def test_closed_positions_say_what_is_left_undone(whole: WholePlan, study: Result) -> None:
    closed = next(plan for name, plan in whole.cases.plans.items() if "stay closed" in name)
    said = next(line for line in study.explain()["money"] if "stay closed" in line)
    assert f"{totals(closed).work_dropped:.1%} of the work is left undone" in said


def test_the_plan_s_own_mix_is_left_out_by_name(whole: WholePlan, study: Result) -> None:
    tables = dict(study.tables)
    said = next(line for line in study.explain()["money"] if "depending on the pay per head" in line)
    chosen = {name: plan for name, plan in whole.cases.plans.items() if "chosen by the plan" not in name}
    without = tables["funding"].query('setting != "the plan\'s own choice of roles"')
    assert len(without) == len(tables["funding"]) - 1 == 1
    again = whole_text(replace(whole, cases=Cases(chosen)), {**tables, "funding": without}, moved_inputs(whole))["money"]
    assert said in again["freed_pay"], "the last pay setting is not taken for the plan's own mix"


def test_forced_plans_say_that_tipping_points_are_of_the_free_plan(study: Result) -> None:
    assert study.explain()["tipping_points"][-1].startswith("All of this is for the plan without the imposed cut")


def test_quits_and_ramp_say_only_what_was_solved() -> None:
    quits = moved("quits_per_month", flips_at=0.0014)
    slow = moved("adoption_width", now=2.0, low=1.0, high=4.0)
    first, second = _quits_and_ramp([slow, quits])
    assert first == (
        "If fewer people quit (0.7% a month instead of 1.1%), there are still no layoffs. Layoffs begin below "
        "about 0.14% a month."
    )
    assert "9 quarters" in second and "no layoffs, and with the fastest (2 quarters) none either" in second
    with_layoffs = _quits_and_ramp(
        [replace(quits, flips_at=0.009, low_layoffs=512.0), replace(slow, low_layoffs=321.0)]
    )
    assert with_layoffs[0].endswith("there are 512 layoffs; at 2.5% there are 0.")
    assert with_layoffs[1].endswith("there are no layoffs, and with the fastest (2 quarters) 321.")
    assert _quits_and_ramp([moved("capture_automated")]) == []


def test_figures_to_replace_are_those_whose_effect_was_tested(whole: WholePlan) -> None:
    tested = moved_inputs(whole)
    p = tested.parameters
    flips = [
        moved("review_hours", low_positions=100.0),  # a primary source
        moved("capture_automated", low_positions=300.0),
        moved("demand_growth", low_positions=500.0),
        moved("rehire_pause", low_positions=0.0),  # the scenario's own
    ]
    assert p.about("review_hours").grade is Grade.A and p.about("rehire_pause").is_own
    assert replace_first(replace(tested, points=flips)) == ["capture_automated", "demand_growth"]
    assert replace_first(replace(tested, points=[])) == []


def test_much_automated_hands_on_work_is_explained_by_the_desks_it_is_done_at(
    solved: SolvedPlan, study: Result
) -> None:
    kinds, activities = study.table("kinds"), study.table("activities")
    row = kinds.set_index("kind").loc["hands-on"]
    said = [line for line in study.explain()["caveats"] if "hands-on" in line]
    assert len(said) == 1 and said[0].startswith(f"{row['automated'] / row['hours']:.0%} of the work")
    assert " 100% of these automated hours are in management" in said[0], "all five roles sit at desks"
    most = activities[activities["kind"] == "hands-on"].sort_values("automated").iloc[-1]
    assert f"Most of it: {most['title']}" in said[0]
    little = kinds.assign(automated=kinds["hours"] * 0.09)
    assert hands_on(solved, {**study.tables, "kinds": little}) == ""


def test_no_sentence_shows_a_missing_number(study: Result) -> None:
    for lines in study.explain().values():
        assert not [line for line in lines if re.search(r"\bnan\b|\binf\b", line)]
