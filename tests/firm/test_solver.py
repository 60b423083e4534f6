"""The solver: only optimal plans leave it, ties are narrowed at the same cost; rows as sums of terms."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import highspy
import numpy as np
import pandas as pd
import pytest
from tests.firm.firms import ROLES, inputs, inputs_of, make_options, outcome, solution

from reallocate.firm.model import cases
from reallocate.firm.model.cases import Baselines, NearPlans
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import (
    Term,
    add_rows,
    by,
)
from reallocate.firm.model.options import Products
from reallocate.firm.model.plan import _DECIDED, costs_by_period, headcount_table, modes_table
from reallocate.firm.model.solve import Solved, _fixed_weights, baseline, solve
from reallocate.firm.model.solver import Solver
from reallocate.firm.model.start import NearVertex, Start
from reallocate.firm.model.totals import statistics_table
from reallocate.kernel.errors import InfeasiblePlan, PlanError
from reallocate.lp.model import Model, Variable
from reallocate.lp.named_axes import Named
from reallocate.lp.presolve import without_singletons
from reallocate.lp.programme import LinearProgram

THINGS = pd.Index(["a", "b", "c"], name="thing")


def tiny(least: float = 6.0, prices: tuple[float, ...] = (1.0, 1.0, 2.0)) -> tuple[Model, Variable]:
    """Buy at least so many things, at most 4 of each, as cheaply as possible."""
    model = Model()
    bought = model.add_variables("bought", [THINGS], upper=4.0)
    add_rows(model, "enough", (), [Term(1, bought)], ">=", [Term(least)])
    model.objective = np.array(prices)
    return model, bought


def test_the_best_is_found_also_of_what_is_left_and_what_cannot_be_done_is_said() -> None:
    model, bought = tiny(least=9.0)
    solution = Solver(model.matrices).minimise()
    assert solution.objective == pytest.approx(10.0)
    assert solution.of(bought) == pytest.approx([4.0, 4.0, 1.0])
    model, bought = tiny(least=9.0)
    add_rows(model, "a alone", (), [Term(1, bought.isel(thing=0))], "<=", [Term(3.0)])
    rest = model.matrices.rest(np.array([3.0, np.nan, np.nan]))
    assert (rest.A.shape, list(rest.b), rest.constant) == ((1, 2), [6.0], 3.0)
    solution = Solver(rest).minimise()
    assert solution.objective == pytest.approx(11.0)
    assert solution.of(bought) == pytest.approx([3.0, 4.0, 2.0])
    nothing = Solver(model.matrices.rest(np.full(3, np.nan))).minimise()
    assert nothing.objective == pytest.approx(11.0)
    with pytest.raises(InfeasiblePlan):
        Solver(tiny(least=13.0)[0].matrices).minimise()


def test_only_optimal_passes() -> None:
    unbounded = Model()
    endless = unbounded.add_variables("endless", [THINGS])
    add_rows(unbounded, "some", (), [Term(1, endless)], ">=", [Term(1.0)])
    unbounded.objective = np.full(3, -1.0)
    with pytest.raises(PlanError):
        Solver(unbounded.matrices).minimise()
    for limit in ("ipm_iteration_limit", "time_limit"):
        solver = Solver(solution("plain").program.model.matrices)
        assert str(solver._lp.highs.setOptionValue(limit, 0)) == "HighsStatus.kOk"
        with pytest.raises(PlanError, match="only an optimal plan"):
            solver.minimise()


def test_an_interior_point_that_breaks_down_is_followed_by_the_simplex_method(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An insurer of 1,000 with a cut of 10% ended so, after all else was solved."""
    run = LinearProgram.run

    def broken(self: LinearProgram, solver: str, *given: object, **named: object) -> object:
        if solver == "ipm":
            return highspy.HighsModelStatus.kSolveError
        return run(self, solver, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(LinearProgram, "run", broken)
    assert Solver(tiny(least=9.0)[0].matrices).minimise().objective == pytest.approx(10.0)
    with pytest.raises(InfeasiblePlan):
        Solver(tiny(least=13.0)[0].matrices).minimise()


def test_ties_are_narrowed_without_a_change_of_cost_and_a_limit_on_cost_is_kept() -> None:
    model, bought = tiny()
    solver = Solver(model.matrices)
    least = solver.minimise().objective
    found = {}
    for thing in (0, 1):
        solver.set_objective(None)
        solver.minimise()
        solver.fix_optimal_face()
        weights = np.zeros(3)
        weights[thing] = -1.0
        solver.set_objective([Term(by("thing", weights), bought)])
        found[thing] = solver.minimise().of(bought)
        solver.release()
    solver.keep_cost_below(7.0)
    solver.set_objective([Term(by("thing", [0.0, 0.0, -1.0]), bought)])
    assert solver.minimise().of(bought)[2] == pytest.approx(1.0)
    solver.set_objective_with([Term(by("thing", [0.0, 0.0, -5.0]), bought)])
    assert solver.minimise().of(bought)[2] == pytest.approx(1.0)
    solver.set_objective(None)
    assert found[0] == pytest.approx([4.0, 2.0, 0.0])
    assert found[1] == pytest.approx([2.0, 4.0, 0.0])
    assert solver.minimise().objective == pytest.approx(least)


def test_a_limit_moved_and_solved_again_costs_one_more_of_the_dearest() -> None:
    model, bought = tiny(least=9.0)
    solver = Solver(model.matrices)
    first = solver.minimise()
    row = model.constraints["enough"].labels.values
    solver.move_right_side(row, 1.0)
    more = solver.minimise()
    assert more.objective - first.objective == pytest.approx(2.0)
    solver.move_right_side(row, -1.0)
    assert solver.minimise().objective == pytest.approx(first.objective)
    solver.bound(bought, 0.0, np.array([4.0, 4.0, 0.0]))
    with pytest.raises(InfeasiblePlan):
        solver.minimise()


SILENT = """
from pathlib import Path
from tests.firm.firms import inputs
from tests.firm.firms import outcome
from tests.firm.test_solver import tables_in_bytes
Path("tables").write_bytes(tables_in_bytes(outcome("no quits")))
"""


def tables_in_bytes(found: object) -> bytes:
    frames = [table(found) for table in (headcount_table, modes_table, statistics_table)]  # type: ignore[operator]
    return "\n".join(frame.to_csv(float_format="%.17g") for frame in frames).encode()


def test_nothing_is_printed_and_two_runs_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    around = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)])}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SILENT], cwd=tmp_path, env=around, capture_output=True, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
    here = tables_in_bytes(outcome("no quits"))
    written = (tmp_path / "tables").read_bytes()
    assert hashlib.sha256(written).hexdigest() == hashlib.sha256(here).hexdigest()


