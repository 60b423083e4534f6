"""With `branching`, the only file that knows the solver: a programme held by HiGHS, changed and solved again.

The first solve starts from a vertex near the best plan (`start`) or takes the interior point and ends at a
vertex; a solve after a small change starts from the last vertex. Whole numbers are found first and then held,
so that whatever is asked after, shadow prices included, is asked of the plan with these. Only the status
*optimal* ever leaves this file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import Sum, coefficients
from reallocate.firm.model.programme import Program
from reallocate.firm.model.start import NearVertex, Places, Start, places_of
from reallocate.kernel.arrays import Array, Integers
from reallocate.lp.model import Matrices, Model, Variable
from reallocate.lp.presolve import Singletons, WholeNumbers, must_be_optimal, without_singletons
from reallocate.lp.programme import DEVEX, DUAL, PRIMAL, STEEPEST, LinearProgram, Vertex, vector

_DUAL_TOLERANCE = 1e-7
_REPEATED, _CHEAP, _STEEP, _FOREIGN = 1 / 20, 1 / 60, 1 / 9, 1 / 4
"""Simplex steps for each row of a programme before a solve starts over: of a repeated solve; of one from the
vertex of a plan of the same shape by weights that cost nothing, then by the steepest edges; and of one from a
plan of other rules, whose steepest edges take longer to work out than they save. After as many a start near
the best is as quick."""
_MANY = 20_000
"""Rows from which the steepest edges are worth working out for a plan of the same shape."""
_LEAST = 150
"""Steps of a small programme."""
_ANSWERS = frozenset(
    {
        highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible,
    }
)  # fmt: skip
"""What settles a programme. From a vertex that is none for it the solver may also end with no answer."""
FINISH_LIMIT = 20_000
"""Simplex steps from a vertex near the best before the interior point takes over."""


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

    def of(self, variable: Variable) -> Array:
        """The values of one variable, in its own axes.

        variable : one of the programme's variables
        """
        result: Array = self.values[variable.labels.values]
        return result


class Solver:
    """A programme inside HiGHS.

    matrices : of a programme; its whole numbers are 0 or 1
    singletons : columns that were put into its objective
    `was_near` tells whether the last solve was finished from the vertex that it had.
    Its `whole` numbers are free to begin with, and held once they were found.
    """

    def __init__(self, matrices: Matrices, singletons: Singletons | None = None) -> None:
        self._singletons = singletons
        self._constant = self._offset = matrices.constant
        self._columns, self._rows = matrices.vlabels, matrices.clabels
        self._given = matrices.given
        self._column_of = _positions(self._columns, len(self._given))
        self._row_of = _positions(self._rows, matrices.rules)
        self._lp = LinearProgram(matrices)
        whole = np.flatnonzero(np.asarray(matrices.vtypes) == "B").astype(np.int32)
        self.whole = WholeNumbers(self._lp, whole)
        self._near: NearVertex | None = None
        self._plan: Model | None = None
        self._started = self._near_served = False
        self.was_near = False
        self._foreign: Any = None
        self._is_alike = False

    def start_near(self, program: Program, start: Start | None) -> None:
        """Let the first solve of a plan start near the best one.

        program : whose model this solver holds, or the rest of it
        start : what another plan found; its vertex is taken where the programmes have the same variables
        """
        self.start_at(places_of(program, self._column_of, self._row_of), program.inputs, start)
        if not np.isnan(self._given).all():
            return
        self._plan = program.model
        vertex = None if start is None else start.vertex
        if vertex is not None and vertex.has_variables_of(program.model):
            self._foreign = vertex.basis(program.model, self._column_of, self._row_of)
            self._is_alike = not self._foreign.alien

    def start_at(self, places: Places, inputs: Inputs, start: Start | None = None) -> None:
        """The same for any programme of plans.

        places : of what the start needs
        """
        self._near = NearVertex(self._lp, places, inputs, start)

    def become(self, program: Program) -> bool:
        """Hold another plan's programme instead, at the vertex of the last; whether it has the same shape.

        program : without whole numbers
        """
        matrices, singletons = without_singletons(program.model.matrices)
        fits = not self.whole.are_free and not self.whole.gap
        fits = fits and np.array_equal(matrices.vlabels, self._columns) and self._lp.become(matrices)
        if fits:
            self._singletons = singletons
            self._constant = self._offset = matrices.constant
            if self._started:
                self._foreign, self._is_alike = self.basis, True
        return fits

    @property
    def basis(self) -> Any:
        """The vertex of the last solve, to start another programme of the same shape from."""
        return self._lp.highs.getBasis()

    @property
    def start(self) -> Start | None:
        """What the last solve gives another plan to start from; none where this is no plan."""
        if self._near is None or self._plan is None:
            return None
        return self._near.start(Vertex.of(self.basis, self._plan, self._column_of, self._row_of))

    def return_to(self, basis: Any) -> None:
        """Start the next solve from a vertex found before; the solver forgets what it knows of another.

        basis : as `basis` gave it
        """
        self.start_over()
        self._lp.highs.setBasis(basis)
        self._started, self._foreign = True, None

    @property
    def total(self) -> Start:
        """Total headcount and its price in the last solve."""
        assert self._near is not None
        return self._near.start(None)

    def start_from(self, basis: Any, start: Start, strategy: int) -> bool:
        """Start the next solve near the best for what is minimised now, from another question's vertex.

        basis, start : of the other question, as `basis` and `total` gave them
        strategy : simplex variant that suits the vertex
        Returns whether it is near; else the vertex itself is the start, as where the first solve had none.
        """
        self.return_to(basis)
        if self._near is None or not self._near_served:
            return False
        if self._near.find_from(basis, start, strategy):
            return True
        self.return_to(basis)
        return False

    def minimise(self, strategy: int = DUAL, vertex: bool = True, limit: int | None = None) -> Solution:
        """Solve as the programme stands; whole numbers that are free are found first and held from then on.

        strategy : simplex variant of a repeated solve
        vertex : end the interior point at a vertex, which a later solve can start from
        limit : [steps] of a repeated solve before it starts over; as its size has it where none is given
        Raises `InfeasiblePlan` where no plan keeps all limits, `PlanError` for any other status.
        """
        if self.whole.are_free:
            self.whole.find()
            self._started = False
        if self._foreign is not None:
            self._started = self._finished_from(self._foreign)
            if not self._started and self._near is not None:
                self._near.forget()
        elif self._started:
            self._started = self._finished(strategy, limit or self._steps(_REPEATED), DEVEX)
        self.was_near = self._started
        if not self._started:
            self._from_nothing(vertex)
        must_be_optimal(self._lp.highs)
        self._started, self._foreign = vertex, None
        values, found = self._given.copy(), vector(self._lp.highs.getSolution().col_value)
        values[self._columns] = found
        if self._singletons is not None:
            values[self._singletons.labels] = self._singletons.values(found)
        return Solution(self._lp.highs.getObjectiveValue() + self._offset, values, self.whole.gap)

    def _finished_from(self, basis: Any) -> bool:
        """Solve from the vertex of another plan; whether the steps were enough.

        The solver takes other weights only where it starts over.
        """
        self.start_over()
        self._lp.highs.setBasis(basis)
        share = _CHEAP if self._is_alike else _FOREIGN
        if self._finished(DUAL, self._steps(share), DEVEX):
            return True
        if not self._is_alike or len(self._rows) < _MANY:
            return False
        self.start_over()
        self._lp.highs.setBasis(basis)
        return self._finished(DUAL, self._steps(_STEEP))

    def _steps(self, share: float) -> int:
        """Steps that a programme of this size is given."""
        return max(_LEAST, round(share * len(self._rows)))

    def _finished(self, strategy: int, limit: int, weights: int = STEEPEST) -> bool:
        """Solve from the vertex that the solver is at; whether the steps were enough."""
        return self._lp.run("simplex", strategy, limit, weights=weights) in _ANSWERS

    def _from_nothing(self, vertex: bool) -> None:
        self.start_over()
        near = self._near if vertex and self._lp.costs is self._lp.cost else None
        self._near_served = near is not None and near.find() and self._finished(PRIMAL, FINISH_LIMIT)
        if self._near_served:
            return
        self.start_over()
        if self._lp.run("ipm", vertex=vertex) == highspy.HighsModelStatus.kSolveError:
            # The interior point breaks down on a few programmes; the simplex method is slower and does not.
            self.start_over()
            self._lp.run("simplex", DUAL)

    def start_over(self) -> None:
        """Make the next solve start from nothing."""
        self._lp.highs.clearSolver()
        self._started = False

    def set_objective(self, terms: Sum | None) -> None:
        """Minimise another sum of variables, or the programme's own cost again.

        terms : the sum; `None` restores the cost
        """
        costs, offset = (self._lp.cost, self._constant) if terms is None else self._coefficients(terms)
        self._lp.set_costs(costs)
        self._offset = offset

    def set_objective_with(self, terms: Sum) -> None:
        """Minimise the programme's own cost plus a sum of variables."""
        costs, offset = self._coefficients(terms)
        self._lp.set_costs(self._lp.cost + costs)
        self._offset = self._constant + offset

    def _coefficients(self, terms: Sum) -> tuple[Array, float]:
        """A sum of variables by column of the programme, and its part that no column decides."""
        labels, coefs = coefficients(terms)
        every = np.bincount(labels, coefs, minlength=len(self._given)).astype(float)
        costs: Array = every[self._columns]
        offset = float(np.nansum(every * self._given))
        if self._singletons is not None:
            weights = every[self._singletons.labels]
            costs += self._singletons.spread(weights)
            offset += float(weights @ self._singletons.base)
        return costs, offset

    @staticmethod
    def values_of(terms: Sum, solutions: Sequence[Solution]) -> list[float]:
        """A sum of variables in each of several solutions.

        solutions : of this programme
        """
        labels, coefs = coefficients(terms)
        return [float((coefs * one.values[labels]).sum()) for one in solutions]

    def own_cost(self, solution: Solution) -> float:
        """What a solution costs by the programme's own objective, whatever was minimised [USD million].

        solution : of this programme
        """
        return self._constant + float(self._lp.cost @ solution.values[self._columns])

    def keep_cost_below(self, most: float) -> None:
        """Add the limit: the programme's own cost ≤ most [USD million].

        most : [USD million]
        """
        used = np.flatnonzero(self._lp.cost).astype(np.int32)
        self._lp.highs.addRow(-np.inf, most - self._constant, len(used), used, self._lp.cost[used])

    def fix_optimal_face(self) -> None:
        """Keep only plans that cost the same as the last solution, exactly.

        A plan is optimal if and only if it respects every limit whose shadow price is not 0:
        those variables and rows are held where they are.
        """
        result = self._lp.highs.getSolution()
        value, reduced = vector(result.col_value), vector(result.col_dual)
        held = np.flatnonzero(np.abs(reduced) > _DUAL_TOLERANCE)
        self._lp.hold_columns(held, value[held], value[held])
        activity, price = vector(result.row_value), vector(result.row_dual)
        rows = np.flatnonzero(np.abs(price) > _DUAL_TOLERANCE)
        self._lp.hold_rows(rows, activity[rows], activity[rows])

    def release(self) -> None:
        """Lift what `fix_optimal_face` held and minimise the programme's own cost again."""
        self._lp.release(np.arange(len(self._columns)), np.arange(len(self._rows)))
        self.set_objective(None)

    def move_right_side(self, labels: Integers, by: float | Array) -> None:
        """Move the right-hand side of some constraints for the solves that follow.

        labels : of the constraints
        by : in the constraints' own unit
        """
        rows = self._row_of[np.asarray(labels).ravel()]
        self._lp.row_low[rows] += by
        self._lp.row_high[rows] += by
        self._lp.hold_rows(rows, self._lp.row_low[rows], self._lp.row_high[rows])

    def limit(self, labels: Integers, most: Array) -> None:
        """Replace the right-hand side of some constraints (≤) for the solves that follow.

        labels : of the constraints
        most : of each, in its own unit
        """
        rows = self._row_of[np.asarray(labels).ravel()]
        self._lp.row_high[rows] = most
        self._lp.hold_rows(rows, self._lp.row_low[rows], self._lp.row_high[rows])

    def bound(self, variable: Variable, lower: float | Array, upper: float | Array) -> None:
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
        assert (columns >= 0).all(), "bounds of a variable that has no column here"
        self._lp.low[columns], self._lp.high[columns] = lower, upper
        self._lp.hold_columns(columns, self._lp.low[columns], self._lp.high[columns])

    def set_costs(self, cost: Array) -> None:
        """Minimise another sum of all columns.

        cost : (column) in the programme's order
        """
        self._lp.set_costs(cost)
        self._offset = 0.0


def ready(program: Program, start: Start | None = None, given: Array | None = None) -> Solver:
    """A plan's programme in a solver that starts near the best plan.

    start : what another plan found
    given : (column) what is decided already, else not a number; none where nothing is
    """
    matrices = program.model.matrices
    solver = Solver(*without_singletons(matrices if given is None else matrices.rest(given)))
    solver.start_near(program, start)
    return solver


def _positions(labels: Integers, size: int) -> Integers:
    """(label) the place of each; −1 where it has none.

    labels : (place)
    size : how many labels there are
    """
    where = np.full(size, -1, dtype=np.int64)
    where[labels] = np.arange(len(labels))
    return where
