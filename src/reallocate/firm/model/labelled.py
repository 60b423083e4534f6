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

A modelling library's sums copy every array and its labels at each step and are too slow for this."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

import numpy as np
import pandas as pd

from reallocate.firm.model.inputs import ALL_KINDS, Inputs
from reallocate.kernel.arrays import Array, Integers
from reallocate.lp.model import Entries, Model, Variable
from reallocate.lp.named_axes import Named, Values, sizes_by_name

Quantity = Variable | Named
"""A variable of the programme, columns of one, or the figures of a solved plan over the same axes."""

_NO_COLUMN = -1
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
    return _NO_COLUMN if values.dtype.kind == "i" else 0.0


def times(factor: float | Named, terms: Sum) -> list[Term]:
    """A sum multiplied.

    factor : a number, or figures over named axes
    """
    return [Term(factor * term.coef, term.variable, term.at) for term in terms]


def of_roles(i: Inputs, weight: Array | float, hours: Quantity) -> Term:
    """Σ over a role's cells of its share × weight × hours; (role, period).

    i : the inputs, for the shares
    weight : (cell, period) or one number
    hours : (cell, period) or (target, period) [thousand hours]
    """
    return _of_entries(i, weight, hours)


def of_kinds(i: Inputs, weight: Array | float, hours: Quantity) -> Term:
    """Σ over a role's cells of a kind of work of its share × weight × hours; (role, kind, period).

    i : the inputs, for the shares
    weight : (cell, period) or one number
    hours : (cell, period) or (target, period) [thousand hours]
    """
    return _of_entries(i, weight, hours, {"kind": i.cells.entry_kind.map(ALL_KINDS.index).to_numpy(np.int64)})


def of_one_kind(kind: str, i: Inputs, weight: Array | float, hours: Quantity) -> Term:
    """Of one kind of work alone; (role, period).

    kind : of work
    i, weight, hours : as for `of_kinds`
    """
    return _of_entries(i, weight, hours, counts=np.where(i.cells.entry_kind == kind, 1.0, 0.0))


def _of_entries(
    i: Inputs,
    weight: Array | float,
    hours: Quantity,
    at: Mapping[str, Integers] | None = None,
    counts: Array | float = 1.0,
) -> Term:
    """Of the entries whose cells the hours have.

    at : (entry) the place where each counts in an axis of the result, beside that of its role
    counts : (entry) multiple of its share
    """
    cells, values = i.cells, select(hours)
    axis = "target" if "target" in values.dims else "cell"
    entry, place = cells.reach.entries_on[axis]
    weights = by(("cell", "period"), np.broadcast_to(weight, cells.good.shape))
    of_entry = weights.isel(cell=by("entry", cells.entry_cell[entry]))
    coef = by("entry", (cells.entry_share * counts)[entry]) * of_entry
    counted = {"role": cells.entry_role, **(at or {})}
    rows = {name: by("entry", places[entry]) for name, places in counted.items()}
    return Term(coef, values.isel({axis: by("entry", place)}), rows)


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
    terms, rows = [*left, *times(-1, right)], _Rows(axes)
    right_side = np.zeros(rows.size)
    for constant in (term for term in terms if term.variable is None):
        right_side -= _figures(constant, rows)
    entries = _entries([term for term in terms if term.variable is not None], rows)
    model.add_rule(name, axes, entries, sign, right_side)


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
    entries = _entries(terms, _Rows(()))
    return entries.column, entries.coef


def evaluate(axes: Sequence[pd.Index], terms: Sum) -> Array:
    """The figures of a sum, one for each place of its axes.

    axes : the labels of each axis, named
    terms : the sum, of figures and constants
    Raises `ValueError` where the length of an axis is not that of the result, or a coefficient is missing or
    infinite.
    """
    rows = _Rows(axes)
    total = np.zeros(rows.size)
    for term in terms:
        total += _figures(term, rows)
    return total.reshape(rows.shape)


class _Rows:
    """The rows of a sum, one for each place of its axes.

    axes : the labels of each axis, named
    """

    def __init__(self, axes: Sequence[pd.Index]) -> None:
        self.axes = {str(axis.name): axis for axis in axes}
        self.shape = tuple(map(len, axes))
        self.size = math.prod(self.shape)
        self.numbers = Named(tuple(self.axes), np.arange(self.size).reshape(self.shape))

    def of(self, at: Mapping[str, Named]) -> Named:
        """The row that each place counts in, over the axes of the rows and those that `at` has instead.

        at : the place in an axis of the rows where each member of another counts
        """
        if self.axes.keys().isdisjoint(at):
            return self.numbers
        rows: Named | None = None
        for axis, length in zip(self.axes, self.shape, strict=True):
            place = at[axis] if axis in at else Named(axis, np.arange(length))
            rows = place if rows is None else rows * length + place
        assert rows is not None
        return rows


def _entries(terms: Sum, rows: _Rows) -> Entries:
    """Everything that a sum of variables adds up, term by term; no variable counts for nothing."""
    spread = [_spread(term, rows) for term in terms]
    ends = [0, *accumulate(math.prod(shape) for shape, *_ in spread)]
    row, column, coef = np.empty(ends[-1], np.int64), np.empty(ends[-1], np.int64), np.empty(ends[-1])
    for (shape, *parts), (first, end) in zip(spread, pairwise(ends), strict=True):
        for whole, part in zip((row, column, coef), parts, strict=True):
            whole[first:end].reshape(shape)[...] = part
    _require_finite(coef)
    some = column != _NO_COLUMN
    if some.all():
        return Entries(row, column, coef)
    return Entries(row[some], column[some], coef[some])


def _figures(term: Term, rows: _Rows) -> Array:
    """What a term of figures, or a constant, adds to each row."""
    shape, row, values, coef = _spread(term, rows)
    _require_finite(coef)
    amounts = np.broadcast_to(coef * values, shape).ravel()
    return np.bincount(np.broadcast_to(row, shape).ravel(), amounts, minlength=rows.size).astype(float)


def _require_finite(coef: Values) -> None:
    if not np.isfinite(coef).all():
        raise ValueError("a term has a coefficient that is missing or infinite")


def _spread(term: Term, rows: _Rows) -> tuple[tuple[int, ...], Values, Values, Values]:
    """Lengths of all axes of a term, and along them row, column or figure, and coefficient.

    Each has length 1 along an axis where it is the same. The figure of a constant is 1.
    """
    row, values = rows.of(term.at), _values(term, rows)
    coef = term.coef if isinstance(term.coef, Named) else Named((), term.coef)
    sizes = sizes_by_name(row, values, coef)
    dims = tuple(sizes)
    coefs = np.asarray(coef.over(dims), dtype=np.float64)
    return tuple(sizes.values()), row.over(dims), values.over(dims), coefs


def _values(term: Term, rows: _Rows) -> Named:
    variable = term.variable
    if variable is None:
        return Named((), 1.0)
    if isinstance(variable, Named):
        return variable
    for axis in variable.axes:
        name = str(axis.name)
        other = rows.axes.get(name, axis)
        if other is not axis and name not in term.at and not axis.equals(other):
            raise ValueError(f"{variable.name!r} and the rows have other labels along {name!r}")
    return variable.labels
