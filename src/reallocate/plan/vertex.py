"""A vertex by the names of variables and rules, so that it serves programmes of another shape too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from reallocate.measure.arrays import Integers
from reallocate.plan.model import Model

LOWER, BASIC, ZERO = (
    int(status)
    for status in (
        highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic, highspy.HighsBasisStatus.kZero,
    )
)  # fmt: skip


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

    def fits(self, model: Model) -> bool:
        """Whether a programme has the same variables and rules."""
        return _shapes(self.columns) == _shapes(_labels(model.variables)) and _shapes(self.rows) == _shapes(
            _labels(model.constraints)
        )

    def basis(self, model: Model, column_of: Integers, row_of: Integers) -> Any:
        """The vertex in a programme, as the solver takes it.

        column_of, row_of : (label) place
        What only this programme has is at its lower limit, or at none where it has no lower limit, and its
        rules do not bind. The solver mends a vertex that is none for it.
        """
        columns, rows = np.full(len(column_of), LOWER), np.full(len(row_of), BASIC)
        for name, variable in model.variables.items():
            labels, known = variable.labels.values, self.columns.get(name)
            low = np.broadcast_to(variable.lower.values, labels.shape)
            columns[column_of[labels]] = _where_it_fits(known, np.where(np.isfinite(low), LOWER, ZERO))
        for name, rule in model.constraints.items():
            labels = rule.labels.values
            rows[row_of[labels]] = _where_it_fits(self.rows.get(name), np.full(labels.shape, BASIC))
        basis = highspy.HighsBasis()
        basis.valid, basis.alien = True, not self.fits(model)
        basis.col_status, basis.row_status = (
            [highspy.HighsBasisStatus(int(one)) for one in each] for each in (columns, rows)
        )
        return basis


def _where_it_fits(known: Integers | None, otherwise: Integers) -> Integers:
    return known if known is not None and known.shape == otherwise.shape else otherwise


def _labels(named: Mapping[str, Any]) -> dict[str, Integers]:
    return {name: one.labels.values for name, one in named.items()}


def _shapes(arrays: Mapping[str, Integers]) -> dict[str, tuple[int, ...]]:
    return {name: one.shape for name, one in arrays.items()}