TWO_THINGS = pd.Index(["a", "b"], name="thing")
KINDS = pd.Index(["price", "rebate", "limited"], name="kind")


def _shop(most: float = np.inf) -> tuple[Model, Variable, Variable]:
    """Buy five of two things; their price, a rebate with a fee, and a cost that has a limit."""
    model = Model()
    bought = model.add_variables("bought", [TWO_THINGS], upper=4.0)
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


@pytest.mark.parametrize("name", ["no quits", "tight budget", "promises", "systems at a cost", "random firm 1"])
def test_start_and_interior_point_find_the_same_plan(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    near = outcome(name)
    monkeypatch.setattr(NearVertex, "find", lambda self: False)
    far = solve(inputs(name)).outcome
    assert near.objective == pytest.approx(far.objective, rel=1e-9)
    for figure in (*_DECIDED, "headcount", "automated", "owned"):
        np.testing.assert_allclose(getattr(near, figure), getattr(far, figure), rtol=0, atol=1e-6, err_msg=figure)


def test_a_weight_does_not_depend_on_what_else_there_is() -> None:
    assert _fixed_weights(["a", "b"])[1] == _fixed_weights(["b"])[0]
    weights = _fixed_weights(range(1000))
    assert len(set(weights)) == 1000
    assert (weights >= 1).all() and (weights < 2).all()


WITH_PRODUCTS = make_options(
    6, dropping=True, megawatts=0.003, products=Products(12.0, 1.0), gpu_lead_time=2.0, work_elasticity=0.5,
    adoption_midpoint=3.0, adoption_width=1.0,
)  # fmt: skip


def _inputs(**values: float) -> Inputs:
    return inputs_of(
        replace(WITH_PRODUCTS, parameters=WITH_PRODUCTS.parameters.replace(**values)), ROLES, []
    )


def _start() -> Start:
    return solve(_inputs(), choose=False).start.without_vertex


def test_the_plan_is_that_found_by_itself() -> None:
    near, start = NearPlans(), _start()
    for place, value in enumerate((0.02, 0.03, 0.025)):
        inputs = _inputs(demand_growth=value)
        found, alone = near.solve(inputs, start), solve(inputs, start, choose=False)
        assert found.outcome.objective == pytest.approx(alone.outcome.objective, rel=1e-9)
        assert found.outcome.positions == pytest.approx(alone.outcome.positions, rel=1e-6)
        assert found.solver.was_near is (place > 0)


def test_only_what_is_near_and_of_the_same_shape_is_started_from() -> None:
    near, start = NearPlans(), _start()
    near.solve(_inputs(demand_growth=0.0), start)
    assert not near.solve(_inputs(demand_growth=0.08), start).solver.was_near
    assert not near.solve(_inputs(demand_growth=0.01, gpu_capex=50_000.0), start).solver.was_near
    later = near.solve(_inputs(demand_growth=0.0, gpu_lead_time=3.0), start)
    assert not later.solver.was_near
    assert near.solve(_inputs(demand_growth=0.01), start).solver.was_near


USED = {"assisted_today": 0.1, "work_elasticity": 0.5, "demand_growth": 0.04}


def used_today(**own: float) -> Inputs:
    return inputs_of(make_options(5, **{**USED, **own}))


@pytest.mark.parametrize(
    ("other", "solves"),
    [
        ({"review_hours": 0.4}, 1),
        ({"quits_per_month": 0.03}, 2),
    ],
)
def test_only_what_a_baseline_depends_on_is_solved_anew(
    other: dict[str, float], solves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Solved] = []

    def counted(*given: object, **named: object) -> Solved:
        made.append(solve(*given, **named))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(cases, "solve", counted)
    kept = Baselines()
    for own in ({}, other, {}):
        found, alone = kept.of(used_today(**own)), baseline(used_today(**own))
        assert found.objective == pytest.approx(alone.objective, rel=1e-12)
        np.testing.assert_allclose(found.headcount, alone.headcount, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(costs_by_period(found), costs_by_period(alone), rtol=1e-9, atol=1e-9)
        assert found.inputs.options == alone.inputs.options
    assert len(made) == solves


LABELLED_ROLES = pd.Index(["a", "b", "c"], name="role")
PERIODS = pd.RangeIndex(4, name="period")

def test_other_labels_or_lengths_are_not_joined_and_nothing_missing_is_taken() -> None:
    model = Model()
    flow = model.add_variables("flow", [LABELLED_ROLES, PERIODS])
    with pytest.raises(ValueError, match="'flow' and the rows have other labels along 'role'"):
        add_rows(model, "rule", (LABELLED_ROLES[::-1], PERIODS), [Term(1, flow)], "<=", [Term(1)])
    with pytest.raises(ValueError, match="axis 'role' has 3 places here and 2 there"):
        add_rows(model, "rule", (LABELLED_ROLES, PERIODS), [Term(by("role", [0.25, -3.0]), flow)], "<=", [Term(1)])
    for wrong in (np.nan, np.inf):
        with pytest.raises(ValueError, match="missing or infinite"):
            add_rows(model, "rule", (LABELLED_ROLES, PERIODS), [Term(1, flow), Term(by("role", [1.0, wrong, 1.0]), flow)], "<=")
    assert not list(model.constraints)


PAY_OF_ROLES = Named("role", [1.0, 2.0, 3.0])
PEOPLE = Named(("period", "role"), np.arange(6.0).reshape(2, 3))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="'role' has 3 places here and 2 there"):
        PAY_OF_ROLES * Named("role", [1.0, 2.0])
    for attempt in (lambda: PAY_OF_ROLES * np.ones(3), lambda: np.ones(3) * PAY_OF_ROLES):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(ValueError, match="1 axes and 2 names"):
        Named(("role", "period"), [1.0])
    with pytest.raises(ValueError, match="no axis place among period, role"):
        PEOPLE.isel(place=0)
