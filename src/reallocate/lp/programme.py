"""A linear programme inside HiGHS with the bounds and costs that it has now, and a vertex by names."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from struct import pack
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from reallocate.kernel.arrays import Array, Integers
from reallocate.lp.model import Model


@contextlib.contextmanager
def _no_banner() -> Iterator[None]:
    """Nothing is printed while this is open: HiGHS greets even when silent, and `--json` owns the output."""
    sys.stdout.flush()
    try:
        kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    flush = getattr(ctypes.CDLL(None), "fflush", None) if os.name == "posix" else None
    try:
        os.dup2(nowhere, 1)
        yield
        if flush is not None:
            flush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


PRIMAL, DUAL = 4, 1
STEEPEST, DEVEX = -1, 1
NO_LIMIT = 2**31 - 1

LOWER, BASIC, _UPPER, _FREE = range(4)
"""Statuses, as the solver numbers them."""
_STATUSES = np.array(list(map(highspy.HighsBasisStatus, range(5))), dtype=object)
"""By number: to look one up is faster than to make it."""

Statuses = npt.NDArray[np.int8]
_Places = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class _Held:
    """The bounds of columns and rows as the solver has them now."""

    low: Array
    high: Array
    row_low: Array
    row_high: Array


class LinearProgram:
    """A programme held by HiGHS; arrays follow the order of columns and rows.

    Bounds are not perturbed by the primal simplex method: taking that back costs the steepest edges of all
    rows, which is more than whole solves from near the optimum take.

    low, high, row_low, row_high : bounds of the programme itself; what is held for a while differs
    cost : what it minimises by itself; costs : what it minimises now
    """

    def __init__(self, matrices: Any) -> None:
        with _no_banner():
            self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False), ("threads", 1), ("random_seed", 0),
            ("primal_simplex_bound_perturbation_multiplier", 0.0),
        ):  # fmt: skip
            self.highs.setOptionValue(option, value)
        columns, rows = len(matrices.c), len(matrices.b)
        self.low, self.high, self.cost = (np.empty(columns) for _ in range(3))
        self.row_low, self.row_high = np.empty(rows), np.empty(rows)
        self._take(matrices)
        self._held = _Held(self.low.copy(), self.high.copy(), self.row_low.copy(), self.row_high.copy())
        self.costs, self._costs = self.cost, self.cost.copy()
        self._matrix = matrices.A.tocsc()
        self._pass(self._matrix)

    def _pass(self, matrix: Any) -> None:
        continuous = np.zeros(len(self.low), dtype=np.int32)
        self.highs.passModel(
            len(self.low), len(self.row_low), matrix.nnz, int(highspy.MatrixFormat.kColwise),
            int(highspy.ObjSense.kMinimize), 0.0, self.cost, self.low, self.high, self.row_low, self.row_high,
            matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data, continuous,
        )  # fmt: skip

    def become(self, matrices: Any) -> bool:
        """Take the coefficients, bounds and costs of another programme; whether it has the same shape.

        matrices : of the other programme
        The vertex stays, and so does what the solver worked out for it where no coefficient differs.
        """
        matrix, own = matrices.A.tocsc(), self._matrix
        same = matrix.shape == own.shape and np.array_equal(matrix.indptr, own.indptr)
        if not (same and np.array_equal(matrix.indices, own.indices)):
            return False
        column_of = np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr))
        for place in np.flatnonzero(matrix.data != own.data):
            row, column = int(matrix.indices[place]), int(column_of[place])
            self.highs.changeCoeff(row, column, float(matrix.data[place]))
        self._matrix = matrix
        self._take(matrices)
        self.release(np.arange(len(self.low)), np.arange(len(self.row_low)))
        self.set_costs(self.cost)
        return True

    def _take(self, matrices: Any) -> None:
        """Bounds and costs of a programme, in place, since others hold these arrays."""
        sense, right = np.asarray(matrices.sense), np.asarray(matrices.b, dtype=float)
        self.low[:], self.high[:] = matrices.lb, matrices.ub
        self.row_low[:] = np.where(sense == "<", -np.inf, right)
        self.row_high[:] = np.where(sense == ">", np.inf, right)
        self.cost[:] = matrices.c

    def run(
        self, solver: str, strategy: int = DUAL, limit: int = NO_LIMIT, vertex: bool = True,
        weights: int = STEEPEST,
    ) -> Any:  # fmt: skip
        """Solve as the programme stands, and give the solver's status.

        solver : "simplex" or "ipm", the interior point
        strategy : of the simplex method
        limit : [steps] of the simplex method
        vertex : end the interior point at a vertex
        weights : by which the dual simplex method chooses its steps; the steepest edges are worked out first
            where the vertex comes from elsewhere, which takes as long as hundreds of steps; the primal method
            leaves the last few to the dual one, which takes the cheap weights if it started over with them
        """
        for option, value in (
            ("solver", solver),
            ("simplex_strategy", strategy),
            ("simplex_iteration_limit", limit),
            ("run_crossover", "on" if vertex else "off"),
            ("simplex_dual_edge_weight_strategy", DEVEX if strategy == PRIMAL else weights),
        ):
            self.highs.setOptionValue(option, value)
        self.highs.run()
        return self.highs.getModelStatus()

    def statuses(self) -> tuple[Statuses, Statuses]:
        """Of columns and rows at the vertex of the last solve, as the solver numbers them.

        Which are basic, and the limit that each of the others is at, are had sooner than the solver's lists.
        """
        status, basic = self.highs.getBasicVariables()
        if status != highspy.HighsStatus.kOk:
            return numbered(self.highs.getBasis())
        solution, held = self.highs.getSolution(), self._held
        columns = _at_limit(vector(solution.col_value), held.low, held.high)
        rows = np.full(self.highs.getNumRow(), _UPPER, dtype=np.int8)
        own = len(held.row_low)
        rows[:own] = _at_limit(vector(solution.row_value)[:own], held.row_low, held.row_high)
        columns[basic[basic >= 0]] = BASIC
        rows[-1 - basic[basic < 0]] = BASIC
        return columns, rows

    def forget(self) -> None:
        """Keep the vertex alone, so that the next solve takes other weights."""
        basis = self.highs.getBasis()
        self.highs.clearSolver()
        self.highs.setBasis(basis)

    def set_costs(self, costs: Array) -> None:
        """Minimise another sum of all columns.

        costs : (column)
        """
        self.costs = costs
        changed = np.flatnonzero(costs != self._costs).astype(np.int32)
        if len(changed):
            self._costs[changed] = costs[changed]
            self.highs.changeColsCost(len(changed), changed, self._costs[changed])

    def hold_columns(self, columns: _Places, low: Array, high: Array) -> None:
        """Give columns other bounds, until they are held again.

        low, high : of each
        """
        places = _changed(columns, low, high, self._held.low, self._held.high)
        if len(places):
            self.highs.changeColsBounds(len(places), places, self._held.low[places], self._held.high[places])

    def hold_rows(self, rows: _Places, low: Array, high: Array) -> None:
        """Give rows other sides, until they are held again.

        low, high : of each
        """
        places = _changed(rows, low, high, self._held.row_low, self._held.row_high)
        if len(places):
            self.highs.changeRowsBounds(
                len(places), places, self._held.row_low[places], self._held.row_high[places]
            )

    def release(self, columns: _Places, rows: _Places) -> None:
        """Give columns and rows the bounds that the programme itself has."""
        self.hold_columns(columns, self.low[columns], self.high[columns])
        self.hold_rows(rows, self.row_low[rows], self.row_high[rows])


def _changed(
    places: _Places, low: Array, high: Array, held_low: Array, held_high: Array
) -> npt.NDArray[np.int32]:
    """The places whose bounds differ from those held, which follow them: the solver sorts what it is told."""
    places = np.asarray(places)
    differ = (held_low[places] != low) | (held_high[places] != high)
    held_low[places], held_high[places] = low, high
    changed: npt.NDArray[np.int32] = places[differ].astype(np.int32)
    return changed


def _at_limit(values: Array, low: Array, high: Array) -> Statuses:
    """The limit that each value is at; what has none is free."""
    has_low, has_high = np.isfinite(low), np.isfinite(high)
    result = np.full(len(values), LOWER, dtype=np.int8)
    result[has_high & ~has_low] = _UPPER
    result[~has_high & ~has_low] = _FREE
    both = np.flatnonzero(has_low & has_high)
    result[both[values[both] - low[both] > high[both] - values[both]]] = _UPPER
    return result


def numbered(basis: Any) -> tuple[Statuses, Statuses]:
    """Of columns and rows, as the solver numbers them.

    basis : as the solver has it
    """
    columns, rows = (
        np.fromiter(map(int, each), np.int8) for each in (basis.col_status, basis.row_status)
    )
    return columns, rows


def basis_of(columns: npt.NDArray[Any], rows: npt.NDArray[Any]) -> Any:
    """A vertex as the solver takes it.

    columns, rows : numbered statuses
    """
    basis = highspy.HighsBasis()
    basis.valid = True
    basis.col_status, basis.row_status = _STATUSES[columns].tolist(), _STATUSES[rows].tolist()
    return basis


def vector(values: Sequence[float]) -> Array:
    """A list of the solver's as an array.

    values : numbers, one for each column or row
    """
    # Twice as fast as numpy's own reading of a list.
    return np.frombuffer(pack(f"{len(values)}d", *values)).copy()


class Vertex:
    """Which variables and rules are at a limit, and at which.

    basis : as the solver has it
    columns, rows : (name) the place of each variable and of each rule, over its axes
    """

    def __init__(
        self, basis: Any, columns: Mapping[str, Integers], rows: Mapping[str, Integers]
    ) -> None:
        self._basis, self._columns, self._rows = basis, columns, rows

    @classmethod
    def of(cls, basis: Any, model: Model, column_of: Integers, row_of: Integers) -> Vertex:
        """A vertex as the solver has it.

        model : whose programme the solver holds
        column_of, row_of : (label) place
        """
        return cls(
            basis,
            {name: column_of[labels] for name, labels in _labels(model.variables).items()},
            {name: row_of[labels] for name, labels in _labels(model.constraints).items()},
        )

    @cached_property
    def statuses(self) -> tuple[dict[str, Statuses], dict[str, Statuses]]:
        """(name) the solver's status of each place, of variables and of rules.

        Read where first asked for: most plans start no other, and it takes as long as tens of steps.
        """
        columns, rows = numbered(self._basis)
        return (
            {name: columns[places] for name, places in self._columns.items()},
            {name: rows[places] for name, places in self._rows.items()},
        )

    def __getstate__(self) -> dict[str, Any]:
        return {"statuses": self.statuses}

    def fits(self, model: Model) -> bool:
        """Whether a programme has the same variables and rules."""
        columns, rows = (_shapes(one) for one in self.statuses)
        return columns == _shapes(_labels(model.variables)) and rows == _shapes(_labels(model.constraints))

    def has_variables_of(self, model: Model) -> bool:
        """Whether a programme has all these variables, so that it can start here; its rules may differ."""
        return _shapes(self.statuses[0]).items() <= _shapes(_labels(model.variables)).items()

    def basis(self, model: Model, column_of: Integers, row_of: Integers) -> Any:
        """The vertex in a programme, as the solver takes it.

        column_of, row_of : (label) place
        Variables that only this programme has are at their lower limit, and its rules do not bind. The solver
        mends a vertex that is none for it.
        """
        # One more place takes what is not in the programme.
        columns, rows = (np.empty(int(each.max()) + 2, np.int64) for each in (column_of, row_of))
        of_columns, of_rows = self.statuses
        for name, variable in model.variables.items():
            columns[column_of[variable.labels.values]] = of_columns.get(name, LOWER)
        for name, rule in model.constraints.items():
            labels, known = rule.labels.values, of_rows.get(name)
            rows[row_of[labels]] = BASIC
            if known is not None and known.shape == labels.shape:
                rows[row_of[labels]] = known
        basis = basis_of(columns[:-1], rows[:-1])
        same = [_shapes(of_columns) == _shapes(_labels(model.variables))]
        same += [_shapes(of_rows) == _shapes(_labels(model.constraints))]
        basis.alien = not all(same)
        return basis


def _labels(named: Mapping[str, Any]) -> dict[str, Integers]:
    return {name: one.labels.values for name, one in named.items()}


def _shapes(arrays: Mapping[str, Statuses] | Mapping[str, Integers]) -> dict[str, tuple[int, ...]]:
    return {name: one.shape for name, one in arrays.items()}
