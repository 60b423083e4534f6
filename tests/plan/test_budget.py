"""Budgets: more of it never costs more, and work left undone is no way to save."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plan.firms import CLERKS, DEVELOPERS, MANAGERS, inputs_of, make_options
from tests.plan.plans import inputs, outcome

from reallocate.errors import InfeasiblePlan
from reallocate.plan.outcome import Outcome, cash_table, costs_by_period
from reallocate.plan.program import build
from reallocate.plan.solve import solve
from reallocate.plan.solver import Solver


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


def test_a_budget_that_nothing_keeps_is_said_to_be_impossible() -> None:
    with pytest.raises(InfeasiblePlan):
        within(5.0)


def test_leaving_work_undone_saves_nothing_without_a_limit() -> None:
    talkers = replace(MANAGERS, headcount=100.0, pay=400_000.0, content=(0.1, 0.2, 0.1, 0.6))
    program = build(inputs_of(make_options(4, ai=False, dropping=True), [CLERKS, DEVELOPERS, talkers], ()))
    solver = Solver(program.model)
    undone = solver.minimise()
    solver.bound(program.variables.dropped, 0.0, 0.0)
    assert undone.objective == pytest.approx(solver.minimise().objective, rel=1e-9)
