"""A linear programme by name: variables and rules over labelled axes, and the matrix that they make."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from reallocate.kernel.arrays import Array, Integers
from reallocate.lp.named_axes import Named

Bound = float | Array


@dataclass(frozen=True, eq=False)
class Variable:
    """A variable of a programme.

    labels : (its axes) the column of each place
    lower, upper : (its axes) bounds
    axes : the labels of each axis, named
    """

    name: str
    labels: Named
    lower: Named
    upper: Named
    axes: tuple[pd.Index, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Length of each axis."""
        return self.labels.shape

    def isel(self, **places: int | slice | Integers) -> Variable:
        """A part of the variable.

        places : by axis, the place or places to take
        """
        kept = []
        for axis in self.axes:
            place = places.get(str(axis.name), slice(None))
            if not isinstance(place, int):
                kept.append(axis[place])
        labels, lower, upper = (values.isel(places) for values in (self.labels, self.lower, self.upper))
        return Variable(self.name, labels, lower, upper, tuple(kept))


@dataclass(frozen=True, eq=False)
class Entries:
    """Coefficients in rows; those of one row and column add up.

    row, column, coef : (entry)
    """

    row: Integers
    column: Integers
    coef: Array


@dataclass(frozen=True, eq=False)
class _Rule:
    """The rows of a rule: coefficients · columns  sign  right side.

    labels : (its axes) the row of each place
    entries : of its rows, counted from its first
    sign : <=, >= or =
    right : (row)
    axes : the labels of each axis, named
    """

    labels: Named
    entries: Entries
    sign: str
    right: Array
    axes: tuple[pd.Index, ...]


@dataclass(frozen=True, eq=False)
class Matrices:
    """A programme as the solver takes it.

    A : (row, column); b, sense : (row) right side, and <, > or =; c, lb, ub : (column) cost and bounds
    vlabels, clabels : labels of columns and rows; vtypes : (column) C, or B for a number that is 0 or 1
    given : (label of a column) the value of what has no column here, else not a number
    rules : labels of rows, of which some may have no row here
    constant : cost of what is given
    """

    A: csr_array
    b: Array
    sense: npt.NDArray[np.str_]
    c: Array
    lb: Array
    ub: Array
    vlabels: Integers
    clabels: Integers
    vtypes: npt.NDArray[np.str_]
    given: Array
    rules: int
    constant: float = 0.0

    def rest(self, values: Array) -> Matrices:
        """The programme where some variables are given: their columns are left out, and rows of nothing else.

        values : (column) not a number where it is still to be decided
        """
        known = np.isfinite(values)
        free = np.flatnonzero(~known)
        matrix = self.A.tocsc()
        done = matrix @ np.where(known, values, 0.0)
        left = matrix[:, free].tocsr()
        rows = np.flatnonzero(np.diff(left.indptr))
        return Matrices(
            A=left[rows],
            b=(self.b - done)[rows],
            sense=self.sense[rows],
            c=self.c[free],
            lb=self.lb[free],
            ub=self.ub[free],
            vlabels=self.vlabels[free],
            clabels=self.clabels[rows],
            vtypes=self.vtypes[free],
            given=values,
            rules=self.rules,
            constant=float(self.c[known] @ values[known]),
        )

    @property
    def digest(self) -> bytes:
        """The same for programmes with the same solutions: what is fixed at 0 does not count."""
        free = (self.lb != 0) | (self.ub != 0)
        kept = free[self.A.indices]
        ends = np.concatenate([[0], np.cumsum(kept)])[self.A.indptr]
        columns = self.A.indices[kept].astype(np.int32)
        result = sha256()
        parts = (ends, columns, self.A.data[kept], self.c[free], self.lb[free], self.ub[free])
        for part in (free, *parts, self.b, self.sense, self.vtypes[free]):
            result.update(part.tobytes())
        return result.digest()


class Model:
    """A programme under construction: minimise a sum of variables subject to rules."""

    def __init__(self) -> None:
        self.variables: dict[str, Variable] = {}
        self.constraints: dict[str, _Rule] = {}
        self.whole: set[str] = set()
        self.objective = np.zeros(0)
        self.nvars, self.ncons = 0, 0

    def add_variables(
        self,
        name: str,
        axes: Sequence[pd.Index],
        lower: Bound = 0.0,
        upper: Bound = np.inf,
        whole: bool = False,
    ) -> Variable:
        """A variable with one column for each place of its axes.

        axes : labels, named
        lower, upper : figures over the axes, or of a shape that is spread over them
        whole : each is 0 or 1
        """
        dims, shape = [str(axis.name) for axis in axes], tuple(len(axis) for axis in axes)
        size = math.prod(shape)
        labels = np.arange(self.nvars, self.nvars + size).reshape(shape)
        low, high = (Named(dims, np.broadcast_to(bound, shape)) for bound in (lower, upper))
        variable = Variable(name, Named(dims, labels), low, high, tuple(axes))
        self.nvars += size
        self.variables[name] = variable
        if whole:
            self.whole.add(name)
        return variable

    def add_rule(
        self, name: str, axes: Sequence[pd.Index], entries: Entries, sign: str, right: Array
    ) -> None:
        """The rows of a rule, one for each place of its axes.

        axes : labels, named
        entries : of the rows, counted from 0
        sign : <=, >= or =
        right : (row)
        """
        shape = tuple(len(axis) for axis in axes)
        labels = np.arange(self.ncons, self.ncons + len(right)).reshape(shape)
        self.constraints[name] = _Rule(
            Named([str(axis.name) for axis in axes], labels), entries, sign, right, tuple(axes)
        )
        self.ncons += len(right)

    @property
    def matrices(self) -> Matrices:
        """The programme as the solver takes it."""
        rules, variables = self.constraints.values(), self.variables.values()
        kinds = [
            np.full(one.labels.size, "B" if one.name in self.whole else "C", dtype="<U1") for one in variables
        ]
        return Matrices(
            A=self._matrix(),
            b=np.concatenate([rule.right for rule in rules]),
            sense=np.concatenate([np.full(len(rule.right), rule.sign[0], dtype="<U1") for rule in rules]),
            c=np.concatenate([self.objective, np.zeros(self.nvars - len(self.objective))]),
            lb=np.concatenate([one.lower.values.ravel() for one in variables]).astype(float),
            ub=np.concatenate([one.upper.values.ravel() for one in variables]).astype(float),
            vlabels=np.arange(self.nvars),
            clabels=np.concatenate([rule.labels.values.ravel() for rule in rules]),
            vtypes=np.concatenate(kinds),
            given=np.full(self.nvars, np.nan),
            rules=self.ncons,
        )

    def _matrix(self) -> csr_array:
        """(row, column) the coefficients of all rules."""
        rules = self.constraints.values()
        first = np.cumsum([0, *(len(rule.right) for rule in rules)])
        row = np.concatenate([above + rule.entries.row for above, rule in zip(first, rules, strict=False)])
        column = np.concatenate([rule.entries.column for rule in rules])
        coef = np.concatenate([rule.entries.coef for rule in rules])
        return csr_array((coef, (row, column)), shape=(self.ncons, self.nvars))
