"""Columns that one equality defines are put into the objective: the same plans, costs and questions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.plan.plans import PLANS, inputs

from reallocate.firm.model.labelled import Term, add_rows, by
from reallocate.firm.model.programme import build
from reallocate.firm.model.solver import Solver
from reallocate.lp.model import Model, Variable
from reallocate.lp.presolve import without_singletons

THINGS = pd.Index(["a", "b"], name="thing")
KINDS = pd.Index(["price", "rebate", "limited"], name="kind")


def _shop(most: float = np.inf) -> tuple[Model, Variable, Variable]:
    """Buy five of two things; their price, a rebate with a fee, and a cost that has a limit."""
    model = Model()
    bought = model.add_variables("bought", [THINGS], upper=4.0)
    cost = model.add_variables("cost", [KINDS], lower=[0.0, -np.inf, 0.0], upper=[np.inf, np.inf, most])
    add_rows(model, "enough", (), [Term(1, bought)], ">=", [Term(5.0)])
    prices = [Term(by("thing", [1.0, 2.0]), bought)]
    rebate = [Term(by("thing", [0.0, -0.5]), bought), Term(3.0)]
    limited = [Term(by("thing", [0.0, 0.25]), bought)]
    for place, amount in enumerate((prices, rebate, limited)):
        add_rows(model, f"cost {place}", (), [Term(1, cost.isel(kind=place))], "=", amount)
    model.objective = np.array([0.0, 0.0, 1.0, 1.0, 1.0])
    return model, bought, cost


def test_costs_are_put_into_the_objective_and_what_may_reach_a_limit_stays() -> None:
    model, bought, cost = _shop()
    rest, singletons = without_singletons(model.matrices)
    assert (rest.A.shape, rest.constant) == ((1, 2), 3.0)
    np.testing.assert_allclose(rest.c, [1.0, 1.75])
    found, whole = Solver(rest, singletons).minimise(), Solver(model.matrices).minimise()
    assert found.objective == pytest.approx(whole.objective)
    for variable in (bought, cost):
        np.testing.assert_allclose(found.of(variable), whole.of(variable))
    model, _, cost = _shop(most=0.1)
    rest, singletons = without_singletons(model.matrices)
    assert list(singletons.labels) == list(cost.labels.values[:2])
    assert rest.A.shape == (2, 3)


def test_other_questions_are_answered_as_before() -> None:
    model, bought, cost = _shop()
    solvers = [Solver(*without_singletons(model.matrices)), Solver(model.matrices)]
    answers = []
    for solver in solvers:
        least = solver.minimise()
        solver.keep_cost_below(solver.own_cost(least) + 0.5)
        solver.set_objective([Term(by("kind", [1.0, 0.0, 0.0]), cost)])
        cheap = solver.minimise().objective
        solver.set_objective_with([Term(by("thing", [9.0, 0.0]), bought)])
        answers.append((solver.own_cost(least), cheap, solver.minimise().objective))
    assert answers[0] == pytest.approx(answers[1])


@pytest.mark.parametrize("name", PLANS)
def test_plans_cost_the_same(name: str) -> None:
    program = build(inputs(name))
    whole = Solver(program.model.matrices)
    found = Solver(*without_singletons(program.model.matrices))
    least, other = (solver.minimise() for solver in (whole, found))
    assert other.objective == pytest.approx(least.objective, rel=1e-8)
    matrices = program.model.matrices
    np.testing.assert_allclose(matrices.c @ other.values, other.objective, rtol=1e-8)
