"""In a child: a plan's programme, its variables and rules held by the package's model or by linopy's."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from scipy.sparse import csr_array

from benchmarks.firms import plan_inputs
from benchmarks.timing import stage, tell, tell_size
from reallocate.firm.model import programme as program
from reallocate.kernel.arrays import Array
from reallocate.lp.model import Bound, Entries, Model, Variable

REPEATS = 3


def use_linopy() -> None:
    """Let `build` put the same variables and rules into a programme of linopy's."""
    with stage("import"):
        import linopy
        from linopy.csr import Grid

    class LinopyModel(Model):
        """The package's model with linopy's beside it, which makes the matrices."""

        def __init__(self) -> None:
            super().__init__()
            self.peer = linopy.Model()

        def add_variables(
            self,
            name: str,
            axes: Sequence[pd.Index],
            lower: Bound = 0.0,
            upper: Bound = np.inf,
            whole: bool = False,
        ) -> Variable:
            shape = tuple(len(axis) for axis in axes)
            low, high = (
                xr.DataArray(np.broadcast_to(bound, shape), coords=list(axes)) for bound in (lower, upper)
            )
            self.peer.add_variables(lower=low, upper=high, coords=list(axes), name=name)
            return super().add_variables(name, axes, lower, upper, whole)

        def add_rule(
            self, name: str, axes: Sequence[pd.Index], entries: Entries, sign: str, right: Array
        ) -> None:
            super().add_rule(name, axes, entries, sign, right)
            size = (len(right), self.nvars)
            matrix = csr_array((entries.coef, (entries.row, entries.column)), shape=size)
            grid = Grid.from_coords(axes)
            rows = linopy.CSRConstraint(matrix, np.arange(grid.size), right, sign, grid, self.peer)
            self.peer.add_constraints(rows, name=name, freeze=True)

        @property
        def matrices(self) -> Any:
            used = np.flatnonzero(self.objective)
            data = xr.Dataset({"coeffs": ("_term", self.objective[used]), "vars": ("_term", used)})
            self.peer.add_objective(linopy.LinearExpression(data, self.peer))
            return self.peer.matrices

    linopy.options["semantics"] = "v1"
    program.Model = LinopyModel  # type: ignore[misc]


def main(way: str, roles: int, quarters: int) -> None:
    """From coefficients to the matrices that the solver takes, once the libraries are warm."""
    inputs = plan_inputs(roles, quarters)
    if way == "linopy":
        use_linopy()
    program.build(inputs)
    for _ in range(REPEATS):
        with stage("build"):
            matrices = program.build(inputs).model.matrices
    tell(
        matrix=[
            float(np.abs(matrices.A.data).sum()),
            float(matrices.b[np.isfinite(matrices.b)].sum()),
            float(np.abs(matrices.c).sum()),
        ]
    )
    tell_size(*matrices.A.shape[::-1])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
