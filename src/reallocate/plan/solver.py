"""With `branching`, the only file that knows the solver: a programme held by HiGHS, changed and solved again.

The first solve takes the interior point and ends at a vertex; a solve after a small change starts
from the last vertex. Whole numbers are found first and then held, so that whatever is asked after,
shadow prices included, is asked of the plan with these. Only the status *optimal* ever leaves this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import linopy
import numpy as np

from reallocate.measure.arrays import Array, Integers
from reallocate.plan.branching import NO_LIMIT, WholeNumbers, must_be_optimal
from reallocate.plan.labelled import Sum, coefficients
from reallocate.plan.quiet import no_banner

DUAL_TOLERANCE = 1e-7
PRIMAL, DUAL = 4, 1
ITERATION_LIMIT = 1500
"""Simplex steps of a repeated solve before the interior point takes over."""


@dataclass(frozen=True, eq=False)
class Solution:
    """An optimal solution.

    objective : value of what was minimised
    values : (variable label) in the programme's own numbering
    gap : [share of the minimum] by which a better choice of whole numbers could lower it at most
    """

    objective: float
    values: Array
    gap: float = 0.0

    def of(self, variable: linopy.Variable) -> Array:
        """The values of one variable, in its own axes.

        variable : one of the programme's variables
        """
        result: Array = self.values[variable.labels.values]
        return result


class Solver:
    """A programme inside HiGHS.

    model : a programme; its whole numbers are 0 or 1
    basis : a vertex to start from, of a programme of the same shape
    Its `whole` numbers are free to begin with, and held once they were found.
    """

    def __init__(self, model: linopy.Model, basis: Any = None) -> None:
        with no_banner():
            self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self._highs.setOptionValue(option, value)
        matrices: Any = model.matrices
        self._columns = np.asarray(matrices.vlabels)
        self._rows = np.asarray(matrices.clabels)
        self._column_of, self._row_of = _positions(self._columns), _positions(self._rows)
        sense, right = np.asarray(matrices.sense), np.asarray(matrices.b, dtype=float)
        self._low = np.asarray(matrices.lb, dtype=float)
        self._high = np.asarray(matrices.ub, dtype=float)
        self._row_low = np.where(sense == "<", -np.inf, right)
        self._row_high = np.where(sense == ">", np.inf, right)
        self._cost = np.asarray(matrices.c, dtype=float)
        whole = np.flatnonzero(np.asarray(matrices.vtypes) == "B").astype(np.int32)
        self.whole = WholeNumbers(self._highs, whole, self._low, self._high)
        self._pass(matrices.A.tocsc())
        self._started = False
        size = len(self._columns), len(self._rows)
        if basis is not None and (len(basis.col_status), len(basis.row_status)) == size:
            self.return_to(basis)

    def _pass(self, matrix: Any) -> None:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self._columns), len(self._rows)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = self._cost, self._low, self._high
        lp.row_lower_, lp.row_upper_ = self._row_low, self._row_high
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
        lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
        lp.a_matrix_.value_ = matrix.data
        self._highs.passModel(lp)

    @property
    def basis(self) -> Any:
        """The vertex of the last solve, to start another programme of the same shape from."""
        return self._highs.getBasis()

    def return_to(self, basis: Any) -> None:
        """Start the next solve from a vertex found before.

        basis : as `basis` gave it
        """
        self._highs.setBasis(basis)
        self._started = True

    def minimise(self, strategy: int = DUAL, vertex: bool = True, limit: int = ITERATION_LIMIT) -> Solution:
        """Solve as the programme stands; whole numbers that are free are found first and held from then on.

        strategy : simplex variant of a repeated solve
        vertex : end the interior point at a vertex, which a later solve can start from
        limit : [steps] of a repeated solve before the interior point takes over
        Raises `InfeasiblePlan` where no plan keeps all limits, `PlanError` for any other status.
        """
        if self.whole.are_free:
            self.whole.find()
            self._started = False
        self._highs.setOptionValue("solver", "simplex" if self._started else "ipm")
        self._highs.setOptionValue("simplex_strategy", strategy)
        self._highs.setOptionValue("run_crossover", "on" if vertex else "off")
        self._highs.setOptionValue("simplex_iteration_limit", limit if self._started else NO_LIMIT)
        self._highs.run()
        if self._highs.getModelStatus() == highspy.HighsModelStatus.kIterationLimit and self._started:
            self.start_over()
            return self.minimise(strategy, vertex, limit)
        must_be_optimal(self._highs)
        self._started = vertex
        values = np.full(len(self._column_of), np.nan)
        values[self._columns] = self._highs.getSolution().col_value
        return Solution(self._highs.getObjectiveValue(), values, self.whole.gap)

    def start_over(self) -> None:
        """Make the next solve start from nothing, by the interior point."""
        self._highs.clearSolver()
        self._started = False

    def set_objective(self, terms: Sum | None) -> None:
        """Minimise another sum of variables, or the programme's own cost again.

        terms : the sum; `None` restores the cost
        """
        self.set_costs(self._cost if terms is None else self._coefficients(terms))

    def set_objective_with(self, terms: Sum) -> None:
        """Minimise the programme's own cost plus a sum of variables."""
        self.set_costs(self._cost + self._coefficients(terms))

    def _coefficients(self, terms: Sum) -> Array:
        labels, coefs = coefficients(terms)
        return np.bincount(self._column_of[labels], coefs, minlength=len(self._columns)).astype(float)

    def own_cost(self, solution: Solution) -> float:
        """What a solution costs by the programme's own objective, whatever was minimised [USD million].

        solution : of this programme
        """
        return float(self._cost @ solution.values[self._columns])

    def keep_cost_below(self, most: float) -> None:
        """Add the limit: the programme's own cost ≤ most [USD million].

        most : [USD million]
        """
        used = np.flatnonzero(self._cost).astype(np.int32)
        self._highs.addRow(-np.inf, most, len(used), used, self._cost[used])

    def fix_optimal_face(self) -> None:
        """Keep only plans that cost the same as the last solution, exactly.

        A plan is optimal if and only if it respects every limit whose shadow price is not 0:
        those variables and rows are held where they are.
        """
        result = self._highs.getSolution()
        value, reduced = np.asarray(result.col_value), np.asarray(result.col_dual)
        held = np.abs(reduced) > DUAL_TOLERANCE
        columns = np.flatnonzero(held).astype(np.int32)
        self._highs.changeColsBounds(len(columns), columns, value[held], value[held])
        activity, price = np.asarray(result.row_value), np.asarray(result.row_dual)
        rows = np.flatnonzero(np.abs(price) > DUAL_TOLERANCE)
        self._hold_rows(rows, activity[rows], activity[rows])

    def release(self) -> None:
        """Lift what `fix_optimal_face` held and minimise the programme's own cost again."""
        everything = np.arange(len(self._low), dtype=np.int32)
        self._highs.changeColsBounds(len(everything), everything, self._low, self._high)
        self._hold_rows(np.arange(len(self._rows)), self._row_low, self._row_high)
        self.set_objective(None)

    def move_right_side(self, labels: Integers, by: float | Array) -> None:
        """Move the right-hand side of some constraints for the solves that follow.

        labels : of the constraints
        by : in the constraints' own unit
        """
        rows = self._row_of[np.asarray(labels).ravel()]
        self._row_low[rows] += by
        self._row_high[rows] += by
        self._hold_rows(rows, self._row_low[rows], self._row_high[rows])

    def _hold_rows(self, rows: Integers, low: Array, high: Array) -> None:
        for row, least, most in zip(rows.tolist(), low.tolist(), high.tolist(), strict=True):
            self._highs.changeRowBounds(row, least, most)

    def bound(self, variable: linopy.Variable, lower: float | Array, upper: float | Array) -> None:
        """Replace the bounds of a variable for the solves that follow.

        variable : one of the programme's variables
        lower, upper : in the variable's unit and axes
        """
        labels = variable.labels.values
        low, high = np.broadcast_to(lower, labels.shape).ravel(), np.broadcast_to(upper, labels.shape).ravel()
        self.bound_columns(self._column_of[labels.ravel()], low, high)

    def bound_columns(self, columns: Integers, lower: float | Array, upper: float | Array) -> None:
        """The same for columns by their place in the programme.

        columns : places
        lower, upper : of each
        """
        places = np.asarray(columns).astype(np.int32)
        self._low[places], self._high[places] = lower, upper
        self._highs.changeColsBounds(len(places), places, self._low[places], self._high[places])

    def set_costs(self, cost: Array) -> None:
        """Minimise another sum of all columns.

        cost : (column) in the programme's order
        """
        self._highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)


def _positions(labels: Integers) -> Integers:
    where = np.full(int(labels.max()) + 1, -1, dtype=np.int64)
    where[labels] = np.arange(len(labels))
    return where
