"""The network of a market at rest: as many people enter each occupation as leave it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from reallocate.economy.market.network import Network
from reallocate.errors import DataError, Problem
from reallocate.measure.arrays import Array

LEAST_STAYING = 0.05
"""Of those who look for a job, who apply to their own occupation, however mobile it is [share]."""


def balanced_network(moves: Array, employment: pd.Series, hires: float) -> Network:
    """Weights with which employment as it is stays at rest.

    moves : m, (origin, target) [share of the origin's people/year]; nobody moves to the own occupation
    employment : (occupation) [persons], in the same order
    hires : of employment a month [share/month]
    F_ij = (e_i·m_ij + e_j·m_ji)/2: along each pair as many come as go, the mean of both ways. An applicant
    of i goes to j with F_ij/(12·h·e_i) and stays with the rest (E7 with each occupation's own mobility); A_ij
    is that over e_j, so that openings alike everywhere send just these. Unbalanced, openings pile up for
    years where more people leave than come.
    Raises `DataError` where an occupation has no move either way.
    Source: form of E7, del Rio-Chanona et al. 2021, supplement, DOI 10.1098/rsif.2020.0898.
    """
    people = employment.to_numpy(dtype=float)
    away = people[:, None] * moves
    flows = (away + away.T) / 2.0
    leaving = flows.sum(axis=1)
    alone = np.flatnonzero(leaving <= 0)
    if len(alone):
        names = ", ".join(str(code) for code in employment.index[alone[:5]])
        raise DataError(Problem(f"{len(alone)} occupations have no move in or out: {names}", "moves"))
    moving = np.minimum(leaving / (12.0 * hires * people), 1.0 - LEAST_STAYING)
    aims = flows * (moving / leaving)[:, None] + np.diag(1.0 - moving)
    seen = aims / people[None, :]
    rows = csr_array(seen / seen.sum(axis=1, keepdims=True))
    rows.sort_indices()
    return Network(rows.indptr.astype(np.int64), rows.indices.astype(np.int64), rows.data.astype(float))
