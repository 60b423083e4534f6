"""The only file that knows the solver: a programme held by HiGHS, changed and solved again.

A second solve after a small change starts from the last basis, which makes near-optimal ranges
and values of one more affordable. Only the status *optimal* ever leaves this file.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import linopy
import numpy as np
import numpy.typing as npt

from reallocate.errors import InfeasiblePlan, PlanError
from reallocate.plan.program import Program

Array = npt.NDArray[np.float64]

UNBOUNDED = 1e30


@dataclass(frozen=True, eq=False)
class Solution:
    """An optimal solution.

    objective : value of what was minimised
    values : (variable label) in the programme's own numbering
    duals : (constraint label) change of the minimum for one unit more on the right-hand side
    """

    objective: float
    values: Array
    duals: Array

    def of(self, variable: linopy.Variable) -> Array:
        """The values of one variable, in its own axes.

        variable : one of the programme's variables
        """
        labels = variable.labels.values
        found: Array = self.values[labels]
        return found


class Solver:
    """A programme inside HiGHS.

    program : built by `reallocate.plan.program.build`
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        model = program.model
        self._highs = model.to_highspy()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self._highs.setOptionValue(option, value)
        matrices = model.matrices
        self._columns = np.asarray(matrices.vlabels)
        self._rows = np.asarray(matrices.clabels)
        self._column_of = _positions(self._columns)
        self._row_of = _positions(self._rows)
        self._cost = np.array(self._highs.getLp().col_cost_, dtype=float)
        self._constant = 0.0

    def minimise(self) -> Solution:
        """Solve as the programme stands.

        Raises `InfeasiblePlan` where no plan keeps all limits, `PlanError` for any other status.
        """
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            raise InfeasiblePlan("no plan keeps all promises and limits at once")
        if status != highspy.HighsModelStatus.kOptimal:
            name = self._highs.modelStatusToString(status)
            raise PlanError(f"the solver ended with status {name!r}; only an optimal plan is shown")
        found = self._highs.getSolution()
        values = np.full(int(self._columns.max()) + 1, np.nan)
        values[self._columns] = np.asarray(found.col_value)
        duals = np.full(int(self._rows.max()) + 1, np.nan)
        duals[self._rows] = np.asarray(found.row_dual)
        return Solution(self._highs.getObjectiveValue(), values, duals)

    def set_objective(self, weights: dict[int, float] | None) -> None:
        """Minimise another sum of variables, or the programme's own cost again.

        weights : (variable label) coefficient; `None` restores the cost
        """
        cost = self._cost.copy() if weights is None else np.zeros_like(self._cost)
        for label, weight in (weights or {}).items():
            cost[self._column_of[label]] += weight
        everything = np.arange(len(cost), dtype=np.int32)
        self._highs.changeColsCost(len(cost), everything, cost)

    def keep_cost_below(self, most: float) -> int:
        """Add the limit: the programme's own cost ≤ most. Returns the row, for `release`.

        most : [USD million]
        """
        return self._add_row(self._cost, -UNBOUNDED, most)

    def keep_sum_below(self, weights: dict[int, float], most: float) -> int:
        """Add the limit Σ weight·variable ≤ most. Returns the row, for `release`.

        weights : (variable label) coefficient
        most : in the unit of the sum
        """
        row = np.zeros_like(self._cost)
        for label, weight in weights.items():
            row[self._column_of[label]] += weight
        return self._add_row(row, -UNBOUNDED, most)

    def _add_row(self, coefficients: Array, lower: float, upper: float) -> int:
        used = np.flatnonzero(coefficients).astype(np.int32)
        self._highs.addRow(lower, upper, len(used), used, coefficients[used])
        return int(self._highs.getNumRow()) - 1

    def release(self, row: int) -> None:
        """Lift a limit that was added.

        row : as returned when it was added
        """
        self._highs.changeRowBounds(row, -UNBOUNDED, UNBOUNDED)

    def move_row_bound(self, label: int, by: float) -> None:
        """Move the right-hand side of one constraint.

        label : the constraint's label; by : in the constraint's own unit
        """
        row = int(self._row_of[label])
        lp = self._highs.getLp()
        lower, upper = lp.row_lower_[row], lp.row_upper_[row]
        self._highs.changeRowBounds(row, lower + by, upper + by)

    def bound(self, variable: linopy.Variable, lower: float | Array, upper: float | Array) -> None:
        """Replace the bounds of a variable.

        variable : one of the programme's variables
        lower, upper : in the variable's unit and axes
        """
        labels = variable.labels.values
        columns = self._column_of[labels.ravel()].astype(np.int32)
        low = np.broadcast_to(lower, labels.shape).astype(float).ravel()
        high = np.broadcast_to(upper, labels.shape).astype(float).ravel()
        self._highs.changeColsBounds(len(columns), columns, low, high)


def _positions(labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    where = np.full(int(labels.max()) + 1, -1, dtype=np.int64)
    where[labels] = np.arange(len(labels))
    return where
