"""The network of a market at rest: as many people enter each occupation as leave it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array

from reallocate.economy.market.network import Network
from reallocate.errors import DataError, Problem

LEAST_STAYING = 0.05
"""Of those who look for a job, who apply to their own occupation, however mobile it is [share]."""


def balanced_network(moves: pd.DataFrame, employment: pd.Series, mobility: float, hires: float) -> Network:
    """Weights with which employment as it is stays at rest.

    moves : source, target, weight [share of the source's people/year]
    employment : (occupation) [persons], in the market's order
    mobility : people who change occupation, of all, in a year [share/year]; scales the moves
    hires : of employment a month [share/month]
    F_ij = k·(e_i·m_ij + e_j·m_ji)/2, k such that ΣF = mobility·Σe: along each pair as many come as go, the
    mean of both ways. An applicant of i goes to j with F_ij/(12·h·e_i) and stays with the rest (E7 with
    each occupation's own mobility); A_ij is that over e_j, so that openings alike everywhere send just
    these. Unbalanced, openings pile up for years where the survey shows more people leaving than coming, and
    an occupation that nobody was seen to enter could never be.
    Raises `DataError` where an occupation has no move either way.
    Source: form of E7, del Rio-Chanona et al. 2021, supplement, DOI 10.1098/rsif.2020.0898.
    """
    places = pd.Index(employment.index)
    people = employment.to_numpy(dtype=float)
    flows = _both_ways(moves, places, people)
    leaving = flows.sum(axis=1)
    alone = np.flatnonzero(leaving <= 0)
    if len(alone):
        names = ", ".join(str(code) for code in places[alone[:5]])
        raise DataError(
            Problem(f"{len(alone)} occupations have no move in or out: {names}", "mobility_detail")
        )
    scale = mobility * people.sum() / leaving.sum()
    moving = np.minimum(scale * leaving / (12.0 * hires * people), 1.0 - LEAST_STAYING)
    away = flows.multiply((moving / leaving)[:, None])
    own = csr_array((1.0 - moving, (np.arange(len(people)), np.arange(len(people)))), shape=flows.shape)
    seen = csr_array((away + own).multiply((1.0 / people)[None, :]))
    rows = csr_array(seen.multiply(1.0 / seen.sum(axis=1)[:, None]))
    rows.sort_indices()
    return Network(rows.indptr.astype(np.int64), rows.indices.astype(np.int64), rows.data.astype(float))


def _both_ways(moves: pd.DataFrame, places: pd.Index, people: np.ndarray) -> csr_array:
    """People who move along each pair in a year, the mean of both directions [persons/year]."""
    away = moves[(moves["source"] != moves["target"]) & (moves["weight"] > 0)]
    rows = places.get_indexer(pd.Index(away["source"]))
    columns = places.get_indexer(pd.Index(away["target"]))
    shape = (len(places), len(places))
    shares = csr_array(coo_array((away["weight"].to_numpy(dtype=float), (rows, columns)), shape=shape))
    flows = csr_array(shares.multiply(people[:, None]))
    return csr_array((flows + flows.T) / 2.0)
