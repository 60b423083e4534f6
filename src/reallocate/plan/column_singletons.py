"""Columns that one equality defines and nothing else holds are put into the objective before a solve.

Costs are such: each is a sum of what is decided, and only their own sum is minimised. Their rows have a fifth
of all coefficients.

Source: Andersen, Andersen 1995, Mathematical Programming 71:221, section 3.2 (column singletons), DOI
10.1007/BF01586000.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from reallocate.measure.arrays import Array, Integers
from reallocate.plan.model import Matrices


@dataclass(frozen=True, eq=False)
class Singletons:
    """Columns that were put into the objective.

    labels : (one)
    shares : (one, column that is left) x = base + shares · the others
    base : (one)
    """

    labels: Integers
    shares: csr_array
    base: Array

    def values(self, others: Array) -> Array:
        """(one) their values.

        others : (column that is left)
        """
        result: Array = self.base + self.shares @ others
        return result

    def spread(self, weights: Array) -> Array:
        """(column that is left) what weights on these columns come to on the others.

        weights : (one)
        """
        result: Array = self.shares.T @ weights
        return result


def without_singletons(matrices: Matrices) -> tuple[Matrices, Singletons]:
    """A programme without columns that cost something, are in a single row, an equality, and know no limit.

    x = (b − Σ aₖ·xₖ)/a,  c·x = c·b/a − Σ (c/a)·aₖ·xₖ. A limit that the bounds of the others keep anyway is
    none.
    """
    by_column, by_row = matrices.A.tocsc(), matrices.A.tocsr()
    alone = np.flatnonzero((np.diff(by_column.indptr) == 1) & (matrices.c != 0) & (matrices.vtypes == "C"))
    rows = by_column.indices[by_column.indptr[alone]]
    rows, first = np.unique(rows, return_index=True)
    alone = alone[first]
    equal = matrices.sense[rows] == "="
    rows, alone = rows[equal], alone[equal]
    own = by_column.data[by_column.indptr[alone]]
    shares = _shares(by_row[rows], alone, own)
    base = matrices.b[rows] / own
    low, high = _reach(shares, base, matrices)
    free = (low >= matrices.lb[alone]) & (high <= matrices.ub[alone])
    rows, alone, shares, base = rows[free], alone[free], shares[free], base[free]
    columns, kept = np.ones(len(matrices.c), dtype=bool), np.ones(len(matrices.b), dtype=bool)
    columns[alone], kept[rows] = False, False
    cost = matrices.c[alone]
    rest = replace(
        matrices,
        A=by_row[kept][:, columns],
        b=matrices.b[kept],
        sense=matrices.sense[kept],
        c=(matrices.c + shares.T @ cost)[columns],
        lb=matrices.lb[columns],
        ub=matrices.ub[columns],
        vlabels=matrices.vlabels[columns],
        clabels=matrices.clabels[kept],
        vtypes=matrices.vtypes[columns],
        constant=matrices.constant + float(cost @ base),
    )
    return rest, Singletons(matrices.vlabels[alone], shares[:, columns].tocsr(), base)


def _shares(rows: csr_array, alone: Integers, own: Array) -> csr_array:
    """(one, column) −aₖ/a of the others."""
    entries = rows.tocoo()
    others = (entries.col != alone[entries.row]) & (entries.data != 0)
    row, column = entries.row[others], entries.col[others]
    return csr_array((-entries.data[others] / own[row], (row, column)), shape=rows.shape)


def _reach(shares: csr_array, base: Array, matrices: Matrices) -> tuple[Array, Array]:
    """Between which values the bounds of the others keep each; (one), twice."""
    entries = shares.tocoo()
    first, second = (entries.data * bound[entries.col] for bound in (matrices.lb, matrices.ub))

    def added(ends: Array) -> Array:
        result: Array = base + np.bincount(entries.row, ends, minlength=len(base))
        return result

    return added(np.minimum(first, second)), added(np.maximum(first, second))
