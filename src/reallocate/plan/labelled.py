"""The small grammar of the plan's equations: sums over named axes, for the programme and for tables alike.

An equation is a sum, a sum is a list of terms, and a term is a coefficient × a variable. All axes have names:

    Term(by("role", pay) * by("period", path), end_of_period(v.headcount))

- Coefficients are numbers or arrays with named axes (`by`), so that they multiply by name, not by place.
- A term is added up over every axis that the result does not have. For rows of (period) the term above is
  Σ_r pay[r]·path[t]·headcount[r,t]; for rows of (role, period) nothing is added up.
- `at` says where members of one axis count on another: moves of pairs of roles count in their origins by
  {"role": by("pair", origins)}.
- `end_of_period`, `start_of_period` and `lag` shift a variable in time; `select` takes a part of it.
- `add_rows` writes `sum  sign  sum` into the programme as one sparse matrix, `expression` an objective.
- `evaluate` gives the figures of the same sum where `v` holds a solved plan (`Figures`) instead of variables,
  so that a rule and the table beside it read one equation.

A modelling library's sums copy every array and its labels at each step and are too slow for this.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.measure.arrays import Array, Integers
from reallocate.plan.inputs import ALL_KINDS, Inputs
from reallocate.plan.model import Entries, Model, Variable
from reallocate.plan.named_axes import Named

Quantity = Variable | Named
"""A variable of the programme, columns of one, or the figures of a solved plan over the same axes."""

NO_COLUMN = -1
"""The column of no variable; a term there counts for nothing."""


@dataclass(frozen=True, eq=False)
class Term:
    """A coefficient times a variable, summed over every axis that the result does not have.

    coef : number or figures over named axes
    variable : a variable, or a part of one (`select`), or figures; a constant where there is none
    at : the place in the result's axis where each member counts, for an axis that the variable lacks
    """

    coef: float | Named
    variable: Quantity | None = None
    at: Mapping[str, Named] = field(default_factory=dict)


Sum = Sequence[Term]


def by(axis: str | tuple[str, ...], values: object) -> Named:
    """Figures along named axes.

    axis : one name, or one for each dimension of the values
    values : one figure for each place
    """
    return Named(axis, values)


def select(variable: Quantity, **places: object) -> Named:
    """A variable's columns or figures, or a part of them, over its axes.

    variable : of the programme, columns of one, or figures
    places : by axis, the place or places to take
    """
    values = variable if isinstance(variable, Named) else variable.labels
    return values.isel(places)


def end_of_period(variable: Quantity) -> Named:
    """A dated variable at the end of each period.

    variable : (…, date)
    """
    return _dated(select(variable, date=slice(1, None)))


def start_of_period(variable: Quantity) -> Named:
    """A dated variable at the start of each period.

    variable : (…, date)
    """
    return _dated(select(variable, date=slice(0, -1)))


def _dated(values: Named) -> Named:
    return Named(["period" if axis == "date" else axis for axis in values.dims], values.values)


def lag(variable: Quantity, quarters: int = 1) -> Named:
    """A variable as it was so many quarters before each period; nothing before the first.

    variable : (…, period)
    quarters : not negative
    """
    values = select(variable)
    return values.shift("period", quarters, _blank(values))


def _blank(values: Named) -> float:
    """What counts for nothing: no column, or the figure 0."""
    return NO_COLUMN if values.dtype.kind == "i" else 0.0


def times(factor: float | Named, terms: Sum) -> list[Term]:
    """A sum multiplied.

    factor : a number, or figures over named axes
    """
    return [replace(term, coef=factor * term.coef) for term in terms]


def of_roles(i: Inputs, weight: Array | float, hours: Quantity) -> Term:
    """Σ over a role's cells of its share × weight × hours; (role, period).

    i : the inputs, for the shares
    weight : (cell, period) or one number
    hours : (cell, period) or (target, period) [thousand hours]
    """
    return _of_entries(i, weight, hours, {"role": i.cells.entry_role})


def of_kinds(i: Inputs, weight: Array | float, hours: Quantity) -> Term:
    """Σ over a role's cells of a kind of work of its share × weight × hours; (role, kind, period).

    i : the inputs, for the shares
    weight : (cell, period) or one number
    hours : (cell, period) or (target, period) [thousand hours]
    """
    kind = i.cells.entry_kind.map(ALL_KINDS.index).to_numpy(np.int64)
    return _of_entries(i, weight, hours, {"role": i.cells.entry_role, "kind": kind})


def of_one_kind(kind: str, i: Inputs, weight: Array | float, hours: Quantity) -> Term:
    """Of one kind of work alone; (role, period).

    kind : of work
    i, weight, hours : as for `of_kinds`
    """
    counts = np.where(i.cells.entry_kind == kind, 1.0, 0.0)
    return _of_entries(i, weight, hours, {"role": i.cells.entry_role}, counts)


def _of_entries(
    i: Inputs, weight: Array | float, hours: Quantity, at: Mapping[str, Integers], counts: Array | float = 1.0
) -> Term:
    cells = i.cells
    values = select(hours)
    if "target" in values.dims:
        spread = np.full(cells.good.shape, _blank(values))
        spread[cells.targets] = values.values
        values = by(("cell", "period"), spread.astype(values.dtype))
    cell = by("entry", cells.entry_cell)
    weights = by(("cell", "period"), np.broadcast_to(weight, cells.good.shape))
    coef = by("entry", cells.entry_share * counts) * weights.isel(cell=cell)
    return Term(coef, values.isel(cell=cell), {axis: by("entry", places) for axis, places in at.items()})


def add_rows(
    model: Model, name: str, axes: Sequence[pd.Index], left: Sum, sign: str, right: Sum = ()
) -> None:
    """Add the rows `left  sign  right` of a rule, one for each place of its axes.

    model : the programme
    name : of the rule
    axes : the labels of each axis, named; none for a single row
    sign : <=, >= or =
    Raises `ValueError` where a variable's labels or the length of an axis are not those of the rows,
    or a coefficient is missing or infinite.
    """
    terms = [*left, *times(-1, right)]
    size = math.prod(len(axis) for axis in axes)
    right_side = np.zeros(size)
    for constant in (term for term in terms if term.variable is None):
        row, _, amount = _entries(constant, axes)
        right_side -= np.bincount(row, amount, minlength=size)
    entries = [_entries(term, axes) for term in terms if term.variable is not None]
    row, column, coef = (np.concatenate(part) for part in zip(*entries, strict=True))
    some = column != NO_COLUMN
    model.add_rule(name, axes, Entries(row[some], column[some], coef[some]), sign, right_side)


def objective_of(model: Model, terms: Sum) -> Array:
    """A sum over all axes of its terms as costs of all columns; (column).

    model : the programme
    terms : the sum, without constants
    """
    column, coef = coefficients(terms)
    return np.bincount(column, coef, minlength=model.nvars).astype(float)


def coefficients(terms: Sum) -> tuple[Integers, Array]:
    """Columns and their coefficients in a sum over all axes; a column may come more than once.

    terms : the sum, without constants
    """
    _, column, coef = (np.concatenate(part) for part in zip(*(_entries(t, ()) for t in terms), strict=True))
    some = column != NO_COLUMN
    return column[some], coef[some]


def evaluate(axes: Sequence[pd.Index], terms: Sum) -> Array:
    """The figures of a sum, one for each place of its axes.

    axes : the labels of each axis, named
    terms : the sum, of figures and constants
    Raises `ValueError` where the length of an axis is not that of the result, or a coefficient is missing or
    infinite.
    """
    total = np.zeros(math.prod(len(axis) for axis in axes))
    for term in terms:
        row, value, coef = _entries(term, axes, blank=1.0)
        total += np.bincount(row, coef * value, minlength=len(total))
    return total.reshape([len(axis) for axis in axes])


def _entries(
    term: Term, axes: Sequence[pd.Index], blank: float = NO_COLUMN
) -> tuple[Integers, npt.NDArray[Any], Array]:
    """Row, column or figure, and coefficient of everything that a term adds up.

    blank : stands for the variable of a constant
    """
    coef = term.coef if isinstance(term.coef, Named) else by((), term.coef)
    values = _values(term, axes, blank)
    places = [term.at.get(str(axis.name), by(str(axis.name), np.arange(len(axis)))) for axis in axes]
    sizes: dict[str, int] = {}
    for part in (*places, values, coef):
        for name, size in zip(part.dims, part.shape, strict=True):
            if sizes.setdefault(name, size) != size:
                raise ValueError(f"a term's axis {name!r} has {sizes[name]} places here and {size} there")
    dims, shape = tuple(sizes), tuple(sizes.values())
    coefs = coef.over(dims).astype(np.float64)
    if not np.isfinite(coefs).all():
        raise ValueError("a term has a coefficient that is missing or infinite")
    row: npt.NDArray[Any] = np.zeros((1,) * len(dims), dtype=np.int64)
    for axis, place in zip(axes, places, strict=True):
        row = row * len(axis) + place.over(dims)
    return _spread(row, shape), _spread(values.over(dims), shape), _spread(coefs, shape)


def _spread(values: npt.NDArray[Any], shape: tuple[int, ...]) -> npt.NDArray[Any]:
    """Values over all axes of a term, in one row; the same along an axis where they have length 1."""
    spread = np.empty(shape, dtype=values.dtype)
    spread[...] = values
    return spread.ravel()


def _values(term: Term, axes: Sequence[pd.Index], blank: float) -> Named:
    variable = term.variable
    if variable is None:
        return by((), blank)
    if isinstance(variable, Named):
        return variable
    own = {str(axis.name): axis for axis in variable.axes}
    for axis in axes:
        name = str(axis.name)
        if name not in term.at and name in own and not own[name].equals(axis):
            raise ValueError(f"{variable.name!r} and the rows have other labels along {name!r}")
    return select(variable)
