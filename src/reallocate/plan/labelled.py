"""Sums over named axes that the rules of a plan are written with.

A rule is rows of `sum  sign  sum`, and a sum is a list of terms, each a coefficient × a variable.
Figures are arrays whose axes have names, so that they multiply by name. Each rule becomes one sparse
matrix of the modelling library at once: its own sums copy every array and its labels at each step.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import linopy
import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr
from linopy.csr import Grid
from scipy.sparse import csr_array

from reallocate.plan.inputs import Inputs

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

NOTHING = -1
"""The column of no variable; a term there counts for nothing."""


@dataclass(frozen=True, eq=False)
class Term:
    """A coefficient times a variable, summed over every axis that the rows do not have.

    coefficient : number or figures over named axes
    variable : a variable, or the columns of one (`columns`); a constant where there is none
    at : the place in the rows' axis where each member counts, for an axis that the variable lacks
    """

    coefficient: float | xr.Variable
    variable: linopy.Variable | xr.Variable | None = None
    at: Mapping[str, xr.Variable] = field(default_factory=dict)


Sum = Sequence[Term]


def by(axis: str | tuple[str, ...], values: object) -> xr.Variable:
    """Figures along named axes.

    axis : one name, or one for each dimension of the values
    values : one figure for each place
    """
    return xr.Variable(axis, np.asarray(values))


def columns(variable: linopy.Variable, **places: object) -> xr.Variable:
    """The columns of a variable, or of a part of it, over its axes.

    variable : one of the programme's variables
    places : by axis, the place or places to take
    """
    found: xr.Variable = variable.labels.variable.isel(places)
    return found


def on_period(variable: linopy.Variable) -> xr.Variable:
    """A dated variable at the end of each period.

    variable : (…, date)
    """
    return _dated(columns(variable, date=slice(1, None)))


def before_period(variable: linopy.Variable) -> xr.Variable:
    """A dated variable at the beginning of each period.

    variable : (…, date)
    """
    return _dated(columns(variable, date=slice(0, -1)))


def _dated(found: xr.Variable) -> xr.Variable:
    return xr.Variable(["period" if axis == "date" else axis for axis in found.dims], found.values)


def earlier(variable: linopy.Variable, quarters: int = 1) -> xr.Variable:
    """A variable as it was so many quarters before each period; nothing before the first.

    variable : (…, period)
    quarters : not negative
    """
    then: xr.Variable = columns(variable).shift(period=quarters, fill_value=NOTHING)  # type: ignore[no-untyped-call]
    return then


def times(factor: float, terms: Sum) -> list[Term]:
    """A sum multiplied by a number.

    factor : the number
    terms : the sum
    """
    return [replace(term, coefficient=factor * term.coefficient) for term in terms]


def of_roles(i: Inputs, weight: Array | float, hours: linopy.Variable) -> Term:
    """Σ over a role's cells of its share × weight × hours; (role, period).

    i : the inputs, for the shares
    weight : (cell, period) or one number
    hours : (cell, period) or (target, period) [thousand hours]
    """
    cells = i.cells
    found = columns(hours)
    if "target" in found.dims:
        spread = np.full(cells.good.shape, NOTHING)
        spread[cells.targets] = found.values
        found = by(("cell", "period"), spread)
    cell = by("entry", cells.entry_cell)
    weights = by(("cell", "period"), np.broadcast_to(weight, cells.good.shape))
    coefficient = by("entry", cells.entry_share) * weights.isel(cell=cell)
    return Term(coefficient, found.isel(cell=cell), {"role": by("entry", cells.entry_role)})


def add_rows(
    model: linopy.Model, name: str, axes: Sequence[pd.Index], left: Sum, sign: str, right: Sum = ()
) -> None:
    """Add the rows `left  sign  right` of a rule, one for each place of its axes.

    model : the programme
    name : of the rule
    axes : the labels of each axis, named; none for a single row
    left, right : sums
    sign : <=, >= or =
    Raises `ValueError` where a variable's labels or the length of an axis are not those of the rows,
    or a coefficient is missing or infinite.
    """
    grid = Grid.from_coords(axes)
    terms = [*left, *times(-1, right)]
    right_side = np.zeros(grid.size)
    for constant in (term for term in terms if term.variable is None):
        row, _, amount = _entries(constant, grid)
        right_side -= np.bincount(row, amount, minlength=grid.size)
    entries = [_entries(term, grid) for term in terms if term.variable is not None]
    row, column, factor = (np.concatenate(part) for part in zip(*entries, strict=True))
    some = column != NOTHING
    shape = (grid.size, model.variables.label_index.n_active_vars)
    matrix = csr_array((factor[some], (row[some], column[some])), shape=shape)
    rows = linopy.CSRConstraint(matrix, np.arange(grid.size), right_side, sign, grid, model)
    model.add_constraints(rows, name=name, freeze=True)


def expression(model: linopy.Model, terms: Sum) -> linopy.LinearExpression:
    """A sum over all axes of its terms, as an objective.

    model : the programme
    terms : the sum, without constants
    """
    _, column, factor = (
        np.concatenate(part) for part in zip(*(_entries(term, Grid({})) for term in terms), strict=True)
    )
    data = xr.Dataset({"coeffs": ("_term", factor), "vars": ("_term", column)})
    return linopy.LinearExpression(data, model)


def _entries(term: Term, grid: Grid) -> tuple[Integers, Integers, Array]:
    """Row, column and coefficient of everything that a term adds up."""
    row = by((), 0)
    for name, labels in grid.indexes.items():
        row = row * len(labels) + term.at.get(name, by(name, np.arange(len(labels))))
    factor = term.coefficient
    parts = row, _columns(term, grid), factor if isinstance(factor, xr.Variable) else by((), factor)
    sizes: dict[Hashable, int] = {}
    for part in parts:
        for axis, size in part.sizes.items():
            if sizes.setdefault(axis, size) != size:
                raise ValueError(f"a term's axis {axis!r} has {sizes[axis]} places here and {size} there")
    rows, numbers, factors = (
        part.set_dims(sizes).transpose(*sizes).values.ravel()  # type: ignore[no-untyped-call]
        for part in parts
    )
    if not np.isfinite(factors.astype(np.float64)).all():
        raise ValueError("a term has a coefficient that is missing or infinite")
    return rows.astype(np.int64), numbers.astype(np.int64), factors.astype(np.float64)


def _columns(term: Term, grid: Grid) -> xr.Variable:
    variable = term.variable
    if variable is None:
        return by((), NOTHING)
    if isinstance(variable, xr.Variable):
        return variable
    for axis, labels in grid.indexes.items():
        if axis not in term.at and axis in variable.dims and not variable.indexes[axis].equals(labels):
            raise ValueError(f"{variable.name!r} and the rows have other labels along {axis!r}")
    return columns(variable)
