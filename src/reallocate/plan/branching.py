"""Whole numbers of a programme inside HiGHS: found by branch and bound, then held for what is asked after."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from reallocate.errors import InfeasiblePlan, PlanError
from reallocate.measure.arrays import Array
from reallocate.plan.linear_program import NO_LIMIT, LinearProgram

GAP, SMALLEST_GAP, FEW = 1e-4, 1e-9, 60
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
        exact = len(self._columns) <= FEW
        for option, value in (
            ("solver", "choose"),
            ("simplex_iteration_limit", NO_LIMIT),
            ("mip_rel_gap", 0.0 if exact else GAP),
            ("mip_abs_gap", SMALLEST_GAP),
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
