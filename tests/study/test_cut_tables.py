"""The first answer of a plan: the cut beside attrition, in sentences and as a table."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from reallocate.firm.cut.model import noncash_cost, worth_threshold
from reallocate.firm.cut.tables import compared, cut_figures_of_plan
from reallocate.firm.cut.text import cut_sentences
from reallocate.firm.model.plan import costs_by_period
from reallocate.firm.model.totals import totals
from reallocate.firm.model.words import money
from reallocate.firm.plan.solved import FREE, Cases, SolvedPlan
from reallocate.firm.report.questions import WholePlan
from reallocate.render.result import Result

KINDS_OF_EXITS = ("positions_refilled", "would_have_quit", "positions_saved", "laid_off_anyway")


@pytest.fixture
def without_exits(whole: WholePlan) -> SolvedPlan:
    """The same plan, had no cut been asked for: the free plan is the plan."""
    solved = whole.first.solved
    setting = solved.problem.setting
    free = replace(setting.options, exits=None)
    problem = replace(solved.problem, setting=replace(setting, options=free))
    return replace(solved, problem=problem, plan=solved.free, cases=whole.cases)


def test_it_leads_in_the_sentences_and_its_figures_are_those_of_the_plans(
    study: Result, solved: SolvedPlan
) -> None:
    said = study.explain()["cut_or_wait"]
    assert next(iter(study.explain())) == "cut_or_wait"
    cut, wait = solved.plan, solved.free
    extra = cut.objective - wait.objective
    assert extra > 5
    undone = noncash_cost(cut) - noncash_cost(wait)
    cash = extra - undone
    paid = f"costs {money(cash)} more in cash, and" if cash > 0 else f"saves {money(-cash)} in cash, but"
    each = float(f"{extra * 1e6 / 60:.1e}")
    start = "Cutting 60 positions now, the same share of every role, with none of them refilled for 2 quarters,"
    assert said[0].startswith(f"{start} costs about USD {each:,.0f} more per exit than attrition in present value: USD")
    below = worth_threshold(cut, wait)
    assert (f"worth less than about {100 * below:.0f} cents for each dollar that its hours cost in pay" in said[0]) == (below > 0)
    assert said[1].startswith(f"In all that is {money(extra)} more in present value, ")
    assert f"The cut {paid} leaves work undone that is priced at {money(undone)}." in said[1]
    assert "Both have the same headcount from" in said[1]
    assert "1.5 times the cost of its hours for the first 5%" in said[3]
    assert "may be replaced for 2 quarters: an assumption" in said[3]
    assert "no idle hours, and 2.3% of people quit a month" in said[3]
    spent = costs_by_period(cut).sum()
    each = 1e6 * (spent["severance"] + spent["notice pay"]) / cut.layoffs.sum()
    assert f"Severance and notice cost USD {float(f'{each:.1e}'):,.0f} per exit, a hire USD" in said[3]
    back = totals(cut).hires - totals(wait).hires
    assert said[4].startswith(f"Of the 60 exits {back:,.0f} ({back / 60:.0%}) are refilled; ")
    assert "may choose any measure, layoffs too" in said[2] and "Here it lays nobody off" in said[2]


def test_the_exits_and_the_costs_of_the_table_add_up(study: Result, solved: SolvedPlan) -> None:
    table = study.table("cut_or_wait").set_index("figure")
    cut, extra = table["cut"], table["extra"]
    assert cut[list(KINDS_OF_EXITS)].sum() == pytest.approx(60, abs=1e-6) and cut["exits"] == 60
    cost = extra["cost"]
    assert extra["cash"] + extra["work_undone"] == pytest.approx(cost)
    assert extra["extra_cost_per_exit"] == pytest.approx(1e6 * cost / 60)
    assert table.loc["positions", "wait"] == pytest.approx(solved.free.positions[-1])
    ends = table[["cut", "wait", "extra"]].dropna()
    np.testing.assert_allclose(ends["cut"] - ends["wait"], ends["extra"], atol=1e-9)


def test_the_headline_s_cash_figures_are_those_of_the_printed_cash(study: Result) -> None:
    """The largest outlay and its quarter, the month and the value, from the two columns of totals alone."""
    found = study.table("headline").set_index("figure")["plan"]
    cash = study.table("cash").pivot(index="period", columns="case", values="total")
    behind = (cash["plan"] - cash["baseline"]).cumsum()
    assert found["largest outlay"] == pytest.approx(max(behind.max(), 0.0), abs=1e-9)
    assert study.facts["largest_outlay_quarter"] == (behind.idxmax() if behind.max() > 0 else None)
    late = np.flatnonzero(behind > 0)
    month = 0.0
    if len(late):
        last = int(late[-1])
        month = 3 * (last + 1 + behind.iloc[last] / (behind.iloc[last] - behind.iloc[last + 1]))
    assert found["break-even month"] == pytest.approx(month, abs=0.05)
    discount = study.table("statistics").query("statistic == 'payroll'")["discount"].to_numpy()
    assert found["net present value"] == pytest.approx(float(discount @ -(cash["plan"] - cash["baseline"])))
    assert json.dumps(study.to_dict(), allow_nan=False)


def test_without_a_cut_asked_for_a_case_is_compared_and_it_is_said(without_exits: SolvedPlan) -> None:
    both = compared(without_exits)
    assert both is not None and both.cut is without_exits.cases.plans["60 exits, pro rata"]
    assert cut_sentences(without_exits)["requested"] == ["The cut compared here was announced on 2026-05-20."]
    problem = without_exits.problem
    scenario = problem.scenario.model_copy(update={"announced": None})
    unannounced = replace(without_exits, problem=replace(problem, scenario=scenario))
    (line,) = cut_sentences(unannounced)["requested"]
    assert line.startswith("No cut was requested. For comparison")


def test_a_study_without_a_cut_says_so_and_why(solved: SolvedPlan, without_exits: SolvedPlan) -> None:
    name, free = "60 exits, pro rata", {FREE: solved.free}
    bare = replace(without_exits, cases=Cases(free, {name: "no money"}))
    assert cut_sentences(bare) == {
        "answer": [f"There is no cut to compare with attrition. {name}: no plan is possible: no money"]
    }
    assert cut_figures_of_plan(bare).empty
    lone = replace(solved, cases=Cases({}, {FREE: "too few people"}))
    assert cut_sentences(lone) == {
        "answer": ["There is no plan without the cut to compare it with. too few people"]
    }
    assert compared(replace(bare, cases=Cases(free))) is None


def test_a_cut_that_costs_less_or_ends_elsewhere_is_not_said_to_be_dearer(solved: SolvedPlan) -> None:
    cheap = replace(solved.plan, objective=solved.free.objective - 20)
    said = {name: " ".join(lines) for name, lines in cut_sentences(replace(solved, plan=cheap)).items()}
    assert "less per exit than attrition" in said["answer"] and "pays only if" not in said["answer"]
    assert "In all that is USD 20 million less" in said["amounts"] and "It is dearer here because" in said["method"]
    apart = replace(solved.plan, headcount=solved.plan.headcount * 0.97)
    said = {name: " ".join(lines) for name, lines in cut_sentences(replace(solved, plan=apart)).items()}
    assert "than the plan without the cut" in said["answer"] and "positions fewer: " in said["amounts"]


def test_a_cut_that_costs_the_same_is_the_cheapest_plan(solved: SolvedPlan) -> None:
    same = replace(solved.plan, objective=solved.free.objective)
    said = cut_sentences(replace(solved, plan=same))
    assert said["answer"][0].endswith("costs as much as attrition: the cut is the cheapest plan.")
