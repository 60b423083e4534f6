"""Sobol' indices: how much of an outcome's variance each number drawn makes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import sobol_indices

from reallocate.measure.arrays import Array
from reallocate.problem.market.draws import DrawnNumber
from reallocate.work.draws import Design

BLOCKS = 8
"""Parts of the design that are computed by themselves, for the standard error of an index."""
FEWEST = 8
"""Draws that each part has at least; with fewer nothing is said of what matters."""
NO_SPREAD = 1e-9
"""A spread below this is none [% points]."""


def variance_shares(
    outcomes: Mapping[str, Array], drawn: tuple[DrawnNumber, ...], design: Design
) -> pd.DataFrame:
    """How much of each outcome's variance a number makes, alone and with all it acts together with.

    outcomes : by name, (draw)
    drawn : by axis
    Returns outcome, name, says, alone, alone_error, all, all_error; no rows where there are too few draws.
    alone: S_i = Var(E[y|x_i])/Var(y), the first-order index; all: S_Ti = E[Var(y|x_−i)]/Var(y), the total
    index, x_−i all numbers but i. The errors are standard errors over eight parts of the design.
    Source: Sobol' 2001, Math. Comput. Simul. 55:271; estimators of Saltelli et al. 2010, Comput. Phys.
    Commun. 181:259, DOI 10.1016/j.cpc.2009.09.018.
    """
    columns = ["outcome", "name", "says", "alone", "alone_error", "all", "all_error"]
    rows = []
    for outcome, values in outcomes.items():
        if design.base < BLOCKS * FEWEST or np.ptp(values) < NO_SPREAD:
            continue
        matrices = design.parts(values)
        alone, total = _indices(*matrices)
        size = design.base // BLOCKS
        blocks = (slice(at * size, (at + 1) * size) for at in range(BLOCKS))
        each = [_indices(*(matrix[..., block] for matrix in matrices)) for block in blocks]
        errors = np.std(each, axis=0, ddof=1) / np.sqrt(BLOCKS)
        rows += [
            (outcome, one.name, one.says, alone[axis], errors[0][axis], total[axis], errors[1][axis])
            for axis, one in enumerate(drawn)
        ]
    return pd.DataFrame(rows, columns=columns)


def _indices(first: Array, second: Array, mixed: Array) -> tuple[Array, Array]:
    func = {"f_A": first[None, :], "f_B": second[None, :], "f_AB": mixed[:, None, :]}
    found = sobol_indices(func=func, n=first.shape[-1])
    return np.asarray(found.first_order).ravel(), np.asarray(found.total_order).ravel()
