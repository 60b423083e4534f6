"""A vertex by the names of variables and rules, so that it serves programmes of another shape too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from reallocate.measure.arrays import Integers
from reallocate.plan.model import Model

LOWER, BASIC = int(highspy.HighsBasisStatus.kLower), int(highspy.HighsBasisStatus.kBasic)
STATUSES = tuple(map(highspy.HighsBasisStatus, range(len(highspy.HighsBasisStatus.__members__))))
"""By number: to look one up is faster than to make it."""


@dataclass(frozen=True, eq=False)
class Vertex:
    """Which variables and rules are at a limit, and at which.

    columns, rows : (name) the solver's status of each place, over its axes
    """

    columns: Mapping[str, Integers]
    rows: Mapping[str, Integers]

    @classmethod
    def of(cls, basis: Any, model: Model, column_of: Integers, row_of: Integers) -> Vertex:
        """A vertex as the solver has it.

        model : whose programme the solver holds
        column_of, row_of : (label) place
        """
        columns, rows = (
            np.array([int(one) for one in each], dtype=np.int8)
            for each in (basis.col_status, basis.row_status)
        )
        return cls(
            {name: columns[column_of[one.labels.values]] for name, one in model.variables.items()},
            {name: rows[row_of[one.labels.values]] for name, one in model.constraints.items()},
        )

    def has_variables_of(self, model: Model) -> bool:
        """Whether a programme has all these variables, so that it can start here; its rules may differ."""
        return _shapes(self.columns).items() <= _shapes(_labels(model.variables)).items()

    def basis(self, model: Model, column_of: Integers, row_of: Integers) -> Any:
        """The vertex in a programme, as the solver takes it.

        column_of, row_of : (label) place
        Variables that only this programme has are at their lower limit, and its rules do not bind. The solver
        mends a vertex that is none for it.
        """
        columns, rows = np.empty(len(column_of), np.int64), np.empty(len(row_of), np.int64)
        for name, variable in model.variables.items():
            columns[column_of[variable.labels.values]] = self.columns.get(name, LOWER)
        for name, rule in model.constraints.items():
            labels, known = rule.labels.values, self.rows.get(name)
            rows[row_of[labels]] = BASIC
            if known is not None and known.shape == labels.shape:
                rows[row_of[labels]] = known
        basis = highspy.HighsBasis()
        same = [_shapes(self.columns) == _shapes(_labels(model.variables))]
        same += [_shapes(self.rows) == _shapes(_labels(model.constraints))]
        basis.valid, basis.alien = True, not all(same)
        basis.col_status, basis.row_status = (
            [STATUSES[one] for one in each.tolist()] for each in (columns, rows)
        )
        return basis


def _labels(named: Mapping[str, Any]) -> dict[str, Integers]:
    return {name: one.labels.values for name, one in named.items()}


def _shapes(arrays: Mapping[str, Integers]) -> dict[str, tuple[int, ...]]:
    return {name: one.shape for name, one in arrays.items()}
