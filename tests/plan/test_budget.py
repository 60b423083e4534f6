"""Budgets: more of it never costs more, and work left undone is no way to save."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plan.firms import (
    CLERKS,
    DEVELOPERS,
    MANAGERS,
    inputs_of,
    make_options,
    setting_with,
)
from tests.plan.plans import inputs, outcome

from reallocate.firm.model.broken import conflicts
from reallocate.firm.model.compute_rules import AI_BUDGET
from reallocate.firm.model.plan import Outcome, cash_table, costs_by_period
from reallocate.firm.model.programme import build
from reallocate.firm.model.solve import solve
from reallocate.firm.model.solver import Solver
from reallocate.firm.report.tasks import plan_limits
from reallocate.kernel.errors import InfeasiblePlan


def within(budget: float) -> Outcome:
    """The tight budget's plan with another budget."""
    i = inputs("tight budget")
    limits = replace(i.options.limits, cash_per_year=budget)
    return solve(replace(i, options=replace(i.options, limits=limits))).outcome


def test_a_larger_budget_never_costs_more() -> None:
    plans = {budget: within(budget) for budget in (60.0, 75.0, 80.0, 85.0, 90.0, 95.0, 10_000.0)}
    costs = [found.objective for found in plans.values()]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > 1.1 * costs[-1]
    for budget, found in plans.items():
        assert cash_table(costs_by_period(found))["total"].sum() <= budget + 1e-6
    # What a budget forces: first less is hired, then people go and work is left undone.
    assert plans[60.0].layoffs.sum() > plans[75.0].layoffs.sum() > plans[90.0].layoffs.sum()
    assert plans[60.0].dropped.sum() > plans[75.0].dropped.sum() > plans[90.0].dropped.sum() > 0
    assert plans[10_000.0].dropped.sum() == 0
    assert plans[75.0].objective == pytest.approx(outcome("tight budget").objective, rel=1e-9)


AI_ONLY = ("api", "rent", "power and upkeep", "software", "GPU purchases", "systems put up", "change")


def on_ai(plan: Outcome) -> list[float]:
    """Cash costs of AI by year [USD million]."""
    spent = costs_by_period(plan)[[*AI_ONLY, "upkeep of systems"]].sum(axis=1)
    return [float(spent[year : year + 4].sum()) for year in range(0, len(spent), 4)]


def test_a_budget_for_ai_alone_is_kept_in_every_year_and_a_larger_one_never_costs_more() -> None:
    free = outcome("plain")
    most = max(on_ai(free))
    assert most > 1
    plans = {share: on_budget(share * most) for share in (0.0, 0.3, 0.6, 1.0, 3.0)}
    for share, one in plans.items():
        assert max(on_ai(one)) <= share * most + 1e-6
        assert one.dropped.sum() == 0
    costs = [plan.objective for plan in plans.values()]
    assert costs == sorted(costs, reverse=True) and costs[0] > 1.01 * costs[-1]
    assert costs[-1] == pytest.approx(free.objective, rel=1e-9)
    assert plans[0.0].with_ai.sum() == pytest.approx(0, abs=1e-6)
    # Without AI people are hired for the work; payroll is not part of the budget.
    assert plans[0.0].hires.sum() > plans[1.0].hires.sum()


def on_budget(most: float) -> Outcome:
    """The plain plan with a budget for AI alone."""
    i = inputs("plain")
    return solve(replace(i, options=replace(i.options, limits=replace(i.options.limits, ai_per_year=most)))).outcome


def test_one_more_of_the_budget_for_ai_has_a_price_and_what_it_conflicts_with_is_named() -> None:
    most = 0.5 * max(on_ai(outcome("plain")))
    setting = setting_with(make_options(8, ai_per_year=most))
    (worth,) = [one for one in plan_limits(setting, setting.baseline()) if one.limit.name == "AI budget"]
    least, more = on_budget(most).objective, on_budget(most + 1).objective
    assert worth.decides and worth.limit.level == most
    assert worth.up == pytest.approx(more - least, abs=1e-6) and worth.up < -0.1
    assert AI_BUDGET.in_words("", 50.0) == "at most USD 50 million a year for AI"
    options = make_options(
        4, ai_per_year=0.0, hiring_freeze_quarters=4, max_exits_per_month=50.0, demand_growth=0.1
    )
    setting = setting_with(options)
    with pytest.raises(InfeasiblePlan):
        solve(setting.inputs())
    found = conflicts(setting, options, setting.baseline())
    named = {promise.where for kept in found.sets for promise in kept}
    assert "[levers] hiring_freeze_quarters" in named and "[promises] max_exits_per_month" not in named


def test_a_budget_that_nothing_keeps_is_said_to_be_impossible() -> None:
    with pytest.raises(InfeasiblePlan):
        within(5.0)


def test_leaving_work_undone_saves_nothing_without_a_limit() -> None:
    talkers = replace(MANAGERS, headcount=100.0, pay=400_000.0, content=(0.1, 0.2, 0.1, 0.6))
    program = build(inputs_of(make_options(4, ai=False, dropping=True), [CLERKS, DEVELOPERS, talkers], ()))
    solver = Solver(program.model.matrices)
    undone = solver.minimise()
    solver.bound(program.variables.dropped, 0.0, 0.0)
    assert undone.objective == pytest.approx(solver.minimise().objective, rel=1e-9)
