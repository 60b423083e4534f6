"""The solver: only optimal plans leave it, ties are narrowed at the same cost, nothing is printed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.plan.plans import PLANS, outcome, solution, solve_again

from reallocate.firm.model.labelled import Term, add_rows, by
from reallocate.firm.model.plan import headcount_table, modes_table
from reallocate.firm.model.solve import second_choice
from reallocate.firm.model.solver import Solver
from reallocate.firm.model.totals import statistics_table
from reallocate.kernel.errors import InfeasiblePlan, PlanError
from reallocate.lp.model import Model, Variable
from reallocate.lp.programme import BASIC, numbered

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


def test_ties_are_narrowed_without_a_change_of_cost() -> None:
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
    assert found[0] == pytest.approx([4.0, 2.0, 0.0])
    assert found[1] == pytest.approx([2.0, 4.0, 0.0])
    assert solver.minimise().objective == pytest.approx(least)


def test_a_limit_on_cost_and_other_objectives() -> None:
    model, bought = tiny()
    solver = Solver(model.matrices)
    solver.minimise()
    solver.keep_cost_below(7.0)
    solver.set_objective([Term(by("thing", [0.0, 0.0, -1.0]), bought)])
    assert solver.minimise().of(bought)[2] == pytest.approx(1.0)
    solver.set_objective_with([Term(by("thing", [0.0, 0.0, -5.0]), bought)])
    assert solver.minimise().of(bought)[2] == pytest.approx(1.0)
    solver.set_objective(None)
    assert solver.minimise().objective == pytest.approx(6.0)


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


@pytest.mark.parametrize("name", PLANS)
def test_the_second_choice_costs_the_same(name: str) -> None:
    table = statistics_table(outcome(name))
    assert table["present_value"].sum() == pytest.approx(outcome(name).objective, rel=1e-9)


def test_the_second_choice_prefers_fewest_layoffs_then_least_change() -> None:
    found = solution("tight budget")
    program, variables = found.program, found.program.variables
    solver = Solver(program.model.matrices)
    first = solver.minimise()
    chosen = second_choice(solver, program)
    layoffs = [float(one.of(variables.layoffs).sum()) for one in (first, chosen)]
    assert layoffs[1] <= layoffs[0] + 1e-6
    again = second_choice_of_another_vertex(solver, found)
    assert np.allclose(chosen.of(variables.headcount), again, atol=1e-6)


def second_choice_of_another_vertex(solver: Solver, found: object) -> np.ndarray:
    """The same choice when the search starts from a vertex found by another path."""
    program = found.program  # type: ignore[attr-defined]
    solver.release()
    solver.set_objective([Term(1, program.variables.hires)])
    solver.minimise()
    solver.set_objective(None)
    solver.minimise()
    return second_choice(solver, program).of(program.variables.headcount)


def test_a_start_from_another_vertex_ends_at_the_same_plan() -> None:
    again = solve_again(solution("plain").program, start=solution("plain").start)
    assert again.outcome.objective == pytest.approx(outcome("plain").objective, rel=1e-9)
    pd.testing.assert_frame_equal(headcount_table(again.outcome), headcount_table(outcome("plain")), atol=1e-6)


def test_a_vertex_is_read_without_the_solvers_own_lists() -> None:
    solver = Solver(solution("plain").program.model.matrices)
    solver.minimise()
    program = solver._lp
    sides = ((program.low, program.high), (program.row_low, program.row_high))
    for ours, its, (low, high) in zip(program.statuses(), numbered(solver.basis), sides, strict=True):
        can_move = low < high
        assert (ours == its)[can_move].all()
        assert ((ours == BASIC) == (its == BASIC)).all()


SILENT = """
from pathlib import Path
from tests.plan.plans import outcome
from tests.plan.test_solver import tables_in_bytes
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
