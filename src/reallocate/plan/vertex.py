"""A vertex by the names of variables and rules, so that it serves programmes of another shape too."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from reallocate.measure.arrays import Integers
from reallocate.plan.linear_program import BASIC, LOWER, Statuses, basis_of, numbered
from reallocate.plan.model import Model


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
