"""What is done to a programme before its solve: column singletons go; whole numbers are found and held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from reallocate.kernel.arrays import Array, Integers
from reallocate.kernel.errors import InfeasiblePlan, PlanError
from reallocate.lp.model import Matrices
from reallocate.lp.programme import NO_LIMIT, LinearProgram


@dataclass(frozen=True, eq=False)
class Singletons:
    """Columns that were put into the objective.

    labels : (one)
    shares : (one, column that is left) x = base + shares · the others
    base : (one)
    """

    labels: Integers
    shares: csr_array
    base: Array

    def values(self, others: Array) -> Array:
        """(one) their values.

        others : (column that is left)
        """
        result: Array = self.base + self.shares @ others
        return result

    def spread(self, weights: Array) -> Array:
        """(column that is left) what weights on these columns come to on the others.

        weights : (one)
        """
        result: Array = self.shares.T @ weights
        return result


def without_singletons(matrices: Matrices) -> tuple[Matrices, Singletons]:
    """A programme without columns that cost something, are in a single row, an equality, and know no limit.

    x = (b − Σ aₖ·xₖ)/a,  c·x = c·b/a − Σ (c/a)·aₖ·xₖ. A limit that the bounds of the others keep anyway is
    none.
    """
    by_column, by_row = matrices.A.tocsc(), matrices.A.tocsr()
    alone = np.flatnonzero((np.diff(by_column.indptr) == 1) & (matrices.c != 0) & (matrices.vtypes == "C"))
    rows = by_column.indices[by_column.indptr[alone]]
    rows, first = np.unique(rows, return_index=True)
    alone = alone[first]
    equal = matrices.sense[rows] == "="
    rows, alone = rows[equal], alone[equal]
    own = by_column.data[by_column.indptr[alone]]
    shares = _shares(by_row[rows], alone, own)
    base = matrices.b[rows] / own
    low, high = _reach(shares, base, matrices)
    free = (low >= matrices.lb[alone]) & (high <= matrices.ub[alone])
    rows, alone, shares, base = rows[free], alone[free], shares[free], base[free]
    columns, kept = np.ones(len(matrices.c), dtype=bool), np.ones(len(matrices.b), dtype=bool)
    columns[alone], kept[rows] = False, False
    cost = matrices.c[alone]
    rest = replace(
        matrices,
        A=by_row[kept][:, columns],
        b=matrices.b[kept],
        sense=matrices.sense[kept],
        c=(matrices.c + shares.T @ cost)[columns],
        lb=matrices.lb[columns],
        ub=matrices.ub[columns],
        vlabels=matrices.vlabels[columns],
        clabels=matrices.clabels[kept],
        vtypes=matrices.vtypes[columns],
        constant=matrices.constant + float(cost @ base),
    )
    return rest, Singletons(matrices.vlabels[alone], shares[:, columns].tocsr(), base)


def _shares(rows: csr_array, alone: Integers, own: Array) -> csr_array:
    """(one, column) −aₖ/a of the others."""
    entries = rows.tocoo()
    others = (entries.col != alone[entries.row]) & (entries.data != 0)
    row, column = entries.row[others], entries.col[others]
    return csr_array((-entries.data[others] / own[row], (row, column)), shape=rows.shape)


def _reach(shares: csr_array, base: Array, matrices: Matrices) -> tuple[Array, Array]:
    """Between which values the bounds of the others keep each; (one), twice."""
    entries = shares.tocoo()
    first, second = (entries.data * bound[entries.col] for bound in (matrices.lb, matrices.ub))

    def added(ends: Array) -> Array:
        result: Array = base + np.bincount(entries.row, ends, minlength=len(base))
        return result

    return added(np.minimum(first, second)), added(np.maximum(first, second))


_GAP, _SMALLEST_GAP, _FEW = 1e-4, 1e-9, 60
"""How far from the least cost a plan with many whole numbers may be [share]; with few it is exact."""


def must_be_optimal(highs: Any) -> None:
    """Let only the status *optimal* pass.

    highs : after a run
    Raises `InfeasiblePlan` where no plan keeps all limits, `PlanError` for any other status.
    """
    status = highs.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        raise InfeasiblePlan("no plan keeps all promises and limits at once")
    if status != highspy.HighsModelStatus.kOptimal:
        name = highs.modelStatusToString(status)
        raise PlanError(f"the solver ended with status {name!r}; only an optimal plan is shown")


class WholeNumbers:
    """The variables of a programme that are 0 or 1.

    program : in which they are free between 0 and 1
    columns : their places
    """

    def __init__(self, program: LinearProgram, columns: npt.NDArray[np.int32]) -> None:
        self._lp, self._highs, self._columns = program, program.highs, columns
        self._fixed = False
        self._guess: Array | None = None
        self.are_free = len(columns) > 0
        self.gap = 0.0

    def find(self) -> None:
        """Find the best by branch and bound, and hold them.

        Source: Land, Doig 1960, Econometrica 28:497, DOI 10.2307/1910129.
        """
        start = self._start_from_guess()
        self._set_kind(highspy.HighsVarType.kInteger)
        if start is not None:
            self._highs.setSolution(start)
        exact = len(self._columns) <= _FEW
        for option, value in (
            ("solver", "choose"),
            ("simplex_iteration_limit", NO_LIMIT),
            ("mip_rel_gap", 0.0 if exact else _GAP),
            ("mip_abs_gap", _SMALLEST_GAP),
        ):
            self._highs.setOptionValue(option, value)
        self._highs.run()
        try:
            must_be_optimal(self._highs)
            self.gap = float(self._highs.getInfo().mip_gap)
            result = np.round(np.asarray(self._highs.getSolution().col_value)[self._columns])
        finally:
            self._set_kind(highspy.HighsVarType.kContinuous)
            self._highs.clearSolver()
        self._bound(result, result)
        self.are_free = False

    def _start_from_guess(self) -> Any:
        """The best plan with the numbers that were guessed, to start from; none where there is none."""
        if self._guess is None:
            return None
        self._bound(self._guess, self._guess)
        self._lp.run("ipm")
        start = highspy.HighsSolution()
        try:
            must_be_optimal(self._highs)
            start.col_value = list(self._highs.getSolution().col_value)
        except PlanError:
            return None
        finally:
            self._bound(0.0, 1.0)
            self._highs.clearSolver()
        return start

    def guess(self, values: Array) -> None:
        """Numbers that are likely good: they shorten the search and do not decide it.

        values : each 0 or 1
        """
        self._guess = values

    def free(self) -> None:
        """Let the next solve find them anew, unless they are kept for good."""
        if len(self._columns) and not self._fixed:
            self._bound(0.0, 1.0)
            self.are_free = True

    def keep(self, values: Array) -> None:
        """Keep these for good.

        values : each 0 or 1
        """
        self._bound(values, values)
        self.are_free, self._fixed = False, True

    def _set_kind(self, kind: Any) -> None:
        kinds = np.full(len(self._columns), kind)
        self._highs.changeColsIntegrality(len(self._columns), self._columns, kinds)

    def _bound(self, low: Array | float, high: Array | float) -> None:
        self._lp.low[self._columns], self._lp.high[self._columns] = low, high
        self._lp.hold_columns(self._columns, self._lp.low[self._columns], self._lp.high[self._columns])
